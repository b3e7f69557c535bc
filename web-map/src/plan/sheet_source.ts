/** What a sheet is drawn from: an area of the open draft, or of the draft that a version came of, with what lies around it. */

import type { Draft, DraftArea, DraftAreaDetail, DraftAreaId, DraftId } from '@/api/plan'
import { api } from '@/state/session'
import { areas, byCode, childrenOf, desk } from './desk'
import { LocalMap } from './local/map'
import type { Polygon } from './local/rings'
import { frameOf, PAPER } from './sheet'

export interface SheetSource {
  draft: Draft
  areas: ReadonlyMap<DraftAreaId, DraftArea>
  childrenOf(id: DraftAreaId): readonly DraftArea[]
  detail: DraftAreaDetail
  shape: Polygon[]
  /** What the paper shows. */
  local: LocalMap
}

type Tree = Pick<SheetSource, 'draft' | 'areas' | 'childrenOf'>

/** Of a large draft only the area's own window is fetched; what is on the map of the room may be another. */
async function around(tree: Tree, id: DraftAreaId, signal: AbortSignal): Promise<SheetSource> {
  const detail = await api().plan.area(tree.draft.id, id, signal)
  const shape = detail.outline.coordinates as Polygon[]
  const local = new LocalMap()
  local.load(await api().plan.map(tree.draft.id, frameOf(shape, PAPER.width, PAPER.height)?.bounds ?? null, signal))
  return { ...tree, detail, shape, local }
}

/** An area of the open draft by its number in it; `null` while the draft is loaded, and for one that is not there. */
export async function openSource(id: string, signal: AbortSignal): Promise<SheetSource | null> {
  const area = areas.get(Number(id))
  return desk.draft && area ? around({ draft: desk.draft, areas, childrenOf }, area.id, signal) : null
}

/** An area of a draft that became a version, by its code. */
export async function publishedSource(id: DraftId, code: string, signal: AbortSignal): Promise<SheetSource | null> {
  const [draft, { areas: all }] = await Promise.all([api().plan.draft(id, signal), api().plan.areas(id, signal)])
  const area = all.find(each => each.code === code)
  const below = (parent: DraftAreaId) => all.filter(each => each.parent === parent).sort(byCode)
  return area ? around({ draft, areas: new Map(all.map(each => [each.id, each])), childrenOf: below }, area.id, signal) : null
}
