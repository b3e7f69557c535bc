import { describe, expect, it } from 'vitest'
import type { Building, Lonlat } from '@/api/plan'
import { kept } from '@/plan/local/compare'
import { clip, cut, spans } from '@/plan/local/cut'
import { firstCrossing, partsAt } from '@/plan/local/crossing'
import { gainsByArea, takeUp } from '@/plan/local/hold'
import { LocalMap } from '@/plan/local/map'
import { inside, lineLength, metresPerDegree, ringArea } from '@/plan/local/measure'
import { faceOutline, outline } from '@/plan/local/rings'
import { scaleAt, snap } from '@/plan/local/snap'
import { step } from '@/plan/local/step'
import { area, corner, emptyPatch, field } from './plan_field'

const small = { columns: 4, rows: 3, size: 0.002, bends: 3 }
const made = () => {
  const map = new LocalMap()
  map.load(field(small))
  return map
}
const scale = scaleAt(16, 30.5)
const shift = ([lon, lat]: Lonlat, x: number, y: number): Lonlat => [lon + x / scale.perLon, lat + y / scale.perLat]

describe('the pointer', () => {
  const map = made()
  const node = corner(2, 1, small)
  it('means the node before the lines that meet there', () => {
    expect(snap(map, shift(node, 6, 5), scale)).toMatchObject({ kind: 'node', at: node })
  })
  it('means a bend before its line, and a line where nothing else is', () => {
    const border = map.borders.get(snap(map, shift(node, 3, 0), scale)!.border)!
    expect(snap(map, shift(border.points[2]!, 4, 0), scale)).toMatchObject({ kind: 'bend', at: border.points[2] })
    const [a, b] = [border.points[1]!, border.points[2]!]
    expect(snap(map, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], scale)).toMatchObject({ kind: 'segment', border: border.id, index: 1 })
  })
  it('means nothing in the open, nor what is in the hand', () => {
    expect(snap(map, corner(0.5, 0.5, small), scale)).toBeNull()
    expect(snap(map, node, scale, () => true)).toBeNull()
  })
  it('finds the same as looking at every segment', () => {
    for (let index = 0; index < 200; index++) {
      const at = corner((index * 0.37) % 4, (index * 0.61) % 3, small)
      let least = Infinity
      for (const { points } of map.borders.values()) for (const [lon, lat] of points) least = Math.min(least, Math.hypot((lon - at[0]) * scale.perLon, (lat - at[1]) * scale.perLat))
      const found = snap(map, at, scale)
      expect(found !== null && found.kind !== 'segment', String(at)).toBe(least <= 11 || found?.kind === 'node')
    }
  })
})

describe('a shared border in the hand', () => {
  it('takes every border along that meets at the node, and both sides add up to nothing', () => {
    const map = made()
    const hold = takeUp(map, snap(map, corner(2, 1, small), scale)!)!
    expect(hold.lines).toHaveLength(4)
    hold.moveTo(corner(2.3, 1.2, small))
    for (const { points } of hold.lines) expect(points.some(point => point[0] === corner(2.3, 1.2, small)[0])).toBe(true)
    const gains = hold.gains()
    expect(gains.size).toBe(4)
    expect([...gains.values()].reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(0, 6)
    expect(hold.edit()).toEqual({ edit: 'move_point', at: corner(2, 1, small), to: corner(2.3, 1.2, small) })
  })
  it('leaves the map as it was: only the copy moves', () => {
    const map = made()
    const before = JSON.stringify([...map.borders.values()])
    takeUp(map, snap(map, corner(2, 1, small), scale)!)!.moveTo([0, 0])
    expect(JSON.stringify([...map.borders.values()])).toBe(before)
  })
  it('gains what the outlines say', () => {
    const map = made()
    const hold = takeUp(map, snap(map, corner(2, 1, small), scale)!)!
    hold.moveTo(corner(2.3, 1.2, small))
    const before = ringArea(faceOutline(map, 1 + 4 + 1)![0]![0]!)
    const after = new LocalMap()
    const moved = new Map(hold.lines.map(({ border, points }) => [border, points]))
    after.load({ ...field(small), borders: field(small).borders.map(border => ({ ...border, points: moved.get(border.id) ?? border.points })) })
    expect(hold.gains().get(6)).toBeCloseTo(ringArea(faceOutline(after, 6)![0]![0]!) - before, 0)
  })
  it('does not change the parent of two children that exchange land', () => {
    const map = made()
    const areas = new Map([6, 7].map(id => [id, area(id, { parent: 100 })]))
    areas.set(100, area(100, { level: 'community' }))
    expect([...gainsByArea(map, areas, new Map([[6, 50], [7, -50]])).keys()].sort()).toEqual([6, 7])
  })
  it('on a line makes a new point of it', () => {
    const map = made()
    const [a, b] = map.borders.get(10)!.points as [Lonlat, Lonlat]
    const hold = takeUp(map, { kind: 'segment', border: 10, index: 0, at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] })!
    hold.moveTo([1, 2])
    expect(hold.lines[0]!.points).toHaveLength(map.borders.get(10)!.points.length + 1)
    expect(hold.edit()).toEqual({ edit: 'insert_point', border: 10, after: 0, at: [1, 2] })
  })
  it('tells where it would cross another border', () => {
    const map = made()
    const hold = takeUp(map, snap(map, corner(2, 1, small), scale)!)!
    const judged = () => {
      const at = hold.lines[0]!.points.find(point => point[0] === to[0])!
      const { near, far } = partsAt(hold.lines, at)
      return firstCrossing(map, near, hold.borders, far)
    }
    let to = corner(2.2, 1.2, small)
    hold.moveTo(to)
    expect(judged()).toBeNull()
    to = corner(3.4, 1.5, small)
    hold.moveTo(to)
    expect(judged()).not.toBeNull()
  })
})

describe('a movement', () => {
  // Seven digits, as everything that comes from the service.
  const seven = (points: Lonlat[]) => points.map(([lon, lat]): Lonlat => [+lon.toFixed(7), +lat.toFixed(7)])
  const map = new LocalMap()
  const whole = field(small)
  map.load({ ...whole, borders: whole.borders.map(border => ({ ...border, points: seven(border.points) })) })
  const taken = () => takeUp(map, snap(map, corner(2, 1, small), scale)!)!
  it('is not drawn to a point of another border: there it would be refused', () => {
    const [pointer] = seven([shift(corner(3, 2, small), -6, -5)])
    expect(step(map, new Map(), taken(), pointer!).target).toEqual(pointer)
  })
  it('onto a node or a line of another border is marked', () => {
    const border = [...map.borders.values()].find(({ points }) => points[0]![0] === 114.206 && points[0]![1] === 30.502 && points.at(-1)![1] > 30.503)!
    const [a, b] = border.points as [Lonlat, Lonlat]
    const places = [b, seven([[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]])[0]!]
    for (const place of places) expect(step(map, new Map(), taken(), place).wrong).toHaveLength(1)
  })
  it('onto the next point of its own border is marked, and beside it is not', () => {
    const hold = taken()
    const { points } = map.borders.get([...hold.borders][0]!)!
    const next = points[0]![0] === 114.204 && points[0]![1] === 30.502 ? points[1]! : points.at(-2)!
    expect(step(map, new Map(), hold, next).wrong).toEqual([next])
    expect(step(map, new Map(), hold, corner(2.05, 1.05, small)).wrong).toEqual([])
  })
})

describe('the outline', () => {
  it('of a face is one closed ring that runs anticlockwise', () => {
    const [polygon, ...more] = faceOutline(made(), 6)!
    expect(more).toEqual([])
    expect(polygon).toHaveLength(1)
    expect(polygon![0]![0]).toEqual(polygon![0]!.at(-1))
    expect(ringArea(polygon![0]!)).toBeGreaterThan(0)
  })
  it('of several leaves the borders between them out, and shows the hole', () => {
    const map = new LocalMap()
    map.load(field({ columns: 3, rows: 3, size: 0.002, bends: 0 }))
    const ring = new Set([1, 2, 3, 4, 6, 7, 8, 9])
    const [polygon] = outline(map, ring, face => ring.has(face))!
    expect(polygon).toHaveLength(2)
    expect(ringArea(polygon![1]!)).toBeLessThan(0)
    expect(inside(polygon!, corner(1.5, 1.5, small))).toBe(false)
  })
  it('is not drawn by halves', () => {
    const map = new LocalMap()
    const whole = field(small)
    map.load({ ...whole, borders: whole.borders.filter(({ id }) => id !== [...made().bordersOf(6)][0]) })
    expect(faceOutline(map, 6)).toBeNull()
  })
})

describe('a patch', () => {
  it('replaces, adds and takes away, and the pointer meets what is there now', () => {
    const map = made()
    const patch = emptyPatch()
    const border = map.borders.get(10)!
    const points: Lonlat[] = [border.points[0]!, corner(1.5, 1.5, small), border.points.at(-1)!]
    patch.borders.put = [{ ...border, points }]
    patch.buildings.put = [{ ...map.buildings.get(6)!, area: 7 }]
    patch.faces.removed = [12]
    const changed = map.apply(patch)
    expect(changed.borders.put).toEqual([10])
    expect(snap(map, corner(1.5, 1.5, small), scale)).toMatchObject({ kind: 'bend', border: 10 })
    expect(snap(map, border.points[2]!, scale)?.border).not.toBe(10)
    expect([map.buildingsOf(6).has(6), map.buildingsOf(7).has(6)]).toEqual([false, true])
    expect(map.faces.has(12)).toBe(false)
  })
  it('applied and taken back leaves what was', () => {
    const map = made()
    const picture = () => JSON.stringify([[...map.borders.values()].sort((a, b) => a.id - b.id), [...map.faces.values()].sort((a, b) => a.id - b.id)])
    const before = picture()
    const there = emptyPatch()
    const back = emptyPatch()
    there.borders = { removed: [11], put: [] }
    back.borders = { removed: [], put: [map.borders.get(11)!] }
    map.apply(there)
    map.apply(back)
    expect(picture()).toBe(before)
    expect(map.bordersOf(map.borders.get(11)!.left).has(11)).toBe(true)
  })
})

describe('a stroke across an area', () => {
  const square: Lonlat[] = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]
  const home = (id: number, at: Lonlat, households: number): Building => ({ id, code: `${id}`, at, households, area: 1, name: '' })
  const homes = [home(1, [0.002, 0.005], 30), home(2, [0.003, 0.002], 12), home(3, [0.008, 0.005], 7)]

  it('tells the households and the land on each side, seen along it', () => {
    const sides = cut([square], [[0.005, 0], [0.005, 0.01]], homes)!
    expect([sides.left.households, sides.right.households]).toEqual([42, 7])
    expect([sides.left.buildings, sides.right.buildings]).toEqual([2, 1])
    expect(sides.left.square_metres).toBeCloseTo(sides.right.square_metres, 0)
    expect(sides.left.square_metres + sides.right.square_metres).toBeCloseTo(ringArea(square), 0)
  })
  it('may begin and end on the same side of the ring, either way round', () => {
    const path: Lonlat[] = [[0.002, 0], [0.002, 0.004], [0.006, 0.004], [0.006, 0]]
    const sides = cut([square], path, homes)!
    const back = cut([square], [...path].reverse(), homes)!
    expect([sides.right.households, sides.left.households]).toEqual([12, 37])
    expect([back.left.households, back.right.households]).toEqual([12, 37])
    expect(sides.right.square_metres).toBeCloseTo(back.left.square_metres, 3)
  })
  it('leaves the hole to the side where it lies', () => {
    const hole: Lonlat[] = [[0.007, 0.007], [0.007, 0.008], [0.008, 0.008], [0.008, 0.007], [0.007, 0.007]]
    const sides = cut([square, hole], [[0.005, 0], [0.005, 0.01]], homes)!
    expect(sides.left.square_metres - sides.right.square_metres).toBeCloseTo(-ringArea(hole), 1)
  })
  it('that leaves the area on its way and comes back has no two sides', () => {
    // A U: in through the south side, out of it again, and along outside.
    const path: Lonlat[] = [[0.002, 0], [0.002, 0.004], [0.004, -0.003], [0.006, 0.004], [0.006, 0]]
    expect(cut([square], path, homes)).toBeNull()
    // It is a cut all the same, and the service says what comes of it.
    expect([spans([square], path), spans([square], path.slice(0, 2))]).toEqual([true, false])
    const hollow: Lonlat[] = [[0, 0], [0.01, 0], [0.01, 0.01], [0.006, 0.01], [0.006, 0.004], [0.004, 0.004], [0.004, 0.01], [0, 0.01], [0, 0]]
    expect(cut([hollow], [[0, 0.006], [0.01, 0.006]], homes)).toBeNull()
    expect(cut([hollow], [[0, 0.002], [0.01, 0.002]], homes)).not.toBeNull()
  })
  it('through a hole, or across itself, has none either', () => {
    const hole: Lonlat[] = [[0.004, 0.004], [0.004, 0.006], [0.006, 0.006], [0.006, 0.004], [0.004, 0.004]]
    expect(cut([square, hole], [[0.005, 0], [0.005, 0.01]], homes)).toBeNull()
    expect(cut([square], [[0.002, 0], [0.008, 0.006], [0.002, 0.006], [0.008, 0]], homes)).toBeNull()
  })
  it('may end beside the ring by the last digits', () => {
    expect(cut([square], [[0.005, -1e-7], [0.005, 0.010_000_1]], homes)).not.toBeNull()
  })
  it('that ends inside is none', () => expect(cut([square], [[0.005, 0], [0.005, 0.005]], homes)).toBeNull())
  it('along a road is cut off where the road leaves the area', () => {
    const road: Lonlat[] = [[-0.004, 0.005], [0.004, 0.006], [0.014, 0.005]]
    const path = clip([square], road)!
    expect(path[0]![0]).toBeCloseTo(0, 9)
    expect(path.at(-1)![0]).toBeCloseTo(0.01, 9)
    expect(cut([square], path, homes)!.left.households + cut([square], path, homes)!.right.households).toBe(49)
  })
  it('along a road that never comes near is none', () => expect(clip([square], [[1, 1], [2, 2]])).toBeNull())
})

it('a degree is as long as the ellipsoid says', () => {
  // GRS80/WGS-84 tables: 110,852 m and 96,486 m at 30 degrees.
  expect(metresPerDegree(30).lat).toBeCloseTo(110_852, -1)
  expect(metresPerDegree(30).lon).toBeCloseTo(96_486, -1)
  expect(lineLength([[114, 30], [114, 30.001]])).toBeCloseTo(110.85, 1)
})

describe('beside the version before', () => {
  const outlines = () => {
    const map = made()
    return [6, 7].map(face => ({ type: 'MultiPolygon' as const, coordinates: faceOutline(map, face)! }))
  }
  it('nothing is gone while nothing has changed, and a shared border is drawn once', () => {
    const { kept: same, gone } = kept(made(), outlines())
    expect(gone).toEqual([])
    // Seven sides of four segments each: the one between the two is shared.
    expect(same.reduce((sum, line) => sum + line.length - 1, 0)).toBe(7 * 4)
  })
  it('a new node cuts a line without moving it', () => {
    const map = made()
    const shared = map.borders.get([...map.bordersOf(6)].find(id => map.bordersOf(7).has(id))!)!
    const [a, b] = shared.points as [Lonlat, Lonlat]
    const patch = emptyPatch()
    patch.borders.put = [{ ...shared, points: [a, [+((a[0] + b[0]) / 2).toFixed(7), +((a[1] + b[1]) / 2).toFixed(7)], ...shared.points.slice(1)] }]
    map.apply(patch)
    expect(kept(map, outlines()).gone).toEqual([])
  })
  it('what was moved is gone, and only that', () => {
    const map = made()
    const patch = emptyPatch()
    const shared = [...map.bordersOf(6)].find(id => map.bordersOf(7).has(id))!
    const border = map.borders.get(shared)!
    patch.borders.put = [{ ...border, points: border.points.map(([lon, lat], index) => [index === 2 ? lon + 1e-4 : lon, lat]) }]
    map.apply(patch)
    const { gone } = kept(map, outlines())
    expect(gone).toHaveLength(1)
    expect(gone[0]).toHaveLength(3)
  })
})
