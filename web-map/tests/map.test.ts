import { describe, expect, it } from 'vitest'
import { ofDay } from '@/map/day'
import { incidentFeatures, isStale, teamFeatures, teamSign } from '@/map/features'
import { groupOf } from '@/map/groups'
import { incident, teamView } from './samples'

const fix = { position: { lon: 114.3, lat: 30.6 }, at: '2026-11-22T00:00:00.000Z', heading: 90, speed: 5, source: 'device' as const }
const scene = { fixes: new Map([['一队', fix]]), areas: new Map(), chosen: new Set<string>(), now: Date.parse(fix.at) + 1_000, staleAfter: 600_000 }

describe('a team on the map', () => {
  it('is free, going, on scene, or not to be had', () => {
    const bound = (state: 'en_route' | 'on_scene') => ({ status: { on_duty: true, unavailable: null, bound: { incident: 'x', state, fence: 1 } } })
    expect(teamSign(teamView('a'))).toBe('free')
    expect(teamSign(teamView('a', bound('en_route')))).toBe('going')
    expect(teamSign(teamView('a', bound('on_scene')))).toBe('on_scene')
    expect(teamSign(teamView('a', { status: { on_duty: false, unavailable: null, bound: null } }))).toBe('off')
    expect(teamSign(teamView('a', { status: { on_duty: true, unavailable: 'meal', bound: null } }))).toBe('off')
  })
  it('points where it heads while its position is fresh', () => {
    const [feature] = teamFeatures([teamView('一队')], scene).features
    expect(feature?.properties).toMatchObject({ headed: true, heading: 90, icon: 'muster|team|patrol|free|fresh' })
    const [late] = teamFeatures([teamView('一队')], { ...scene, now: scene.now + 700_000 }).features
    expect(late?.properties).toMatchObject({ headed: false, icon: 'muster|team|patrol|free|stale' })
  })
  it('is not drawn without a place, nor when it is out of service', () => {
    expect(teamFeatures([teamView('二队'), teamView('一队', { team: { retired: true } })], scene).features).toEqual([])
  })
  it('that never reports stands at its post', () => {
    const areas = new Map([['A', { label: { lon: 1, lat: 2 } }]]) as never
    const [feature] = teamFeatures([teamView('三队', { team: { kind: 'liaison_team', home: 'A' } })], { ...scene, areas }).features
    expect(feature?.geometry.coordinates).toEqual([1, 2])
    expect(feature?.properties?.far).toBe(false)
  })
  it('without a fix is never stale', () => expect(isStale(undefined, 0, 1)).toBe(false))
})

describe('an incident on the map', () => {
  it('is filled while it waits, an outline while in hand, gone when over', () => {
    const drawn = incidentFeatures([incident(), incident({ id: 'b', state: 'handling' }), incident({ id: 'c', state: 'closed' })], null, () => 'fire').features
    expect(drawn.map(feature => feature.properties?.icon)).toEqual(['muster|incident|severe|waiting', 'muster|incident|severe|in_hand'])
  })
  it('that is over still shows while it is selected', () => {
    expect(incidentFeatures([incident({ id: 'c', state: 'closed' })], 'c', () => '').features).toHaveLength(1)
  })
})

describe('the layer switch', () => {
  it.each([
    ['area-micro_area-line', 'micro_area'], ['area-district-label', 'district'], ['point-camera_point-cluster', 'camera_point'], ['point-depot-mark', 'depot'],
    ['place-label', 'place'], ['base-building', 'place'], ['base-road-casing', 'road'], ['base-background', null], ['muster-team-home-name', 'teams'], ['muster-route', null],
  ])('%s', (id, group) => expect(groupOf({ id, type: 'line', source: 'x' })).toBe(group))
})

describe('the tiles of another day', () => {
  const tile = 'http://127.0.0.1/tiles/420102/areas/12/14/3/4.mvt'
  it('are asked for with its instant, those of areas only', () => {
    expect(ofDay(tile, '2026-12-20T00:00:00.000Z')).toBe(`${tile}?at=2026-12-20T00%3A00%3A00.000Z`)
    expect(ofDay(tile.replace('areas', 'roads'), '2026-12-20T00:00:00.000Z')).not.toContain('at=')
    expect(ofDay('http://127.0.0.1/tiles/420102/areas.json?v=12', '2026-12-20T00:00:00.000Z')).not.toContain('at=')
  })
  it('are those of now when no day is named', () => expect(ofDay(tile, null)).toBe(tile))
})
