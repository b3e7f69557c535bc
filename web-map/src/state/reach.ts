/** What is reached from a place within some minutes, drawn while somebody looks at it. */

import { shallowRef } from 'vue'
import type { Isochrones } from '@/api/travel'

export const reach = shallowRef<Isochrones | null>(null)
