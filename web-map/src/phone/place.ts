/** Where this phone is, while that is anybody's business: with a task or a whistle, on duty. */

import { shallowRef } from 'vue'
import type { Position } from '@/api/types'
import { toServiceTime } from '@/state/clock'

export interface Here { position: Position; accuracy: number; at: number; heading: number | null; speed: number | null }

export const here = shallowRef<Here | null>(null)
/** Why the browser gives no position; `insecure` where the page is not served over TLS. */
export const noPlace = shallowRef<'insecure' | 'denied' | 'unavailable' | null>(null)

let watching: number | null = null

export function follow(on: boolean): void {
  if (!on) {
    if (watching !== null) navigator.geolocation.clearWatch(watching)
    watching = null
    here.value = null
    return
  }
  if (watching !== null) return
  if (!isSecureContext || !navigator.geolocation) {
    noPlace.value = isSecureContext ? 'unavailable' : 'insecure'
    return
  }
  watching = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      noPlace.value = null
      const { longitude: lon, latitude: lat, accuracy, heading, speed } = coords
      here.value = { position: { lon: Math.round(lon * 1e7) / 1e7, lat: Math.round(lat * 1e7) / 1e7 }, accuracy, at: toServiceTime(timestamp), heading, speed }
    },
    error => (noPlace.value = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 5_000 },
  )
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
