/** What an edit changes, in numbers: the service's where they are there, own reckoning where they are not yet. Pure. */

import type { DraftArea, DraftAreaId, Edited, Metrics } from '@/api/plan'
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
