/** The face at a place: the side that the first border to the east turns towards it. */

import type { FaceId, Lonlat } from '@/api/plan'
import type { LocalMap } from './map'

const FIRST_LOOK = 0.002
const FARTHEST = 4

/**
 * `0` outside, and where no border lies to the east. `east` is how far to the east every border is known: beyond it what is
 * found first need not be what lies there first, and the answer is `null`.
 */
export function faceAt(map: LocalMap, at: Lonlat): FaceId
export function faceAt(map: LocalMap, at: Lonlat, east: number): FaceId | null
export function faceAt(map: LocalMap, [x, y]: Lonlat, east = Infinity): FaceId | null {
  for (let span = FIRST_LOOK; span <= FARTHEST; span *= 4) {
    let nearest = Infinity
    let face = 0
    map.lookSegments({ west: x, south: y, east: x + span, north: y }, (border, segment) => {
      const [ax, ay] = border.points[segment]!
      const [bx, by] = border.points[segment + 1]!
      if (ay > y === by > y) return
      const crossing = ax + ((bx - ax) * (y - ay)) / (by - ay)
      if (crossing < x || crossing >= nearest) return
      nearest = crossing
      face = by > ay ? border.left : border.right
    })
    // A crossing beyond the cells looked at may hide a nearer one.
    if (nearest <= x + span) return nearest <= east ? face : null
    if (x + span >= east) return null
  }
  return 0
}
