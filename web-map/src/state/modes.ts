/** Which areas are switched to emergency, kept by the feed; one whose time is over is not shown, whatever was heard last. */

import { computed, shallowRef } from 'vue'
import type { Emergency } from '@/api/duty'
import { now } from './clock'
import { api, district } from './session'

const list = shallowRef<Emergency[]>([])
export const allEmergencies = computed(() => list.value)

/** Those that last, real ones before drills, then the latest first. */
export const emergencies = computed((): Emergency[] => list.value
  .filter(({ ended, until }) => ended === null && Date.parse(until) > now.value)
  .sort((a, b) => Number(a.occasion === 'drill') - Number(b.occasion === 'drill') || b.since.localeCompare(a.since)))

/** The dialog that switches lies open. */
export const switching = shallowRef(false)

let asked = 0
export async function loadModes(): Promise<void> {
  const mine = ++asked
  const code = district.value?.code
  if (!code) return
  const { items } = await api().duty.modes()
  if (mine === asked && district.value?.code === code) list.value = items
}

export function forgetModes(): void {
  asked++
  list.value = []
  switching.value = false
}
