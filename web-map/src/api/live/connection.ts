/**
 * One connection to the live feed of one district: opens, listens, notices silence, opens again where it
 * left off. It knows nothing of tabs; `hub.ts` shares it among them.
 */

import type { ChangeEvent, TeamFix } from '../types'
import { backoff } from './backoff'
import type { FromWorker, LinkState } from './messages'
import { sseReader, type SseEvent } from './sse'

/** The service beats every 10 s; two missed beats and a bit. */
const SILENCE_MS = 25_000

export interface Connection {
  /** What a newcomer is told at once. */
  greeting(): FromWorker[]
  retry(): void
  close(): void
}

export function connect(district: string, tell: (message: FromWorker) => void, onSignedOut: () => void): Connection {
  let seq: number | null = null
  let hello: FromWorker | null = null
  let state: LinkState = 'connecting'
  let heard: number | null = null
  let retryAt: number | null = null
  let failures = 0
  let closed = false
  let abort: AbortController | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined
  const latest = new Map<string, TeamFix>()

  const link = (): FromWorker => ({ say: 'link', state, heard, retry_at: retryAt })
  function enter(next: LinkState): void {
    state = next
    tell(link())
  }

  function onEvent({ event, data }: SseEvent): void {
    const value = JSON.parse(data) as Record<string, unknown>
    if (event === 'hello') {
      hello = { say: 'hello', seq: value.seq as number, now: value.now as string, version: value.version as string }
      seq ??= value.seq as number
      tell(hello)
    } else if (event === 'change') {
      const change = value as unknown as ChangeEvent
      seq = Math.max(seq ?? 0, change.seq)
      tell({ say: 'change', event: change })
    } else if (event === 'positions') {
      const fixes = value.fixes as TeamFix[]
      for (const fix of fixes) latest.set(fix.team, fix)
      tell({ say: 'positions', fixes })
    } else if (event === 'reset') {
      seq = value.seq as number
      latest.clear()
      tell({ say: 'reset', seq })
    }
  }

  async function listen(): Promise<void> {
    const attempt = new AbortController()
    abort = attempt
    let silence: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      heard = Date.now()
      clearTimeout(silence)
      silence = setTimeout(() => attempt.abort(), SILENCE_MS)
    }
    silence = setTimeout(() => attempt.abort(), SILENCE_MS)
    try {
      const response = await fetch(`/api/v1/${encodeURIComponent(district)}/live${seq === null ? '' : `?after=${seq}`}`, {
        headers: { Accept: 'text/event-stream', ...(seq === null ? {} : { 'Last-Event-ID': String(seq) }) },
        cache: 'no-store',
        credentials: 'same-origin',
        signal: attempt.signal,
      })
      if (response.status === 401) {
        close()
        enter('signed_out')
        onSignedOut()
        return
      }
      if (!response.ok || !response.body) throw new Error(`live: ${response.status}`)
      alive()
      failures = 0
      retryAt = null
      enter('live')
      const reader = sseReader({ event: onEvent, comment: () => tell(link()) })
      const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await pieces.read()
        if (done) break
        alive()
        reader.take(value)
      }
    } catch {
      // Refused, cut or silent: all the same from here, the next attempt goes on after `seq`.
    } finally {
      clearTimeout(silence)
      attempt.abort()
    }
    if (closed || abort !== attempt) return
    failures += 1
    const wait = backoff(failures, Math.random())
    retryAt = Date.now() + wait
    enter('lost')
    waiting = setTimeout(again, wait)
  }

  function again(): void {
    clearTimeout(waiting)
    if (closed) return
    retryAt = null
    enter(failures > 0 ? 'lost' : 'connecting')
    void listen()
  }

  function close(): void {
    closed = true
    clearTimeout(waiting)
    abort?.abort()
  }

  void listen()
  return {
    greeting: () => [link(), ...(hello ? [hello] : []), ...(latest.size ? [{ say: 'positions' as const, fixes: [...latest.values()] }] : [])],
    retry() {
      if (closed || state === 'live') return
      abort?.abort()
      abort = null
      failures = Math.min(failures, 1)
      again()
    },
    close,
  }
}
