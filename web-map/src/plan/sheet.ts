/** The drawing of one area for its printed sheet: a true scale, millimetres on paper, and what lies on each side. Pure. */

import type { DraftAreaId, Lonlat } from '@/api/plan'
import { boundsOf } from '@/state/scene'
import type { Polygon } from './local/rings'
import { distance, metresPerDegree } from './local/measure'
import type { LocalMap } from './local/map'

/** Of the drawing on A4, in millimetres. */
export const PAPER = { width: 186, height: 150 }

/** Scales that people expect on a plan. */
const SCALES = [200, 500, 1_000, 2_000, 2_500, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000, 50_000, 100_000, 200_000, 500_000]
/** Of the paper's side that the area may take. */
const FILL = 0.86

export interface Frame {
  /** Millimetres. */
  width: number
  height: number
  /** The N of 1 : N. */
  scale: number
  /** West, south, east, north. */
  bounds: [number, number, number, number]
  /** Onto the paper, from its upper left corner. */
  put(at: Lonlat): [number, number]
}

export function frameOf(shape: readonly Polygon[], width: number, height: number): Frame | null {
  const points = shape.flatMap(polygon => polygon[0] ?? [])
  if (!points.length) return null
  const [west, south, east, north] = boundsOf(points)
  const middle: Lonlat = [(west + east) / 2, (south + north) / 2]
  const metres = metresPerDegree(middle[1])
  const needed = Math.max(((east - west) * metres.lon * 1000) / (width * FILL), ((north - south) * metres.lat * 1000) / (height * FILL))
  const scale = SCALES.find(each => each >= needed) ?? Math.ceil(needed)
  const [x, y] = [(1000 * metres.lon) / scale, (1000 * metres.lat) / scale]
  return {
    width, height, scale,
    bounds: [middle[0] - width / 2 / x, middle[1] - height / 2 / y, middle[0] + width / 2 / x, middle[1] + height / 2 / y],
    put: ([lon, lat]) => [width / 2 + (lon - middle[0]) * x, height / 2 - (lat - middle[1]) * y],
  }
}

export const pathOf = (frame: Frame, line: readonly Lonlat[]): string =>
  line.map((at, index) => `${index ? 'L' : 'M'}${frame.put(at).map(value => value.toFixed(2)).join(' ')}`).join('')

/** A length for the bar of the scale: 1, 2 or 5 times a power of ten, no longer than a third of the paper. */
export function barLength({ scale, width }: Frame): number {
  const most = (width * scale) / 3000
  const power = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map(times => times * power).find(length => length <= most) ?? power
}

export type Compass = 'north' | 'east' | 'south' | 'west'
export const compass: Compass[] = ['east', 'south', 'west', 'north']

/** What lies on each of the four sides: neighbours by the length of border that faces that way; `null` is outside the district. */
export function sidesOf(map: LocalMap, own: ReadonlySet<number>): Record<Compass, { area: DraftAreaId | null; metres: number }[]> {
  const sums: Record<Compass, Map<DraftAreaId | null, number>> = { north: new Map(), east: new Map(), south: new Map(), west: new Map() }
  const seen = new Set<number>()
  for (const face of own) {
    for (const id of map.bordersOf(face)) {
      const border = map.borders.get(id)
      if (!border || seen.has(id) || own.has(border.left) === own.has(border.right)) continue
      seen.add(id)
      const inward = own.has(border.left) ? 1 : -1
      const beside = map.areaOf(own.has(border.left) ? border.right : border.left)
      for (let index = 0; index + 1 < border.points.length; index++) {
        const [a, b] = [border.points[index]!, border.points[index + 1]!]
        // With the inside to the left, the outside lies to the right of the way: east of one that runs north.
        const [east, north] = [(b[1] - a[1]) * inward, -(b[0] - a[0]) * inward * Math.cos((a[1] * Math.PI) / 180)]
        const side: Compass = Math.abs(east) >= Math.abs(north) ? (east > 0 ? 'east' : 'west') : north > 0 ? 'north' : 'south'
        sums[side].set(beside, (sums[side].get(beside) ?? 0) + distance(a, b))
      }
    }
  }
  const sorted = (side: Compass) => [...sums[side]].map(([area, metres]) => ({ area, metres })).sort((a, b) => b.metres - a.metres)
  return { north: sorted('north'), east: sorted('east'), south: sorted('south'), west: sorted('west') }
}

/** Millimetres that a name takes: letters of Latin are half as wide as those of Chinese. */
export const widthOf = (name: string, size: number): number => size * [...name].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.55), 0)

/** Whether a name whose middle is there stays on the paper. */
export const fitsOn = ({ width, height }: Frame, [x, y]: [number, number], name: string, size: number): boolean =>
  x > widthOf(name, size) / 2 + 1 && x < width - widthOf(name, size) / 2 - 1 && y > size + 1 && y < height - size

/** Steps up and down from where a name belongs, in millimetres, the nearest first. */
const STEPS = [0, 5, -5, 10, -10, 15, -15]

/** Beside what is named already: the nearest step at which none of `taken` lies under the name; where it belongs when there is none. */
export function clearOf(taken: readonly (readonly [number, number])[], [x, y]: [number, number], name: string, size: number): [number, number] {
  // What is named has its own name to the right of it.
  const [left, right] = [x - widthOf(name, size) / 2 - 14, x + widthOf(name, size) / 2 + 2]
  const free = (at: number) => taken.every(([px, py]) => px < left || px > right || py < at - size - 1.5 || py > at + 2.5)
  return [x, y + (STEPS.find(step => free(y + step)) ?? 0)]
}
