/** How to go on with the tool in the hand, in one sentence; `null` when the card beside it says everything. */

import { computed } from 'vue'
import { t } from '@/locale'
import { isFinest, only } from './chosen'
import { mergeable, mergees } from './tools/merge'
import { work } from './work'

function target(none: string, wide: string, ready: string): string {
  return !only.value ? none : !isFinest(only.value) ? wide : ready
}
const area = () => ({ area: only.value?.name ?? '' })

function words(): string | null {
  const { tool, stroke, done, hold, waiting } = work
  switch (tool) {
    case 'select': return null
    case 'move': return hold ? t('hint.move_held') : t('hint.move')
    case 'merge': return mergees.value.length < 2 ? t('hint.merge') : mergeable.value ? t('hint.merge_ready') : t('hint.merge_levels')
    case 'paint': return target(t('hint.paint_target'), t('hint.paint_finest'), t('hint.paint', area()))
    case 'give': return target(t('hint.give_target'), t('hint.give_finest'), t('hint.give', area()))
  }
  if (done) return t('hint.done')
  if (tool === 'reshape') return stroke.length === 0 ? t('hint.reshape') : t('hint.reshape_on')
  if (tool === 'road') return stroke.length === 0 ? t('hint.road_from') : waiting ? t('hint.road_wait') : t('hint.road_to')
  if (tool === 'carve') return stroke.length < 3 ? t('hint.carve') : t('hint.carve_close')
  if (stroke.length > 0) return t('hint.split_on')
  return only.value && isFinest(only.value) ? t('hint.split_in', area()) : t('hint.split')
}
export const hint = computed(words)
