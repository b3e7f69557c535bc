/** The call being taken down. It lives here, not in the form, so that nothing typed is lost when a panel or the connection goes. */

import { reactive } from 'vue'
import type { Position, Severity, SourceChannel } from '@/api/types'
import { camera, scene } from '@/state/scene'
import { letGo, selection } from '@/state/selection'
import { mayAct } from '@/state/session'

const blank = () => ({
  kind: '',
  severity: null as Severity | null,
  position: null as Position | null,
  address: '',
  channel: 'phone' as SourceChannel,
  externalNo: '',
  text: '',
  contact: '',
})

export const draft = reactive({ open: false, ...blank() })

/** Opens the form, at a place if one is known; what was typed before stays. */
export function startCall(at: { position?: Position; address?: string } = {}): void {
  if (!mayAct.value) return
  letGo()
  selection.room = 'incidents'
  draft.open = true
  if (at.position) draft.position = { ...at.position }
  if (at.address) draft.address = at.address
  if (draft.position && at.position) camera.go(draft.position)
}

export function dropCall(): void {
  Object.assign(draft, blank(), { open: false })
  scene.draft = null
  scene.areas = []
}

/** Puts the form aside without losing it. */
export function hideCall(): void {
  draft.open = false
  scene.draft = null
  scene.areas = []
}

export const isStarted = () => Boolean(draft.position || draft.address || draft.text || draft.contact || draft.externalNo)
