/**
 * Keeps the map's sources equal to what the plan room wants drawn. The large ones take differences; what is in the hand is a
 * small source of its own, written with every movement.
 */

import type { Feature } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { watch, type WatchStopHandle } from 'vue'
import { areas, local } from '@/plan/desk'
import { labelFeature, valueFeature, windows } from '@/plan/drawn'
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

  const collect = <T>(things: Iterable<T>, draw: (thing: T) => Feature | null): Data => ({ type: 'FeatureCollection', features: Array.from(things, draw).filter(feature => feature !== null) })
  const values = () => set('values', picture.valued.value ? collect(local.faces.keys(), valueFeature) : nothingDrawn)
  const labels = () => set('labels', collect(areas.values(), labelFeature))
  const whole = () => Promise.all([
    set('borders', collect(local.borders.values(), borderFeature)),
    set('buildings', collect(local.buildings.values(), buildingFeature)),
    labels(),
    values(),
  ])
  /** What is drawn no more is removed; what is, replaced. */
  function update<T>(name: string, { removed, put }: { removed: number[]; put: number[] }, find: (id: number) => T | undefined, draw: (thing: T) => Feature | null): Promise<unknown> | undefined {
    if (removed.length + put.length === 0) return undefined
    const add = put.flatMap(id => {
      const thing = find(id)
      return (thing === undefined ? null : draw(thing)) ?? []
    })
    const drawn = new Set(add.map(({ id }) => id))
    return source(name)?.updateData({ remove: [...removed, ...put.filter(id => !drawn.has(id))], add })
  }
  /** Faces whose outline or number may have changed. */
  function facesOf({ borders, faces, areas: named }: Changed): { removed: number[]; put: number[] } {
    const touched = new Set(faces.put)
    for (const id of borders.put) for (const face of [local.borders.get(id)!.left, local.borders.get(id)!.right]) touched.add(face)
    for (const id of named.put) for (const face of local.facesOf(id)) touched.add(face)
    return { removed: faces.removed, put: [...touched].filter(face => local.faces.has(face)) }
  }
  const part = (changed: Changed) => Promise.all([
    update('borders', changed.borders, id => local.borders.get(id), borderFeature),
    update('buildings', changed.buildings, id => local.buildings.get(id), buildingFeature),
    update('labels', changed.areas, id => areas.get(id), labelFeature),
    picture.valued.value && update('values', facesOf(changed), id => id, valueFeature),
  ])

  /** At once: browsers hand over one movement a frame, and the source itself joins what comes while its worker is busy. */
  const work = () => void set('work', picture.work.value)

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

  const small = ['chosen', 'base'] as const
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
    watch(picture.valued, () => void values()),
    // A first micro-area makes room for its name among those of the grids.
    watch(() => JSON.stringify(windows.value), () => void labels()),
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
