import { afterEach, expect, test, vi } from 'vitest'
import { ask } from '@/api/http'
import { Problem } from '@/api/problem'

afterEach(() => vi.unstubAllGlobals())

const failure = async (response: () => Promise<Response>) => {
  vi.stubGlobal('fetch', response)
  return ask('/api/v1/session').then(() => null, thrown => thrown as Problem)
}

/** A head that came, and a body that breaks off. */
const cutShort = () => {
  const body = new ReadableStream({ start: controller => controller.error(new TypeError('the connection is gone')) })
  return Promise.resolve(new Response(body, { status: 200 }))
}

test('an answer that breaks off is silence, so it may be asked for again', async () => {
  const problem = await failure(cutShort)
  expect(problem?.code).toBe('network')
  expect(problem?.isSilence).toBe(true)
})

test('an answer that is whole and no JSON is told as such', async () => {
  const problem = await failure(() => Promise.resolve(new Response('<html>', { status: 200 })))
  expect(problem?.code).toBe('unreadable')
  expect(problem?.isSilence).toBe(false)
})
