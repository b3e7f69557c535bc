/** The replay of an incident that is on the map, and the instant that it shows. */

import { shallowRef } from 'vue'
import type { Replay } from '@/api/review'

export const replay = shallowRef<Replay | null>(null)
export const replayAt = shallowRef(0)
