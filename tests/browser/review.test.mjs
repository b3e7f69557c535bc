// After an incident in the browser: an override is measured, what was shown is shown again, the way is replayed; a day is
// replayed and asked "what if", and two answers stand side by side.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mapIdle, missing, pictures, startBrowser, startDemo, watch } from './house.mjs'

const skip = missing() || false
const patience = { timeout: 30_000 }
const faults = []
let house, browser, officer, context, district, csrf, incident

async function enter(address) {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  watch(page, house.url, faults)
  await page.goto(address)
  await page.getByTestId('connection-state').and(page.locator('[data-state="live"]')).waitFor(patience)
  return page
}
const ask = async path => (await context.request.get(`${house.url}/api/v1/${district}/${path}`)).json()
const post = async (path, data) => context.request.post(`${house.url}/api/v1/${district}/${path}`, { headers: { 'X-CSRF-Token': csrf, Origin: house.url }, data })
const send = async (path, data) => {
  const answer = await post(path, data)
  assert.ok(answer.ok(), await answer.text())
  return answer.json()
}
const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) })

before(async () => {
  if (skip) return
  house = await startDemo()
  browser = await startBrowser()
}, { timeout: 240_000 })
after(async () => {
  await browser?.close()
  assert.equal(await house?.stop() ?? 0, 0, 'the service stops in good order')
})

/** The team reports positions along a line, and its progress. */
async function drive(id, team, fence, from, to) {
  const steps = 12
  for (let step = 0; step <= steps; step++) {
    const at = share => ({ lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share })
    await post('positions', { fixes: [{ team, position: at((step / steps) * 0.999), at: new Date().toISOString() }] })
    await officer.waitForTimeout(400)
    if (step === 2) await post(`incidents/${id}/assignments/${encodeURIComponent(team)}/state`, { fence, state: 'en_route' })
  }
  await post(`incidents/${id}/assignments/${encodeURIComponent(team)}/state`, { fence, state: 'on_scene' })
  await officer.waitForTimeout(1_500)
  await post(`incidents/${id}/assignments/${encodeURIComponent(team)}/state`, { fence, state: 'done' })
}

test('another than the first is sent, and the case is closed', { skip, timeout: 180_000 }, async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  officer = await enter(house.link)
  await mapIdle(officer)
  const session = await (await context.request.get(`${house.url}/api/v1/session`)).json()
  district = session.districts[0].code
  csrf = session.csrf
  for (let wait = 0; wait < 120 && !(await ask('')).roads?.ready; wait++) await officer.waitForTimeout(500)
  const centre = await officer.evaluate(() => window.__muster.map.getCenter())
  const place = { lon: centre.lng, lat: centre.lat }
  const call = await send('incidents', { kind: 'dispute', severity: 'moderate', position: place, channel: 'phone', address: '复盘试验路 1 号' })
  incident = call.id
  const proposal = await send(`incidents/${incident}/proposals`, { limit: 12 })
  // One that has not reported where it is: its way is ours to tell.
  const second = proposal.ranked.slice(1).find(({ position_age_ms }) => position_age_ms === null) ?? proposal.ranked[1]
  const sent = await send(`incidents/${incident}/assignments`, { team: second.team, proposal: proposal.proposal.id })
  const task = sent.tasks[0]
  assert.ok(task.dispatched.rank > 1)
  await drive(incident, second.team, task.fence, { lon: place.lon - 0.012, lat: place.lat - 0.006 }, place)
  await send(`incidents/${incident}/close`, { outcome: '已调解' })
})

test('the review measures the override and shows the proposal again', { skip, timeout: 120_000 }, async () => {
  await officer.goto(`${house.url}/?incident=${incident}`)
  await officer.getByTestId('review-tab').click()
  const card = officer.getByTestId('review-sent')
  await card.waitFor()
  assert.equal(await card.getAttribute('data-picked'), 'later')
  await officer.getByTestId('regret').waitFor()
  await officer.getByTestId('show-proposal').click()
  await officer.getByTestId('candidate-row').first().waitFor()
  assert.ok(await officer.getByTestId('candidate-row').count() > 1)
  await picture(officer, 'review')
  const paper = await officer.pdf?.({ format: 'A4' }).catch(() => null)
  if (paper) assert.ok(paper.length > 5_000)
})

test('the way is replayed on the map, and stands in the audit log', { skip, timeout: 120_000 }, async () => {
  await officer.getByTestId('load-replay').click()
  await officer.getByTestId('player').waitFor()
  const scrubber = officer.getByTestId('scrubber')
  const half = await scrubber.evaluate(input => {
    const middle = (Number(input.min) + Number(input.max)) / 2
    input.value = String(middle)
    input.dispatchEvent(new Event('input', { bubbles: true }))
    return Number(input.max) - Number(input.min)
  })
  assert.ok(half > 3_000)
  await mapIdle(officer)
  const drawn = await officer.evaluate(() => window.__muster.map.queryRenderedFeatures({ layers: ['muster-replay-passed', 'muster-replay-team'] }).map(({ properties }) => properties.part))
  assert.ok(drawn.includes('passed') && drawn.includes('team'), JSON.stringify(drawn))
  await officer.getByTestId('player').scrollIntoViewIfNeeded()
  await picture(officer, 'replay')
  const before = Number(await scrubber.inputValue())
  await officer.getByTestId('play').click()
  await officer.waitForFunction(was => Number(document.querySelector('[data-testid=scrubber]').value) > was, before, patience)
  const audit = await ask('audit?limit=20')
  assert.ok(JSON.stringify(audit).includes('incident_tracks_shown'))
})

test('a day is asked "what if", and two answers stand side by side', { skip, timeout: 180_000 }, async () => {
  // Some more calls, so that there is a day to replay.
  const centre = await officer.evaluate(() => window.__muster.map.getCenter())
  for (let number = 0; number < 8; number++) {
    await send('incidents', { kind: 'dispute', severity: 'minor', position: { lon: centre.lng + ((number * 7) % 5 - 2) * 0.004, lat: centre.lat + ((number * 3) % 5 - 2) * 0.003 }, channel: 'phone', address: `推演试验路 ${number} 号` })
  }
  await officer.goto(`${house.url}/`)
  await officer.getByTestId('open-what-if').click()
  await officer.getByTestId('what-if').waitFor()
  await officer.getByTestId('run-what-if').click()
  await officer.locator('[data-testid=what-if-result][data-state=done]').first().waitFor(patience)
  const first = await ask('simulations')
  const busiest = first.items[0].result.workload[0].team
  await officer.getByTestId('take-team').selectOption(busiest)
  await officer.getByTestId('run-what-if').click()
  await officer.waitForFunction(() => document.querySelectorAll('[data-testid=what-if-result][data-state=done]').length === 2, null, patience)
  const compared = officer.getByTestId('compared')
  await compared.waitFor()
  assert.equal(await officer.getByTestId('ratio').count(), 2)
  await officer.getByTestId('distribution').waitFor()
  await picture(officer, 'what-if')
  await officer.getByTestId('late-by-area').scrollIntoViewIfNeeded()
  await picture(officer, 'what-if-areas')
  await officer.goto(`${house.url}/?lang=en`)
  await officer.getByTestId('open-what-if').click()
  await officer.getByTestId('what-if-result').first().locator('input').check()
  await compared.waitFor()
  await picture(officer, 'what-if-en')
  await officer.setViewportSize({ width: 390, height: 844 })
  await picture(officer, 'what-if-phone')
})

test('nothing went wrong meanwhile', { skip }, () => assert.deepEqual(faults, []))
