/** Numbers and times as people read them: always with a unit, in the language shown. */

import type { Instant } from '@/api/types'
import { locale, t } from '.'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Travel times are rounded up to whole minutes: nobody arrives early because of rounding. */
export const wholeMinutes = (ms: number): number => Math.max(1, Math.ceil(ms / MINUTE))

export function minutes(ms: number): string {
  const whole = wholeMinutes(ms)
  if (whole < 100) return t('unit.minutes', { n: whole })
  return t('unit.hours_minutes', { hours: Math.floor(whole / 60), minutes: whole % 60 })
}

/** How long ago or how long it lasted, coarse. */
export function span(ms: number): string {
  const positive = Math.max(0, ms)
  if (positive < MINUTE) return t('unit.seconds', { n: Math.floor(positive / 1000) })
  if (positive < HOUR) return t('unit.minutes', { n: Math.floor(positive / MINUTE) })
  if (positive < DAY) return t('unit.hours_minutes', { hours: Math.floor(positive / HOUR), minutes: Math.floor((positive % HOUR) / MINUTE) })
  return t('unit.days', { n: Math.floor(positive / DAY) })
}

/** To the second up to an hour, for parts that should add up to a whole in minutes. */
export function exact(ms: number): string {
  if (ms < MINUTE || ms >= HOUR) return span(ms)
  return t('unit.minutes_seconds', { minutes: Math.floor(ms / MINUTE), seconds: Math.floor((ms % MINUTE) / 1000) })
}

export function ago(at: Instant, now: number): string {
  const passed = now - Date.parse(at)
  return passed < 5_000 ? t('time.just_now') : t('time.ago', { span: span(passed) })
}

/** A running clock, mm:ss or h:mm:ss. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return hours ? `${hours}:${rest}` : rest
}

/** The command centre's time, whatever the machine thinks: China has one zone, and none of the changes of summer. */
const ZONE = 'Asia/Shanghai'
const ZONE_OFFSET = 8 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${name}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), { timeZone: ZONE, hourCycle: 'h23', ...options })
  formats.set(key, known)
  return known
}

export const clock = (at: number | Instant) =>
  format('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at))
export const day = (at: number | Instant) =>
  format('day', { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(at))
export const dateTime = (at: number | Instant) =>
  format('dateTime', { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(new Date(at))

/** The clock for today, with the date for any other day. */
export function moment(at: Instant, now: number): string {
  return day(at) === day(now) ? clock(at) : dateTime(at)
}

/** `2026-11-22T08:30`, as the browser's own field for day and hour wants it; empty for no instant. */
export function toLocalField(instant: unknown): string {
  const at = typeof instant === 'string' ? Date.parse(instant) : Number.NaN
  return Number.isNaN(at) ? '' : new Date(at + ZONE_OFFSET).toISOString().slice(0, 16)
}

/** The instant that such a field says; `null` when it says none. */
export function fromLocalField(text: string): Instant | null {
  const at = Date.parse(`${text}Z`) - ZONE_OFFSET
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export const count = (value: number) => new Intl.NumberFormat(locale()).format(value)

export function metres(value: number): string {
  if (value < 1_000) return t('unit.metres', { value: count(Math.round(value)) })
  return t('unit.kilometres', { value: new Intl.NumberFormat(locale(), { maximumFractionDigits: value < 10_000 ? 1 : 0 }).format(value / 1_000) })
}

export function squareMetres(value: number): string {
  if (value < 1_000_000) return t('unit.square_metres', { value: count(Math.round(value)) })
  return t('unit.square_kilometres', { value: new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value / 1_000_000) })
}

/** Below this, in square metres, hectares with two digits would say next to nothing. */
const LEAST_IN_HECTARES = 1_000

/** Land of an area as planners read it: hectares with two digits, square kilometres from one on, square metres for a sliver. */
export function land(value: number): string {
  if (Math.abs(value) < LEAST_IN_HECTARES) {
    const digits = Math.abs(value) < 10 ? 1 : 0
    return t('unit.square_metres', { value: new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value) })
  }
  const whole = Math.abs(value) < 1_000_000
  const number = new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value / (whole ? 10_000 : 1_000_000))
  return t(whole ? 'unit.hectares' : 'unit.square_kilometres', { value: number })
}

/** A change, always with its sign; less than `least` is none. */
export function signed(value: number, format: (size: number) => string, least = 0.5): string {
  if (Math.abs(value) < least) return '±0'
  return `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`
}

export const date = (at: number | Instant) =>
  format('date', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(new Date(at))

/** As it is read out over the radio and typed into the search box. */
export const coordinates = ({ lon, lat }: { lon: number; lat: number }) => `${lon.toFixed(5)}, ${lat.toFixed(5)}`
