/**
 * The words of the HTTP contract, taken from the service's own description (`schema.d.ts`, made by `npm run
 * types`). Nothing is described twice: this file only gives the schemas the names that the rooms use.
 */

import type { Arrival, ClosuresInForce } from './closures'
import type { HandoverNote } from './duty'
import type { components } from './schema'
import type { WhistleView } from './whistles'

type Schemas = components['schemas']

/** What an answer holds: the service writes every field, absent values as null. Fields it leaves out are read with care (`== null`). */
export type Answer<T> = T extends (infer Item)[] ? Answer<Item>[] : T extends object ? { [Name in keyof T]-?: Answer<Exclude<T[Name], undefined>> } : T

export type Instant = string
export type Position = Schemas['Position']
export type Level = Schemas['Level']
export type Severity = Schemas['Severity']
export type IncidentState = Schemas['IncidentState']
export type SourceChannel = Schemas['SourceChannel']
export type TaskState = Schemas['TaskState']
export type TeamKind = Schemas['TeamKind']
export type Profile = Schemas['Profile']
export type DepotTier = Schemas['DepotTier']
export type Role = Schemas['Role']
export type Verdict = Schemas['Verdict']
export type NearbyKind = Schemas['NearbyKind']
export type FoundKind = Schemas['FoundKind']

export type Area = Answer<Schemas['Area']>
export type Team = Answer<Schemas['Team']>
export type Shift = Answer<Schemas['Shift']>
export type Depot = Answer<Schemas['Depot']>
export type SensingPoint = Answer<Schemas['SensingPoint']>

export type Task = Answer<Schemas['Task']>
export type Step = Answer<Schemas['Step']>
export type Lamp = Answer<Schemas['Lamp']>
export type Incident = Omit<Answer<Schemas['Incident']>, 'keeper' | 'waiting' | 'ladder'> & { ladder?: Answer<Schemas['Climb']> | null; keeper?: string | null; waiting?: Answer<Schemas['Waiting']> | null; lamps?: Lamp[] }
export type IncidentDetail = Omit<Answer<Schemas['IncidentDetail']>, 'incident' | 'duplicates' | 'handovers'> & { incident: Incident; duplicates: Incident[]; handovers: HandoverNote[] }
/** A call as taken down. */
export type NewIncident = Pick<Incident, 'kind' | 'severity' | 'position' | 'channel'> & {
  address?: string
  external_no?: string
  narrative?: { text: string; contact?: string }
}

export type Fix = Answer<Schemas['FixView']>
export type TeamFix = Answer<Schemas['TeamFix']>
export type TeamStatus = Omit<Answer<Schemas['TeamStatus']>, 'next_shift_start' | 'held'> & { next_shift_start?: Instant | null; held?: Answer<Schemas['Hold']> | null }
export type TeamView = Omit<Answer<Schemas['TeamView']>, 'status'> & { status: TeamStatus }

export type Reason = Omit<Answer<Schemas['ReasonView']>, 'params'> & { params?: Record<string, unknown> | null }
export type Rung = Schemas['Rung']
export type Candidate = Omit<Answer<Schemas['CandidateView']>, 'reasons' | 'rung'> & { reasons: Reason[]; rung?: Rung | null }
export type Proposal = Omit<Answer<Schemas['ProposalView']>, 'ranked' | 'ruled_out' | 'closures'> & { ranked: Candidate[]; ruled_out: Candidate[]; closures: ClosuresInForce }
export type Route = Omit<Answer<Schemas['RouteView']>, 'geometry'> & { geometry: [number, number][] }

export type Needed = Answer<Schemas['Needed']>
export type RunCard = Answer<Schemas['RunCard']>
/** A team and an incident that an officer joins or parts by hand. */
export interface Pair { team: string; incident: string }
export type JointSlot = Omit<Answer<Schemas['JointSlot']>, 'team' | 'unfilled'> & {
  team: (Answer<Schemas['JointTeam']> & { origin: 'on_scene' | 'kept' | 'new' }) | null
  unfilled: Reason | null
}
export type JointIncident = Omit<Answer<Schemas['JointIncident']>, 'slots'> & { slots: JointSlot[] }
export type JointChoice = Omit<Answer<Schemas['JointView']>, 'incidents' | 'changes'> & {
  incidents: JointIncident[]
  changes: (Answer<Schemas['JointChange']> & { takes: string | null; replacement: string | null; delay_ms: number | null })[]
}
export type WhyNot =
  | { answer: 'chosen' }
  | { answer: 'barred'; needs: Reason[][] }
  | { answer: 'worse'; by: Answer<Schemas['TierFigures']>[] }

export type Policy = Omit<Answer<Schemas['Policy']>, 'pace'> & { pace?: Answer<Schemas['Pace']> }
export type Session = Answer<Schemas['Session']>
export type DistrictInfo = Answer<Schemas['DistrictView']>
export type AreaDetail = Answer<Schemas['AreaDetail']>
export type Located = Omit<Answer<Schemas['Located']>, 'liaison_team'> & { liaison_team: TeamView | null }
export type Nearby = Answer<Schemas['Nearby']>
export type Found = Answer<Schemas['Found']>
export type Account = Answer<Schemas['AccountView']>

/** A list and the journal sequence it shows. */
export interface Listed<T> { seq: number; items: T[] }

/** What a `change` event of the feed carries. */
type Raw = Schemas['LiveChange']
type Kept<Kind extends string> = Extract<Raw, { kind: Kind }>
export type Change =
  | { kind: 'incident'; value: Incident }
  | { kind: 'team'; value: TeamView }
  | { kind: 'area'; value: Area }
  | { kind: 'depot'; value?: Depot | null; removed?: string | null }
  | { kind: 'closure'; value: Answer<Schemas['Closure']> }
  | { kind: 'arrival'; value: Arrival }
  | { kind: 'whistle'; value: WhistleView }
  | Kept<'shift' | 'place' | 'sensing_point' | 'register' | 'layer' | 'draft'>
export type ChangeEvent = Omit<Answer<Schemas['Change']>, 'changes'> & { changes: Change[] }
