/**
 * The draft that is open: what the service last said of it, and the one way to change it. An edit names the content it was
 * drawn on; what comes back is a patch, put in as it is.
 */

import { computed, shallowReactive, shallowRef, watch } from 'vue'
import type { Draft, DraftArea, DraftAreaId, DraftId, Edit, Edited, PlanList, Rules } from '@/api/plan'
import { asProblem, type Problem } from '@/api/problem'
import { t } from '@/locale'
import { useAction } from '@/state/action'
import { planNews } from '@/state/live'
import { complain, tell } from '@/state/notices'
import { selection } from '@/state/selection'
import { api, session } from '@/state/session'
import { LocalMap } from './local/map'
import { tellLarge } from './picture'
import { forgetView, loadView } from './view'

export const local = new LocalMap()
export const areas = shallowReactive(new Map<DraftAreaId, DraftArea>())
export const rules = shallowRef<Rules>({ households: {}, compactness: 0, blocking: [] })
export const list = shallowRef<PlanList | null>(null)
export const desk = shallowReactive({
  draft: null as Draft | null,
  loading: false,
  problem: null as Problem | null,
  /** This tab is publishing it, and will leave it by itself. */
  publishing: false,
  /** Counts what changed the draft, for whatever has to be asked for again. */
  changes: 0,
})

const acting = useAction()
/** An edit is on its way. */
export const pending = acting.pending

/** Codes are digits: plain comparison is their order, and a hundred times faster than a language's. Those without one come last. */
export function byCode(a: DraftArea, b: DraftArea): number {
  const [one, other] = [a.code ?? '~', b.code ?? '~']
  return one < other ? -1 : one > other ? 1 : a.id - b.id
}

/** The areas below each, by code and name; `null` has those without a parent. */
export const below = computed(() => {
  const children = new Map<DraftAreaId | null, DraftArea[]>()
  for (const area of areas.values()) {
    const parent = area.parent !== null && areas.has(area.parent) ? area.parent : null
    const known = children.get(parent)
    if (known) known.push(area)
    else children.set(parent, [area])
  }
  for (const siblings of children.values()) siblings.sort(byCode)
  return children
})
export const childrenOf = (area: DraftAreaId): readonly DraftArea[] => below.value.get(area) ?? []
export const areaName = (id: DraftAreaId | null): string => (id === null ? '' : (areas.get(id)?.name ?? String(id)))

export async function loadList(): Promise<void> {
  const answer = await api().plan.list()
  list.value = answer
  rules.value = answer.rules
}

let opening: AbortController | null = null

/** Opens a draft, or loads it again as it is now. */
export async function openDraft(id: DraftId): Promise<void> {
  opening?.abort()
  const mine = (opening = new AbortController())
  desk.problem = null
  desk.loading = true
  try {
    if (!list.value) await loadList()
    for (;;) {
      const draft = await api().plan.draft(id, mine.signal)
      const [tree, map] = await Promise.all([api().plan.areas(id, mine.signal), loadView(draft, mine.signal, true)])
      if (mine.signal.aborted) return
      // Somebody drew between the answers: they do not belong together.
      if (tree.hash !== draft.hash || map.hash !== draft.hash) continue
      local.clear()
      areas.clear()
      local.load(map)
      for (const area of tree.areas) areas.set(area.id, area)
      desk.draft = draft
      break
    }
    desk.changes++
    void tellLarge('all')
  } catch (thrown) {
    if (mine.signal.aborted) return
    desk.problem = asProblem(thrown)
  } finally {
    if (opening === mine) desk.loading = false
  }
}

export function closeDraft(): void {
  opening?.abort()
  forgetView()
  desk.draft = null
  desk.problem = null
  desk.loading = false
  local.clear()
  areas.clear()
  void tellLarge('all')
}

/** Puts in what an edit did; resolves when it is drawn. */
export function take({ draft, patch }: Edited): Promise<unknown> {
  const changed = local.apply(patch)
  for (const id of patch.areas.removed) areas.delete(id)
  for (const area of patch.areas.put) areas.set(area.id, area)
  desk.draft = draft
  desk.changes++
  return (drawn = tellLarge(changed))
}

let drawn: Promise<unknown> = Promise.resolve()
/** Resolves when the latest patch is on the map; until then what was in the hand stays to be seen. */
export const whenDrawn = () => drawn

export type Refused = (problem: Problem) => void
type Ask = (id: DraftId, hash: string, action: string) => Promise<Edited>

/** The one way to change the draft. `undefined` when it was refused; the reason is shown, and told to `refused`. */
async function change(ask: Ask, same: unknown, refused?: Refused): Promise<Edited | undefined> {
  const draft = desk.draft
  if (!draft || pending.value) return undefined
  const answer = await acting.run(action => ask(draft.id, draft.hash, action), same)
  if (desk.draft?.id !== draft.id) return undefined
  if (answer) {
    void take(answer)
    return answer
  }
  const problem = acting.problem.value
  if (!problem) return undefined
  refused?.(problem)
  complain(problem)
  if (problem.code === 'draft_changed') await openDraft(draft.id)
  return undefined
}

export const commit = (edit: Edit, refused?: Refused) => change((id, hash, action) => api().plan.edit(id, hash, edit, action), edit, refused)
export const undo = () => (desk.draft?.undo ? change((id, hash, action) => api().plan.undo(id, hash, action), desk.draft.hash) : Promise.resolve(undefined))
export const redo = () => (desk.draft?.redo ? change((id, hash, action) => api().plan.redo(id, hash, action), desk.draft.hash) : Promise.resolve(undefined))
export const number = (under: DraftAreaId, level: DraftArea['level']) => change((id, hash, action) => api().plan.number(id, hash, under, level, action), `${under} ${level}`)
export const mergeDraft = (other: DraftId, refused: Refused) => change((id, _hash, action) => api().plan.merge(id, other, action), other, refused)

/** Leaves a draft that became a version by another hand or in another tab: nothing can be drawn on it any more. */
function ended({ id, name }: Draft, by: string): void {
  if (desk.publishing || selection.draft !== id || list.value?.drafts.some(draft => draft.id === id)) return
  selection.draft = selection.sel = selection.sheet = null
  tell(t('draft.ended', { who: by, name }))
}

watch(planNews, async news => {
  if (!news) return
  if (list.value) await loadList().catch(complain)
  const draft = desk.draft
  if (!draft || pending.value) return
  if (news !== 'lost' && 'plans' in news) return ended(draft, news.by)
  if (news === 'lost') return openDraft(draft.id)
  if (!('draft' in news) || news.draft !== draft.id || news.discarded || (news.hash === draft.hash && news.step === draft.step)) return
  await openDraft(draft.id)
  if (news.by !== session.value?.account) tell(t('plan.changed_by', { who: news.by }))
})
