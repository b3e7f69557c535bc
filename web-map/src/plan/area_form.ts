/** The form of an area: what it begins with, and which edits say what was changed in it. Pure. */

import type { DraftArea, Edit, GridKind } from '@/api/plan'

export interface AreaForm { name: string; code: string; kind: GridKind | null; team: string; parent: number | null }

export const formOf = ({ name, code, kind, team, parent }: DraftArea): AreaForm => ({ name, code: code ?? '', kind, team: team ?? '', parent })

/** `kept` is the area as it was when the form was opened: what somebody else changed since is not turned back. */
export function areaEdits(kept: DraftArea, form: AreaForm): Edit[] {
  const { id, name, code, kind, team, parent } = kept
  const edits: Edit[] = []
  const said = { name: form.name.trim(), code: form.code.trim() || null, team: form.team || null }
  if (said.name && said.name !== name) edits.push({ edit: 'set_name', area: id, name: said.name })
  if (said.code !== code) edits.push({ edit: 'set_code', area: id, code: said.code })
  if (form.kind !== kind) edits.push({ edit: 'set_kind', area: id, kind: form.kind })
  if (said.team !== team) edits.push({ edit: 'bind_team', area: id, team: said.team })
  if (form.parent !== null && form.parent !== parent) edits.push({ edit: 'set_parent', area: id, parent: form.parent })
  return edits
}

export const formFields = ['name', 'code', 'kind', 'team', 'parent'] as const
/** Which of the form's fields differ. */
export const changedFields = (kept: DraftArea, now: DraftArea) => formFields.filter(field => kept[field] !== now[field])
