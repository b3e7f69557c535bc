/**
 * The words of the plan room's contract. Written by hand from the contract; where the service's own description covers
 * them, they give way to `schema.d.ts`.
 */

import type { MultiPolygon } from 'geojson'
import type { Instant, Level } from './types'

/** Longitude, latitude. */
export type Lonlat = [number, number]
export type BorderId = number
/** `0` is the outside of the district. */
export type FaceId = number
export type DraftAreaId = number
export type BuildingId = number
export type DraftId = string
/** The content of a draft, as a hash: two equal hashes are two equal drafts. */
export type DraftHash = string
export type GridKind = 'basic_grid' | 'dedicated_grid'

/** Square metres, metres, counts. */
export interface Metrics { square_metres: number; perimeter_m: number; households: number; buildings: number; parts: number }

export interface Version {
  number: number
  name: string
  effective_from: Instant
  published_at: Instant
  published_by: string
  note: string | null
  state: 'past' | 'in_force' | 'to_come'
  /** The draft it was published from; `null` for an import. */
  draft: DraftId | null
  areas: Partial<Record<Level, number>>
  created: number
  retired: number
  changed: number
}

export interface Draft {
  id: DraftId
  name: string
  base: number
  base_is_current: boolean
  opened_by: string
  opened_at: Instant
  changed_by: string
  changed_at: Instant
  /** Steps in effect, and all steps that redo could reach. */
  step: number
  steps: number
  undo: { label: Edit | null } | null
  redo: { label: Edit | null } | null
  hash: DraftHash
  state: 'open' | 'published' | 'discarded'
  counts: { areas: Partial<Record<Level, number>>; faces: number; borders: number; nodes: number; buildings: number }
  households: number
  /** West, south, east, north. */
  bounds: [number, number, number, number]
}

export interface Rules {
  /** Least and most households of an area of a level. */
  households: Partial<Record<Level, [number, number]>>
  /** Codes of issues that keep a draft from being published. */
  blocking: string[]
}

export interface PlanList { versions: Version[]; drafts: Draft[]; rules: Rules }

export interface Border {
  id: BorderId
  from: number
  to: number
  left: FaceId
  right: FaceId
  /** The highest level at which its two sides differ; `null` at the edge of a declared hole. */
  level: Level | null
  /** Ends included. */
  points: Lonlat[]
}
export interface Face { id: FaceId; area: DraftAreaId | null; label: Lonlat }
export interface Building { id: BuildingId; at: Lonlat; households: number; area: DraftAreaId; name: string }

export interface DraftMap {
  step: number
  hash: DraftHash
  /** False when only borders of `levels` were sent: nearer views hold more. */
  complete: boolean
  levels: Level[]
  borders: Border[]
  faces: Face[]
  buildings: Building[]
}

export interface DraftArea {
  id: DraftAreaId
  level: Level
  code: string | null
  name: string
  kind: GridKind | null
  parent: DraftAreaId | null
  team: string | null
  metrics: Metrics
  label: Lonlat | null
  badges: string[]
}

/** What an outline follows on one of its stretches, for the sheet of the area. */
export interface Boundary { side: 'north' | 'east' | 'south' | 'west'; along: string | null; metres: number }

export interface DraftAreaDetail {
  area: DraftArea
  outline: MultiPolygon
  children: DraftArea[]
  buildings: Building[]
  neighbours: { area: DraftAreaId; border_m: number }[]
  boundaries?: Boundary[]
}

export interface NewArea { name: string; code: string | null; kind: GridKind | null; team: string | null }
export type Into = { sibling: NewArea } | { children: [NewArea, NewArea]; level: Level }

export type Edit =
  | { edit: 'move_point'; at: Lonlat; to: Lonlat }
  | { edit: 'insert_point'; border: BorderId; after: number; at: Lonlat }
  | { edit: 'remove_point'; at: Lonlat }
  | { edit: 'reshape'; border: BorderId; path: Lonlat[] }
  | { edit: 'split'; area: DraftAreaId; path: Lonlat[]; into: Into }
  | { edit: 'merge'; areas: DraftAreaId[]; into: DraftAreaId }
  | { edit: 'give_faces'; faces: FaceId[]; to: DraftAreaId }
  | { edit: 'give_buildings'; buildings: BuildingId[]; to: DraftAreaId }
  | { edit: 'carve'; ring: Lonlat[]; to: { new: NewArea; parent: DraftAreaId | null; level: Level } | { area: DraftAreaId } }
  | { edit: 'set_parent'; area: DraftAreaId; parent: DraftAreaId }
  | { edit: 'set_code'; area: DraftAreaId; code: string | null }
  | { edit: 'set_name'; area: DraftAreaId; name: string }
  | { edit: 'set_kind'; area: DraftAreaId; kind: GridKind | null }
  | { edit: 'bind_team'; area: DraftAreaId; team: string | null }
  | { edit: 'many'; edits: Edit[] }

interface Touched<Id, Thing> { removed: Id[]; put: Thing[] }
export interface Patch {
  borders: Touched<BorderId, Border>
  faces: Touched<FaceId, Face>
  areas: Touched<DraftAreaId, DraftArea>
  buildings: Touched<BuildingId, Building>
}

export interface Edited {
  draft: Draft
  patch: Patch
  /** Areas of every level that the edit touches. */
  metrics: { area: DraftAreaId; before: Metrics | null; after: Metrics | null }[]
  moved: { building: BuildingId; name: string; households: number; from: DraftAreaId; to: DraftAreaId }[]
  created: DraftAreaId[]
}

export interface Issue {
  code: string
  area: DraftAreaId | null
  at: Lonlat | null
  blocking: boolean
  params: Record<string, string | number>
}

export interface AreaChange {
  code: string | null
  id: DraftAreaId | null
  change: 'created' | 'retired' | 'changed'
  name: string
  level: Level
  before: Metrics | null
  after: Metrics | null
  fields: string[]
  /** Codes of the areas that it came from. */
  from: string[]
}
export interface Diff {
  areas: AreaChange[]
  buildings: { id: BuildingId; name: string; from: string | null; to: string | null; households: number }[]
  teams: { area: string; before: string | null; after: string | null }[]
}

export interface HistoryStep { step: number; at: Instant; by: string; edit: Edit; in_effect: boolean }

export interface Fit {
  overlaps: { areas: string[]; square_metres: number; at: Lonlat }[]
  gaps: { around: string[]; square_metres: number; at: Lonlat }[]
  fixes: { id: string; kind: string }[]
}

export interface Publication {
  blocking: Issue[]
  warnings: Issue[]
  created: number
  retired: number
  changed: number
  handover: {
    incidents: { incident: string; from: string; to: string }[]
    teams: { team: string; name: string; from: string; to: string }[]
    depots: { depot: string; name: string; from: string; to: string }[]
  }
}

/** What `drafts_conflict` says in its params. */
export interface Conflict { what: 'border' | 'face' | 'area' | 'building'; id: number; at: Lonlat }

/** The feed's word that a draft or the list of versions changed. */
export type PlanNews = { draft: DraftId; hash: DraftHash; step: number; by: string } | { version: number }
