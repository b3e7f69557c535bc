/** Pure parts of the register tables: filtering, sorting, comparing, local times. */

import type { Field, Row } from './definitions'

/** What a cell says, so that filter and sort work on what people read. */
export type Say = (field: Field, value: unknown) => string

export function filterRows(rows: Row[], fields: Field[], search: string, say: Say): Row[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return rows
  return rows.filter(row => {
    const text = fields.map(field => `${say(field, row[field.key])} ${typeof row[field.key] === 'string' ? String(row[field.key]) : ''}`).join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}

export function sortRows(rows: Row[], field: Field | undefined, descending: boolean, say: Say): Row[] {
  if (!field) return rows
  const collator = new Intl.Collator('zh-CN', { numeric: true })
  const read = (row: Row) => (field.type === 'instant' ? String(row[field.key] ?? '') : say(field, row[field.key]))
  const sorted = [...rows].sort((a, b) => collator.compare(read(a), read(b)))
  return descending ? sorted.reverse() : sorted
}

const plain = (value: unknown) => JSON.stringify(value ?? null)

/** Fields in which two records differ. */
export const differing = (fields: Field[], mine: Row, theirs: Row): Field[] => fields.filter(({ key }) => plain(mine[key]) !== plain(theirs[key]))
