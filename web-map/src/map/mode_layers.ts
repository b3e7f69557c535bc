/** Areas that are switched to emergency, tinted: red for a real one, amber and dashed for a drill. */

import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import type { Palette } from '@/look/palette'
import { emergencies } from '@/state/modes'
import { areaFilter } from './layers'

export const MODE = 'muster-mode-'
const levels = ['district', 'township', 'community', 'grid', 'micro_area']

export function modeLayers(palette: Palette): LayerSpecification[] {
  return levels.flatMap((level): LayerSpecification[] => {
    const common = { source: 'areas', 'source-layer': level, filter: areaFilter([]) }
    return [
      { id: `${MODE}real-fill-${level}`, type: 'fill', ...common, paint: { 'fill-color': palette.extreme, 'fill-opacity': 0.1 } },
      { id: `${MODE}real-line-${level}`, type: 'line', ...common, layout: { 'line-join': 'round' }, paint: { 'line-color': palette.extreme, 'line-width': 2.5 } },
      { id: `${MODE}drill-fill-${level}`, type: 'fill', ...common, paint: { 'fill-color': palette.moderate, 'fill-opacity': 0.1 } },
      { id: `${MODE}drill-line-${level}`, type: 'line', ...common, layout: { 'line-join': 'round' }, paint: { 'line-color': palette.moderate, 'line-width': 2.5, 'line-dasharray': [3, 2] } },
    ]
  })
}

/** Keeps the tint equal to what is switched. */
export function feedModes(map: MapLibreMap): { stop: () => void; again: () => void } {
  const again = () => {
    for (const occasion of ['real', 'drill'] as const) {
      const codes = emergencies.value.filter(one => one.occasion === occasion).map(({ area }) => area)
      for (const layer of map.getStyle()?.layers ?? []) {
        if (layer.id.startsWith(`${MODE}${occasion}-`)) map.setFilter(layer.id, areaFilter(codes), { validate: false })
      }
    }
  }
  const key = () => emergencies.value.map(({ area, occasion }) => `${occasion} ${area}`).join()
  return { stop: watch(key, again), again }
}
