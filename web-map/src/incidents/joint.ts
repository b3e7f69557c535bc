/** The joint choice: asked for, bent by hand, sent. What is sent is worked out here from what was shown. Pure but for the state. */

import { reactive, shallowRef } from 'vue'
import type { JointChoice, Pair } from '@/api/types'

/** Whether its panel lies over the list, and what the officer has set by hand. */
export const joint = reactive({ open: false, pins: [] as Pair[], exclusions: [] as Pair[] })
export const choice = shallowRef<JointChoice | null>(null)

export function closeJoint(): void {
  Object.assign(joint, { open: false, pins: [], exclusions: [] })
  choice.value = null
}

/** One thing to be done for the choice to come true. */
export type Move =
  | { kind: 'send'; team: string; name: string; to: string; arrivalMs: number }
  | { kind: 'reassign'; team: string; name: string; from: string; to: string; arrivalMs: number }
  | { kind: 'recall'; team: string; name: string; from: string }

/** What must be done: who is taken off something goes first, so that nobody is missed twice. */
export function movesOf(shown: JointChoice): Move[] {
  const leaving = new Map(shown.changes.filter(({ leaves, takes }) => leaves !== takes).map(change => [change.team, change]))
  const moves: Move[] = []
  for (const { incident, slots } of shown.incidents) {
    for (const { team } of slots) {
      if (!team || team.origin !== 'new') continue
      const from = leaving.get(team.team)?.leaves
      const move = { team: team.team, name: team.name, to: incident, arrivalMs: team.arrival_ms }
      // A team that meets several needs is sent once.
      if (moves.some(other => other.team === team.team)) continue
      // A team that changes its part at one incident is there already.
      if (shown.changes.some(change => change.team === team.team && change.leaves === incident)) continue
      moves.push(from ? { kind: 'reassign', from, ...move } : { kind: 'send', ...move })
    }
  }
  for (const { team, name, leaves, takes } of shown.changes) if (takes === null) moves.push({ kind: 'recall', team, name, from: leaves })
  const order = { reassign: 0, recall: 1, send: 2 }
  return moves.sort((a, b) => order[a.kind] - order[b.kind])
}

const same = (one: Pair, other: Pair) => one.team === other.team && one.incident === other.incident

/** Adds a pair, or takes it away if it is there. A team has one pin at most. */
export function toggled(pairs: Pair[], pair: Pair, oneEach: boolean): Pair[] {
  const others = pairs.filter(other => !same(other, pair) && !(oneEach && other.team === pair.team))
  return pairs.some(other => same(other, pair)) ? others : [...others, pair]
}
export const has = (pairs: Pair[], pair: Pair): boolean => pairs.some(other => same(other, pair))
