/** Sentences about edits, issues and changes, from the locale files. */

import { computed } from 'vue'
import type { Edit, Issue, StepLabel, Version } from '@/api/plan'
import { hasKey, t, tCode } from '@/locale'
import { teamName } from '@/state/world'
import { areaName, desk, local } from './desk'

/** What a step did, as undo, redo and the history name it. */
export function editWords(edit: Edit | null | undefined): string {
  if (!edit) return t('edit.other')
  switch (edit.edit) {
    case 'split': return t('edit.split', { area: areaName(edit.area) })
    case 'merge': return t('edit.merge', { n: edit.areas.length, area: areaName(edit.into) })
    case 'give_faces': return t('edit.give_faces', { n: edit.faces.length, area: areaName(edit.to) })
    case 'give_buildings': return t('edit.give_buildings', { n: edit.buildings.length, area: areaName(edit.to) })
    case 'carve': return 'existing' in edit.to ? t('edit.carve_to', { area: areaName(edit.to.existing.area) }) : t('edit.carve_new', { area: edit.to.new.area.name })
    case 'set_parent': return t('edit.set_parent', { area: areaName(edit.area), parent: edit.parent === null ? '–' : areaName(edit.parent) })
    case 'gather': return t('edit.gather', { n: edit.areas.length, area: edit.new.name })
    case 'set_code': return t('edit.set_code', { area: areaName(edit.area), code: edit.code ?? '–' })
    case 'set_name': return t('edit.set_name', { area: edit.name })
    case 'set_kind': return t('edit.set_kind', { area: areaName(edit.area) })
    case 'bind_team': return t('edit.bind_team', { area: areaName(edit.area), team: edit.team ?? '–' })
    case 'many': return edit.edits.length && edit.edits.every(each => each.edit === 'set_code') ? t('edit.number', { n: edit.edits.length }) : t('edit.many', { n: edit.edits.length })
    default: return tCode('edit', edit.edit)
  }
}

export const stepWords = ({ label, merged }: StepLabel): string => (merged ? t('edit.merged', { draft: merged }) : editWords(label))

/** An import has no name of its own. */
export const versionName = ({ number, name }: Version) => (name ? t('version.one', { number, name }) : t('version.named', { number }))

/** Issues name a building by the code of its place. */
const buildingNames = computed(() => (void desk.changes, new Map([...local.buildings.values()].map(({ code, name }) => [code, name]))))

/** An issue as a badge, and in full. */
export const badgeWords = (code: string) => tCode('badge', code)
export function issueWords({ code, params }: Issue): string {
  // A building outside all areas lies in none that has a name.
  const key = code === 'building_elsewhere' && !params.lies_in ? 'issue.building_nowhere' : `issue.${code}`
  const named = { ...params }
  if (params.team) named.team = teamName(params.team)
  if (params.building) named.building = buildingNames.value.get(params.building) ?? params.building
  return hasKey(key) ? t(key, named) : badgeWords(code)
}
