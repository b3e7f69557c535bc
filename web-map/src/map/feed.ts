/** Keeps the map's own sources equal to the world: a source is written when what it shows has changed, once a frame at most. */

import type { GeoJSONSource, Map as MapLibreMap, VectorTileSource } from 'maplibre-gl'
import { computed, watch, type WatchStopHandle } from 'vue'
import { language } from '@/locale'
import { now } from '@/state/clock'
import { hiddenGroups, hushed, mapDay, scene } from '@/state/scene'
import { selection } from '@/state/selection'
import { district, incidentKindName } from '@/state/session'
import { fixes, fixesTick, layerVersions, world } from '@/state/world'
import { groupOf } from './groups'
import { areaFilter } from './layers'
import { incidentFeatures, pointFeatures, teamFeatures } from './features'

type Data = Parameters<GeoJSONSource['setData']>[0]

/** Teams of the chosen incident, the chosen team, and the one under the pointer. */
const chosenTeams = computed(() => {
  const chosen = new Set<string>()
  if (selection.team) chosen.add(selection.team)
  if (scene.hoveredTeam) chosen.add(scene.hoveredTeam)
  const incident = selection.incident ? world.incidents.get(selection.incident) : undefined
  for (const task of incident?.tasks ?? []) if (['assigned', 'accepted', 'en_route', 'on_scene'].includes(task.state)) chosen.add(task.team)
  return chosen
})

/** Staleness changes by itself; half a minute is soon enough to show it. */
const halfMinute = computed(() => Math.floor(now.value / 30_000))

export function feedMap(map: MapLibreMap): { stop: () => void; again: () => void } {
  const set = (id: string, data: Data) => map.getSource<GeoJSONSource>(id)?.setData(data)
  const writers = {
    incidents: () => set('muster-incidents', incidentFeatures(world.incidents.values(), selection.incident, incident => incidentKindName(incident.kind, language.value))),
    teams: () => {
      void fixesTick.value
      void halfMinute.value
      const staleAfter = district.value?.tables.policy.stale_after ?? Infinity
      set('muster-teams', teamFeatures(world.teams.values(), { fixes, areas: world.areas, chosen: chosenTeams.value, now: now.value, staleAfter }))
    },
    route: () => set('muster-route', scene.route
      ? { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: scene.route } }
      : { type: 'FeatureCollection', features: [] }),
    marks: () => set('muster-marks', pointFeatures(scene.marks)),
    draft: () => set('muster-draft', pointFeatures(scene.draft ? [{ code: 'draft', label: '', position: scene.draft.position, icon: scene.draft.draggable ? 'muster|draft|movable' : 'muster|draft|fixed' }] : [])),
  }
  const ready = () => map.getSource('muster-incidents') !== undefined

  const stops: WatchStopHandle[] = [
    watch([() => [...world.incidents.values()], () => selection.incident, language], () => ready() && writers.incidents()),
    watch([fixesTick, halfMinute, () => [...world.teams.values()], () => world.areas.size, chosenTeams], () => ready() && writers.teams()),
    watch(() => scene.route, () => ready() && writers.route()),
    watch(() => [...scene.marks], () => ready() && writers.marks()),
    watch(() => scene.draft, () => ready() && writers.draft(), { deep: true }),
    watch(() => [...scene.areas], () => ready() && outline()),
    watch(() => [...hiddenGroups, ...hushed.value], () => ready() && show()),
    watch(mapDay, () => ready() && turn()),
    watch(() => [...layerVersions.entries()], entries => {
      for (const [layer, version] of entries) renew(layer, version)
    }),
  ]

  function outline(): void {
    for (const layer of map.getStyle().layers) {
      if (layer.id.startsWith('muster-area-')) map.setFilter(layer.id, areaFilter(scene.areas), { validate: false })
    }
  }

  function show(): void {
    for (const layer of map.getStyle().layers) {
      const group = groupOf(layer)
      if (group) map.setLayoutProperty(layer.id, 'visibility', hiddenGroups.has(group) || hushed.value.includes(group) ? 'none' : 'visible')
    }
  }

  /** A new version has new tile addresses, told by its TileJSON. */
  const shown = new Map<string, string>()
  function renew(layer: string, version: string): void {
    if (shown.get(layer) === version || !district.value) return
    shown.set(layer, version)
    map.getSource<VectorTileSource>(layer)?.setUrl(`/tiles/${encodeURIComponent(district.value.code)}/${layer}.json?v=${encodeURIComponent(version)}`)
  }

  /** Another day has the same addresses, asked for with its date. Only after a frame: a source whose filter was just changed rests until then, and forgets what it is told. */
  function turn(): void {
    map.once('render', () => map.getSource('areas') && map.refreshTiles('areas'))
    map.triggerRepaint()
  }

  function again(): void {
    Object.values(writers).forEach(write => write())
    outline()
    show()
  }

  return { stop: () => stops.forEach(stop => stop()), again }
}
