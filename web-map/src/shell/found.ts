/** What the search led to: chosen things are selected, places keep the name they were found by. */

import { shallowRef } from 'vue'
import type { Found } from '@/api/types'
import { draft } from '@/incidents/draft'
import { camera } from '@/state/scene'
import { select } from '@/state/selection'
import { writeAt } from '@/state/url'

export const found = shallowRef<{ at: string; label: string } | null>(null)

export function goTo(result: Found): void {
  // While a call is taken down, the search finds its place.
  if (draft.open && result.position && result.kind !== 'incident') {
    draft.position = { ...result.position }
    if (!draft.address && (result.kind === 'place' || result.kind === 'sensing_point')) draft.address = result.label
    return camera.go(result.position)
  }
  switch (result.kind) {
    case 'incident':
      return select('incident', result.code, 'incidents')
    case 'team':
      return select('team', result.code, 'incidents')
    case 'area':
      return select('area', result.code, 'plan')
    case 'sensing_point':
      return select('point', result.code, 'incidents')
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
