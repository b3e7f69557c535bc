/** Sentences about edits, issues and changes, from the locale files. */

import { computed } from 'vue'
import type { Conflict, DraftId, Issue, StepLabel, Version } from '@/api/plan'
import { hasKey, language, t, tCode } from '@/locale'
import { teamName } from '@/state/world'
import { areaName, areas, desk, list, local } from './desk'

/** A draft by its name, while it is there or a version came of it. */
export const draftName = (id: DraftId): string =>
  list.value?.drafts.find(draft => draft.id === id)?.name ?? list.value?.versions.find(({ draft }) => draft === id)?.name ?? id

/** What a step did, as undo, redo and the history name it. */
export function stepWords({ kind, area, to, count, merged }: StepLabel): string {
  const named = kind === 'bind_team' && to ? teamName(to) : to
  const words = { area: area ?? t('edit.gone'), to: named ?? '–', n: count, draft: merged ? draftName(merged) : '' }
  return hasKey(`edit.${kind}`) ? tCode('edit', kind, words) : t('edit.other')
}

/** What two drafts disagree about: the service's words, and what it is about by name; a border by the areas on its two sides. */
export function conflictWords({ what, id, words }: Conflict): string {
  const known = Number(id)
  const border = what === 'border' ? local.borders.get(known) : undefined
  const sides = border ? [border.left, border.right].map(face => areaName(local.areaOf(face)) || t('sheet.outside')).join(' / ') : null
  const name = sides ?? (what === 'face' ? areaName(local.areaOf(known)) : what === 'area' ? areas.get(known)?.name : what === 'building' ? local.buildings.get(known)?.name : null)
  return name ? t('diff.conflict', { name, what: words[language.value] }) : words[language.value]
}

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
