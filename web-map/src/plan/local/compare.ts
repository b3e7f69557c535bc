/** Which borders of an earlier version the draft still has. What both share need not be drawn twice; what it left is what one looks for. */

import type { Geometry } from 'geojson'
import type { Lonlat } from '@/api/plan'
import type { LocalMap } from './map'

const key = (a: Lonlat, b: Lonlat): string => {
  const [from, to] = [a, b].map(([lon, lat]) => `${Math.round(lon * 1e7)},${Math.round(lat * 1e7)}`).sort()
  return `${from} ${to}`
}

function ringsOf(geometry: Geometry): Lonlat[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates as Lonlat[][]
  return geometry.type === 'MultiPolygon' ? (geometry.coordinates as Lonlat[][][]).flat() : []
}

/** Lines of the outlines, each once, apart: those that the map still has, and those that it has no more. */
export function kept(map: LocalMap, outlines: Iterable<Geometry>): { kept: Lonlat[][]; gone: Lonlat[][] } {
  const present = new Set<string>()
  for (const { points } of map.borders.values()) for (let index = 0; index + 1 < points.length; index++) present.add(key(points[index]!, points[index + 1]!))
  const seen = new Set<string>()
  const lines = { kept: [] as Lonlat[][], gone: [] as Lonlat[][] }
  for (const outline of outlines) {
    for (const ring of ringsOf(outline)) {
      let line: Lonlat[] | null = null
      let which: 'kept' | 'gone' | null = null
      for (let index = 0; index + 1 < ring.length; index++) {
        const [a, b] = [ring[index]!, ring[index + 1]!]
        const name = key(a, b)
        const now = seen.has(name) ? null : present.has(name) ? 'kept' : 'gone'
        seen.add(name)
        if (now === null) which = line = null
        else if (now === which && line) line.push(b)
        else lines[(which = now)].push((line = [a, b]))
      }
    }
  }
  return lines
}
