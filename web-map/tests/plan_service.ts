/** A service that keeps one draft and says what a test has it say; every answer waits until it is given. */

import { vi } from 'vitest'
import type { Draft, DraftArea, DraftMap, Edit, Edited, PlanList } from '@/api/plan'
import { Problem } from '@/api/problem'
import { area, draft, field } from './plan_field'

export const silence = () => new Problem('network', 0, '', '', '')
export const refusal = (code: string, params: Record<string, unknown> = {}) => new Problem(code, 409, code, '', '', params)

export const small = { columns: 4, rows: 3, size: 0.002, bends: 3 }

export function service() {
  const state = {
    draft: draft() as Draft,
    map: field(small) as DraftMap,
    areas: [] as DraftArea[],
    list: { versions: [], drafts: [draft()], damaged: [], rules: { households: {}, compactness: 0, blocking: [] } } as PlanList,
  }
  state.areas = state.map.faces.map(({ id }) => area(id))
  const plan = {
    list: vi.fn(async () => state.list),
    draft: vi.fn(async () => state.draft),
    map: vi.fn(async () => ({ ...state.map, hash: state.draft.hash })),
    areas: vi.fn(async () => ({ step: state.draft.step, hash: state.draft.hash, areas: state.areas })),
    edit: vi.fn<(id: string, hash: string, edit: Edit, action: string) => Promise<Edited>>(),
    undo: vi.fn<(id: string, hash: string, action: string) => Promise<Edited>>(),
    redo: vi.fn<(id: string, hash: string, action: string) => Promise<Edited>>(),
    preview: vi.fn<(id: string, hash: string, edit: Edit) => Promise<Edited>>(() => new Promise(() => {})),
    issues: vi.fn(),
  }
  return { state, plan }
}

/** An answer that comes when the test says. */
export function later<T>() {
  let give!: (value: T) => void
  let fail!: (thrown: unknown) => void
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve
    fail = reject
  })
  return { promise, give, fail }
}

/** Lets everything that waits for nothing but its turn have it. */
export const rest = () => new Promise(resolve => setTimeout(resolve, 0))
