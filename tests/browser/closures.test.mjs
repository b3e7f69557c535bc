// A flood in the browser: the officer points at a road and shuts it, the list of teams is made anew and says so, a
// colleague sees it at once; a line and an area are drawn; ending all of them gives back what was before.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mapIdle, missing, pictures, startBrowser, startDemo, watch } from './house.mjs'

const skip = missing() || false
const patience = { timeout: 30_000 }
const faults = []
let house, browser, officer, colleague, district, csrf, incident

async function enter(context, address) {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  watch(page, house.url, faults)
  await page.goto(address)
  await page.getByTestId('connection-state').and(page.locator('[data-state="live"]')).waitFor(patience)
  return page
}
const ask = async path => (await officer.context().request.get(`${house.url}/api/v1/${district}/${path}`)).json()
const send = async (path, data) => {
  const answer = await officer.context().request.post(`${house.url}/api/v1/${district}/${path}`, { headers: { 'X-CSRF-Token': csrf, Origin: house.url }, data })
  assert.ok(answer.ok(), await answer.text())
  return answer.json()
}

/** Brings a place to where no panel lies, and clicks there. */
async function clickAt(page, [lon, lat]) {
  await page.evaluate(at => window.__muster.map.jumpTo({ center: at, zoom: 17, padding: { right: 400, left: 60, top: 60, bottom: 0 } }), [lon, lat])
  await mapIdle(page)
  const { x, y } = await page.evaluate(at => window.__muster.map.project(at), [lon, lat])
  await page.mouse.click(x, y)
}
const rows = page => page.getByTestId('closure-row')
const times = proposal => proposal.ranked.map(({ team, travel }) => [team, travel.total_ms])

before(async () => {
  if (skip) return
  house = await startDemo()
  browser = await startBrowser()
}, { timeout: 240_000 })
after(async () => {
  await browser?.close()
  assert.equal(await house?.stop() ?? 0, 0, 'the service stops in good order')
})

test('a call is taken, and two browsers look at it', { skip, timeout: 180_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  officer = await enter(context, house.link)
  await mapIdle(officer)
  const session = await (await context.request.get(`${house.url}/api/v1/session`)).json()
  district = session.districts[0].code
  csrf = session.csrf
  // Roads are loaded beside the service: until then there is nothing to close.
  for (let wait = 0; wait < 120 && !(await ask('')).roads?.ready; wait++) await officer.waitForTimeout(500)
  const centre = await officer.evaluate(() => window.__muster.map.getCenter())
  const call = await send('incidents', { kind: 'dispute', severity: 'moderate', position: { lon: centre.lng, lat: centre.lat }, channel: 'phone', address: '封控试验路 1 号' })
  incident = call.id
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await other.addCookies(await context.cookies())
  colleague = await enter(other, `${house.url}/?list=closures&lang=en`)
  assert.equal(await rows(colleague).count(), 0)
})

test('pointing at the road that the first team takes shuts it; the colleague sees it at once', { skip, timeout: 240_000 }, async () => {
  const proposal = await send(`incidents/${incident}/proposals`, { limit: 12 })
  let way
  for (const { team } of proposal.ranked) {
    const route = await ask(`incidents/${incident}/route?team=${encodeURIComponent(team)}`)
    if (route.geometry.length > 6) way = route
    if (way) break
  }
  assert.ok(way, 'some team has a way to drive')
  const middle = Math.floor(way.geometry.length / 2)
  const [a, b] = [way.geometry[middle - 1], way.geometry[middle]]
  await officer.getByTestId('closures').click()
  await officer.getByTestId('new-closure').click()
  await clickAt(officer, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  await officer.getByTestId('closure-preview').waitFor(patience)
  assert.ok(Number(await officer.getByTestId('closure-preview').getAttribute('data-segments')) >= 1)
  await officer.getByTestId('closure-name').fill('试验路积水')
  await officer.getByTestId('closure-reason').fill('积水 40 厘米')
  await officer.screenshot({ path: join(pictures, 'closure-form-1280-zh.png') })
  await officer.getByTestId('save-closure').click()
  await rows(officer).first().waitFor(patience)
  await rows(colleague).first().waitFor(patience)
  const told = await rows(colleague).first().innerText()
  assert.match(told, /试验路积水/)
  assert.match(told, /Shut/)
  await mapIdle(colleague)
  const drawn = await officer.evaluate(() => window.__muster.map.querySourceFeatures('muster-closure-all').map(({ properties }) => properties.shut))
  assert.ok(drawn.includes(true), 'the shut road is on the map')
})

test('the list of teams names the closure', { skip, timeout: 120_000 }, async () => {
  await officer.getByRole('button', { name: '进行中' }).click()
  await officer.locator(`[data-testid="incident-row"][data-id="${incident}"]`).click()
  await officer.getByTestId('proposal-closures').waitFor(patience)
  assert.match(await officer.getByTestId('proposal-closures').innerText(), /试验路积水/)
  await mapIdle(officer)
  await officer.screenshot({ path: join(pictures, 'closure-proposal-1280-zh.png') })
  await officer.keyboard.press('Escape')
})

test('a line and an area are drawn by hand; the line slows down', { skip, timeout: 240_000 }, async () => {
  const { lng, lat } = await officer.evaluate(() => window.__muster.map.getCenter())
  const spots = { line: [[-0.002, -0.0015], [0.002, 0.0015]], polygon: [[-0.002, -0.0015], [0.002, -0.0015], [0, 0.002]] }
  await officer.getByTestId('closures').click()
  for (const [tool, corners] of Object.entries(spots)) {
    await officer.getByTestId('new-closure').click()
    await officer.getByTestId(`closure-tool-${tool}`).click()
    await officer.evaluate(at => window.__muster.map.jumpTo({ center: at, zoom: 15.5, padding: { right: 400, left: 60, top: 60, bottom: 0 } }), [lng, lat])
    await mapIdle(officer)
    for (const [east, north] of corners) {
      const { x, y } = await officer.evaluate(at => window.__muster.map.project(at), [lng + east, lat + north])
      await officer.mouse.click(x, y)
      await officer.waitForTimeout(400)
    }
    await officer.getByTestId('closure-finish').click()
    await officer.getByTestId('closure-preview').waitFor(patience)
    await officer.getByTestId('closure-name').fill(`手画 ${tool}`)
    await officer.getByTestId('closure-reason').fill('施工')
    if (tool === 'line') {
      await officer.getByTestId('closure-slow').click()
      await officer.getByTestId('closure-factor').fill('2.5')
    }
    await officer.getByTestId('save-closure').click()
    await rows(officer).filter({ hasText: `手画 ${tool}` }).waitFor(patience)
  }
  await mapIdle(officer)
  await officer.screenshot({ path: join(pictures, 'closures-1280-zh.png') })
  await rows(colleague).nth(2).waitFor(patience)
  await colleague.getByTestId('theme').click()
  await mapIdle(colleague)
  await colleague.screenshot({ path: join(pictures, 'closures-1280-other-theme-en.png') })
})

test('ended one by one, nothing is closed for anybody', { skip, timeout: 180_000 }, async () => {
  for (let left = 3; left > 0; left--) {
    await rows(officer).first().click()
    await officer.getByTestId('end-closure').click()
    await officer.getByTestId('end-closure-reason').fill('水已退')
    await officer.locator('form.reason button[type="submit"]').click()
    await officer.waitForFunction(n => document.querySelectorAll('[data-testid="closure-row"]').length === n, left - 1, patience)
  }
  await colleague.waitForFunction(() => document.querySelectorAll('[data-testid="closure-row"]').length === 0, null, patience)
  const { in_force } = await ask('closures')
  assert.deepEqual(in_force, { number: '', applied: true, closures: [] })
  const proposal = await send(`incidents/${incident}/proposals`, {})
  assert.ok(times(proposal).length > 0)
})

test('nothing was fetched from outside, no console error appeared', { skip }, () => {
  assert.deepEqual(faults, [])
})
