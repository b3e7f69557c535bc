// Screenshots of the built application against the mock or a service: node dev/shots.mjs URL OUT_FOLDER [name…]
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [url = 'http://127.0.0.1:7979', out = '/tmp/shots', ...only] = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] })
const idle = page => page.evaluate(() => new Promise(resolve => { const { map } = window.__muster; if (map.loaded() && !map.isMoving()) resolve(); else map.once('idle', resolve); setTimeout(resolve, 15000) }))

const shots = {
  'incidents-1280-dark-zh': { width: 1280, height: 800 },
  'incidents-1920-light-en': { width: 1920, height: 1080, theme: 'light', lang: 'en' },
  'detail-1280-dark-zh': { width: 1280, height: 800, query: 'incident=20261122-0002' },
  'detail-1280-light-en': { width: 1280, height: 800, theme: 'light', lang: 'en', query: 'incident=20261122-0001' },
  'task-1280-dark-zh': { width: 1280, height: 800, query: 'incident=20261122-0003' },
  'new-1280-dark-zh': { width: 1280, height: 900, act: async page => { await page.keyboard.press('n'); await page.getByTestId('position-input').fill('114.305, 30.593'); await page.getByTestId('position-input').press('Tab'); await page.getByTestId('kind-select').selectOption({ index: 2 }) } },
  'team-1280-light-zh': { width: 1280, height: 800, theme: 'light', query: 'team=XL-03' },
  'layers-1280-light-zh': { width: 1280, height: 800, theme: 'light', act: page => page.getByTestId('layers-button').click() },
  'search-1280-dark-zh': { width: 1280, height: 800, act: async page => { await page.keyboard.press('/'); await page.keyboard.type('巡逻'); await page.waitForTimeout(800) } },
  'plan-1280-dark-zh': { width: 1280, height: 800, query: 'room=plan' },
  'supplies-1280-light-en': { width: 1280, height: 800, theme: 'light', lang: 'en', query: 'room=supplies' },
  'registers-1280-dark-zh': { width: 1280, height: 800, query: 'room=registers' },
  'form-1280-light-en': { width: 1280, height: 800, theme: 'light', lang: 'en', query: 'room=registers', act: page => page.getByTestId('team-row').first().click() },
  'wall-1920-dark-zh': { width: 1920, height: 1080, query: 'wall' },
  'phone-390-dark-zh': { width: 390, height: 844 },
  'phone-detail-390-light-zh': { width: 390, height: 844, theme: 'light', query: 'incident=20261122-0002' },
  'place-1280-dark-en': { width: 1280, height: 800, lang: 'en', query: 'at=114.310000,30.595000' },
  'help-1280-light-zh': { width: 1280, height: 800, theme: 'light', act: page => page.keyboard.press('?') },
}
for (const [name, shot] of Object.entries(shots)) {
  if (only.length && !only.some(word => name.includes(word))) continue
  const { width, height, theme = 'dark', lang = 'zh', query = '', act } = shot
  const context = await browser.newContext({ viewport: { width, height } })
  await context.addInitScript(([theme, lang]) => { localStorage.setItem('muster.theme', theme); localStorage.setItem('muster.lang', lang) }, [theme, lang])
  const page = await context.newPage()
  page.on('console', message => ['error', 'warning'].includes(message.type()) && console.log(name, message.type(), message.text().slice(0, 300)))
  page.on('pageerror', error => console.log(name, 'pageerror', error.stack?.slice(0, 600)))
  await page.goto(`${url}/?${query}`)
  await page.waitForFunction(() => window.__muster, null, { timeout: 20000 }).catch(() => console.log(name, 'no map'))
  await idle(page).catch(() => {})
  await act?.(page)
  await page.waitForTimeout(900)
  await idle(page).catch(() => {})
  await page.screenshot({ path: `${out}/${name}.png` })
  console.log(name)
  await context.close()
}
await browser.close()
