/** Sentences about edits, issues and changes, from the locale files. */

import { computed } from 'vue'
import type { Issue, StepLabel, Version } from '@/api/plan'
import { hasKey, t, tCode } from '@/locale'
import { teamName } from '@/state/world'
import { desk, local } from './desk'

/** What a step did, as undo, redo and the history name it. */
export function stepWords({ kind, area, to, count, merged }: StepLabel): string {
  const named = kind === 'bind_team' && to ? teamName(to) : to
  const words = { area: area ?? t('edit.gone'), to: named ?? '–', n: count, draft: merged ?? '' }
  return hasKey(`edit.${kind}`) ? tCode('edit', kind, words) : t('edit.other')
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
