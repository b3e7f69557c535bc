import { describe, expect, it } from 'vitest'
import { nothing, parseAt, readSelection, writeSelection, type Selection } from '@/state/url'

describe('the address', () => {
  const cases: [string, Partial<Selection>][] = [
    ['', {}],
    ['?incident=20261122-0001', { incident: '20261122-0001' }],
    ['?team=%E4%B8%89%E9%98%9F', { team: '三队' }],
    ['?d=420102&room=registers&register=depots', { district: '420102', room: 'registers', register: 'depots' }],
    ['?list=closed&lang=en&wall', { list: 'closed', lang: 'en', wall: true }],
    ['?at=114.305000,30.593000', { at: '114.305000,30.593000' }],
  ]
  it.each(cases)('%s reads back to itself', (address, selection) => {
    expect(readSelection(address)).toEqual({ ...nothing, ...selection })
    expect(writeSelection({ ...nothing, ...selection })).toBe(address)
  })
  it('takes nonsense for nothing', () => {
    expect(readSelection('?room=kitchen&list=none&at=1e9,2&register=secrets&lang=fr')).toEqual(nothing)
  })
  it('reads positions on the earth only', () => {
    expect(parseAt('114.3,30.6')).toEqual({ lon: 114.3, lat: 30.6 })
    expect(parseAt('190,30')).toBeNull()
    expect(parseAt('114.3')).toBeNull()
  })
})
