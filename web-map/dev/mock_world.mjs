// A made-up district for looking at the application without a service: development only, never built in.
export const code = '420102'
const centre = { lon: 114.305, lat: 30.593 }
let state = 7
const chance = () => ((state = (state * 1103515245 + 12345) % 2147483648) / 2147483648)
const pick = list => list[Math.floor(chance() * list.length)]
export const around = (spread, at = centre) => ({ lon: +(at.lon + (chance() - 0.5) * spread).toFixed(6), lat: +(at.lat + (chance() - 0.5) * spread * 0.85).toFixed(6) })
const syllables = ['安', '文', '立', '明', '远', '清', '和', '平', '正', '博']
const staff = () => `示例${pick(syllables)}${pick(syllables)}`
const phone = () => `027-8800${Math.floor(1000 + chance() * 8999)}`

export const areas = []
const outline = new Map()
function cell(parent, level, codeText, name, w, s, e, n) {
  outline.set(codeText, [[w, s], [e, s], [e, n], [w, n], [w, s]])
  areas.push({ code: codeText, name, level, parent, grid_kind: level === 'grid' ? 'basic_grid' : null, leader: level === 'district' ? null : staff(), phone: level === 'district' ? null : phone(), body: level === 'community' ? `${name}居委会` : null, square_metres: (e - w) * 95700 * (n - s) * 111195, label: { lon: (w + e) / 2, lat: (s + n) / 2 }, version: 1 })
}
const half = 0.032
const split = (w, s, e, n, columns, rows) => Array.from({ length: columns * rows }, (_, i) => {
  const x = i % columns, y = Math.floor(i / columns)
  return [w + ((e - w) * x) / columns, s + ((n - s) * y) / rows, w + ((e - w) * (x + 1)) / columns, s + ((n - s) * (y + 1)) / rows]
})
cell(null, 'district', code, '江岸示例区', centre.lon - half, centre.lat - half * 0.85, centre.lon + half, centre.lat + half * 0.85)
const two = value => String(value).padStart(2, '0')
split(centre.lon - half, centre.lat - half * 0.85, centre.lon + half, centre.lat + half * 0.85, 2, 2).forEach((t, i) => {
  const township = `${code}00${i + 1}`
  cell(code, 'township', township, ['大智街道', '一元街道', '车站街道', '四唯街道'][i], ...t)
  split(...t, 2, 2).forEach((c, j) => {
    const community = `${township}00${j + 1}`
    cell(township, 'community', community, `${pick(['兰陵', '黎黄', '天声', '汉口', '永清', '同兴', '金宝', '吉庆'])}${j + 1}社区`, ...c)
    split(...c, 2, 2).forEach((g, k) => {
      const grid = `${community}00${k + 1}`
      cell(community, 'grid', grid, `第${k + 1}网格`, ...g)
      split(...g, 2, 1).forEach((m, l) => cell(grid, 'micro_area', `${grid}${two(l + 1)}`, `${pick(['联心', '结情', '美邻', '和悦', '安居'])}苑${k + 1}-${l + 1}`, ...m))
    })
  })
})
export const areasAt = ({ lon, lat }) => areas.filter(({ code }) => {
  const [[w, s], , [e, n]] = outline.get(code)
  return lon >= w && lon < e && lat >= s && lat < n
})

export const teams = []
const team = (codeText, name, kind, profile, home, more = {}) => teams.push({
  team: { code: codeText, name, kind, profile, home, duty: kind === 'liaison_team' ? 'always' : 'by_shift', department: kind === 'duty_group' ? '城管局' : null, phone: phone(), radio_only: false, retired: false, version: 1, ...more },
  status: { on_duty: true, unavailable: null, bound: null },
  fix: kind === 'liaison_team' ? null : { position: around(0.05), at: new Date().toISOString(), heading: Math.floor(chance() * 360), speed: 7, source: 'device' },
})
'一二三四五六七八九十'.split('').forEach((n, i) => team(`XL-${two(i + 1)}`, `巡逻${n}队`, 'patrol', i % 3 ? 'car' : 'motorcycle', `${code}00${(i % 4) + 1}`, { radio_only: i === 2 }))
;['城管值班组', '应急值班组', '市场监管值班组'].forEach((name, i) => team(`ZB-${i + 1}`, name, 'duty_group', 'car', null))
areas.filter(a => a.level === 'micro_area').forEach((a, i) => team(`XF-${String(i + 1).padStart(3, '0')}`, `${a.name}先锋队`, 'liaison_team', 'foot', a.code))
Object.assign(teams[4].status, { on_duty: false, next_shift_start: new Date(Date.now() + 3.6e6).toISOString() })
teams[5].status.unavailable = '车辆检修'
teams[6].fix.at = new Date(Date.now() - 26 * 60e3).toISOString()

export const depots = ['区级应急物资储备库', '大智街道储备点', '一元街道储备点', '兰陵社区储备点', '永清社区储备点'].map((name, i) => ({ code: `CK-${i + 1}`, name, tier: i === 0 ? 'district' : i < 3 ? 'township' : 'village', position: around(0.05), address: `示例路${10 + i}号`, keeper: staff(), phone: phone(), version: 1 }))
export const points = Array.from({ length: 40 }, (_, i) => ({ code: `GZ-${String(i + 1).padStart(4, '0')}`, name: `示例路${i + 1}号点`, kind: pick(['alarm_button', 'smoke', 'water_level', 'camera']), pole: `G${100 + i}`, position: around(0.055), owner: '区城运中心', status: i % 13 ? 'in_service' : 'faulty', version: 1 }))
export const shifts = teams.filter(t => t.team.duty === 'by_shift').map((t, i) => ({ code: `BC-${two(i + 1)}`, team: t.team.code, starts: new Date(Date.now() - 4 * 3.6e6).toISOString(), ends: new Date(Date.now() + 4 * 3.6e6).toISOString(), leader: staff(), version: 1 }))
export const tables = {
  incident_kinds: [
    ['dispute', '矛盾纠纷', 'Dispute', ['patrol', 'liaison_team'], 'minor'], ['fire', '火情', 'Fire', ['patrol', 'duty_group'], 'severe'], ['traffic', '交通事故', 'Traffic accident', ['patrol'], 'moderate'],
    ['flood', '积水内涝', 'Flooding', ['duty_group', 'patrol'], 'moderate'], ['noise', '噪声扰民', 'Noise', ['liaison_team', 'patrol'], 'minor'], ['gas_leak', '燃气泄漏', 'Gas leak', ['duty_group', 'patrol'], 'extreme'],
  ].map(([code, zh, en, suited, severity]) => ({ code, zh, en, suited, severity })),
  place_kinds: [],
  policy: { home_handicap: 180000, stale_after: 600000, arrival_radius: 50, duplicate_radius: 300, duplicate_window: 3600000 },
}
const line = (coordinates, properties) => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } })
export const roads = { type: 'FeatureCollection', features: Array.from({ length: 25 }, (_, i) => {
  const d = -half + (i * 2 * half) / 24
  return [line([[centre.lon + d, centre.lat - half], [centre.lon + d * 0.9, centre.lat + half]], { name: `示例${i}路`, major: i % 6 === 0 }), line([[centre.lon - half, centre.lat + d * 0.85], [centre.lon + half, centre.lat + d * 0.8]], { name: `示例${i}街`, major: i % 6 === 3 })]
}).flat() }
export const outlines = { type: 'FeatureCollection', features: areas.map(a => ({ type: 'Feature', properties: { code: a.code, name: a.name, level: a.level }, geometry: { type: 'Polygon', coordinates: [outline.get(a.code)] } })) }
export const bounds = [centre.lon - half, centre.lat - half * 0.85, centre.lon + half, centre.lat + half * 0.85]
