/**
 * What was tapped waits here until the service has it: in order, each once. Every action has its own request id, so
 * sending it again after a silence does no harm. Pure but for the shelf and the line it is given.
 */

import { asProblem, type Problem } from '@/api/problem'
import type { PlaceFix } from '@/api/phone'
import type { Instant, TaskState } from '@/api/types'

/** A problem as a shelf can keep it. */
export type Refusal = Pick<Problem, 'code' | 'status' | 'title' | 'detail' | 'remedy' | 'params'>

export type Action = {
  /** The request id. */
  id: string
  /** When it was tapped, by this phone's clock. */
  at: Instant
  /** The account it was tapped under: a phone changes hands, and it is said in no other name. */
  account: string
  /** Why the service would not have it: it is not sent again, and kept until it is closed by hand. */
  refused?: Refusal
} & (
  | { what: 'task'; incident: string; fence: number; state: TaskState; reason?: string; report?: string; fix?: PlaceFix }
  | { what: 'check_in'; whistle: string; fix: PlaceFix }
  | { what: 'photo'; incident: string; file: Blob }
)

/** Where actions outlast the page. */
export interface Shelf {
  all(): Promise<Action[]>
  put(action: Action): Promise<void>
  /** In the place of the one with its id. */
  replace(action: Action): Promise<void>
  remove(id: string): Promise<void>
}

/** The way to the service. */
export interface Line {
  /** The account that is signed in now. */
  whose(): Promise<string>
  send(action: Action): Promise<unknown>
}

/**
 * No answer, or none that says what became of it, or one that it came too slowly or with too many others, or a session
 * that is another by now: to be sent again as it is.
 */
export const isToBeRepeated = (problem: Problem) =>
  problem.isSilence || problem.status >= 500 || [401, 408, 429].includes(problem.status) || problem.code === 'csrf_missing'

/** The service knew it already, by position or over the radio: nothing is lost. */
export const isHarmless = (problem: Problem) => problem.code === 'task_not_forward'

export class Queue {
  /** What waits, and what was refused, in the order in which it was tapped. */
  private kept: Action[] = []
  private sending: Promise<void> | null = null

  constructor(
    private readonly shelf: Shelf,
    private readonly line: Line,
    private readonly told: { changed: (kept: readonly Action[]) => void; silence: (problem: Problem) => void },
  ) {}

  /** Takes up what an earlier page left; what an older version kept without an account belongs to `account`. */
  async open(account: string): Promise<void> {
    try {
      const left = (await this.shelf.all()).map(action => ({ ...action, account: action.account ?? account }))
      this.kept = [...left, ...this.kept]
    } catch {
      // A browser that may not remember keeps it as long as the page is open.
    }
    this.told.changed(this.kept)
  }

  async add(action: Action): Promise<void> {
    this.kept = [...this.kept, action]
    this.told.changed(this.kept)
    await this.shelf.put(action).catch(() => {})
    await this.flush()
  }

  /** Forgets what was refused or is not to be sent, by hand. */
  async drop(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.done(id)
  }

  /** Sends what waits under the account that is signed in, in order, until nobody answers. One at a time, whoever asks. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = null))
    return this.sending
  }

  private async sendAll(): Promise<void> {
    while (this.kept.some(({ refused }) => !refused)) {
      let action: Action | undefined
      try {
        const account = await this.line.whose()
        action = this.kept.find(each => !each.refused && each.account === account)
        // What is left was tapped by somebody else, and waits for them.
        if (!action) return
        await this.line.send(action)
      } catch (thrown) {
        const problem = asProblem(thrown)
        if (!action || isToBeRepeated(problem)) return this.told.silence(problem)
        if (!isHarmless(problem)) {
          await this.refuse(action, problem)
          continue
        }
      }
      await this.done(action.id)
    }
  }

  /** Marks it: a report that was typed, or a photo, is not to go before somebody has seen that it did not arrive. */
  private async refuse(action: Action, { code, status, title, detail, remedy, params }: Problem): Promise<void> {
    const marked: Action = { ...action, refused: { code, status, title, detail, remedy, params } }
    this.kept = this.kept.map(each => (each.id === action.id ? marked : each))
    this.told.changed(this.kept)
    await this.shelf.replace(marked).catch(() => {})
  }

  private async done(id: string): Promise<void> {
    this.kept = this.kept.filter(action => action.id !== id)
    this.told.changed(this.kept)
    await this.shelf.remove(id).catch(() => {})
  }
}

/** How far a task is once everything that waits has been sent. */
export function stateAfter(task: { incident: string; fence: number; state: TaskState }, waiting: readonly Action[]): TaskState {
  let state = task.state
  for (const action of waiting) if (action.what === 'task' && action.incident === task.incident && action.fence === task.fence) state = action.state
  return state
}
