/** Reads coordinates as people type and paste them: longitude first, or latitude first where only that can be meant. Pure. */

import type { Position } from '@/api/types'

const CHINA_LATITUDES = 55

export function readCoordinates(text: string): Position | null {
  const numbers = text.replace(/[,，;；\s]+/g, ' ').trim().split(' ').map(part => part.replace(/[°EWNSewns]/g, ''))
  if (numbers.length !== 2) return null
  const [first, second] = numbers.map(Number)
  if (first === undefined || second === undefined || !Number.isFinite(first) || !Number.isFinite(second) || numbers.includes('')) return null
  // 30.6, 114.3 can only be latitude first: no latitude exceeds 90, and none in China 55.
  const swapped = Math.abs(second) > 90 || (Math.abs(first) <= CHINA_LATITUDES && second >= 73 && second <= 136)
  const [lon, lat] = swapped ? [second, first] : [first, second]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}
