/** Everything that is asked of one district. */

import { closuresApi } from './closures'
import { dutyApi } from './duty'
import { ask, query } from './http'
import { planApi } from './plan'
import { photosApi } from './photos'
import { reviewApi } from './review'
import { simulationApi } from './simulation'
import { travelApi } from './travel'
import { whistlesApi } from './whistles'
import type {
  Area, AreaDetail, Depot, DistrictInfo, Found, Incident, IncidentDetail, Listed, Located, Nearby, NearbyKind,
  JointChoice, NewIncident, Pair, Position, Proposal, Route, RunCard, SensingPoint, Shift, TaskState, Team, TeamView, WhyNot,
} from './types'

/** Longitude and latitude as the service keeps them: seven digits, about a centimetre. */
const degrees = (value: number) => Math.round(value * 1e7) / 1e7
/** Ranked teams asked for, and as many ruled out: more than anybody reads in a hurry. */
const PROPOSED = 12

export const rounded = ({ lon, lat }: Position): Position => ({ lon: degrees(lon), lat: degrees(lat) })

export function districtApi(code: string) {
  const root = `/api/v1/${encodeURIComponent(code)}`
  const incident = (id: string) => `${root}/incidents/${encodeURIComponent(id)}`
  const task = (id: string, team: string) => `${incident(id)}/assignments/${encodeURIComponent(team)}`
  const post = <T>(path: string, body: unknown, action: string) => ask<T>(path, { method: 'POST', body, action })

  return {
    plan: planApi(code),
    closures: closuresApi(code),
    travel: travelApi(code),
    duty: dutyApi(code),
    whistles: whistlesApi(code),
    photos: photosApi(code),
    review: reviewApi(code),
    simulations: simulationApi(code),

    info: () => ask<DistrictInfo>(root),
    areas: () => ask<Listed<Area>>(`${root}/areas`),
    area: (areaCode: string) => ask<AreaDetail>(`${root}/areas/${encodeURIComponent(areaCode)}`),
    saveStaff: (areaCode: string, staff: Pick<Area, 'version' | 'leader' | 'phone' | 'body'>, action: string) =>
      ask<Area>(`${root}/areas/${encodeURIComponent(areaCode)}/staff`, { method: 'PUT', body: staff, action }),
    locate: (at: Position, signal?: AbortSignal) => ask<Located>(`${root}/locate${query({ ...rounded(at) })}`, { signal }),
    nearby: (at: Position, kind: NearbyKind, k: number, by: 'road' | 'air', signal?: AbortSignal) =>
      ask<Nearby>(`${root}/nearby${query({ ...rounded(at), kind, k, by })}`, { signal }),
    search: (q: string, limit: number, signal?: AbortSignal) =>
      ask<{ items: Found[] }>(`${root}/search${query({ q, limit })}`, { signal }),

    incidents: (state: 'open' | 'closed' | 'all', limit?: number, before?: string) =>
      ask<Listed<Incident>>(`${root}/incidents${query({ state, limit, before })}`),
    incident: (id: string, signal?: AbortSignal) => ask<IncidentDetail>(incident(id), { signal }),
    openIncident: (call: NewIncident, action: string) => post<Incident>(`${root}/incidents`, { ...call, position: rounded(call.position) }, action),
    amend: (id: string, change: { version: number } & Partial<Pick<Incident, 'kind' | 'severity' | 'position' | 'address'>>, action: string) =>
      ask<Incident>(incident(id), { method: 'PATCH', body: change.position ? { ...change, position: rounded(change.position) } : change, action }),
    openCase: (id: string, action: string) => post<Incident>(`${incident(id)}/open`, {}, action),
    park: (id: string, reason: string, action: string) => post<Incident>(`${incident(id)}/park`, { reason }, action),
    resume: (id: string, action: string) => post<Incident>(`${incident(id)}/resume`, {}, action),
    close: (id: string, outcome: string, action: string) => post<Incident>(`${incident(id)}/close`, { outcome }, action),
    merge: (id: string, into: string, action: string) => post<Incident>(`${incident(id)}/merge`, { into }, action),
    propose: (id: string, action: string) => post<Proposal>(`${incident(id)}/proposals`, { limit: PROPOSED }, action),
    assign: (id: string, body: { team: string; proposal?: string; override_reason?: string }, action: string) =>
      post<Incident>(`${incident(id)}/assignments`, body, action),
    moveTask: (id: string, team: string, body: { fence: number; state: TaskState; reason?: string }, action: string) =>
      post<Incident>(`${task(id, team)}/state`, body, action),
    recall: (id: string, team: string, reason: string, action: string) => post<Incident>(`${task(id, team)}/recall`, { reason }, action),
    reassign: (id: string, team: string, body: { to: string; reason: string; proposal?: string; override_reason?: string }, action: string) =>
      post<{ from: Incident; to: Incident }>(`${task(id, team)}/reassign`, body, action),
    chooseTogether: (asked: { pins: Pair[]; exclusions: Pair[] }, action: string) => post<JointChoice>(`${root}/joint-proposals`, asked, action),
    whyNot: (asked: Pair & { pins: Pair[]; exclusions: Pair[] }, action: string) => post<WhyNot>(`${root}/joint-proposals/why-not`, asked, action),
    route: (id: string, team: string, signal?: AbortSignal) => ask<Route>(`${incident(id)}/route${query({ team })}`, { signal }),

    teams: () => ask<Listed<TeamView>>(`${root}/teams`),
    saveTeam: (team: Team, action: string) => ask<TeamView>(`${root}/teams/${encodeURIComponent(team.code)}`, { method: 'PUT', body: team, action }),
    setAvailability: (team: string, unavailable: string | null, action: string) =>
      post<TeamView>(`${root}/teams/${encodeURIComponent(team)}/availability`, { unavailable }, action),
    deviceLink: (team: string, action: string) => post<{ link: string }>(`${root}/teams/${encodeURIComponent(team)}/device-link`, {}, action),
    placeTeam: (team: string, position: Position, action: string) =>
      post<TeamView>(`${root}/teams/${encodeURIComponent(team)}/place`, { position: rounded(position) }, action),

    shifts: () => ask<Listed<Shift>>(`${root}/shifts`),
    depots: () => ask<Listed<Depot>>(`${root}/depots`),
    runCards: () => ask<Listed<RunCard>>(`${root}/run-cards`),
    sensingPoints: (purpose?: string) => ask<Listed<SensingPoint>>(`${root}/sensing-points${query({ purpose })}`),
    sensingPoint: (point: string, purpose?: string) => ask<SensingPoint>(`${root}/sensing-points/${encodeURIComponent(point)}${query({ purpose })}`),
    saveRecord: <T extends { code: string }>(register: 'shifts' | 'depots' | 'sensing-points' | 'run-cards', record: T, action: string) =>
      ask<T>(`${root}/${register}/${encodeURIComponent(record.code)}`, { method: 'PUT', body: record, action }),
    removeRecord: (register: 'shifts' | 'depots' | 'run-cards', recordCode: string, action: string) =>
      ask<void>(`${root}/${register}/${encodeURIComponent(recordCode)}`, { method: 'DELETE', action }),
  }
}

export type DistrictApi = ReturnType<typeof districtApi>
