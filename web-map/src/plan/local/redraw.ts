/** A stretch of one border drawn anew: what its whole line becomes, and what the two sides of it exchange. */

import type { Border, BorderId, FaceId, Lonlat } from '@/api/plan'
import { around } from './cells'
import { placeOn } from './cut'
import type { LocalMap } from './map'
import { sweep } from './measure'

/** In degrees: a little more than the last digit of a coordinate. */
const THERE = 3e-7
const same = (a: Lonlat, b: Lonlat) => a[0] === b[0] && a[1] === b[1]

/** The borders that pass a place, or end there. */
export function bordersAt(map: LocalMap, at: Lonlat): BorderId[] {
  const found = new Set<BorderId>()
  map.lookSegments(around(at, THERE, THERE), border => {
    if (!found.has(border.id) && placeOn(border.points, at, THERE)) found.add(border.id)
  })
  return [...found]
}

/**
 * The line of a border whose stretch between the ends of `path` is replaced by it; ends of the border stay. `null` when
 * the path does not begin and end on it at two different places.
 */
export function redrawn({ points }: Pick<Border, 'points'>, path: readonly Lonlat[]): Lonlat[] | null {
  const [from, to] = [path[0], path[path.length - 1]].map(at => (at ? placeOn(points, at, THERE) : null))
  if (!from || !to || path.length < 2 || same(path[0]!, path[path.length - 1]!)) return null
  const ahead = from.segment < to.segment || (from.segment === to.segment && from.part <= to.part)
  const [first, last, way] = ahead ? [from, to, path] : [to, from, [...path].reverse()]
  const line = [...points.slice(0, first.segment + 1), ...way, ...points.slice(last.segment + 1)]
  return line.filter((at, index) => index === 0 || !same(at, line[index - 1]!))
}

/** Square metres that each face gains when a border runs along `line` instead. */
export function exchanged(border: Border, line: readonly Lonlat[]): Map<FaceId, number> {
  const origin = border.points[0]!
  const gain = sweep(line, origin) - sweep(border.points, origin)
  return border.left === border.right ? new Map() : new Map([[border.left, gain], [border.right, -gain]])
}
