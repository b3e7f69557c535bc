/** The room's pictures from what it knows: names and values of areas, outlines of what is chosen, the version compared with. */

import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { computed, effectScope, watch } from 'vue'
import type { DraftArea, FaceId, Metrics, Rules } from '@/api/plan'
import type { Level } from '@/api/types'
import { t } from '@/locale'
import { count } from '@/locale/format'
import { complain } from '@/state/notices'
import { api } from '@/state/session'
import { chosen, shapeOf } from './chosen'
import { areas, desk, local, rules } from './desk'
import { kept } from './local/compare'
import { faceOutline } from './local/rings'
import { levels, nothingDrawn, picture, weight } from './picture'

/** -1 below the range, 1 above, 0 within it or where there is none. */
export function against({ households }: Rules, level: Level, metrics: Metrics): -1 | 0 | 1 {
  const range = households[level]
  if (!range) return 0
  return metrics.households < range[0] ? -1 : metrics.households > range[1] ? 1 : 0
}

/** Between which zooms names of a level show where there are all levels, in whole steps: finer ones need room, wider ones make way. */
const NAMES: Record<Level, [from: number, until: number]> = { district: [0, 12], township: [10, 14], community: [12, 15], grid: [14, 16], micro_area: [15, 24] }
const NEAREST = 24

/** The same for the levels that there are: the widest shows from afar, the finest however near, and between two none is missed. */
export function nameWindows(present: readonly Level[]): Partial<Record<Level, [from: number, until: number]>> {
  const windows: Partial<Record<Level, [number, number]>> = {}
  let before = 0
  for (const level of levels.filter(each => present.includes(each))) {
    const isFinest = !present.some(other => levels.indexOf(other) > levels.indexOf(level))
    const [from, until] = NAMES[level]
    windows[level] = [Math.min(from, before), isFinest ? NEAREST : until]
    before = until
  }
  return windows
}
export const windows = computed(() => nameWindows(Object.keys(desk.draft?.counts.areas ?? {}) as Level[]))

/** The name of an area with its households; `null` where it has no place for one. */
export function labelFeature({ id, label, level, name, metrics }: DraftArea): Feature | null {
  const shown = windows.value[level]
  if (!label || !shown) return null
  const figure = t('plan.label_households', { n: count(metrics.households) })
  return { type: 'Feature', id, geometry: { type: 'Point', coordinates: label }, properties: { name, figure, weight: weight(level), from: shown[0], until: shown[1], order: weight(level) * 1e6 + metrics.households } }
}

/** A face whose area lies outside its range; `null` for any other. */
export function valueFeature(id: FaceId): Feature | null {
  const home = local.areaOf(id)
  const area = home === null ? undefined : areas.get(home)
  const value = area ? against(rules.value, area.level, area.metrics) : 0
  const rings = value === 0 ? null : faceOutline(local, id)
  return rings?.length ? { type: 'Feature', id, properties: { value }, geometry: { type: 'MultiPolygon', coordinates: rings } } : null
}

/** The two finest levels tell what was redrawn; wider ones follow from them. */
async function outlinesOf(version: number): Promise<Geometry[]> {
  const present = levels.filter(level => [...areas.values()].some(area => area.level === level))
  const sets = await Promise.all(present.slice(-2).map(level => api().plan.versionAreas(version, level)))
  return sets.flatMap(({ features }) => features.map(({ geometry }) => geometry))
}

/** Another draft as it is now. */
async function bordersOf(draft: string): Promise<Geometry[]> {
  const { borders } = await api().plan.map(draft, null)
  return [{ type: 'MultiLineString', coordinates: borders.map(({ points }) => points) }]
}

function baseFeatures(outlines: readonly Geometry[]): FeatureCollection {
  const lines = kept(local, outlines)
  return {
    type: 'FeatureCollection',
    features: (['kept', 'gone'] as const).map(which => ({ type: 'Feature', properties: { which }, geometry: { type: 'MultiLineString', coordinates: lines[which] } })),
  }
}

/** Draws until told to stop. */
export function startDrawing(): () => void {
  const scope = effectScope(true)
  scope.run(() => {
    watch(() => [chosen.value, desk.changes] as const, ([ids]) => {
      const features = ids.flatMap((id): Feature[] => {
        const shape = shapeOf(id)
        return shape?.length ? [{ type: 'Feature', id, properties: {}, geometry: { type: 'MultiPolygon', coordinates: shape } }] : []
      })
      picture.chosen.value = { type: 'FeatureCollection', features }
    }, { immediate: true })
    // What the draft is held against is fetched when it is first to be seen; another draft may change meanwhile.
    let fetched = ''
    let outlines: Geometry[] = []
    watch(() => [picture.compare.value, picture.against.value, desk.draft?.base, desk.changes] as const, async ([how, against, base]) => {
      if (how === 'after' || base === undefined) return
      const wanted = against === 'base' ? `version:${base}` : against
      if (wanted !== fetched || wanted.startsWith('draft:')) {
        fetched = wanted
        const [kind, id] = wanted.split(':') as [string, string]
        try {
          const answer = kind === 'draft' ? await bordersOf(id) : await outlinesOf(Number(id))
          if (fetched !== wanted) return
          outlines = answer
        } catch (thrown) {
          fetched = ''
          return complain(thrown)
        }
      }
      picture.base.value = baseFeatures(outlines)
    })
  })
  return () => {
    scope.stop()
    picture.valued.value = false
    picture.compare.value = 'after'
    picture.against.value = 'base'
    for (const name of ['chosen', 'base'] as const) picture[name].value = nothingDrawn
  }
}
