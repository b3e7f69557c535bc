/** Asks the service what an edit would do, while it is being drawn: one question at a time, the latest wins. */

import { shallowRef } from 'vue'
import type { Edit, Edited } from '@/api/plan'
import { asProblem, type Problem } from '@/api/problem'
import { api } from '@/state/session'
import { desk } from './desk'

/** Not oftener than this, in milliseconds: numbers that flicker cannot be read. */
const PACE = 120

export const preview = shallowRef<Edited | null>(null)
/** Why the service would refuse it. */
export const objection = shallowRef<Problem | null>(null)
export const asking = shallowRef(false)

let wanted: Edit | null = null
let running: AbortController | null = null
let last = 0
let later: ReturnType<typeof setTimeout> | undefined

/** Forgets question and answer. */
export function forget(): void {
  wanted = null
  clearTimeout(later)
  later = undefined
  running?.abort()
  running = null
  asking.value = false
  preview.value = null
  objection.value = null
}

export function askFor(edit: Edit): void {
  wanted = edit
  asking.value = true
  if (!running && later === undefined) later = setTimeout(ask, Math.max(0, last + PACE - Date.now()))
}

async function ask(): Promise<void> {
  later = undefined
  const [edit, draft] = [wanted, desk.draft]
  if (!edit || !draft) return
  wanted = null
  last = Date.now()
  const mine = (running = new AbortController())
  try {
    const answer = await api().plan.preview(draft.id, draft.hash, edit, mine.signal)
    if (mine.signal.aborted) return
    preview.value = answer
    objection.value = null
  } catch (thrown) {
    if (mine.signal.aborted) return
    preview.value = null
    objection.value = asProblem(thrown)
  }
  running = null
  asking.value = wanted !== null
  if (wanted) later = setTimeout(ask, Math.max(0, last + PACE - Date.now()))
}
