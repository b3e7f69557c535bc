/** Follows the address: opens the draft that it names, gives the map to the plan room and takes it back. */

import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import type { DraftId, Issue } from '@/api/plan'
import { complain } from '@/state/notices'
import { camera, hushed } from '@/state/scene'
import { selection } from '@/state/selection'
import { api } from '@/state/session'
import { choose, chosen, flyTo } from './chosen'
import { closeDraft, desk, openDraft } from './desk'
import { startDrawing } from './drawn'
import { picture } from './picture'
import './tools/give'
import './tools/move'
import './tools/paint'
import './tools/reshape'
import './tools/select'
import './tools/stroke'
import { useTool } from './work'

/** What a planner does without while drawing: published borders, and everything that moves. */
const REPLACED = ['district', 'township', 'community', 'grid', 'micro_area', 'teams', 'incidents', 'sensing_point', 'camera_point', 'depot'] as const

/** Issues of the open draft; they follow every change after a moment. */
export const issues = shallowRef<Issue[] | null>(null)
export const blocking = computed(() => issues.value?.filter(issue => issue.blocking).length ?? 0)
const ISSUES_AFTER_MS = 400

/** Asks for the issues of what is open after every change; an answer that was overtaken is not shown. */
export function followIssues(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null
  async function question(id: DraftId, mine: AbortController): Promise<void> {
    try {
      const answer = await api().plan.issues(id, mine.signal)
      // Those of another content are for another time: its news asks again.
      if (!mine.signal.aborted && answer.hash === desk.draft?.hash) issues.value = answer.issues
    } catch (thrown) {
      if (!mine.signal.aborted) complain(thrown)
    }
  }
  const unwatch = watch(() => [desk.draft?.id, desk.changes] as const, ([id], before) => {
    clearTimeout(later)
    asked?.abort()
    if (!id || before?.[0] !== id) issues.value = null
    if (!id) return
    const mine = (asked = new AbortController())
    later = setTimeout(() => void question(id, mine), before?.[0] === id ? ISSUES_AFTER_MS : 0)
  })
  return () => {
    unwatch()
    clearTimeout(later)
    asked?.abort()
  }
}

export function followPlanRoom(): void {
  let stopDrawing: (() => void) | null = null
  watch(() => (selection.room === 'plan' && !selection.wall ? selection.draft : null), (id, before) => {
    if (id === before) return
    stopDrawing?.()
    stopDrawing = null
    picture.shown.value = id !== null
    hushed.value = id === null ? [] : REPLACED
    if (id === null) return closeDraft()
    if (before) {
      closeDraft()
      choose([])
    }
    stopDrawing = startDrawing()
    useTool('select')
    void openDraft(id).then(() => {
      if (desk.draft?.id !== id) return
      // A link to an area shows the area.
      const [first] = chosen.value
      if (first === undefined) {
        if (desk.draft.bounds) camera.fit(desk.draft.bounds)
      }
      else flyTo(first)
    })
  }, { immediate: true })

  const stopIssues = followIssues()

  onBeforeUnmount(() => {
    stopIssues()
    stopDrawing?.()
    picture.shown.value = false
    hushed.value = []
    closeDraft()
  })
}
