/** The lamps of incidents as they stand now: what the service said, and the time since. */

import { computed } from 'vue'
import type { Incident, Lamp, Task } from '@/api/types'
import { lightAt, worst, type Light } from '@/parts/lamp'
import { now } from '@/state/clock'
import { world } from '@/state/world'
import { isOpen } from './order'

export const warnBefore = (lamp: Lamp): number => Date.parse(lamp.due) - Date.parse(lamp.warn)

/** How a lamp stands at an instant; nothing while its clock stands still. */
export const lampLight = (lamp: Lamp, at: number): Light | null => (lamp.light === 'stopped' ? null : lightAt(Date.parse(lamp.due), warnBefore(lamp), at))

/** The lamp that wants attention first: the worst, of those the one that is due first. */
export function gravest(lamps: readonly Lamp[], at: number): Lamp | null {
  const running = lamps.filter(lamp => lamp.light !== 'stopped')
  const light = worst(running.map(lamp => lampLight(lamp, at)!))
  const worstOnes = running.filter(lamp => lampLight(lamp, at) === light)
  return worstOnes.sort((a, b) => Date.parse(a.due) - Date.parse(b.due))[0] ?? null
}

export const lampOfTask = (incident: Incident, task: Task): Lamp | null => incident.lamps?.find(lamp => lamp.team === task.team) ?? null
export const lampOfCase = (incident: Incident): Lamp | null => incident.lamps?.find(lamp => lamp.team === null) ?? null

export const isOverdue = (incident: Incident, at: number): boolean => isOpen(incident) && (incident.lamps ?? []).some(lamp => lampLight(lamp, at) === 'red')

/** Looked at every few seconds: sorting a thousand incidents each second would be work for nothing. */
const moment = computed(() => Math.floor(now.value / 5_000) * 5_000)
export const overdue = computed(() => new Set([...world.incidents.values()].filter(incident => isOverdue(incident, moment.value)).map(({ id }) => id)))
