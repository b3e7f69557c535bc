/** The findings of a proposal in words: one line each, chosen by code, with the values it names. Pure. */

import type { Reason } from '@/api/types'
import type { Key } from '@/locale'

/** How the values of a finding become words; given by the caller, who knows language and registers. */
export interface Wording {
  t: (key: Key, params?: Record<string, string | number>) => string
  has: (key: string) => key is Key
  span: (ms: number) => string
  exact: (ms: number) => string
  minutes: (ms: number) => string
  moment: (at: string) => string
  area: (code: string) => string
  /** How long from now until an instant, in milliseconds. */
  until?: (at: string) => number
}

const milliseconds = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

export function reasonText({ code, params }: Reason, words: Wording): string {
  const given = params ?? {}
  const key = `reason.${code}`
  switch (code) {
    case 'home_team':
    case 'home_area':
      return words.t(key as Key, { area: words.area(text(given.area)) })
    case 'off_duty': {
      const startsIn = milliseconds(given.starts_in_ms ?? given.starts_in)
      if (startsIn !== null) return words.t('reason.off_duty_until', { span: words.span(startsIn) })
      if (given.next_start) return words.t('reason.off_duty_next', { time: words.moment(text(given.next_start)) })
      return words.t('reason.off_duty')
    }
    case 'busy':
      return words.t('reason.busy', { incident: text(given.incident) })
    case 'held':
    case 'held_by_asker': {
      const left = words.until && given.until ? words.until(text(given.until)) : (milliseconds(given.left_ms) ?? 0)
      return words.t(key as Key, { who: text(given.by), incident: text(given.incident), span: words.span(left) })
    }
    case 'unavailable':
      return words.t('reason.unavailable', { reason: text(given.reason) })
    case 'position_fresh':
    case 'position_stale':
      return words.t(key as Key, { span: words.span(milliseconds(given.age_ms ?? given.age) ?? 0) })
    case 'unreachable': {
      const why = `reason.unreachable.${text(given.why)}`
      return words.t('reason.unreachable', { why: words.has(why) ? words.t(why) : text(given.why) })
    }
    case 'travel':
      return words.t('reason.travel', {
        total: words.minutes(milliseconds(given.total_ms) ?? 0),
        drive: words.exact(milliseconds(given.drive_ms) ?? 0),
        walk: words.exact(milliseconds(given.walk_ms) ?? 0),
      })
    default:
      return words.has(key) ? words.t(key, Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'number' ? value : text(value)]))) : code
  }
}

/** Another officer holds it: nobody else sends it until that ends. */
export const isHeld = (reasons: Reason[]): boolean => reasons.some(({ code }) => code === 'held')

/** A bound team is reassigned, not sent twice; what is retired is not there. */
export const isBusy = (reasons: Reason[]): string | null => {
  const busy = reasons.find(reason => reason.code === 'busy')
  return busy ? text(busy.params?.incident) : null
}
export const isGone = (reasons: Reason[]): boolean => reasons.some(({ code }) => code === 'retired' || code === 'outside_scope')
