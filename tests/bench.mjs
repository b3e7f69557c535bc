// Runs the benchmarks of all crates and prints their figures beside the targets of the design, as the table of
// docs/benchmarks.md. Needs a quiet machine: figures are of one run.

import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const rows = [
  ['geo-core', 'locate', /all four levels: (.*)/, 'position → areas of all levels, 53,524 areas', '> 1,500,000 / s per core'],
  ['geo-core', 'nearby', /moving index: nearest 10 of 100000 in (.*)/, 'nearest 10 of 100,000 teams, a tenth moving each second', '< 5 µs'],
  ['dispatch', 'proposal', /checked: (.*)/, 'proposal for one incident, 1,000 teams by road, reasons, checked', '< 5 ms'],
  ['tiles', 'tile', /tile of 702 polygons, uncached, uncompressed: (.*)/, 'tile of 702 polygons, uncached', '> 2,000 / s per core'],
  ['tiles', 'tile', /tile kept, gzip: (.*)/, 'tile, kept, gzip (in the process)', '> 15,000 / s'],
  ['world', 'city', /snapshot read and indexes rebuilt\s+(.*)/, 'restart: 1.3 M places, 45,000 cameras, 14,000 grids: state', '< 2 s together'],
  ['world', 'city', /view built\s+(.*)/, 'restart: indexes for reading', ''],
  ['store', 'append', /^(.*64.*)$/m, 'journal: entries in batches of 64', ''],
]
const outputs = new Map()
for (const [crate, bench] of rows) {
  const key = `${crate}/${bench}`
  if (outputs.has(key)) continue
  process.stderr.write(`== cargo bench -p ${crate} --bench ${bench}\n`)
  const { stdout, stderr, status } = spawnSync('cargo', ['bench', '--locked', '-p', crate, '--bench', bench], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) process.stderr.write(stderr)
  process.stderr.write(stdout)
  outputs.set(key, stdout)
}
console.log(`\n${cpus().length} × ${cpus()[0].model}\n\n|work|measured|target|\n|-|-|-|`)
let missing = 0
for (const [crate, bench, pattern, work, target] of rows) {
  const found = outputs.get(`${crate}/${bench}`).match(pattern)?.[1]
  if (!found) missing += 1
  console.log(`|${work}|${found?.trim() ?? 'no figure'}|${target}|`)
}
process.exit(missing ? 1 : 0)
