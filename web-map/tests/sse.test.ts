import { describe, expect, it } from 'vitest'
import { backoff } from '@/api/live/backoff'
import { sseReader, type SseEvent } from '@/api/live/sse'

function read(pieces: string[]): { events: SseEvent[]; comments: number } {
  const events: SseEvent[] = []
  let comments = 0
  const reader = sseReader({ event: event => events.push(event), comment: () => comments++ })
  pieces.forEach(reader.take)
  return { events, comments }
}

const stream = ': beat\n\nevent: change\nid: 12\ndata: {"seq":12,\ndata: "by":"张"}\n\nevent: positions\r\ndata: {}\r\n\r\n'
const expected = [
  { event: 'change', data: '{"seq":12,\n"by":"张"}', id: '12' },
  { event: 'positions', data: '{}', id: null },
]

describe('the event stream', () => {
  it('is read whole', () => {
    expect(read([stream])).toEqual({ events: expected, comments: 1 })
  })

  it('is read the same however the network cuts it', () => {
    for (let size = 1; size < 12; size++) {
      const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) => stream.slice(index * size, (index + 1) * size))
      expect(read(pieces), `pieces of ${size}`).toEqual({ events: expected, comments: 1 })
    }
  })

  it('says nothing of an event that was cut short', () => {
    expect(read(['event: change\ndata: {"seq"']).events).toEqual([])
  })
})

describe('the wait before the next attempt', () => {
  it('doubles up to twenty seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(failures => backoff(failures, 0))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000])
  })
  it('is spread by chance, never below half', () => {
    expect(backoff(3, 1)).toBe(2_000)
  })
})
