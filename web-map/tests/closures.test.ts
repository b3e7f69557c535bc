import { beforeEach, describe, expect, it } from 'vitest'
import type { ClosureView } from '@/api/closures'
import { groundOf } from '@/closures/draw'
import { closureFeatures, drawingFeatures, groundPoints, pointsOf } from '@/closures/shapes'
import { effectText, times } from '@/closures/words'
import { language } from '@/locale'

beforeEach(() => (language.value = 'zh'))

const closure = (change: Partial<ClosureView> = {}): ClosureView => ({
  id: 'C-0001', name: '中桥积水', ground: { way: { id: 4 } }, profiles: ['car'], effect: 'shut', reason: '积水', from: '2026-11-22T06:00:00.000Z', until: null,
  drawn_by: 'officer', drawn_at: '2026-11-22T06:00:00.000Z', traffic: 7, ended: null, version: 7, standing: 'in_force',
  selects: { segments: 2, ways: 1, metres: 120, streets: ['中桥'], lines: [[[114.32, 30.59], [114.32, 30.588]]] },
  ...change,
})

describe('a closure on the map', () => {
  it('shows the roads that it means, and the area that was drawn', () => {
    const corners = [{ lon: 114.3, lat: 30.5 }, { lon: 114.4, lat: 30.5 }, { lon: 114.4, lat: 30.6 }]
    const features = closureFeatures([closure(), closure({ id: 'C-0002', ground: { polygon: { corners } }, effect: { slow: { percent: 250 } }, standing: 'coming' })])
    expect(features.map(({ properties }) => [properties!.part, properties!.shut, properties!.coming])).toEqual([['roads', true, false], ['roads', false, true], ['area', false, true]])
    const area = features[2]!.geometry as { coordinates: number[][][] }
    expect(area.coordinates[0]).toHaveLength(4)
    expect(area.coordinates[0]![0]).toEqual(area.coordinates[0]![3])
  })
  it('shows nothing of roads that are not there any more', () => {
    expect(closureFeatures([closure({ selects: null })])).toEqual([])
    expect(pointsOf(closure({ selects: null }))).toEqual([])
  })
})

describe('drawing', () => {
  it('is something to close from two points of a line and three corners of an area on', () => {
    expect(groundOf('line', [[114, 30]], 20)).toBeNull()
    expect(groundOf('line', [[114, 30], [114.123456789, 30]], 20)).toEqual({ line: { points: [{ lon: 114, lat: 30 }, { lon: 114.1234568, lat: 30 }], width: 20 } })
    expect(groundOf('polygon', [[114, 30], [114.1, 30]], 20)).toBeNull()
    const drawn = groundOf('polygon', [[114, 30], [114.1, 30], [114.1, 30.1]], 20)!
    expect(groundPoints(drawn)).toHaveLength(3)
  })
  it('shows the line to the pointer while points are added, and the roads when it is done', () => {
    const parts = (...given: Parameters<typeof drawingFeatures>) => drawingFeatures(...given).map(({ properties }) => properties!.part)
    expect(parts('line', [[114, 30]], [114.1, 30], false, null)).toEqual(['line', 'point'])
    expect(parts('polygon', [[114, 30], [114.1, 30]], [114.1, 30.1], false, null)).toEqual(['area', 'point', 'point'])
    expect(parts('line', [[114, 30], [114.1, 30]], null, true, closure().selects)).toEqual(['roads', 'line'])
    expect(parts(null, [], null, false, null)).toEqual([])
  })
})

it('an effect is told in words', () => {
  expect(effectText('shut')).toBe('封闭')
  expect(effectText({ slow: { percent: 250 } })).toBe('慢 2.5 倍')
  expect([times(200), times(110)]).toEqual(['2', '1.1'])
})
