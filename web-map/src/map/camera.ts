/** Moves the view, always aiming at the middle of what bars and panels leave free. */

import type { Map as MapLibreMap } from 'maplibre-gl'
import { calm } from '@/state/preferences'
import { covered, type MapCamera } from '@/state/scene'

/** As near as the camera goes by itself when it is sent to a point. */
const STREET_ZOOM = 15.5
const MARGIN = 48

export function mapCamera(map: MapLibreMap): MapCamera {
  const offset = (): [number, number] => [(covered.left - covered.right) / 2, (covered.top - covered.bottom) / 2]
  const duration = () => (calm.matches ? 0 : 500)
  return {
    go({ lon, lat }, closest = STREET_ZOOM) {
      map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), closest), offset: offset(), duration: duration() })
    },
    fit(bounds, closest = 17) {
      const free = { width: map.getContainer().clientWidth - covered.left - covered.right, height: map.getContainer().clientHeight - covered.top - covered.bottom }
      const margin = Math.max(8, Math.min(MARGIN, free.width / 6, free.height / 6))
      map.fitBounds(bounds, {
        padding: { top: covered.top + margin, right: covered.right + margin, bottom: covered.bottom + margin, left: covered.left + margin },
        maxZoom: closest,
        duration: duration(),
      })
    },
  }
}
