/** One movement of what is held: everything that must happen within a frame, and nothing else. */

import type { DraftArea, DraftAreaId, Lonlat } from '@/api/plan'
import { firstCrossing, partsAt } from './crossing'
import { gainsByArea, type Hold } from './hold'
import type { LocalMap } from './map'
import { snap, type Scale, type Snap } from './snap'

export interface Step {
  /** Where the point is now. */
  target: Lonlat
  /** What drew it there. */
  near: Snap | null
  gains: Map<DraftAreaId, number>
  /** The first place where a border would be crossed. */
  wrong: Lonlat[]
}

/** As the service keeps coordinates: what is drawn is what will be there. */
const seven = ([lon, lat]: Lonlat): Lonlat => [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]

export function step(map: LocalMap, areas: ReadonlyMap<DraftAreaId, DraftArea>, hold: Hold, to: Lonlat, scale: Scale, free: boolean): Step {
  const near = free ? null : snap(map, to, scale, border => hold.borders.has(border))
  const target = seven(near?.at ?? to)
  hold.moveTo(target)
  const { near: moved, far } = partsAt(hold.lines, target)
  const crossing = firstCrossing(map, moved, hold.borders, far)
  return { target, near, gains: gainsByArea(map, areas, hold.gains()), wrong: crossing ? [crossing] : [] }
}
