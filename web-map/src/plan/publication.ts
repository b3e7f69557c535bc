/** What is said before a draft comes into force, kept while the dialog is closed; and why the service would not have it. */

import { reactive } from 'vue'
import type { DraftId, Publication } from '@/api/plan'
import { problemIn, type Problem } from '@/api/problem'

export interface Said { /** As the field has it; empty for at once. */ from: string; note: string }
const said = new Map<DraftId, Said>()

/** What was typed for this draft before: a dialog closed by mistake loses nothing. */
export function saidOf(draft: DraftId): Said {
  const known = said.get(draft) ?? reactive({ from: '', note: '' })
  said.set(draft, known)
  return known
}
export const forgetSaid = (draft: DraftId): void => void said.delete(draft)

/** What the service would say, shown as every refusal is. */
export const refusalOf = (refused: Publication['refused']): Problem | null => refused && problemIn(refused, 409)
