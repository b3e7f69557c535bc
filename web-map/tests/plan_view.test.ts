import './browser'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DraftMap } from '@/api/plan'
import { area, corner, draft, field, metrics } from './plan_field'
import { service } from './plan_service'

const { state, plan } = service()
vi.mock('@/state/session', async importOriginal => ({ ...(await importOriginal<object>()), api: () => ({ plan }) }))

const { closeDraft, local, openDraft } = await import('@/plan/desk')
const { areaAt, clickArea, findArea, pickLevel, shapeOf } = await import('@/plan/chosen')
const { faceAt } = await import('@/plan/local/locate')
const { LocalMap } = await import('@/plan/local/map')
const { selection } = await import('@/state/selection')
const { view } = await import('@/state/scene')

/** Six columns and four rows of grids, in communities of three by two: 101 and 102 below, 103 and 104 above. */
const plan6 = { columns: 6, rows: 4, size: 0.002, bends: 0 }
const whole = field(plan6)
const communityOf = (face: number) => 101 + Number((face - 1) % 6 >= 3) + 2 * Number(face > 12)
const levelled: DraftMap = { ...whole, borders: whole.borders.map(border => ({ ...border, level: border.left && border.right && communityOf(border.left) === communityOf(border.right) ? 'grid' : border.level === 'district' ? 'district' : 'community' })) }
const wide = levelled.borders.filter(({ level }) => level !== 'grid')
const beside = new Set(wide.flatMap(({ left, right }) => [left, right]))
/** What the service sends from far: borders of the wide levels, and the faces beside them. */
const far: DraftMap = { ...levelled, complete: false, levels: ['district', 'community'], borders: wide, faces: levelled.faces.filter(({ id }) => beside.has(id)), buildings: [] }
const box: [number, number, number, number] = [...corner(0, 0, plan6), ...corner(6, 4, plan6)]
/** In the lower left grid of the second row: its own borders are not here. */
const inside = corner(1.5, 1.5, plan6)

let large = true
plan.map.mockImplementation((async (_id: string, bbox: number[] | null) => {
  if (!large) return { ...levelled, hash: state.draft.hash }
  if (!bbox || bbox[3]! - bbox[1]! > 0.001) return { ...far, hash: state.draft.hash }
  const strip = levelled.borders.filter(({ points }) => {
    const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)]
    return Math.max(...lons) >= bbox[0]! && Math.min(...lons) <= bbox[2]! && Math.max(...lats) >= bbox[1]! && Math.min(...lats) <= bbox[3]!
  })
  const faces = new Set(strip.flatMap(({ left, right }) => [left, right]))
  return { ...levelled, hash: state.draft.hash, borders: strip, faces: levelled.faces.filter(({ id }) => faces.has(id)), buildings: [] }
}) as never)

async function open(borders: number): Promise<void> {
  closeDraft()
  selection.draft = 'd-1'
  pickLevel.value = null
  state.draft = draft({ bounds: box, counts: { areas: {}, faces: 24, borders, nodes: 0, buildings: 24 } })
  state.areas = [
    ...levelled.faces.map(({ id }) => area(id, { parent: communityOf(id) })),
    ...[101, 102, 103, 104].map(id => area(id, { level: 'community', parent: 200, has_children: true })),
    area(200, { level: 'district', has_children: true }),
  ]
  await openDraft('d-1')
  plan.map.mockClear()
}

describe('a large draft seen from far', () => {
  beforeEach(async () => {
    large = true
    await open(30_000)
  })
  it('says nothing of the finest areas by itself, and is sure of the wide ones', () => {
    // The next wide border lies two grids to the east: the face beside it is another.
    expect(local.areaOf(faceAt(local, inside))).not.toBe(8)
    expect(areaAt(inside)).toBeUndefined()
    expect(areaAt(inside, 'community')?.id).toBe(101)
    expect(areaAt(inside, 'district')?.id).toBe(200)
  })
  it('is asked of the service for a finer one', async () => {
    for (let y = 0; y < 4; y++) for (let x = 0; x < 6; x++) {
      expect((await findArea(corner(x + 0.5, y + 0.4, plan6)))?.id, `${x} ${y}`).toBe(y * 6 + x + 1)
    }
    expect((await findArea(corner(-0.5, 1.5, plan6)))?.id).toBeUndefined()
    expect(plan.map).toHaveBeenCalled()
  })
  it('is clicked as it is drawn: the finest level that is loaded', async () => {
    expect((await clickArea(inside))?.id).toBe(101)
    pickLevel.value = 'district'
    expect((await clickArea(inside))?.id).toBe(200)
    expect(plan.map).not.toHaveBeenCalled()
  })
  it('has no outline of an area of which a part is missing', async () => {
    expect(shapeOf(101)).toHaveLength(1)
    state.areas = state.areas.map(each => (each.id === 101 ? { ...each, metrics: metrics({ parts: 2 }) } : each))
    await openDraft('d-1')
    expect(shapeOf(101)).toBeNull()
  })
})

it('a draft of few but long borders is looked at from nearer too', async () => {
  large = true
  await open(100)
  expect(areaAt(inside)).toBeUndefined()
  large = false
  view.value = { bounds: [...corner(1, 1, plan6), ...corner(2, 2, plan6)], zoom: 17 }
  await vi.waitFor(() => expect(areaAt(inside)?.id).toBe(8))
  expect(plan.map.mock.calls.at(-1)).not.toContain(null)
  view.value = null
})

it('a draft that is here whole asks nobody', async () => {
  large = false
  await open(100)
  expect(areaAt(inside)?.id).toBe(8)
  expect((await clickArea(inside))?.id).toBe(8)
  expect(plan.map).not.toHaveBeenCalled()
})

it('beyond the window what comes first need not be what lies there first', () => {
  const map = new LocalMap()
  map.load(levelled)
  expect(faceAt(map, inside, corner(3, 0, plan6)[0])).toBe(8)
  expect(faceAt(map, inside, corner(1.8, 0, plan6)[0])).toBeNull()
})
