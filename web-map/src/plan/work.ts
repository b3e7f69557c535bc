/** What is in the hand: the tool, what it has drawn so far, and what would come of it. */

import { shallowReactive, watch } from 'vue'
import type { BuildingId, DraftAreaId, Lonlat } from '@/api/plan'
import type { Problem } from '@/api/problem'
import { stage, type Stage } from '@/state/stage'
import { desk, whenDrawn } from './desk'
import type { Sides } from './local/cut'
import type { Hold } from './local/hold'
import type { SnapKind } from './local/snap'
import { nothingDrawn, picture, workFeatures } from './picture'
import { forget } from './preview'

export const tools = ['select', 'move', 'split', 'road', 'merge', 'paint', 'carve'] as const
export type Tool = (typeof tools)[number]
/** The key of each tool; `N` and the digits belong to the frame. */
export const toolKeys: Record<Tool, string> = { select: 'V', move: 'M', split: 'S', road: 'R', merge: 'J', paint: 'B', carve: 'C' }

const blank = () => ({
  hold: null as Hold | null,
  /** Square metres gained by areas of every level, as reckoned here. */
  gains: new Map<DraftAreaId, number>() as ReadonlyMap<DraftAreaId, number>,
  stroke: [] as readonly Lonlat[],
  next: null as Lonlat | null,
  /** The stroke is a ring. */
  closed: false,
  /** The stroke is done; what it would do is shown, and one key carries it out. */
  done: false,
  sides: null as Sides | null,
  near: null as { kind: SnapKind; at: Lonlat } | null,
  handles: [] as readonly { kind: SnapKind; at: Lonlat }[],
  painted: new Set<BuildingId>() as ReadonlySet<BuildingId>,
  lassoing: false,
  /** Places where it would be refused, or was. */
  wrong: [] as readonly Lonlat[],
  waiting: false,
})

export const work = shallowReactive({ tool: 'select' as Tool, ...blank() })

/** Writes what is in the hand for the map to draw; called once for every movement. */
export function redraw(): void {
  const { hold, stroke, next, closed, sides, near, handles, wrong } = work
  const lands = sides ? [{ rings: sides.left.rings, side: 'left' as const }, { rings: sides.right.rings, side: 'right' as const }] : []
  picture.work.value = workFeatures({ held: hold?.lines ?? [], stroke, next, closed, sides: lands, near, handles, wrong })
  if ((hold?.borders ?? nothingHeld) !== picture.held.value) picture.held.value = hold?.borders ?? nothingHeld
  picture.painted.value = work.painted
}
const nothingHeld: ReadonlySet<number> = new Set()

/** Lets go of everything; the tool stays. */
export function drop(): void {
  forget()
  Object.assign(work, blank())
  redraw()
}

/** What was in the hand is in the draft now: it stays to be seen until the map has it. */
export async function dropWhenDrawn(): Promise<void> {
  forget()
  const hold = work.hold
  await whenDrawn()
  if (work.hold === hold) drop()
}

/** Where the service would not have it, for the map. */
export function markRefusal(problem: Problem): void {
  const { lon, lat } = problem.params
  work.wrong = typeof lon === 'number' && typeof lat === 'number' ? [[lon, lat]] : []
  redraw()
}

const stages = new Map<Tool, Stage>()
/** Tools bring their own hands. */
export const provide = (tool: Tool, hand: Stage) => void stages.set(tool, hand)

export function useTool(tool: Tool): void {
  drop()
  work.tool = tool
  stage.value = picture.shown.value ? (stages.get(tool) ?? null) : null
}

watch(picture.shown, shown => {
  stage.value = shown ? (stages.get(work.tool) ?? null) : null
  if (!shown) {
    drop()
    work.tool = 'select'
    picture.work.value = nothingDrawn
  }
})
// What was drawn on a content that is gone means nothing any more.
watch(() => [desk.draft?.id, desk.loading], drop)
