/** The service's time, ticking each second: ages and timers must agree with what the journal says. */

import { shallowRef } from 'vue'

let offset = 0

export const now = shallowRef(Date.now())

/** Learns from an answer how far this machine's clock is off. */
export function setServiceTime(instant: string): void {
  const service = Date.parse(instant)
  if (Number.isNaN(service)) return
  offset = service - Date.now()
  now.value = Date.now() + offset
}

/** An instant of this machine's clock, as the service's clock has it. */
export const toServiceTime = (at: number) => at + offset

setInterval(() => (now.value = Date.now() + offset), 1_000)
