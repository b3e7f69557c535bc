// Keeps the shell of the phone page, so that it opens without a line. What the service says is never kept here.

const SHELF = 'muster-phone-1'
const PAGE = '/phone'
const isShell = ({ pathname }) => pathname === PAGE || pathname.startsWith('/assets/') || pathname === '/favicon.svg' || pathname === '/phone.webmanifest'

/** The page and every file that it names. */
async function keepShell() {
  const shelf = await caches.open(SHELF)
  const answer = await fetch(PAGE, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`the page answers ${answer.status}`)
  const files = [...(await answer.clone().text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
  await shelf.put(PAGE, answer)
  await Promise.all([...new Set(files)].map(path => shelf.add(path)))
  const kept = new Set([PAGE, ...files])
  for (const request of await shelf.keys()) if (!kept.has(new URL(request.url).pathname)) await shelf.delete(request)
}

self.addEventListener('install', event => event.waitUntil(keepShell().then(() => self.skipWaiting())))
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || !isShell(url)) return
  event.respondWith((async () => {
    const shelf = await caches.open(SHELF)
    const kept = await shelf.match(url.pathname)
    // Built files never change; the page is asked for, and taken from the shelf when nobody answers.
    if (kept && url.pathname !== PAGE) return kept
    try {
      const answer = await fetch(event.request)
      if (answer.ok && url.pathname === PAGE) event.waitUntil(keepShell().catch(() => {}))
      return answer
    } catch (silence) {
      if (kept) return kept
      throw silence
    }
  })())
})
