/** What is in the hand: the tool, what it has drawn so far, and what would come of it. */

import { shallowReactive, watch } from 'vue'
import type { BuildingId, DraftAreaId, DraftHash, Edit, Edited, FaceId, Lonlat } from '@/api/plan'
import type { Problem } from '@/api/problem'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import { stage, type Stage } from '@/state/stage'
import { commit, desk, settled, whenDrawn } from './desk'
import type { Sides } from './local/cut'
import type { Hold } from './local/hold'
import type { Polygon } from './local/rings'
import type { SnapKind } from './local/snap'
import { nothingDrawn, picture, workFeatures } from './picture'
import { forget } from './preview'

export const tools = ['select', 'move', 'reshape', 'split', 'road', 'merge', 'give', 'paint', 'carve'] as const
export type Tool = (typeof tools)[number]
/** The key of each tool; `N` and the digits belong to the frame. */
export const toolKeys: Record<Tool, string> = { select: 'V', move: 'M', reshape: 'D', split: 'S', road: 'R', merge: 'J', give: 'G', paint: 'B', carve: 'C' }

const blank = () => ({
  /** Another for whatever is taken up next: what comes back late is not taken for it. */
  hand: {},
  /** The content that it was drawn on. */
  on: (desk.draft?.hash ?? null) as DraftHash | null,
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
  /** What was painted before each click and each lasso. */
  before: [] as readonly ReadonlySet<BuildingId>[],
  lassoing: false,
  /** Pieces of ground to be given away, and how they are drawn. */
  faces: new Set<FaceId>() as ReadonlySet<FaceId>,
  lands: [] as readonly Polygon[],
  /** Places where it would be refused, or was. */
  wrong: [] as readonly Lonlat[],
  waiting: false,
})

export const work = shallowReactive({ tool: 'select' as Tool, ...blank() })

/** Writes what is in the hand for the map to draw; called once for every movement. */
export function redraw(): void {
  const { hold, stroke, next, closed, sides, near, handles, wrong } = work
  const given = work.lands.map(rings => ({ rings, side: 'left' as const }))
  const lands = sides ? [{ rings: sides.left.rings, side: 'left' as const }, { rings: sides.right.rings, side: 'right' as const }] : given
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

/** Whose edit is on its way: what it makes of the draft is no surprise to it. */
let carrying: object | null = null

/**
 * Carries out what is in the hand, on the content that it was drawn on, after whatever is on its way already. It stays to be
 * seen until the map has it; what is refused stays in the hand, but for a point that was moved. `then` is called when it was
 * carried out and the hand has not turned to something else.
 */
export async function carry(edit: Edit, then: (answer: Edited) => void = () => {}): Promise<void> {
  const { hand } = work
  work.waiting = true
  await settled()
  if (work.hand !== hand) return
  carrying = hand
  const answer = await commit(edit, problem => {
    if (work.hand !== hand) return
    if (work.hold) drop()
    markRefusal(problem)
  }, work.on)
  if (carrying === hand) carrying = null
  if (work.hand !== hand) return
  if (!answer) {
    work.waiting = false
    work.on = desk.draft?.hash ?? null
    return
  }
  then(answer)
  await dropWhenDrawn(hand)
}

/** What was in the hand is in the draft now: it stays to be seen until the map has it. */
export async function dropWhenDrawn(hand: object = work.hand): Promise<void> {
  forget()
  await whenDrawn()
  if (work.hand === hand) drop()
}

/** Where the service would not have it, for the map. */
export function markRefusal({ params }: Problem): void {
  // Params are texts.
  const [lon, lat] = [params.lon, params.lat].map(value => (value === undefined || value === '' ? NaN : Number(value)))
  work.wrong = Number.isFinite(lon) && Number.isFinite(lat) ? [[lon!, lat!]] : []
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
watch(() => desk.draft?.id, drop, { flush: 'sync' })
// A point that was taken up out of a border means nothing on another content; places, names and buildings do.
watch(() => desk.draft?.hash, hash => {
  if (!hash || carrying === work.hand) return
  if (work.hold) {
    const moved = work.gains.size > 0
    drop()
    if (moved) tell(t('work.put_back'))
  }
  work.on = hash
}, { flush: 'sync' })
