/** The version that is looked at: its areas, by code, whether or not they are in force. */

import type { Feature, MultiPolygon, Polygon } from 'geojson'
import { computed, shallowRef } from 'vue'
import { api } from '@/state/session'
import { boundsOf, camera } from '@/state/scene'
import type { Level } from '@/api/types'
import { levels } from './picture'

export interface VersionArea { code: string; name: string; level: Level; parent: string | null; shape: [number, number][][][] }

export const version = shallowRef<{ number: number; areas: ReadonlyMap<string, VersionArea> } | null>(null)

function areaOf({ properties, geometry }: Feature): VersionArea {
  const { code, name, level, parent } = properties as { code: string; name: string; level: Level; parent?: string }
  const polygons = geometry as Polygon | MultiPolygon
  const shape = (polygons.type === 'Polygon' ? [polygons.coordinates] : polygons.coordinates) as [number, number][][][]
  return { code, name, level, parent: parent ?? null, shape }
}

let asked: AbortController | null = null
/** Fetches the areas of a version; whatever was here before is forgotten. */
export async function lookAt(number: number | null): Promise<void> {
  asked?.abort()
  version.value = null
  if (number === null) return
  const mine = (asked = new AbortController())
  const { features } = await api().plan.versionAreas(number, null, mine.signal).catch(thrown => {
    if (mine.signal.aborted) return { features: [] }
    throw thrown
  })
  if (!mine.signal.aborted) version.value = { number, areas: new Map(features.map(areaOf).map(area => [area.code, area])) }
}

/** As the tree has them: wide before fine, then by code. */
export const inOrder = computed(() => [...(version.value?.areas.values() ?? [])].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.code < b.code ? -1 : 1)))

export function flyToArea(code: string): void {
  const area = version.value?.areas.get(code)
  if (area) camera.fit(boundsOf(area.shape.flatMap(([outer]) => outer ?? [])), 17)
}
