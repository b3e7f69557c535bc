/**
 * What the district looks like now, as far as this person may see it: lists loaded once, then kept by the
 * feed. `applyChange` is the whole rule of how a change of the feed enters; the newest version wins, in
 * whatever order list and feed arrive.
 */

import { shallowReactive, shallowRef } from 'vue'
import type { Area, Change, Depot, Fix, Incident, TeamFix, TeamView } from '@/api/types'

export interface World {
  incidents: Map<string, Incident>
  teams: Map<string, TeamView>
  areas: Map<string, Area>
  depots: Map<string, Depot>
  /** The journal sequence that each team's status was last told at; a status has no version of its own. */
  teamSeq: Map<string, number>
}

export const world: World = {
  incidents: shallowReactive(new Map()),
  teams: shallowReactive(new Map()),
  areas: shallowReactive(new Map()),
  depots: shallowReactive(new Map()),
  teamSeq: new Map(),
}

/** Where every team is. Not reactive by entry: hundreds move each second. `fixesTick` tells of a batch. */
export const fixes = new Map<string, Fix>()
export const fixesTick = shallowRef(0)

/** Version of each tile layer, as the feed tells. */
export const layerVersions = shallowReactive(new Map<string, string>())

/** Counts changes of registers that are not kept here; their tables reload. */
export const registerTicks = shallowReactive(new Map<string, number>())

export const loaded = shallowRef(false)

export const isFinal = (incident: Incident) => incident.state === 'closed' || incident.state === 'merged'

function newer<T extends { version: number }>(map: Map<string, T>, key: string, value: T): boolean {
  const known = map.get(key)
  if (known && known.version > value.version) return false
  map.set(key, value)
  return true
}

/** Takes one change into `into`; true when it told something new. */
export function applyChange(into: World, change: Change, seq: number): boolean {
  switch (change.kind) {
    case 'incident':
      return newer(into.incidents, change.value.id, change.value)
    case 'team': {
      const { code } = change.value.team
      if (seq < (into.teamSeq.get(code) ?? 0)) return false
      into.teamSeq.set(code, seq)
      into.teams.set(code, change.value)
      return true
    }
    case 'area':
      return newer(into.areas, change.value.code, change.value)
    case 'depot':
      if (change.value) return newer(into.depots, change.value.code, change.value)
      return change.removed ? into.depots.delete(change.removed) : false
    default:
      return false
  }
}

/** Puts a freshly loaded list in force: what it does not hold is gone, unless the feed told of it later. */
export function replaceAll<T extends { version: number }>(map: Map<string, T>, items: T[], key: (item: T) => string, seq: number): void {
  const present = new Set(items.map(key))
  for (const [known, value] of map) if (!present.has(known) && value.version <= seq) map.delete(known)
  for (const item of items) newer(map, key(item), item)
}

/** Keeps the later of two fixes of each team. */
export function applyFixes(into: Map<string, Fix>, batch: TeamFix[]): boolean {
  let told = false
  for (const { team, ...fix } of batch) {
    const known = into.get(team)
    if (known && Date.parse(known.at) > Date.parse(fix.at)) continue
    into.set(team, fix)
    told = true
  }
  return told
}

export const areaName = (code: string | null | undefined): string => (code ? (world.areas.get(code)?.name ?? code) : '')
export const teamName = (code: string): string => world.teams.get(code)?.team.name ?? code
