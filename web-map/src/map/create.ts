/** Makes the map: worker, style, signs. Everything that names MapLibre's constructor is here. */

import { AttributionControl, Map as MapLibreMap, ScaleControl, setWorkerUrl, type StyleSpecification, type TransformStyleFunction } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { palettes, type Theme } from '@/look/palette'
import type { Language } from '@/locale'
import { mapDay, type Bounds } from '@/state/scene'
import { ofDay } from './day'
import { withOwn } from './layers'
import { picture } from './marks'

// MapLibre cannot find its worker by itself once a bundler has moved it; without this the map never comes to rest.
setWorkerUrl(workerUrl)

/** Drawn by the browser from the fonts of the machine: no glyph files are fetched. */
const FONTS = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'

export const styleUrl = (district: string, theme: Theme, language: Language) =>
  `/style/${encodeURIComponent(district)}.json?theme=${theme}&lang=${language}`

/** Keeps our layers across a change of style, with what their sources hold, in the new theme's colours. */
export function carryOwn(theme: () => Theme, areas: () => string[]): TransformStyleFunction {
  return (before, next) => {
    const carried = Object.fromEntries(Object.entries(before?.sources ?? {}).filter(([id]) => id.startsWith('muster-')))
    return withOwn(next, palettes[theme()], areas(), carried)
  }
}

export interface MapSettings {
  container: HTMLElement
  district: string
  bounds: Bounds | null
  theme: () => Theme
  language: Language
  areas: () => string[]
  /** Words of the map's own controls. */
  words: Record<string, string>
}

export function createMap({ container, district, bounds, theme, language, areas, words }: MapSettings): MapLibreMap {
  const blank: StyleSpecification = { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': palettes[theme()].ground } }] }
  const map = new MapLibreMap({
    container,
    style: blank,
    bounds: bounds ?? [73, 18, 135, 54],
    fitBoundsOptions: { padding: { top: 70, right: 60, bottom: 60, left: 100 } },
    attributionControl: false,
    transformRequest: url => ({ url: ofDay(url, mapDay.value) }),
    localIdeographFontFamily: FONTS,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 150,
    maxZoom: 20,
    minZoom: 3,
    locale: words,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-left')
  map.setMissingStyleImageResolver(id => {
    const drawn = picture(id, palettes[theme()])
    if (drawn && !map.hasImage(id)) map.addImage(id, drawn.data, { pixelRatio: drawn.pixelRatio })
  })
  map.setStyle(styleUrl(district, theme(), language), { transformStyle: carryOwn(theme, areas), diff: false })
  return map
}

/** Draws every sign again, in the present theme. */
export function redrawSigns(map: MapLibreMap, theme: Theme): void {
  for (const id of map.listImages()) {
    const drawn = picture(id, palettes[theme])
    if (drawn) map.updateImage(id, drawn.data)
  }
}

/** Names whose data is shown, and that the map is for internal use; made anew when the language changes. */
export function attribution(map: MapLibreMap, internal: string): { remove: () => void } {
  const control = new AttributionControl({ compact: false, customAttribution: internal })
  map.addControl(control, 'bottom-left')
  return { remove: () => map.removeControl(control) }
}
