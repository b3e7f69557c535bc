/** The proposal for one incident: asked for, shown, found out of date. */

import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { Candidate, Incident, Proposal, Route } from '@/api/types'
import { useAction } from '@/state/action'
import { now } from '@/state/clock'
import { inForce } from '@/state/closures'
import { boundsOf, camera, scene } from '@/state/scene'
import { api } from '@/state/session'
import { world } from '@/state/world'
import { teamSign } from '@/map/features'
import { holdOf } from './holds'
import { offered } from './ladder'
import { isHeld } from './reasons'

/** Teams move: after this the order may be another. */
const OLD_MS = 45_000
/** As near as the view goes when it takes in a way. */
const NEAREST = 16

export function useProposal(incident: Ref<Incident | undefined>) {
  const proposal = shallowRef<Proposal | null>(null)
  const chosen = ref<string | null>(null)
  const route = shallowRef<Route | null>(null)
  const { pending, problem, run } = useAction()

  async function propose(): Promise<void> {
    const id = incident.value?.id
    if (!id) return
    const answer = await run(action => api().propose(id, action))
    if (!answer || incident.value?.id !== id) return
    proposal.value = answer
    const all = [...answer.ranked, ...answer.ruled_out]
    if (!all.some(candidate => candidate.team === chosen.value)) chosen.value = (incident.value && offered(answer.ranked, incident.value)?.team) ?? null
  }

  const candidate = computed((): Candidate | null => {
    const all = proposal.value ? [...proposal.value.ranked, ...proposal.value.ruled_out] : []
    return all.find(({ team }) => team === chosen.value) ?? null
  })

  /** The best team is no longer free, or teams have moved on since. */
  const isOld = computed(() => {
    const shown = proposal.value
    if (!shown) return false
    // Whoever was ruled out because somebody held it may be had again.
    const waited = shown.ruled_out.some(({ team, reasons }) => isHeld(reasons) && !holdOf(team))
    if (waited) return true
    const best = shown.ranked[0] && world.teams.get(shown.ranked[0].team)
    return now.value - Date.parse(shown.at) > OLD_MS || (best !== undefined && teamSign(best) !== 'free')
  })

  function forget(): void {
    proposal.value = null
    chosen.value = null
    route.value = null
    scene.route = null
    problem.value = null
  }

  // Other closures are in force: every time in the list is wrong, so it is made anew at once.
  watch(() => inForce.value.number, number => {
    if (proposal.value && proposal.value.closures.number !== number) void propose()
  })

  // The way of the team under consideration, drawn a moment after the choice rests on it.
  let asked: AbortController | null = null
  /** Once per incident the view takes in the whole way of the first team; later choices do not move it. */
  let framed: string | null = null
  let later: ReturnType<typeof setTimeout> | undefined
  watch(candidate, next => {
    clearTimeout(later)
    asked?.abort()
    route.value = null
    scene.route = null
    const id = incident.value?.id
    if (!next?.travel || !id) return
    later = setTimeout(async () => {
      asked = new AbortController()
      try {
        const way = await api().route(id, next.team, asked.signal)
        if (chosen.value !== next.team) return
        route.value = way
        scene.route = way.geometry
        if (framed !== id && way.geometry.length > 1) {
          framed = id
          camera.fit(boundsOf(way.geometry), NEAREST)
        }
      } catch {
        // The line is a help, not a promise: without it the list still decides.
      }
    }, 180)
  })

  return { proposal, chosen, candidate, route, isOld, pending, problem, propose, forget }
}
