/** The question that is being put together, and what came of those before. */

import { reactive, shallowRef } from 'vue'
import type { AddedTeam, AskSimulation, Posted, Simulation } from '@/api/simulation'
import { rounded } from '@/api/district'
import { period } from './figures'

export const whatIf = reactive({
  open: false,
  day: '',
  days: 1,
  deadline: 15,
  name: '',
  without: [] as string[],
  posted: [] as Posted[],
  added: [] as AddedTeam[],
  /** Closures that hold all the time; `null` for those of then. */
  closures: null as string[] | null,
  /** Whether the run cards in force hold, or every incident needs one team. */
  cards: 'present' as 'present' | 'none',
  /** The results that stand side by side. */
  compared: [] as number[],
})
export const simulations = shallowRef<Simulation[]>([])

export const isChanged = () => whatIf.without.length + whatIf.posted.length + whatIf.added.length > 0 || whatIf.closures !== null || whatIf.cards === 'none'

export function clearChanges(): void {
  Object.assign(whatIf, { without: [], posted: [], added: [], closures: null, cards: 'present', name: '' })
}

/** What is asked; nothing while no day is chosen. */
export function asked(): AskSimulation | null {
  const time = period(whatIf.day, whatIf.days)
  if (!time) return null
  return {
    ...time,
    name: whatIf.name.trim() || undefined,
    without: whatIf.without,
    posted: whatIf.posted.map(({ team, at }) => ({ team, at: rounded(at) })),
    added: whatIf.added.map(team => ({ ...team, at: rounded(team.at) })),
    ...(whatIf.closures === null ? {} : { closures: whatIf.closures }),
    ...(whatIf.cards === 'none' ? { cards: [] } : {}),
    deadline_ms: whatIf.deadline * 60_000,
  }
}

/** Two at most stand side by side; a third takes the place of the second. */
export function compare(id: number): void {
  const others = whatIf.compared.filter(other => other !== id)
  whatIf.compared = others.length < whatIf.compared.length ? others : [...others.slice(0, 1), id]
}
