/** From what is known to what is drawn. Pure: records in, GeoJSON out. */

import type { Feature, FeatureCollection, Point } from 'geojson'
import type { Area, Fix, Incident, Position, TeamView } from '@/api/types'

/** How a team looks. `off` is off duty or taken out of the draw. */
export type TeamSign = 'free' | 'going' | 'on_scene' | 'off'

export function teamSign({ status }: TeamView): TeamSign {
  if (status.bound) return status.bound.state === 'on_scene' ? 'on_scene' : 'going'
  return status.unavailable === null && status.on_duty ? 'free' : 'off'
}

/** Old positions are not to be trusted; a team that never reports is taken to be at its post. */
export const isStale = (fix: Fix | undefined, now: number, staleAfter: number): boolean =>
  fix !== undefined && now - Date.parse(fix.at) > staleAfter

/**
 * Where a team is drawn: where it was last seen; at its post, as the service reckons, when it is always there
 * or has no device; else nowhere.
 */
export function whereabouts(view: TeamView, fix: Fix | undefined, areas: Map<string, Area>): Position | null {
  if (fix) return fix.position
  const atPost = view.team.radio_only || view.team.duty === 'always'
  return (atPost && view.team.home && areas.get(view.team.home)?.label) || null
}

const point = (position: Position): Point => ({ type: 'Point', coordinates: [position.lon, position.lat] })
const collection = (features: Feature<Point>[]): FeatureCollection<Point> => ({ type: 'FeatureCollection', features })

const urgency = { extreme: 4, severe: 3, moderate: 2, minor: 1 } as const

export function incidentFeatures(incidents: Iterable<Incident>, chosen: string | null, label: (incident: Incident) => string): FeatureCollection<Point> {
  const features: Feature<Point>[] = []
  for (const incident of incidents) {
    const final = incident.state === 'closed' || incident.state === 'merged'
    if (final && incident.id !== chosen) continue
    const waiting = incident.state === 'accepted' || incident.state === 'opened'
    features.push({
      type: 'Feature',
      geometry: point(incident.position),
      properties: {
        id: incident.id,
        icon: `muster|incident|${incident.severity}|${waiting ? 'waiting' : 'in_hand'}`,
        label: label(incident),
        chosen: incident.id === chosen,
        order: (waiting ? 10 : 0) + urgency[incident.severity],
        opacity: final || incident.state === 'parked' ? 0.55 : 1,
      },
    })
  }
  return collection(features)
}

export interface TeamScene {
  fixes: Map<string, Fix>
  areas: Map<string, Area>
  chosen: Set<string>
  now: number
  staleAfter: number
}

export function teamFeatures(teams: Iterable<TeamView>, { fixes, areas, chosen, now, staleAfter }: TeamScene): FeatureCollection<Point> {
  const features: Feature<Point>[] = []
  for (const view of teams) {
    if (view.team.retired) continue
    const fix = fixes.get(view.team.code)
    const position = whereabouts(view, fix, areas)
    if (!position) continue
    const sign = teamSign(view)
    const stale = isStale(fix, now, staleAfter)
    const isChosen = chosen.has(view.team.code)
    const busy = sign === 'going' || sign === 'on_scene'
    features.push({
      type: 'Feature',
      geometry: point(position),
      properties: {
        code: view.team.code,
        name: view.team.name,
        post: !fix,
        kind: view.team.kind,
        sign,
        icon: `muster|team|${view.team.kind}|${sign}|${stale ? 'stale' : 'fresh'}`,
        heading: fix?.heading ?? 0,
        headed: fix?.heading != null && !stale && sign !== 'on_scene',
        headingIcon: `muster|heading|${sign}`,
        // Liaison teams wait at home in their hundreds: they show from near, unless they matter now.
        far: isChosen || busy || view.team.kind !== 'liaison_team',
        chosen: isChosen,
        order: (isChosen ? 8 : 0) + (busy ? 4 : 0) + (view.team.kind === 'patrol' ? 2 : 0) + (sign === 'off' ? -1 : 0),
        opacity: sign === 'off' && !isChosen ? 0.6 : 1,
      },
    })
  }
  return collection(features)
}

export const pointFeatures = (items: Iterable<{ code: string; label: string; position: Position; icon?: string }>): FeatureCollection<Point> =>
  collection(Array.from(items, ({ position, ...properties }) => ({ type: 'Feature' as const, geometry: point(position), properties })))
