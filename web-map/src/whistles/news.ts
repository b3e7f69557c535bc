/** Tells every officer whom it concerns that somebody who was called is not there: those of the district as well. */

import { announcement } from '@/incidents/alarm'
import { t } from '@/locale'
import { tell } from '@/state/notices'
import { select, selection } from '@/state/selection'
import { missing, onOverdue } from '@/state/whistles'

export function startWhistleNews(): void {
  onOverdue(whistle => {
    const teams = missing(whistle).map(({ department }) => department).join(t('list.comma'))
    const text = t('whistle.is_overdue', { id: whistle.id, teams })
    announcement.value = text
    const look = () => {
      if (whistle.incident) select('incident', whistle.incident, 'incidents')
      else {
        selection.room = 'incidents'
        selection.list = 'whistles'
      }
    }
    tell(text, { label: t('whistle.look'), run: look })
  })
}
