// A running demo district and a browser, for the tests of this folder.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const require = createRequire(join(root, 'web-map', 'package.json'))

export const pictures = join(root, 'test-results', 'pictures')
mkdirSync(pictures, { recursive: true })

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path))
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
const muster = process.env.MUSTER_BIN ?? join(target, 'debug', 'muster')

/** What is missing to run these tests; an empty text when nothing is. */
export function missing() {
  if (!chromiumPath) return 'no Chromium; apt-get install chromium'
  if (!existsSync(muster)) return `no ${muster}; cargo build -p server`
  return ''
}

/** Starts `muster demo --small --serve` on a free port; resolves with its address, link and a way to stop it. */
export function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-browser-'))
  const child = spawn(muster, ['demo', '--small', '--serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'], {
    env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', MUSTER_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => new Promise(resolve => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', code => {
      clearTimeout(kill)
      rmSync(folder, { recursive: true, force: true })
      resolve(code)
    })
    child.kill('SIGTERM')
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = chunk => {
      said += chunk
      const link = said.match(/(http:\/\/127\.0\.0\.1:\d+)\/link\/\S+/)
      if (link) resolve({ url: link[1], link: link[0], stop })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', chunk => (said += chunk))
    child.once('exit', code => reject(new Error(`muster ended with ${code}: ${said}`)))
  })
}

/** A headless browser on software rendering, cut off from every host but this machine. */
export function startBrowser() {
  const { chromium } = require('playwright-core')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--no-first-run', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    ],
  })
}

/** Notes console errors, page errors and requests to other origins; all three must stay empty. */
export function watch(page, url, faults) {
  page.on('console', message => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  page.on('pageerror', error => faults.push(`page: ${error.message}`))
  page.on('request', request => {
    const address = request.url()
    const inside = address.startsWith(`${url}/`) || /^(blob|data):/.test(address)
    if (!inside) faults.push(`another origin: ${address}`)
  })
}

/** Waits until the map has drawn what it has. */
export async function mapIdle(page) {
  await page.waitForFunction(() => window.__muster?.map, null, { timeout: 60_000 })
  await page.evaluate(() => new Promise(resolve => {
    const { map } = window.__muster
    map.once('idle', resolve)
    map.triggerRepaint()
    setTimeout(resolve, 20_000)
  }))
}

/** A demo district without the exercise, so that teams do only what the test does; resolves with its address, a token that lets an administrator in, and a way to stop it. */
export async function startDistrict() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-browser-'))
  const data = join(folder, 'data')
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', MUSTER_LOG: 'warn' }
  const run = (...args) => {
    const { status, stdout, stderr } = spawnSync(muster, args, { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`muster ${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }
  run('demo', '--small', '--data', data)
  const token = run('user', '--data', data, 'add', 'chief', '--role', 'administrator').match(/\/link\/(\S+)/)[1]
  const child = spawn(muster, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => new Promise(resolve => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', code => {
      clearTimeout(kill)
      rmSync(folder, { recursive: true, force: true })
      resolve(code)
    })
    child.kill('SIGTERM')
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = chunk => {
      said += chunk
      const url = said.match(/http:\/\/127\.0\.0\.1:\d+/)
      if (url) resolve({ url: url[0], token, stop })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', chunk => (said += chunk))
    child.once('exit', code => reject(new Error(`muster ended with ${code}: ${said}`)))
  })
}

/** Takes a picture; a browser that draws by software is sometimes busy, and asked once more. */
export async function shoot(page, path) {
  await page.screenshot({ path }).catch(async () => {
    await page.waitForTimeout(2_000)
    await page.screenshot({ path })
  })
}
