/** The draft on the map, as data: the heavier a line the higher its level; colour only where something is in the hand or wrong. */

import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { Palette } from '@/look/palette'

const FONT = ['Noto Sans SC Regular']
export const PLAN = 'muster-plan-'
const empty = { type: 'FeatureCollection' as const, features: [] }
const source = (): SourceSpecification => ({ type: 'geojson', data: empty, tolerance: 0.2, buffer: 64, maxzoom: 18 })

export const planSources: Record<string, SourceSpecification> = Object.fromEntries(
  ['borders', 'base', 'values', 'chosen', 'labels', 'buildings', 'work'].map(name => [`${PLAN}${name}`, source()]),
)

const weight: ExpressionSpecification = ['get', 'weight']
/** Pixels by level, from 0, the edge of a hole, to 5, the district. */
const at = (widths: [number, number, number, number, number, number]): ExpressionSpecification =>
  ['match', weight, 5, widths[5], 4, widths[4], 3, widths[3], 2, widths[2], 1, widths[1], widths[0]]
export const lineWidth: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 10, at([0.4, 0.2, 0.4, 0.9, 1.6, 2.4]), 14, at([0.8, 0.6, 1.1, 2, 3.2, 4.4]), 18, at([1.4, 1.3, 2.4, 3.8, 5.4, 7])]

const kind = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]]
const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
const held: ExpressionSpecification = ['boolean', ['feature-state', 'held'], false]
const painted: ExpressionSpecification = ['boolean', ['feature-state', 'painted'], false]

export function planLayers(palette: Palette): LayerSpecification[] {
  const from = (name: string) => ({ source: `${PLAN}${name}` })
  return [
    {
      // Below the range and above it differ in hue and in lightness both; within it there is nothing to see.
      id: `${PLAN}values`, type: 'fill', ...from('values'),
      paint: {
        'fill-color': ['match', ['get', 'value'], -1, palette.going, 1, palette.moderate, 'rgba(0,0,0,0)'],
        'fill-opacity': ['match', ['get', 'value'], -1, 0.22, 1, 0.45, 0],
      },
    },
    { id: `${PLAN}chosen-fill`, type: 'fill', ...from('chosen'), paint: { 'fill-color': palette.action, 'fill-opacity': 0.14 } },
    {
      id: `${PLAN}side-left`, type: 'fill', ...from('work'), filter: kind('left'),
      paint: { 'fill-color': palette.action, 'fill-opacity': 0.32 },
    },
    { id: `${PLAN}side-right`, type: 'fill', ...from('work'), filter: kind('right'), paint: { 'fill-color': palette.moderate, 'fill-opacity': 0.2 } },
    { id: `${PLAN}fault`, type: 'fill', ...from('work'), filter: kind('fault', 'fault-now'), paint: { 'fill-color': palette.danger, 'fill-opacity': ['match', ['get', 'kind'], 'fault-now', 0.45, 0.28] } },
    { id: `${PLAN}fault-line`, type: 'line', ...from('work'), filter: kind('fault', 'fault-now'), layout: round, paint: { 'line-color': palette.danger, 'line-width': ['match', ['get', 'kind'], 'fault-now', 3, 1.2] } },
    {
      id: `${PLAN}base`, type: 'line', ...from('base'), layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.warn, 'line-width': 2.2, 'line-dasharray': [3, 2] },
    },
    {
      id: `${PLAN}borders`, type: 'line', ...from('borders'), layout: { ...round, 'line-sort-key': weight },
      paint: { 'line-color': ['match', weight, [0, 1], palette.muted, palette.text], 'line-width': lineWidth, 'line-opacity': ['case', held, 0, 1] },
    },
    { id: `${PLAN}chosen`, type: 'line', ...from('chosen'), layout: round, paint: { 'line-color': palette.link, 'line-width': 2.5 } },
    {
      id: `${PLAN}buildings`, type: 'circle', ...from('buildings'), minzoom: 14.5,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14.5, ['case', painted, 4, 1.8], 17, ['case', painted, 8, 5]],
        'circle-color': ['case', painted, palette.action, palette.surface],
        'circle-stroke-color': ['case', painted, palette.link, palette.muted], 'circle-stroke-width': ['case', painted, 2.5, 1.4],
      },
    },
    {
      id: `${PLAN}building-households`, type: 'symbol', ...from('buildings'), minzoom: 16.2,
      layout: { 'text-field': ['to-string', ['get', 'households']], 'text-font': FONT, 'text-size': 11, 'text-anchor': 'left', 'text-offset': [0.8, 0], 'text-optional': true, 'symbol-sort-key': ['-', 0, ['get', 'households']] },
      paint: { 'text-color': palette.muted, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
    },
    {
      id: `${PLAN}labels`, type: 'symbol', ...from('labels'),
      filter: ['all', ['>=', ['zoom'], ['get', 'from']], ['<', ['zoom'], ['get', 'until']]],
      layout: {
        'text-field': ['format', ['get', 'name'], {}, '\n', {}, ['get', 'figure'], { 'font-scale': 0.85 }], 'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['get', 'weight'], 1, 12, 5, 17], 'text-padding': 6, 'text-max-width': 9,
        'symbol-sort-key': ['-', 0, ['get', 'order']],
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
    },
    {
      id: `${PLAN}held-case`, type: 'line', ...from('work'), filter: kind('held'), layout: round,
      paint: { 'line-color': palette.halo, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 5, 18, ['+', 4, at([1.4, 1.3, 2.4, 3.8, 5.4, 7])]] },
    },
    {
      id: `${PLAN}held`, type: 'line', ...from('work'), filter: kind('held'), layout: round,
      paint: { 'line-color': palette.link, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 2, 18, ['+', 1, at([1.4, 1.3, 2.4, 3.8, 5.4, 7])]] },
    },
    { id: `${PLAN}stroke-case`, type: 'line', ...from('work'), filter: kind('stroke'), layout: round, paint: { 'line-color': palette.halo, 'line-width': 6 } },
    { id: `${PLAN}stroke`, type: 'line', ...from('work'), filter: kind('stroke'), layout: round, paint: { 'line-color': palette.link, 'line-width': 3 } },
    {
      id: `${PLAN}points`, type: 'circle', ...from('work'), filter: kind('handle', 'corner'),
      paint: {
        'circle-radius': ['match', ['get', 'what'], 'node', 5.5, 3.5], 'circle-color': palette.surface, 'circle-stroke-color': palette.link, 'circle-stroke-width': 1.8,
      },
    },
    {
      id: `${PLAN}near`, type: 'circle', ...from('work'), filter: kind('near'),
      paint: {
        'circle-radius': ['match', ['get', 'what'], 'node', 9, 'bend', 7, 4], 'circle-color': palette.action, 'circle-opacity': ['match', ['get', 'what'], 'segment', 1, 0.25],
        'circle-stroke-color': palette.link, 'circle-stroke-width': 2,
      },
    },
    { id: `${PLAN}wrong-ring`, type: 'circle', ...from('work'), filter: kind('wrong'), paint: { 'circle-radius': 14, 'circle-color': palette.danger, 'circle-opacity': 0.2, 'circle-stroke-color': palette.danger, 'circle-stroke-width': 2.5 } },
    {
      id: `${PLAN}wrong`, type: 'symbol', ...from('work'), filter: kind('wrong'),
      layout: { 'text-field': '✕', 'text-font': FONT, 'text-size': 16, 'text-allow-overlap': true, 'text-ignore-placement': true },
      paint: { 'text-color': palette.danger, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
  ]
}
