/** The layers that follow the feed, as data. They lie above everything that the style draws. */

import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { Palette } from '@/look/palette'
import { closureLayers, closureSources } from './closure_layers'
import { groupOf, LIAISON_FROM, nearFrom } from './groups'
import { modeLayers } from './mode_layers'
import { planLayers, planSources } from './plan_layers'
import { reachLayers, reachSources } from './reach_layers'
import { replayLayers, replaySources } from './replay_layers'

export const FONT = ['Noto Sans SC Regular']
const PREFIX = 'muster-'
const empty = { type: 'FeatureCollection' as const, features: [] }
const geojson = (): SourceSpecification => ({ type: 'geojson', data: empty })

export const ownSources: Record<string, SourceSpecification> = {
  [`${PREFIX}route`]: geojson(),
  [`${PREFIX}marks`]: geojson(),
  [`${PREFIX}teams`]: geojson(),
  [`${PREFIX}incidents`]: geojson(),
  [`${PREFIX}draft`]: geojson(),
  ...reachSources,
  ...replaySources,
  ...closureSources,
  ...planSources,
}

const levels = ['district', 'township', 'community', 'grid', 'micro_area']

/** Outlines of the chosen areas, taken from the tiles by code. */
export function areaFilter(codes: string[]): ExpressionSpecification {
  return ['in', ['get', 'code'], ['literal', codes]]
}

function areaLayers(palette: Palette, codes: string[]): LayerSpecification[] {
  return levels.flatMap((level): LayerSpecification[] => {
    const common = { source: 'areas', 'source-layer': level, filter: areaFilter(codes) }
    return [
      { id: `${PREFIX}area-fill-${level}`, type: 'fill', ...common, paint: { 'fill-color': palette.action, 'fill-opacity': 0.1 } },
      { id: `${PREFIX}area-line-${level}`, type: 'line', ...common, layout: { 'line-join': 'round' }, paint: { 'line-color': palette.link, 'line-width': 2.5 } },
    ]
  })
}

const halo = (palette: Palette) => ({ 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 })

const SIGN_SIZE: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 10, 0.6, 13, 0.85, 15.5, 1]

function teamSymbols(id: string, palette: Palette, far: boolean): LayerSpecification[] {
  const minzoom = far ? 0 : LIAISON_FROM
  const filter: ExpressionSpecification = ['==', ['get', 'far'], far]
  const source = `${PREFIX}teams`
  return [
    {
      id: `${id}-heading`, type: 'symbol', source, minzoom: Math.max(minzoom, 11),
      filter: ['all', filter, ['get', 'headed']],
      layout: {
        'icon-image': ['get', 'headingIcon'], 'icon-size': SIGN_SIZE, 'icon-rotate': ['get', 'heading'], 'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true, 'icon-ignore-placement': true,
      },
    },
    {
      id, type: 'symbol', source, minzoom, filter,
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-size': SIGN_SIZE,
        // At its post a team stands where the area's name stands; its sign keeps above the name.
        'icon-offset': ['case', ['get', 'post'], ['literal', [0, -18]], ['literal', [0, 0]]],
        'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'symbol-sort-key': ['get', 'order'],
      },
      paint: { 'icon-opacity': ['get', 'opacity'] },
    },
    {
      id: `${id}-name`, type: 'symbol', source, minzoom: far ? 14 : 17.5, filter,
      layout: {
        'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1.15],
        'text-optional': true, 'symbol-sort-key': ['-', 0, ['get', 'order']], 'text-padding': 4,
      },
      paint: { ...halo(palette), 'text-opacity': ['get', 'opacity'] },
    },
  ]
}

export function ownLayers(palette: Palette, codes: string[]): LayerSpecification[] {
  return [
    ...modeLayers(palette),
    ...areaLayers(palette, codes),
    ...reachLayers(palette),
    ...closureLayers(palette),
    ...planLayers(palette),
    {
      id: `${PREFIX}route-case`, type: 'line', source: `${PREFIX}route`, layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.halo, 'line-width': 9, 'line-opacity': 0.8 },
    },
    {
      id: `${PREFIX}route`, type: 'line', source: `${PREFIX}route`, layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.going, 'line-width': 4.5 },
    },
    ...replayLayers(palette),
    ...teamSymbols(`${PREFIX}team-home`, palette, false),
    {
      id: `${PREFIX}team-ring`, type: 'circle', source: `${PREFIX}teams`, filter: ['get', 'chosen'],
      paint: { 'circle-radius': 17, 'circle-color': palette.action, 'circle-opacity': 0.18, 'circle-stroke-color': palette.link, 'circle-stroke-width': 2 },
    },
    ...teamSymbols(`${PREFIX}team`, palette, true),
    {
      id: `${PREFIX}marks`, type: 'circle', source: `${PREFIX}marks`,
      paint: { 'circle-radius': 11, 'circle-color': palette.surface, 'circle-stroke-color': palette.link, 'circle-stroke-width': 2 },
    },
    {
      id: `${PREFIX}marks-number`, type: 'symbol', source: `${PREFIX}marks`,
      layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-allow-overlap': true },
      paint: { 'text-color': palette.text },
    },
    {
      id: `${PREFIX}incident-ring`, type: 'circle', source: `${PREFIX}incidents`, filter: ['get', 'chosen'],
      paint: { 'circle-radius': 9, 'circle-color': palette.action, 'circle-opacity': 0.3, 'circle-stroke-color': palette.link, 'circle-stroke-width': 2.5, 'circle-pitch-alignment': 'map' },
    },
    {
      id: `${PREFIX}incident`, type: 'symbol', source: `${PREFIX}incidents`,
      layout: {
        'icon-image': ['get', 'icon'], 'icon-anchor': 'bottom', 'icon-offset': [0, 2],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.75, 14, 1],
        'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'],
      },
      paint: { 'icon-opacity': ['get', 'opacity'] },
    },
    {
      id: `${PREFIX}incident-name`, type: 'symbol', source: `${PREFIX}incidents`, minzoom: 12,
      layout: {
        'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12.5, 'text-anchor': 'left', 'text-offset': [1.5, -2],
        'text-optional': true, 'symbol-sort-key': ['-', 0, ['get', 'order']], 'text-padding': 6,
      },
      paint: halo(palette),
    },
    {
      id: `${PREFIX}draft`, type: 'symbol', source: `${PREFIX}draft`,
      layout: { 'icon-image': ['get', 'icon'], 'icon-anchor': 'bottom', 'icon-offset': [0, 2], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    },
  ]
}

/** Puts our sources and layers on top of a style; area outlines only where it has that source. */
export function withOwn(style: StyleSpecification, palette: Palette, codes: string[], carried: Record<string, SourceSpecification>): StyleSpecification {
  const drawn = new Set(style.layers.flatMap(layer => ('source-layer' in layer && layer['source-layer'] ? [layer['source-layer']] : [])))
  const fits = (layer: LayerSpecification) => !('source' in layer) || layer.source !== 'areas' || drawn.has(layer['source-layer'] ?? '')
  const fromNear = (layer: LayerSpecification): LayerSpecification => {
    const group = groupOf(layer)
    const zoom = group && nearFrom[group]
    return zoom ? { ...layer, minzoom: Math.max(zoom, layer.minzoom ?? 0) } : layer
  }
  return {
    ...style,
    sources: { ...style.sources, ...ownSources, ...carried },
    layers: [...style.layers.map(fromNear), ...ownLayers(palette, codes).filter(fits)],
  }
}
