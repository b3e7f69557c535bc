/** The phone's own state: who it is, its work, what waits to be sent. */

import { computed, shallowRef, watch } from 'vue'
import { actionId, behave } from '@/api/http'
import { enterByLink, phoneApi, whoseAmI, type PhoneView } from '@/api/phone'
import { asProblem, Problem, problemIn } from '@/api/problem'
import type { Session } from '@/api/types'
import { setServiceTime, toServiceTime } from '@/state/clock'
import { fixOf, follow, here, metresBetween } from './place'
import { Queue, type Action } from './queue'
import { shelf } from './shelf'

/** How often the work is asked for while the page is seen. */
const EVERY = 5_000
/** A position is told when it is this much older than the last one told, or this far from it. */
const TELL_AFTER = 15_000
const TELL_METRES = 25

export const view = shallowRef<PhoneView | null>(null)
/** The account whose work is shown. */
const accountOf = (shown: PhoneView) => `team:${shown.team.code}`
const account = computed(() => view.value && accountOf(view.value))
const kept = shallowRef<readonly Action[]>([])
const isOwn = (action: Action) => !account.value || action.account === account.value
/** What waits to be sent. */
export const waiting = computed(() => kept.value.filter(action => isOwn(action) && !action.refused))
/** What the service would not have. */
export const refusals = computed(() => kept.value.filter(isOwn).flatMap(action => (action.refused ? [{ action, problem: problemIn(action.refused, action.refused.status) }] : [])))
/** What was tapped on this phone when it was another team's, which alone can send it. */
export const others = computed(() => kept.value.filter(action => !isOwn(action)))
export const line = shallowRef<'unknown' | 'there' | 'gone'>('unknown')
export const signedOut = shallowRef<Problem | true | null>(null)

let session: Session | null = null
const api = () => phoneApi(session!.districts[0]!.code)

/** What was last known, for a page that opens without a line. */
const KEPT = 'muster.phone.view'
function keep(next: PhoneView | null): void {
  try {
    if (next) localStorage.setItem(KEPT, JSON.stringify(next))
    else localStorage.removeItem(KEPT)
  } catch {
    // A browser that may not remember works while the line holds.
  }
}
function lastKnown(): PhoneView | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as PhoneView | null
  } catch {
    return null
  }
}

function enter(next: Session): void {
  session = next
  signedOut.value = null
  behave({ csrf: next.csrf })
  // Another team's phone: what was known is not this one's to see.
  const before = view.value ?? lastKnown()
  if (before && accountOf(before) !== next.account) {
    keep(null)
    view.value = null
  }
}
async function ready(): Promise<Session> {
  if (!session) enter(await whoseAmI())
  return session!
}

function heard(problem: Problem): void {
  if (problem.status === 401) {
    session = null
    signedOut.value = problem
  } else if (problem.code === 'not_allowed') signedOut.value = problem
  else if (problem.code === 'csrf_missing') session = null
  else if (problem.status === 0) line.value = 'gone'
}

async function send(action: Action): Promise<void> {
  const { account } = await ready()
  // The session became another's since the queue asked whose it is: as if its token had said so.
  if (account !== action.account) throw new Problem('csrf_missing', 403, '', '', '')
  const team = account.replace(/^team:/, '')
  if (action.what === 'task') {
    const { incident, fence, state, reason, report, fix, at } = action
    await api().say(incident, team, { fence, state, reason, report, fix, device_at: at }, action.id)
  } else if (action.what === 'check_in') await api().checkIn(action.whistle, team, action.fix, action.at, action.id)
  else await api().photo(action.incident, action.file, action.at, action.id)
  line.value = 'there'
}

export const queue = new Queue(shelf, { whose: async () => (await ready()).account, send }, {
  changed: actions => (kept.value = actions),
  silence: heard,
})

/** Everything but id, time and account of an action. */
type Said<T> = T extends Action ? Omit<T, 'id' | 'at' | 'account'> : never
export async function say(said: Said<Action>): Promise<void> {
  // Whose task is on the screen is who taps, whoever the session belongs to by the time it is sent.
  if (!account.value) return
  await queue.add({ ...said, id: actionId(), at: new Date().toISOString(), account: account.value } as Action)
  await refresh()
}

let asking = false
export async function refresh(): Promise<void> {
  if (asking) return
  asking = true
  try {
    await ready()
    const next = await api().own()
    // The browser's session became another's without this page's doing, by a link that was opened beside it.
    if (session?.account !== accountOf(next)) enter(await whoseAmI())
    setServiceTime(next.now)
    const known = new Set(view.value ? [...view.value.tasks.map(task => `${task.fence}`), ...view.value.whistles.map(({ id }) => id)] : [])
    const isNew = view.value !== null && [...next.tasks.map(task => `${task.fence}`), ...next.whistles.map(({ id }) => id)].some(key => !known.has(key))
    view.value = next
    keep(next)
    line.value = 'there'
    if (isNew) navigator.vibrate?.([300, 150, 300])
    if (kept.value.length) void queue.flush()
  } catch (thrown) {
    heard(asProblem(thrown))
    if (!session && signedOut.value) keep(null)
  } finally {
    asking = false
  }
}

/** With work to do the phone itself needs to know where it is: for the way, and to offer arrival. */
const hasWork = computed(() => view.value !== null && view.value.tasks.length + view.value.whistles.length > 0)
/** Only with work to do, and on duty, is it anybody else's business. */
export const isTold = computed(() => hasWork.value && view.value!.team.on_duty)
let told: { at: number; lon: number; lat: number } | null = null
async function tellPlace(): Promise<void> {
  const place = here.value
  if (!place || !session || !view.value || !isTold.value || line.value === 'gone') return
  const near = told && metresBetween(told, place.position) < TELL_METRES
  if (told && place.at <= told.at) return
  if (told && near && place.at - told.at < TELL_AFTER) return
  told = { at: place.at, ...place.position }
  try {
    await api().report(view.value.team.code, { position: place.position, at: new Date(place.at).toISOString(), heading: place.heading, speed: place.speed })
  } catch (thrown) {
    heard(asProblem(thrown))
  }
}
/** The clock ticks by the second; a fix that has just come may be ahead of it. */
export const presentFix = () => fixOf(here.value, toServiceTime(Date.now()))

/** Opens the page: by a link if the address brings one, else by the session that is there, else from what was kept. */
export async function start(token: string | null): Promise<void> {
  view.value = lastKnown()
  await queue.open(account.value ?? '')
  if (token) {
    try {
      enter(await enterByLink(token))
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.status === 0) heard(problem)
      // A link that was used up may be that of this very phone, opened twice.
      else await whoseAmI().then(enter, () => (signedOut.value = problem))
    }
  }
  watch(hasWork, follow, { immediate: true })
  watch(here, () => void tellPlace())
  if (!signedOut.value) await refresh()
  const again = () => {
    if (document.visibilityState === 'visible' && !signedOut.value) void refresh()
  }
  setInterval(again, EVERY)
  addEventListener('online', again)
  addEventListener('offline', () => (line.value = 'gone'))
  document.addEventListener('visibilitychange', again)
}
