import './browser'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Edited } from '@/api/plan'
import { edited, draft, step } from './plan_field'
import { later, refusal, rest, service, silence } from './plan_service'

const { state, plan } = service()
vi.mock('@/state/session', async importOriginal => ({ ...(await importOriginal<object>()), api: () => ({ plan }) }))

const { closeDraft, commit, desk, list, loadList, openDraft, pending, undo } = await import('@/plan/desk')
const { planNews } = await import('@/state/live')
const { notices } = await import('@/state/notices')
const { selection } = await import('@/state/selection')

const rename = { edit: 'set_name', area: 1, name: '新名' } as const
const opened = () => plan.map.mock.calls.length

beforeEach(async () => {
  vi.useRealTimers()
  closeDraft()
  notices.length = 0
  state.draft = draft({ undo: step('split') })
  for (const call of Object.values(plan)) call.mockClear()
  plan.edit.mockReset()
  plan.undo.mockReset()
  selection.draft = 'd-1'
  await loadList()
  await openDraft('d-1')
  plan.map.mockClear()
})

describe('an answer', () => {
  it('to what was carried out before says nothing of the map: the draft is loaded again', async () => {
    state.draft = draft({ hash: 'h2', step: 2 })
    plan.undo.mockResolvedValue(edited({ draft: draft({ hash: 'h2', step: 2 }), repeated: true }))
    await undo()
    expect([opened(), desk.draft?.hash]).toEqual([1, 'h2'])
  })
  it('that names a patch is put in, and nothing is loaded', async () => {
    plan.edit.mockResolvedValue(edited({ draft: draft({ hash: 'h1', step: 1 }) }))
    await commit(rename)
    expect([opened(), desk.draft?.hash]).toEqual([0, 'h1'])
  })
  it('that never came is asked for again under the same id, once the draft is seen to have changed', async () => {
    vi.useFakeTimers()
    plan.edit.mockRejectedValueOnce(silence()).mockRejectedValueOnce(silence()).mockResolvedValue(edited({ draft: draft({ hash: 'h1', step: 1 }), repeated: true }))
    state.draft = draft({ hash: 'h1', step: 1 })
    const done = commit(rename)
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await done)?.repeated).toBe(true)
    expect(new Set(plan.edit.mock.calls.map(([, , , action]) => action)).size).toBe(1)
    expect(desk.draft?.hash).toBe('h1')
    expect(notices).toEqual([])
  })
  it('that never came to what was never carried out is a failure, and the map stays', async () => {
    vi.useFakeTimers()
    plan.edit.mockRejectedValue(silence())
    const done = commit(rename)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await done).toBeUndefined()
    expect([opened(), plan.edit.mock.calls.length, notices.length]).toEqual([0, 2, 1])
  })
})

describe('news of the draft', () => {
  const told = (hash: string, by = 'other') => (planNews.value = { draft: draft({ hash, step: 1 }), by })
  it('that comes while an edit is on its way is compared when the edit is back', async () => {
    const answer = later<Edited>()
    plan.edit.mockReturnValue(answer.promise)
    const done = commit(rename)
    told('h9')
    await rest()
    expect(opened()).toBe(0)
    state.draft = draft({ hash: 'h9', step: 2 })
    answer.give(edited({ draft: draft({ hash: 'h1', step: 1 }) }))
    await done
    await rest()
    expect([opened(), desk.draft?.hash]).toEqual([1, 'h9'])
  })
  it('of the edit itself loads nothing', async () => {
    const answer = later<Edited>()
    plan.edit.mockReturnValue(answer.promise)
    const done = commit(rename)
    told('h1', 'me')
    await rest()
    answer.give(edited({ draft: draft({ hash: 'h1', step: 1 }) }))
    await done
    await rest()
    expect([opened(), plan.draft.mock.calls.length]).toEqual([0, 1])
  })
  it('that some was missed loads the draft again only if it is another', async () => {
    planNews.value = { lost: true }
    await rest()
    expect(opened()).toBe(0)
    state.draft = draft({ hash: 'h5', step: 5 })
    planNews.value = { lost: true }
    await rest()
    expect([opened(), desk.draft?.hash]).toEqual([1, 'h5'])
  })
  it('is heard, every word, when two come at once', async () => {
    state.draft = draft({ hash: 'h3', step: 3 })
    told('h3')
    planNews.value = { draft: draft({ id: 'd-7', hash: 'x', step: 1 }), by: 'other' }
    await rest()
    expect(desk.draft?.hash).toBe('h3')
  })
  it('keeps the list without asking for it: begun, renamed, thrown away', async () => {
    plan.list.mockClear()
    const names = () => list.value?.drafts.map(({ name }) => name)
    planNews.value = { draft: draft({ id: 'd-2', name: '新的' }), by: 'other' }
    planNews.value = { draft: draft({ name: '改名' }), by: 'other' }
    await rest()
    expect([names(), desk.draft?.name]).toEqual([['新的', '改名'], '改名'])
    planNews.value = { draft: draft({ id: 'd-2', state: 'discarded' }), by: 'other' }
    await rest()
    expect([names(), plan.list.mock.calls.length, opened()]).toEqual([['改名'], 0, 0])
  })
  it('that somebody threw it away closes it with a word', async () => {
    planNews.value = { draft: draft({ state: 'discarded' }), by: '王工' }
    await rest()
    expect(selection.draft).toBeNull()
    expect(notices[0]?.text).toContain('王工')
  })
  it('that this tab throws it away says nothing twice', async () => {
    desk.leaving = true
    planNews.value = { draft: draft({ state: 'discarded' }), by: 'me' }
    await rest()
    desk.leaving = false
    expect([selection.draft, notices.length]).toEqual(['d-1', 0])
  })
  it('missed, of a draft that was thrown away in the silence, closes it too', async () => {
    state.draft = draft({ state: 'discarded', changed_by: '王工' })
    planNews.value = { lost: true }
    await rest()
    expect(selection.draft).toBeNull()
    expect(notices[0]?.text).toContain('王工')
  })
})

it('a draft that changed under the edit is loaded, and the reason is shown', async () => {
  plan.edit.mockRejectedValue(refusal('draft_changed'))
  state.draft = draft({ hash: 'h4', step: 4 })
  expect(await commit(rename, undefined, 'h-old')).toBeUndefined()
  expect(plan.edit.mock.calls[0]![1]).toBe('h-old')
  expect([desk.draft?.hash, pending.value, notices.length]).toEqual(['h4', false, 1])
})
