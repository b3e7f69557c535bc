/**
 * What is shown lives in the address, so that a link shows a colleague the same thing. Pure: text in,
 * selection out, and back.
 */

export const rooms = ['incidents', 'plan', 'supplies', 'registers'] as const
export type Room = (typeof rooms)[number]
export const registerNames = ['teams', 'shifts', 'depots', 'sensing_points', 'areas', 'run_cards', 'accounts'] as const
export type RegisterName = (typeof registerNames)[number]
export const incidentLists = ['open', 'closed', 'closures', 'handovers', 'whistles'] as const
export type IncidentListName = (typeof incidentLists)[number]
export const planTabs = ['plans', 'register', 'areas', 'issues', 'changes', 'history'] as const
export type PlanTab = (typeof planTabs)[number]

export interface Selection {
  district: string | null
  room: Room
  list: IncidentListName
  incident: string | null
  team: string | null
  area: string | null
  depot: string | null
  point: string | null
  /** A place on the map, `lon,lat`. */
  at: string | null
  register: RegisterName
  /** The draft that is open in the plan room, or the version that is looked at. */
  draft: string | null
  version: string | null
  /** Which list of the plan room is open. */
  tab: PlanTab | null
  /** Chosen areas of the draft, by their numbers in it. */
  sel: string | null
  /** The area whose printed sheet is shown. */
  sheet: string | null
  wall: boolean
  lang: 'zh' | 'en' | null
}

export const nothing: Selection = {
  district: null, room: 'incidents', list: 'open', incident: null, team: null, area: null, depot: null, point: null, at: null,
  register: 'teams', draft: null, version: null, tab: null, sel: null, sheet: null, wall: false, lang: null,
}

/** The things one can select; selecting one lets go of the others. */
export const things = ['incident', 'team', 'area', 'depot', 'point', 'at'] as const
export type Thing = (typeof things)[number]

function oneOf<T extends string>(value: string | null, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise
}

/** A list that is too long ends between two numbers. */
const LONGEST_LIST = 400
const shortened = (list: string | null) => (list === null || list.length <= LONGEST_LIST ? list : list.slice(0, Math.max(0, list.lastIndexOf(',', LONGEST_LIST))) || null)

export function readSelection(search: string): Selection {
  const given = new URLSearchParams(search)
  const text = (name: string) => given.get(name)?.trim().slice(0, 80) || null
  const at = text('at')
  return {
    district: text('d'),
    room: oneOf(given.get('room'), rooms, 'incidents'),
    list: oneOf(given.get('list'), incidentLists, 'open'),
    incident: text('incident'),
    team: text('team'),
    area: text('area'),
    depot: text('depot'),
    point: text('point'),
    at: at && parseAt(at) ? at : null,
    register: oneOf(given.get('register'), registerNames, 'teams'),
    draft: text('draft'),
    version: text('version'),
    tab: oneOf<PlanTab | ''>(given.get('tab'), planTabs, '') || null,
    sel: shortened(given.get('sel')?.match(/^\d+(,\d+)*$/)?.[0] ?? null),
    sheet: text('sheet'),
    wall: given.has('wall'),
    lang: given.get('lang') === 'en' ? 'en' : given.get('lang') === 'zh' ? 'zh' : null,
  }
}

/** The shortest address that reads back to the same selection. */
export function writeSelection(selection: Selection): string {
  const parts: string[] = []
  const put = (name: string, value: string | null) => {
    if (value) parts.push(`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
  }
  put('d', selection.district)
  if (selection.room !== 'incidents') put('room', selection.room)
  if (selection.room === 'registers' && selection.register !== 'teams') put('register', selection.register)
  if (selection.list !== 'open') put('list', selection.list)
  for (const thing of things) put(thing, selection[thing])
  if (selection.room === 'plan') {
    for (const name of ['draft', 'version', 'tab', 'sel', 'sheet'] as const) put(name, selection[name])
  }
  put('lang', selection.lang)
  if (selection.wall) parts.push('wall')
  return parts.length ? `?${parts.join('&')}` : ''
}

export function parseAt(at: string): { lon: number; lat: number } | null {
  const match = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/.exec(at)
  if (!match) return null
  const lon = Number(match[1])
  const lat = Number(match[2])
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}

export const writeAt = ({ lon, lat }: { lon: number; lat: number }) => `${lon.toFixed(6)},${lat.toFixed(6)}`
