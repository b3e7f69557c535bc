/** The selection as reactive state, kept equal to the address. */

import { reactive, watch } from 'vue'
import { nothing, readSelection, things, writeSelection, type Room, type Selection, type Thing } from './url'

export const selection = reactive<Selection>(readSelection(location.search))

let following = false

/** Writes every change into the address: a new thing is a step one can go back from. */
export function followAddress(): void {
  watch(
    () => ({ ...selection }),
    (now, before) => {
      if (following) return
      const address = `/${writeSelection(now)}${location.hash}`
      const isStep = now.room !== before.room || (['draft', 'version', 'sheet', 'tab'] as const).some(name => now[name] !== before[name]) || things.some(thing => now[thing] !== before[thing])
      history[isStep ? 'pushState' : 'replaceState'](null, '', address)
    },
  )
  addEventListener('popstate', () => {
    following = true
    Object.assign(selection, nothing, readSelection(location.search))
    queueMicrotask(() => (following = false))
  })
}

/** Selects one thing and lets go of every other. */
export function select(thing: Thing, value: string | null, room?: Room): void {
  for (const other of things) selection[other] = other === thing ? value : null
  if (room) selection.room = room
}

export const letGo = () => select('incident', null)

export const hasThing = () => things.some(thing => selection[thing] !== null)
