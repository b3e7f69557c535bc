/** One movement of what is held: everything that must happen within a frame, and nothing else. */

import type { DraftArea, DraftAreaId, Lonlat } from '@/api/plan'
import { around } from './cells'
import { firstCrossing, partsAt } from './crossing'
import { gainsByArea, type Hold } from './hold'
import type { LocalMap } from './map'
import { foot } from './snap'

export interface Step {
  /** Where the point is now. */
  target: Lonlat
  gains: Map<DraftAreaId, number>
  /** The first place where a border would be crossed or touched. */
  wrong: Lonlat[]
}

/** As the service keeps coordinates: what is drawn is what will be there. */
const seven = ([lon, lat]: Lonlat): Lonlat => [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]

/** Nearer than half of the last digit of a coordinate is on it. */
const ON = 5e-8
const flat = { perLon: 1, perLat: 1 }

/** Whether the point lies on a border that does not come along, or on another point of one that does: borders are not joined by moving a point. */
function touches(map: LocalMap, hold: Hold, [lon, lat]: Lonlat): boolean {
  let found = false
  map.lookSegments(around([lon, lat], ON, ON), (border, segment) => {
    found ||= !hold.borders.has(border.id) && foot([lon, lat], border.points[segment]!, border.points[segment + 1]!, flat).pixels < ON
  })
  const isAt = (point: Lonlat | undefined) => point !== undefined && point[0] === lon && point[1] === lat
  return found || hold.lines.some(({ points }) => points.some((point, index) => isAt(point) && isAt(points[index + 1])))
}

/** Nothing draws it: on another border is where it may never go. */
export function step(map: LocalMap, areas: ReadonlyMap<DraftAreaId, DraftArea>, hold: Hold, to: Lonlat): Step {
  const target = seven(to)
  hold.moveTo(target)
  const { near, far } = partsAt(hold.lines, target)
  const wrong = firstCrossing(map, near, hold.borders, far) ?? (touches(map, hold, target) ? target : null)
  return { target, gains: gainsByArea(map, areas, hold.gains()), wrong: wrong ? [wrong] : [] }
}
