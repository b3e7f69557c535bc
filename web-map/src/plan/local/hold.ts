/**
 * A point of the shared borders in the hand. Every border that ends or bends there comes along, so both neighbours are
 * drawn from the same line in the same frame; what each gains the other loses, exactly.
 */

import type { BorderId, DraftArea, DraftAreaId, Edit, FaceId, Lonlat } from '@/api/plan'
import type { Level } from '@/api/types'
import { around } from './cells'
import type { LocalMap } from './map'
import { sweep } from './measure'
import type { Snap } from './snap'

export interface HeldLine { border: BorderId; level: Level | null; points: Lonlat[] }

export interface Hold {
  /** Where it was taken up. */
  readonly at: Lonlat
  /** A point that was there, or a new one on a line. */
  readonly kind: 'point' | 'new_point'
  readonly borders: ReadonlySet<BorderId>
  /** The lines as they run now. The same arrays every time: nothing is made while the pointer moves. */
  readonly lines: readonly HeldLine[]
  moveTo(to: Lonlat): void
  /** Square metres that each face has gained. */
  gains(): Map<FaceId, number>
  /** What to ask of the service if it is let go here. */
  edit(): Edit
}

/** Coordinates have seven digits; less apart is the same point. */
const SAME = 4e-8
const same = (a: Lonlat, b: Lonlat) => Math.abs(a[0] - b[0]) < SAME && Math.abs(a[1] - b[1]) < SAME

/** Takes up what the pointer found. */
export function takeUp(map: LocalMap, found: Snap): Hold | null {
  const chosen = map.borders.get(found.border)
  if (!chosen) return null
  const lines: HeldLine[] = []
  const moved: Lonlat[] = []
  const hold = (id: BorderId, indexes: number[], insertAfter: number | null) => {
    const border = map.borders.get(id)!
    const points: Lonlat[] = border.points.map(([lon, lat]) => [lon, lat])
    if (insertAfter !== null) points.splice(insertAfter + 1, 0, [...found.at])
    for (const index of indexes) moved.push(points[index]!)
    lines.push({ border: id, level: border.level, points })
  }
  if (found.kind === 'segment') hold(found.border, [found.index + 1], found.index)
  else {
    const uses = new Map<BorderId, Set<number>>()
    map.lookSegments(around(found.at, SAME, SAME), (border, segment) => {
      for (const index of [segment, segment + 1]) {
        if (same(border.points[index]!, found.at)) uses.set(border.id, (uses.get(border.id) ?? new Set()).add(index))
      }
    })
    for (const [id, indexes] of uses) hold(id, [...indexes], null)
  }
  const start: Lonlat = [...found.at]
  const before = lines.map(({ points }) => sweep(points, start))
  let now: Lonlat = start
  return {
    at: start,
    kind: found.kind === 'segment' ? 'new_point' : 'point',
    borders: new Set(lines.map(({ border }) => border)),
    lines,
    moveTo(to) {
      now = to
      for (const point of moved) {
        point[0] = to[0]
        point[1] = to[1]
      }
    },
    gains() {
      const gains = new Map<FaceId, number>()
      lines.forEach(({ border, points }, index) => {
        const known = map.borders.get(border)
        if (!known) return
        const gain = sweep(points, start) - before[index]!
        gains.set(known.left, (gains.get(known.left) ?? 0) + gain)
        gains.set(known.right, (gains.get(known.right) ?? 0) - gain)
      })
      return gains
    },
    edit: () => (found.kind === 'segment' ? { edit: 'insert_point', border: found.border, after: found.index, at: now } : { edit: 'move_point', at: start, to: now }),
  }
}

/** The same for areas of every level: what two children of one parent exchange does not change the parent. */
export function gainsByArea(map: LocalMap, areas: ReadonlyMap<DraftAreaId, DraftArea>, gains: ReadonlyMap<FaceId, number>): Map<DraftAreaId, number> {
  const sums = new Map<DraftAreaId, number>()
  for (const [face, gain] of gains) {
    for (let id = map.areaOf(face); id !== null; id = areas.get(id)?.parent ?? null) sums.set(id, (sums.get(id) ?? 0) + gain)
  }
  // Sums of floating numbers of opposite sign leave dust.
  for (const [id, gain] of sums) if (Math.abs(gain) < 0.005) sums.delete(id)
  return sums
}
