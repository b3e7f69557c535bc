import './browser'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Edited, Lonlat } from '@/api/plan'
import type { StagePoint } from '@/state/stage'
import { corner, draft, edited, emptyPatch, step } from './plan_field'
import { later, refusal, rest, service, small } from './plan_service'

const { state, plan } = service()
vi.mock('@/state/session', async importOriginal => ({ ...(await importOriginal<object>()), api: () => ({ plan }) }))

const { closeDraft, commit, desk, local, openDraft } = await import('@/plan/desk')
const { back, enter, redoWhenFree, undoOrTakeBack } = await import('@/plan/keys')
const { scaleAt } = await import('@/plan/local/snap')
const { onLarge, picture } = await import('@/plan/picture')
const { stage } = await import('@/state/stage')
const { notices } = await import('@/state/notices')
const { selection } = await import('@/state/selection')
const { markRefusal, useTool, work } = await import('@/plan/work')
const { form } = await import('@/plan/tools/form')
const { strokeEdit } = await import('@/plan/tools/stroke')
await import('@/plan/tools/select')

const scale = scaleAt(16, 30.5)
const point = (at: Lonlat): StagePoint => ({ at, scale, add: false, free: true, touch: false })
const click = (at: Lonlat) => stage.value!.click(point(at))
const steps = { undo: step('split'), redo: step('reshape') }
const next = (hash: string, step: number) => edited({ draft: draft({ ...steps, hash, step }) })
/** Somebody else's edit, as the browser loads it. */
async function changed(hash: string): Promise<void> {
  state.draft = draft({ ...steps, hash, step: 7 })
  await openDraft('d-1')
}

beforeEach(async () => {
  closeDraft()
  notices.length = 0
  for (const call of Object.values(plan)) call.mockClear()
  for (const name of ['edit', 'undo', 'redo'] as const) plan[name].mockReset()
  state.draft = draft(steps)
  selection.draft = 'd-1'
  selection.sel = null
  await openDraft('d-1')
  picture.shown.value = true
  await nextTick()
})

const from = corner(2, 1, small)
const to = corner(2.2, 1.1, small)
function pull(): void {
  useTool('move')
  stage.value!.move(point(from), false)
  stage.value!.down(point(from))
  stage.value!.move(point(to), true)
}
const release = () => stage.value!.up(point(to))

describe('a point that is dragged', () => {
  it('is sent with the content it was taken up from', async () => {
    plan.edit.mockResolvedValue(next('h1', 1))
    pull()
    release()
    await rest()
    expect(plan.edit.mock.calls[0]!.slice(1, 3)).toEqual(['h0', { edit: 'move_point', at: from, to: [+to[0].toFixed(7), +to[1].toFixed(7)] }])
    await rest()
    expect([work.hold, desk.draft?.hash]).toEqual([null, 'h1'])
  })
  it('is put back with a word when the map changes under it, and nothing is sent', async () => {
    pull()
    await changed('h5')
    expect([work.hold, notices.length]).toEqual([null, 1])
    release()
    await rest()
    expect(plan.edit).not.toHaveBeenCalled()
  })
  it('stays in the hand when the draft is loaded again as it was', async () => {
    pull()
    const { hold } = work
    await openDraft('d-1')
    expect(work.hold).toBe(hold)
  })
  it('released while another edit is on its way waits for it, and is not lost without a word', async () => {
    const answer = later<Edited>()
    plan.edit.mockReturnValueOnce(answer.promise)
    pull()
    const other = commit({ edit: 'set_name', area: 1, name: '新名' })
    release()
    await rest()
    expect(work.hold).not.toBeNull()
    answer.give(next('h1', 1))
    await other
    await rest()
    // What was drawn on another content is put back; it is said.
    expect([work.hold, notices.length, plan.edit.mock.calls.length]).toEqual([null, 1, 1])
  })
  it('is dropped by Ctrl+Z, and no step of the draft is undone', () => {
    pull()
    undoOrTakeBack()
    expect(work.hold).toBeNull()
    expect(plan.undo).not.toHaveBeenCalled()
  })
  it('that is refused goes back, and the place is marked; the service says it in texts', async () => {
    plan.edit.mockRejectedValue(refusal('would_cross', { lon: '114.2041', lat: '30.5032' }))
    pull()
    release()
    await rest()
    expect(work.hold).toBeNull()
    expect(work.wrong).toEqual([[114.2041, 30.5032]])
    expect(picture.work.value.features.map(({ properties }) => properties?.kind)).toContain('wrong')
  })
  it('is not marked where no place is named', () => {
    markRefusal(refusal('x', { lon: '', lat: '30' }))
    expect(work.wrong).toEqual([])
    markRefusal(refusal('x', { lon: 114.2, lat: 30.5 }))
    expect(work.wrong).toEqual([[114.2, 30.5]])
  })
})

describe('a stroke', () => {
  const corners = [corner(1.2, 1, small), corner(1.3, 1.4, small), corner(1.6, 1.5, small)]
  const draw = () => {
    useTool('split')
    corners.forEach(click)
  }
  it('loses its last corner by Ctrl+Z, one at a time, before anything is undone', () => {
    plan.undo.mockResolvedValue(next('h1', 1))
    draw()
    expect(work.stroke).toHaveLength(3)
    undoOrTakeBack()
    expect(work.stroke).toHaveLength(2)
    redoWhenFree()
    undoOrTakeBack()
    undoOrTakeBack()
    expect([plan.undo.mock.calls.length, plan.redo.mock.calls.length]).toEqual([0, 0])
    undoOrTakeBack()
    expect(plan.undo).toHaveBeenCalledOnce()
  })
  it('stays when the map changes, and is sent with what it is on now', async () => {
    draw()
    await changed('h5')
    expect(work.stroke).toEqual(corners)
    expect(work.on).toBe('h5')
  })
  it('that is being carried out does not wipe the next one', async () => {
    const answer = later<Edited>()
    plan.edit.mockReturnValue(answer.promise)
    draw()
    enter()
    enter()
    await rest()
    expect(plan.edit).toHaveBeenCalledOnce()
    back()
    useTool('split')
    click(corners[0]!)
    answer.give(next('h1', 1))
    await rest()
    expect(work.stroke).toEqual([corners[0]])
    expect([work.waiting, work.on]).toEqual([false, 'h1'])
  })
  it('begun while the last one is drawn is kept', async () => {
    const drawn = later<void>()
    const stop = onLarge(() => drawn.promise)
    plan.edit.mockResolvedValue(next('h1', 1))
    draw()
    enter()
    enter()
    await rest()
    useTool('split')
    click(corners[1]!)
    drawn.give()
    await rest()
    stop()
    expect(work.stroke).toEqual([corners[1]])
  })
})

it('a stroke without a name is asked about all the same, and not carried out', async () => {
  useTool('split')
  selection.sel = '6'
  click(corner(1.2, 1, small))
  click(corner(1.3, 1.4, small))
  enter()
  form.first = ''
  form.how = 'children'
  const asked = strokeEdit()
  expect(asked).toMatchObject({ edit: 'split', into: { children: { areas: [{ name: expect.stringMatching(/./) }, { name: expect.stringMatching(/./) }] } } })
  enter()
  await rest()
  expect(plan.edit).not.toHaveBeenCalled()
  form.how = 'sibling'
})

describe('painted buildings', () => {
  const paint = () => {
    selection.sel = '2'
    useTool('paint')
    for (const id of [6, 7]) click(local.buildings.get(id)!.at)
  }
  it('are taken back one by one by Ctrl+Z', () => {
    paint()
    expect([...work.painted]).toEqual([6, 7])
    undoOrTakeBack()
    expect([...work.painted]).toEqual([6])
    undoOrTakeBack()
    expect([...work.painted]).toEqual([])
    expect(plan.undo).not.toHaveBeenCalled()
  })
  it('stay when the map changes', async () => {
    paint()
    await changed('h5')
    expect([...work.painted]).toEqual([6, 7])
  })
  it('are let go when they are given', async () => {
    const patch = emptyPatch()
    patch.buildings.put = [6, 7].map(id => ({ ...local.buildings.get(id)!, area: 2 }))
    plan.edit.mockResolvedValue({ ...next('h1', 1), patch })
    paint()
    enter()
    await rest()
    expect(plan.edit.mock.calls[0]![2]).toEqual({ edit: 'give_buildings', buildings: [6, 7], to: 2 })
    await rest()
    expect(work.painted.size).toBe(0)
  })
})
