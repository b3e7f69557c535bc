/** A replay on the map: the way each team came, the part behind it strong, and where it was. */

import type { Feature } from 'geojson'
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap, SourceSpecification } from 'maplibre-gl'
import { watch } from 'vue'
import type { Replay } from '@/api/review'
import type { TeamKind } from '@/api/types'
import type { Palette } from '@/look/palette'
import { passedLine, placeAt } from '@/incidents/review/replay'
import { replay, replayAt } from '@/state/replay'
import { teamName, world } from '@/state/world'

const FONT = ['Noto Sans SC Regular']
export const REPLAY = 'muster-replay'
export const replaySources: Record<string, SourceSpecification> = { [REPLAY]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance: 0.2 } }

const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }

export function replayLayers(palette: Palette): LayerSpecification[] {
  const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
  return [
    { id: `${REPLAY}-way`, type: 'line', source: REPLAY, filter: part('way'), layout: round, paint: { 'line-color': palette.going, 'line-width': 2, 'line-opacity': 0.55, 'line-dasharray': [1, 2] } },
    { id: `${REPLAY}-case`, type: 'line', source: REPLAY, filter: part('passed'), layout: round, paint: { 'line-color': palette.halo, 'line-width': 8, 'line-opacity': 0.8 } },
    { id: `${REPLAY}-passed`, type: 'line', source: REPLAY, filter: part('passed'), layout: round, paint: { 'line-color': palette.going, 'line-width': 4 } },
    {
      id: `${REPLAY}-team`, type: 'symbol', source: REPLAY, filter: part('team'),
      layout: {
        'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true,
        'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1.15], 'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
  ]
}

export function replayFeatures(shown: Replay | null, at: number, kindOf: (team: string) => TeamKind, nameOf: (team: string) => string): Feature[] {
  return (shown?.tracks ?? []).flatMap((track): Feature[] => {
    const features: Feature[] = []
    const whole = track.points.map(({ position }): [number, number] => [position.lon, position.lat])
    if (whole.length > 1) features.push({ type: 'Feature', properties: { part: 'way' }, geometry: { type: 'LineString', coordinates: whole } })
    const passed = passedLine(track, at)
    if (passed.length > 1) features.push({ type: 'Feature', properties: { part: 'passed' }, geometry: { type: 'LineString', coordinates: passed } })
    const place = placeAt(track, at)
    if (place) {
      const properties = { part: 'team', name: nameOf(track.team), icon: `muster|team|${kindOf(track.team)}|going|fresh` }
      features.push({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [place.lon, place.lat] } })
    }
    return features
  })
}

export function feedReplay(map: MapLibreMap): { stop: () => void; again: () => void } {
  const kindOf = (team: string): TeamKind => world.teams.get(team)?.team.kind ?? 'patrol'
  const again = () => map.getSource<GeoJSONSource>(REPLAY)?.setData({ type: 'FeatureCollection', features: replayFeatures(replay.value, replayAt.value, kindOf, teamName) })
  return { stop: watch([replay, replayAt], again), again }
}
