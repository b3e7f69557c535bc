/** Everything that is asked about closures of roads. */

import { ask, query } from './http'
import type { Answer, Incident, Position, Profile } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export type Ground = Schemas['Ground']
export type ClosureEffect = Schemas['ClosureEffect']
export type ClosureStanding = Schemas['ClosureStanding']
/** A closure as somebody draws it. */
export interface DrawnClosure { name: string; ground: Ground; profiles: Profile[]; effect: ClosureEffect; reason: string; from: string | null; until: string | null }
export type Closure = Omit<Answer<Schemas['Closure']>, 'ground' | 'effect' | 'ended' | 'until'> & {
  ground: Ground; effect: ClosureEffect; until: string | null; ended: { at: string; by: string; reason: string | null } | null
}
/** What a drawing means on the roads. */
export type Selected = Omit<Answer<Schemas['SelectedView']>, 'lines'> & { lines: [number, number][][] }
export type ClosureView = Closure & { standing: ClosureStanding; selects: Selected | null }
export type NamedClosure = { id: string; name: string; effect: ClosureEffect }
/** The closures that an answer was worked out under. */
export type ClosuresInForce = { number: string; applied: boolean; closures: NamedClosure[] }
export type ClosureList = { seq: number; in_force: ClosuresInForce; items: ClosureView[] }
export type CutOff = Answer<Schemas['CutOff']>
export type ClosurePreview = { selects: Selected; cuts_off: CutOff | null }
export type ClosureSaved = { closure: ClosureView; cuts_off: CutOff | null }
export type RoadAt = { way: number; name: string | null; metres: number }
export type Arrival = { incident: string; team: string; state: string; total_ms: number | null; delay_ms: number | null; before_ms: number | null; cut_off: boolean }

export function closuresApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}`
  const one = (id: string) => `${root}/closures/${encodeURIComponent(id)}`

  return {
    list: (state: 'standing' | 'over' = 'standing', limit?: number) => ask<ClosureList>(`${root}/closures${query({ state, limit })}`),
    preview: (ground: Ground, signal?: AbortSignal) => ask<ClosurePreview>(`${root}/closures/preview`, { method: 'POST', body: { ground }, signal }),
    roadAt: ({ lon, lat }: Position, signal?: AbortSignal) => ask<RoadAt>(`${root}/closures/road${query({ lon, lat })}`, { signal }),
    draw: (drawn: DrawnClosure, action: string) => ask<ClosureSaved>(`${root}/closures`, { method: 'POST', body: drawn, action }),
    change: (id: string, version: number, closure: DrawnClosure, action: string) => ask<ClosureSaved>(one(id), { method: 'PUT', body: { version, closure }, action }),
    end: (id: string, reason: string, action: string) => ask<ClosureSaved>(`${one(id)}${query({ reason })}`, { method: 'DELETE', action }),
    arrivals: (incident: Incident['id'], signal?: AbortSignal) =>
      ask<{ closures: ClosuresInForce; items: Arrival[] }>(`${root}/incidents/${encodeURIComponent(incident)}/arrivals`, { signal }),
  }
}
