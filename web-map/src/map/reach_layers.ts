/** Isochrones on the map: one colour, the nearer the stronger, each outline with its minutes. */

import type { Feature } from 'geojson'
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, SourceSpecification } from 'maplibre-gl'
import { watch } from 'vue'
import type { Isochrones } from '@/api/travel'
import { t } from '@/locale'
import type { Palette } from '@/look/palette'
import { reach } from '@/state/reach'

const FONT = ['Noto Sans SC Regular']
export const REACH = 'muster-reach'

export const reachSources: Record<string, SourceSpecification> = { [REACH]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance: 0.2 } }

export function reachLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: `${REACH}-fill`, type: 'fill', source: REACH, paint: { 'fill-color': palette.going, 'fill-opacity': 0.13 } },
    { id: `${REACH}-line`, type: 'line', source: REACH, layout: { 'line-join': 'round' }, paint: { 'line-color': palette.going, 'line-width': 1.8 } },
    {
      id: `${REACH}-name`, type: 'symbol', source: REACH,
      layout: { 'symbol-placement': 'line', 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'symbol-spacing': 320 },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
  ]
}

/** The widest first: what lies above is nearer, and darker by what it lies on. */
export function reachFeatures(shown: Isochrones | null): Feature[] {
  return (shown?.outlines ?? []).toReversed().map(({ minutes, polygons }): Feature => ({
    type: 'Feature', properties: { minutes, label: t('unit.minutes', { n: minutes }) }, geometry: { type: 'MultiPolygon', coordinates: polygons },
  }))
}

export function feedReach(map: MapLibreMap): { stop: () => void; again: () => void } {
  const again = () => map.getSource<GeoJSONSource>(REACH)?.setData({ type: 'FeatureCollection', features: reachFeatures(reach.value) })
  return { stop: watch(reach, again), again }
}
