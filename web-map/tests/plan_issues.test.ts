import './browser'
import { expect, it, vi } from 'vitest'
import { later, service } from './plan_service'

const { plan } = service()
vi.mock('@/state/session', async importOriginal => ({ ...(await importOriginal<object>()), api: () => ({ plan }) }))

const { desk, openDraft } = await import('@/plan/desk')
const { followIssues, issues } = await import('@/plan/room')
const { notices } = await import('@/state/notices')

const found = (code: string) => [{ code, area: null, at: null, blocking: false, params: {} }]

it('issues are those of what is shown, in whatever order answers come', async () => {
  vi.useFakeTimers()
  await openDraft('d-1')
  const answers: { give: (value: unknown) => void; fail: (thrown: unknown) => void; signal: AbortSignal }[] = []
  plan.issues.mockImplementation((_id: string, signal: AbortSignal) => {
    const { promise, give, fail } = later<unknown>()
    answers.push({ give, fail, signal })
    return promise
  })
  const stop = followIssues()
  const drawn = async (hash: string) => {
    desk.draft = { ...desk.draft!, hash }
    desk.changes++
    await vi.advanceTimersByTimeAsync(500)
  }
  await drawn('h1')
  await drawn('h2')
  expect([answers.length, answers[0]!.signal.aborted]).toEqual([2, true])
  answers[1]!.give({ hash: 'h2', issues: found('second') })
  answers[0]!.give({ hash: 'h1', issues: found('first') })
  await vi.advanceTimersByTimeAsync(0)
  expect(issues.value?.[0]?.code).toBe('second')

  await drawn('h3')
  answers[2]!.give({ hash: 'h2', issues: found('old') })
  await vi.advanceTimersByTimeAsync(0)
  expect(issues.value?.[0]?.code).toBe('second')

  await drawn('h4')
  stop()
  answers[3]!.fail(new DOMException('', 'AbortError'))
  await vi.advanceTimersByTimeAsync(0)
  expect(notices).toEqual([])
})
