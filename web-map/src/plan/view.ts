/** Which part of a draft's map is here. A small draft comes whole; of a large one what is looked at, finer the nearer one looks. */

import { watch } from 'vue'
import type { Draft, DraftAreaId, DraftMap, FaceId, Lonlat } from '@/api/plan'
import type { Level } from '@/api/types'
import { view, type Bounds } from '@/state/scene'
import { api } from '@/state/session'
import { complain } from '@/state/notices'
import { desk, local, openDraft } from './desk'
import { faceAt } from './local/locate'
import { LocalMap } from './local/map'
import { levels, tellLarge } from './picture'

/** So many borders are loaded at once and kept: about five megabytes. */
const WHOLE = 20_000
/** As much again on every side, so that a step aside needs nothing new. */
const MARGIN = 0.5

/** The window that is loaded; no `bounds` for the whole draft. `finest` is the finest level whose borders are all here. */
let seen: { draft: string; bounds: Bounds | null; complete: boolean; finest: Level | null; zoom: number } | null = null

export const forgetView = () => (seen = null)

const within = (inner: Bounds, outer: Bounds) => inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

function padded([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * MARGIN, (north - south) * MARGIN]
  return [west - x, south - y, east + x, north + y]
}

/** Asks for what is looked at, or for everything. */
export async function loadView(draft: Draft, signal: AbortSignal, anew: boolean): Promise<DraftMap> {
  // Few borders may still be long ones.
  const whole = draft.counts.borders <= WHOLE && !(seen?.draft === draft.id && !seen.complete)
  const now = view.value
  const bounds = whole || !now || (anew && desk.draft?.id !== draft.id) ? (whole ? null : draft.bounds) : padded(now.bounds)
  const map = await api().plan.map(draft.id, bounds, signal)
  const finest = levels.filter(level => map.levels.includes(level)).at(-1) ?? null
  seen = { draft: draft.id, bounds: map.complete ? bounds : (bounds ?? draft.bounds), complete: map.complete, finest, zoom: now?.zoom ?? 0 }
  return map
}

/** Whether all of the draft is here. */
export const isWhole = (): boolean => seen !== null && seen.complete && seen.bounds === null

/** What is known of a place: `at` tells the face up to `east`, and the areas of `finest` and wider ones; all when that is `null`. */
export function knownAt([lon, lat]: Lonlat): { east: number; finest: Level | null } | null {
  if (!seen) return null
  if (isWhole()) return { east: Infinity, finest: null }
  const { bounds, complete, finest } = seen
  if (!bounds || !within([lon, lat, lon, lat], bounds) || (!complete && !finest)) return null
  return { east: bounds[2], finest: complete ? null : finest }
}

/** The piece of ground at a place, `0` outside; `null` when what is loaded does not say. */
export function faceHere(at: Lonlat): FaceId | null {
  const known = knownAt(at)
  return known && known.finest === null ? faceAt(local, at, known.east) : null
}

/** Half as high as the strip is that is asked for, in degrees; about a metre. */
const STRIP = 1e-5
const FIRST_STRIP = 0.002

/** The finest area at a place, from the service: every border of a narrow strip to the east, as far as the next. */
export async function areaThere(at: Lonlat): Promise<DraftAreaId | null> {
  const draft = desk.draft
  const end = draft?.bounds?.[2]
  if (!draft || end === undefined) return null
  const [lon, lat] = at
  for (let span = FIRST_STRIP; ; span *= 4) {
    const east = Math.min(lon + span, end + STRIP)
    if (east <= lon) return null
    const map = await api().plan.map(draft.id, [lon - STRIP, lat - STRIP, east, lat + STRIP])
    if (!map.complete || map.hash !== desk.draft?.hash) return null
    const strip = new LocalMap()
    strip.load(map)
    const face = faceAt(strip, at, east)
    if (face !== null) return strip.areaOf(face)
    if (east >= end) return null
  }
}

let asked: AbortController | null = null
watch(view, async now => {
  const draft = desk.draft
  if (!now || !draft || desk.loading || seen?.draft !== draft.id || seen.bounds === null) return
  if (within(now.bounds, seen.bounds) && (seen.complete || now.zoom < seen.zoom + 0.5)) return
  asked?.abort()
  const mine = (asked = new AbortController())
  try {
    const map = await loadView(draft, mine.signal, false)
    if (mine.signal.aborted || desk.draft?.id !== draft.id) return
    if (map.hash !== desk.draft.hash) return void openDraft(draft.id)
    local.load(map)
    void tellLarge('all')
  } catch (thrown) {
    if (!mine.signal.aborted) complain(thrown)
  }
})
