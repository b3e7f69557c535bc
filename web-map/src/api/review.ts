/** Everything that is asked about an incident when it is looked back on. */

import { ask, query } from './http'
import type { Answer, Instant, JointIncident, Proposal, Step } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export type Kept = { kept: 'never' | 'elsewhere' | 'lost' } | { kept: 'shown'; until: Instant | null } | { kept: 'erased'; at: Instant }
export type Sent = Omit<Answer<Schemas['SentView']>, 'proposal' | 'first'> & { proposal: Kept; first: { team: string; name: string; estimate_ms: number | null } | null }
export type Review = Omit<Answer<Schemas['ReviewView']>, 'sent'> & { sent: Sent[] }
export type PastProposal = Omit<Answer<Schemas['PastProposal']>, 'single' | 'joint'> & { single: Proposal | null; joint: JointIncident | null }
export type Track = Answer<Schemas['TrackView']>
export type Replay = Omit<Answer<Schemas['ReplayView']>, 'tracks'> & { tracks: Track[] }
/** A step that a device reported carries the device's own time beside the service's. */
export type TimedStep = Step & { device_at?: Instant | null }

export function reviewApi(district: string) {
  const one = (id: string) => `/api/v1/${encodeURIComponent(district)}/incidents/${encodeURIComponent(id)}`
  return {
    review: (id: string, signal?: AbortSignal) => ask<Review>(`${one(id)}/review`, { signal }),
    shown: (id: string, team: string, fence: number, signal?: AbortSignal) => ask<PastProposal>(`${one(id)}/assignments/${encodeURIComponent(team)}/${fence}/proposal`, { signal }),
    tracks: (id: string, purpose: string) => ask<Replay>(`${one(id)}/tracks${query({ purpose })}`),
  }
}
