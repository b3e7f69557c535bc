// Runs the benchmarks of all crates and prints their figures beside the targets of the design, as the table of
// docs/benchmarks.md. Needs a quiet machine: figures are of one run. Ends with 1 if a figure is missing; what a bench
// says it skips (real data that are not there, too few open files allowed) is no figure and no fault.

import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

// Each bench with the words it is given, and its rows: where the figure stands in what it prints, the work, the target.
const benches = [
  ['geo-core', 'locate', [], [
    [/all four levels: (.*locate.*)/, 'position → areas of all levels, 53,524 areas', '> 1,500,000 / s per core'],
  ]],
  ['geo-core', 'nearby', [], [
    [/moving index: nearest 10 of 100000 in (.*)/, 'nearest 10 of 100,000 teams, a tenth moving each second', '< 5 µs'],
  ]],
  ['geo-core', 'territory', [], [
    [/load and index: (.*)/, 'territory of 50,176 faces, 1.16 M points: load and index', '< 2 s'],
    [/memory: (.*)/, 'the same: memory', ''],
    [/all that draw: decide and apply\s+(.*)/, 'the same: an edit decided and applied', 'p99 < 1 ms'],
    [/full validation: (.*)/, 'the same: full validation', '< 0.5 s'],
  ]],
  ['dispatch', 'roads', ['porto'], [
    [/one target, 500 sources, Car: (.*)/, 'one call against 500 teams by road, Porto, by car', '< 2 ms'],
    [/about 1000 m drawn, all profiles ready: (.*)/, 'flood of 1 km drawn → every later travel time right, Porto, all three profiles', '< 30 ms'],
    [/about 3000 m drawn, all profiles ready: (.*)/, 'the same, a flood of 3 km', ''],
    [/customize this profile: (.*)/, 'car customized wholly anew, Porto', ''],
    [/table 1000 x 1000, car: (.*)/, 'table 1,000 × 1,000, Porto, by car', '< 443 ms'],
    [/peak memory after import: (.*)/, 'peak memory of importing Porto', ''],
  ]],
  ['dispatch', 'proposal', [], [
    [/checked: (.*)/, 'proposal for one incident, 1,000 teams by road, reasons, checked (in the process)', ''],
  ]],
  ['dispatch', 'joint', [], [
    [/500 × 2000, 30 candidates each: (.*?); checked/, 'joint optimum, 500 incidents × 2,000 teams, 30 candidates each, four tiers, reasons', '< 50 ms'],
    [/500 × 2000, dense: (.*?); checked/, 'the same, every team a candidate everywhere', '< 50 ms'],
    [/500 × 2000, dense: .*?; checked: (.*?);/, 'the same, judged by the checker', ''],
    [/10000 × 2000, 30 candidates each: (.*?); checked/, 'joint optimum, 10,000 incidents × 2,000 teams, 30 candidates each', ''],
    [/one why not: (.*)/, 'why not this team, with what forcing it costs, 500 × 2,000 dense', ''],
  ]],
  ['dispatch', 'simulate', [], [
    [/231 places: (.*)/, 'simulation: calls answered by 24 units in a table of 231 places', ''],
    [/lower bound of the same: (.*)/, 'the same, 20,000 calls: lower bound of all response times', ''],
  ]],
  ['tiles', 'tile', [], [
    [/tile of 702 polygons, uncached, uncompressed: (.*)/, 'tile of 702 polygons, uncached (in the process)', '> 2,000 / s per core'],
    [/tile kept, gzip: (.*)/, 'tile, kept, gzip (in the process)', ''],
  ]],
  ['world', 'city', [], [
    [/snapshot read and indexes rebuilt\s+(.*)/, 'restart: 1.3 M places, 45,000 cameras, 14,000 grids: state (in the process)', ''],
    [/view built\s+(.*)/, 'restart: indexes for reading (in the process)', ''],
  ]],
  ['store', 'append', [], [
    [/^append, disk, batch of 64: (.*)$/m, 'journal: entries in batches of 64', ''],
  ]],
  ['tests', 'served', [], [
    [/restart, .*: ready after (.*)/, 'served: restart with 1.3 M places, 45,000 cameras, 14,000 grids, three times', '< 2 s'],
    [/restart after kill -9, .*: ready after (.*)/, 'served: the same after kill -9, 100 calls since the snapshot', '< 2 s'],
    [/by road, checked and kept: (.*)/, 'served: proposal for one incident, 1,000 teams by road, reasons, 12 shown', '< 5 ms'],
    [/all teams in the answer: (.*)/, 'served: the same, all 1,000 teams in the answer', ''],
    [/served tile of .* not kept, gzip, (.*)/, 'served: tile of 702 polygons, asked for the first time, gzip', ''],
    [/served tile kept, gzip, (.*)/, 'served: tile of 702 polygons, kept, gzip', '> 15,000 / s'],
    [/served change .* from the answer of the POST: (.*)/, 'served: change → 1,000 subscribers, from the answer of the POST', 'p99 < 100 ms'],
    [/served change .* from sending the POST: (.*)/, 'served: the same, from sending the POST', ''],
    [/served position .* from the answer of the POST: (.*)/, 'served: position → 1,000 subscribers, from the answer of the POST', 'p99 < 100 ms'],
    [/served position .* from the first that read it: (.*)/, 'served: the same, from the first subscriber that read it', ''],
    [/served while .* come in, .*?: other requests (.*)/, 'served: other requests while 10,000 incidents come in', 'p99 < 100 ms'],
    [/served while all of them .*?: other requests (.*)/, 'served: other requests while all 10,000 are chosen for at once, 1,000 teams', 'p99 < 100 ms'],
    [/served while all of them .*?, (.*? at most)/, 'served: that joint choice itself', ''],
  ]],
]

function cargo(...words) {
  process.stderr.write(`== cargo ${words.join(' ')}\n`)
  const { stdout, stderr, status } = spawnSync('cargo', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) process.stderr.write(stderr)
  process.stderr.write(stdout)
  return stdout
}

// The bench of the whole program runs the program that lies beside it.
cargo('build', '--release', '--locked', '-p', 'server', '--bin', 'muster')
const lines = []
let missing = 0
for (const [crate, bench, words, rows] of benches) {
  const output = cargo('bench', '--locked', '-p', crate, '--bench', bench, ...(words.length ? ['--', ...words] : []))
  const skipped = output.match(/^skipped: .*$/m)?.[0]
  for (const [pattern, work, target] of rows) {
    const found = output.match(pattern)?.[1].trim()
    if (!found && !skipped) missing += 1
    lines.push(`|${work}|${found ?? skipped ?? 'no figure'}|${target}|`)
  }
}
const load = loadavg().map((average) => average.toFixed(1)).join(', ')
console.log(`\n${cpus().length} × ${cpus()[0].model}, load average ${load} in the end; where the program is served, its client is on the same cores`)
console.log(`\n|work|measured|target|\n|-|-|-|\n${lines.join('\n')}`)
process.exit(missing ? 1 : 0)
