/** What the pointer does on the map: choose, drag the draft pin, pick a position, ask for the menu. */

import type { Map as MapLibreMap, MapMouseEvent, MapTouchEvent, Point } from 'maplibre-gl'
import type { Position } from '@/api/types'
import { picked, scene } from '@/state/scene'
import { select } from '@/state/selection'
import { stage } from '@/state/stage'

const CHOOSABLE = ['muster-incident', 'muster-team', 'muster-team-home', 'muster-marks']
/** Points of the tiles that carry a code; camera points carry none. */
const POINTS = /^point-(depot|sensing_point)(-mark)?$/
const LONG_PRESS_MS = 550
/** A fingertip is wider than a pointer. */
const REACH = 6

export interface MenuAt { x: number; y: number; position: Position }
export interface HoverAt { x: number; y: number; kind: 'team' | 'incident'; code: string }

const positionOf = (event: MapMouseEvent | MapTouchEvent): Position => ({ lon: event.lngLat.wrap().lng, lat: event.lngLat.lat })

export function listen(map: MapLibreMap, on: { menu: (at: MenuAt | null) => void; hover: (at: HoverAt | null) => void }): void {
  const canvas = map.getCanvas()
  const layers = () => [...CHOOSABLE, ...map.getLayersOrder().filter(id => POINTS.test(id))].filter(id => map.getLayer(id))
  const under = (point: Point) =>
    map.queryRenderedFeatures([[point.x - REACH, point.y - REACH], [point.x + REACH, point.y + REACH]], { layers: layers() })[0]
  const overDraft = (point: Point) => scene.draft?.draggable && map.getLayer('muster-draft') && map.queryRenderedFeatures(point, { layers: ['muster-draft'] }).length > 0

  map.on('click', event => {
    on.menu(null)
    if (scene.picking) return picked(positionOf(event))
    if (stage.value) return
    const feature = under(event.point)
    if (!feature) return
    const { id, code } = feature.properties as { id?: string; code?: string }
    if (feature.layer.id === 'muster-incident' && id) select('incident', id, 'incidents')
    else if (code && feature.layer.id.startsWith('muster-team')) select('team', code, 'incidents')
    else if (code && feature.layer.id.startsWith('point-sensing_point')) select('point', code, 'incidents')
    else if (code && feature.layer.id.startsWith('point-depot')) select('depot', code, 'supplies')
  })

  map.on('mousemove', event => {
    if (dragging || stage.value) return
    const feature = scene.picking ? undefined : under(event.point)
    canvas.style.cursor = scene.picking ? 'crosshair' : overDraft(event.point) ? 'grab' : feature ? 'pointer' : ''
    const properties = feature?.properties as { id?: string; code?: string } | undefined
    if (feature?.layer.id === 'muster-incident' && properties?.id) on.hover({ x: event.point.x, y: event.point.y, kind: 'incident', code: properties.id })
    else if (feature?.layer.id.startsWith('muster-team') && properties?.code) on.hover({ x: event.point.x, y: event.point.y, kind: 'team', code: properties.code })
    else on.hover(null)
  })
  map.on('mouseout', () => on.hover(null))

  map.on('contextmenu', event => {
    event.preventDefault()
    if (scene.picking) return picked(null)
    if (stage.value) return
    on.menu({ x: event.point.x, y: event.point.y, position: positionOf(event) })
  })
  map.on('movestart', () => {
    on.menu(null)
    on.hover(null)
  })

  let dragging = false
  function startDrag(event: MapMouseEvent | MapTouchEvent): void {
    if (!overDraft(event.point)) return
    event.preventDefault()
    dragging = true
    canvas.style.cursor = 'grabbing'
    // The pin is held where it was grabbed, so that it does not jump to the pointer.
    const grabbed = map.project([scene.draft!.position.lon, scene.draft!.position.lat]).sub(event.point)
    const move = (moved: MapMouseEvent | MapTouchEvent) => {
      const { lng, lat } = map.unproject(moved.point.add(grabbed)).wrap()
      if (scene.draft) scene.draft.position = { lon: lng, lat }
    }
    const touch = event.type === 'touchstart'
    map.on(touch ? 'touchmove' : 'mousemove', move)
    map.once(touch ? 'touchend' : 'mouseup', () => {
      map.off(touch ? 'touchmove' : 'mousemove', move)
      dragging = false
      canvas.style.cursor = ''
    })
  }
  map.on('mousedown', startDrag)

  let press: ReturnType<typeof setTimeout> | undefined
  map.on('touchstart', event => {
    startDrag(event)
    clearTimeout(press)
    if (event.points.length > 1 || dragging || stage.value) return
    const at = { x: event.point.x, y: event.point.y, position: positionOf(event) }
    press = setTimeout(() => on.menu(at), LONG_PRESS_MS)
  })
  for (const end of ['touchend', 'touchmove', 'touchcancel'] as const) map.on(end, () => clearTimeout(press))
}
