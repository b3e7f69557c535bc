/** Keeps the map's sources equal to the closures and to the one in the hand. */

import type { Feature } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { watch, type WatchStopHandle } from 'vue'
import { drawing, preview } from '@/closures/draw'
import { closureFeatures, drawingFeatures } from '@/closures/shapes'
import { closures } from '@/state/closures'
import { CLOSURE } from './closure_layers'

export function feedClosures(map: MapLibreMap): { stop: () => void; again: () => void } {
  const set = (name: string, features: Feature[]) => map.getSource<GeoJSONSource>(`${CLOSURE}${name}`)?.setData({ type: 'FeatureCollection', features })
  const all = () => set('all', closureFeatures(closures.value))
  const inHand = () => set('drawing', drawingFeatures(drawing.tool, drawing.points, drawing.pointer, drawing.ground !== null, preview.value?.selects ?? null))
  const stops: WatchStopHandle[] = [
    watch(closures, all),
    watch([() => drawing.tool, () => drawing.points, () => drawing.pointer, () => drawing.ground, preview], inHand),
  ]
  return {
    stop: () => stops.forEach(stop => stop()),
    again: () => {
      all()
      inHand()
    },
  }
}
