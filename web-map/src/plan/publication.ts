/** What is said before a draft comes into force, kept while the dialog is closed; and why the service would not have it. */

import { reactive } from 'vue'
import type { DraftId, Publication } from '@/api/plan'
import { Problem } from '@/api/problem'

export interface Said { /** As the field has it; empty for at once. */ from: string; note: string }
const said = new Map<DraftId, Said>()

/** What was typed for this draft before: a dialog closed by mistake loses nothing. */
export function saidOf(draft: DraftId): Said {
  const known = said.get(draft) ?? reactive({ from: '', note: '' })
  said.set(draft, known)
  return known
}
export const forgetSaid = (draft: DraftId): void => void said.delete(draft)

/** The service's own words as they are, or as every refusal is shown when it is a problem document. */
export function refusalOf(refused: Publication['refused']): Problem | string | null {
  if (!refused || typeof refused === 'string') return refused || null
  const { code, title = '', detail = '', remedy = '', params = {} } = refused
  return new Problem(code, 409, title, detail, remedy, params)
}
