/**
 * Drags a node or a bend of the shared borders, or pulls a new bend out of a line. Both neighbours' lines follow in the same
 * frame; areas by own reckoning at once, the service's numbers as they come. With the keyboard: arrows, Enter, Delete.
 */

import type { Lonlat } from '@/api/plan'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import type { Stage, StagePoint } from '@/state/stage'
import { camera } from '@/state/scene'
import { only, shapeOf } from '../chosen'
import { areas, local, pending } from '../desk'
import { takeUp } from '../local/hold'
import { distance, metresPerDegree } from '../local/measure'
import { scaleAt, snap, type Snap } from '../local/snap'
import { step } from '../local/step'
import { askFor } from '../preview'
import { carry, drop, provide, redraw, work } from '../work'

/** More points than this on one border are not all shown: a hand cannot tell them apart. */
const MOST_HANDLES = 400
/** Moves within this many pixels are a click. */
const STILL = 3

let found: Snap | null = null
let target: Lonlat | null = null
let started: StagePoint | null = null

function moveHeld(to: Lonlat): void {
  if (!work.hold) return
  const { target: now, ...shown } = step(local, areas, work.hold, to)
  target = now
  Object.assign(work, shown)
  redraw()
}

function hover(point: StagePoint): void {
  found = snap(local, point.at, point.scale)
  const border = found ? local.borders.get(found.border) : undefined
  work.near = found
  work.handles = border && border.points.length <= MOST_HANDLES
    ? border.points.map((at, index) => ({ at, kind: index === 0 || index === border.points.length - 1 ? 'node' as const : 'bend' as const }))
    : []
  redraw()
}

async function letGo(): Promise<void> {
  const hold = work.hold
  if (!hold) return
  if (work.wrong.length) {
    // What is known to be refused need not be asked: back it goes, and the place stays marked.
    const wrong = work.wrong
    drop()
    work.wrong = wrong
    redraw()
    return tell(t('work.crossed'))
  }
  work.near = null
  await carry(hold.edit())
}

const moveStage: Stage = {
  down(point) {
    if (pending.value || work.waiting) return false
    found = snap(local, point.at, point.scale)
    const hold = found && takeUp(local, found)
    if (!hold) {
      drop()
      return false
    }
    drop()
    work.hold = hold
    target = hold.at
    started = point
    redraw()
    return true
  },
  move(point, held) {
    if (!held) return work.hold ? undefined : hover(point)
    if (!work.hold || work.waiting) return
    moveHeld(point.at)
    if (work.wrong.length === 0) askFor(work.hold.edit())
  },
  up(point) {
    const began = started
    started = null
    if (!work.hold || !began || work.waiting) return
    const { at, scale } = began
    const moved = Math.hypot((point.at[0] - at[0]) * scale.perLon, (point.at[1] - at[1]) * scale.perLat)
    // A point that is only clicked stays in the hand, for the keys.
    if (moved > STILL) void letGo()
    else {
      work.hold.moveTo(work.hold.at)
      work.gains = new Map()
      work.wrong = []
      redraw()
    }
  },
  cancel() {
    started = null
    if (work.hold && !work.waiting) drop()
  },
  click() {},
  finish() {},
  leave() {
    if (work.hold) return
    work.near = null
    work.handles = []
    redraw()
  },
  cursor: () => (work.hold ? 'grabbing' : found ? 'grab' : ''),
}
provide('move', moveStage)

/** So near that nothing but the point itself is meant. */
const VERY_NEAR = 24

/** With the keyboard: takes up the next point around the chosen area, or the one before. */
export function takeNext(way: 1 | -1): boolean {
  if (work.tool !== 'move' || !only.value || work.waiting || pending.value) return false
  const points = shapeOf(only.value.id)?.flatMap(polygon => polygon.flatMap(ring => ring.slice(0, -1))) ?? []
  const now = work.hold ? points.findIndex(([lon, lat]) => lon === work.hold!.at[0] && lat === work.hold!.at[1]) : way > 0 ? -1 : 0
  const at = points[(now + way + points.length) % points.length]
  const near = at && snap(local, at, scaleAt(VERY_NEAR, at[1]))
  const hold = near && takeUp(local, near)
  if (!hold) return false
  drop()
  work.hold = hold
  target = hold.at
  started = null
  camera.go({ lon: hold.at[0], lat: hold.at[1] })
  redraw()
  return true
}

/** A metre by an arrow, ten with Shift. */
export function nudge(east: number, north: number, metres: number): boolean {
  const hold = work.hold
  if (!hold || !target || work.waiting) return false
  const scale = metresPerDegree(target[1])
  moveHeld([target[0] + (east * metres) / scale.lon, target[1] + (north * metres) / scale.lat])
  if (work.wrong.length === 0) askFor(hold.edit())
  return true
}

export function carryOut(): boolean {
  if (!work.hold || work.waiting || !target || distance(target, work.hold.at) === 0) return false
  void letGo()
  return true
}

/** Takes the point in the hand out of its borders. */
export async function removePoint(): Promise<void> {
  const hold = work.hold
  if (!hold || hold.kind !== 'point' || work.waiting) return
  await carry({ edit: 'remove_point', at: hold.at })
}
