/**
 * The one live connection of this browser. HTTP/1.1 allows six connections to a host; eight tabs with a
 * feed each would leave none for anything else.
 */

import { hub, type Listener } from './hub'
import type { FromTab } from './messages'

declare const self: SharedWorkerGlobalScope

const shared = hub()

self.onconnect = event => {
  const port = event.ports[0]
  if (!port) return
  const listener: Listener = { send: message => port.postMessage(message), district: null }
  port.onmessage = (message: MessageEvent<FromTab>) => shared.hear(listener, message.data)
}
