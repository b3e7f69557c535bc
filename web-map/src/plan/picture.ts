/**
 * What the plan room wants drawn, for `src/map` to draw. The draft's own borders are large and change by patches; what is
 * in the hand is small and changes with every movement: they are kept apart, so that a movement costs only what it moves.
 */

import type { Feature, FeatureCollection, LineString, Point } from 'geojson'
import { shallowRef } from 'vue'
import type { Against, Border, Building, Lonlat } from '@/api/plan'
import type { Level } from '@/api/types'
import type { HeldLine } from './local/hold'
import type { Changed } from './local/map'
import type { SnapKind } from './local/snap'

export const nothingDrawn: FeatureCollection = { type: 'FeatureCollection', features: [] }
export const levels: Level[] = ['district', 'township', 'community', 'grid', 'micro_area']
/** From the finest, 1, to the widest, 5; the edge of a declared hole is 0. Lines are as heavy as this says. */
export const weight = (level: Level | null): number => (level === null ? 0 : levels.length - levels.indexOf(level))

export const picture = {
  /** Whether the room has the map at all. */
  shown: shallowRef(false),
  /** What is in the hand: lines, points, places. */
  work: shallowRef<FeatureCollection>(nothingDrawn),
  /** Outlines of chosen areas. */
  chosen: shallowRef<FeatureCollection>(nothingDrawn),
  /** Whether faces are coloured by their households against the range of their level. */
  valued: shallowRef(false),
  /** Borders of the version that the draft is held against, and how the two are shown. */
  base: shallowRef<FeatureCollection>(nothingDrawn),
  compare: shallowRef<'after' | 'both' | 'before'>('after'),
  /** What the draft is held against. */
  against: shallowRef<Against>('base'),
  /** Borders that are in the hand and therefore not where the large source has them. */
  held: shallowRef<ReadonlySet<number>>(new Set()),
  painted: shallowRef<ReadonlySet<number>>(new Set()),
}

type LargeListener = (change: Changed | 'all') => Promise<unknown>
const listeners = new Set<LargeListener>()
/** Tells of every change of the draft's borders and buildings. */
export function onLarge(listener: LargeListener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
export const tellLarge = (change: Changed | 'all'): Promise<unknown> => Promise.all([...listeners].map(listener => listener(change)))

export const borderFeature = ({ id, level, points }: Border): Feature<LineString> => ({
  type: 'Feature', id, properties: { weight: weight(level) }, geometry: { type: 'LineString', coordinates: points },
})
export const buildingFeature = ({ id, at, households, name }: Building): Feature<Point> => ({
  type: 'Feature', id, properties: { households, name }, geometry: { type: 'Point', coordinates: at },
})

const line = (points: Lonlat[], properties: Record<string, unknown>): Feature => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points } })
const spot = (at: Lonlat, properties: Record<string, unknown>): Feature => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } })

/** What a hand can hold at one moment. */
export interface InHand {
  held: readonly HeldLine[]
  stroke: readonly Lonlat[]
  /** Where the stroke would go next. */
  next: Lonlat | null
  closed: boolean
  sides: readonly { rings: Lonlat[][]; side: 'left' | 'right' }[]
  near: { kind: SnapKind; at: Lonlat } | null
  /** Bends and nodes that can be taken up. */
  handles: readonly { kind: SnapKind; at: Lonlat }[]
  /** Where it was refused, or would be. */
  wrong: readonly Lonlat[]
}

export function workFeatures({ held, stroke, next, closed, sides, near, handles, wrong }: InHand): FeatureCollection {
  const features: Feature[] = []
  for (const { rings, side } of sides) features.push({ type: 'Feature', properties: { kind: side }, geometry: { type: 'Polygon', coordinates: rings } })
  for (const { level, points } of held) features.push(line(points, { kind: 'held', weight: weight(level) }))
  const drawn = next ? [...stroke, next] : [...stroke]
  if (drawn.length > 1) features.push(line(closed ? [...drawn, drawn[0]!] : drawn, { kind: 'stroke' }))
  for (const at of stroke) features.push(spot(at, { kind: 'corner' }))
  for (const { kind, at } of handles) features.push(spot(at, { kind: 'handle', what: kind }))
  if (near) features.push(spot(near.at, { kind: 'near', what: near.kind }))
  for (const at of wrong) features.push(spot(at, { kind: 'wrong' }))
  return { type: 'FeatureCollection', features }
}
