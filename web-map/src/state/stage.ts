/** A room that draws takes the pointer: while a stage is set, the map hands it every movement and does nothing of its own with it. */

import { shallowRef } from 'vue'

export interface StagePoint {
  /** Longitude, latitude. */
  at: [number, number]
  /** Pixels to a degree there. */
  scale: { perLon: number; perLat: number }
  /** Shift, Ctrl or Command: take this too. */
  add: boolean
  /** Alt: exactly here, draw nothing near. */
  free: boolean
  /** A finger, which covers more than a pointer. */
  touch: boolean
}

export interface Stage {
  /** True when what lies there is taken up: the map then holds still until `up`. */
  down(point: StagePoint): boolean
  /** `held` while what was taken up is moved. */
  move(point: StagePoint, held: boolean): void
  up(point: StagePoint): void
  /** What was taken up is let go without effect: the browser took the finger away, or the map is gone. */
  cancel?(): void
  click(point: StagePoint): void
  /** A double click. */
  finish(point: StagePoint): void
  leave(): void
  /** The CSS cursor for what was last under the pointer. */
  cursor(): string
}

export const stage = shallowRef<Stage | null>(null)
