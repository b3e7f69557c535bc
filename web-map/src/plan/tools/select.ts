/** Chooses areas by clicking them; with Shift or Ctrl one more, or one less. Merging chooses the same way. */

import type { Stage } from '@/state/stage'
import { complain } from '@/state/notices'
import { choose, chosen, clickArea, toggle } from '../chosen'
import { useTool, provide, work } from '../work'

const nothing = () => {}
let [clicks, answered] = [0, 0]

export const selectStage = (adds: boolean): Stage => ({
  down: () => false,
  move: nothing,
  up: nothing,
  click({ at, add }) {
    if (work.wrong.length) useTool(work.tool)
    const { hand } = work
    const mine = ++clicks
    void clickArea(at).then(area => {
      // The hand has turned to something else, or another click has been answered already.
      if (work.hand !== hand || (mine < answered && !add && !adds)) return
      answered = Math.max(answered, mine)
      if (add || adds) {
        if (area) toggle(area.id)
      } else choose(area && !(chosen.value.length === 1 && chosen.value[0] === area.id) ? [area.id] : [])
    }, complain)
  },
  finish: nothing,
  leave: nothing,
  cursor: () => 'pointer',
})

provide('select', selectStage(false))
provide('merge', selectStage(true))
