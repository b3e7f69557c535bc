/** The tab's end of the live feed: through the shared worker, or by itself where there is none. */

import { hub } from './hub'
import type { FromTab, FromWorker } from './messages'

export type { FromWorker, LinkState } from './messages'

export interface Live {
  subscribe(district: string): void
  retry(): void
  /** Ends the feed of every tab: the session is over. */
  stop(): void
}

export function openLive(on: (message: FromWorker) => void): Live {
  const say = pipe(on)
  let district: string | null = null
  addEventListener('pagehide', () => say({ say: 'bye' }))
  addEventListener('pageshow', event => {
    if (event.persisted && district) say({ say: 'subscribe', district })
  })
  addEventListener('online', () => say({ say: 'retry' }))
  return {
    subscribe(code) {
      district = code
      say({ say: 'subscribe', district: code })
    },
    retry: () => say({ say: 'retry' }),
    stop() {
      district = null
      say({ say: 'stop' })
    },
  }
}

function pipe(on: (message: FromWorker) => void): (message: FromTab) => void {
  if (typeof SharedWorker !== 'undefined') {
    try {
      const worker = new SharedWorker(new URL('./shared_worker.ts', import.meta.url), { type: 'module', name: 'muster-live' })
      worker.port.onmessage = (event: MessageEvent<FromWorker>) => on(event.data)
      return message => worker.port.postMessage(message)
    } catch {
      // Forbidden by policy: this tab listens by itself.
    }
  }
  const own = hub()
  const listener = { send: on, district: null }
  return message => own.hear(listener, message)
}
