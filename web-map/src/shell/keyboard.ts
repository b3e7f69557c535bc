/** Keys that work everywhere but in a field. */

import { onBeforeUnmount, onMounted, ref } from 'vue'
import { draft, hideCall, startCall } from '@/incidents/draft'
import { picked, scene } from '@/state/scene'
import { hasThing, letGo, selection } from '@/state/selection'
import { rooms } from '@/state/url'

export const helpOpen = ref(false)

export const shortcuts = ['/', 'N', '1 2 3', '↑ ↓', 'Enter', 'Ctrl Enter', 'Esc', 'Ctrl Z', 'Ctrl ⇧ Z', 'V M D S R J G B C', '?'] as const

const isField = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function useKeyboard(focusSearch: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') return back()
    if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    const digit = Number(event.key)
    if (event.key === '/') focusSearch()
    else if (event.key === '?') helpOpen.value = true
    else if (event.key === 'n' || event.key === 'N') startCall()
    else if (digit >= 1 && digit <= 3) {
      hideCall()
      letGo()
      selection.room = rooms[digit - 1]!
    } else return
    event.preventDefault()
  }
  function back(): void {
    if (scene.picking) picked(null)
    else if (helpOpen.value) helpOpen.value = false
    else if (draft.open) hideCall()
    else if (hasThing()) letGo()
    else if (selection.wall) selection.wall = false
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
