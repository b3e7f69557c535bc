// A service that is none: serves the contract from memory so that the application can be looked at. Development only.
//   node dev/mock.mjs [port]      then   npm run dev
import { createServer } from 'node:http'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { plans } from './mock_plan.mjs'
import * as w from './mock_world.mjs'

const port = Number(process.argv[2] ?? 7979)
const dist = fileURLToPath(new URL('../dist', import.meta.url))
let seq = 10
const incidents = new Map()
const listeners = new Set()
const now = () => new Date().toISOString()
const metres = (a, b) => Math.hypot((a.lon - b.lon) * 95700, (a.lat - b.lat) * 111195)
const speed = { car: 8, motorcycle: 9, foot: 1.4 }
const where = view => view.fix?.position ?? w.areas.find(a => a.code === view.team.home)?.label
const travel = (view, at) => {
  const drive = Math.round((metres(where(view), at) * 1.35 / speed[view.team.profile]) * 1000)
  return { total_ms: drive + 22000, drive_ms: drive, walk_ms: 22000, basis: 'roads' }
}
const teamOf = code => w.teams.find(t => t.team.code === code)
const send = (event, data, id) => {
  for (const res of listeners) res.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
function publish(by, ...changes) {
  send('change', { seq, at: now(), by, changes }, seq)
}
const step = (what, by, team = null, detail = null) => ({ at: now(), by, what, team, detail })
function take(call, by, state, ago = 0) {
  seq++
  const at = new Date(Date.now() - ago).toISOString()
  const incident = { id: `20261122-${String(incidents.size + 1).padStart(4, '0')}`, state, kind: call.kind, severity: call.severity, position: call.position, address: call.address ?? null, areas: w.areasAt(call.position).map(a => a.code), channel: call.channel, external_no: call.external_no ?? null, narrative: null, accepted_at: at, ended_at: null, remark: null, tasks: [], merged_into: null, photos: [], history: [{ ...step('incident_accepted', by), at }], version: seq, text: call.narrative ?? null }
  if (state === 'opened') incident.history.push({ ...step('incident_moved', by, null, 'opened'), at })
  incidents.set(incident.id, incident)
  publish(by, { kind: 'incident', value: incident })
  return incident
}
const touch = (incident, by, ...steps) => {
  incident.version = ++seq
  incident.history.push(...steps)
  const changes = [{ kind: 'incident', value: incident }, ...incident.tasks.map(t => ({ kind: 'team', value: teamOf(t.team) }))]
  publish(by, ...changes)
  return incident
}
function assign(incident, team, by, dispatched = {}) {
  const fence = seq + 1
  incident.tasks.push({ team, fence, state: 'assigned', assigned_at: now(), accepted_at: null, en_route_at: null, arrived_at: null, ended_at: null, reason: null, dispatched: { estimate: travel(teamOf(team), incident.position).total_ms, basis: 'roads 1', rank: 1, proposal: null, override_reason: null, ...dispatched } })
  incident.state = 'dispatched'
  teamOf(team).status.bound = { incident: incident.id, state: 'assigned', fence }
  return touch(incident, by, step('team_assigned', by, team, dispatched.override_reason ?? null), step('incident_moved', by, null, 'dispatched'))
}
function move(incident, team, state, by, reason = null) {
  const task = incident.tasks.find(t => t.team === team && !t.ended_at)
  if (!task) return null
  task.state = state
  task.reason = reason
  const field = { accepted: 'accepted_at', en_route: 'en_route_at', on_scene: 'arrived_at' }[state] ?? 'ended_at'
  task[field] = now()
  const ended = field === 'ended_at'
  teamOf(team).status.bound = ended ? null : { incident: incident.id, state, fence: task.fence }
  const active = incident.tasks.filter(t => !t.ended_at)
  incident.state = active.some(t => t.state === 'on_scene') ? 'handling' : active.length ? 'dispatched' : incident.tasks.some(t => t.state === 'done') ? 'feedback' : 'opened'
  return touch(incident, by, step('task_moved', by, team, reason ? `${state}: ${reason}` : state), step('incident_moved', by, null, incident.state))
}
const sample = [['gas_leak', 'extreme', '示例路 18 号 3 栋一层', 'fire119', 2], ['fire', 'severe', '吉庆街 52 号沿街商铺', 'police110', 9], ['traffic', 'moderate', '示例3路与示例5街口', 'phone', 14], ['dispute', 'minor', '兰陵社区居民活动室', 'grid_worker', 41], ['noise', 'minor', '永清路 7 号', 'hotline12345', 66]]
sample.forEach(([kind, severity, address, channel, ago], i) => take({ kind, severity, address, channel, position: w.around(0.04), narrative: i === 0 ? { text: '一层楼道有明显燃气味,已请住户关阀开窗。', contact: null } : null }, 'demo', i === 3 ? 'accepted' : 'opened', ago * 60e3))
assign(incidents.get('20261122-0003'), 'XL-04', 'demo')
move(incidents.get('20261122-0003'), 'XL-04', 'en_route', 'demo')
assign(incidents.get('20261122-0005'), 'XL-02', 'demo')
move(incidents.get('20261122-0005'), 'XL-02', 'on_scene', 'demo')

const problem = (res, status, code, title, remedy = '') => reply(res, status, { type: `/docs/errors#${code}`, title, status, code, params: {}, detail: '', remedy })
function reply(res, status, body) {
  res.writeHead(status, { 'Content-Type': 'application/json' })
  res.end(status === 204 ? undefined : JSON.stringify(body))
}
function propose(incident) {
  const kind = w.tables.incident_kinds.find(k => k.code === incident.kind)
  const all = w.teams.map(view => {
    const { team, status, fix } = view
    const reasons = []
    if (team.home && incident.areas.includes(team.home)) reasons.push({ code: team.kind === 'liaison_team' ? 'home_team' : 'home_area', verdict: team.kind === 'liaison_team' ? 'for' : 'neutral', params: { area: team.home } })
    reasons.push(kind.suited.includes(team.kind) ? { code: 'kind_fits', verdict: 'for', params: {} } : { code: 'kind_unsuited', verdict: 'bars', params: {} })
    reasons.push(status.on_duty ? { code: 'on_duty', verdict: 'for', params: {} } : { code: 'off_duty', verdict: 'bars', params: { next_start: status.next_shift_start } })
    reasons.push(status.bound ? { code: 'busy', verdict: 'bars', params: { incident: status.bound.incident, state: status.bound.state } } : { code: 'free', verdict: 'for', params: {} })
    if (status.unavailable) reasons.push({ code: 'unavailable', verdict: 'bars', params: { reason: status.unavailable } })
    const age = fix ? Date.now() - Date.parse(fix.at) : 0
    reasons.push(fix ? { code: age > 600e3 ? 'position_stale' : 'position_fresh', verdict: age > 600e3 ? 'bars' : 'for', params: { age_ms: age } } : { code: 'position_assumed', verdict: 'neutral', params: {} })
    return { team: team.code, name: team.name, kind: team.kind, profile: team.profile, rank: null, travel: travel(view, incident.position), cost_ms: 0, position_age_ms: age, reasons }
  }).sort((a, b) => a.travel.total_ms - b.travel.total_ms)
  const barred = c => c.reasons.some(r => r.verdict === 'bars')
  return { proposal: { id: 'p1', hash: '' }, incident: incident.id, at: now(), seq, basis: { roads: { version: '1' } }, ranked: all.filter(c => !barred(c)).slice(0, 12).map((c, i) => ({ ...c, rank: i + 1 })), ruled_out: all.filter(barred).slice(0, 12), eligible: all.filter(c => !barred(c)).length, barred: all.filter(barred).length, checked: true }
}
const style = theme => {
  const dark = theme === 'dark'
  const ink = dark ? '#4a525b' : '#9aa3ad'
  const width = { district: 3, township: 2.2, community: 1.4, grid: 0.9, micro_area: 0.6 }
  return { version: 8, metadata: {}, sources: { roads: { type: 'geojson', data: w.roads }, areas: { type: 'geojson', data: w.outlines }, points: { type: 'geojson', data: { type: 'FeatureCollection', features: w.depots.map(d => ({ type: 'Feature', properties: { code: d.code, name: d.name }, geometry: { type: 'Point', coordinates: [d.position.lon, d.position.lat] } })) } } }, layers: [
    { id: 'base-background', type: 'background', paint: { 'background-color': dark ? '#15191d' : '#eef0f2' } },
    { id: 'base-road', type: 'line', source: 'roads', paint: { 'line-color': dark ? '#2b3138' : '#ffffff', 'line-width': ['case', ['get', 'major'], 5, 2] } },
    ...Object.entries(width).map(([level, line]) => ({ id: `area-${level}-line`, type: 'line', source: 'areas', filter: ['==', ['get', 'level'], level], minzoom: level === 'micro_area' ? 14 : level === 'grid' ? 13 : 0, paint: { 'line-color': ink, 'line-width': line } })),
    { id: 'area-community-label', type: 'symbol', source: 'areas', filter: ['==', ['get', 'level'], 'community'], layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-font': ['Noto Sans SC'] }, paint: { 'text-color': dark ? '#8d97a1' : '#6c7680' } },
    { id: 'point-depot', type: 'circle', source: 'points', paint: { 'circle-radius': 5, 'circle-color': dark ? '#181c20' : '#fff', 'circle-stroke-color': ink, 'circle-stroke-width': 2 } },
  ] }
}

const session = { account: 'duty', display_name: '值班员一', role: 'administrator', scope: null, csrf: 'c', districts: [{ code: w.code, name: '江岸示例区' }], expires_at: now() }
let signedIn = true
createServer(async (req, res) => {
  const url = new URL(req.url, 'http://x')
  let body = ''
  for await (const piece of req) body += piece
  const data = body ? JSON.parse(body) : {}
  const path = url.pathname
  const q = name => url.searchParams.get(name)
  if (path.startsWith('/style/')) return reply(res, 200, style(q('theme')))
  if (path === '/api/v1/session/link') return (signedIn = true), reply(res, 200, session)
  if (path === '/api/v1/session') {
    if (req.method === 'DELETE') return (signedIn = false), reply(res, 204)
    if (req.method === 'POST') {
      if (data.password !== 'demo-password') return problem(res, 401, 'wrong_credentials', '账号或密码不正确', '请重试。')
      signedIn = true
    }
    return signedIn ? reply(res, 200, session) : problem(res, 401, 'not_signed_in', '未登录')
  }
  if (path.startsWith('/api/') && !signedIn) return problem(res, 401, 'not_signed_in', '未登录')
  if (path === '/api/v1/accounts') return reply(res, 200, [{ name: 'duty', display_name: '值班员一', role: 'administrator', scope: null, disabled: false }])
  const rest = path.replace(`/api/v1/${w.code}`, '')
  if (path.startsWith('/api/v1/')) {
    const parts = rest.split('/').filter(Boolean).map(decodeURIComponent)
    const incident = parts[0] === 'incidents' ? incidents.get(parts[1]) : null
    const done = value => reply(res, 200, value)
    const planned = plans(req.method, parts, q, data, change => { seq++; publish('duty', change) })
    if (planned) return reply(res, planned.status, planned.body)
    if (rest === '') return done({ code: w.code, name: '江岸示例区', tables: w.tables, bounds: w.bounds, roads: { version: '1', summary: '', ready: true }, counts: { areas: {}, teams: w.teams.length, shifts: 0, depots: 5, sensing_points: 40, places: 0, open_incidents: 5 }, seq, now: now(), version: '0.1.0' })
    if (rest === '/live') {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      res.write(`event: hello\ndata: ${JSON.stringify({ seq, now: now(), version: '0.1.0' })}\n\n`)
      listeners.add(res)
      return req.on('close', () => listeners.delete(res))
    }
    if (parts[0] === 'areas' && parts[2] === 'staff') {
      const area = w.areas.find(a => a.code === parts[1])
      if (data.version !== area.version) return problem(res, 409, 'stale_version', '别人已修改')
      Object.assign(area, data, { version: ++seq })
      publish('duty', { kind: 'area', value: area })
      return done(area)
    }
    if (parts[0] === 'areas' && parts[1]) {
      const area = w.areas.find(a => a.code === parts[1])
      const shape = w.outlines.features.find(f => f.properties.code === area.code).geometry.coordinates[0]
      return done({ area, ancestors: w.areas.filter(a => area.code.startsWith(a.code) && a !== area), bounds: [...shape[0], ...shape[2]], children_count: w.areas.filter(a => a.parent === area.code).length, teams: w.teams.filter(t => t.team.home === area.code).map(t => t.team.code) })
    }
    if (parts[0] === 'areas') return done({ seq, items: w.areas })
    if (parts[0] === 'locate') {
      const areas = w.areasAt({ lon: +q('lon'), lat: +q('lat') })
      return done({ areas, liaison_team: w.teams.find(t => t.team.kind === 'liaison_team' && t.team.home === areas.at(-1)?.code) ?? null })
    }
    if (parts[0] === 'nearby') {
      const at = { lon: +q('lon'), lat: +q('lat') }
      const source = { team: w.teams.map(t => ({ code: t.team.code, name: t.team.name, position: where(t), travel_ms: travel(t, at).total_ms })), depot: w.depots.map(d => ({ ...d, travel_ms: Math.round(metres(d.position, at) * 170) })), sensing_point: w.points, place: [] }[q('kind')]
      return done({ items: source.map(s => ({ kind: q('kind'), code: s.code, name: s.name, position: s.position, metres: metres(s.position, at), travel_ms: s.travel_ms })).sort((a, b) => a.metres - b.metres).slice(0, +q('k')), basis: q('by') === 'road' ? 'roads' : 'air' })
    }
    if (parts[0] === 'search') {
      const found = [...w.areas.map(a => ({ kind: 'area', code: a.code, label: a.name, detail: a.code, position: a.label })), ...w.teams.map(t => ({ kind: 'team', code: t.team.code, label: t.team.name, detail: t.team.code, position: where(t) })), ...w.points.map(p => ({ kind: 'sensing_point', code: p.code, label: p.name, detail: p.pole, position: p.position }))]
      return done({ items: found.filter(f => `${f.label} ${f.code} ${f.detail}`.includes(q('q'))).slice(0, +q('limit')) })
    }
    if (rest === '/incidents' && req.method === 'POST') return reply(res, 201, take(data, 'duty', 'opened'))
    if (rest === '/incidents') return done({ seq, items: [...incidents.values()].filter(i => q('state') === 'all' || (q('state') === 'closed') === ['closed', 'merged'].includes(i.state)) })
    if (parts[0] === 'incidents' && !incident) return problem(res, 404, 'unknown_incident', '没有这个事件', '请检查编号。')
    if (incident && parts.length === 2 && req.method === 'PATCH') {
      Object.assign(incident, { ...data, version: undefined })
      incident.areas = w.areasAt(incident.position).map(a => a.code)
      return done(touch(incident, 'duty', step('incident_amended', 'duty')))
    }
    if (incident && parts.length === 2) return done({ incident, narrative: incident.text, duplicates: [] })
    if (incident && parts[2] === 'proposals') return done(propose(incident))
    if (incident && parts[2] === 'route') {
      const from = where(teamOf(q('team')))
      const to = incident.position
      return done({ geometry: [[from.lon, from.lat], [from.lon, to.lat], [to.lon, to.lat]], total_ms: travel(teamOf(q('team')), to).total_ms, metres: metres(from, to) * 1.3, basis: 'roads', streets: [{ name: '示例路', metres: 100, ms: 1 }, { name: '吉庆街', metres: 100, ms: 1 }] })
    }
    if (incident && parts[2] === 'assignments' && parts.length === 3) return done(assign(incident, data.team, 'duty', { override_reason: data.override_reason ?? null }))
    if (incident && parts[4] === 'state') return done(move(incident, parts[3], data.state, 'duty', data.reason ?? null))
    if (incident && parts[4] === 'recall') return done(move(incident, parts[3], 'recalled', 'duty', data.reason))
    if (incident && parts[4] === 'reassign') return done({ from: move(incident, parts[3], 'recalled', 'duty', data.reason), to: assign(incidents.get(data.to), parts[3], 'duty') })
    const verbs = { open: 'opened', park: 'parked', resume: 'opened', close: 'closed', merge: 'merged' }
    if (incident && verbs[parts[2]]) {
      incident.state = verbs[parts[2]]
      if (['closed', 'merged'].includes(incident.state)) incident.ended_at = now()
      incident.remark = data.outcome ?? data.reason ?? null
      if (data.into) incident.merged_into = data.into
      return done(touch(incident, 'duty', step('incident_moved', 'duty', null, incident.remark ? `${incident.state}: ${incident.remark}` : incident.state)))
    }
    if (parts[0] === 'teams' && parts[1]) {
      const view = teamOf(parts[1])
      if (parts[2] === 'availability') view.status.unavailable = data.unavailable
      else if (parts[2] === 'place') view.fix = { position: data.position, at: now(), heading: null, speed: null, source: 'radio' }
      else if (data.version !== view.team.version) return problem(res, 409, 'stale_version', '别人已修改')
      else Object.assign(view.team, data, { version: seq + 1 })
      seq++
      publish('duty', { kind: 'team', value: view })
      return done(view)
    }
    const register = { teams: w.teams, depots: w.depots, shifts: w.shifts, 'sensing-points': w.points.filter(p => q('purpose') || p.kind !== 'camera') }[parts[0]]
    if (register && req.method === 'GET') return done({ seq, items: register })
    return problem(res, 404, 'unknown_address', '没有这个地址')
  }
  const file = join(dist, extname(path) ? path : 'index.html')
  if (!existsSync(file) || !statSync(file).isFile()) return problem(res, 404, 'unknown_address', '没有这个地址')
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
  res.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:" })
  createReadStream(file).pipe(res)
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`))

setInterval(() => listeners.forEach(res => res.write(': beat\n\n')), 10_000)
setInterval(() => {
  const fixes = w.teams.filter(t => t.fix && t.team.code !== 'XL-07').map(({ team, fix }) => {
    const angle = (fix.heading * Math.PI) / 180
    fix.position = { lon: fix.position.lon + 0.00006 * Math.sin(angle), lat: fix.position.lat + 0.00005 * Math.cos(angle) }
    fix.at = now()
    return { team: team.code, ...fix }
  })
  send('positions', { fixes })
}, 1_000)
// A new call from outside, to hear and see one: kill -USR1 <pid>
process.on('SIGUSR1', () => take({ kind: 'fire', severity: 'severe', address: '示例7路 21 号仓库', channel: 'alarm', position: w.around(0.04) }, 'system:alarm', 'accepted'))
