/** 联区包户 as a ladder: who did not accept in time, and who is offered next. */

import type { Candidate, Incident, Rung } from '@/api/types'
import { t, tCode } from '@/locale'
import { teamName } from '@/state/world'
import { isOpen } from './order'

export const rungs: readonly Rung[] = ['home', 'grid', 'community', 'township', 'neighbours', 'district']

/** A climb that nobody has answered by sending somebody. */
export const climbOf = (incident: Incident): NonNullable<Incident['ladder']> | null => (isOpen(incident) && incident.ladder && !incident.ladder.answered ? incident.ladder : null)

export const didNotAccept = (incident: Incident, team: string): boolean => incident.ladder?.lapsed.includes(team) ?? false

/** Whom the ladder offers: the best of the proposal up to its rung who has not let it lapse; else the best who has not. */
export function offered(ranked: readonly Candidate[], incident: Incident): Candidate | null {
  const left = ranked.filter(({ team }) => !didNotAccept(incident, team))
  const climb = climbOf(incident)
  if (!climb) return left[0] ?? ranked[0] ?? null
  const upTo = rungs.indexOf(climb.rung)
  return left.find(({ rung }) => rung != null && rungs.indexOf(rung) <= upTo) ?? left[0] ?? ranked[0] ?? null
}

export function climbText(incident: Incident): string {
  const climb = incident.ladder
  if (!climb) return ''
  return t('ladder.offers', { team: teamName(climb.lapsed.at(-1) ?? ''), rung: tCode('rung', climb.rung) })
}
