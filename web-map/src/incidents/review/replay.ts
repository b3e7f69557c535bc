/** Where teams were at an instant of a replay. Pure. */

import type { Position } from '@/api/types'
import type { Replay, Track } from '@/api/review'

/** A team is not drawn on after it has been silent for so long: nobody knows where it was. */
export const SILENT_MS = 5 * 60_000

const time = (track: Track, place: number) => Date.parse(track.points[place]!.at)

/** How many positions had been reported by then. */
export function reportedBy(track: Track, at: number): number {
  let [low, high] = [0, track.points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (time(track, middle) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Where it was: on the line between two reports, or at the last one; nowhere before the first, after its time, or when it had long been silent. */
export function placeAt(track: Track, at: number): Position | null {
  if (at < Date.parse(track.from) || at > Date.parse(track.until)) return null
  const passed = reportedBy(track, at)
  if (passed === 0) return null
  const before = track.points[passed - 1]!
  const next = track.points[passed]
  const silent = at - Date.parse(before.at)
  if (!next || Date.parse(next.at) - Date.parse(before.at) > SILENT_MS) return silent > SILENT_MS ? null : before.position
  const share = silent / Math.max(1, Date.parse(next.at) - Date.parse(before.at))
  const between = (from: number, to: number) => from + (to - from) * share
  return { lon: between(before.position.lon, next.position.lon), lat: between(before.position.lat, next.position.lat) }
}

/** The way that it had come by then. */
export function passedLine(track: Track, at: number): [number, number][] {
  const line = track.points.slice(0, reportedBy(track, at)).map(({ position }): [number, number] => [position.lon, position.lat])
  const place = placeAt(track, at)
  if (place) line.push([place.lon, place.lat])
  return line
}

/** The next instant at which something was reported, for those who do not want things to glide. */
export function nextReport(replay: Replay, at: number): number {
  const times = replay.tracks.map(track => track.points[reportedBy(track, at)]?.at).filter(next => next !== undefined).map(next => Date.parse(next))
  return Math.min(Date.parse(replay.until), ...times)
}
