/** Where this phone is, while that is anybody's business: with a task or a whistle, on duty. */

import { shallowRef } from 'vue'
import type { Position } from '@/api/types'
import { toServiceTime } from '@/state/clock'

export interface Here { position: Position; accuracy: number; at: number; heading: number | null; speed: number | null }

export const here = shallowRef<Here | null>(null)
/** Why the browser gives no position; `insecure` where the page is not served over TLS. */
export const noPlace = shallowRef<'insecure' | 'denied' | 'unavailable' | null>(null)
/** The present place has been asked for. */
export const isLooking = shallowRef(false)

/** A phone that stands still moves no watch: its place is asked for when the last is this old. */
const ASK_AGAIN = 20_000
/** How long an answer may take. */
const PATIENCE = 15_000

let watching: number | null = null
let asking: ReturnType<typeof setInterval> | undefined

function found({ coords, timestamp }: GeolocationPosition): void {
  // An answer that comes when it is nobody's business any more.
  if (watching === null) return
  noPlace.value = null
  const { longitude: lon, latitude: lat, accuracy, heading, speed } = coords
  here.value = { position: { lon: Math.round(lon * 1e7) / 1e7, lat: Math.round(lat * 1e7) / 1e7 }, accuracy, at: toServiceTime(timestamp), heading, speed }
}
function failed(error: GeolocationPositionError): void {
  noPlace.value = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'
}

export function follow(on: boolean): void {
  if (!on) {
    if (watching !== null) navigator.geolocation.clearWatch(watching)
    clearInterval(asking)
    watching = null
    here.value = null
    return
  }
  if (watching !== null) return
  if (!isSecureContext || !navigator.geolocation) {
    noPlace.value = isSecureContext ? 'unavailable' : 'insecure'
    return
  }
  watching = navigator.geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 5_000 })
  asking = setInterval(() => {
    if (!here.value || toServiceTime(Date.now()) - here.value.at >= ASK_AGAIN) void locate()
  }, ASK_AGAIN)
  void locate()
}

/** Asks for the present place; `here` has it when this ends, unless there is none. */
export async function locate(): Promise<void> {
  if (watching === null || isLooking.value) return
  isLooking.value = true
  await new Promise<void>(done => {
    const told = <T>(tell: (answer: T) => void) => (answer: T) => {
      tell(answer)
      done()
    }
    navigator.geolocation.getCurrentPosition(told(found), told(failed), { enableHighAccuracy: true, maximumAge: 5_000, timeout: PATIENCE })
  })
  isLooking.value = false
}

const EARTH = 6_371_008.8
/** Metres by air between two places near each other. */
export function metresBetween(a: Position, b: Position): number {
  const rad = Math.PI / 180
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)
  const y = (b.lat - a.lat) * rad
  return EARTH * Math.hypot(x, y)
}

/** A fix older than this says little about now. */
const FRESH = 60_000
export const fixOf = (place: Here | null, now: number) => (place && now - place.at < FRESH ? { position: place.position, at: new Date(place.at).toISOString() } : undefined)

/**
 * What checking in at a place waits for: for the phone to be nearer, for an answer where it is, for that to be asked
 * (pressing does), or for a browser that gives no position; nothing where the fix at hand proves it.
 */
export type WaitsFor = 'nearer' | 'answer' | 'asking' | 'position' | null
export function waitsFor(fix: { position: Position } | undefined, place: Position, radius: number): WaitsFor {
  if (fix) return metresBetween(fix.position, place) <= radius ? null : 'nearer'
  if (isLooking.value) return 'answer'
  return noPlace.value ? 'position' : 'asking'
}
