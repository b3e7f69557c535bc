/** What a pointer means: the node, bend or line of a border that is near enough to be meant. */

import type { BorderId, Lonlat } from '@/api/plan'
import { around } from './cells'
import type { LocalMap } from './map'

export type SnapKind = 'node' | 'bend' | 'segment'
export interface Snap {
  kind: SnapKind
  at: Lonlat
  border: BorderId
  /** Of the point, or of the segment's first point. */
  index: number
}

/** Pixels to a degree where the pointer is. */
export interface Scale { perLon: number; perLat: number }

/** How near, in pixels: a node draws more than a bend, a bend more than a line. */
export const reach: Record<SnapKind, number> = { node: 14, bend: 11, segment: 9 }
const rank: Record<SnapKind, number> = { node: 0, bend: 1, segment: 2 }

/** Web Mercator, tiles of 512 pixels, as the map draws. */
export function scaleAt(zoom: number, lat: number): Scale {
  const perLon = (512 * 2 ** zoom) / 360
  return { perLon, perLat: perLon / Math.cos((lat * Math.PI) / 180) }
}

/** The nearest place on a segment. */
export function foot(p: Lonlat, a: Lonlat, b: Lonlat, { perLon, perLat }: Scale): { at: Lonlat; part: number; pixels: number } {
  const [dx, dy] = [(b[0] - a[0]) * perLon, (b[1] - a[1]) * perLat]
  const [px, py] = [(p[0] - a[0]) * perLon, (p[1] - a[1]) * perLat]
  const length = dx * dx + dy * dy
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length))
  return { at: [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])], part, pixels: Math.hypot(px - part * dx, py - part * dy) }
}

/**
 * The best of what lies within reach; nodes before bends before lines, the nearest of a kind first. `skip` leaves out
 * borders that are themselves in the hand.
 */
export function snap(map: LocalMap, at: Lonlat, scale: Scale, skip: (border: BorderId) => boolean = () => false): Snap | null {
  let best: Snap | null = null
  let bestPixels = Infinity
  const offer = (kind: SnapKind, place: Lonlat, border: BorderId, index: number, pixels: number) => {
    if (pixels > reach[kind]) return
    const better = best === null || rank[kind] < rank[best.kind] || (kind === best.kind && pixels < bestPixels)
    if (!better) return
    best = { kind, at: place, border, index }
    bestPixels = pixels
  }
  map.lookSegments(around(at, reach.node / scale.perLon, reach.node / scale.perLat), (border, index) => {
    if (skip(border.id)) return
    const last = border.points.length - 1
    for (const end of [index, index + 1]) {
      const point = border.points[end]!
      const pixels = Math.hypot((point[0] - at[0]) * scale.perLon, (point[1] - at[1]) * scale.perLat)
      offer(end === 0 || end === last ? 'node' : 'bend', point, border.id, end, pixels)
    }
    const near = foot(at, border.points[index]!, border.points[index + 1]!, scale)
    offer('segment', near.at, border.id, index, near.pixels)
  })
  return best
}
