/**
 * A plain grid over longitude and latitude: every cell lists the numbers of what touches it. Made for a map that changes
 * under the hand: putting and taking are as cheap as looking, and nothing is ever rebuilt.
 */

import type { Lonlat } from '@/api/plan'

/** Cells to a degree: about 110 m in latitude, a few faces of a city. */
const PER_DEGREE = 1024
const COLUMN = 2 ** 20

const cell = (degrees: number) => Math.floor(degrees * PER_DEGREE)
const key = (column: number, row: number) => (column + 180 * PER_DEGREE) * COLUMN + row + 90 * PER_DEGREE

export interface Box { west: number; south: number; east: number; north: number }

export const around = ([lon, lat]: Lonlat, dLon: number, dLat: number): Box => ({ west: lon - dLon, south: lat - dLat, east: lon + dLon, north: lat + dLat })

export class Cells {
  private readonly cells = new Map<number, number[]>()

  private add(at: number, value: number): void {
    const list = this.cells.get(at)
    if (list) list.push(value)
    else this.cells.set(at, [value])
  }

  private drop(at: number, value: number): void {
    const list = this.cells.get(at)
    const index = list ? list.indexOf(value) : -1
    if (!list || index < 0) return
    list[index] = list[list.length - 1]!
    list.pop()
    if (list.length === 0) this.cells.delete(at)
  }

  putPoint = (at: Lonlat, value: number) => this.add(key(cell(at[0]), cell(at[1])), value)
  takePoint = (at: Lonlat, value: number) => this.drop(key(cell(at[0]), cell(at[1])), value)
  putSegment = (a: Lonlat, b: Lonlat, value: number) => this.walk(a, b, at => this.add(at, value))
  takeSegment = (a: Lonlat, b: Lonlat, value: number) => this.walk(a, b, at => this.drop(at, value))

  /** Every cell that a segment passes, column by column, so that a long one does not fill its whole box. */
  private walk(a: Lonlat, b: Lonlat, visit: (at: number) => void): void {
    const [west, east] = a[0] <= b[0] ? [a, b] : [b, a]
    const first = cell(west[0])
    const last = cell(east[0])
    const slope = last === first ? 0 : (east[1] - west[1]) / (east[0] - west[0])
    for (let column = first; column <= last; column++) {
      const from = column === first ? west[1] : west[1] + slope * (column / PER_DEGREE - west[0])
      const to = column === last ? east[1] : west[1] + slope * ((column + 1) / PER_DEGREE - west[0])
      const low = cell(Math.min(from, to))
      const high = cell(Math.max(from, to))
      for (let row = low; row <= high; row++) visit(key(column, row))
    }
  }

  /** Calls `visit` with what may lie in the box; the same number more than once if it touches several cells. */
  look(box: Box, visit: (value: number) => void): void {
    const [west, east, south, north] = [cell(box.west), cell(box.east), cell(box.south), cell(box.north)]
    if ((east - west + 1) * (north - south + 1) > this.cells.size) {
      for (const list of this.cells.values()) list.forEach(visit)
      return
    }
    for (let column = west; column <= east; column++) {
      for (let row = south; row <= north; row++) {
        const list = this.cells.get(key(column, row))
        if (list) for (let index = 0; index < list.length; index++) visit(list[index]!)
      }
    }
  }

  clear(): void {
    this.cells.clear()
  }
}
