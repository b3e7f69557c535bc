/**
 * The words of the plan room's contract, from the service's own description (`schema.d.ts`). Written by hand is only what that
 * leaves open: places as pairs, edits, and what a text or a map of levels may be.
 */

import type { MultiPolygon } from 'geojson'
import type { Language } from '@/locale'
import type { ProblemDocument } from './problem'
import type { components } from './schema'
import type { Answer, Instant, Level } from './types'

type Schemas = components['schemas']
/** A schema, with some of its fields said more closely. */
type Closer<Name extends keyof Schemas, Fields> = Omit<Answer<Schemas[Name]>, keyof Fields> & Fields

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
export type Metrics = Answer<Schemas['Metrics']>
export type Version = Answer<Schemas['VersionView']>
/** A new area and those whose ground it has. */
export type Lineage = Answer<Schemas['Lineage']>

/** What a step did, in short, by the names of then. */
export type StepLabel = Answer<Schemas['StepLabel']>

export type Draft = Closer<'DraftView', {
  counts: Closer<'Counts', { areas: Partial<Record<Level, number>> }>
  /** West, south, east, north. */
  bounds: [number, number, number, number] | null
}>

export interface Rules {
  /** Least and most households of an area of a level. */
  households: Partial<Record<Level, [number, number]>>
  /** Least compactness, 0 to 1; 0 asks for nothing. */
  compactness: number
  /** Codes of issues that keep a draft from being published. */
  blocking: string[]
}

/** A draft that nobody can open any more. */
export type DamagedDraft = Answer<Schemas['DamagedDraft']>
export interface PlanList { versions: Version[]; drafts: Draft[]; damaged: DamagedDraft[]; rules: Rules }

/** A border; `level` is the highest at which its two sides differ, `null` at the edge of a declared hole. */
export type Border = Closer<'BorderView', { points: Lonlat[] }>
export type Face = Closer<'FaceView', { label: Lonlat | null }>
/** `code` is that of its place, which has the name. */
export type Building = Closer<'BuildingView', { at: Lonlat }>
/** Borders, faces and buildings of a window: all of them when it is complete, else those of `levels`. */
export type DraftMap = Closer<'MapView', { borders: Border[]; faces: Face[]; buildings: Building[] }>
export type DraftArea = Closer<'AreaView', { kind: GridKind | null; label: Lonlat | null }>

/** What an outline follows on one of its stretches, for the sheet of the area. */
export type Boundary = Answer<Schemas['Boundary']>

export interface DraftAreaDetail {
  area: DraftArea
  outline: MultiPolygon
  children: DraftArea[]
  buildings: Building[]
  neighbours: Answer<Schemas['Neighbour']>[]
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

export type Edited = Closer<'EditedView', {
  draft: Draft
  patch: Patch
  /** The action was carried out before, when its answer was lost: the patch says nothing, and the draft may have gone on. */
  repeated?: boolean
}>

export type Issue = Closer<'IssueView', { at: Lonlat | null }>
export type AreaChange = Answer<Schemas['AreaDiff']>
/** Buildings and teams go by the names of the areas. */
export type Diff = Answer<Schemas['DiffView']>
export type HistoryStep = Answer<Schemas['StepView']>

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
/** Numbers of fixes mean something for this version only. */
export interface Fit { version: number; emptied: string[]; fixes: Fix[] }
/** Another remedy for a fix than the one proposed. */
export interface FixChoice { fix: number; to: string | null }
/** The fixes that were looked at, accepted but for some. */
export interface Accepted { version: number; choices: FixChoice[] }

/** An incident, a team or a depot that another area answers for. */
export type Handed = Answer<Schemas['Handed']>

export type Publication = Closer<'PublicationView', {
  blocking: Issue[]
  warnings: Issue[]
  /** Why the service would refuse, as it would say; `null` when it would not. */
  refused: ProblemDocument | null
}>

/** What `drafts_conflict` says in its params, each in the words of every language. */
export interface Conflict { what: string; id: number | string; at: Lonlat | null; words: Record<Language, string> }

/** The feed's word that a draft is now this, or that the list of versions changed. */
export type PlanNews = { draft: Draft; by: string } | { plans: Instant; by: string }
