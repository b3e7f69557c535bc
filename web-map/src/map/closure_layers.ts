/** Closures on the map, as data: shut is red and hatched, slow is amber and plain, what has not begun is faint. */

import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { Palette } from '@/look/palette'

const FONT = ['Noto Sans SC Regular']
export const CLOSURE = 'muster-closure-'
const source = (): SourceSpecification => ({ type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance: 0.2 })

export const closureSources: Record<string, SourceSpecification> = { [`${CLOSURE}all`]: source(), [`${CLOSURE}drawing`]: source() }

const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
const isShut: ExpressionSpecification = ['==', ['get', 'shut'], true]
const width = (near: number): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], 10, near * 0.35, 14, near * 0.7, 18, near * 1.6]
const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
const faint: ExpressionSpecification = ['case', ['get', 'coming'], 0.4, 0.95]

export function closureLayers(palette: Palette): LayerSpecification[] {
  const all = { source: `${CLOSURE}all` }
  const drawing = { source: `${CLOSURE}drawing` }
  const colour: ExpressionSpecification = ['case', isShut, palette.extreme, palette.moderate]
  return [
    { id: `${CLOSURE}area`, type: 'fill', ...all, filter: part('area'), paint: { 'fill-color': colour, 'fill-opacity': ['case', ['get', 'coming'], 0.05, 0.13] } },
    { id: `${CLOSURE}edge`, type: 'line', ...all, filter: part('area'), paint: { 'line-color': colour, 'line-width': 1.6, 'line-dasharray': [4, 2], 'line-opacity': faint } },
    { id: `${CLOSURE}case`, type: 'line', ...all, filter: part('roads'), layout: round, paint: { 'line-color': palette.halo, 'line-width': width(11), 'line-opacity': 0.7 } },
    { id: `${CLOSURE}road`, type: 'line', ...all, filter: part('roads'), layout: { ...round, 'line-sort-key': ['case', isShut, 1, 0] }, paint: { 'line-color': colour, 'line-width': width(8), 'line-opacity': faint } },
    {
      // The hatching tells shut from slow without colour, on paper and to the colour-blind.
      id: `${CLOSURE}hatch`, type: 'line', ...all, filter: ['all', part('roads'), isShut],
      paint: { 'line-color': '#ffffff', 'line-width': width(8), 'line-dasharray': [0.45, 0.9], 'line-opacity': faint },
    },
    {
      id: `${CLOSURE}name`, type: 'symbol', ...all, filter: part('roads'), minzoom: 12,
      layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-offset': [0, -1.1], 'symbol-spacing': 400 },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
    { id: `${CLOSURE}drawing-area`, type: 'fill', ...drawing, filter: part('area'), paint: { 'fill-color': palette.action, 'fill-opacity': 0.18 } },
    { id: `${CLOSURE}drawing-road`, type: 'line', ...drawing, filter: part('roads'), layout: round, paint: { 'line-color': palette.extreme, 'line-width': width(8), 'line-opacity': 0.75 } },
    { id: `${CLOSURE}drawing-line`, type: 'line', ...drawing, filter: ['in', ['get', 'part'], ['literal', ['line', 'area']]], layout: round, paint: { 'line-color': palette.link, 'line-width': 3 } },
    { id: `${CLOSURE}drawing-point`, type: 'circle', ...drawing, filter: part('point'), paint: { 'circle-radius': 5, 'circle-color': palette.surface, 'circle-stroke-color': palette.link, 'circle-stroke-width': 2 } },
  ]
}
