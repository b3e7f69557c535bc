/** What tabs and the live worker say to each other. */

import type { ChangeEvent, TeamFix } from '../types'

export type LinkState =
  /** Events and beats arrive. */
  | 'live'
  /** Being set up, for the first time or again. */
  | 'connecting'
  /** Silent or broken; tries again by itself. */
  | 'lost'
  /** The session ended; nothing is tried any more. */
  | 'signed_out'

export type FromTab =
  | { say: 'subscribe'; district: string }
  | { say: 'bye' }
  /** The person signed out: stop for every tab. */
  | { say: 'stop' }
  /** The network is said to be back, or the person pressed "try now". */
  | { say: 'retry' }

export type FromWorker =
  | { say: 'link'; state: LinkState; heard: number | null; retry_at: number | null }
  | { say: 'hello'; seq: number; now: string; version: string }
  | { say: 'change'; event: ChangeEvent }
  | { say: 'positions'; fixes: TeamFix[] }
  | { say: 'reset'; seq: number }
