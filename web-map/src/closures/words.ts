/** Closures in words. Pure but for the language. */

import type { ClosureEffect } from '@/api/closures'
import { t } from '@/locale'

/** How many times as long, with one digit where it is needed. */
export const times = (percent: number) => String(Math.round(percent / 10) / 10)

export function effectText(effect: ClosureEffect): string {
  return effect === 'shut' ? t('closure.shut') : t('closure.slow', { times: times(effect.slow.percent) })
}
export const isShut = (effect: ClosureEffect): boolean => effect === 'shut'
