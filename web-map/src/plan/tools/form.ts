/** What is said of new areas before a stroke is carried out. */

import { shallowReactive } from 'vue'
import type { DraftAreaId, GridKind, NewArea } from '@/api/plan'
import { t } from '@/locale'

export const form = shallowReactive({
  /** Two of the same level, or two below it. */
  how: 'sibling' as 'sibling' | 'children',
  /** Of the area left of the stroke, and right of it when both are new. */
  first: '',
  second: '',
  /** Where carved land goes: a new area, or this one. */
  to: null as DraftAreaId | null,
  /** What a new area that is carved out is put under; `null` for the parent with the most of its ground. */
  parent: null as DraftAreaId | null,
})

export function clearForm(): void {
  form.first = form.second = ''
  form.to = form.parent = null
}

/** What has no name yet is asked about under a common one. */
export const named = (name: string, kind: GridKind | null = null): NewArea => ({ name: name.trim() || t('work.new_area'), code: null, kind, team: null })
