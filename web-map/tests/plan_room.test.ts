import './browser'
import { describe, expect, it } from 'vitest'
import type { Edit } from '@/api/plan'
import { areaEdits, changedFields, formOf } from '@/plan/area_form'
import { faceAt } from '@/plan/local/locate'
import { LocalMap } from '@/plan/local/map'
import { faceOutline } from '@/plan/local/rings'
import { nameWindows } from '@/plan/drawn'
import { numberRows, sidesSaid } from '@/plan/numbers'
import { weight, workFeatures } from '@/plan/picture'
import { forgetSaid, refusalOf, saidOf } from '@/plan/publication'
import { barLength, clearOf, fitsOn, frameOf, sidesOf } from '@/plan/sheet'
import { hasKey, language } from '@/locale'
import { stepWords } from '@/plan/words'
import { readSelection, writeSelection } from '@/state/url'
import { land, signed } from '@/locale/format'
import { area, corner, edited, field, metrics, step } from './plan_field'

const small = { columns: 4, rows: 3, size: 0.002, bends: 3 }
const made = () => {
  const map = new LocalMap()
  map.load(field(small))
  return map
}

describe('a click', () => {
  it('finds the face, wherever in it', () => {
    const map = made()
    for (let y = 0; y < 3; y++) for (let x = 0; x < 4; x++) for (const [dx, dy] of [[0.5, 0.5], [0.15, 0.2], [0.85, 0.8]] as const) {
      expect(faceAt(map, corner(x + dx, y + dy, small)), `${x + dx} ${y + dy}`).toBe(y * 4 + x + 1)
    }
  })
  it('beside the district finds none', () => {
    const map = made()
    for (const [x, y] of [[-0.5, 1.5], [4.5, 1.5], [1.5, -0.5], [1.5, 3.5]] as const) expect(faceAt(map, corner(x, y, small))).toBe(0)
  })
})

describe('the numbers beside a drag', () => {
  const areas = new Map([[1, area(1, { parent: 9 })], [2, area(2, { parent: 9 })], [9, area(9, { level: 'community' })]])
  it('are own reckoning until the service answers', () => {
    const rows = numberRows(areas, null, new Map([[1, 500], [2, -500]]))
    expect(rows.map(({ id, after }) => [id, after?.square_metres])).toEqual([[1, 10_500], [2, 9_500]])
  })
  it('take households from the service and the land from the hand, which is newer', () => {
    const answer = edited({ metrics: [{ area: 1, before: metrics(), after: metrics({ households: 52, square_metres: 10_400 }) }] })
    const [row] = numberRows(areas, answer, new Map([[1, 500]]))
    expect(row?.after).toMatchObject({ households: 52, square_metres: 10_500 })
  })
  it('name new areas and leave out who neither gains nor loses', () => {
    const answer = edited({ metrics: [{ area: 5, before: metrics({ square_metres: 0, households: 0 }), after: metrics() }, { area: 2, before: metrics(), after: metrics({ perimeter_m: 480 }) }] })
    answer.patch.areas.put = [area(5, { name: '新' })]
    answer.created = [5]
    expect(numberRows(areas, answer, new Map())).toMatchObject([{ id: 5, name: '新', isNew: true }])
  })
  it('put the finest level first', () => {
    const answer = edited({ metrics: [{ area: 9, before: metrics(), after: metrics({ households: 400 }) }, { area: 1, before: metrics(), after: metrics({ households: 41 }) }] })
    expect(numberRows(areas, answer, new Map()).map(({ id }) => id)).toEqual([1, 9])
  })
})

describe('the sides of a split', () => {
  const reckoned = { left: metrics({ households: 1 }), right: metrics({ households: 2 }) }
  const into = { sibling: { name: '新', code: null, kind: null, team: null } }
  const split: Edit = { edit: 'split', area: 1, path: [], into }
  const answer = edited({ created: [5, 6], metrics: [{ area: 1, before: metrics(), after: metrics({ households: 30 }) }, { area: 5, before: metrics(), after: metrics({ households: 12 }) }] })
  it('are the service\'s when it has answered: the new area to the left, the old one to the right', () => {
    expect(sidesSaid(split, answer, reckoned)).toMatchObject({ left: { households: 12 }, right: { households: 30 } })
    expect(sidesSaid(split, answer, null)).not.toBeNull()
  })
  it('are two new areas when it is split below', () => {
    const below: Edit = { ...split, into: { children: { level: 'micro_area', areas: [into.sibling, into.sibling] } } }
    answer.patch.areas.put = [area(6, { metrics: metrics({ households: 31 }) })]
    expect(sidesSaid(below, answer, reckoned)).toMatchObject({ left: { households: 12 }, right: { households: 31 } })
  })
  it('are own reckoning until then', () => {
    expect(sidesSaid(split, null, reckoned)).toBe(reckoned)
    expect(sidesSaid(null, answer, reckoned)).toBe(reckoned)
    expect(sidesSaid(split, edited(), reckoned)).toBe(reckoned)
  })
})

describe('what is in the hand', () => {
  it('is drawn with the weight of its level, a ring closed', () => {
    const { features } = workFeatures({ held: [{ border: 1, level: 'community', points: [[0, 0], [1, 1]] }], stroke: [[0, 0], [1, 0]], next: [1, 1], closed: true, sides: [], near: { kind: 'node', at: [0, 0] }, handles: [], wrong: [[2, 2]] })
    expect(features.map(({ properties }) => properties?.kind)).toEqual(['held', 'stroke', 'corner', 'corner', 'near', 'wrong'])
    expect(features[0]?.properties?.weight).toBe(weight('community'))
    expect(features[1]?.geometry).toMatchObject({ coordinates: [[0, 0], [1, 0], [1, 1], [0, 0]] })
  })
})

describe('land and changes', () => {
  it('are hectares up to a square kilometre, always with a unit', () => {
    expect(land(12_345)).toBe('1.23 公顷')
    expect([land(432.4), land(3.26), land(0)]).toEqual(['432 平方米', '3.3 平方米', '0 平方米'])
    expect(land(9_285_000)).toBe('9.29 平方公里')
  })
  it('carry their sign', () => {
    const n = (value: number) => String(value)
    expect([signed(3, n), signed(-3, n), signed(0.2, n)]).toEqual(['+3', '−3', '±0'])
  })
})

describe('the sheet of an area', () => {
  const map = made()
  const shape = faceOutline(map, 6)!
  const frame = frameOf(shape, 186, 150)!
  it('has a scale that people know, and the area fits on it', () => {
    expect([1_000, 2_000, 2_500, 3_000]).toContain(frame.scale)
    for (const at of shape[0]![0]!) {
      const [x, y] = frame.put(at)
      expect(x > 0 && x < 186 && y > 0 && y < 150).toBe(true)
    }
  })
  it('is true to scale: a millimetre is as many as it says', () => {
    const [[ax], [bx]] = [frame.put(corner(1, 1, small)), frame.put(corner(2, 1, small))]
    // 0.002 degrees of longitude at 30.503 degrees north are 192.0 m.
    expect(((bx! - ax!) * frame.scale) / 1000).toBeCloseTo(192, 0)
    expect(barLength(frame)).toBe(100)
  })
  it('names the neighbour on each side', () => {
    const sides = sidesOf(map, new Set([6]))
    expect([sides.east[0]?.area, sides.west[0]?.area, sides.north[0]?.area, sides.south[0]?.area]).toEqual([7, 5, 10, 2])
    expect(sidesOf(map, new Set([1])).south[0]?.area).toBeNull()
  })
})

describe('the address of the plan room', () => {
  it('keeps draft, list and what is chosen', () => {
    const address = '?room=plan&draft=d-3&tab=issues&sel=12,15'
    expect(readSelection(address)).toMatchObject({ room: 'plan', draft: 'd-3', tab: 'issues', sel: '12,15' })
    expect(writeSelection(readSelection(address))).toBe(address)
  })
  it('forgets them in another room, and takes nonsense for nothing', () => {
    expect(writeSelection({ ...readSelection('?room=plan&draft=d-3'), room: 'supplies' })).toBe('?room=supplies')
    expect(readSelection('?room=plan&sel=all&tab=kitchen')).toMatchObject({ sel: null, tab: null })
  })
  it('ends a list that is too long between two numbers', () => {
    const ids = Array.from({ length: 100 }, (_, index) => 12_345 + index)
    const { sel } = readSelection(`?room=plan&sel=${ids.join(',')}`)
    const kept = sel!.split(',').map(Number)
    expect(kept).toEqual(ids.slice(0, kept.length))
    expect([sel!.length <= 400, kept.length]).toEqual([true, 66])
    expect(readSelection(`?sel=${'9'.repeat(500)}`).sel).toBeNull()
  })
})

describe('why a draft cannot be published', () => {
  it('is said in plain words or as a problem document, and nothing when it can', () => {
    expect(refusalOf(null)).toBeNull()
    expect(refusalOf({ code: 'base_superseded', title: '底版已被取代', detail: '版本 4', params: { version: '4' } })).toMatchObject({ code: 'base_superseded', title: '底版已被取代', detail: '版本 4', params: { version: '4' } })
  })
  it('loses nothing of what was typed when the dialog closes', () => {
    saidOf('d-1').note = '街道会议纪要'
    expect([saidOf('d-1').note, saidOf('d-2').note]).toEqual(['街道会议纪要', ''])
    forgetSaid('d-1')
    expect(saidOf('d-1').note).toBe('')
  })
})

describe('the form of an area', () => {
  const before = area(3, { code: '001', team: '三队', parent: 9 })
  it('says only what was changed in it', () => {
    expect(areaEdits(before, formOf(before))).toEqual([])
    expect(areaEdits(before, { ...formOf(before), name: ' 江岸 ', team: '' })).toEqual([
      { edit: 'set_name', area: 3, name: '江岸' }, { edit: 'bind_team', area: 3, team: null },
    ])
  })
  it('does not turn back what somebody else changed since it was opened', () => {
    const now = { ...before, name: '别人改的', metrics: metrics({ households: 1 }) }
    expect(areaEdits(before, { ...formOf(before), code: '002' })).toEqual([{ edit: 'set_code', area: 3, code: '002' }])
    expect(changedFields(before, now)).toEqual(['name'])
  })
})

describe('what goes against the rules', () => {
  const codes = ['households_over', 'households_under', 'not_contiguous', 'not_compact', 'missing_code', 'bad_code', 'code_twice', 'code_retired', 'team_unknown', 'team_bound_twice', 'no_team', 'team_left_over', 'building_elsewhere', 'border_through_building']
  it('has a badge and a sentence, every kind of it', () => {
    for (const code of codes) expect([code, hasKey(`badge.${code}`), hasKey(`issue.${code}`)]).toEqual([code, true, true])
  })
})

describe('a step', () => {
  const kinds = ['move_point', 'insert_point', 'remove_point', 'reshape', 'split', 'merge', 'give_faces', 'give_buildings', 'carve_to', 'carve_new', 'gather', 'set_parent', 'set_code', 'set_name', 'set_kind', 'bind_team', 'put_building', 'remove_building', 'number', 'many', 'merged']
  it.each(kinds)('%s is said in both languages, with nothing left open', kind => {
    for (const spoken of ['zh', 'en'] as const) {
      language.value = spoken
      const said = stepWords(step(kind, { area: '一网格', to: '二社区', count: 3, merged: 'd-9' }))
      expect(said).not.toMatch(/[{}]/)
      expect(said).not.toBe(stepWords(step('of another day')))
    }
    language.value = 'zh'
  })
})

describe('names on the map', () => {
  it('take turns where there are all levels', () => {
    expect(nameWindows(['micro_area', 'grid', 'community', 'township', 'district'])).toEqual({ district: [0, 12], township: [10, 14], community: [12, 15], grid: [14, 16], micro_area: [15, 24] })
  })
  it('of the widest level show from afar, of the finest however near', () => {
    expect(nameWindows(['grid'])).toEqual({ grid: [0, 24] })
  })
  it('leave no zoom without any', () => {
    expect(nameWindows(['district', 'grid'])).toEqual({ district: [0, 12], grid: [12, 24] })
    expect(nameWindows(['township', 'micro_area'])).toEqual({ township: [0, 14], micro_area: [14, 24] })
  })
})

describe('names on the sheet', () => {
  it('make way for buildings and their names', () => {
    expect(clearOf([], [90, 70], '新区域', 5)).toEqual([90, 70])
    expect(clearOf([[88, 69]], [90, 70], '新区域', 5)).toEqual([90, 65])
    // One that stands to the left has its own name where this would be.
    expect(clearOf([[74, 70]], [90, 70], '新区域', 5)).not.toEqual([90, 70])
    expect(clearOf([[150, 70]], [90, 70], '新区域', 5)).toEqual([90, 70])
  })
  it('are left out where the paper would cut them off', () => {
    const frame = frameOf([[[[114.2, 30.5], [114.3, 30.5], [114.3, 30.6], [114.2, 30.5]]]], 186, 150)!
    expect([fitsOn(frame, [90, 70], '朗溪第四网格1号小微区域', 3.4), fitsOn(frame, [12, 70], '朗溪第四网格1号小微区域', 3.4)]).toEqual([true, false])
  })
})
