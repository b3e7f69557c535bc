/** The keys of the plan room, before the frame's: tools by letter, undo and redo, and what the tool in hand makes of the rest. */

import { onBeforeUnmount, onMounted } from 'vue'
import { mayPlan } from '@/state/session'
import { choose, chosen } from './chosen'
import { redo, undo } from './desk'
import { carryOutGive, ungive } from './tools/give'
import { carryOut, nudge, removePoint, takeNext } from './tools/move'
import { carryOutMerge } from './tools/merge'
import { carryOutPaint, unpaint } from './tools/paint'
import { carryOutReshape, stepBackReshape } from './tools/reshape'
import { advance, stepBack } from './tools/stroke'
import { drop, toolKeys, tools, useTool, work } from './work'

const isField = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target instanceof HTMLInputElement && !/^(checkbox|radio)$/.test(target.type)))
/** In lists the arrows and Enter belong to the list. */
const isList = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('[role=tree], [role=listbox], [role=tablist], dialog') !== null
const isButton = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('button, a, summary') !== null
const arrows: Record<string, [number, number]> = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }

const holding = () => work.hold !== null || work.stroke.length > 0 || work.painted.size > 0 || work.faces.size > 0
const inHand = () => holding() || work.wrong.length > 0

function onPlain(event: KeyboardEvent): boolean {
  const arrow = arrows[event.key]
  if (arrow && !isList(event.target)) return nudge(...arrow, event.shiftKey ? 10 : 1)
  if (event.key === 'Enter' && !isList(event.target) && !isButton(event.target)) return enter()
  if (event.key === '.' || event.key === ',') return takeNext(event.key === '.' ? 1 : -1)
  if (event.key === 'Delete' && work.hold) return void removePoint(), true
  if (event.key === 'Backspace') return takeBack()
  const tool = tools.find(each => toolKeys[each] === event.key.toUpperCase())
  if (!tool) return false
  useTool(tool)
  return true
}

/** Carries out what is in the hand. */
export function enter(): boolean {
  if (work.tool === 'move') return carryOut()
  if (work.tool === 'merge') return void carryOutMerge(), true
  if (work.tool === 'paint') return void carryOutPaint(), true
  if (work.tool === 'give') return void carryOutGive(), true
  if (work.tool === 'reshape') return void carryOutReshape(), true
  if (work.tool === 'select') return false
  advance()
  return true
}

/** One step back: out of the stroke, out of the tool, out of the selection. */
export function back(): boolean {
  if (inHand()) drop()
  else if (work.tool !== 'select') useTool('select')
  else if (chosen.value.length) choose([])
  else return false
  return true
}

/** The last thing that the hand did, as far as it is not in the draft yet; false when the hand is empty. */
function takeBack(): boolean {
  const own = { paint: unpaint, give: ungive, reshape: stepBackReshape }
  if (work.tool in own ? own[work.tool as keyof typeof own]() : stepBack()) return true
  if (!work.hold) return false
  if (!work.waiting) drop()
  return true
}
/** Ctrl+Z: first what is in the hand, and only then a step of the draft. */
export const undoOrTakeBack = (): void => void (takeBack() || undo())
/** Nothing is redone under what is in the hand. */
export const redoWhenFree = (): void => void (holding() || redo())

export function usePlanKeys(): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open], [role=dialog][aria-modal=true]')) return
    let done = false
    if (event.key === 'Escape') done = !isField(event.target) && back()
    else if (isField(event.target) || !mayPlan.value || event.altKey) done = false
    else if (event.ctrlKey || event.metaKey) {
      const letter = event.key.toLowerCase()
      if (letter === 'z') done = (event.shiftKey ? redoWhenFree() : undoOrTakeBack(), true)
      else if (letter === 'y') done = (redoWhenFree(), true)
    } else done = onPlain(event)
    if (!done) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  // Before the frame's own keys, and after those of a list that has the focus.
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
