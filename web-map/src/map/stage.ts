/** Hands the pointer to the room that draws, in places instead of pixels. */

import { Point, type Map as MapLibreMap, type MapMouseEvent, type MapTouchEvent } from 'maplibre-gl'
import { watch } from 'vue'
import { scaleAt } from '@/plan/local/snap'
import { stage, type StagePoint } from '@/state/stage'

export function listenForStage(map: MapLibreMap): () => void {
  const canvas = map.getCanvas()
  let held = false

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
    held = true
    wear()
    // The window is listened to, so that a hand that leaves the map still has what it holds.
    const touch = event.type === 'touchstart'
    const box = canvas.getBoundingClientRect()
    const pixel = (moved: MouseEvent | TouchEvent) => {
      const at = 'changedTouches' in moved ? moved.changedTouches[0]! : moved
      return new Point(at.clientX - box.left, at.clientY - box.top)
    }
    const move = (moved: MouseEvent | TouchEvent) => stage.value?.move(pointOf(pixel(moved), moved, touch), true)
    const up = (ended: MouseEvent | TouchEvent) => {
      removeEventListener(touch ? 'touchmove' : 'mousemove', move)
      removeEventListener(touch ? 'touchend' : 'mouseup', up)
      held = false
      stage.value?.up(pointOf(pixel(ended), ended, touch))
      wear()
    }
    addEventListener(touch ? 'touchmove' : 'mousemove', move)
    addEventListener(touch ? 'touchend' : 'mouseup', up)
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
  return watch(stage, now => {
    wear()
    if (now) map.boxZoom.disable()
    else map.boxZoom.enable()
  }, { immediate: true })
}
