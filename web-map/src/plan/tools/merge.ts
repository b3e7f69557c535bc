/** Makes one area of several that are chosen. */

import { computed, shallowRef, watch } from 'vue'
import type { DraftArea, Edit } from '@/api/plan'
import { choose, chosen } from '../chosen'
import { areas, desk, pending } from '../desk'
import { askFor, forget } from '../preview'
import { carry, work } from '../work'

/** Which one lends its name and code; the first chosen unless another is named. */
export const keeps = shallowRef<number | null>(null)
export const mergees = computed<DraftArea[]>(() => chosen.value.flatMap(id => areas.get(id) ?? []))
export const keeper = computed(() => mergees.value.find(({ id }) => id === keeps.value) ?? mergees.value[0] ?? null)
/** Areas of different levels cannot become one. */
export const mergeable = computed(() => mergees.value.length > 1 && mergees.value.every(({ level }) => level === mergees.value[0]!.level))

export function mergeEdit(): Edit | null {
  return mergeable.value && keeper.value ? { edit: 'merge', areas: mergees.value.map(({ id }) => id), into: keeper.value.id } : null
}
watch(() => [work.tool, chosen.value, keeps.value, desk.changes] as const, ([tool]) => {
  if (tool !== 'merge') return
  const edit = mergeEdit()
  if (edit) askFor(edit)
  else forget()
})

export async function carryOutMerge(): Promise<boolean> {
  const edit = mergeEdit()
  const into = keeper.value
  if (!edit || !into || work.waiting || pending.value) return false
  await carry(edit, () => choose([into.id]))
  return true
}
