/** Drawing where a road is closed: what is in the hand, and what it would close. Knows the stage, not the map. */

import { reactive, shallowRef, watch } from 'vue'
import type { ClosurePreview, Ground } from '@/api/closures'
import { asProblem, type Problem } from '@/api/problem'
import { api } from '@/state/session'
import { stage, type Stage, type StagePoint } from '@/state/stage'

export const tools = ['road', 'line', 'polygon'] as const
export type Tool = (typeof tools)[number]
export type Lonlat = [number, number]

/** The width that a drawn line has at first, in metres. */
const USUAL_WIDTH = 20
/** A click this near the last point ends the drawing, in pixels. */
const NEAR = 8

export const drawing = reactive({
  tool: null as Tool | null,
  points: [] as Lonlat[],
  /** Where the pointer is, while points are still added. */
  pointer: null as Lonlat | null,
  width: USUAL_WIDTH,
  /** What is drawn, once it is something that can be closed. */
  ground: null as Ground | null,
  /** What to call it, as far as the map knows. */
  name: '',
})
export const preview = shallowRef<ClosurePreview | null>(null)
export const previewProblem = shallowRef<Problem | null>(null)
export const measuring = shallowRef(false)

const seven = (value: number) => Math.round(value * 1e7) / 1e7
const position = ([lon, lat]: Lonlat) => ({ lon: seven(lon), lat: seven(lat) })

/** What the points are, as a drawing of this tool; nothing while there are too few. */
export function groundOf(tool: Tool, points: Lonlat[], width: number): Ground | null {
  if (tool === 'line' && points.length >= 2) return { line: { points: points.map(position), width } }
  if (tool === 'polygon' && points.length >= 3) return { polygon: { corners: points.map(position) } }
  return null
}

export function begin(tool: Tool): void {
  lay()
  drawing.tool = tool
  stage.value = hand
}

/** Puts the tool and what was drawn aside. */
export function lay(): void {
  asked?.abort()
  Object.assign(drawing, { tool: null, points: [], pointer: null, ground: null, name: '' })
  preview.value = null
  previewProblem.value = null
  measuring.value = false
  if (stage.value === hand) stage.value = null
}

/** The last point is taken back; what was finished is open again. */
export function takeBack(): void {
  drawing.ground = null
  drawing.points = drawing.points.slice(0, -1)
}

/** Takes what was drawn as it is. */
export function finish(): void {
  if (drawing.tool && drawing.tool !== 'road') drawing.ground = groundOf(drawing.tool, drawing.points, drawing.width)
  drawing.pointer = null
}

async function point(at: Lonlat): Promise<void> {
  asked?.abort()
  const mine = (asked = new AbortController())
  measuring.value = true
  previewProblem.value = null
  try {
    const road = await api().closures.roadAt(position(at), mine.signal)
    drawing.name = road.name ?? ''
    drawing.points = [at]
    drawing.ground = { way: { id: road.way } }
  } catch (thrown) {
    if (!mine.signal.aborted) previewProblem.value = asProblem(thrown)
  } finally {
    if (asked === mine && drawing.ground === null) measuring.value = false
  }
}

const near = (a: Lonlat, b: StagePoint) => Math.hypot((a[0] - b.at[0]) * b.scale.perLon, (a[1] - b.at[1]) * b.scale.perLat) < NEAR

const hand: Stage = {
  down: () => false,
  move(at) {
    if (drawing.tool !== 'road' && drawing.points.length > 0 && !drawing.ground) drawing.pointer = at.at
  },
  up: () => {},
  click(at) {
    if (drawing.tool === 'road') return void point(at.at)
    if (drawing.ground) return
    const [first, last] = [drawing.points[0], drawing.points.at(-1)]
    const closes = drawing.tool === 'polygon' && drawing.points.length >= 3 && first && near(first, at)
    if (closes || (last && near(last, at))) finish()
    else drawing.points = [...drawing.points, at.at]
  },
  // The two clicks of a double click came first, and the second met the last point.
  finish: () => finish(),
  leave: () => (drawing.pointer = null),
  cursor: () => 'crosshair',
}

let asked: AbortController | null = null
watch(() => drawing.ground, async ground => {
  asked?.abort()
  preview.value = null
  if (!ground) return
  const mine = (asked = new AbortController())
  measuring.value = true
  previewProblem.value = null
  try {
    preview.value = await api().closures.preview(ground, mine.signal)
    if (!drawing.name) drawing.name = preview.value.selects.streets[0] ?? ''
  } catch (thrown) {
    if (!mine.signal.aborted) previewProblem.value = asProblem(thrown)
  } finally {
    if (asked === mine) measuring.value = false
  }
})
watch(() => drawing.width, () => drawing.ground && drawing.tool === 'line' && finish())
