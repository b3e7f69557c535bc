/**
 * The wire format of Server-Sent Events, read by hand: unlike the browser's EventSource this sees the
 * heartbeat comments and the status of a refused connection.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

export interface SseEvent { event: string; data: string; id: string | null }

export interface SseReader {
  /** Takes a piece of the stream, however it was cut, and tells what became complete. */
  take(piece: string): void
}

export function sseReader(on: { event: (event: SseEvent) => void; comment: () => void }): SseReader {
  let rest = ''
  let event = ''
  let data: string[] = []
  let id: string | null = null

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) on.event({ event: event || 'message', data: data.join('\n'), id })
      event = ''
      data = []
      id = null
      return
    }
    if (text.startsWith(':')) return on.comment()
    const colon = text.indexOf(':')
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
  }

  return {
    take(piece) {
      rest += piece
      // A lone \r at the very end may be half of \r\n: it waits for the next piece.
      for (;;) {
        const match = /\r\n|\n|\r(?!$)/.exec(rest)
        if (!match) return
        const text = rest.slice(0, match.index)
        rest = rest.slice(match.index + match[0].length)
        line(text)
      }
    },
  }
}
