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
  /** The level that was imported; `null` when it came out of a draft. */
  level: Level | null
  created: number
  retired: number
  changed: number
  /** Codes that are never used again. */
  retired_codes: string[]
  lineage: Lineage[]
}
/** A new area and those whose ground it has. */
export interface Lineage { code: string; from: string[] }

/** What a step did: an edit, or another draft that was merged in. */
export interface StepLabel { label: Edit | null; merged: DraftId | null }

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
  undo: StepLabel | null
  redo: StepLabel | null
  hash: DraftHash
  state: 'open' | 'published' | 'discarded'
  counts: { areas: Partial<Record<Level, number>>; faces: number; borders: number; nodes: number; buildings: number }
  households: number
  /** West, south, east, north. */
  bounds: [number, number, number, number] | null
}

export interface Rules {
  /** Least and most households of an area of a level. */
  households: Partial<Record<Level, [number, number]>>
  /** Least compactness, 0 to 1; 0 asks for nothing. */
  compactness: number
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
export interface Face { id: FaceId; area: DraftAreaId | null; label: Lonlat | null }
/** `code` is that of its place, which has the name. */
export interface Building { id: BuildingId; code: string; name: string; at: Lonlat; households: number; area: DraftAreaId }

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
  /** Whether areas below own its ground. */
  has_children: boolean
  badges: string[]
}

/** What an outline follows on one of its stretches, for the sheet of the area. */
export interface Boundary { side: 'north' | 'east' | 'south' | 'west'; along: string | null; metres: number }

export interface DraftAreaDetail {
  area: DraftArea
  outline: MultiPolygon
  children: DraftArea[]
  buildings: Building[]
  /** `area` is `null` for what lies outside. */
  neighbours: { area: DraftAreaId | null; name: string; border_m: number }[]
  boundaries: Boundary[]
}

export interface NewArea { name: string; code: string | null; kind: GridKind | null; team: string | null }
export type Into = { sibling: NewArea } | { children: { level: Level; areas: [NewArea, NewArea] } }
export type Carved = { new: { area: NewArea; level: Level; parent: DraftAreaId | null } } | { existing: { area: DraftAreaId } }

export type Edit =
  | { edit: 'move_point'; at: Lonlat; to: Lonlat }
  | { edit: 'insert_point'; border: BorderId; after: number; at: Lonlat }
  | { edit: 'remove_point'; at: Lonlat }
  | { edit: 'reshape'; border: BorderId; path: Lonlat[] }
  | { edit: 'split'; area: DraftAreaId; path: Lonlat[]; into: Into }
  | { edit: 'merge'; areas: DraftAreaId[]; into: DraftAreaId }
  | { edit: 'give_faces'; faces: FaceId[]; to: DraftAreaId }
  | { edit: 'give_buildings'; buildings: BuildingId[]; to: DraftAreaId }
  | { edit: 'carve'; ring: Lonlat[]; to: Carved }
  | { edit: 'gather'; areas: DraftAreaId[]; level: Level; new: NewArea }
  | { edit: 'set_parent'; area: DraftAreaId; parent: DraftAreaId | null }
  | { edit: 'set_code'; area: DraftAreaId; code: string | null }
  | { edit: 'set_name'; area: DraftAreaId; name: string }
  | { edit: 'set_kind'; area: DraftAreaId; kind: GridKind | null }
  | { edit: 'bind_team'; area: DraftAreaId; team: string | null }
  | { edit: 'put_building'; id: BuildingId | null; at: Lonlat; households: number; name: string }
  | { edit: 'remove_building'; building: BuildingId }
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
  /** Areas of every level that the edit touches; one that is not there has nothing but zeros. */
  metrics: { area: DraftAreaId; before: Metrics; after: Metrics }[]
  moved: { building: BuildingId; code: string; name: string; households: number; from: DraftAreaId; to: DraftAreaId }[]
  created: DraftAreaId[]
  /** The action was carried out before, when its answer was lost: the patch says nothing, and the draft may have gone on. */
  repeated?: boolean
}

export interface Issue {
  code: string
  area: DraftAreaId | null
  at: Lonlat | null
  blocking: boolean
  params: Record<string, string>
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
  /** By the names of the areas. */
  buildings: { code: string; name: string; households: number; from: string | null; to: string | null }[]
  teams: { team: string; before: string | null; after: string | null }[]
}

export interface HistoryStep { step: number; at: Instant; by: string; edit: Edit | null; merged: DraftId | null; in_effect: boolean }

/** What would mend one overlap or gap of the areas in force. */
export interface Fix {
  fix: number
  /** Areas that claim the ground; none when it is a gap. */
  claimed_by: string[]
  square_metres: number
  width_m: number
  /** Too thin to be meant. */
  is_sliver: boolean
  at: { lon: number; lat: number }
  /** Who would get the ground; `null` declares a hole. */
  to: string | null
  moves: { from: string | null; to: string; farthest_m: number | null }[]
  /** Areas of which next to nothing would be left. */
  empties: string[]
  outline: MultiPolygon
}
export interface Fit { emptied: string[]; fixes: Fix[] }
/** Another remedy for a fix than the one proposed. */
export interface FixChoice { fix: number; to: string | null }

/** An incident, a team or a depot that another area answers for. */
export interface Handed { code: string; name: string; from: string | null; to: string | null }

/** A problem document: its words are in the language that was asked for. */
export interface Refused { code: string; title?: string; detail?: string; remedy?: string; params?: Record<string, unknown> }

export interface Publication {
  blocking: Issue[]
  warnings: Issue[]
  /** Why the service would refuse, in its own words; `null` when it would not. */
  refused: string | Refused | null
  created: number
  retired: number
  changed: number
  lineage: Lineage[]
  handover: { incidents: Handed[]; teams: Handed[]; depots: Handed[] }
}

/** What `drafts_conflict` says in its params. */
export interface Conflict { what: string; id: number | string; at: Lonlat | null }

/** The feed's word that a draft changed, or the list of versions did. */
export type PlanNews = { draft: DraftId; hash: DraftHash; step: number; discarded: boolean; by: string } | { plans: Instant; by: string }
