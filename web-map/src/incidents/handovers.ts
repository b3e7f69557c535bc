/** The handovers of shifts, loaded when they are looked at and whenever one changes. */

import { computed, shallowRef } from 'vue'
import type { Handover } from '@/api/duty'
import { asProblem, type Problem } from '@/api/problem'
import { api, session } from '@/state/session'
import { world } from '@/state/world'
import { byAttention, isOpen } from './order'

export const handovers = shallowRef<Handover[] | null>(null)
export const handoverProblem = shallowRef<Problem | null>(null)

let asked = 0
export async function loadHandovers(): Promise<void> {
  const mine = ++asked
  try {
    const { items } = await api().duty.handovers()
    if (mine !== asked) return
    handovers.value = items
    handoverProblem.value = null
  } catch (thrown) {
    if (mine === asked) handoverProblem.value = asProblem(thrown)
  }
}

/** Open incidents that the signed-in officer answers for, and those that are nobody's yet. */
export const mine = computed(() => [...world.incidents.values()]
  .filter(incident => isOpen(incident) && (incident.keeper == null || incident.keeper === session.value?.account))
  .sort(byAttention))

/** Open incidents that somebody else has handed over and nobody has taken. */
export const waitingForMe = computed(() => [...world.incidents.values()]
  .filter(incident => isOpen(incident) && incident.waiting != null && incident.waiting.from !== session.value?.account))
