/** Where carved land may go: to one of the areas that it is taken from, or to a new one below one of their parents. */

import { computed, shallowRef } from 'vue'
import type { DraftArea, DraftAreaId, Edit, Lonlat } from '@/api/plan'
import { complain } from '@/state/notices'
import { findArea, only } from '../chosen'
import { areas, local } from '../desk'
import { groundIn } from '../local/ground'
import { faceHere } from '../view'
import { work } from '../work'
import { form, named } from './form'

/** Areas under the finished ring; the one with the most of it first. */
export const under = shallowRef<readonly DraftAreaId[]>([])

/** Looks up whose ground it is. Where what is loaded does not say, the service does: of the first corner. */
export async function lookUnder(ring: readonly Lonlat[]): Promise<void> {
  const { hand } = work
  under.value = []
  const counts = new Map<DraftAreaId, number>()
  for (const [face, places] of groundIn(faceHere, ring)) {
    const area = local.areaOf(face)
    if (area !== null) counts.set(area, (counts.get(area) ?? 0) + places)
  }
  const first = counts.size === 0 && ring[0] ? await findArea(ring[0], null).catch(complain) : null
  if (work.hand !== hand) return
  under.value = first ? [first.id] : [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id)
  form.parent = parents.value[0]?.id ?? null
}
const lenders = computed<DraftArea[]>(() => under.value.flatMap(id => areas.get(id) ?? []))

/** Who may have the land: those whose ground it is, and the one that was chosen before. */
export const takers = computed<DraftArea[]>(() => [...new Set([...lenders.value, ...(only.value ? [only.value] : [])])])
/** What the new area may be put under; the parent with the most of the ground first. */
export const parents = computed<DraftArea[]>(() => [...new Set(lenders.value.map(({ parent }) => parent))].flatMap(id => areas.get(id ?? -1) ?? []))

export function carveEdit(ring: Lonlat[]): Edit | null {
  if (form.to !== null) return { edit: 'carve', ring, to: { existing: { area: form.to } } }
  const home = lenders.value.find(({ parent }) => parent === form.parent) ?? lenders.value[0] ?? only.value
  return home ? { edit: 'carve', ring, to: { new: { area: named(form.first, home.kind), level: home.level, parent: home.parent } } } : null
}
