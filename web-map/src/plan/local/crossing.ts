/** Whether lines in the hand cut other borders or themselves: the first such place, to be marked before the service refuses. */

import type { BorderId, Lonlat } from '@/api/plan'
import type { LocalMap } from './map'

const side = (a: Lonlat, b: Lonlat, p: Lonlat) => Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))

/** The place where two segments properly cross; touching at an end is none. */
export function meeting(a: Lonlat, b: Lonlat, c: Lonlat, d: Lonlat): Lonlat | null {
  if (side(a, b, c) * side(a, b, d) >= 0 || side(c, d, a) * side(c, d, b) >= 0) return null
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const part = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / (rx * sy - ry * sx)
  return [a[0] + part * rx, a[1] + part * ry]
}

/** `changed` are the segments that moved, `held` the borders that they belong to and which are judged against each other. */
export function firstCrossing(map: LocalMap, changed: readonly [Lonlat, Lonlat][], held: ReadonlySet<BorderId>, others: readonly [Lonlat, Lonlat][] = []): Lonlat | null {
  for (let index = 0; index < changed.length; index++) {
    const [a, b] = changed[index]!
    for (const [c, d] of others) {
      const place = meeting(a, b, c, d)
      if (place) return place
    }
    for (let next = index + 1; next < changed.length; next++) {
      const place = meeting(a, b, ...changed[next]!)
      if (place) return place
    }
    let found: Lonlat | null = null
    const box = { west: Math.min(a[0], b[0]), south: Math.min(a[1], b[1]), east: Math.max(a[0], b[0]), north: Math.max(a[1], b[1]) }
    map.lookSegments(box, (border, segment) => {
      if (found || held.has(border.id)) return
      found = meeting(a, b, border.points[segment]!, border.points[segment + 1]!)
    })
    if (found) return found
  }
  return null
}

/** Of the lines in the hand, the segments next to the moved point, and the rest. */
export function partsAt(lines: readonly { points: Lonlat[] }[], at: Lonlat): { near: [Lonlat, Lonlat][]; far: [Lonlat, Lonlat][] } {
  const near: [Lonlat, Lonlat][] = []
  const far: [Lonlat, Lonlat][] = []
  const isAt = (point: Lonlat) => point[0] === at[0] && point[1] === at[1]
  for (const { points } of lines) {
    for (let index = 0; index + 1 < points.length; index++) {
      const [a, b] = [points[index]!, points[index + 1]!]
      ;(isAt(a) || isAt(b) ? near : far).push([a, b])
    }
  }
  return { near, far }
}
