/**
 * Keeps the map's sources equal to what the plan room wants drawn. The large ones take differences; what is in the hand is a
 * small source of its own, written once a frame at most.
 */

import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { watch, type WatchStopHandle } from 'vue'
import { local } from '@/plan/desk'
import type { Changed } from '@/plan/local/map'
import { borderFeature, buildingFeature, nothingDrawn, onLarge, picture } from '@/plan/picture'
import { PLAN } from './plan_layers'

type Data = Parameters<GeoJSONSource['setData']>[0]
/** A map that never comes to rest must not keep an edit waiting, in milliseconds. */
const PATIENCE = 800

export function feedPlan(map: MapLibreMap): { stop: () => void; again: () => void } {
  const source = (name: string) => map.getSource<GeoJSONSource>(`${PLAN}${name}`)
  const set = (name: string, data: Data) => source(name)?.setData(data) ?? Promise.resolve()
  const drawn = (work: Promise<unknown>) => Promise.race([work.catch(() => {}), new Promise(resolve => setTimeout(resolve, PATIENCE))])

  const whole = () => Promise.all([
    set('borders', { type: 'FeatureCollection', features: Array.from(local.borders.values(), borderFeature) }),
    set('buildings', { type: 'FeatureCollection', features: Array.from(local.buildings.values(), buildingFeature) }),
  ])
  function part({ borders, buildings }: Changed): Promise<unknown> {
    const known = <T>(ids: number[], of: ReadonlyMap<number, T>) => ids.flatMap(id => of.get(id) ?? [])
    return Promise.all([
      borders.put.length + borders.removed.length && source('borders')?.updateData({ remove: borders.removed, add: known(borders.put, local.borders).map(borderFeature) }),
      buildings.put.length + buildings.removed.length && source('buildings')?.updateData({ remove: buildings.removed, add: known(buildings.put, local.buildings).map(buildingFeature) }),
    ])
  }

  let frame = 0
  const work = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => void set('work', picture.work.value))
  }

  /** Marks features of a large source without writing it. */
  function marker(name: 'borders' | 'buildings', state: string) {
    let marked: ReadonlySet<number> = new Set()
    return (now: ReadonlySet<number>) => {
      if (!source(name)) return
      for (const id of marked) if (!now.has(id)) map.removeFeatureState({ source: `${PLAN}${name}`, id }, state)
      for (const id of now) if (!marked.has(id)) map.setFeatureState({ source: `${PLAN}${name}`, id }, { [state]: true })
      marked = now
    }
  }
  const hold = marker('borders', 'held')
  const paint = marker('buildings', 'painted')

  function compare(): void {
    const how = picture.compare.value
    const show = (layer: string, shown: boolean) => map.getLayer(`${PLAN}${layer}`) && map.setLayoutProperty(`${PLAN}${layer}`, 'visibility', shown ? 'visible' : 'none')
    show('base', how !== 'after')
    if (map.getLayer(`${PLAN}base`)) map.setFilter(`${PLAN}base`, how === 'both' ? ['==', ['get', 'which'], 'gone'] : null)
    for (const layer of ['borders', 'labels']) show(layer, how !== 'before')
    // The outline of what is chosen does not follow the hand; it comes back when the hand is empty.
    for (const layer of ['chosen', 'chosen-fill']) show(layer, how !== 'before' && picture.held.value.size === 0)
  }

  const small = ['chosen', 'values', 'labels', 'base'] as const
  const stops: (WatchStopHandle | (() => void))[] = [
    onLarge(change => drawn(change === 'all' ? whole() : part(change))),
    watch(picture.work, work, { flush: 'sync' }),
    ...small.map(name => watch(picture[name], data => void set(name, data))),
    watch(picture.held, (now, before) => {
      hold(now)
      if ((now.size > 0) !== (before.size > 0)) compare()
    }),
    watch(picture.painted, paint),
    watch(picture.compare, compare),
  ]

  function again(): void {
    if (!source('borders')) return
    void whole()
    void set('work', picture.work.value)
    for (const name of small) void set(name, picture[name].value ?? nothingDrawn)
    hold(picture.held.value)
    paint(picture.painted.value)
    compare()
  }
  return { stop: () => stops.forEach(stop => stop()), again }
}
