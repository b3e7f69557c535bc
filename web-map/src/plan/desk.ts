/**
 * The draft that is open: what the service last said of it, and the one way to change it. An edit names the content it was
 * drawn on; what comes back is a patch, put in as it is.
 */

import { computed, shallowReactive, shallowRef, watch } from 'vue'
import type { Draft, DraftArea, DraftAreaId, DraftHash, DraftId, Edit, Edited, PlanList, PlanNews, Rules } from '@/api/plan'
import { asProblem, type Problem } from '@/api/problem'
import { t } from '@/locale'
import { useAction } from '@/state/action'
import { planNews, type Lost } from '@/state/live'
import { complain, tell } from '@/state/notices'
import { selection } from '@/state/selection'
import { api, session } from '@/state/session'
import { LocalMap } from './local/map'
import { levels, tellLarge } from './picture'
import { forgetView, loadView } from './view'

export const local = new LocalMap()
export const areas = shallowReactive(new Map<DraftAreaId, DraftArea>())
export const rules = shallowRef<Rules>({ households: {}, compactness: 0, blocking: [] })
export const list = shallowRef<PlanList | null>(null)
export const desk = shallowReactive({
  draft: null as Draft | null,
  loading: false,
  problem: null as Problem | null,
  /** This tab is publishing or discarding it, and will leave it by itself. */
  leaving: false,
  /** Counts what changed the draft, for whatever has to be asked for again. */
  changes: 0,
})

const acting = useAction()
/** An edit is on its way. */
export const pending = shallowRef(false)
/** Resolves when none is. */
export const settled = (): Promise<void> => new Promise(resolve => {
  if (!pending.value) return resolve()
  const stop = watch(pending, busy => {
    if (busy) return
    stop()
    resolve()
  }, { flush: 'sync' })
})

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

let [listsAsked, listShown] = [0, 0]
export async function loadList(): Promise<void> {
  const mine = ++listsAsked
  const answer = await api().plan.list()
  // An answer that was overtaken is older than what is shown.
  if (mine < listShown) return
  listShown = mine
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
      if (mine.signal.aborted) return
      if (draft.state !== 'open') return over(draft)
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

/** Looks whether the draft is another than the one on screen, and loads it again only then; true when it did. */
export async function refresh(id: DraftId): Promise<boolean> {
  try {
    for (;;) {
      const shown = desk.draft
      const draft = await api().plan.draft(id)
      if (desk.draft?.id !== id) return false
      // An edit came back meanwhile, and the answer may be older than it.
      if (desk.draft !== shown) continue
      if (draft.state !== 'open') return over(draft), false
      if (draft.hash !== shown.hash) return await openDraft(id), true
      desk.draft = draft
      return false
    }
  } catch (thrown) {
    desk.problem = asProblem(thrown)
    return false
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

/** Puts in what an edit did; resolves when it is drawn. What was done before has no patch: the draft is loaded again. */
export function take({ draft, patch, repeated = false }: Edited): Promise<unknown> {
  if (repeated) return (drawn = openDraft(draft.id))
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
type Ask = (id: DraftId, hash: DraftHash, action: string) => Promise<Edited>

/**
 * The one way to change the draft. `undefined` when it was refused; the reason is shown, and told to `refused`. `same` is equal
 * for what must not be done twice; `on` is the content it was drawn on, when that is not what is shown now.
 */
async function change(ask: Ask, same: unknown, refused?: Refused, on?: DraftHash | null): Promise<Edited | undefined> {
  const draft = desk.draft
  if (!draft || pending.value) return undefined
  const send = () => acting.run(action => ask(draft.id, on ?? draft.hash, action), same)
  pending.value = true
  try {
    let answer = await send()
    // After silence nobody knows whether it was carried out. When the draft is another now, the same action asked again tells.
    if (!answer && acting.problem.value?.isSilence && (await refresh(draft.id))) answer = await send()
    if (desk.draft?.id !== draft.id) return undefined
    if (answer) {
      const taken = take(answer)
      if (answer.repeated) await taken
      return answer
    }
    const problem = acting.problem.value
    if (!problem) return undefined
    refused?.(problem)
    complain(problem)
    if (problem.code === 'draft_changed') await openDraft(draft.id)
    return undefined
  } finally {
    pending.value = false
    const news = unread
    unread = null
    if (news) void hear(news)
  }
}

export const commit = (edit: Edit, refused?: Refused, on?: DraftHash | null) => change((id, hash, action) => api().plan.edit(id, hash, edit, action), JSON.stringify(edit), refused, on)
export const undo = () => (desk.draft?.undo ? change((id, hash, action) => api().plan.undo(id, hash, action), `undo ${desk.draft.hash}`) : Promise.resolve(undefined))
export const redo = () => (desk.draft?.redo ? change((id, hash, action) => api().plan.redo(id, hash, action), `redo ${desk.draft.hash}`) : Promise.resolve(undefined))
export const number = (under: DraftAreaId, level: DraftArea['level']) => change((id, hash, action) => api().plan.number(id, hash, under, level, action), `number ${under} ${level}`)
/** Areas that have no code yet, by level, the widest first: a code begins with that of the area above. */
export const uncoded = computed(() => levels.flatMap(level => {
  const n = [...areas.values()].filter(area => area.level === level && !area.code).length
  return n ? [{ level, n }] : []
}))
/** Gives a code to every area that has none, in the whole district. */
export async function numberAll(): Promise<void> {
  for (const { level } of uncoded.value) for (const top of below.value.get(null) ?? []) if (!(await number(top.id, level))) return
}
/** A merge names no content that it was drawn on: its patch may be for a newer one than is shown, so the draft is loaded again. */
export const mergeDraft = (other: DraftId, refused: Refused) => change(async (id, _hash, action) => ({ ...(await api().plan.merge(id, other, action)), repeated: true }), `merge ${other}`, refused)

/** Puts a draft into the list as it is now, or out of it. */
function keepListed(draft: Draft): void {
  const known = list.value
  if (!known) return
  const place = known.drafts.findIndex(({ id }) => id === draft.id)
  const drafts = known.drafts.filter(({ id }) => id !== draft.id)
  if (draft.state === 'open') drafts.splice(Math.max(place, 0), 0, draft)
  list.value = { ...known, drafts }
  // A list that is on its way may be older than this.
  if (listsAsked > listShown) void loadList().catch(complain)
}

/** Leaves a draft on which nothing can be drawn any more, by another hand or in another tab. */
function over({ id, name, state, changed_by }: Draft): void {
  if (desk.leaving || selection.draft !== id) return
  selection.draft = selection.sel = selection.sheet = null
  if (state === 'discarded') return tell(t('draft.discarded_by', { who: changed_by, name }))
  tell(t('draft.ended', { who: list.value?.versions.find(({ draft }) => draft === id)?.published_by ?? changed_by, name }))
}

type News = PlanNews | Lost
/** The latest news that came while an edit was on its way: whether it says more than the answer shows when that is here. */
let unread: News | null = null

async function hear(news: News): Promise<void> {
  const draft = desk.draft
  if (!draft) return
  if ('lost' in news) return void (await refresh(draft.id))
  if ('plans' in news) {
    // Drafts that became a version are in the list no more.
    if (list.value && !list.value.drafts.some(({ id }) => id === draft.id)) over({ ...draft, state: 'published', changed_by: news.by })
    return
  }
  const { draft: now } = news
  if (now.id !== draft.id) return
  if (now.state !== 'open') return over({ ...now, changed_by: news.by })
  // Its name, perhaps, or what undo would take back.
  if (now.hash === draft.hash && now.step === draft.step) return void (desk.draft = now)
  if ((await refresh(draft.id)) && news.by !== session.value?.account) tell(t('plan.changed_by', { who: news.by }))
}

// At once for every word: of two that come together the first would go unheard.
watch(planNews, async news => {
  if (!news) return
  if ('draft' in news) keepListed(news.draft)
  else if (list.value) await loadList().catch(complain)
  if (pending.value && !('plans' in news)) unread = news
  else await hear(news)
}, { flush: 'sync' })
