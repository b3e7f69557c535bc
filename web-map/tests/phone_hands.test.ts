import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

/** A phone that changes hands: the page as it is, and a service that knows two teams. */
const noticed: { method: string; path: string; csrf: string | null }[] = []
const service = { up: true, account: 'team:A' as string | null, refuses: '' }
const teamOf = (account: string) => account.replace('team:', '')
const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

function serve(path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> }): Response {
  if (!service.up) throw new TypeError('no line')
  const { account } = service
  if (!account) return answer(401, { code: 'not_signed_in' })
  if (path === '/api/v1/session') return answer(200, { account, role: 'device', csrf: `csrf of ${account}`, districts: [{ code: '420102', name: 'x' }] })
  if (method !== 'GET' && headers['X-CSRF-Token'] !== `csrf of ${account}`) return answer(403, { code: 'csrf_missing' })
  if (path.endsWith('/phone')) {
    const whistle = { id: 'W-0001', called: [], standing: [], place: { lon: 114.3, lat: 30.6 } }
    return answer(200, { now: '2026-11-22T06:00:00Z', seq: 1, team: { code: teamOf(account), name: account, kind: 'patrol', on_duty: false }, arrival_radius: 100, tasks: [], whistles: [whistle] })
  }
  noticed.push({ method, path: decodeURIComponent(path), csrf: headers['X-CSRF-Token'] ?? null })
  return service.refuses ? answer(409, { code: service.refuses, title: 'no' }) : answer(200, {})
}

let state: typeof import('@/phone/state')
const asked = async () => {
  await state.refresh()
  await state.queue.flush()
}
const fix = { position: { lon: 114.3, lat: 30.6 }, at: '2026-11-22T06:00:00Z' }

beforeAll(async () => {
  vi.useFakeTimers()
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('isSecureContext', false)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('fetch', async (path: string, how: object) => serve(path, how))
  state = await import('@/phone/state')
  // After Vue has looked for one.
  vi.stubGlobal('document', { visibilityState: 'hidden', addEventListener: () => {} })
  await state.start(null)
})
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a phone that changes hands', () => {
  it('says nothing in the name of the next team, and everything when the first is back', async () => {
    expect(state.view.value?.team.code).toBe('A')
    service.up = false
    await state.say({ what: 'check_in', whistle: 'W-0001', fix })
    expect([state.waiting.value.length, state.others.value.length]).toEqual([1, 0])

    // Its session is over; what was known is forgotten, and another team is let in.
    Object.assign(service, { up: true, account: null })
    await asked()
    expect(state.signedOut.value).toMatchObject({ code: 'not_signed_in' })
    expect(localStorage.getItem('muster.phone.view')).toBe(null)
    service.account = 'team:B'
    await asked()
    expect([noticed, state.waiting.value.length, state.others.value.map(({ account }) => account)]).toEqual([[], 0, ['team:A']])
    await state.say({ what: 'check_in', whistle: 'W-0001', fix })
    expect(noticed).toMatchObject([{ csrf: 'csrf of team:B' }])

    // Back, without a word to the page: its token is another's by now.
    service.account = 'team:A'
    await asked()
    await asked()
    expect(noticed.map(({ csrf }) => csrf)).toEqual(['csrf of team:B', 'csrf of team:A'])
    expect([state.waiting.value.length, state.others.value.length]).toEqual([0, 0])
  })

  it('keeps what was refused until it is closed', async () => {
    service.refuses = 'already_released'
    await state.say({ what: 'check_in', whistle: 'W-0001', fix })
    expect(state.refusals.value.map(({ problem }) => [problem.code, problem.title])).toEqual([['already_released', 'no']])
    await asked()
    expect([state.waiting.value.length, state.refusals.value.length]).toEqual([0, 1])
    await state.queue.drop(state.refusals.value.map(({ action }) => action.id))
    expect(state.refusals.value).toEqual([])
  })
})
