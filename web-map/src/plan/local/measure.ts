/**
 * Square metres and metres for what is being drawn, at once and close enough to read: the service's own figures, exact in
 * its coordinates, take their place as soon as they come.
 */

import type { Lonlat } from '@/api/plan'

const EQUATOR_M = 6_378_137
const ECCENTRICITY_SQUARED = 0.006_694_379_990_14
const RADIANS = Math.PI / 180

/** Metres to a degree of longitude and of latitude there, on the WGS-84 ellipsoid. */
export function metresPerDegree(lat: number): { lon: number; lat: number } {
  const sine = Math.sin(lat * RADIANS)
  const root = Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
  return {
    lon: (EQUATOR_M / root) * Math.cos(lat * RADIANS) * RADIANS,
    lat: ((EQUATOR_M * (1 - ECCENTRICITY_SQUARED)) / root ** 3) * RADIANS,
  }
}

/** Twice nothing, once everything: the part of a ring's area that a line has, seen from `origin`; positive to its left. */
export function sweep(line: readonly Lonlat[], origin: Lonlat): number {
  const scale = metresPerDegree(origin[1])
  let twice = 0
  for (let index = 0; index + 1 < line.length; index++) {
    const [ax, ay] = line[index]!
    const [bx, by] = line[index + 1]!
    twice += (ax - origin[0]) * (by - origin[1]) - (bx - origin[0]) * (ay - origin[1])
  }
  return (twice / 2) * scale.lon * scale.lat
}

/** Square metres inside a closed ring; negative when it runs clockwise. */
export const ringArea = (ring: readonly Lonlat[]): number => (ring.length < 4 ? 0 : sweep(ring, ring[0]!))

export function lineLength(line: readonly Lonlat[]): number {
  let metres = 0
  for (let index = 0; index + 1 < line.length; index++) metres += distance(line[index]!, line[index + 1]!)
  return metres
}

export function distance(a: Lonlat, b: Lonlat): number {
  const scale = metresPerDegree((a[1] + b[1]) / 2)
  return Math.hypot((a[0] - b[0]) * scale.lon, (a[1] - b[1]) * scale.lat)
}

/** Even-odd, over all rings at once: holes count themselves out. */
export function inside(rings: readonly (readonly Lonlat[])[], [x, y]: Lonlat): boolean {
  let odd = false
  for (const ring of rings) {
    for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
      const [ax, ay] = ring[index]!
      const [bx, by] = ring[before]!
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
    }
  }
  return odd
}
