/** Everything that is asked of the plan room of a district. */

import type { FeatureCollection } from 'geojson'
import { ask, query } from './http'
import type {
  Accepted, Diff, Draft, DraftArea, DraftAreaDetail, DraftHash, DraftId, DraftMap, Edit, Edited, Fit, HistoryStep, Issue, Lonlat, PlanList,
  Publication, Version,
} from './plan_types'
import type { Instant, Level } from './types'

export type * from './plan_types'

export type ExportFormat = 'geojson' | 'gpkg'
/** What a draft is compared with. */
export type Against = 'base' | `version:${number}` | `draft:${DraftId}`

const digits = 1e7
const seven = (value: number) => Math.round(value * digits) / digits
/** As the service keeps positions: seven digits of a degree. */
export const roundedPoint = ([lon, lat]: Lonlat): Lonlat => [seven(lon), seven(lat)]

export function planApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}/plans`
  const draft = (id: DraftId) => `${root}/drafts/${encodeURIComponent(id)}`
  const version = (number: number) => `${root}/versions/${number}`
  const post = <T>(path: string, body: unknown, action?: string, signal?: AbortSignal) => ask<T>(path, { method: 'POST', body, action, signal })

  return {
    list: () => ask<PlanList>(root),
    fit: () => ask<Fit>(`${root}/fit`),
    /** `null` accepts no fix at all. */
    open: (name: string, fixes: Accepted | null, action: string) =>
      post<Draft>(`${root}/drafts`, { name, ...(fixes ? { accept_fixes: true, choices: fixes.choices, fit_version: fixes.version } : {}) }, action),
    draft: (id: DraftId, signal?: AbortSignal) => ask<Draft>(draft(id), { signal }),
    discard: (id: DraftId, action: string) => ask<void>(draft(id), { method: 'DELETE', action }),
    rename: (id: DraftId, name: string, action: string) => post<Draft>(`${draft(id)}/name`, { name }, action),
    map: (id: DraftId, bounds: number[] | null, signal?: AbortSignal) =>
      ask<DraftMap>(`${draft(id)}/map${query({ bbox: bounds?.map(seven).join(',') })}`, { signal }),
    areas: (id: DraftId, signal?: AbortSignal) => ask<{ step: number; hash: DraftHash; areas: DraftArea[] }>(`${draft(id)}/areas`, { signal }),
    area: (id: DraftId, area: number, signal?: AbortSignal) => ask<DraftAreaDetail>(`${draft(id)}/areas/${area}`, { signal }),

    edit: (id: DraftId, hash: DraftHash, edit: Edit, action: string) => post<Edited>(`${draft(id)}/edits`, { hash, edit }, action),
    preview: (id: DraftId, hash: DraftHash, edit: Edit, signal?: AbortSignal) => post<Edited>(`${draft(id)}/preview`, { hash, edit }, undefined, signal),
    undo: (id: DraftId, hash: DraftHash, action: string) => post<Edited>(`${draft(id)}/undo`, { hash }, action),
    redo: (id: DraftId, hash: DraftHash, action: string) => post<Edited>(`${draft(id)}/redo`, { hash }, action),
    number: (id: DraftId, hash: DraftHash, under: number, level: Level, action: string) => post<Edited>(`${draft(id)}/number`, { hash, under, level }, action),
    merge: (id: DraftId, other: DraftId, action: string) => post<Edited>(`${draft(id)}/merge`, { other }, action),

    issues: (id: DraftId, signal?: AbortSignal) => ask<{ hash: DraftHash; issues: Issue[] }>(`${draft(id)}/issues`, { signal }),
    path: (id: DraftId, from: Lonlat, to: Lonlat, signal?: AbortSignal) =>
      ask<{ points: Lonlat[]; metres: number }>(`${draft(id)}/path${query({ from: roundedPoint(from).join(','), to: roundedPoint(to).join(',') })}`, { signal }),
    diff: (id: DraftId, against: Against, signal?: AbortSignal) => ask<Diff>(`${draft(id)}/diff${query({ against })}`, { signal }),
    /** The last steps, or those before one, oldest first; and how many there are in all. */
    history: (id: DraftId, before: number | null, limit: number, signal?: AbortSignal) =>
      ask<{ steps: HistoryStep[]; total: number }>(`${draft(id)}/history${query({ before, limit })}`, { signal }),
    publication: (id: DraftId, effectiveFrom: Instant | null, signal?: AbortSignal) =>
      ask<Publication>(`${draft(id)}/publication${query({ effective_from: effectiveFrom })}`, { signal }),
    publish: (id: DraftId, body: { hash: DraftHash; effective_from: Instant | null; note: string | null }, action: string) =>
      post<Version>(`${draft(id)}/publish`, body, action),

    versionAreas: (number: number, level: Level | null, signal?: AbortSignal) =>
      ask<FeatureCollection>(`${version(number)}/areas${query({ level })}`, { signal }),
    exportOfVersion: (number: number, format: ExportFormat) => `${version(number)}/export${query({ format })}`,
    exportOfDraft: (id: DraftId, format: ExportFormat) => `${draft(id)}/export${query({ format })}`,
  }
}
