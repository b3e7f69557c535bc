/** A deadline as a lamp. Pure: three lights, each with a shape and words of its own. */

export type Light = 'green' | 'yellow' | 'red'

/** Red once the time is over, yellow when no more than `warnBefore` of it is left. */
export function lightAt(due: number, warnBefore: number, now: number): Light {
  if (now >= due) return 'red'
  return due - now <= warnBefore ? 'yellow' : 'green'
}

/** The worst of several lights; nothing for none. */
export function worst(lights: Iterable<Light>): Light | null {
  const order: readonly Light[] = ['green', 'yellow', 'red']
  let found: Light | null = null
  for (const light of lights) if (found === null || order.indexOf(light) > order.indexOf(found)) found = light
  return found
}
