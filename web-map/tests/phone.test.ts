import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { lightAt } from '@/parts/lamp'
import { isToBeRepeated, Queue, stateAfter, type Action, type Shelf } from '@/phone/queue'

const tap = (n: number, state: 'accepted' | 'en_route' | 'on_scene' = 'accepted', account = 'team:A'): Action => ({ id: `a${n}`, account, at: `2026-11-22T06:00:0${n}.000Z`, what: 'task', incident: 'i', fence: 7, state })
const silence = () => new Problem('network', 0, '', '', '')
const refusal = (code: string, status = 409) => new Problem(code, status, '', '', '')

/** A shelf in memory, which outlasts a queue. */
function shelfOf(kept: Action[] = []): Shelf & { kept: Action[] } {
  return {
    kept,
    all: async () => [...kept],
    put: async action => void kept.push(action),
    replace: async action => void kept.splice(kept.findIndex(({ id }) => id === action.id), 1, action),
    remove: async id => void kept.splice(kept.findIndex(action => action.id === id), 1),
  }
}
function made(shelf: Shelf, line: { up: boolean; account?: string; answers?: Record<string, Problem> }) {
  const sent: string[] = []
  const waiting: number[] = []
  let kept: readonly Action[] = []
  const queue = new Queue(
    shelf,
    {
      whose: async () => {
        if (!line.up) throw silence()
        return line.account ?? 'team:A'
      },
      send: async action => {
        sent.push(action.id)
        const answer = line.answers?.[action.id]
        if (answer) throw answer
      },
    },
    {
      changed: actions => {
        waiting.push(actions.filter(({ refused }) => !refused).length)
        kept = actions
      },
      silence: () => {},
    },
  )
  return { queue, sent, waiting, refused: () => kept.flatMap(({ id, refused }) => (refused ? [`${id} ${refused.code}`] : [])) }
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
    await next.queue.open('team:A')
    await next.queue.flush()
    expect([next.sent, shelf.kept.length]).toEqual([['a1'], 0])
  })

  it('is said in the name of the team that tapped it, and of no other, whose phone it ever becomes', async () => {
    const shelf = shelfOf()
    const line = { up: false, account: 'team:A' }
    const first = made(shelf, line)
    await first.queue.add(tap(1))
    await first.queue.add(tap(2, 'en_route'))
    // The phone is handed over: another page, another session, the same shelf.
    const second = made(shelf, { up: true, account: 'team:B' })
    await second.queue.open('team:B')
    await second.queue.add(tap(3, 'accepted', 'team:B'))
    expect([second.sent, shelf.kept.map(({ id }) => id)]).toEqual([['a3'], ['a1', 'a2']])
    const back = made(shelf, { up: true, account: 'team:A' })
    await back.queue.open('team:A')
    await back.queue.flush()
    expect([back.sent, shelf.kept]).toEqual([['a1', 'a2'], []])
  })

  it('stays with its team where the session changes while it waits, and can be thrown away by hand', async () => {
    const shelf = shelfOf()
    const line = { up: true, account: 'team:B' }
    const { queue, sent, waiting } = made(shelf, line)
    await queue.add(tap(1))
    expect([sent, waiting.at(-1)]).toEqual([[], 1])
    line.account = 'team:A'
    await queue.flush()
    expect(sent).toEqual(['a1'])
    line.account = 'team:B'
    await queue.add(tap(2))
    await queue.drop(['a2'])
    expect([sent, shelf.kept, waiting.at(-1)]).toEqual([['a1'], [], 0])
  })

  it('kept by an older version without an account belongs to the one that was known', async () => {
    const { account: _, ...old } = tap(1)
    const { queue, sent } = made(shelfOf([old as Action]), { up: true, account: 'team:B' })
    await queue.open('team:A')
    await queue.flush()
    expect(sent).toEqual([])
  })

  it('is told when it was refused, and does not hold up what follows', async () => {
    const { queue, sent, refused } = made(shelfOf(), { up: true, answers: { a1: refusal('stale_fence'), a2: refusal('task_not_forward') } })
    for (const n of [1, 2, 3]) await queue.add(tap(n))
    expect([sent, refused()]).toEqual([['a1', 'a2', 'a3'], ['a1 stale_fence']])
  })

  it('stays where it was refused, over the end of the page, until somebody closes it, and is not sent again', async () => {
    const shelf = shelfOf()
    await made(shelf, { up: true, answers: { a1: refusal('personal_data', 422) } }).queue.add({ ...tap(1), report: '已劝离' } as Action)
    const next = made(shelf, { up: true })
    await next.queue.open('team:A')
    await next.queue.add(tap(2))
    expect([next.sent, next.refused(), next.waiting.at(-1)]).toEqual([['a2'], ['a1 personal_data'], 0])
    expect(shelf.kept).toMatchObject([{ id: 'a1', report: '已劝离', refused: { code: 'personal_data', status: 422 } }])
    await next.queue.drop(['a1'])
    expect([shelf.kept, next.refused()]).toEqual([[], []])
  })

  it('is sent again where nobody knows what became of it, or the session is over', () => {
    expect([silence(), refusal('x', 503), refusal('x', 500), refusal('x', 429), refusal('not_signed_in', 401), refusal('body_incomplete', 408)].map(isToBeRepeated)).toEqual([true, true, true, true, true, true])
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
