/** Chooses areas by clicking them; with Shift or Ctrl one more, or one less. Merging chooses the same way. */

import type { Stage } from '@/state/stage'
import { areaAt, choose, chosen, toggle } from '../chosen'
import { useTool, provide, work } from '../work'

const nothing = () => {}

export const selectStage = (adds: boolean): Stage => ({
  down: () => false,
  move: nothing,
  up: nothing,
  click({ at, add }) {
    const area = areaAt(at)
    if (add || adds) {
      if (area) toggle(area.id)
    } else choose(area && !(chosen.value.length === 1 && chosen.value[0] === area.id) ? [area.id] : [])
    if (work.wrong.length) useTool(work.tool)
  },
  finish: nothing,
  leave: nothing,
  cursor: () => 'pointer',
})

provide('select', selectStage(false))
provide('merge', selectStage(true))
