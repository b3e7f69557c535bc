/** Everything that is asked about whistles. */

import { ask, query } from './http'
import type { Answer, Instant, Position } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export type WhistleKind = Schemas['WhistleKind']
export type CalledStanding = Schemas['CalledStanding']
export interface CheckedIn { at: Instant; by: string; evidence: unknown; punctuality: 'in_time' | 'late'; reason: string | null; device_at: Instant | null }
export interface Called { team: string; department: string; checked_in: CheckedIn | null; released: { at: Instant; by: string; reason: string | null } | null }
export interface CalledView { team: string; name: string; phone: string | null; standing: CalledStanding }
export interface WhistleView {
  id: string; kind: WhistleKind; incident: string | null; position: Position; address: string | null; areas: string[]; township: string | null
  reason: string; blown_by: string; blown_at: Instant; due: Instant; called: Called[]; overdue_at: Instant | null
  ended: { at: Instant; by: string; outcome: string } | null; version: number; place: Position; standing: CalledView[]
}
export interface NewWhistle { kind: WhistleKind; incident?: string; position?: Position; address?: string; reason: string; teams: string[]; within: number }
export type Department = Answer<Schemas['DepartmentView']>
export interface Rate { part: number; of: number; rate: number | null }
export type RatesRow = Omit<Answer<Schemas['RatesRow']>, 'whistle_rate' | 'check_in_rate' | 'in_time_rate'> & { whistle_rate: Rate | null; check_in_rate: Rate; in_time_rate: Rate }
export interface Rates { from: Instant; until: Instant; all: RatesRow; townships: RatesRow[]; departments: RatesRow[] }

interface Items<T> { seq: number; items: T[] }

export function whistlesApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}/whistles`
  const one = (id: string) => `${root}/${encodeURIComponent(id)}`
  const post = <T>(path: string, body: unknown, action: string) => ask<T>(path, { method: 'POST', body, action })

  return {
    list: (state: 'standing' | 'ended' = 'standing', incident?: string) => ask<Items<WhistleView>>(`${root}${query({ state, incident })}`),
    about: (incident: string) => ask<Items<WhistleView>>(`${root}${query({ state: 'all', incident })}`),
    departments: () => ask<Items<Department>>(`${root}/departments`),
    rates: (from: Instant) => ask<Rates>(`${root}/rates${query({ from })}`),
    blow: (whistle: NewWhistle, action: string) => post<WhistleView>(root, whistle, action),
    checkIn: (id: string, team: string, reason: string, action: string) => post<WhistleView>(`${one(id)}/check-ins`, { team, reason }, action),
    release: (id: string, team: string, reason: string, action: string) => post<WhistleView>(`${one(id)}/release`, { team, reason }, action),
    end: (id: string, outcome: string, action: string) => post<WhistleView>(`${one(id)}/end`, { outcome }, action),
  }
}
