/**
 * What was tapped waits here until the service has it: in order, each once. Every action has its own request id, so
 * sending it again after a silence does no harm. Pure but for the shelf and the line it is given.
 */

import { asProblem, type Problem } from '@/api/problem'
import type { PlaceFix } from '@/api/phone'
import type { Instant, TaskState } from '@/api/types'

export type Action = {
  /** The request id. */
  id: string
  /** When it was tapped, by this phone's clock. */
  at: Instant
  /** The account it was tapped under: a phone changes hands, and it is said in no other name. */
  account: string
} & (
  | { what: 'task'; incident: string; fence: number; state: TaskState; reason?: string; report?: string; fix?: PlaceFix }
  | { what: 'check_in'; whistle: string; fix: PlaceFix }
  | { what: 'photo'; incident: string; file: Blob }
)

/** Where actions outlast the page. */
export interface Shelf {
  all(): Promise<Action[]>
  put(action: Action): Promise<void>
  remove(id: string): Promise<void>
}

/** The way to the service. */
export interface Line {
  /** The account that is signed in now. */
  whose(): Promise<string>
  send(action: Action): Promise<unknown>
}

/** No answer, or none that says what became of it, or a session that is another by now: to be sent again as it is. */
export const isToBeRepeated = (problem: Problem) =>
  problem.isSilence || problem.status >= 500 || problem.status === 429 || problem.status === 401 || problem.code === 'csrf_missing'

/** The service knew it already, by position or over the radio: nothing is lost. */
export const isHarmless = (problem: Problem) => problem.code === 'task_not_forward'

export class Queue {
  private waiting: Action[] = []
  private sending: Promise<void> | null = null

  constructor(
    private readonly shelf: Shelf,
    private readonly line: Line,
    private readonly told: { changed: (waiting: readonly Action[]) => void; refused: (action: Action, problem: Problem) => void; silence: (problem: Problem) => void },
  ) {}

  /** Takes up what an earlier page left; what an older version kept without an account belongs to `account`. */
  async open(account: string): Promise<void> {
    try {
      const left = (await this.shelf.all()).map(action => ({ ...action, account: action.account ?? account }))
      this.waiting = [...left, ...this.waiting]
    } catch {
      // A browser that may not remember keeps it as long as the page is open.
    }
    this.told.changed(this.waiting)
  }

  async add(action: Action): Promise<void> {
    this.waiting = [...this.waiting, action]
    this.told.changed(this.waiting)
    await this.shelf.put(action).catch(() => {})
    await this.flush()
  }

  /** Forgets what is not to be sent, by hand. */
  async drop(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.done(id)
  }

  /** Sends what waits under the account that is signed in, in order, until nobody answers. One at a time, whoever asks. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = null))
    return this.sending
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length) {
      let action: Action | undefined
      try {
        const account = await this.line.whose()
        action = this.waiting.find(each => each.account === account)
        // What is left was tapped by somebody else, and waits for them.
        if (!action) return
        await this.line.send(action)
      } catch (thrown) {
        const problem = asProblem(thrown)
        if (!action || isToBeRepeated(problem)) return this.told.silence(problem)
        if (!isHarmless(problem)) this.told.refused(action, problem)
      }
      await this.done(action.id)
    }
  }

  private async done(id: string): Promise<void> {
    this.waiting = this.waiting.filter(action => action.id !== id)
    this.told.changed(this.waiting)
    await this.shelf.remove(id).catch(() => {})
  }
}

/** How far a task is once everything that waits has been sent. */
export function stateAfter(task: { incident: string; fence: number; state: TaskState }, waiting: readonly Action[]): TaskState {
  let state = task.state
  for (const action of waiting) if (action.what === 'task' && action.incident === task.incident && action.fence === task.fence) state = action.state
  return state
}
