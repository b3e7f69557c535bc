/** What is said when a ladder has climbed. */

import { watch } from 'vue'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import { select } from '@/state/selection'
import { world } from '@/state/world'
import { announcement, beep } from './alarm'
import { climbOf, climbText } from './ladder'

/** Tells the officer when a ladder has climbed: somebody has to be sent. */
export function startLadderNews(): void {
  const heard = new Map<string, string>()
  watch(() => [...world.incidents.values()].flatMap(incident => (climbOf(incident) ? [`${incident.id} ${incident.ladder!.since}`] : [])).join(), () => {
    for (const incident of world.incidents.values()) {
      const climb = climbOf(incident)
      if (!climb || heard.get(incident.id) === climb.since) continue
      heard.set(incident.id, climb.since)
      const text = `${incident.id} ${climbText(incident)}`
      announcement.value = text
      beep(incident.severity)
      tell(text, { label: t('arrival.look'), run: () => select('incident', incident.id, 'incidents') })
    }
  })
}
