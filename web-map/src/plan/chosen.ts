/** Which areas of the draft are chosen. They live in the address, so that a link shows a colleague the same. */

import { computed, shallowRef } from 'vue'
import type { DraftArea, DraftAreaId, Lonlat } from '@/api/plan'
import type { Level } from '@/api/types'
import { camera, boundsOf } from '@/state/scene'
import { selection } from '@/state/selection'
import { areas, childrenOf, local } from './desk'
import { faceAt } from './local/locate'
import { facesBelow, outline, type Polygon } from './local/rings'
import { levels } from './picture'
import { areaThere, isWhole, knownAt } from './view'

const named = computed(() => (selection.sel ?? '').split(',').map(Number).filter(id => Number.isInteger(id) && id > 0))
export const chosen = computed<readonly DraftAreaId[]>(() => named.value.filter(id => areas.has(id)))
/** The one that a tool acts on. */
export const only = computed<DraftArea | null>(() => (chosen.value.length === 1 ? (areas.get(chosen.value[0]!) ?? null) : null))

export function choose(ids: readonly DraftAreaId[]): void {
  selection.sel = ids.length ? [...new Set(ids)].join(',') : null
}
export const toggle = (id: DraftAreaId) => choose(chosen.value.includes(id) ? chosen.value.filter(other => other !== id) : [...chosen.value, id])

/** The level that a click chooses; `null` for the finest that is there. */
export const pickLevel = shallowRef<Level | null>(null)

/** Of an area and those above it, the one of that level, or the nearest finer one. */
function upTo(home: DraftAreaId | null, level: Level | null): DraftArea | null {
  let found = home === null ? null : (areas.get(home) ?? null)
  while (found && level && levels.indexOf(found.level) > levels.indexOf(level)) {
    const above: DraftArea | undefined = found.parent === null ? undefined : areas.get(found.parent)
    if (!above || levels.indexOf(above.level) < levels.indexOf(level)) break
    found = above
  }
  return found
}

/**
 * The area of that level, or the nearest finer one, at a place; `undefined` when what is loaded does not say. Of a large draft
 * seen from far only wide borders are here: the face beside the next one is one of many, and only the areas above it are sure.
 */
export function areaAt(at: Lonlat, level: Level | null = pickLevel.value): DraftArea | null | undefined {
  const known = knownAt(at)
  if (!known) return undefined
  const { east, finest } = known
  if (finest && (!level || levels.indexOf(level) > levels.indexOf(finest))) return undefined
  const face = faceAt(local, at, east)
  return face === null ? undefined : upTo(local.areaOf(face), level)
}

/** The same, asked of the service where it is not known here. */
export async function findArea(at: Lonlat, level: Level | null = pickLevel.value): Promise<DraftArea | null> {
  const known = areaAt(at, level)
  return known === undefined ? upTo(await areaThere(at), level) : known
}

/** What a click means: of what is drawn there, as fine as it is drawn. */
export function clickArea(at: Lonlat): Promise<DraftArea | null> {
  const [wanted, finest] = [pickLevel.value, knownAt(at)?.finest]
  const drawn = finest && (!wanted || levels.indexOf(wanted) > levels.indexOf(finest)) ? finest : wanted
  return findArea(at, drawn)
}

export const isFinest = (area: DraftArea) => childrenOf(area.id).length === 0

/** Outer rings and holes of an area with all that is below it, every part of it; `null` while not all of it is loaded. */
export function shapeOf(id: DraftAreaId): Polygon[] | null {
  const faces = facesBelow(local, childrenOf, id)
  const shape = faces.size ? outline(local, faces, face => faces.has(face)) : null
  // Parts of which no border is here are not missed by those that are.
  return shape && !isWhole() && shape.length < (areas.get(id)?.metrics.parts ?? 1) ? null : shape
}

/** Shows an area whole. */
export function flyTo(id: DraftAreaId): void {
  const shape = shapeOf(id)
  const label = areas.get(id)?.label
  if (shape?.length) camera.fit(boundsOf(shape.flatMap(polygon => polygon[0] ?? [])), 17)
  else if (label) camera.go({ lon: label[0], lat: label[1] })
}
