/** Closures and drawings as features of a map. Pure. */

import type { Feature } from 'geojson'
import type { ClosureView, Ground, Selected } from '@/api/closures'
import type { Lonlat, Tool } from './draw'
import { isShut } from './words'

const lonlat = ({ lon, lat }: { lon: number; lat: number }): Lonlat => [lon, lat]

/** What was drawn, as points; nothing for a road, which the map knows itself. */
export function groundPoints(ground: Ground): Lonlat[] {
  if ('line' in ground) return ground.line.points.map(lonlat)
  if ('polygon' in ground) return ground.polygon.corners.map(lonlat)
  return []
}

/** Every point that a view of a closure should take in. */
export function pointsOf({ ground, selects }: Pick<ClosureView, 'ground' | 'selects'>): Lonlat[] {
  return [...groundPoints(ground), ...(selects?.lines.flat() ?? [])]
}

const ring = (points: Lonlat[]): Lonlat[] => [...points, points[0]!]

function roads(selects: Selected | null, properties: Record<string, unknown>): Feature[] {
  if (!selects || selects.lines.length === 0) return []
  return [{ type: 'Feature', properties: { ...properties, part: 'roads' }, geometry: { type: 'MultiLineString', coordinates: selects.lines } }]
}

export function closureFeatures(closures: Iterable<ClosureView>): Feature[] {
  return Array.from(closures).flatMap(closure => {
    const properties = { id: closure.id, name: closure.name, shut: isShut(closure.effect), coming: closure.standing === 'coming' }
    const features = roads(closure.selects, properties)
    if ('polygon' in closure.ground) {
      features.push({ type: 'Feature', properties: { ...properties, part: 'area' }, geometry: { type: 'Polygon', coordinates: [ring(groundPoints(closure.ground))] } })
    }
    return features
  })
}

/** What is in the hand: its points, the line through them, and the roads that it would close. */
export function drawingFeatures(tool: Tool | null, points: Lonlat[], pointer: Lonlat | null, finished: boolean, selects: Selected | null): Feature[] {
  if (!tool) return []
  const all = pointer ? [...points, pointer] : points
  const features = roads(selects, { shut: true, coming: false })
  if (tool === 'polygon' && all.length >= 3) features.push({ type: 'Feature', properties: { part: 'area' }, geometry: { type: 'Polygon', coordinates: [ring(all)] } })
  else if (tool !== 'road' && all.length >= 2) features.push({ type: 'Feature', properties: { part: 'line' }, geometry: { type: 'LineString', coordinates: all } })
  if (!finished || tool === 'road') features.push(...points.map((at): Feature => ({ type: 'Feature', properties: { part: 'point' }, geometry: { type: 'Point', coordinates: at } })))
  return features
}
