/** The areas at a position, asked for again when it moves. */

import { ref, shallowRef, watch } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import type { Located, Position } from '@/api/types'
import { api } from '@/state/session'

export function useLocated(position: () => Position | null) {
  const located = shallowRef<Located | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const pending = ref(false)
  let asked: AbortController | null = null
  let later: ReturnType<typeof setTimeout> | undefined

  watch(
    () => {
      const at = position()
      return at ? `${at.lon},${at.lat}` : null
    },
    key => {
      clearTimeout(later)
      asked?.abort()
      const at = position()
      if (!key || !at) {
        located.value = null
        return
      }
      pending.value = true
      // While a pin is dragged only its rest is looked up.
      later = setTimeout(async () => {
        const mine = (asked = new AbortController())
        try {
          located.value = await api().locate(at, mine.signal)
          problem.value = null
        } catch (thrown) {
          if (!mine.signal.aborted) problem.value = asProblem(thrown)
        } finally {
          if (!mine.signal.aborted) pending.value = false
        }
      }, 120)
    },
    { immediate: true },
  )
  return { located, problem, pending }
}
