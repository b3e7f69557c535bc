/** The closures of the district, kept by the feed, and what they do to teams that are on their way. */

import { computed, shallowReactive, shallowRef } from 'vue'
import type { Arrival, ClosureList, ClosureView, ClosuresInForce } from '@/api/closures'
import { api, district } from './session'

const none: ClosuresInForce = { number: '', applied: false, closures: [] }
const list = shallowRef<ClosureList | null>(null)

/** Those in force and to come, newest first. */
export const closures = computed((): ClosureView[] => list.value?.items ?? [])
/** The set that travel times go by now. */
export const inForce = computed((): ClosuresInForce => list.value?.in_force ?? none)
/** When teams on their way will arrive, as last told: by incident and team. */
export const arrivals = shallowReactive(new Map<string, Arrival>())
export const arrivalKey = (incident: string, team: string) => `${incident} ${team}`

export function takeArrival(arrival: Arrival): void {
  arrivals.set(arrivalKey(arrival.incident, arrival.team), arrival)
}

let asking = false
let again = false
/** Asks for the list; what changes meanwhile is asked for once more. */
export async function loadClosures(): Promise<void> {
  if (asking) {
    again = true
    return
  }
  asking = true
  try {
    do {
      again = false
      const code = district.value?.code
      if (!code) return
      const answer = await api().closures.list()
      if (district.value?.code === code) list.value = answer
    } while (again)
  } finally {
    asking = false
  }
}

export function forgetClosures(): void {
  list.value = null
  arrivals.clear()
}
