import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fixOf, follow, here, isLooking, locate, noPlace, waitsFor } from '@/phone/place'

const there = { lon: 114.3, lat: 30.6 }
const metresNorth = (metres: number) => ({ lon: there.lon, lat: there.lat + metres / 111_195 })
type Answers = { found: (at: GeolocationPosition) => void; failed: (error: GeolocationPositionError) => void }

/** A phone that stands still: its watch says one thing and is silent; the present place is told when it is asked for. */
let asked: Answers[]
let watch: Answers | null
const position = (metres: number) => {
  const { lon: longitude, lat: latitude } = metresNorth(metres)
  return { coords: { longitude, latitude, accuracy: 5, heading: null, speed: null }, timestamp: Date.now() } as GeolocationPosition
}
const denied = { code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError
const fix = () => fixOf(here.value, Date.now())
const waits = () => waitsFor(fix(), there, 100)

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T06:00:00Z') })
  asked = []
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('navigator', {
    geolocation: {
      watchPosition: (found: Answers['found'], failed: Answers['failed']) => ((watch = { found, failed }), 1),
      clearWatch: () => (watch = null),
      getCurrentPosition: (found: Answers['found'], failed: Answers['failed']) => void asked.push({ found, failed }),
    },
  })
})
afterEach(async () => {
  for (const { failed } of asked) failed(denied)
  await vi.advanceTimersByTimeAsync(0)
  follow(false)
  noPlace.value = null
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a phone that stands still', () => {
  it('is asked again and again where it is, so that its place grows no older than its work bears', async () => {
    follow(true)
    asked.shift()!.found(position(20))
    await vi.advanceTimersByTimeAsync(0)
    for (let minute = 0; minute < 5; minute++) {
      for (let third = 0; third < 3; third++) {
        await vi.advanceTimersByTimeAsync(20_000)
        asked.shift()!.found(position(20))
        await vi.advanceTimersByTimeAsync(0)
      }
      expect(Date.now() - here.value!.at).toBeLessThan(60_000)
      expect(waits()).toBe(null)
    }
  })

  it('is not asked while its watch goes on telling, nor once it is nobody\'s business', async () => {
    follow(true)
    asked.shift()!.found(position(20))
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1_000)
      watch!.found(position(second))
    }
    expect(asked).toEqual([])
    follow(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect([asked, here.value]).toEqual([[], null])
  })

  it('checks in by the place that pressing asks for, and always says what it waits for', async () => {
    follow(true)
    expect(waits()).toBe('answer')
    asked.shift()!.found(position(400))
    await vi.advanceTimersByTimeAsync(0)
    expect(waits()).toBe('nearer')
    // No answer for more than a minute: the last fix says nothing any more.
    await vi.advanceTimersByTimeAsync(20_000)
    asked.shift()!.failed({ ...denied, code: 3 } as GeolocationPositionError)
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(Date.now() + 60_000)
    expect(waits()).toBe('position')
    noPlace.value = null
    expect(waits()).toBe('asking')
    const pressed = locate()
    expect([isLooking.value, waits()]).toEqual([true, 'answer'])
    asked.shift()!.found(position(30))
    await pressed
    expect([isLooking.value, waits(), fix()?.position.lat]).toEqual([false, null, Math.round(metresNorth(30).lat * 1e7) / 1e7])
  })

  it('says so where the browser may not tell, and takes no answer that comes too late', async () => {
    follow(true)
    const late = asked.shift()!
    follow(false)
    late.found(position(10))
    await vi.advanceTimersByTimeAsync(0)
    expect(here.value).toBe(null)
    follow(true)
    asked.shift()!.failed(denied)
    await vi.advanceTimersByTimeAsync(0)
    expect([noPlace.value, waits()]).toEqual(['denied', 'position'])
  })
})
