/** Every register as data: its fields, how it is loaded, saved and cleared. The table and the form know nothing else. */

import { accountLink, changeAccount, createAccount, listAccounts } from '@/api/session'
import type { Account, Area, Depot, RunCard, SensingPoint, Shift, Team } from '@/api/types'
import { language, type Key } from '@/locale'
import { api, district, incidentKindName } from '@/state/session'
import type { RegisterName } from '@/state/url'
import { applyChange, world } from '@/state/world'

/** A record as the form holds it. */
export type Row = Record<string, unknown>

export type FieldType = 'text' | 'choice' | 'flag' | 'instant' | 'position' | 'area' | 'team' | 'many' | 'needs'
export interface Field {
  key: string
  label: Key
  type: FieldType
  required?: boolean
  /** Shown in the table. */
  column?: boolean
  /** Told by the service, never entered. */
  told?: boolean
  /** Set once, when the record is made. */
  fixed?: boolean
  /** Codes of a choice, worded by `<words>.<code>`. */
  choices?: readonly string[]
  words?: string
  /** What several can be chosen of, with the words for none. */
  options?: () => { code: string; name: string }[]
  none?: Key
}

export interface Register {
  name: RegisterName
  /** The field that names a record. */
  key: string
  fields: Field[]
  /** Loads the rows; `purpose` is given when cameras are to be seen. */
  load: (purpose?: string) => Promise<Row[]>
  /** Rows that the feed keeps; no load is needed. */
  live?: () => Row[]
  save: (row: Row, isNew: boolean, action: string) => Promise<Row>
  remove?: (row: Row, action: string) => Promise<void>
  blank?: () => Row
  /** Looking at it is written into the audit log, with a purpose. */
  needsPurpose?: boolean
  /** A one-time sign-in address can be made. */
  link?: (row: Row, action: string) => Promise<string>
}

const text = (key: string, label: Key, more: Partial<Field> = {}): Field => ({ key, label, type: 'text', ...more })
const code = (label: Key = 'field.code'): Field => text('code', label, { required: true, column: true, fixed: true })
const name: Field = text('name', 'field.name', { required: true, column: true })
const phone: Field = text('phone', 'field.phone', { column: true })
const choice = (key: string, label: Key, words: string, choices: readonly string[], more: Partial<Field> = {}): Field => ({ key, label, type: 'choice', words, choices, required: true, column: true, ...more })
const position: Field = { key: 'position', label: 'field.position', type: 'position', required: true }
const row = (record: unknown): Row => ({ ...(record as Row) })

export const registers: Record<RegisterName, Register> = {
  teams: {
    name: 'teams',
    key: 'code',
    fields: [
      code('team.code'), name,
      choice('kind', 'team.kind', 'team_kind', ['patrol', 'liaison_team', 'duty_group']),
      choice('profile', 'team.profile', 'profile', ['car', 'motorcycle', 'foot'], { column: false }),
      { key: 'home', label: 'team.home', type: 'area', column: true },
      choice('duty', 'team.duty', 'duty_rule', ['always', 'by_shift'], { column: false }),
      text('department', 'team.department'), phone,
      { key: 'radio_only', label: 'team.radio_only', type: 'flag' },
      { key: 'retired', label: 'team.retired', type: 'flag' },
    ],
    live: () => [...world.teams.values()].map(({ team }) => row(team)),
    load: async () => (await api().teams()).items.map(view => {
      applyChange(world, { kind: 'team', value: view }, world.teamSeq.get(view.team.code) ?? 0)
      return row(view.team)
    }),
    save: async (team, _, action) => {
      const view = await api().saveTeam(team as unknown as Team, action)
      applyChange(world, { kind: 'team', value: view }, world.teamSeq.get(view.team.code) ?? 0)
      return row(view.team)
    },
    blank: () => ({ code: '', name: '', kind: 'patrol', profile: 'car', home: null, duty: 'by_shift', department: null, phone: null, radio_only: false, retired: false, version: 0 }),
  },
  shifts: {
    name: 'shifts',
    key: 'code',
    fields: [
      code(), { key: 'team', label: 'shift.team', type: 'team', required: true, column: true },
      { key: 'starts', label: 'shift.starts', type: 'instant', required: true, column: true },
      { key: 'ends', label: 'shift.ends', type: 'instant', required: true, column: true },
      text('leader', 'shift.leader', { column: true }),
      choice('only_in', 'mode.shift', 'mode', ['emergency', 'peace'], { required: false, column: false, none: 'mode.always' }),
    ],
    load: async () => (await api().shifts()).items.map(row),
    save: async (shift, _, action) => row(await api().saveRecord('shifts', shift as unknown as Shift, action)),
    remove: (shift, action) => api().removeRecord('shifts', String(shift.code), action),
    blank: () => ({ code: '', team: '', starts: null, ends: null, leader: null, only_in: null, version: 0 }),
  },
  depots: {
    name: 'depots',
    key: 'code',
    fields: [
      code(), name, choice('tier', 'depot.tier', 'depot_tier', ['district', 'township', 'village']), position,
      text('address', 'field.address', { column: true }), text('keeper', 'depot.keeper'), phone,
    ],
    live: () => [...world.depots.values()].map(row),
    load: async () => (await api().depots()).items.map(depot => {
      applyChange(world, { kind: 'depot', value: depot }, depot.version)
      return row(depot)
    }),
    save: async (depot, _, action) => {
      const saved = await api().saveRecord('depots', depot as unknown as Depot, action)
      applyChange(world, { kind: 'depot', value: saved }, saved.version)
      return row(saved)
    },
    remove: async (depot, action) => {
      await api().removeRecord('depots', String(depot.code), action)
      world.depots.delete(String(depot.code))
    },
    blank: () => ({ code: '', name: '', tier: 'village', position: null, address: null, keeper: null, phone: null, version: 0 }),
  },
  sensing_points: {
    name: 'sensing_points',
    key: 'code',
    needsPurpose: true,
    fields: [
      code(), name,
      choice('kind', 'point.kind', 'sensing_kind', ['camera', 'alarm_button', 'water_level', 'smoke', 'environment', 'traffic', 'loudspeaker', 'other']),
      text('pole', 'point.pole', { column: true }), position, text('owner', 'point.owner'),
      choice('status', 'point.status', 'sensing_status', ['in_service', 'faulty', 'retired']),
    ],
    load: async purpose => (await api().sensingPoints(purpose)).items.map(row),
    save: async (point, _, action) => row(await api().saveRecord('sensing-points', point as unknown as SensingPoint, action)),
    blank: () => ({ code: '', name: '', kind: 'alarm_button', pole: null, position: null, owner: null, status: 'in_service', version: 0 }),
  },
  areas: {
    name: 'areas',
    key: 'code',
    fields: [
      text('code', 'plan.code', { column: true, fixed: true }), text('name', 'field.name', { column: true, fixed: true }),
      choice('level', 'plan.level', 'level', ['district', 'township', 'community', 'grid', 'micro_area'], { fixed: true }),
      text('leader', 'area.leader', { column: true }), phone, text('body', 'area.body', { column: true }),
    ],
    live: () => [...world.areas.values()].map(row),
    load: async () => (await api().areas()).items.map(area => {
      applyChange(world, { kind: 'area', value: area }, area.version)
      return row(area)
    }),
    save: async (area, _, action) => {
      const { version, leader, phone, body } = area as unknown as Area
      const saved = await api().saveStaff(String(area.code), { version, leader, phone, body }, action)
      applyChange(world, { kind: 'area', value: saved }, saved.version)
      return row(saved)
    },
  },
  run_cards: {
    name: 'run_cards',
    key: 'code',
    fields: [
      code(), name, choice('from', 'run_card.from', 'severity', ['minor', 'moderate', 'severe', 'extreme']),
      { key: 'kinds', label: 'run_card.kinds', type: 'many', column: true, none: 'run_card.all_kinds', options: () => (district.value?.tables.incident_kinds ?? []).map(({ code }) => ({ code, name: incidentKindName(code, language.value) })) },
      { key: 'areas', label: 'run_card.areas', type: 'many', none: 'run_card.all_areas', options: () => [...world.areas.values()].filter(({ level }) => level === 'township' || level === 'community').sort((a, b) => a.code.localeCompare(b.code)).map(({ code, name }) => ({ code, name })) },
      { key: 'needs', label: 'run_card.needs', type: 'needs', column: true, choices: ['patrol', 'liaison_team', 'duty_group'], words: 'team_kind' },
      choice('mode', 'mode.card', 'mode', ['peace', 'emergency'], { required: false, column: false, none: 'mode.always' }),
      { key: 'auto', label: 'ladder.auto', type: 'flag' },
    ],
    load: async () => (await api().runCards()).items.map(row),
    save: async (card, _, action) => row(await api().saveRecord('run-cards', card as unknown as RunCard, action)),
    remove: (card, action) => api().removeRecord('run-cards', String(card.code), action),
    blank: () => ({ code: '', name: '', kinds: [], from: 'minor', areas: [], needs: [{ suited: [], count: 1, coming: 'apart', serves: 1 }], mode: null, auto: false, version: 0 }),
  },
  accounts: {
    name: 'accounts',
    key: 'name',
    fields: [
      text('name', 'account.name', { required: true, column: true, fixed: true }),
      text('display_name', 'account.display_name', { required: true, column: true }),
      choice('role', 'account.role', 'role', ['viewer', 'device', 'duty_officer', 'planner', 'administrator']),
      { key: 'scope', label: 'account.scope_field', type: 'area', column: true },
      { key: 'team', label: 'account.team', type: 'team', fixed: true },
      { key: 'disabled', label: 'account.disabled', type: 'flag', column: true },
      { key: 'locked_until', label: 'account.locked_until', type: 'instant', column: true, told: true },
    ],
    load: async () => (await listAccounts()).map(row),
    save: async (account, isNew, action) => {
      const { name, display_name, role, scope, team, disabled } = account as unknown as Account
      return row(isNew ? await createAccount({ name, display_name, role, scope, team: role === 'device' ? team : null }, action) : await changeAccount(name, { display_name, role, scope: scope ?? '', disabled }, action))
    },
    blank: () => ({ name: '', display_name: '', role: 'duty_officer', scope: null, team: null, disabled: false }),
    link: async (account, action) => (await accountLink(String(account.name), action)).link,
  },
}
