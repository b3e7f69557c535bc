/** Gives buildings from one area to another: click them, or draw around them. */

import { watch } from 'vue'
import type { Building, BuildingId, Edit, Lonlat } from '@/api/plan'
import type { Stage, StagePoint } from '@/state/stage'
import { only } from '../chosen'
import { desk, local, pending } from '../desk'
import { around } from '../local/cells'
import { inside } from '../local/measure'
import { askFor, forget } from '../preview'
import { carry, provide, redraw, work } from '../work'

/** How near to a building a click is meant for it, in pixels. */
const REACH = 14

function buildingAt({ at, scale }: StagePoint): Building | null {
  let best: Building | null = null
  let least = REACH
  for (const building of local.buildingsIn(around(at, REACH / scale.perLon, REACH / scale.perLat))) {
    const pixels = Math.hypot((building.at[0] - at[0]) * scale.perLon, (building.at[1] - at[1]) * scale.perLat)
    if (pixels > least) continue
    least = pixels
    best = building
  }
  return best
}

export function buildingsWithin(ring: readonly Lonlat[]): Building[] {
  if (ring.length < 3) return []
  const lons = ring.map(([lon]) => lon)
  const lats = ring.map(([, lat]) => lat)
  const box = { west: Math.min(...lons), east: Math.max(...lons), south: Math.min(...lats), north: Math.max(...lats) }
  return local.buildingsIn(box).filter(({ at }) => inside([[...ring, ring[0]!]], at))
}

/** What is painted and not already there. */
export const given = (): Building[] =>
  [...work.painted].map(id => local.buildings.get(id)).filter(building => building !== undefined).filter(({ area }) => area !== only.value?.id)

export function paintEdit(): Edit | null {
  const buildings = given().map(({ id }) => id)
  return only.value && buildings.length ? { edit: 'give_buildings', buildings, to: only.value.id } : null
}
watch(() => [work.painted, only.value?.id, desk.changes], () => {
  if (work.tool !== 'paint' || work.waiting) return
  const edit = paintEdit()
  if (edit) askFor(edit)
  else forget()
})

/** Takes back the last building or lasso; true when there was one. */
export function unpaint(): boolean {
  if (work.waiting) return true
  if (work.stroke.length) {
    work.stroke = []
    work.closed = false
  } else if (work.painted.size) {
    work.painted = work.before[work.before.length - 1] ?? new Set()
    work.before = work.before.slice(0, -1)
  } else return false
  redraw()
  return true
}
function paint(painted: ReadonlySet<BuildingId>): void {
  work.before = [...work.before, work.painted]
  work.painted = painted
}

export async function carryOutPaint(): Promise<boolean> {
  const edit = paintEdit()
  if (!edit || work.waiting || pending.value) return false
  await carry(edit)
  return true
}

const paintStage: Stage = {
  down(point) {
    if (!work.lassoing && !point.add) return false
    work.stroke = [point.at]
    work.closed = true
    return true
  },
  move(point, held) {
    if (!held) return
    const last = work.stroke[work.stroke.length - 1]
    const { perLon, perLat } = point.scale
    if (last && Math.hypot((last[0] - point.at[0]) * perLon, (last[1] - point.at[1]) * perLat) < 4) return
    work.stroke = [...work.stroke, point.at]
    redraw()
  },
  up() {
    const found = buildingsWithin(work.stroke)
    work.stroke = []
    work.closed = false
    if (found.length) paint(new Set([...work.painted, ...found.map(({ id }) => id)]))
    redraw()
  },
  cancel() {
    work.stroke = []
    work.closed = false
    redraw()
  },
  click(point) {
    const building = buildingAt(point)
    if (!building) return
    const painted = new Set(work.painted)
    if (!painted.delete(building.id)) painted.add(building.id)
    paint(painted)
    redraw()
  },
  finish() {},
  leave() {},
  cursor: () => (work.lassoing ? 'crosshair' : 'cell'),
}
provide('paint', paintStage)
