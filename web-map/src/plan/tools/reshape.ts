/** Draws a stretch of a border anew: from one place on it to another, wherever the new line runs. */

import { watch } from 'vue'
import type { BorderId, Edit, Lonlat } from '@/api/plan'
import { roundedPoint } from '@/api/plan'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import type { Stage, StagePoint } from '@/state/stage'
import { areas, desk, local, pending } from '../desk'
import { firstCrossing } from '../local/crossing'
import { gainsByArea } from '../local/hold'
import { distance } from '../local/measure'
import { bordersAt, exchanged, redrawn } from '../local/redraw'
import { snap } from '../local/snap'
import { askFor, forget } from '../preview'
import { carry, provide, redraw, work } from '../work'

/** Nearer than this to the place before, in metres, a click is the same click again. */
const AGAIN = 0.05

/** Where the stroke began: at a node several borders meet, and the other end says which of them is meant. */
let begun: readonly BorderId[] = []
let meant: { border: BorderId; line: Lonlat[] } | null = null

const pairs = (line: readonly Lonlat[]) => line.slice(1).map((at, index): [Lonlat, Lonlat] => [line[index]!, at])

/** What the border becomes if the stroke goes on to its end `to`; nothing while that is not on the border it began on. */
function reckon(to: Lonlat | null): void {
  meant = null
  work.gains = new Map()
  work.wrong = []
  const path = (to ? [...work.stroke, to] : [...work.stroke]).map(roundedPoint)
  for (const id of begun) {
    const border = local.borders.get(id)
    const line = border && redrawn(border, path)
    if (!border || !line) continue
    meant = { border: id, line }
    work.gains = gainsByArea(local, areas, exchanged(border, line))
    const crossing = firstCrossing(local, pairs(path), new Set([id]))
    work.wrong = crossing ? [crossing] : []
    return
  }
}

/** Only the border that the stroke began on draws it to itself: any other must not be touched. */
function near({ at, scale, free }: StagePoint) {
  const begins = work.stroke.length === 0
  return free && !begins ? null : snap(local, at, scale, id => !begins && !begun.includes(id))
}

export const reshapeEdit = (): Edit | null => (work.done && meant ? { edit: 'reshape', border: meant.border, path: meant.line } : null)

/** The borders under the line may have changed, and have other numbers: it means what lies there now. */
watch(() => desk.changes, () => {
  if (work.tool !== 'reshape' || work.waiting || !work.stroke.length) return
  begun = bordersAt(local, work.stroke[0]!)
  reckon(null)
  work.done &&= meant !== null
  const edit = reshapeEdit()
  if (edit && !work.wrong.length) askFor(edit)
  else forget()
  redraw()
})

export async function carryOutReshape(): Promise<boolean> {
  const edit = reshapeEdit()
  if (!edit || work.waiting || pending.value || work.wrong.length) return false
  await carry(edit)
  return true
}

/** Backspace: takes the last corner back. */
export function stepBackReshape(): boolean {
  if (work.stroke.length === 0) return false
  if (work.waiting) return true
  forget()
  work.done = false
  work.stroke = work.stroke.slice(0, -1)
  reckon(null)
  redraw()
  return true
}

const reshapeStage: Stage = {
  down: () => false,
  move(point) {
    if (work.done || work.waiting) return
    work.near = near(point)
    if (work.stroke.length) {
      work.next = work.near?.at ?? point.at
      reckon(work.next)
    }
    redraw()
  },
  up() {},
  click(point) {
    if (work.done || work.waiting) return
    const found = near(point)
    const at = roundedPoint(found?.at ?? point.at)
    if (work.stroke.length === 0) {
      begun = found ? bordersAt(local, found.at) : []
      if (!begun.length) return tell(t('work.reshape_begin'))
      work.stroke = [at]
    } else if (distance(work.stroke[work.stroke.length - 1]!, at) >= AGAIN) {
      work.stroke = [...work.stroke, at]
      reckon(null)
      const edit = meant
      if (edit) {
        work.done = true
        work.next = work.near = null
        if (!work.wrong.length) askFor({ edit: 'reshape', border: edit.border, path: edit.line })
      }
    }
    redraw()
  },
  finish() {},
  leave() {
    work.next = null
    work.near = null
    redraw()
  },
  cursor: () => 'crosshair',
}
provide('reshape', reshapeStage)
