// The plan room of the mock service: one version, drafts in memory.
import { edited, facesOf, founded, labelOf, metricsOf, outlineOf, rings, shownBorder } from './mock_planar.mjs'
import * as w from './mock_world.mjs'

const now = () => new Date().toISOString()
const base = founded()
const range = { micro_area: [30, 100], grid: [120, 180] }
const drafts = new Map()
const versions = [{ number: 1, name: '初始网格', effective_from: '2026-03-01T00:00:00+08:00', published_at: '2026-02-20T09:00:00+08:00', published_by: 'admin', note: null, state: 'in_force', draft: null, level: 'micro_area', created: 213, retired: 0, retired_codes: [], lineage: [], changed: 0 }]
function count(map) { const n = {}; for (const a of map.areas.values()) n[a.level] = (n[a.level] ?? 0) + 1; return n }

const cache = new WeakMap()
function shownAreas(map) {
  if (!cache.has(map)) {
    const all = new Map()
    for (const a of map.areas.values()) {
      const metrics = metricsOf(map, a.id)
      const r = range[a.level]
      const badges = r && metrics.households > r[1] ? ['households_over'] : r && metrics.households < r[0] ? ['households_under'] : []
      if (!a.code) badges.push('missing_code')
      all.set(a.id, { ...a, has_children: a.level !== 'micro_area', metrics, label: labelOf(map, a.id), badges })
    }
    cache.set(map, all)
  }
  return cache.get(map)
}
const none = { square_metres: 0, perimeter_m: 0, households: 0, buildings: 0, parts: 0 }
const hash = d => `h-${d.id}-${d.at}-${d.stamp}`
const labelled = edit => ({ kind: edit.edit === 'carve' ? ('new' in edit.to ? 'carve_new' : 'carve_to') : edit.edit === 'many' ? 'number' : edit.edit, area: edit.name ?? base.areas.get(edit.area ?? edit.into)?.name ?? null, to: null, count: (edit.areas ?? edit.edits ?? edit.buildings ?? [0]).length, merged: null })
const words = (d, at) => d.steps[at] && labelled(d.steps[at].edit)
function shown(d) {
  const map = d.maps[d.at]
  return { id: d.id, name: d.name, base: 1, base_is_current: true, opened_by: 'duty', opened_at: d.opened, changed_by: 'duty', changed_at: d.steps[d.at - 1]?.at ?? d.opened, step: d.at, steps: d.steps.length, undo: d.at ? words(d, d.at - 1) : null, redo: d.at < d.steps.length ? words(d, d.at) : null, hash: hash(d), state: 'open', counts: { areas: count(map), faces: map.faces.size, borders: map.borders.size, nodes: 0, buildings: map.buildings.size }, households: [...map.buildings.values()].reduce((s, b) => s + b.households, 0), bounds: w.bounds }
}
const faceLabel = (map, f) => { const [r] = rings(map, x => x === f.id); return r ? [r.reduce((s, p) => s + p[0], 0) / r.length, r.reduce((s, p) => s + p[1], 0) / r.length] : [0, 0] }
const everything = map => ({
  borders: new Map([...map.borders.values()].map(b => [b.id, shownBorder(map, b)])),
  faces: new Map([...map.faces.values()].map(f => [f.id, { ...f, label: faceLabel(map, f) }])),
  areas: shownAreas(map), buildings: map.buildings,
})
function between(d, before, after) {
  const [a, b] = [everything(before), everything(after)]
  const part = name => ({ removed: [...a[name].keys()].filter(id => !b[name].has(id)), put: [...b[name].values()].filter(x => JSON.stringify(x) !== JSON.stringify(a[name].get(x.id))) })
  const patch = { borders: part('borders'), faces: part('faces'), areas: part('areas'), buildings: part('buildings') }
  const touched = [...new Set([...patch.areas.put.map(x => x.id), ...patch.areas.removed])].filter(id => JSON.stringify(a.areas.get(id)?.metrics) !== JSON.stringify(b.areas.get(id)?.metrics))
  return {
    draft: shown(d), patch, created: patch.areas.put.filter(x => !a.areas.has(x.id)).map(x => x.id),
    metrics: touched.map(id => ({ area: id, before: a.areas.get(id)?.metrics ?? none, after: b.areas.get(id)?.metrics ?? none })),
    moved: patch.buildings.put.filter(x => a.buildings.get(x.id).area !== x.area).map(x => ({ building: x.id, name: x.name, households: x.households, from: a.buildings.get(x.id).area, to: x.area })),
  }
}
function issuesOf(d) {
  return [...shownAreas(d.maps[d.at]).values()].flatMap(a => a.badges.map(code => ({ code, area: a.id, at: a.label, blocking: code === 'missing_code', params: { name: a.name, households: String(a.metrics.households), least: String(range[a.level]?.[0] ?? 0), most: String(range[a.level]?.[1] ?? 0) } })))
}
function diffOf(d, other) {
  const [a, b] = [shownAreas(other), shownAreas(d.maps[d.at])]
  const row = (x, change, fields) => ({ code: x.code, id: x.id, change, name: x.name, level: x.level, before: a.get(x.id)?.metrics ?? null, after: b.get(x.id)?.metrics ?? null, fields, from: [] })
  const areas = []
  for (const x of b.values()) {
    const y = a.get(x.id)
    if (!y) areas.push(row(x, 'created', []))
    else {
      const fields = ['name', 'code', 'kind', 'parent', 'team'].filter(f => x[f] !== y[f])
      if (Math.abs(x.metrics.square_metres - y.metrics.square_metres) > 0.01) fields.push('outline')
      if (x.metrics.households !== y.metrics.households) fields.push('households')
      if (fields.length) areas.push(row(x, 'changed', fields))
    }
  }
  for (const y of a.values()) if (!b.has(y.id)) areas.push(row(y, 'retired', []))
  const name = (map, id) => map.areas.get(id)?.code ?? null
  const buildings = [...d.maps[d.at].buildings.values()].filter(x => other.buildings.get(x.id).area !== x.area).map(x => ({ code: String(x.id), name: x.name, households: x.households, from: name(other, other.buildings.get(x.id).area), to: name(d.maps[d.at], x.area) }))
  return { areas, buildings, teams: [] }
}
function push(d, edit, map, by = 'duty') {
  d.maps.length = d.steps.length = d.at
  d.maps[d.at] = d.last
  d.steps.push({ step: d.at + 1, at: now(), by, edit })
  d.maps.push(map)
  d.at++
  d.stamp++
}

/** Answers a request of the plan room: `{status, body}`, or nothing when it is none. */
export function plans(method, parts, q, data, tell) {
  const ok = (body, status = 200) => ({ status, body })
  const bad = (status, code, params = {}) => ({ status, body: { code, params, title: '', detail: '', remedy: '', status } })
  if (parts[0] !== 'plans') return null
  if (parts.length === 1) return ok({ versions: [...versions].reverse(), drafts: [...drafts.values()].map(shown).reverse(), damaged: [], rules: { households: range, compactness: 0, blocking: ['missing_code'] } })
  if (parts[1] === 'fit') return ok({ version: versions.at(-1).number, emptied: [], fixes: [] })
  if (parts[1] === 'versions') {
    const level = q('level')
    if (parts[3] === 'areas') return ok({ type: 'FeatureCollection', features: [...base.areas.values()].filter(a => a.level === level).map(a => ({ type: 'Feature', properties: { code: a.code, name: a.name }, geometry: { type: 'MultiPolygon', coordinates: outlineOf(base, a.id).map(r => [r]) } })) })
    return ok({ type: 'FeatureCollection', features: [] })
  }
  if (parts.length === 2 && method === 'POST') {
    const id = `d-${drafts.size + 1}`
    drafts.set(id, { id, name: data.name, opened: now(), maps: [base], at: 0, steps: [], stamp: 0 })
    return ok(shown(drafts.get(id)), 201)
  }
  const d = drafts.get(parts[2])
  if (!d) return bad(404, 'unknown_draft')
  const map = d.maps[d.at]
  const what = parts[3]
  if (!what && method === 'DELETE') return drafts.delete(d.id), { status: 204 }
  if (!what) return ok(shown(d))
  if (what === 'name') return (d.name = data.name), ok(shown(d))
  if (what === 'map') { const all = everything(map); return ok({ step: d.at, hash: hash(d), complete: true, levels: [], borders: [...all.borders.values()], faces: [...all.faces.values()], buildings: [...all.buildings.values()] }) }
  if (what === 'areas' && !parts[4]) return ok({ step: d.at, hash: hash(d), areas: [...shownAreas(map).values()] })
  if (what === 'areas') {
    const id = Number(parts[4]), all = shownAreas(map)
    const own = facesOf(map, id)
    const beside = new Map()
    for (const b of map.borders.values()) if (own.has(b.left) !== own.has(b.right)) {
      const other = map.faces.get(own.has(b.left) ? b.right : b.left)?.area
      if (other) beside.set(other, (beside.get(other) ?? 0) + 100)
    }
    return ok({ area: all.get(id), outline: { type: 'MultiPolygon', coordinates: outlineOf(map, id).map(r => [r]) }, children: [...all.values()].filter(a => a.parent === id), buildings: [...map.buildings.values()].filter(b => b.area === id), neighbours: [...beside].map(([area, border_m]) => ({ area, name: all.get(area)?.name ?? '', border_m })), boundaries: [] })
  }
  if (what === 'issues') return ok({ hash: hash(d), issues: issuesOf(d) })
  if (what === 'history') { const end = Number(q('before') ?? d.steps.length + 1) - 1; return ok({ total: d.steps.length, steps: d.steps.map(({ edit, ...s }, i) => ({ ...s, what: labelled(edit), in_effect: i < d.at })).slice(Math.max(0, end - Number(q('limit') ?? 100)), end) }) }
  if (what === 'diff') return ok(diffOf(d, q('against')?.startsWith('draft:') ? (x => x.maps[x.at])(drafts.get(q('against').slice(6))) : base))
  if (what === 'path') {
    const [a, b] = [q('from'), q('to')].map(text => text.split(',').map(Number))
    return ok({ points: [a, [a[0], (a[1] + b[1]) / 2], [b[0], (a[1] + b[1]) / 2], b], metres: 300 })
  }
  if (what === 'publication') { const diff = diffOf(d, base).areas; const n = c => diff.filter(x => x.change === c).length; const issues = issuesOf(d); return ok({ blocking: issues.filter(i => i.blocking), warnings: issues.filter(i => !i.blocking), refused: null, lineage: [], created: n('created'), retired: n('retired'), changed: n('changed'), handover: { incidents: [{ code: '20261122-0001', name: 'dispute', from: '4201020010010101', to: '4201020010010102' }], teams: [{ code: 'XF-001', name: '先锋队一', from: '4201020010010101', to: '4201020010010102' }], depots: [] } }) }
  if (data.hash && data.hash !== hash(d)) return bad(409, 'draft_changed')
  if (what === 'publish') {
    if (issuesOf(d).some(i => i.blocking)) return bad(409, 'draft_not_ready')
    versions.push({ ...versions[0], number: versions.length + 1, name: d.name, draft: d.id, note: data.note, effective_from: data.effective_from ?? now(), published_at: now(), state: data.effective_from ? 'to_come' : 'in_force', created: 1, changed: 3 })
    drafts.delete(d.id)
    tell({ kind: 'register', register: 'plans' })
    return ok(versions.at(-1))
  }
  try {
    if (what === 'preview') return ok(between(d, map, edited(map, data.edit)))
    const back = d.maps[d.at]
    if (what === 'undo' || what === 'redo') {
      d.at += what === 'undo' ? -1 : 1
      d.stamp++
    } else {
      const edits = what === 'number' ? { edit: 'many', edits: [...shownAreas(map).values()].filter(a => a.level === data.level && a.parent === data.under && !a.code).map((a, i) => ({ edit: 'set_code', area: a.id, code: `${map.areas.get(data.under).code}${String(50 + i).padStart(2, '0')}` })) } : data.edit
      d.last = map
      push(d, edits, edited(map, edits))
    }
    tell({ kind: 'draft', value: shown(d) })
    return ok(between(d, back, d.maps[d.at]))
  } catch (thrown) {
    if (!thrown.code) throw thrown
    return bad(422, thrown.code, thrown.params)
  }
}
