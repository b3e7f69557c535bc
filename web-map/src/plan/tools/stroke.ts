/** Strokes: a line that splits an area, a way along the roads that does the same, a ring that carves one out. */

import { watch } from 'vue'
import type { DraftArea, Edit, Lonlat } from '@/api/plan'
import { roundedPoint } from '@/api/plan'
import { t } from '@/locale'
import { api } from '@/state/session'
import { complain } from '@/state/notices'
import type { Stage, StagePoint } from '@/state/stage'
import { areaAt, choose, findArea, isFinest, only, shapeOf } from '../chosen'
import { areas, desk, local, pending } from '../desk'
import { clip, cut, placeOn, spans } from '../local/cut'
import { distance } from '../local/measure'
import { snap } from '../local/snap'
import { levels } from '../picture'
import { askFor, forget } from '../preview'
import { carry, drop, provide, redraw, work } from '../work'
import { carveEdit, lookUnder, under } from './carve'
import { clearForm, form, named } from './form'

/** Tools that draw one. */
const isStroke = () => work.tool === 'split' || work.tool === 'road' || work.tool === 'carve'
export const levelBelow = (area: DraftArea) => levels[levels.indexOf(area.level) + 1] ?? null

const finestChosen = () => (only.value && isFinest(only.value) ? only.value : null)
const middleOf = ([a, b]: readonly Lonlat[]): Lonlat => [(a![0] + b![0]) / 2, (a![1] + b![1]) / 2]

/** The area that a stroke is about: the chosen one, or what lies under its first step. `null` while that is asked for. */
function subject(): DraftArea | null {
  const chosen = finestChosen()
  if (chosen || work.stroke.length < 2) return chosen
  const at = middleOf(work.stroke)
  const found = areaAt(at, null)
  if (found === undefined) void askSubject(at)
  else if (found) choose([found.id])
  return found ?? null
}
async function askSubject(at: Lonlat): Promise<void> {
  const { hand } = work
  const found = await findArea(at, null).catch(complain)
  if (!found || work.hand !== hand || finestChosen() || work.stroke.length < 2) return
  choose([found.id])
  reckon()
  redraw()
}

/** A side smaller than this is none, in square metres. */
const LEAST_M2 = 1

/** The polygon of the area that holds the stroke's inside: an area may have several. */
function polygonOf(area: DraftArea, path: readonly Lonlat[]) {
  const shape = shapeOf(area.id)
  return shape?.find(([ring]) => ring && path.some(at => placeOn(ring, at, 1e-3) !== null)) ?? shape?.[0] ?? null
}
const homes = (area: DraftArea) => [...local.buildingsOf(area.id)].map(id => local.buildings.get(id)!)

/** Reckons the two sides of the stroke so far, with the pointer as its end. */
function reckon(): void {
  const area = only.value
  work.sides = null
  if (!area || work.tool === 'carve') return
  const path = work.next && !work.done ? [...work.stroke, work.next] : [...work.stroke]
  if (path.length < 2) return
  const polygon = polygonOf(area, path)
  const sides = polygon && cut(polygon, path, homes(area))
  // A line along the border leaves nothing on one side: no side worth a number.
  work.sides = sides && Math.min(sides.left.square_metres, sides.right.square_metres) >= LEAST_M2 ? sides : null
}

/** Whether a new area has still to be called something. */
export const nameless = (): boolean => (work.tool !== 'carve' || form.to === null) && (!form.first.trim() || (work.tool !== 'carve' && form.how === 'children' && !form.second.trim()))

/** The edit that the stroke stands for, or `null` while it is none. What has no name yet is asked about under a common one. */
export function strokeEdit(): Edit | null {
  if (!work.done || !isStroke()) return null
  const path = work.stroke.map(roundedPoint)
  if (work.tool === 'carve') return carveEdit(path)
  const area = only.value
  if (!area) return null
  const level = levelBelow(area)
  if (form.how === 'children' && level) return { edit: 'split', area: area.id, path, into: { children: { level, areas: [named(form.first), named(form.second)] } } }
  return { edit: 'split', area: area.id, path, into: { sibling: named(form.first, area.kind) } }
}

/** Only what the service's numbers depend on: names do not. */
watch(() => [work.done, work.stroke, form.how, form.to, form.parent, under.value, only.value?.id, desk.changes] as const, () => {
  // What is carried out already is asked about no more.
  const edit = work.waiting ? null : strokeEdit()
  if (edit) askFor(edit)
})

/** The areas that a stroke cuts may have changed under it. */
watch(() => desk.changes, () => {
  if (work.stroke.length < 2 || !isStroke() || work.waiting) return
  reckon()
  redraw()
})

export async function carryOutStroke(): Promise<boolean> {
  const edit = strokeEdit()
  if (!edit || nameless() || work.waiting || pending.value) return false
  await carry(edit, ({ created: [first] }) => {
    if (first !== undefined && areas.has(first)) choose([first])
  })
  return true
}

function begin(): void {
  clearForm()
  work.wrong = []
}

function finish(): void {
  work.next = null
  work.near = null
  // New areas have to be called something; what is proposed can be written over.
  const name = (work.tool === 'carve' ? null : only.value?.name) ?? t('work.new_area')
  form.first ||= work.tool === 'carve' ? name : t('work.new_name', { name, n: 2 })
  form.second ||= t('work.new_name', { name, n: 1 })
  work.done = true
  if (work.tool === 'carve') void lookUnder(work.stroke)
  reckon()
  redraw()
}

/** Enter: ends the stroke where it is; once it has ended, carries it out. */
export function advance(): void {
  if (work.done) return void carryOutStroke()
  if (work.tool === 'carve' ? work.stroke.length >= 3 : work.tool === 'split' && work.stroke.length >= 2) finish()
}

/** Backspace: takes the last corner back. */
export function stepBack(): boolean {
  if (work.stroke.length === 0) return false
  if (work.waiting) return true
  forget()
  // Of a way along the roads the corners are not the hand's own.
  work.stroke = work.done && work.tool === 'road' ? [] : work.stroke.slice(0, -1)
  work.done = false
  reckon()
  redraw()
  return true
}

const nearFirst = ({ at, scale }: StagePoint) => {
  const first = work.stroke[0]
  return first !== undefined && Math.hypot((at[0] - first[0]) * scale.perLon, (at[1] - first[1]) * scale.perLat) < 12
}

const drawStage = (closed: boolean): Stage => ({
  down: () => false,
  move(point) {
    if (work.done) return
    work.near = point.free ? null : snap(local, point.at, point.scale)
    work.closed = closed && work.stroke.length > 1
    work.next = work.near?.at ?? point.at
    if (work.stroke.length) reckon()
    redraw()
  },
  up() {},
  click(point) {
    if (work.done || work.waiting) return
    if (work.stroke.length === 0) begin()
    if (closed && work.stroke.length >= 3 && nearFirst(point)) return finish()
    const near = point.free ? null : snap(local, point.at, point.scale)
    const at = near?.at ?? point.at
    const before = work.stroke[work.stroke.length - 1]
    if (before && distance(before, at) < 0.05) return
    work.stroke = [...work.stroke, at]
    const area = closed ? null : subject()
    // A line that has come back to the border of its area is done.
    const polygon = near && area && work.stroke.length > 1 ? polygonOf(area, work.stroke) : null
    if (polygon && spans(polygon, work.stroke)) return finish()
    reckon()
    redraw()
  },
  finish() {
    if (!work.done) advance()
  },
  leave() {
    work.next = null
    work.near = null
    redraw()
  },
  cursor: () => 'crosshair',
})
provide('split', drawStage(false))
provide('carve', drawStage(true))

/** From the first click to the second along the roads, cut off where the area ends. */
async function follow(): Promise<void> {
  const [from, to] = work.stroke
  const draft = desk.draft
  if (!from || !to || !draft) return
  const { hand } = work
  work.waiting = true
  try {
    const [{ points }, area] = await Promise.all([api().plan.path(draft.id, from, to), finestChosen() ?? findArea(middleOf([from, to]), null)])
    if (work.hand !== hand) return
    const polygon = area && polygonOf(area, points)
    const path = polygon && clip(polygon, points)
    // Without the area's outline the service says itself what it makes of the way.
    work.stroke = path ?? points
    if (area) choose([area.id])
    finish()
  } catch (thrown) {
    if (work.hand !== hand) return
    complain(thrown)
    drop()
  } finally {
    if (work.hand === hand) work.waiting = false
  }
}

provide('road', {
  down: () => false,
  move({ at }) {
    if (work.done || work.waiting) return
    work.next = at
    redraw()
  },
  up() {},
  click({ at }) {
    if (work.done || work.waiting) return
    if (work.stroke.length === 0) begin()
    work.stroke = [...work.stroke, at]
    redraw()
    if (work.stroke.length === 2) void follow()
  },
  finish() {},
  leave() {
    work.next = null
    redraw()
  },
  cursor: () => 'crosshair',
})
