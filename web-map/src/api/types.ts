/**
 * The words of the HTTP contract. The service describes itself in `/api/openapi.json`;
 * everything here has the form given there.
 */

export type Instant = string
export interface Position { lon: number; lat: number }
export type Level = 'district' | 'township' | 'community' | 'grid' | 'micro_area'
export type GridKind = 'basic_grid' | 'dedicated_grid'
export type Severity = 'extreme' | 'severe' | 'moderate' | 'minor'
export type IncidentState = 'accepted' | 'opened' | 'dispatched' | 'handling' | 'feedback' | 'parked' | 'closed' | 'merged'
export type SourceChannel = 'phone' | 'hotline12345' | 'police110' | 'fire119' | 'ambulance120' | 'alarm' | 'grid_worker' | 'walk_in'
export type TaskState = 'assigned' | 'accepted' | 'en_route' | 'on_scene' | 'done' | 'returned' | 'recalled'
export type TeamKind = 'patrol' | 'liaison_team' | 'duty_group'
export type Profile = 'car' | 'motorcycle' | 'foot'
export type DutyRule = 'always' | 'by_shift'
export type DepotTier = 'district' | 'township' | 'village'
export type SensingKind = 'camera' | 'alarm_button' | 'water_level' | 'smoke' | 'environment' | 'traffic' | 'loudspeaker' | 'other'
export type SensingStatus = 'in_service' | 'faulty' | 'retired'
export type Role = 'viewer' | 'device' | 'duty_officer' | 'administrator'

export interface Area {
  code: string; name: string; level: Level; parent: string | null; grid_kind: GridKind | null
  leader: string | null; phone: string | null; body: string | null
  square_metres: number; label: Position; version: number
}
export interface Team {
  code: string; name: string; kind: TeamKind; profile: Profile; home: string | null; duty: DutyRule
  department: string | null; phone: string | null; radio_only: boolean; retired: boolean; version: number
}
export interface Shift { code: string; team: string; starts: Instant; ends: Instant; leader: string | null; version: number }
export interface Depot {
  code: string; name: string; tier: DepotTier; position: Position
  address: string | null; keeper: string | null; phone: string | null; version: number
}
export interface SensingPoint {
  code: string; name: string; kind: SensingKind; pole: string | null; position: Position
  owner: string | null; status: SensingStatus; version: number
}

export interface Dispatched {
  estimate: number | null; basis: string | null; rank: number | null
  proposal: unknown; override_reason: string | null
}
export interface Task {
  team: string; fence: number; state: TaskState
  assigned_at: Instant; accepted_at: Instant | null; en_route_at: Instant | null; arrived_at: Instant | null; ended_at: Instant | null
  reason: string | null; dispatched: Dispatched
}
export interface Step { at: Instant; by: string; what: string; team: string | null; detail: string | null }
export interface Incident {
  id: string; state: IncidentState; kind: string; severity: Severity; position: Position; address: string | null
  areas: string[]; channel: SourceChannel; external_no: string | null; narrative: unknown
  accepted_at: Instant; ended_at: Instant | null; remark: string | null
  tasks: Task[]; merged_into: string | null; history: Step[]; version: number
}
export interface IncidentDetail { incident: Incident; narrative: { text: string; contact: string | null } | null; duplicates: Incident[] }

export interface Bound { incident: string; state: TaskState; fence: number }
export interface TeamStatus { on_duty: boolean; next_shift_start?: Instant | null; unavailable: string | null; bound: Bound | null }
export interface Fix { position: Position; at: Instant; heading: number | null; speed: number | null; source: 'device' | 'radio' }
export interface TeamView { team: Team; status: TeamStatus; fix: Fix | null }

export type Verdict = 'for' | 'against' | 'bars' | 'neutral'
export interface Reason { code: string; verdict: Verdict; params?: Record<string, unknown> | null }
export interface Travel { total_ms: number; drive_ms: number; walk_ms: number; basis?: string }
export interface Candidate {
  team: string; name: string; kind: TeamKind; profile: Profile; rank: number | null
  travel: Travel | null; cost_ms: number | null; position_age_ms: number | null; reasons: Reason[]
}
export interface Proposal {
  proposal: { id: string }; incident: string; at: Instant; seq: number
  basis: { roads: { version: string } } | 'straight_line'
  ranked: Candidate[]; ruled_out: Candidate[]; checked: boolean
}
export interface Street { name: string | null; metres: number; ms: number }
export interface Route { geometry: [number, number][]; total_ms: number; metres: number; basis: string; streets: Street[] }

export interface IncidentKind { code: string; zh: string; en: string; suited: TeamKind[]; severity: Severity }
export interface PlaceKind { code: string; zh: string; en: string }
export interface Policy { home_handicap: number; stale_after: number; arrival_radius: number; duplicate_radius: number; duplicate_window: number }
export interface Tables { incident_kinds: IncidentKind[]; place_kinds: PlaceKind[]; policy: Policy }

export interface Session {
  account: string; display_name: string; role: Role; scope: string | null; csrf: string
  districts: { code: string; name: string }[]; expires_at: Instant
}
export interface Counts { areas: Record<string, number>; teams: number; shifts: number; depots: number; sensing_points: number; places: number; open_incidents: number }
export interface DistrictInfo {
  code: string; name: string; tables: Tables; bounds: [number, number, number, number] | null
  roads: { version: string; summary: string; ready: boolean } | null
  counts: Counts; seq: number; now: Instant; version: string
}
export interface Listed<T> { seq: number; items: T[]; next?: string | null }
export interface AreaDetail { area: Area; ancestors: Area[]; bounds: [number, number, number, number] | null; children_count: number; teams: string[] }
export interface Located { areas: Area[]; liaison_team: TeamView | null }
export type NearbyKind = 'team' | 'depot' | 'sensing_point' | 'place'
export interface Near { kind: NearbyKind; code: string; name: string; position: Position; metres: number; travel_ms?: number | null; travel_basis?: string }
export interface Nearby { items: Near[]; basis: string }
export type FoundKind = 'area' | 'place' | 'team' | 'depot' | 'sensing_point' | 'incident' | 'coordinates'
export interface Found { kind: FoundKind; code: string; label: string; detail: string; position: Position | null }

export interface Account { name: string; display_name: string; role: Role; scope: string | null; disabled: boolean }
export interface NewIncident {
  kind: string; severity: Severity; position: Position; address?: string; channel: SourceChannel
  external_no?: string; narrative?: { text: string; contact?: string }
}

/** What a `change` event of the feed carries. */
export type Change =
  | { kind: 'incident'; value: Incident }
  | { kind: 'team'; value: TeamView }
  | { kind: 'area'; value: Area }
  | { kind: 'shift'; value?: Shift; removed?: string }
  | { kind: 'depot'; value?: Depot; removed?: string }
  | { kind: 'sensing_point'; value?: SensingPoint; removed?: string }
  | { kind: 'place'; value?: { code: string }; removed?: string }
  | { kind: 'register'; register: string }
  | { kind: 'layer'; layer: string; version: string }
export interface ChangeEvent { seq: number; at: Instant; by: string; changes: Change[] }
export interface TeamFix extends Fix { team: string }
