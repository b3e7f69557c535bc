/** What a stroke across an area leaves on either side, reckoned here so that it shows while the stroke is drawn. */

import type { Building, Lonlat } from '@/api/plan'
import { inside, ringArea } from './measure'
import { meeting } from './crossing'
import type { Polygon } from './rings'
import { foot, type Scale } from './snap'

export interface Side { rings: Lonlat[][]; square_metres: number; households: number; buildings: number }
/** Seen along the stroke. */
export interface Sides { left: Side; right: Side }

/** Flat enough over one area for comparing distances. */
const flat = (lat: number): Scale => ({ perLon: Math.cos((lat * Math.PI) / 180), perLat: 1 })
/** A metre, in degrees of latitude. */
const METRE = 1 / 111_195

/** Where a point lies on a closed ring: the segment and how far along; `null` when it is not within a metre of it. */
export function placeOn(ring: readonly Lonlat[], at: Lonlat, within = METRE): { segment: number; part: number; at: Lonlat } | null {
  let best: { segment: number; part: number; at: Lonlat } | null = null
  let least = within
  for (let segment = 0; segment + 1 < ring.length; segment++) {
    const near = foot(at, ring[segment]!, ring[segment + 1]!, flat(at[1]))
    if (near.pixels > least) continue
    least = near.pixels
    best = { segment, part: near.part, at: near.at }
  }
  return best
}

/** The ring's points strictly between two places on it, in its own direction. */
function between(ring: readonly Lonlat[], from: { segment: number; part: number }, to: { segment: number; part: number }): Lonlat[] {
  const count = ring.length - 1
  const points: Lonlat[] = []
  const ahead = to.segment > from.segment || (to.segment === from.segment && to.part >= from.part)
  const steps = ahead ? to.segment - from.segment : to.segment - from.segment + count
  for (let step = 1; step <= steps; step++) points.push(ring[(from.segment + step) % count]!)
  return points
}

const close = (ring: Lonlat[]): Lonlat[] => [...ring, ring[0]!]

/** Whether a path begins and ends on the outer ring: it is then a cut, though it may leave the polygon on the way. */
export function spans([ring]: Polygon, path: readonly Lonlat[]): boolean {
  return ring !== undefined && path.length > 1 && placeOn(ring, path[0]!) !== null && placeOn(ring, path[path.length - 1]!) !== null
}

const apart = (a: Lonlat, b: Lonlat) => Math.hypot((a[0] - b[0]) * flat(a[1]).perLon, a[1] - b[1])

/** Whether a path between two places on the outer ring stays within the polygon and meets neither its rings nor itself. */
function staysWithin(polygon: Polygon, path: readonly Lonlat[]): boolean {
  const [first, last] = [path[0]!, path[path.length - 1]!]
  // Its ends lie on the ring but for the last digits, and may cross it there.
  const isEnd = (at: Lonlat) => Math.min(apart(at, first), apart(at, last)) < METRE
  const isWithin = (at: Lonlat) => inside(polygon, at) || polygon.some(ring => placeOn(ring, at) !== null)
  for (let index = 0; index + 1 < path.length; index++) {
    const [a, b] = [path[index]!, path[index + 1]!]
    if (!isWithin([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]) || (index > 0 && !isWithin(a))) return false
    for (let other = index + 2; other + 1 < path.length; other++) if (meeting(a, b, path[other]!, path[other + 1]!)) return false
    for (const ring of polygon) {
      for (let segment = 0; segment + 1 < ring.length; segment++) {
        const place = meeting(a, b, ring[segment]!, ring[segment + 1]!)
        if (place && !isEnd(place)) return false
      }
    }
  }
  return true
}

/**
 * Cuts a polygon along a path whose ends lie on its outer ring; `null` when they do not, or when the path leaves the polygon on
 * the way: what it leaves on either side is then more than two pieces.
 */
export function cut(polygon: Polygon, path: readonly Lonlat[], buildings: readonly Building[]): Sides | null {
  const [ring, ...holes] = polygon
  if (!ring || path.length < 2) return null
  const start = placeOn(ring, path[0]!)
  const end = placeOn(ring, path[path.length - 1]!)
  if (!start || !end || !staysWithin(polygon, path)) return null
  const left = close([...path, ...between(ring, end, start)])
  const right = close([...[...path].reverse(), ...between(ring, start, end)])
  const side = (outer: Lonlat[]): Side => {
    const own = holes.filter(hole => inside([outer], hole[0]!))
    const rings = [outer, ...own]
    const homes = buildings.filter(({ at }) => inside(rings, at))
    return {
      rings,
      square_metres: Math.max(0, rings.reduce((sum, each) => sum + ringArea(each), 0)),
      households: homes.reduce((sum, { households }) => sum + households, 0),
      buildings: homes.length,
    }
  }
  return { left: side(left), right: side(right) }
}

/**
 * The longest stretch of a line that runs inside a polygon, with its ends put on the outer ring: a road does not begin and
 * end where an area does. An end inside is led to the ring when that is near.
 */
export function clip(polygon: Polygon, line: readonly Lonlat[], nearMetres = 60): Lonlat[] | null {
  const ring = polygon[0]
  if (!ring) return null
  const pieces: Lonlat[][] = [[]]
  line.forEach((point, index) => {
    const before = line[index - 1]
    if (before) {
      const cuts: { at: Lonlat; part: number }[] = []
      for (let segment = 0; segment + 1 < ring.length; segment++) {
        const place = meeting(before, point, ring[segment]!, ring[segment + 1]!)
        if (place) cuts.push({ at: place, part: Math.hypot(place[0] - before[0], place[1] - before[1]) })
      }
      for (const { at } of cuts.sort((a, b) => a.part - b.part)) {
        pieces[pieces.length - 1]!.push(at)
        pieces.push([at])
      }
    }
    pieces[pieces.length - 1]!.push(point)
  })
  const length = (piece: Lonlat[]) => piece.reduce((sum, point, index) => sum + (index ? Math.hypot(point[0] - piece[index - 1]![0], point[1] - piece[index - 1]![1]) : 0), 0)
  const middle = (piece: Lonlat[]): Lonlat => [(piece[0]![0] + piece[1]![0]) / 2, (piece[0]![1] + piece[1]![1]) / 2]
  const best = pieces.filter(piece => piece.length > 1 && inside(polygon, middle(piece))).sort((a, b) => length(b) - length(a))[0]
  if (!best) return null
  const first = placeOn(ring, best[0]!, nearMetres * METRE)
  const last = placeOn(ring, best[best.length - 1]!, nearMetres * METRE)
  if (!first || !last) return null
  const ends = (place: Lonlat, end: Lonlat) => (Math.hypot(place[0] - end[0], place[1] - end[1]) < METRE ? [] : [place])
  const led = [...ends(first.at, best[0]!), ...best, ...ends(last.at, best[best.length - 1]!)]
  return led
}
