/** In which order incidents want attention, and which lie near one another. Pure. */

import type { Incident, IncidentState, Policy, Position, Severity, TaskState } from '@/api/types'

const severities: Severity[] = ['extreme', 'severe', 'moderate', 'minor']

/** What waits for the officer comes before what is in hand. */
const attention: Record<IncidentState, number> = { accepted: 0, opened: 0, feedback: 1, dispatched: 2, handling: 2, parked: 3, closed: 4, merged: 4 }

export function byAttention(a: Incident, b: Incident): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    attention[a.state] - attention[b.state] ||
    a.accepted_at.localeCompare(b.accepted_at) ||
    a.id.localeCompare(b.id)
  )
}

export const byRecency = (a: Incident, b: Incident): number => (b.ended_at ?? b.accepted_at).localeCompare(a.ended_at ?? a.accepted_at)

export const isOpen = (incident: Incident): boolean => incident.state !== 'closed' && incident.state !== 'merged'

const activeStates: readonly TaskState[] = ['assigned', 'accepted', 'en_route', 'on_scene']
export const isActive = (task: { state: TaskState }): boolean => activeStates.includes(task.state)

/** The state that a team reaches next, by hand. */
export function nextState(state: TaskState): TaskState | null {
  const index = activeStates.indexOf(state)
  if (index < 0) return null
  return activeStates[index + 1] ?? 'done'
}

/** Metres between two points a few kilometres apart at most: good for a hint, not for a decision. */
export function roughMetres(a: Position, b: Position): number {
  const metresPerDegree = 111_195
  const east = (b.lon - a.lon) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180)
  return Math.hypot(east, b.lat - a.lat) * metresPerDegree
}

/** Open incidents that may be about the same thing, nearest first. */
export function maybeSame(incidents: Iterable<Incident>, at: Position, now: number, policy: Policy): { incident: Incident; metres: number }[] {
  return [...incidents]
    .filter(incident => isOpen(incident) && now - Date.parse(incident.accepted_at) <= policy.duplicate_window)
    .map(incident => ({ incident, metres: roughMetres(at, incident.position) }))
    .filter(({ metres }) => metres <= policy.duplicate_radius)
    .sort((a, b) => a.metres - b.metres)
}
