/** Gives whole pieces of ground to the chosen area: an exclave to the neighbour around it, a declared hole to whoever shall have it. */

import { watch } from 'vue'
import type { Edit, FaceId } from '@/api/plan'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import type { Stage } from '@/state/stage'
import { only } from '../chosen'
import { desk, local, pending } from '../desk'
import { faceOutline } from '../local/rings'
import { askFor, forget } from '../preview'
import { faceHere } from '../view'
import { carry, provide, redraw, work } from '../work'

/** What is chosen and not already there. */
export const pieces = (): FaceId[] => [...work.faces].filter(face => local.faces.has(face) && local.areaOf(face) !== only.value?.id)

export function giveEdit(): Edit | null {
  const faces = pieces()
  return only.value && faces.length ? { edit: 'give_faces', faces, to: only.value.id } : null
}

function take(faces: ReadonlySet<FaceId>): void {
  work.faces = faces
  work.lands = pieces().flatMap(id => faceOutline(local, id) ?? [])
  redraw()
}
watch(() => [work.faces, only.value?.id, desk.changes] as const, () => {
  if (work.tool !== 'give' || work.waiting) return
  if (work.faces.size) take(work.faces)
  const edit = giveEdit()
  if (edit) askFor(edit)
  else forget()
})

/** Takes back the last piece; true when there was one. */
export function ungive(): boolean {
  if (work.faces.size === 0) return false
  if (!work.waiting) take(new Set([...work.faces].slice(0, -1)))
  return true
}

export async function carryOutGive(): Promise<boolean> {
  const edit = giveEdit()
  if (!edit || work.waiting || pending.value) return false
  await carry(edit)
  return true
}

const giveStage: Stage = {
  down: () => false,
  move() {},
  up() {},
  click({ at }) {
    if (!only.value || work.waiting) return
    const face = faceHere(at)
    // Of a large draft seen from far the piece is one of many.
    if (face === null) return tell(t('work.give_nearer'))
    if (face === 0 || local.areaOf(face) === only.value.id) return
    const faces = new Set(work.faces)
    if (!faces.delete(face)) faces.add(face)
    take(faces)
  },
  finish() {},
  leave() {},
  cursor: () => 'cell',
}
provide('give', giveStage)
