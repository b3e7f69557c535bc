/** How long to wait before the next attempt. */

const FIRST_MS = 1_000
const LONGEST_MS = 20_000

/**
 * Doubles from one second to twenty, then stays; `chance` (0 to 1) takes off up to half, so that forty
 * browsers do not knock in the same instant after a restart.
 */
export function backoff(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(whole * (1 - chance / 2))
}
