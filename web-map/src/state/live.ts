/** Opens a district: subscribes to its feed, loads its lists, keeps them. */

import { reactive, shallowRef } from 'vue'
import { behave } from '@/api/http'
import { backoff } from '@/api/live/backoff'
import { openLive, type FromWorker, type Live, type LinkState } from '@/api/live'
import type { Arrival } from '@/api/closures'
import type { Draft, PlanNews } from '@/api/plan'
import { Problem } from '@/api/problem'
import type { ChangeEvent, Incident } from '@/api/types'
import { t } from '@/locale'
import { setServiceTime } from './clock'
import { forgetClosures, loadClosures, takeArrival } from './closures'
import { complain, tell } from './notices'
import { forgetWhistles, loadWhistles, takeWhistle } from './whistles'
import { bindDistrict, district, enter, session } from './session'
import { forgetModes, loadModes } from './modes'
import { applyChange, applyFixes, fixes, fixesTick, isFinal, layerVersions, loaded, registerTicks, replaceAll, world } from './world'

export const link = reactive<{ state: LinkState; heard: number | null; retryAt: number | null }>({ state: 'connecting', heard: null, retryAt: null })

/** Whether the lists are there that the feed builds on; without them what is shown lacks things, live or not. */
export const complete = shallowRef(false)

/** Called for every incident that was not known before and that somebody else brought in. */
type OnNewCall = (incident: Incident) => void
const newCallListeners = new Set<OnNewCall>()
export const onNewCall = (listener: OnNewCall) => void newCallListeners.add(listener)

/** Some news may have been missed. A fresh one every time: what equals the last is not noticed. */
export interface Lost { lost: true }
/** The latest word of the feed about a draft or a version. */
export const planNews = shallowRef<PlanNews | Lost | null>(null)

/** Called when a team on its way will arrive at another time, because other closures are in force. */
const arrivalListeners = new Set<(arrival: Arrival) => void>()
export const onArrivalChanged = (listener: (arrival: Arrival) => void) => void arrivalListeners.add(listener)

let live: Live | null = null
let heardSeq = 0
let version: string | null = null
let loading: Promise<void> | null = null

function takeChange(event: ChangeEvent): void {
  heardSeq = Math.max(heardSeq, event.seq)
  for (const change of event.changes) {
    const isNew = change.kind === 'incident' && !world.incidents.has(change.value.id)
    const told = applyChange(world, change, event.seq)
    if (change.kind === 'team' && change.value.fix) {
      if (applyFixes(fixes, [{ team: change.value.team.code, ...change.value.fix }])) fixesTick.value++
    }
    if (change.kind === 'whistle') takeWhistle(change.value)
    if (change.kind === 'closure') void loadClosures().catch(complain)
    if (change.kind === 'register' && change.register === 'modes') void loadModes().catch(complain)
    if (change.kind === 'arrival') {
      takeArrival(change.value)
      arrivalListeners.forEach(listener => listener(change.value))
    }
    if (change.kind === 'layer') layerVersions.set(change.layer, change.version)
    const register = `${change.kind}s`
    if (register === 'shifts' || register === 'sensing_points') registerTicks.set(register, (registerTicks.get(register) ?? 0) + 1)
    if (change.kind === 'draft') planNews.value = { draft: change.value as Draft, by: event.by }
    else if (change.kind === 'register' && change.register === 'plans') planNews.value = { plans: event.at, by: event.by }
    // Loaded by whoever shows them; the incidents concerned come with the same news.
    else if (change.kind === 'register' && change.register === 'handovers') registerTicks.set('handovers', (registerTicks.get('handovers') ?? 0) + 1)
    else if (change.kind === 'register') {
      registerTicks.set(change.register, (registerTicks.get(change.register) ?? 0) + 1)
      void load().catch(complain)
    }
    if (loaded.value && told && isNew && change.kind === 'incident' && !isFinal(change.value) && event.by !== session.value?.account) {
      newCallListeners.forEach(listener => listener(change.value))
    }
  }
}

function hear(message: FromWorker): void {
  if (message.say !== 'link') link.heard = Date.now()
  switch (message.say) {
    case 'link':
      // Drafts are not in the journal: what was told of them in the silence has to be asked for.
      if (link.state === 'lost' && message.state === 'live') planNews.value = { lost: true }
      link.state = message.state
      link.heard = message.heard ?? link.heard
      link.retryAt = message.retry_at
      if (message.state === 'signed_out') leave()
      break
    case 'hello':
      setServiceTime(message.now)
      heardSeq = Math.max(heardSeq, message.seq)
      if (version !== null && version !== message.version) {
        tell(t('live.new_version'), { label: t('live.reload'), run: () => location.reload() })
      }
      version = message.version
      break
    case 'change':
      takeChange(message.event)
      break
    case 'positions':
      if (applyFixes(fixes, message.fixes)) moved()
      break
    case 'reset':
      planNews.value = { lost: true }
      void load().catch(complain)
  }
}

/** Batches come up to twenty times a second; an eye that follows a team is served by five. */
const REDRAW = 200
let resting: ReturnType<typeof setTimeout> | undefined
let moving = false
function moved(): void {
  if (resting !== undefined) {
    moving = true
    return
  }
  moving = false
  fixesTick.value++
  resting = setTimeout(() => {
    resting = undefined
    if (moving) moved()
  }, REDRAW)
}

async function loadAreas(): Promise<void> {
  const { items, seq } = await bindDistrict(district.value!.code).areas()
  replaceAll(world.areas, items, area => area.code, seq)
}

/** Loads every list. A list older than what the feed has told already is asked for again. */
async function loadLists(): Promise<void> {
  const code = district.value!.code
  const api = bindDistrict(code)
  for (let attempt = 0; ; attempt++) {
    const told = heardSeq
    const [incidents, teams] = await Promise.all([api.incidents('open'), api.teams()])
    if (Math.min(incidents.seq, teams.seq) < told && attempt < 5) {
      await new Promise(resolve => setTimeout(resolve, 200))
      continue
    }
    replaceAll(world.incidents, incidents.items, incident => incident.id, incidents.seq)
    const present = new Set(teams.items.map(view => view.team.code))
    for (const known of world.teams.keys()) if (!present.has(known)) world.teams.delete(known)
    for (const view of teams.items) {
      applyChange(world, { kind: 'team', value: view }, teams.seq)
      if (view.fix) applyFixes(fixes, [{ team: view.team.code, ...view.fix }])
    }
    break
  }
  fixesTick.value++
  loaded.value = true
  await Promise.all([
    loadAreas(),
    loadClosures(),
    loadModes(),
    loadWhistles(),
    api.depots().then(({ items, seq }) => replaceAll(world.depots, items, depot => depot.code, seq)),
  ])
}

/** Loads every list: while nobody answers again and again, until they are there or the district is left. */
async function loadUntilComplete(): Promise<void> {
  const of = district.value
  for (let failures = 1; district.value === of; failures++) {
    try {
      await loadLists()
      complete.value = true
      return
    } catch (thrown) {
      if (district.value !== of) return
      complete.value = false
      if (!(thrown instanceof Problem && thrown.isSilence)) throw thrown
      if (failures === 1) complain(thrown)
      await new Promise(resolve => setTimeout(resolve, backoff(failures, Math.random())))
    }
  }
}

export function load(): Promise<void> {
  loading ??= loadUntilComplete().finally(() => (loading = null))
  return loading
}

export async function openDistrict(code: string): Promise<void> {
  const info = await bindDistrict(code).info()
  setServiceTime(info.now)
  for (const map of Object.values(world)) map.clear()
  fixes.clear()
  forgetClosures()
  forgetModes()
  forgetWhistles()
  loaded.value = complete.value = false
  heardSeq = 0
  district.value = info
  live ??= openLive(hear)
  live.subscribe(code)
  await load()
}

export const retryNow = () => live?.retry()

/** Drops everything that belongs to the session; the sign-in page follows. */
export function leave(): void {
  if (session.value === null) return
  enter(null)
  live?.stop()
  district.value = null
  loaded.value = complete.value = false
  for (const map of Object.values(world)) map.clear()
  fixes.clear()
  forgetClosures()
  forgetModes()
  forgetWhistles()
  fixesTick.value++
}

behave({ onSignedOut: leave })
