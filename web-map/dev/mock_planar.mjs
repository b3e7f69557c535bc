// A planar map that is just good enough to look at the plan room without a service: no exact arithmetic, no proofs.
import * as w from './mock_world.mjs'

const levels = ['district', 'township', 'community', 'grid', 'micro_area']
const same = (a, b) => Math.abs(a[0] - b[0]) < 4e-8 && Math.abs(a[1] - b[1]) < 4e-8
const refuse = (code, at) => { throw Object.assign(new Error(code), { code, params: at ? { lon: at[0], lat: at[1] } : {} }) }
const scale = { x: 95700, y: 111195 }
let seed = 11
const chance = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648)

/** The district as it is published: cells of micro-areas with crooked borders and a few buildings each. */
export function founded() {
  const [west, south, east, north] = w.bounds
  const [columns, rows] = [16, 8]
  const [dx, dy] = [(east - west) / columns, (north - south) / rows]
  const ids = new Map(w.areas.map((area, index) => [area.code, index + 1]))
  const areas = new Map(w.areas.map(area => [ids.get(area.code), { id: ids.get(area.code), level: area.level, code: area.code, name: area.name, kind: area.grid_kind, parent: area.parent ? ids.get(area.parent) : null, team: area.level === 'micro_area' ? `XF-${String(1 + w.areas.filter(a => a.level === 'micro_area').indexOf(area)).padStart(3, '0')}` : null }]))
  const faces = new Map(), borders = new Map(), buildings = new Map()
  const face = (x, y) => (x < 0 || y < 0 || x >= columns || y >= rows ? 0 : y * columns + x + 1)
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    const at = [west + (x + 0.5) * dx, south + (y + 0.5) * dy]
    const home = w.areasAt({ lon: at[0], lat: at[1] }).find(area => area.level === 'micro_area')
    faces.set(face(x, y), { id: face(x, y), area: ids.get(home.code) })
    for (let n = 0; n < 6; n++) {
      const id = buildings.size + 1
      buildings.set(id, { id, at: [+(west + (x + 0.14 + 0.36 * (n % 3)) * dx).toFixed(7), +(south + (y + 0.25 + 0.5 * Math.floor(n / 3)) * dy).toFixed(7)], households: 3 + Math.floor(chance() * 19), area: ids.get(home.code), name: `${n + 1}栋` })
    }
  }
  const put = (from, to, left, right) => {
    const crooked = left && right ? [0.3, 0.7].map(part => [from[0] + (to[0] - from[0]) * part + (to[1] - from[1] ? (chance() - 0.5) * dx * 0.14 : 0), from[1] + (to[1] - from[1]) * part + (to[0] - from[0] ? (chance() - 0.5) * dy * 0.14 : 0)]) : []
    const id = borders.size + 1
    borders.set(id, { id, left, right, points: [from, ...crooked, to].map(([lon, lat]) => [+lon.toFixed(7), +lat.toFixed(7)]) })
  }
  const corner = (x, y) => [west + x * dx, south + y * dy]
  for (let y = 0; y <= rows; y++) for (let x = 0; x < columns; x++) put(corner(x, y), corner(x + 1, y), face(x, y), face(x, y - 1))
  for (let y = 0; y < rows; y++) for (let x = 0; x <= columns; x++) put(corner(x, y), corner(x, y + 1), face(x - 1, y), face(x, y))
  return { areas, faces, borders, buildings, next: 10_000 }
}

const above = (map, id) => { const chain = []; for (let a = map.areas.get(id); a; a = map.areas.get(a.parent)) chain.push(a); return chain }
const homeOf = (map, face) => map.faces.get(face)?.area ?? null
function levelOf(map, border) {
  const [a, b] = [above(map, homeOf(map, border.left)), above(map, homeOf(map, border.right))]
  if (!a.length || !b.length) return 'district'
  return levels.find(level => a.find(x => x.level === level)?.id !== b.find(x => x.level === level)?.id) ?? null
}
const nodeId = at => Math.abs(Math.round(at[0] * 1e7) * 7 + Math.round(at[1] * 1e7) * 13) % 2 ** 40
export const shownBorder = (map, b) => ({ id: b.id, from: nodeId(b.points[0]), to: nodeId(b.points.at(-1)), left: b.left, right: b.right, level: levelOf(map, b), points: b.points })

/** Closed rings with the inside to the left. */
export function rings(map, within) {
  const steps = []
  for (const b of map.borders.values()) if (within(b.left) !== within(b.right)) steps.push(within(b.left) ? b.points : [...b.points].reverse())
  const found = []
  while (steps.length) {
    const ring = [...steps.pop()]
    while (!same(ring[0], ring.at(-1))) {
      const next = steps.findIndex(s => same(s[0], ring.at(-1)))
      if (next < 0) break
      ring.push(...steps.splice(next, 1)[0].slice(1))
    }
    found.push(ring)
  }
  return found
}
const shoelace = ring => ring.slice(1).reduce((sum, b, i) => sum + (ring[i][0] - ring[0][0]) * (b[1] - ring[0][1]) - (b[0] - ring[0][0]) * (ring[i][1] - ring[0][1]), 0) / 2
const length = line => line.slice(1).reduce((sum, b, i) => sum + Math.hypot((b[0] - line[i][0]) * scale.x, (b[1] - line[i][1]) * scale.y), 0)
const inside = (ring, [x, y]) => ring.slice(1).reduce((odd, [bx, by], i) => { const [ax, ay] = ring[i]; return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !odd : odd }, false)
export function facesOf(map, id) {
  return new Set([...map.faces.values()].filter(f => above(map, f.area).some(a => a.id === id)).map(f => f.id))
}
export function outlineOf(map, id) {
  const own = facesOf(map, id)
  return rings(map, f => own.has(f))
}
export function metricsOf(map, id) {
  const outline = outlineOf(map, id)
  const homes = [...map.buildings.values()].filter(b => above(map, b.area).some(a => a.id === id))
  return { square_metres: outline.reduce((s, r) => s + shoelace(r), 0) * scale.x * scale.y, perimeter_m: outline.reduce((s, r) => s + length(r), 0), households: homes.reduce((s, b) => s + b.households, 0), buildings: homes.length, parts: outline.filter(r => shoelace(r) > 0).length }
}
export function labelOf(map, id) {
  const [ring] = outlineOf(map, id).sort((a, b) => shoelace(b) - shoelace(a))
  if (!ring) return null
  const n = ring.length - 1
  return ring.slice(0, n).reduce((s, p) => [s[0] + p[0] / n, s[1] + p[1] / n], [0, 0])
}

// Faces of one area that touch become one; a border with the same area on both sides is gone.
function dissolve(map) {
  for (const b of [...map.borders.values()]) {
    if (!map.borders.has(b.id) || !b.left || !b.right) continue
    if (homeOf(map, b.left) !== homeOf(map, b.right)) continue
    const [kept, gone] = [b.left, b.right]
    map.borders.delete(b.id)
    if (kept === gone) continue
    map.faces.delete(gone)
    for (const other of map.borders.values()) {
      if (other.left === gone) other.left = kept
      if (other.right === gone) other.right = kept
    }
  }
}
function judge(map, touched) {
  const cross = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
  for (const b of touched) for (let i = 0; i + 1 < b.points.length; i++) for (const other of map.borders.values()) for (let j = 0; j + 1 < other.points.length; j++) {
    const [p, q, r, s] = [b.points[i], b.points[i + 1], other.points[j], other.points[j + 1]]
    if (cross(p, q, r) * cross(p, q, s) < 0 && cross(r, s, p) * cross(r, s, q) < 0) {
      const t = ((r[0] - p[0]) * (s[1] - r[1]) - (r[1] - p[1]) * (s[0] - r[0])) / ((q[0] - p[0]) * (s[1] - r[1]) - (q[1] - p[1]) * (s[0] - r[0]))
      refuse('would_cross', [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])])
    }
  }
}
/** Makes sure that a border has a node at a place near it; answers the place. */
function nodeAt(map, face, at) {
  for (const b of map.borders.values()) {
    if (b.left !== face && b.right !== face) continue
    for (let i = 0; i + 1 < b.points.length; i++) {
      const [p, q] = [b.points[i], b.points[i + 1]]
      const l = (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2
      const t = Math.max(0, Math.min(1, ((at[0] - p[0]) * (q[0] - p[0]) + (at[1] - p[1]) * (q[1] - p[1])) / l))
      const foot = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]
      if (Math.hypot(foot[0] - at[0], foot[1] - at[1]) > 1e-6) continue
      if (same(at, b.points[0]) || same(at, b.points.at(-1))) return at
      const points = same(at, p) || same(at, q) ? b.points : [...b.points.slice(0, i + 1), at, ...b.points.slice(i + 1)]
      const cut = points.findIndex(x => same(x, at))
      map.borders.set(b.id, { ...b, points: points.slice(0, cut + 1) })
      const id = map.next++
      map.borders.set(id, { ...b, id, points: points.slice(cut) })
      return at
    }
  }
  refuse('path_ends_inside', at)
}
function split(map, { area, path, into }) {
  const own = [...map.faces.values()].filter(f => f.area === area)
  const middle = path.length > 2 ? path[1] : [(path[0][0] + path[1][0]) / 2, (path[0][1] + path[1][1]) / 2]
  const face = own.find(f => rings(map, x => x === f.id).some(r => shoelace(r) > 0 && inside(r, middle)))
  if (!face) refuse('path_does_not_divide', path[0])
  const [from, to] = [nodeAt(map, face.id, path[0]), nodeAt(map, face.id, path.at(-1))]
  const fresh = { id: map.next++, left: face.id, right: face.id, points: [from, ...path.slice(1, -1), to] }
  judge(map, [fresh])
  // Borders of the part to the left of the path take the new face.
  const [ring] = rings(map, x => x === face.id).sort((a, b) => shoelace(b) - shoelace(a))
  const turn = ring.findIndex(p => same(p, to))
  const round = [...ring.slice(turn, -1), ...ring.slice(0, turn + 1)]
  const left = [...fresh.points, ...round.slice(1, round.findIndex(p => same(p, from)) + 1)]
  const id = map.next++
  for (const b of map.borders.values()) {
    const p = b.points.length > 2 ? b.points[1] : [(b.points[0][0] + b.points[1][0]) / 2, (b.points[0][1] + b.points[1][1]) / 2]
    const onLeft = left.some((q, i) => i && Math.abs(Math.hypot(p[0] - q[0], p[1] - q[1]) + Math.hypot(p[0] - left[i - 1][0], p[1] - left[i - 1][1]) - Math.hypot(q[0] - left[i - 1][0], q[1] - left[i - 1][1])) < 1e-9)
    if (!onLeft) continue
    if (b.left === face.id) b.left = id
    if (b.right === face.id) b.right = id
  }
  fresh.left = id
  map.borders.set(fresh.id, fresh)
  const make = (news, level, parent) => { const made = { id: map.next++, level, parent, ...news }; map.areas.set(made.id, made); return made.id }
  const old = map.areas.get(area)
  const homes = into.children ? into.children.areas.map(news => make(news, into.children.level, area)) : [make(into.sibling, old.level, old.parent), area]
  map.faces.set(id, { id, area: homes[0] })
  if (into.children) for (const f of own) map.faces.set(f.id, { id: f.id, area: homes[1] })
  for (const b of map.buildings.values()) if (b.area === area) map.buildings.set(b.id, { ...b, area: inside(left, b.at) ? homes[0] : homes[1] })
}
function carve(map, { ring, to }) {
  const face = [...map.faces.values()].find(f => rings(map, x => x === f.id).some(r => shoelace(r) > 0 && ring.every(p => inside(r, p))))
  if (!face) refuse('would_cross', ring[0])
  const closed = [...ring, ring[0]]
  if (shoelace(closed) < 0) closed.reverse()
  const old = map.areas.get(face.area)
  const home = to.existing?.area ?? map.next++
  if (to.new) map.areas.set(home, { id: home, level: to.new.level, parent: to.new.parent, ...to.new.area })
  const id = map.next++
  map.faces.set(id, { id, area: home })
  const border = map.next++
  map.borders.set(border, { id: border, left: id, right: face.id, points: closed })
  for (const b of map.buildings.values()) if (b.area === old.id && inside(closed, b.at)) map.buildings.set(b.id, { ...b, area: home })
}

/** Carries an edit out on a copy and answers the copy. */
export function edited(before, edit) {
  const map = structuredClone(before)
  const area = id => map.areas.get(id) ?? refuse('unknown_area')
  const run = e => {
    if (e.edit === 'many') e.edits.forEach(run)
    else if (e.edit === 'move_point') {
      const touched = [...map.borders.values()].filter(b => b.points.some(p => same(p, e.at)))
      if (!touched.length) refuse('no_point_there', e.at)
      for (const b of touched) b.points = b.points.map(p => (same(p, e.at) ? e.to : p))
      judge(map, touched)
    } else if (e.edit === 'insert_point') {
      const b = map.borders.get(e.border)
      b.points.splice(e.after + 1, 0, e.at)
      judge(map, [b])
    } else if (e.edit === 'remove_point') {
      const touched = [...map.borders.values()].filter(b => b.points.slice(1, -1).some(p => same(p, e.at)))
      if (!touched.length) refuse('no_point_there', e.at)
      for (const b of touched) b.points = b.points.filter(p => !same(p, e.at))
      judge(map, touched)
    } else if (e.edit === 'split') split(map, e)
    else if (e.edit === 'carve') carve(map, e)
    else if (e.edit === 'merge') {
      for (const id of e.areas.filter(id => id !== e.into)) {
        for (const f of map.faces.values()) if (f.area === id) f.area = e.into
        for (const b of map.buildings.values()) if (b.area === id) b.area = e.into
        for (const a of map.areas.values()) if (a.parent === id) a.parent = e.into
        map.areas.delete(id)
      }
    } else if (e.edit === 'give_faces') for (const id of e.faces) map.faces.get(id).area = e.to
    else if (e.edit === 'give_buildings') for (const id of e.buildings) map.buildings.get(id).area = e.to
    else if (e.edit === 'set_parent') area(e.area).parent = e.parent
    else if (e.edit === 'bind_team') area(e.area).team = e.team
    else if (e.edit.startsWith('set_')) area(e.area)[e.edit.slice(4)] = e[e.edit.slice(4)]
    else refuse('unknown_edit')
  }
  run(edit)
  dissolve(map)
  return map
}
