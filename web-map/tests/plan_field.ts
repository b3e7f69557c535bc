/** A made field of faces for the tests of the plan room: rows and columns, with bends along every border. */

import type { Border, Draft, DraftArea, DraftMap, Edited, Lonlat, Metrics, Patch, StepLabel } from '@/api/plan'

const WEST = 114.2
const SOUTH = 30.5

export interface Field { columns: number; rows: number; /** Degrees from side to side of a face. */ size: number; bends: number }

/** Faces `1…n` row by row from the south-west, each its own area of the same number; no border is straight but the outer ones. */
export function field({ columns, rows, size, bends }: Field): DraftMap {
  const node = (x: number, y: number) => y * (columns + 1) + x + 1
  const at = (x: number, y: number): Lonlat => [WEST + x * size, SOUTH + y * size]
  const face = (x: number, y: number) => (x < 0 || y < 0 || x >= columns || y >= rows ? 0 : y * columns + x + 1)
  const borders: Border[] = []
  const line = (a: Lonlat, b: Lonlat, straight: boolean): Lonlat[] => {
    const points: Lonlat[] = [a]
    for (let step = 1; step <= bends; step++) {
      const part = step / (bends + 1)
      const wave = straight ? 0 : (step % 2 ? 1 : -1) * size * 0.04
      points.push([a[0] + (b[0] - a[0]) * part + (b[1] - a[1] ? wave : 0), a[1] + (b[1] - a[1]) * part + (b[0] - a[0] ? wave : 0)])
    }
    return [...points, b]
  }
  const add = (from: [number, number], to: [number, number], left: number, right: number) => {
    const outer = left === 0 || right === 0
    borders.push({ id: borders.length + 1, from: node(...from), to: node(...to), left, right, level: outer ? 'district' : 'grid', points: line(at(...from), at(...to), outer) })
  }
  for (let y = 0; y <= rows; y++) for (let x = 0; x < columns; x++) add([x, y], [x + 1, y], face(x, y), face(x, y - 1))
  for (let y = 0; y < rows; y++) for (let x = 0; x <= columns; x++) add([x, y], [x, y + 1], face(x - 1, y), face(x, y))
  const faces = Array.from({ length: columns * rows }, (_, index) => {
    const [x, y] = [index % columns, Math.floor(index / columns)]
    return { id: index + 1, area: index + 1, label: [WEST + (x + 0.5) * size, SOUTH + (y + 0.5) * size] as Lonlat }
  })
  const buildings = faces.map(({ id, label }) => ({ id, code: `${id}`, at: label, households: 10 + (id % 7), area: id, name: `${id}栋` }))
  return { step: 0, hash: 'h0', complete: true, levels: ['grid'], borders, faces, buildings }
}

export const corner = (x: number, y: number, { size }: Field): Lonlat => [WEST + x * size, SOUTH + y * size]

export const metrics = (change: Partial<Metrics> = {}): Metrics => ({ square_metres: 10_000, perimeter_m: 400, households: 40, buildings: 3, parts: 1, ...change })

export const area = (id: number, change: Partial<DraftArea> = {}): DraftArea => ({
  id, level: 'grid', code: null, name: `第${id}网格`, kind: 'basic_grid', parent: null, team: null, metrics: metrics(), label: null, has_children: false, badges: [], ...change,
})

export const emptyPatch = (): Patch => ({ borders: { removed: [], put: [] }, faces: { removed: [], put: [] }, areas: { removed: [], put: [] }, buildings: { removed: [], put: [] } })

export const step = (kind: string, change: Partial<StepLabel> = {}): StepLabel => ({ kind, area: null, to: null, count: 1, merged: null, ...change })

export const draft = (change: Partial<Draft> = {}): Draft => ({
  id: 'd-1', name: '试划', base: 1, base_is_current: true, opened_by: 'planner', opened_at: '2026-11-22T00:00:00Z', changed_by: 'planner', changed_at: '2026-11-22T00:00:00Z',
  step: 0, steps: 0, undo: null, redo: null, hash: 'h0', state: 'open', counts: { areas: {}, faces: 0, borders: 0, nodes: 0, buildings: 0 }, households: 0, bounds: [114.2, 30.5, 114.3, 30.6], ...change,
})

export const edited = (change: Partial<Edited> = {}): Edited => ({ draft: draft(), patch: emptyPatch(), metrics: [], moved: [], created: [], ...change })
