/** What officers do among themselves: who holds a team, who keeps an incident, in which mode an area is. */

import { ask, query } from './http'
import type { Answer, Incident, Instant, Listed } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export type Hold = Answer<Schemas['Hold']>
export interface Taken { by: string; at: Instant }
export interface HandoverItem { incident: Incident; note: string | null; state: 'waiting' | 'taken' | 'gone'; taken: Taken | null }
export interface Handover { id: string; from: string; at: Instant; note: string | null; waiting: boolean; items: HandoverItem[]; taken: Taken[] }
/** A handover of one incident, as the incident shows it. */
export interface HandoverNote { handover: string; from: string; at: Instant; note: string | null; taken: Taken | null }
export type Mode = 'peace' | 'emergency'
export type Occasion = 'real' | 'drill'
export interface Emergency {
  id: string; area: string; area_name: string; reason: string; since: Instant; until: Instant; occasion: Occasion; by: string; lasts: boolean; version: number
  ended: { at: Instant; end: 'expired' | 'switched_back' | 'replaced'; by: string | null; reason: string | null } | null
}
export interface HandOver { note: string | null; incidents: { incident: string; note: string | null }[] }

export function dutyApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}`
  const holds = (incident: string) => `${root}/incidents/${encodeURIComponent(incident)}/holds`

  return {
    hold: (incident: string, team: string, action: string) => ask<Hold>(holds(incident), { method: 'POST', body: { team }, action }),
    modes: () => ask<Listed<Emergency>>(`${root}/modes`),
    switchMode: (form: { area: string; reason: string; until: Instant; occasion: Occasion }, action: string) => ask<Emergency>(`${root}/modes`, { method: 'POST', body: form, action }),
    endMode: (id: string, reason: string, action: string) => ask<void>(`${root}/modes/${encodeURIComponent(id)}${query({ reason })}`, { method: 'DELETE', action }),
    handovers: (limit?: number) => ask<Listed<Handover>>(`${root}/handovers${query({ limit })}`),
    handOver: (form: HandOver, action: string) => ask<Handover>(`${root}/handovers`, { method: 'POST', body: form, action }),
    takeOver: (handover: string, incidents: string[], action: string) =>
      ask<Handover>(`${root}/handovers/${encodeURIComponent(handover)}/take`, { method: 'POST', body: { incidents }, action }),
    letGo: (incident: string, team: string, action: string) => ask<void>(`${holds(incident)}/${encodeURIComponent(team)}`, { method: 'DELETE', action }),
  }
}
