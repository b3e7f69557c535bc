import { beforeEach, describe, expect, it } from 'vitest'
import type { SimulationResult } from '@/api/simulation'
import { areaRows, chartMinutes, levelsOf, period, shareWithin } from '@/simulation/figures'
import { asked, clearChanges, compare, isChanged, whatIf } from '@/simulation/what_if'

const result = (change: Partial<SimulationResult> = {}): SimulationResult => ({
  incidents: 4, needs: 4, teams: 3, stays_assumed: 0, left_out: [], deadline_ms: 900_000, first: null, complete: null, measured: null,
  by_minute: Array.from({ length: 61 }, (_, minute) => (minute === 2 ? 1 : minute === 11 ? 2 : 0)), unanswered: 1, incomplete: 0, late: 1,
  areas: [
    { area: '420102', name: '区', level: 'district', incidents: 4, late: 1 },
    { area: '420102001', name: '西', level: 'township', incidents: 3, late: 0 },
    { area: '420102002', name: '东', level: 'township', incidents: 1, late: 1 },
  ],
  workload: [], yardstick: { kind: 'unanswered' }, took_ms: 5, ...change,
})

describe('figures of simulations', () => {
  it('never answered incidents count among all', () => {
    expect([0, 2, 3, 12, 60].map(minutes => shareWithin(result(), minutes))).toEqual([0, 0, 0.25, 0.75, 0.75])
    expect(shareWithin(result({ incidents: 0 }), 10)).toBe(0)
  })
  it('a chart reaches as far as the slower of two', () => {
    expect(chartMinutes([result()])).toBe(15)
    expect(chartMinutes([])).toBe(10)
  })
  it('areas of a level, the worst first, also where one result does not have them', () => {
    const other = result({ areas: [{ area: '420102003', name: '南', level: 'township', incidents: 2, late: 1 }] })
    expect(levelsOf([result(), other])).toEqual(['district', 'township'])
    expect(areaRows([result(), other], 'township').map(({ name, late }) => [name, ...late])).toEqual([['东', 1, null], ['西', 0, null], ['南', null, 0.5]])
  })
  it('a day is one of the command centre', () => {
    expect(period('2026-11-22', 1)).toEqual({ from: '2026-11-21T16:00:00.000Z', until: '2026-11-22T16:00:00.000Z' })
    expect(period('', 1)).toBeNull()
  })
})

describe('the question', () => {
  beforeEach(() => {
    clearChanges()
    Object.assign(whatIf, { day: '2026-11-22', days: 1, deadline: 10, compared: [] })
  })
  it('says only what is different', () => {
    expect(isChanged()).toBe(false)
    expect(asked()).toEqual({ from: '2026-11-21T16:00:00.000Z', until: '2026-11-22T16:00:00.000Z', name: undefined, without: [], posted: [], added: [], deadline_ms: 600_000 })
    whatIf.without = ['P1']
    whatIf.closures = []
    whatIf.cards = 'none'
    whatIf.added = [{ team: 'X', kind: 'patrol', profile: 'car', at: { lon: 114.123456789, lat: 30 } }]
    expect(isChanged()).toBe(true)
    expect(asked()).toMatchObject({ without: ['P1'], closures: [], cards: [], added: [{ at: { lon: 114.1234568 } }] })
  })
  it('two results at most stand side by side', () => {
    compare(1)
    compare(2)
    compare(3)
    expect(whatIf.compared).toEqual([1, 3])
    compare(1)
    expect(whatIf.compared).toEqual([3])
  })
})
