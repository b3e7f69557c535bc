/**
 * The only place (beside the live worker) that fetches. Every answer is JSON or a Problem; every request
 * has an end; a mutation carries the session's CSRF token and the id of the user's action.
 */

import { Problem, problemOf } from './problem'

const TIMEOUT_MS = 20_000

interface Manner { csrf: string; language: string; onSignedOut: () => void }
const manner: Manner = { csrf: '', language: 'zh', onSignedOut: () => {} }

/** Sets what every later request carries. */
export function behave(change: Partial<Manner>): void {
  Object.assign(manner, change)
}

/** An id for one action of the user: made when the button is pressed, kept while it is tried again. */
export function actionId(): string {
  // randomUUID exists in secure contexts only; a command centre may well serve plain HTTP.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** A file as it is, instead of JSON. */
  file?: Blob
  /** How long an answer may take, in milliseconds. */
  patience?: number
  /** The id of the user's action, for mutations. */
  action?: string
  signal?: AbortSignal
  /** A 401 is an answer, not the end of the session (signing in). */
  anonymous?: boolean
}

export async function ask<T>(path: string, { method = 'GET', body, file, patience = TIMEOUT_MS, action, signal, anonymous }: Ask = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': manner.language }
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = manner.csrf
    headers['Idempotency-Key'] = action ?? actionId()
  }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  else if (file) headers['Content-Type'] = file.type || 'application/octet-stream'
  const timeout = AbortSignal.timeout(patience)
  let response: Response
  let text = ''
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? file : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      credentials: 'same-origin',
    })
    // The head may come in time and the rest not: that too is silence.
    if (response.ok) text = await response.text()
  } catch (thrown) {
    if (signal?.aborted) throw thrown
    throw new Problem(timeout.aborted ? 'timeout' : 'network', 0, '', '', '')
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (response.status === 401 && !anonymous) manner.onSignedOut()
    throw problem
  }
  if (response.status === 204) return undefined as T
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Problem('unreadable', response.status, '', '', '')
  }
}

/** `{a: 1, b: undefined}` -> `?a=1` */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
