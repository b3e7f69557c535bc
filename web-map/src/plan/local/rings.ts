/** From borders to outlines: the rings around a face, or around several together. */

import type { Border, DraftArea, DraftAreaId, FaceId, Lonlat } from '@/api/plan'
import type { LocalMap } from './map'
import { inside, ringArea } from './measure'

/** An outer ring, anticlockwise, and the holes in it. */
export type Polygon = Lonlat[][]

/**
 * The outline of the faces that `within` says. `null` when a border of it is not here: half an outline would be drawn
 * wrong. Each border is walked so that the inside lies to the left.
 */
export function outline(map: LocalMap, faces: Iterable<FaceId>, within: (face: FaceId) => boolean): Polygon[] | null {
  const leaving = new Map<number, { to: number; points: Lonlat[] }[]>()
  const seen = new Set<number>()
  const walk = (border: Border) => {
    const forward = within(border.left)
    if (forward === within(border.right) || seen.has(border.id)) return
    seen.add(border.id)
    const step = forward ? { to: border.to, points: border.points } : { to: border.from, points: [...border.points].reverse() }
    const from = forward ? border.from : border.to
    leaving.set(from, [...(leaving.get(from) ?? []), step])
  }
  for (const face of faces) for (const id of map.bordersOf(face)) walk(map.borders.get(id)!)
  const rings: Lonlat[][] = []
  for (const [start, steps] of leaving) {
    while (steps.length > 0) {
      const ring: Lonlat[] = []
      let here = start
      do {
        const step = leaving.get(here)?.pop()
        if (!step) return null
        ring.push(...(ring.length ? step.points.slice(1) : step.points))
        here = step.to
      } while (here !== start)
      rings.push(ring)
    }
  }
  return nest(rings)
}

/** Rings that run anticlockwise are outer, the others are holes of the smallest outer ring around them. */
export function nest(rings: Lonlat[][]): Polygon[] {
  const outer = rings.filter(ring => ringArea(ring) > 0).map(ring => ({ ring, area: ringArea(ring), polygon: [ring] }))
  outer.sort((a, b) => a.area - b.area)
  for (const hole of rings) {
    if (ringArea(hole) > 0) continue
    const [[ax, ay], [bx, by]] = [hole[0]!, hole[1]!]
    const home = outer.find(({ ring }) => inside([ring], [(ax + bx) / 2, (ay + by) / 2])) ?? outer[0]
    home?.polygon.push(hole)
  }
  return outer.map(({ polygon }) => polygon)
}

export const faceOutline = (map: LocalMap, face: FaceId) => outline(map, [face], other => other === face)

/** All faces of an area and of everything below it. */
export function facesBelow(map: LocalMap, below: (area: DraftAreaId) => readonly DraftArea[], area: DraftAreaId): Set<FaceId> {
  const faces = new Set<FaceId>(map.facesOf(area))
  for (const child of below(area)) for (const face of facesBelow(map, below, child.id)) faces.add(face)
  return faces
}
