/** What an edit changes, in numbers: the service's where they are there, own reckoning where they are not yet. Pure. */

import type { DraftArea, DraftAreaId, Edit, Edited, Metrics } from '@/api/plan'
import { levels } from './picture'

export interface NumberRow {
  id: DraftAreaId
  name: string
  level: DraftArea['level']
  before: Metrics | null
  after: Metrics | null
  isNew: boolean
}

/** Less land than this is dust of the reckoning. */
const LEAST_M2 = 0.5

/** What a split leaves on either side, seen along the stroke. */
export type SideNumbers = Record<'left' | 'right', Pick<Metrics, 'households' | 'buildings' | 'square_metres'>>

/**
 * The service's figures of a split when they are there: they count buildings by the area they belong to, wherever they stand,
 * and every part of the area. The first new area lies to the left; right of it the second, or what is left of the old one.
 */
export function sidesSaid(edit: Edit | null, edited: Edited | null, reckoned: SideNumbers | null): SideNumbers | null {
  if (edit?.edit !== 'split' || !edited) return reckoned
  const figures = (id: DraftAreaId | undefined) => edited.metrics.find(({ area }) => area === id)?.after ?? edited.patch.areas.put.find(area => area.id === id)?.metrics
  const [left, right] = [figures(edited.created[0]), figures('children' in edit.into ? edited.created[1] : edit.area)]
  return left && right ? { left, right } : reckoned
}

/** Finest first, and within a level those that change most. */
export function numberRows(areas: ReadonlyMap<DraftAreaId, DraftArea>, edited: Edited | null, gains: ReadonlyMap<DraftAreaId, number>): NumberRow[] {
  const put = new Map(edited?.patch.areas.put.map(area => [area.id, area]))
  const said = new Map(edited?.metrics.map(change => [change.area, change]))
  const gone = new Set(edited?.patch.areas.removed)
  const rows: NumberRow[] = []
  for (const id of new Set([...said.keys(), ...gains.keys()])) {
    const known = put.get(id) ?? areas.get(id)
    if (!known) continue
    const change = said.get(id)
    const isNew = edited?.created.includes(id) ?? false
    const before = isNew ? null : (change?.before ?? known.metrics)
    const gain = gains.get(id)
    // While a border is dragged the own reckoning of the land is newer than the service's answer.
    const after = gain !== undefined && before ? { ...(change?.after ?? before), square_metres: before.square_metres + gain } : (gone.has(id) ? null : (change?.after ?? null))
    // Whoever is only touched, and neither gains nor loses, is not news.
    if (before && after && before.households === after.households && Math.abs(before.square_metres - after.square_metres) < LEAST_M2) continue
    rows.push({ id, name: known.name, level: known.level, before, after, isNew })
  }
  const size = ({ before, after }: NumberRow) => Math.abs((after?.households ?? 0) - (before?.households ?? 0)) * 1e6 + Math.abs((after?.square_metres ?? 0) - (before?.square_metres ?? 0))
  return rows.sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || size(b) - size(a))
}
