/** Which borders of an earlier version the draft still has. What both share need not be drawn twice; what it left is what one looks for. */

import type { Geometry } from 'geojson'
import type { Lonlat } from '@/api/plan'
import { around } from './cells'
import type { LocalMap } from './map'
import { foot } from './snap'

const key = (a: Lonlat, b: Lonlat): string => {
  const [from, to] = [a, b].map(([lon, lat]) => `${Math.round(lon * 1e7)},${Math.round(lat * 1e7)}`).sort()
  return `${from} ${to}`
}

/** Outlines of a version, or plain borders of another draft. */
function linesOf(geometry: Geometry): Lonlat[][] {
  if (geometry.type === 'MultiLineString') return geometry.coordinates as Lonlat[][]
  if (geometry.type === 'Polygon') return geometry.coordinates as Lonlat[][]
  return geometry.type === 'MultiPolygon' ? (geometry.coordinates as Lonlat[][][]).flat() : []
}

/** A little more than the last digit of a coordinate: a new node on a line is rounded to it. */
const NEAR = 3e-7
const flat = { perLon: 1, perLat: 1 }

/** Whether the map has a line all along there, though in other pieces: a new node cuts a line without moving it. */
function covered(map: LocalMap, a: Lonlat, b: Lonlat): boolean {
  return [0.25, 0.5, 0.75].every(part => {
    const at: Lonlat = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]
    let found = false
    map.lookSegments(around(at, NEAR, NEAR), (border, segment) => {
      found ||= foot(at, border.points[segment]!, border.points[segment + 1]!, flat).pixels < NEAR
    })
    return found
  })
}

/** Lines of the outlines, each once, apart: those that the map still has, and those that it has no more. */
export function kept(map: LocalMap, outlines: Iterable<Geometry>): { kept: Lonlat[][]; gone: Lonlat[][] } {
  const present = new Set<string>()
  for (const { points } of map.borders.values()) for (let index = 0; index + 1 < points.length; index++) present.add(key(points[index]!, points[index + 1]!))
  const seen = new Set<string>()
  const lines = { kept: [] as Lonlat[][], gone: [] as Lonlat[][] }
  for (const outline of outlines) {
    for (const ring of linesOf(outline)) {
      let line: Lonlat[] | null = null
      let which: 'kept' | 'gone' | null = null
      for (let index = 0; index + 1 < ring.length; index++) {
        const [a, b] = [ring[index]!, ring[index + 1]!]
        const name = key(a, b)
        const now = seen.has(name) ? null : present.has(name) || covered(map, a, b) ? 'kept' : 'gone'
        seen.add(name)
        if (now === null) which = line = null
        else if (now === which && line) line.push(b)
        else lines[(which = now)].push((line = [a, b]))
      }
    }
  }
  return lines
}
