/**
 * What the rooms ask of the map, without knowing the map library: things to draw for the moment, places to
 * go to, a position to be picked. `src/map` watches it.
 */

import { reactive, shallowRef } from 'vue'
import type { Instant, Position } from '@/api/types'

export type Bounds = [number, number, number, number]

/** The box around a line. */
export function boundsOf(line: [number, number][]): Bounds {
  // An outline may have more points than a call may have arguments.
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of line) {
    ;[west, south] = [Math.min(west, lon), Math.min(south, lat)]
    ;[east, north] = [Math.max(east, lon), Math.max(north, lat)]
  }
  return [west, south, east, north]
}

export interface Mark { code: string; label: string; position: Position }

export const scene = reactive({
  /** The pin of a form or of a chosen place. */
  draft: null as { position: Position; draggable: boolean } | null,
  /** The way a team would take or takes. */
  route: null as [number, number][] | null,
  /** Codes of areas to outline. */
  areas: [] as string[],
  /** Results that are shown with numbers. */
  marks: [] as Mark[],
  /** The team under the pointer in a list. */
  hoveredTeam: null as string | null,
  /** Set while the next click on the map gives a position. */
  picking: null as { prompt: string } | null,
})

let onPicked: ((position: Position | null) => void) | null = null

/** Lets the person pick a position on the map; `null` when they think better of it. */
export function pick(prompt: string): Promise<Position | null> {
  onPicked?.(null)
  scene.picking = { prompt }
  return new Promise(resolve => (onPicked = resolve))
}

export function picked(position: Position | null): void {
  scene.picking = null
  const resolve = onPicked
  onPicked = null
  resolve?.(position)
}

/** What the map offers while there is one. */
export interface MapCamera {
  go(position: Position, closest?: number): void
  fit(bounds: Bounds, closest?: number): void
}

let behind: MapCamera | null = null
let wanted: ((map: MapCamera) => void) | null = null
const aim = (move: (map: MapCamera) => void) => {
  if (behind) move(behind)
  else wanted = move
}

/** The view of the map. What is asked before there is a map is done when it comes. */
export const camera = {
  /** Brings a position to the middle of what panels leave free; never zooms out. */
  go: (position: Position, closest?: number) => aim(map => map.go(position, closest)),
  fit: (bounds: Bounds, closest?: number) => aim(map => map.fit(bounds, closest)),
  /** The map has come, or is gone. */
  attach(map: MapCamera | null, whole: Bounds | null): void {
    behind = map
    if (map && wanted) wanted(map)
    else if (map && whole) map.fit(whole)
    wanted = null
  },
}

/** How much of the window the frame covers, in CSS pixels; the camera aims beside it. */
export const covered = reactive({ top: 48, right: 0, bottom: 0, left: 56 })

/** What the window shows, whenever the map comes to rest: west, south, east, north. */
export const view = shallowRef<{ bounds: Bounds; zoom: number } | null>(null)

/** Layer groups that a room does without while it draws its own. */
export const hushed = shallowRef<readonly string[]>([])

/** What the wheel turned off, by layer group. */
export const hiddenGroups = reactive(new Set<string>())

/** The day whose areas the map shows instead of those in force now. */
export const mapDay = shallowRef<Instant | null>(null)
