/**
 * What the rooms ask of the map, without knowing the map library: things to draw for the moment, places to
 * go to, a position to be picked. `src/map` watches it.
 */

import { reactive, shallowRef } from 'vue'
import type { Position } from '@/api/types'

export type Bounds = [number, number, number, number]

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
export interface Camera {
  /** Brings a position to the middle of what panels leave free; never zooms out. */
  go(position: Position, closest?: number): void
  fit(bounds: Bounds, closest?: number): void
  /** The middle of what is seen. */
  middle(): Position
}
export const camera = shallowRef<Camera | null>(null)

/** How much of the window the frame covers, in CSS pixels; the camera aims beside it. */
export const covered = reactive({ top: 48, right: 0, bottom: 0, left: 56 })

/** What the wheel turned off, by layer group. */
export const hiddenGroups = reactive(new Set<string>())
