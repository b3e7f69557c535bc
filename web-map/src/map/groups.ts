/** What the layer switch offers: groups of layers of the style and of our own. The legend is written from the same list. */

import type { LayerSpecification } from 'maplibre-gl'

export const groups = [
  'incidents', 'teams', 'closures', 'district', 'township', 'community', 'grid', 'micro_area', 'sensing_point', 'camera_point', 'depot', 'place', 'road',
] as const
export type Group = (typeof groups)[number]

/** Off until asked for: a district has thousands of cameras. */
export const hiddenAtFirst: Group[] = ['camera_point']

/** The zoom from which a group shows: an overview is for deciding, hundreds of points are for looking closely. */
export const nearFrom: Partial<Record<Group, number>> = { sensing_point: 14, camera_point: 14.5 }
/** Liaison teams wait at home in their hundreds; those that matter now show from any height. */
export const LIAISON_FROM = 14.2

const levels = /^area-(district|township|community|grid|micro_area)-/
const points = /^point-(sensing_point|camera_point|depot)\b/

/** The group that a layer belongs to, by the ids that the style promises; `null` for what cannot be turned off. */
export function groupOf({ id }: LayerSpecification): Group | null {
  if (id.startsWith('muster-incident')) return 'incidents'
  if (id.startsWith('muster-team')) return 'teams'
  // What is in the hand shows, whatever was turned off.
  if (id.startsWith('muster-closure') && !id.startsWith('muster-closure-drawing')) return 'closures'
  const named = levels.exec(id)?.[1] ?? points.exec(id)?.[1]
  if (named) return named as Group
  if (id.startsWith('place-') || id === 'base-building') return 'place'
  return id.startsWith('base-road') || id === 'base-path' ? 'road' : null
}
