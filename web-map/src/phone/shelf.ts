/** Keeps actions in IndexedDB, photos included, in the order in which they were tapped. */

import type { Action, Shelf } from './queue'

const NAME = 'muster-phone'
const STORE = 'actions'

const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

let opened: Promise<IDBDatabase> | null = null
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex('id', 'id', { unique: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return opened
}
const store = async (mode: IDBTransactionMode) => (await open()).transaction(STORE, mode).objectStore(STORE)

export const shelf: Shelf = {
  all: async () => done((await store('readonly')).getAll() as IDBRequest<Action[]>),
  put: async action => void (await done((await store('readwrite')).add(action))),
  replace: async action => {
    const actions = await store('readwrite')
    const key = await done(actions.index('id').getKey(action.id))
    if (key !== undefined) await done(actions.put(action, key))
  },
  remove: async id => {
    const actions = await store('readwrite')
    const key = await done(actions.index('id').getKey(id))
    if (key !== undefined) await done(actions.delete(key))
  },
}
