/** Photos of the place: where they are, and erasing one. */

import { ask } from './http'
import type { Incident, Instant } from './types'

export interface Photo {
  taken: { photo: { id: string }; format: 'jpeg' | 'png'; width: number; height: number; bytes: number; device_at: Instant | null }
  team: string | null; at: Instant; by: string; erased: { at: Instant; by: string; reason: string } | null
}

export function photosApi(district: string) {
  const of = (incident: string) => `/api/v1/${encodeURIComponent(district)}/incidents/${encodeURIComponent(incident)}/photos`
  return {
    /** The picture itself; asking for it is written into the audit log. */
    address: (incident: string, photo: string) => `${of(incident)}/${encodeURIComponent(photo)}`,
    erase: (incident: string, photo: string, reason: string, action: string) =>
      ask<Incident>(`${of(incident)}/${encodeURIComponent(photo)}/erase`, { method: 'POST', body: { reason }, action }),
  }
}
