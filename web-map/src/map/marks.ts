/**
 * The signs on the map, drawn at run time from their names, so that no picture file has to match the
 * theme. Severity has a shape inside a pin, a team has a shape by kind; colour only repeats or adds.
 */

import type { Severity, TeamKind } from '@/api/types'
import type { Palette } from '@/look/palette'
import type { TeamSign } from './features'

const RATIO = 2

export interface Picture { data: ImageData; pixelRatio: number }

type Pen = CanvasRenderingContext2D

function draw(width: number, height: number, paint: (pen: Pen) => void): Picture {
  const canvas = document.createElement('canvas')
  canvas.width = width * RATIO
  canvas.height = height * RATIO
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  pen.scale(RATIO, RATIO)
  pen.lineJoin = 'round'
  paint(pen)
  return { data: pen.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO }
}

function polygon(pen: Pen, points: [number, number][]): void {
  pen.beginPath()
  points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)))
  pen.closePath()
}

function ngon(x: number, y: number, radius: number, corners: number, turn: number): [number, number][] {
  return Array.from({ length: corners }, (_, index) => {
    const angle = turn + (index * 2 * Math.PI) / corners
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
  })
}

/** Octagon, triangle, diamond, disc: from the worst down. The list's lamps have the same shapes. */
export function severityPath(pen: Pen, severity: Severity, x: number, y: number, radius: number): void {
  if (severity === 'extreme') polygon(pen, ngon(x, y, radius, 8, Math.PI / 8))
  else if (severity === 'severe') polygon(pen, ngon(x, y + radius * 0.2, radius * 1.2, 3, -Math.PI / 2))
  else if (severity === 'moderate') polygon(pen, ngon(x, y, radius * 1.12, 4, 0))
  else {
    pen.beginPath()
    pen.arc(x, y, radius * 0.9, 0, 2 * Math.PI)
  }
}

function incident(severity: Severity, waiting: boolean, palette: Palette): Picture {
  return draw(36, 44, pen => {
    pen.beginPath()
    pen.arc(18, 17, 14, Math.PI * 0.82, Math.PI * 0.18)
    pen.lineTo(18, 41)
    pen.closePath()
    pen.fillStyle = palette.surface
    pen.strokeStyle = palette.halo
    pen.lineWidth = 5
    pen.stroke()
    pen.fill()
    pen.strokeStyle = palette[severity]
    pen.lineWidth = 2.5
    pen.stroke()
    severityPath(pen, severity, 18, 17, 8.5)
    // A call that no team goes to yet is filled; one in hand is an outline.
    pen.fillStyle = palette[severity]
    if (waiting) pen.fill()
    else {
      pen.lineWidth = 3
      pen.stroke()
    }
  })
}

function teamPath(pen: Pen, kind: TeamKind, x: number, y: number, radius: number): void {
  if (kind === 'liaison_team') {
    const r = radius
    polygon(pen, [[x, y - r * 1.1], [x + r, y - r * 0.15], [x + r * 0.72, y - r * 0.15], [x + r * 0.72, y + r * 0.9], [x - r * 0.72, y + r * 0.9], [x - r * 0.72, y - r * 0.15], [x - r, y - r * 0.15]])
  } else if (kind === 'duty_group') {
    pen.beginPath()
    pen.roundRect(x - radius * 0.85, y - radius * 0.85, radius * 1.7, radius * 1.7, 2)
  } else {
    pen.beginPath()
    pen.arc(x, y, radius * 0.95, 0, 2 * Math.PI)
  }
}

const teamColour = (sign: TeamSign, palette: Palette): string =>
  sign === 'free' ? palette.free : sign === 'going' ? palette.going : sign === 'on_scene' ? palette.onScene : palette.off

function team(kind: TeamKind, sign: TeamSign, stale: boolean, palette: Palette): Picture {
  const side = kind === 'liaison_team' ? 20 : 26
  return draw(side, side, pen => {
    const middle = side / 2
    const radius = side / 2 - 4
    const colour = teamColour(sign, palette)
    teamPath(pen, kind, middle, middle, radius)
    pen.strokeStyle = palette.halo
    pen.lineWidth = 4
    pen.stroke()
    const hollow = sign === 'off' || stale
    pen.fillStyle = hollow ? palette.surface : colour
    pen.fill()
    pen.strokeStyle = hollow ? colour : palette.halo
    pen.lineWidth = hollow ? 2 : 1
    if (stale) pen.setLineDash([3, 2.5])
    pen.stroke()
    pen.setLineDash([])
    const ink = hollow ? colour : '#ffffff'
    if (sign === 'on_scene') {
      pen.fillStyle = ink
      pen.beginPath()
      pen.arc(middle, middle, radius * 0.32, 0, 2 * Math.PI)
      pen.fill()
    } else if (sign === 'going') {
      pen.strokeStyle = ink
      pen.lineWidth = 2
      polygon(pen, [[middle - 3, middle - 3.5], [middle + 2.5, middle], [middle - 3, middle + 3.5]])
      pen.stroke()
    } else if (sign === 'off') {
      pen.strokeStyle = ink
      pen.lineWidth = 1.6
      pen.beginPath()
      pen.moveTo(middle - 3, middle)
      pen.lineTo(middle + 3, middle)
      pen.stroke()
    }
  })
}

/** Points north; the layer turns it. It stands outside the team's own sign. */
function heading(sign: TeamSign, palette: Palette): Picture {
  return draw(40, 40, pen => {
    polygon(pen, [[20, 3], [26, 11.5], [20, 9], [14, 11.5]])
    pen.strokeStyle = palette.halo
    pen.lineWidth = 2.5
    pen.stroke()
    pen.fillStyle = teamColour(sign, palette)
    pen.fill()
  })
}

function draft(palette: Palette, movable: boolean): Picture {
  return draw(36, 46, pen => {
    pen.beginPath()
    pen.arc(18, 18, 12, Math.PI * 0.82, Math.PI * 0.18)
    pen.lineTo(18, 43)
    pen.closePath()
    pen.strokeStyle = palette.halo
    pen.lineWidth = 5
    pen.stroke()
    pen.fillStyle = palette.action
    pen.fill()
    pen.strokeStyle = pen.fillStyle = '#ffffff'
    pen.lineWidth = 2.5
    pen.beginPath()
    // A cross for what is being placed, a dot for what is being looked at.
    if (movable) {
      pen.moveTo(18, 12)
      pen.lineTo(18, 24)
      pen.moveTo(12, 18)
      pen.lineTo(24, 18)
      pen.stroke()
    } else {
      pen.arc(18, 18, 4.5, 0, 2 * Math.PI)
      pen.fill()
    }
  })
}

function depot(palette: Palette): Picture {
  return draw(22, 22, pen => {
    polygon(pen, [[3, 9], [11, 3], [19, 9], [19, 19], [3, 19]])
    pen.strokeStyle = palette.halo
    pen.lineWidth = 4
    pen.stroke()
    pen.fillStyle = palette.surface
    pen.fill()
    pen.strokeStyle = palette.text
    pen.lineWidth = 1.6
    pen.stroke()
    pen.strokeRect(7, 12, 8, 7)
  })
}

/** Draws the sign of that name, `undefined` when it is none of ours. */
export function picture(name: string, palette: Palette): Picture | undefined {
  const [prefix, what, a, b, c] = name.split('|')
  if (prefix !== 'muster') return undefined
  if (what === 'incident') return incident(a as Severity, b === 'waiting', palette)
  if (what === 'team') return team(a as TeamKind, b as TeamSign, c === 'stale', palette)
  if (what === 'heading') return heading(a as TeamSign, palette)
  if (what === 'draft') return draft(palette, a === 'movable')
  if (what === 'depot') return depot(palette)
  return undefined
}
