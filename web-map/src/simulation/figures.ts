/** The figures of simulations as they are compared. Pure. */

import type { Simulation, SimulationResult } from '@/api/simulation'

/** The share of incidents with somebody there within so many minutes; never answered ones count among all. */
export function shareWithin(result: SimulationResult, minutes: number): number {
  if (!result.incidents) return 0
  return result.by_minute.slice(0, minutes).reduce((sum, n) => sum + n, 0) / result.incidents
}

/** Up to which minute a chart must reach so that all of these fit; at least ten. */
export function chartMinutes(results: SimulationResult[]): number {
  const last = Math.max(0, ...results.map(result => result.by_minute.findLastIndex(n => n > 0) + 1))
  return Math.min(60, Math.max(10, Math.ceil(last / 5) * 5))
}

export interface AreaRow { area: string; name: string; level: string; incidents: number; late: (number | null)[] }

/** Areas of a level with the share of late incidents in each result, the worst of the first result first. */
export function areaRows(results: SimulationResult[], level: string): AreaRow[] {
  const rows = new Map<string, AreaRow>()
  results.forEach((result, place) => {
    for (const { area, name, level: of, incidents, late } of result.areas) {
      if (of !== level) continue
      const row = rows.get(area) ?? { area, name, level, incidents, late: results.map(() => null) }
      row.late[place] = incidents ? late / incidents : null
      rows.set(area, row)
    }
  })
  return [...rows.values()].sort((a, b) => (b.late[0] ?? -1) - (a.late[0] ?? -1) || b.incidents - a.incidents || a.area.localeCompare(b.area))
}

export const levelsOf = (results: SimulationResult[]): string[] => [...new Set(results.flatMap(({ areas }) => areas.map(({ level }) => level)))]

export const isDone = (simulation: Simulation): simulation is Simulation & { result: SimulationResult } => simulation.result !== null

/** From midnight to midnight by the command centre's clock: `2026-11-22` and one day. */
export function period(day: string, days: number): { from: string; until: string } | null {
  const begin = Date.parse(`${day}T00:00:00+08:00`)
  return Number.isNaN(begin) ? null : { from: new Date(begin).toISOString(), until: new Date(begin + days * 86_400_000).toISOString() }
}
