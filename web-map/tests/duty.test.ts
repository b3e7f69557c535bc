import { describe, expect, it } from 'vitest'
import type { Candidate, Lamp } from '@/api/types'
import { climbOf, offered } from '@/incidents/ladder'
import { gravest, isOverdue, lampLight } from '@/incidents/lamps'
import { lightAt, worst } from '@/parts/lamp'
import { incident } from './samples'

const at = (text: string) => Date.parse(`2026-11-22T${text}Z`)
const lamp = (change: Partial<Lamp> = {}): Lamp => ({
  team: '三队', awaited: 'accept', since: '2026-11-22T08:00:00Z', warn: '2026-11-22T08:01:30Z', due: '2026-11-22T08:02:00Z', light: 'green', ...change,
})

describe('a lamp', () => {
  it('is green, yellow when little is left, red once its time is over', () => {
    expect(lightAt(100, 30, 69)).toBe('green')
    expect(lightAt(100, 30, 70)).toBe('yellow')
    expect(lightAt(100, 30, 99)).toBe('yellow')
    expect(lightAt(100, 30, 100)).toBe('red')
  })
  it('goes on by itself from what the service said', () => {
    expect(lampLight(lamp(), at('08:01:29'))).toBe('green')
    expect(lampLight(lamp(), at('08:01:30'))).toBe('yellow')
    expect(lampLight(lamp(), at('08:02:00'))).toBe('red')
    expect(lampLight(lamp({ light: 'stopped' }), at('09:00:00'))).toBeNull()
  })
  it('of several shows the gravest, of those the one that is due first', () => {
    expect(worst([])).toBeNull()
    expect(worst(['green', 'red', 'yellow'])).toBe('red')
    const late = lamp({ team: '一队', due: '2026-11-22T08:00:30Z', warn: '2026-11-22T08:00:20Z' })
    const later = lamp({ team: '二队', due: '2026-11-22T08:00:40Z', warn: '2026-11-22T08:00:20Z' })
    expect(gravest([lamp(), later, late], at('08:00:50'))?.team).toBe('一队')
    expect(gravest([lamp({ light: 'stopped' })], at('09:00:00'))).toBeNull()
  })
  it('makes an open incident overdue, and no closed one', () => {
    expect(isOverdue(incident({ lamps: [lamp()] }), at('08:02:00'))).toBe(true)
    expect(isOverdue(incident({ lamps: [lamp()], state: 'closed' }), at('08:02:00'))).toBe(false)
    expect(isOverdue(incident(), at('08:02:00'))).toBe(false)
  })
})

describe('the ladder', () => {
  const candidate = (team: string, rung: Candidate['rung']) => ({ team, rung }) as Candidate
  const ranked = [candidate('L1', 'home'), candidate('P2', 'neighbours'), candidate('P1', 'township')]
  const climbed = (rung: 'township' | 'district', lapsed: string[], answered = false) =>
    incident({ ladder: { rung, since: '2026-11-22T08:02:00Z', lapsed, answered } })

  it('offers the best up to its rung who has not let it lapse', () => {
    expect(offered(ranked, incident())?.team).toBe('L1')
    expect(offered(ranked, climbed('township', ['L1']))?.team).toBe('P1')
    expect(offered(ranked, climbed('district', ['L1']))?.team).toBe('P2')
    // Nobody is left up to the rung: whoever has not lapsed.
    expect(offered(ranked, climbed('township', ['L1', 'P1']))?.team).toBe('P2')
    expect(offered([], incident())).toBeNull()
  })
  it('asks for nothing once somebody was sent', () => {
    expect(climbOf(climbed('township', ['L1']))?.rung).toBe('township')
    expect(climbOf(climbed('township', ['L1'], true))).toBeNull()
  })
})
