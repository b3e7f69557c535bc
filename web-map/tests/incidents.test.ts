import { describe, expect, it } from 'vitest'
import type { Reason } from '@/api/types'
import { byAttention, byRecency, maybeSame, nextState, roughMetres } from '@/incidents/order'
import { isBusy, isGone, reasonText, type Wording } from '@/incidents/reasons'
import { fill, hasKey } from '@/locale'
import { exact, span } from '@/locale/format'
import { zh } from '@/locale/zh'
import { incident } from './samples'

describe('the order of incidents', () => {
  it('puts the worst first, then what waits, then what waits longest', () => {
    const listed = [
      incident({ id: 'minor', severity: 'minor' }),
      incident({ id: 'in hand', severity: 'severe', state: 'handling' }),
      incident({ id: 'young', severity: 'severe', accepted_at: '2026-11-22T00:09:00.000Z' }),
      incident({ id: 'old', severity: 'severe' }),
      incident({ id: 'extreme', severity: 'extreme', state: 'parked' }),
    ].sort(byAttention)
    expect(listed.map(({ id }) => id)).toEqual(['extreme', 'old', 'young', 'in hand', 'minor'])
  })
  it('puts what ended last first among the closed', () => {
    const listed = [incident({ id: 'a', ended_at: '2026-11-22T01:00:00.000Z' }), incident({ id: 'b', ended_at: '2026-11-22T02:00:00.000Z' })].sort(byRecency)
    expect(listed.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

describe('calls that may be about one thing', () => {
  const policy = { home_handicap: 0, stale_after: 0, arrival_radius: 0, duplicate_radius: 200, switching: 180_000, preemption: {}, whistle: { street_cannot_solve: 0, joint_enforcement: 0, emergency: 0 }, duplicate_window: 3_600_000 }
  const now = Date.parse('2026-11-22T00:30:00.000Z')
  const at = { lon: 114.3, lat: 30.6 }

  it('are near, recent and open', () => {
    const found = maybeSame([
      incident({ id: 'here' }),
      incident({ id: 'far', position: { lon: 114.31, lat: 30.6 } }),
      incident({ id: 'old', accepted_at: '2026-11-21T20:00:00.000Z' }),
      incident({ id: 'closed', state: 'closed' }),
    ], at, now, policy)
    expect(found.map(({ incident }) => incident.id)).toEqual(['here'])
  })
  it('are measured to a few per mille', () => {
    // One hundredth of a degree of longitude at 30.6° north: 957.1 m on the sphere.
    expect(roughMetres(at, { lon: 114.31, lat: 30.6 })).toBeCloseTo(957.1, 0)
  })
})

describe('a task', () => {
  it('goes forward one step at a time', () => {
    expect((['assigned', 'accepted', 'en_route', 'on_scene', 'done', 'recalled'] as const).map(nextState)).toEqual(['accepted', 'en_route', 'on_scene', 'done', null, null])
  })
})

describe('reasons in words', () => {
  const words: Wording = {
    t: (key, params = {}) => fill(zh[key], params, new Intl.PluralRules('zh-CN')),
    has: hasKey,
    span,
    exact,
    minutes: ms => `${Math.ceil(ms / 60_000)} 分钟`,
    moment: at => at.slice(11, 16),
    area: code => (code === '42010200100100101' ? '联心苑' : code),
  }
  const say = (code: string, params: Record<string, unknown> = {}) => reasonText({ code, verdict: 'for', params } as Reason, words)

  it.each([
    ['home_team', { area: '42010200100100101' }, '本区域的联区包户先锋队（联心苑）'],
    ['kind_fits', {}, '队伍类型适合此类事件'],
    ['busy', { incident: '20261122-0007' }, '正在处理 20261122-0007'],
    ['off_duty', {}, '不在岗'],
    ['off_duty', { next_start: '2026-11-22T08:00:00.000Z' }, '不在岗，08:00 上岗'],
    ['off_duty', { starts_in_ms: 600_000 }, '不在岗，10 分钟后上岗'],
    ['position_stale', { age_ms: 840_000 }, '位置过旧（14 分钟前）'],
    ['unavailable', { reason: '车辆检修' }, '暂停派遣：车辆检修'],
    ['unreachable', { why: 'no_way' }, '无法到达：没有可通行的道路'],
    ['unreachable', { why: 'flooded' }, '无法到达：flooded'],
    ['travel', { total_ms: 240_000, drive_ms: 200_000, walk_ms: 40_000 }, '4 分钟可到（沿路 3 分 20 秒，路外步行 40 秒）'],
    ['a_rule_of_tomorrow', {}, 'a_rule_of_tomorrow'],
  ])('%s', (code, params, text) => expect(say(code, params)).toBe(text))

  it('tell whom a busy team must be taken from, and who cannot be sent at all', () => {
    expect(isBusy([{ code: 'busy', verdict: 'bars', params: { incident: 'A' } }])).toBe('A')
    expect(isBusy([{ code: 'off_duty', verdict: 'bars' }])).toBeNull()
    expect(isGone([{ code: 'retired', verdict: 'bars' }])).toBe(true)
  })
})
