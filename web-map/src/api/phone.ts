/** What the phone of a team asks and says. */

import { ask, query } from './http'
import type { Answer, Instant, Position, Session, TaskState } from './types'
import type { components } from './schema'
import type { WhistleView } from './whistles'

type Schemas = components['schemas']

export type PhoneTask = Answer<Schemas['PhoneTask']>
export type PhoneView = Omit<Answer<Schemas['PhoneView']>, 'tasks' | 'whistles'> & { tasks: PhoneTask[]; whistles: WhistleView[] }
export interface PlaceFix { position: Position; at: Instant }
export interface TaskWord { fence: number; state: TaskState; reason?: string; report?: string; device_at: Instant; fix?: PlaceFix }

/** A photo over a poor line takes its time: the service waits two minutes, and then says so. */
const PHOTO_MS = 150_000

export const whoseAmI = () => ask<Session>('/api/v1/session', { anonymous: true })
export const enterByLink = (token: string) => ask<Session>('/api/v1/session/link', { method: 'POST', body: { token }, anonymous: true })

export function phoneApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}`
  const incident = (id: string) => `${root}/incidents/${encodeURIComponent(id)}`
  return {
    own: () => ask<PhoneView>(`${root}/phone`, { anonymous: true }),
    say: (id: string, team: string, word: TaskWord, action: string) =>
      ask<unknown>(`${incident(id)}/assignments/${encodeURIComponent(team)}/state`, { method: 'POST', body: word, action, anonymous: true }),
    checkIn: (whistle: string, team: string, fix: PlaceFix, device_at: Instant, action: string) =>
      ask<unknown>(`${root}/whistles/${encodeURIComponent(whistle)}/check-ins`, { method: 'POST', body: { team, fix, device_at }, action, anonymous: true }),
    photo: (id: string, file: Blob, device_at: Instant, action: string) =>
      ask<unknown>(`${incident(id)}/photos${query({ device_at })}`, { method: 'POST', file, action, anonymous: true, patience: PHOTO_MS }),
    report: (team: string, fix: PlaceFix & { heading: number | null; speed: number | null }) =>
      ask<unknown>(`${root}/positions`, { method: 'POST', body: { fixes: [{ team, ...fix }] }, anonymous: true }),
  }
}
