/** Short messages that do not interrupt: what was done, what went wrong. */

import { shallowReactive } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Notice { id: number; text: string; problem: Problem | null; act?: { label: string; run: () => void } }

export const notices = shallowReactive<Notice[]>([])
let next = 1

const DONE_MS = 5_000
const WRONG_MS = 15_000

function put(notice: Omit<Notice, 'id'>, stay: number): void {
  const id = next++
  notices.push({ ...notice, id })
  if (notices.length > 4) notices.shift()
  if (stay > 0) setTimeout(() => dismiss(id), stay)
}

export const tell = (text: string, act?: Notice['act']) => put({ text, problem: null, act }, act ? 0 : DONE_MS)

export function complain(thrown: unknown): void {
  const problem = asProblem(thrown)
  if (problem.status !== 401) put({ text: '', problem }, WRONG_MS)
}

export function dismiss(id: number): void {
  const index = notices.findIndex(notice => notice.id === id)
  if (index >= 0) notices.splice(index, 1)
}
