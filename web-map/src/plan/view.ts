/** Which part of a draft's map is here. A small draft comes whole; of a large one what is looked at, finer the nearer one looks. */

import { watch } from 'vue'
import type { Draft, DraftMap } from '@/api/plan'
import { view, type Bounds } from '@/state/scene'
import { api } from '@/state/session'
import { complain } from '@/state/notices'
import { desk, local, openDraft } from './desk'
import { tellLarge } from './picture'

/** So many borders are loaded at once and kept: about five megabytes. */
const WHOLE = 20_000
/** As much again on every side, so that a step aside needs nothing new. */
const MARGIN = 0.5

let seen: { draft: string; bounds: Bounds | null; complete: boolean; zoom: number } | null = null

export const forgetView = () => (seen = null)

const within = (inner: Bounds, outer: Bounds) => inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

function padded([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * MARGIN, (north - south) * MARGIN]
  return [west - x, south - y, east + x, north + y]
}

/** Asks for what is looked at, or for everything. */
export async function loadView(draft: Draft, signal: AbortSignal, anew: boolean): Promise<DraftMap> {
  const whole = draft.counts.borders <= WHOLE
  const now = view.value
  const bounds = whole || !now || (anew && desk.draft?.id !== draft.id) ? (whole ? null : draft.bounds) : padded(now.bounds)
  const map = await api().plan.map(draft.id, bounds, signal)
  seen = { draft: draft.id, bounds, complete: map.complete, zoom: now?.zoom ?? 0 }
  return map
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
