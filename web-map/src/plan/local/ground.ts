/** Whose ground lies within a ring, near enough for choosing from: places spread over it are looked up, nothing is cut. */

import type { FaceId, Lonlat } from '@/api/plan'
import { inside } from './measure'

/** Places looked up along each side of the box around the ring. */
const ALONG = 14

/** How many of the places lie in each face, the most first; the corners count where nothing else does, so that a thin ring has some. */
export function groundIn(faceThere: (at: Lonlat) => FaceId | null, ring: readonly Lonlat[]): Map<FaceId, number> {
  const found = new Map<FaceId, number>()
  const [first] = ring
  if (!first || ring.length < 3) return found
  const look = (at: Lonlat, times: number) => {
    const face = faceThere(at)
    if (face) found.set(face, (found.get(face) ?? 0) + times)
  }
  const lons = ring.map(([lon]) => lon)
  const lats = ring.map(([, lat]) => lat)
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const closed = [[...ring, first]]
  for (let x = 0; x < ALONG; x++) {
    for (let y = 0; y < ALONG; y++) {
      const at: Lonlat = [west + ((x + 0.5) / ALONG) * (east - west), south + ((y + 0.5) / ALONG) * (north - south)]
      if (inside(closed, at)) look(at, 1)
    }
  }
  if (found.size === 0) for (const at of ring) look(at, 1)
  return new Map([...found].sort((a, b) => b[1] - a[1]))
}
