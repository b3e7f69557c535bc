/** Ways, and what is reached within some minutes. */

import { ask, query } from './http'
import type { ClosuresInForce } from './closures'
import type { Answer, Position, Profile } from './types'
import type { components } from './schema'

type Schemas = components['schemas']

export type Way = Omit<Answer<Schemas['WayView']>, 'geometry' | 'closures'> & { geometry: [number, number][]; closures: ClosuresInForce }
export interface Outline { minutes: number; polygons: [number, number][][][]; metres: number }
export interface Isochrones { closures: ClosuresInForce; outlines: Outline[] }

const seven = (value: number) => Math.round(value * 1e7) / 1e7
const text = ({ lon, lat }: Position) => `${seven(lon)},${seven(lat)}`

export function travelApi(district: string) {
  const root = `/api/v1/${encodeURIComponent(district)}`
  return {
    way: (from: Position, to: Position, profile: Profile, signal?: AbortSignal) => ask<Way>(`${root}/routes${query({ from: text(from), to: text(to), profile })}`, { signal }),
    reached: ({ lon, lat }: Position, minutes: readonly number[], profile: Profile, signal?: AbortSignal) =>
      ask<Isochrones>(`${root}/isochrones${query({ lon: seven(lon), lat: seven(lat), minutes: minutes.join(','), profile })}`, { signal }),
  }
}
