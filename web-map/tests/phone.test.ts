import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { lightAt } from '@/parts/lamp'
import { isToBeRepeated, Queue, stateAfter, type Action, type Shelf } from '@/phone/queue'

const tap = (n: number, state: 'accepted' | 'en_route' | 'on_scene' = 'accepted'): Action => ({ id: `a${n}`, at: `2026-11-22T06:00:0${n}.000Z`, what: 'task', incident: 'i', fence: 7, state })
const silence = () => new Problem('network', 0, '', '', '')
const refusal = (code: string, status = 409) => new Problem(code, status, '', '', '')

/** A shelf in memory, which outlasts a queue. */
function shelfOf(kept: Action[] = []): Shelf & { kept: Action[] } {
  return {
    kept,
    all: async () => [...kept],
    put: async action => void kept.push(action),
    remove: async id => void kept.splice(kept.findIndex(action => action.id === id), 1),
  }
}
function made(shelf: Shelf, line: { up: boolean; answers?: Record<string, Problem> }) {
  const sent: string[] = []
  const refused: string[] = []
  const waiting: number[] = []
  const queue = new Queue(
    shelf,
    async action => {
      if (!line.up) throw silence()
      sent.push(action.id)
      const answer = line.answers?.[action.id]
      if (answer) throw answer
    },
    { changed: actions => void waiting.push(actions.length), refused: action => void refused.push(action.id), silence: () => {} },
  )
  return { queue, sent, refused, waiting }
}

describe('what was tapped', () => {
  it('waits while there is no line, and goes in order, each once, when it is back', async () => {
    const line = { up: false }
    const shelf = shelfOf()
    const { queue, sent, waiting } = made(shelf, line)
    for (const n of [1, 2, 3]) await queue.add(tap(n))
    expect([sent, shelf.kept.length, waiting.at(-1)]).toEqual([[], 3, 3])
    line.up = true
    await Promise.all([queue.flush(), queue.flush()])
    await queue.flush()
    expect([sent, shelf.kept.length, waiting.at(-1)]).toEqual([['a1', 'a2', 'a3'], 0, 0])
  })

  it('outlasts the page', async () => {
    const shelf = shelfOf()
    await made(shelf, { up: false }).queue.add(tap(1))
    const next = made(shelf, { up: true })
    await next.queue.open()
    await next.queue.flush()
    expect([next.sent, shelf.kept.length]).toEqual([['a1'], 0])
  })

  it('is told when it was refused, and does not hold up what follows', async () => {
    const { queue, sent, refused } = made(shelfOf(), { up: true, answers: { a1: refusal('stale_fence'), a2: refusal('task_not_forward') } })
    for (const n of [1, 2, 3]) await queue.add(tap(n))
    expect([sent, refused]).toEqual([['a1', 'a2', 'a3'], ['a1']])
  })

  it('is sent again where nobody knows what became of it, or the session is over', () => {
    expect([silence(), refusal('x', 503), refusal('x', 500), refusal('x', 429), refusal('not_signed_in', 401)].map(isToBeRepeated)).toEqual([true, true, true, true, true])
    expect([refusal('x', 403), refusal('x', 404), refusal('x', 422)].map(isToBeRepeated)).toEqual([false, false, false])
  })

  it('is shown as done on this phone at once, for its own task only', () => {
    const task = { incident: 'i', fence: 7, state: 'assigned' as const }
    expect(stateAfter(task, [tap(1), tap(2, 'en_route')])).toBe('en_route')
    expect(stateAfter({ ...task, fence: 8 }, [tap(1)])).toBe('assigned')
    expect(stateAfter({ ...task, state: 'assigned' }, [])).toBe('assigned')
  })
})

describe('a lamp', () => {
  it('is green, then yellow, then red', () => {
    expect([0, 699, 700, 999, 1000].map(now => lightAt(1000, 300, now))).toEqual(['green', 'green', 'yellow', 'yellow', 'red'])
  })
})
