/** Whistles that go on, kept by the feed, and those that ended while we looked. */

import { computed, shallowReactive } from 'vue'
import type { WhistleView } from '@/api/whistles'
import { now } from './clock'
import { api, district } from './session'

const known = shallowReactive(new Map<string, WhistleView>())
const listeners = new Set<(whistle: WhistleView) => void>()
/** Called when the service writes down that somebody is missing. */
export const onOverdue = (listener: (whistle: WhistleView) => void) => void listeners.add(listener)

/** Those that go on, newest first. */
export const whistles = computed(() => [...known.values()].filter(({ ended }) => !ended).sort((a, b) => b.blown_at.localeCompare(a.blown_at)))
export const isMissing = (whistle: WhistleView, team: string) => whistle.called.some(called => called.team === team && !called.checked_in && !called.released)
export const missing = (whistle: WhistleView) => whistle.called.filter(({ checked_in, released }) => !checked_in && !released)
export const isOverdue = (whistle: WhistleView, at: number) => !whistle.ended && at >= Date.parse(whistle.due) && missing(whistle).length > 0
export const overdueCount = computed(() => whistles.value.filter(whistle => isOverdue(whistle, now.value)).length)

export function takeWhistle(whistle: WhistleView): void {
  const before = known.get(whistle.id)
  if (before && before.version > whistle.version) return
  known.set(whistle.id, whistle)
  if (before && !before.overdue_at && whistle.overdue_at && !whistle.ended) listeners.forEach(listener => listener(whistle))
}

export async function loadWhistles(): Promise<void> {
  const code = district.value?.code
  if (!code) return
  const { items } = await api().whistles.list()
  if (district.value?.code !== code) return
  const present = new Set(items.map(({ id }) => id))
  for (const id of known.keys()) if (!present.has(id)) known.delete(id)
  items.forEach(takeWhistle)
}

export const forgetWhistles = () => known.clear()
/** Those about an incident that are known here, newest first. */
export const aboutIncident = (incident: string) => [...known.values()].filter(whistle => whistle.incident === incident).sort((a, b) => b.blown_at.localeCompare(a.blown_at))
