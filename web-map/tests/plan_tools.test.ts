import { describe, expect, it } from 'vitest'
import type { Lonlat } from '@/api/plan'
import { groundIn } from '@/plan/local/ground'
import { faceAt } from '@/plan/local/locate'
import { LocalMap } from '@/plan/local/map'
import { bordersAt, exchanged, redrawn } from '@/plan/local/redraw'
import { corner, field } from './plan_field'

const line: Lonlat[] = [[0, 0], [1, 0], [2, 0], [3, 0]]
const small = { columns: 4, rows: 3, size: 0.002, bends: 3 }
const made = () => {
  const map = new LocalMap()
  map.load(field(small))
  return map
}

describe('a stretch of a border drawn anew', () => {
  it('replaces what lies between its two ends and keeps the ends of the border', () => {
    expect(redrawn({ points: line }, [[0.5, 0], [1, 1], [2.5, 0]])).toEqual([[0, 0], [0.5, 0], [1, 1], [2.5, 0], [3, 0]])
  })
  it('may be drawn against the direction of the border', () => {
    expect(redrawn({ points: line }, [[2.5, 0], [1, 1], [0.5, 0]])).toEqual([[0, 0], [0.5, 0], [1, 1], [2.5, 0], [3, 0]])
  })
  it('may begin and end at bends and at the ends, which do not come twice', () => {
    expect(redrawn({ points: line }, [[0, 0], [1, 1], [2, 0]])).toEqual([[0, 0], [1, 1], [2, 0], [3, 0]])
    expect(redrawn({ points: line }, [[0, 0], [3, 0]])).toEqual([[0, 0], [3, 0]])
  })
  it('may lie within one segment', () => {
    expect(redrawn({ points: line }, [[1.2, 0], [1.5, 1], [1.8, 0]])).toEqual([[0, 0], [1, 0], [1.2, 0], [1.5, 1], [1.8, 0], [2, 0], [3, 0]])
  })
  it('is none when an end lies elsewhere, or both in one place', () => {
    expect(redrawn({ points: line }, [[0.5, 0], [1, 1]])).toBeNull()
    expect(redrawn({ points: line }, [[0.5, 0], [1, 1], [0.5, 0]])).toBeNull()
    expect(redrawn({ points: line }, [[0.5, 0]])).toBeNull()
  })
  it('gives one side exactly what it takes from the other', () => {
    const map = made()
    const border = [...map.borders.values()].find(({ left, right }) => left !== 0 && right !== 0)!
    const bent: Lonlat[] = [border.points[0]!, corner(1.3, 1.3, small), border.points[border.points.length - 1]!]
    const [gain, loss] = [exchanged(border, bent).get(border.left)!, exchanged(border, bent).get(border.right)!]
    expect(Math.abs(gain)).toBeGreaterThan(100)
    expect(gain).toBe(-loss)
    expect(exchanged(border, border.points).get(border.left)).toBe(0)
  })
  it('finds every border that ends at a node, and the one that passes a place', () => {
    const map = made()
    const border = [...map.borders.values()].find(({ left, right }) => left !== 0 && right !== 0)!
    const [a, b] = [border.points[0]!, border.points[1]!]
    expect(bordersAt(map, a).length).toBeGreaterThan(2)
    expect(bordersAt(map, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])).toEqual([border.id])
    expect(bordersAt(map, corner(1.5, 1.5, small))).toEqual([])
  })
})

describe('whose ground lies in a ring', () => {
  const map = made()
  const there = (at: Lonlat) => faceAt(map, at)
  it('names the face with the most of it first', () => {
    // Three quarters of it in the first face, a quarter in the one east of it.
    const ring = [[0.25, 0.25], [1.25, 0.25], [1.25, 0.75], [0.25, 0.75]].map(([x, y]) => corner(x!, y!, small))
    expect([...groundIn(there, ring).keys()]).toEqual([1, 2])
  })
  it('is told of a thin ring by its corners, and is nothing outside, nor where nothing is known', () => {
    const thin = [[0.4, 0.4], [0.6, 0.4], [0.5, 0.4]].map(([x, y]) => corner(x!, y!, small))
    expect([...groundIn(there, thin).keys()]).toEqual([1])
    expect(groundIn(() => null, thin).size).toBe(0)
    expect(groundIn(there, [[-9, -9], [-8, -9], [-8, -8]].map(([x, y]) => corner(x!, y!, small))).size).toBe(0)
  })
})
