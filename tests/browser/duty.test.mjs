// Officers among themselves in a real browser: a team is held, deadlines burn down, a shift is handed over and taken
// by name, an area is switched to emergency for a drill.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mapIdle, missing, pictures, startBrowser, startDemo, watch } from './house.mjs'

const lacking = missing()
const skip = lacking || false
const patience = { timeout: 30_000 }
const faults = []
let house, browser, night, morning, incident

async function enter(page, address) {
  page.setDefaultTimeout(30_000)
  watch(page, house.url, faults)
  await page.goto(address)
  await page.getByTestId('room-incidents').waitFor(patience)
  await page.getByTestId('connection-state').and(page.locator('[data-state="live"]')).waitFor(patience)
  return page
}

/** Asks the service as the signed-in account of a page. */
const ask = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const { csrf } = await (await fetch('/api/v1/session')).json()
  const answer = await fetch(path, { method, headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: body === null ? undefined : JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : answer.json()
}, [method, path, body ?? null])

before(async () => {
  if (skip) return
  house = await startDemo()
  browser = await startBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  night = await enter(await context.newPage(), house.link)
  await ask(night, 'POST', '/api/v1/accounts', { name: 'morning', display_name: '早班员', role: 'duty_officer', scope: null, team: null })
  const { link } = await ask(night, 'POST', '/api/v1/accounts/morning/link', {})
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  // The link asks for a password first.
  const token = link.split('/').pop()
  const signed = await other.request.post(`${house.url}/api/v1/session/link`, { headers: { Origin: house.url }, data: { token, password: 'an early bird' } })
  assert.ok(signed.ok(), await signed.text())
  morning = await enter(await other.newPage(), house.url)
}, { timeout: 300_000 })

after(async () => {
  await browser?.close()
  assert.equal(await house?.stop() ?? 0, 0, 'the service stops in good order')
})

test('who decides holds the team, and a colleague sees it at once', { skip, timeout: 180_000 }, async () => {
  const centre = await night.evaluate(() => window.__muster.map.getCenter())
  await night.getByTestId('new-incident').click()
  await night.getByTestId('position-input').fill(`${(centre.lng + 0.002).toFixed(5)}, ${(centre.lat + 0.002).toFixed(5)}`)
  await night.getByTestId('position-input').press('Tab')
  await night.getByTestId('kind-select').selectOption('dispute')
  await night.getByTestId('address-input').fill('交接路 8 号')
  await night.getByTestId('save-incident').click()
  await night.getByTestId('candidate-row').first().waitFor(patience)
  incident = new URL(night.url()).searchParams.get('incident')
  const team = await night.locator('.candidate.chosen').getAttribute('data-team')
  await night.getByTestId('hold-take').click()
  await night.getByTestId('hold-release').waitFor(patience)
  await night.screenshot({ path: join(pictures, 'hold-1280-light-zh.png') })

  await morning.goto(`${house.url}/?incident=${incident}`)
  const row = morning.locator(`[data-testid="candidate-row"][data-team="${team}"]`)
  await morning.getByTestId('candidate-row').first().waitFor(patience)
  if (!(await row.count())) await morning.getByTestId('ruled-out').locator('summary').click()
  await row.first().waitFor(patience)
  await row.first().getByTestId('candidate-held').waitFor(patience)
  await row.first().click()
  assert.ok(await morning.getByTestId('dispatch-button').isDisabled(), 'nobody else sends it')
  await morning.screenshot({ path: join(pictures, 'held-by-other-1280-light-zh.png') })
  await night.getByTestId('dispatch-button').click()
  await night.getByTestId('task-card').first().waitFor(patience)
})

test('a task shows by when it should be accepted', { skip, timeout: 120_000 }, async () => {
  await night.getByTestId('task-lamp').first().waitFor(patience)
  await night.getByTestId('case-lamp').waitFor(patience)
  await mapIdle(night)
  await night.screenshot({ path: join(pictures, 'lamps-1280-light-zh.png') })
  await night.keyboard.press('Escape')
  await night.locator(`[data-testid="incident-row"][data-id="${incident}"] [data-testid="incident-lamp"]`).waitFor(patience)
  await night.screenshot({ path: join(pictures, 'lamps-list-1280-light-zh.png') })
})

test('a shift is handed over with notes and taken by name', { skip, timeout: 180_000 }, async () => {
  await night.getByTestId('handovers').click()
  await night.getByTestId('handover-start').click()
  await night.getByTestId('handover-form').locator('fieldset textarea').first().fill('等业主回电,钥匙在值班柜')
  await night.getByTestId('handover-note').fill('三号泵房夜里跳闸两次,已报修')
  await night.screenshot({ path: join(pictures, 'handover-form-1280-light-zh.png') })
  await night.getByTestId('handover-give').click()
  await night.getByTestId('handover').first().waitFor(patience)

  await morning.goto(`${house.url}/?list=handovers`)
  const card = morning.getByTestId('handover').first()
  await card.waitFor(patience)
  await morning.screenshot({ path: join(pictures, 'handover-waiting-1280-light-zh.png') })
  await card.getByRole('button', { name: '打印交接单' }).click()
  await morning.getByTestId('handover-sheet').waitFor(patience)
  await morning.screenshot({ path: join(pictures, 'handover-sheet-1280-light-zh.png') })
  await morning.keyboard.press('Escape')
  await card.getByTestId('take-all').click()
  await morning.getByTestId('take-all').waitFor({ state: 'detached', ...patience })
  const taken = await ask(morning, 'GET', `/api/v1/${await code(morning)}/incidents/${incident}`)
  assert.equal(taken.incident.keeper, 'morning')
  await night.getByTestId('handover').first().getByText('已接收').first().waitFor(patience)
})

const code = async page => (await ask(page, 'GET', '/api/v1/districts')).items?.[0]?.code ?? (await ask(page, 'GET', '/api/v1/session')).districts[0].code

test('a drill is switched on, shown across the top and on the map, and ended', { skip, timeout: 180_000 }, async () => {
  await night.getByTestId('mode').click()
  await night.getByTestId('mode-area').selectOption({ index: 1 })
  await night.getByTestId('mode-reason').fill('防汛应急演练')
  await night.getByTestId('mode-drill').check()
  await night.screenshot({ path: join(pictures, 'mode-dialog-1280-light-zh.png') })
  await night.getByTestId('mode-switch').click()
  for (const page of [night, morning]) await page.locator('[data-testid="mode-banner"][data-occasion="drill"]').waitFor(patience)
  await mapIdle(night)
  await night.screenshot({ path: join(pictures, 'mode-drill-1280-light-zh.png') })

  await ask(night, 'POST', `/api/v1/${await code(night)}/modes`, { area: await code(night), reason: '暴雨红色预警', until: new Date(Date.now() + 7_200_000).toISOString(), occasion: 'real' })
  await morning.locator('[data-testid="mode-banner"][data-occasion="real"]').waitFor(patience)
  await mapIdle(morning)
  await morning.screenshot({ path: join(pictures, 'mode-real-1280-light-zh.png') })
  await night.getByTestId('mode').click()
  for (const id of ['M-0001', 'M-0002']) {
    await night.getByTestId(`mode-end-${id}`).click()
    await night.getByTestId(`mode-end-${id}`).waitFor({ state: 'detached', ...patience })
  }
  await morning.getByTestId('mode-banner').waitFor({ state: 'detached', ...patience })
})

test('nothing was complained of', { skip, timeout: 10_000 }, () => {
  assert.deepEqual(faults, [])
})
