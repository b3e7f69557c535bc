import { describe, expect, it } from 'vitest'
import { readCoordinates } from '@/parts/coordinates'
import { branches, childrenOf } from '@/plan/tree'
import type { Area, Level } from '@/api/types'
import { fromLocalField, toLocalField } from '@/locale/format'
import { differing, filterRows, sortRows } from '@/registers/rows'
import type { Field } from '@/registers/definitions'

const name: Field = { key: 'name', label: 'field.name', type: 'text' }
const kind: Field = { key: 'kind', label: 'team.kind', type: 'choice' }
const say = (field: Field, value: unknown) => (field.type === 'choice' && value === 'patrol' ? '巡逻队' : String(value ?? ''))

describe('a register table', () => {
  const rows = [{ name: '十队', kind: 'patrol' }, { name: '2 队', kind: 'duty_group' }, { name: '10 队', kind: 'patrol' }]
  it('is filtered by what people read and by codes', () => {
    expect(filterRows(rows, [name, kind], '巡逻 10', say)).toEqual([rows[2]])
    expect(filterRows(rows, [name, kind], 'duty_', say)).toEqual([rows[1]])
  })
  it('is sorted with numbers as numbers', () => {
    expect(sortRows(rows, name, false, say).slice(0, 2).map(row => row.name)).toEqual(['2 队', '10 队'])
  })
  it('names the fields in which two versions differ', () => {
    expect(differing([name, kind], { name: 'a', kind: null }, { name: 'b' })).toEqual([name])
  })
  it('is typed and read in the time of the command centre', () => {
    const instant = '2026-11-22T20:30:00.000Z'
    expect(toLocalField(instant)).toBe('2026-11-23T04:30')
    expect(fromLocalField('2026-11-23T04:30')).toBe(instant)
    expect(fromLocalField('')).toBeNull()
  })
})

describe('coordinates as typed', () => {
  it.each([
    ['114.305, 30.593', { lon: 114.305, lat: 30.593 }],
    ['114.305，30.593', { lon: 114.305, lat: 30.593 }],
    ['30.593 114.305', { lon: 114.305, lat: 30.593 }],
    ['114.305E 30.593N', { lon: 114.305, lat: 30.593 }],
    ['2.35 48.85', { lon: 2.35, lat: 48.85 }],
    ['114.305', null],
    ['a, b', null],
    ['200, 95', null],
  ])('%s', (text, position) => expect(readCoordinates(text)).toEqual(position))
})

describe('the tree of areas', () => {
  const area = (code: string, level: Level, parent: string | null, leader: string | null = null): Area => ({ code, name: `n${code}`, level, parent, grid_kind: null, leader, phone: null, body: null, square_metres: 1, label: { lon: 0, lat: 0 }, version: 1 })
  const all = [area('1', 'district', null), area('11', 'township', '1'), area('12', 'township', '1'), area('121', 'community', '12', '安和')]
  const children = childrenOf(all)
  const words = ({ name, leader }: Area) => `${name} ${leader}`
  it('shows what is opened', () => {
    expect(branches(children, new Set(['1']), '', 99, words).map(({ area }) => area.code)).toEqual(['1', '11', '12'])
  })
  it('shows a match with everything above it', () => {
    expect(branches(children, new Set(), '安和', 99, words).map(({ area, depth }) => [area.code, depth])).toEqual([['1', 0], ['12', 1], ['121', 2]])
  })
  it('begins with what one may see', () => {
    expect(childrenOf(all.slice(2)).get(null)?.map(({ code }) => code)).toEqual(['12'])
  })
})
