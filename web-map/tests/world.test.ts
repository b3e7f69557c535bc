import { describe, expect, it } from 'vitest'
import type { Area, Fix } from '@/api/types'
import { applyChange, applyFixes, replaceAll, type World } from '@/state/world'
import { incident, teamView } from './samples'

const empty = (): World => ({ incidents: new Map(), teams: new Map(), areas: new Map(), depots: new Map(), teamSeq: new Map() })

describe('a change of the feed', () => {
  it('enters once, and an older one never replaces a newer', () => {
    const world = empty()
    expect(applyChange(world, { kind: 'incident', value: incident({ version: 5, state: 'handling' }) }, 5)).toBe(true)
    expect(applyChange(world, { kind: 'incident', value: incident({ version: 3, state: 'opened' }) }, 3)).toBe(false)
    expect(world.incidents.get('20261122-0001')?.state).toBe('handling')
  })

  it('brings a new status of a team whose record has not changed', () => {
    const world = empty()
    applyChange(world, { kind: 'team', value: teamView('一队') }, 4)
    const bound = { incident: 'x', state: 'assigned' as const, fence: 6 }
    expect(applyChange(world, { kind: 'team', value: teamView('一队', { status: { on_duty: true, unavailable: null, bound } }) }, 6)).toBe(true)
    expect(world.teams.get('一队')?.status.bound).toEqual(bound)
  })

  it('does not let a list that was read earlier undo a status told later', () => {
    const world = empty()
    applyChange(world, { kind: 'team', value: teamView('一队', { status: { on_duty: false, unavailable: null, bound: null } }) }, 9)
    expect(applyChange(world, { kind: 'team', value: teamView('一队') }, 7)).toBe(false)
    expect(world.teams.get('一队')?.status.on_duty).toBe(false)
  })

  it('removes a depot', () => {
    const world = empty()
    const depot = { code: 'D1', name: 'D', tier: 'district' as const, position: { lon: 1, lat: 2 }, address: null, keeper: null, phone: null, version: 2 }
    applyChange(world, { kind: 'depot', value: depot }, 2)
    applyChange(world, { kind: 'depot', removed: 'D1' }, 3)
    expect(world.depots.size).toBe(0)
  })
})

describe('a freshly loaded list', () => {
  it('drops what it does not hold, but not what the feed told of since', () => {
    const map = new Map([['a', incident({ id: 'a', version: 1 })], ['b', incident({ id: 'b', version: 8 })]])
    replaceAll(map, [incident({ id: 'c', version: 2 })], ({ id }) => id, 5)
    expect([...map.keys()].sort()).toEqual(['b', 'c'])
  })
  it('does not bring back an older form', () => {
    const map = new Map<string, Pick<Area, 'name' | 'version'>>([['x', { name: 'new', version: 6 }]])
    replaceAll(map, [{ name: 'old', version: 4 }], () => 'x', 5)
    expect(map.get('x')?.name).toBe('new')
  })
})

describe('positions', () => {
  it('keep the later fix', () => {
    const fixes = new Map<string, Fix>()
    const at = (instant: string) => ({ team: '一队', position: { lon: 1, lat: 1 }, at: instant, heading: null, speed: null, source: 'device' as const })
    expect(applyFixes(fixes, [at('2026-11-22T00:00:10.000Z')])).toBe(true)
    expect(applyFixes(fixes, [at('2026-11-22T00:00:05.000Z')])).toBe(false)
    expect(fixes.get('一队')?.at).toBe('2026-11-22T00:00:10.000Z')
  })
})
