import type { Incident, Team, TeamView } from '@/api/types'

export function incident(change: Partial<Incident> = {}): Incident {
  return {
    id: '20261122-0001', state: 'opened', kind: 'fire', severity: 'severe', position: { lon: 114.3, lat: 30.6 }, address: null, areas: [],
    channel: 'phone', external_no: null, narrative: null, accepted_at: '2026-11-22T00:00:00.000Z', ended_at: null, remark: null, tasks: [],
    merged_into: null, photos: [], history: [], version: 1, ...change,
  }
}

export function teamView(code: string, change: Partial<Omit<TeamView, 'team'>> & { team?: Partial<Team> } = {}): TeamView {
  return {
    status: { on_duty: true, unavailable: null, bound: null }, fix: null, ...change,
    team: { code, name: code, kind: 'patrol', profile: 'car', home: null, duty: 'always', department: null, phone: null, radio_only: false, retired: false, version: 1, ...change.team },
  }
}
