/** Who holds a team now, as the feed tells it; a hold is over at its end, whatever was heard last. */

import type { Hold } from '@/api/duty'
import { now } from '@/state/clock'
import { session } from '@/state/session'
import { world } from '@/state/world'

export function holdOf(team: string | null | undefined): Hold | null {
  const held = team ? world.teams.get(team)?.status.held : null
  return held && Date.parse(held.until) > now.value ? held : null
}

export const isMine = (hold: Hold | null): boolean => hold !== null && hold.by === session.value?.account

/** Milliseconds before its end from which a hold is shown as nearly over. */
export const HOLD_WARN_MS = 15_000
