// 吹哨报到 between two windows: the officer's browser blows a whistle, a phone answers, loses its line in the middle of a
// tap, is opened anew without one, and comes back; what was tapped arrives in order, each once, with the phone's own time.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { missing, pictures, shoot, startBrowser, startDistrict, watch } from './house.mjs'

const skip = missing() || false
const patience = { timeout: 30_000 }
const faults = []
let house, browser, context, officer, handset, phone, district, csrf, incident, place, team

const ask = async path => (await context.request.get(`${house.url}/api/v1/${district}${path && `/${path}`}`)).json()
const send = async (path, data) => {
  const answer = await context.request.post(`${house.url}/api/v1/${district}/${path}`, { headers: { 'X-CSRF-Token': csrf, Origin: house.url }, data })
  assert.ok(answer.ok(), await answer.text())
  return answer.json()
}
const task = () => phone.getByTestId('phone-task')
const inState = state => phone.locator(`[data-testid="phone-task"][data-state="${state}"]`).waitFor(patience)
const waiting = n => phone.waitForFunction(n => Number(document.querySelector('[data-testid="queue"]')?.dataset.waiting ?? 0) === n, n, patience)
const picture = name => join(pictures, `${name}.png`)
/** Metres north of the incident, as degrees. */
const north = metres => ({ longitude: place.lon, latitude: place.lat + metres / 111_195, accuracy: 5 })

before(async () => {
  if (skip) return
  house = await startDistrict()
  browser = await startBrowser()
}, { timeout: 240_000 })
after(async () => {
  await browser?.close()
  assert.equal(await house?.stop() ?? 0, 0, 'the service stops in good order')
})

test('the officer blows a whistle from the incident', { skip, timeout: 180_000 }, async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', colorScheme: 'light' })
  const entered = await context.request.post(`${house.url}/api/v1/session/link`, { data: { token: house.token, password: 'correct horse battery' } })
  assert.ok(entered.ok(), await entered.text())
  const session = await entered.json()
  district = session.districts[0].code
  csrf = session.csrf
  const { bounds } = await ask('')
  place = { lon: (bounds[0] + bounds[2]) / 2, lat: (bounds[1] + bounds[3]) / 2 }
  incident = (await send('incidents', { kind: 'flood', severity: 'severe', position: place, channel: 'phone', address: '河滨路 8 号' })).id
  const { items } = await ask('whistles/departments')
  const ready = items.filter(({ on_duty, engaged }) => on_duty && !engaged)
  assert.ok(ready.length >= 2, 'the demo district has duty groups')
  team = ready[0].team

  officer = await context.newPage()
  officer.setDefaultTimeout(30_000)
  watch(officer, house.url, faults)
  await officer.goto(`${house.url}/?incident=${incident}`)
  await officer.getByTestId('new-whistle').click()
  await officer.getByTestId('whistle-emergency').click()
  await officer.getByTestId('whistle-why').fill('河水漫堤，需要排水和断电')
  for (const each of ready.slice(0, 2)) await officer.locator(`[data-testid="department"][data-team="${each.team}"] input`).check()
  await shoot(officer, picture('whistle-form-1280-zh-light'))
  await officer.getByTestId('blow').click()
  const card = officer.getByTestId('whistle-card')
  await card.waitFor(patience)
  assert.equal(await card.getByTestId('called').count(), 2)
  assert.equal(await card.locator('[data-light="green"]').count(), 3, 'a lamp for the whistle, and one for each')
})

test('a link from the team card signs a phone in', { skip, timeout: 120_000 }, async () => {
  await officer.goto(`${house.url}/?team=${encodeURIComponent(team)}`)
  await officer.getByTestId('device-link').click()
  const link = await officer.getByTestId('device-link-text').inputValue()
  assert.match(link, /\/phone#\S+$/)
  handset = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'zh-CN', colorScheme: 'light', geolocation: north(1200), permissions: ['geolocation'] })
  phone = await handset.newPage()
  phone.setDefaultTimeout(30_000)
  // Without a line the browser complains by itself, and when the service has seen the arrival by position before the
  // tap comes (409); that is what the test is about.
  const told = []
  watch(phone, house.url, told)
  phone.on('close', () => faults.push(...told.filter(fault => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|409/.test(fault))))
  await phone.goto(link)
  await phone.getByTestId('phone-whistle').waitFor(patience)
  assert.ok(!phone.url().includes('#'), 'the address does not keep the token')
  assert.ok(await phone.getByTestId('phone-check-in').isDisabled(), 'it is not there yet')
  await phone.waitForFunction(() => /1\.2/.test(document.querySelector('[data-testid="phone-whistle"]').innerText), null, patience)
  await shoot(phone, picture('phone-whistle-390-zh-light'))
  const again = await browser.newContext()
  const other = await again.newPage()
  await other.goto(link)
  await other.getByTestId('signed-out').waitFor(patience)
  await again.close()
})

test('on the spot it is checked in, and the officer sees it', { skip, timeout: 120_000 }, async () => {
  await handset.setGeolocation(north(20))
  const button = phone.getByTestId('phone-check-in')
  // By itself, or by the tap, whichever is first.
  await button.click({ timeout: 5_000 }).catch(() => {})
  await phone.locator('[data-testid="phone-whistle"][data-checked-in="yes"]').waitFor(patience)
  await officer.goto(`${house.url}/?list=whistles`)
  await officer.locator(`[data-testid="called"][data-team="${team}"][data-standing="on_site"]`).waitFor(patience)
  await shoot(officer, picture('whistles-1280-zh-light'))
})

test('what is tapped without a line waits, outlasts the page, and arrives in order', { skip, timeout: 240_000 }, async () => {
  // Off the spot again, or its position would say at once that it has arrived.
  await handset.setGeolocation(north(400))
  await phone.waitForFunction(() => /400/.test(document.querySelector('[data-testid="phone-whistle"]').innerText), null, patience)
  await send(`incidents/${incident}/assignments`, { team, override_reason: '已在现场' })
  await task().waitFor(patience)
  await phone.evaluate(async () => {
    await navigator.serviceWorker.ready
    for (let wait = 0; wait < 100 && !(await caches.match('/phone')); wait++) await new Promise(done => setTimeout(done, 100))
  })
  const before = Date.now()
  await handset.setOffline(true)
  await phone.getByTestId('phone-accepted').click()
  await inState('accepted')
  await waiting(1)
  await phone.getByTestId('phone-en_route').click()
  await inState('en_route')
  await waiting(2)
  await shoot(phone, picture('phone-offline-390-zh-light'))
  await phone.reload()
  await inState('en_route')
  await waiting(2)
  const back = Date.now()
  await handset.setOffline(false)
  await waiting(0)
  const { history } = (await ask(`incidents/${incident}`)).incident
  const said = history.filter(({ what }) => what === 'task_moved')
  assert.deepEqual(said.map(({ detail }) => detail), ['accepted', 'en_route'], 'in order, each once')
  for (const { at, device_at } of said) {
    assert.ok(Date.parse(device_at) >= before - 1000 && Date.parse(device_at) <= back, 'it was tapped while there was no line')
    assert.ok(Date.parse(at) >= Date.parse(device_at))
  }
})

test('it arrives, sends a photo, and reports', { skip, timeout: 180_000 }, async () => {
  await phone.getByTestId('phone-on_scene').click()
  await phone.getByRole('alert').waitFor(patience)
  await phone.getByRole('button', { name: '取消' }).click()
  await handset.setGeolocation(north(10))
  // Either it is seen there, or it says so.
  await phone.getByTestId('phone-on_scene').click({ timeout: 5_000 }).catch(() => {})
  await inState('on_scene')
  const png = await officer.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#2f80ed'
    pen.fillRect(0, 0, 640, 480)
    pen.fillStyle = '#f0c000'
    pen.fillRect(100, 100, 200, 120)
    const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  await phone.getByTestId('phone-photo').setInputFiles({ name: 'place.png', mimeType: 'image/png', buffer: Buffer.from(png) })
  await phone.waitForFunction(() => /1 张照片/.test(document.querySelector('[data-testid="phone-task"]').innerText), null, patience)
  await phone.getByRole('button', { name: 'English' }).or(phone.getByRole('button', { name: 'EN', exact: true })).first().click()
  await phone.getByRole('button', { name: 'Dark theme' }).click()
  await phone.getByTestId('phone-done').click()
  await phone.getByTestId('report-text').fill('Pumps are running, power is off')
  await shoot(phone, picture('phone-report-390-en-dark'))
  await phone.getByTestId('phone-done').click()
  await task().waitFor({ state: 'detached', timeout: 30_000 })
  const detail = await ask(`incidents/${incident}`)
  assert.deepEqual(detail.reports.map(({ text }) => text), ['Pumps are running, power is off'])
  assert.equal(detail.incident.photos.length, 1)
  await shoot(phone, picture('phone-whistle-390-en-dark'))
})

test('the officer looks at the photo, ends the whistle, and everybody may go', { skip, timeout: 180_000 }, async () => {
  await officer.goto(`${house.url}/?incident=${incident}`)
  await officer.getByTestId('look-photos').click()
  const image = officer.getByTestId('photos').locator('img')
  await image.waitFor(patience)
  await officer.waitForFunction(() => document.querySelector('[data-testid="photos"] img').naturalWidth === 640, null, patience)
  await shoot(officer, picture('whistle-incident-1280-zh-light'))
  await officer.getByTestId('theme').click()
  await officer.getByTestId('end-whistle').click()
  await officer.getByTestId('whistle-reason').fill('积水已排，电已断')
  await officer.locator('form.reason button[type="submit"]').click()
  await phone.getByTestId('phone-whistle').waitFor({ state: 'detached', timeout: 30_000 })
  await officer.goto(`${house.url}/?list=whistles&lang=en`)
  await officer.getByTestId('whistle-rates').click()
  await officer.getByTestId('rates').locator('table').waitFor(patience)
  await shoot(officer, picture('whistle-rates-1280-en-dark'))
  await shoot(phone, picture('phone-idle-390-en-dark'))
  await phone.close()
})

test('nothing was fetched from outside, no console error appeared', { skip }, () => {
  assert.deepEqual(faults, [])
})
