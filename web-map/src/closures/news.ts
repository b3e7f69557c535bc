/** Tells the officer when closures change the arrival of a team that is on its way. */

import type { Arrival } from '@/api/closures'
import { announcement } from '@/incidents/alarm'
import { t } from '@/locale'
import { minutes } from '@/locale/format'
import { onArrivalChanged } from '@/state/live'
import { tell } from '@/state/notices'
import { select } from '@/state/selection'
import { world } from '@/state/world'

export function arrivalText({ incident, team, total_ms, before_ms, cut_off }: Arrival): string | null {
  const name = world.teams.get(team)?.team.name ?? team
  if (cut_off) return t('arrival.cut_off', { team: name, incident })
  if (total_ms === null) return null
  if (before_ms === null) return t('arrival.reached', { team: name, time: minutes(total_ms) })
  return t(total_ms > before_ms ? 'arrival.later' : 'arrival.sooner', { team: name, time: minutes(total_ms), before: minutes(before_ms) })
}

export function startArrivalNews(): void {
  onArrivalChanged(arrival => {
    const text = arrivalText(arrival)
    if (text === null) return
    announcement.value = text
    tell(text, { label: t('arrival.look'), run: () => select('incident', arrival.incident, 'incidents') })
  })
}
