/**
 * Shares connections among listeners: tabs of one browser in the worker, or the single page where there
 * is no worker. A connection lives while somebody listens to its district.
 */

import { connect, type Connection } from './connection'
import type { FromTab, FromWorker } from './messages'

export interface Listener { send: (message: FromWorker) => void; district: string | null }

export function hub() {
  const listeners = new Set<Listener>()
  const connections = new Map<string, Connection>()

  function stop(): void {
    for (const connection of connections.values()) connection.close()
    connections.clear()
  }

  function prune(): void {
    for (const [district, connection] of connections) {
      if (![...listeners].some(listener => listener.district === district)) {
        connection.close()
        connections.delete(district)
      }
    }
  }

  function subscribe(listener: Listener, district: string): void {
    listeners.add(listener)
    listener.district = district
    prune()
    const known = connections.get(district)
    if (known) {
      known.greeting().forEach(listener.send)
      return
    }
    const tell = (message: FromWorker) => {
      for (const other of listeners) if (other.district === district) other.send(message)
    }
    connections.set(district, connect(district, tell, () => connections.delete(district)))
  }

  return {
    hear(listener: Listener, message: FromTab): void {
      if (message.say === 'subscribe') subscribe(listener, message.district)
      else if (message.say === 'retry') connections.forEach(connection => connection.retry())
      else if (message.say === 'bye') {
        listeners.delete(listener)
        prune()
      } else {
        stop()
        for (const other of listeners) {
          other.district = null
          other.send({ say: 'link', state: 'signed_out', heard: null, retry_at: null })
        }
      }
    },
  }
}
