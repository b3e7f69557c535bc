import { beforeEach, expect, it, vi } from 'vitest'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { stage } from '@/state/stage'

const page = new EventTarget()
vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
const { listenForStage } = await import('@/map/stage')

/** A map with a tenth of a degree to a pixel. */
function made() {
  const on = new Map<string, (event: unknown) => void>()
  const map = {
    getCanvas: () => ({ style: {}, getBoundingClientRect: () => ({ left: 0, top: 0 }) }),
    getZoom: () => 16,
    unproject: ({ x, y }: { x: number; y: number }) => ({ wrap: () => ({ lng: x / 10, lat: -y / 10 }) }),
    on: (type: string, listener: (event: unknown) => void) => on.set(type, listener),
    boxZoom: { disable() {}, enable() {} },
  }
  return { stop: listenForStage(map as unknown as MapLibreMap), press: (event: unknown) => on.get((event as { type: string }).type)!(event) }
}
const finger = (identifier: number, clientX = 0) => ({ identifier, clientX, clientY: 0 })
const touch = (type: string, ...fingers: ReturnType<typeof finger>[]) => page.dispatchEvent(Object.assign(new Event(type), { changedTouches: fingers }))
const touched = (identifier: number) => ({ type: 'touchstart', points: [{}], point: { x: 0, y: 0 }, preventDefault() {}, originalEvent: { changedTouches: [finger(identifier)] } })
const pressed = { type: 'mousedown', point: { x: 0, y: 0 }, preventDefault() {}, originalEvent: { button: 0 } }
const hand = () => ({ down: vi.fn(() => true), move: vi.fn(), up: vi.fn(), cancel: vi.fn(), click() {}, finish() {}, leave() {}, cursor: () => '' })

let tool = hand()
beforeEach(() => (stage.value = tool = hand()))

it('a finger that the browser takes away lets go without effect', () => {
  const { press } = made()
  press(touched(3))
  touch('touchcancel', finger(3))
  touch('touchend', finger(3))
  expect([tool.cancel.mock.calls.length, tool.up.mock.calls.length]).toEqual([1, 0])
})
it('only the finger that took it up moves it and lets it go', () => {
  const { press } = made()
  press(touched(3))
  touch('touchmove', finger(4, 50), finger(3, 20))
  touch('touchend', finger(4, 50))
  expect([tool.move.mock.calls[0]![0].at[0], tool.up.mock.calls.length]).toEqual([2, 0])
  touch('touchend', finger(3, 30))
  expect(tool.up.mock.calls[0]![0].at[0]).toBe(3)
})
it('a map that goes lets go, and listens no more', () => {
  const { press, stop } = made()
  press(pressed)
  stop()
  page.dispatchEvent(Object.assign(new Event('mouseup'), { clientX: 10, clientY: 0 }))
  expect([tool.cancel.mock.calls.length, tool.up.mock.calls.length]).toEqual([1, 0])
})
it('what one tool took up is not let go by another', () => {
  const { press } = made()
  press(pressed)
  const other = (stage.value = hand())
  page.dispatchEvent(Object.assign(new Event('mouseup'), { clientX: 10, clientY: 0 }))
  expect([tool.up.mock.calls.length, other.up.mock.calls.length]).toEqual([0, 0])
  press(pressed)
  page.dispatchEvent(Object.assign(new Event('mouseup'), { clientX: 10, clientY: 0 }))
  expect(other.up).toHaveBeenCalledOnce()
})
