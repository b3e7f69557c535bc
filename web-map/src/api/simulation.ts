/** Questions "what if" about a time that is over. */

import { ask } from './http'
import type { NamedClosure } from './closures'
import type { Answer, Instant, Listed, Position, Profile, RunCard, TeamKind } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export interface AddedTeam { team: string; kind: TeamKind; profile: Profile; at: Position }
export interface Posted { team: string; at: Position }
export interface AskSimulation {
  name?: string
  from: Instant
  until: Instant
  without?: string[]
  posted?: Posted[]
  added?: AddedTeam[]
  /** All run cards as they would be; those in force when absent. */
  cards?: RunCard[]
  /** Closures of the district that hold all the time; those of then when absent. */
  closures?: string[]
  deadline_ms?: number
}
export type Spread = Answer<Schemas['SpreadView']>
export type Yardstick =
  | { kind: 'optimum'; proof: 'meets_bound' | 'assignment' | 'exhaustive'; ratio: number | null; total_ms: number; spent_ms: number }
  | { kind: 'at_least'; ratio: number | null; total_ms: number; spent_ms: number }
  | { kind: 'unanswered' }
  | { kind: 'too_many' }
export type SimulationResult = Omit<Answer<Schemas['SimulationResult']>, 'first' | 'complete' | 'measured' | 'yardstick'> & {
  first: Spread | null; complete: Spread | null; measured: Spread | null; yardstick: Yardstick
}
export type Progress = { state: 'running'; answered: number; needs: number } | { state: 'done' } | { state: 'stopped' } | { state: 'failed'; code: string }
export type Simulation = Omit<Answer<Schemas['SimulationView']>, 'changes' | 'progress' | 'result'> & {
  changes: { without: string[]; posted: Posted[]; added: AddedTeam[]; other_cards: boolean; closures: NamedClosure[]; also_closed: number }
  progress: Progress
  result: SimulationResult | null
}

export function simulationApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}/simulations`
  return {
    list: () => ask<Listed<Simulation>>(root),
    start: (asked: AskSimulation, action: string) => ask<Simulation>(root, { method: 'POST', body: asked, action }),
    get: (id: number) => ask<Simulation>(`${root}/${id}`),
    stop: (id: number) => ask<void>(`${root}/${id}`, { method: 'DELETE' }),
  }
}
