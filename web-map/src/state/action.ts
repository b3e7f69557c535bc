/**
 * One action of the user: pending at once, tried again with the same id when no answer came, explained
 * when refused. A form never loses what was typed because a request failed.
 */

import { shallowRef } from 'vue'
import { actionId } from '@/api/http'
import { asProblem, type Problem } from '@/api/problem'

const SILENT_RETRIES = 1

export function useAction() {
  const pending = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  /** Kept after silence: the same press sent again must not be done twice. */
  let id: string | null = null
  let lastWork: unknown = null

  async function run<T>(work: (id: string) => Promise<T>, same: unknown = null): Promise<T | undefined> {
    if (pending.value) return undefined
    pending.value = true
    problem.value = null
    const mine = id === null || lastWork !== same ? actionId() : id
    id = mine
    lastWork = same
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          const value = await work(mine)
          id = null
          return value
        } catch (thrown) {
          const wrong = asProblem(thrown)
          if (!wrong.isSilence) id = null
          if (!wrong.isSilence || attempt >= SILENT_RETRIES) throw wrong
          await new Promise(resolve => setTimeout(resolve, 700))
        }
      }
    } catch (thrown) {
      problem.value = asProblem(thrown)
      return undefined
    } finally {
      pending.value = false
    }
  }

  return { pending, problem, run }
}
