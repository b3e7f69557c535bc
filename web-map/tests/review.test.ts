import { describe, expect, it } from 'vitest'
import type { Replay, Track } from '@/api/review'
import { nextReport, passedLine, placeAt, reportedBy } from '@/incidents/review/replay'
import { replayFeatures } from '@/map/replay_layers'

const begin = Date.parse('2026-11-22T06:00:00.000Z')
const at = (seconds: number) => new Date(begin + seconds * 1000).toISOString()
const track = (points: [number, number][], change: Partial<Track> = {}): Track => ({
  team: 'P1', fence: 7, from: at(0), until: at(1200), left: 'whole', reported: points.length,
  points: points.map(([seconds, lon]) => ({ at: at(seconds), position: { lon, lat: 30 } })), ...change,
})
const now = (seconds: number) => begin + seconds * 1000

describe('a replay', () => {
  const moved = track([[10, 114], [70, 114.06], [1000, 114.1]])
  it('puts a team on the line between two reports, and nowhere before the first or after its time', () => {
    expect(placeAt(moved, now(5))).toBeNull()
    expect(placeAt(moved, now(40))!.lon).toBeCloseTo(114.03)
    expect(placeAt(moved, now(1000))).toEqual({ lon: 114.1, lat: 30 })
    expect(placeAt(moved, now(1201))).toBeNull()
  })
  it('does not guess where a team was that had long been silent', () => {
    expect(placeAt(moved, now(200))!.lon).toBe(114.06)
    expect(placeAt(moved, now(600))).toBeNull()
    expect(placeAt(track([[10, 114]]), now(11 + 300))).toBeNull()
  })
  it('counts reports, and goes from one to the next where nothing is to glide', () => {
    expect([0, 10, 69, 70, 2000].map(seconds => reportedBy(moved, now(seconds)))).toEqual([0, 1, 1, 2, 3])
    const replay: Replay = { from: at(0), until: at(1200), tracks_since: at(-600), tracks: [moved, track([[30, 114]])] }
    expect([0, 10, 30, 70, 1000].map(seconds => (nextReport(replay, now(seconds)) - begin) / 1000)).toEqual([10, 30, 70, 1000, 1200])
  })
  it('draws the whole way faint, what is behind strong, and the team where it was', () => {
    const replay: Replay = { from: at(0), until: at(1200), tracks_since: at(-600), tracks: [moved, track([], { left: 'nothing' })] }
    const parts = (seconds: number) => replayFeatures(replay, now(seconds), () => 'patrol', team => team).map(({ properties }) => properties!.part)
    expect(parts(5)).toEqual(['way'])
    expect(parts(40)).toEqual(['way', 'passed', 'team'])
    expect(passedLine(moved, now(40))).toHaveLength(2)
    expect(replayFeatures(null, 0, () => 'patrol', team => team)).toEqual([])
  })
})
