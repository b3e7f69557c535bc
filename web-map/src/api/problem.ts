/** What went wrong, in the form every part of the application shows: what, why, what now, code. */

export class Problem extends Error {
  constructor(
    /** Stable, snake_case; `network`, `timeout` and `unreadable` are the browser's own. */
    readonly code: string,
    /** 0 when no answer came. */
    readonly status: number,
    /** Already in the user's language when the service worded it, empty otherwise. */
    readonly title: string,
    readonly detail: string,
    readonly remedy: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(`${code} (${status}): ${title} ${detail}`)
    this.name = 'Problem'
  }

  /** No answer came: nobody knows whether the request was carried out, so it may be sent again. */
  get isSilence(): boolean {
    return this.status === 0 || this.status === 503
  }
}

/** As the service writes it; an answer that is none of its own may lack anything. */
export type ProblemDocument = { [Name in 'code' | 'title' | 'detail' | 'remedy' | 'params']?: unknown }

/** What a document says. */
export function problemIn(document: ProblemDocument, status: number): Problem {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const params = typeof document.params === 'object' && document.params !== null ? (document.params as Record<string, unknown>) : {}
  return new Problem(text(document.code) || `http_${status}`, status, text(document.title), text(document.detail), text(document.remedy), params)
}

/** Reads an error answer, whatever it is. */
export async function problemOf(response: Response): Promise<Problem> {
  try {
    return problemIn((await response.json()) as ProblemDocument, response.status)
  } catch {
    return new Problem(`http_${response.status}`, response.status, '', '', '')
  }
}

export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return new Problem('unexpected', 0, '', thrown instanceof Error ? thrown.message : String(thrown), '')
}
