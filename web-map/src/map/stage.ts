/** Hands the pointer to the room that draws, in places instead of pixels. */

import { Point, type Map as MapLibreMap, type MapMouseEvent, type MapTouchEvent } from 'maplibre-gl'
import { watch } from 'vue'
import { scaleAt } from '@/plan/local/snap'
import { stage, type StagePoint } from '@/state/stage'

export function listenForStage(map: MapLibreMap): () => void {
  const canvas = map.getCanvas()
  /** Lets go of what is held, without effect. */
  let held: (() => void) | null = null

  function pointOf(pixel: Point, event: MouseEvent | TouchEvent, touch: boolean): StagePoint {
    const { lng, lat } = map.unproject(pixel).wrap()
    return { at: [lng, lat], scale: scaleAt(map.getZoom(), lat), add: event.shiftKey || event.ctrlKey || event.metaKey, free: event.altKey, touch }
  }
  const read = (event: MapMouseEvent | MapTouchEvent) => pointOf(event.point, event.originalEvent, event.type.startsWith('touch'))
  const wear = () => (canvas.style.cursor = stage.value?.cursor() ?? '')

  function down(event: MapMouseEvent | MapTouchEvent): void {
    const now = stage.value
    if (!now || held || ('points' in event && event.points.length > 1) || ('button' in event.originalEvent && event.originalEvent.button !== 0)) return
    if (!now.down(read(event))) return
    event.preventDefault()
    wear()
    follow(event.type === 'touchstart' ? (event.originalEvent as TouchEvent).changedTouches[0]!.identifier : null)
  }

  /** Follows a finger, or the mouse, until it is lifted. The window is listened to, so that a hand that leaves the map still has what it holds. */
  function follow(finger: number | null): void {
    const taker = stage.value
    const listening = new AbortController()
    const manner = { signal: listening.signal }
    const box = canvas.getBoundingClientRect()
    const place = (event: MouseEvent | TouchEvent): StagePoint | null => {
      const at = 'changedTouches' in event ? Array.from(event.changedTouches).find(({ identifier }) => identifier === finger) : event
      return at ? pointOf(new Point(at.clientX - box.left, at.clientY - box.top), event, finger !== null) : null
    }
    const end = (how: (() => void) | undefined) => {
      listening.abort()
      held = null
      how?.()
      wear()
    }
    // Another tool may have come into the hand meanwhile: it did not take this up.
    held = () => end(() => taker?.cancel?.())
    const move = (event: MouseEvent | TouchEvent) => {
      const point = place(event)
      if (point && stage.value === taker) taker?.move(point, true)
    }
    const up = (event: MouseEvent | TouchEvent) => {
      const point = place(event)
      if (point) end(() => stage.value === taker && taker?.up(point))
    }
    if (finger === null) {
      addEventListener('mousemove', move, manner)
      addEventListener('mouseup', up, manner)
      return
    }
    addEventListener('touchmove', move, manner)
    addEventListener('touchend', up, manner)
    addEventListener('touchcancel', event => place(event) && held?.(), manner)
  }

  const move = (event: MapMouseEvent) => {
    if (!stage.value || held) return
    stage.value.move(read(event), false)
    wear()
  }
  const click = (event: MapMouseEvent) => {
    if (!stage.value) return
    stage.value.click(read(event))
    wear()
  }
  const finish = (event: MapMouseEvent) => {
    if (!stage.value) return
    event.preventDefault()
    stage.value.finish(read(event))
  }
  const leave = () => stage.value?.leave()

  map.on('mousedown', down)
  map.on('touchstart', down)
  map.on('mousemove', move)
  map.on('click', click)
  map.on('dblclick', finish)
  map.on('mouseout', leave)
  const stop = watch(stage, now => {
    wear()
    if (now) map.boxZoom.disable()
    else map.boxZoom.enable()
  }, { immediate: true })
  return () => {
    stop()
    held?.()
  }
}
