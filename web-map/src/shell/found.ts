/** What the search led to: chosen things are selected, places keep the name they were found by. */

import { shallowRef } from 'vue'
import type { Found } from '@/api/types'
import { camera } from '@/state/scene'
import { select } from '@/state/selection'
import { writeAt } from '@/state/url'

export const found = shallowRef<{ at: string; label: string } | null>(null)

export function goTo(result: Found): void {
  switch (result.kind) {
    case 'incident':
      return select('incident', result.code, 'incidents')
    case 'team':
      return select('team', result.code, 'incidents')
    case 'area':
      return select('area', result.code, 'plan')
    case 'depot':
      return select('depot', result.code, 'supplies')
    default:
      if (!result.position) return
      found.value = { at: writeAt(result.position), label: result.kind === 'coordinates' ? '' : result.label }
      if (!found.value.label) found.value = null
      select('at', writeAt(result.position), 'incidents')
      camera.go(result.position)
  }
}
