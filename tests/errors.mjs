// Writes docs/errors.md from the catalogue data/tables/errors.json; with --check only says whether they agree.

import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const path = join(root, 'docs', 'errors.md')
const catalogue = JSON.parse(readFileSync(join(root, 'data', 'tables', 'errors.json'), 'utf8'))
const codes = Object.keys(catalogue).sort()
const lines = [
  '# Errors',
  '',
  'Every refusal and fault has a stable code. The service answers with RFC 9457 problem documents (`application/problem+json`)',
  'whose `code` is one of these, worded in the language of `Accept-Language` (Chinese unless asked otherwise); the command line',
  'prints the same words with the code in brackets. `{name}` stands for a value. This page is made from',
  '`data/tables/errors.json` by `node tests/errors.mjs`.',
  '',
]
for (const code of codes) {
  const entry = catalogue[code]
  lines.push(`## ${code}`, '', `HTTP ${entry.status} · ${entry.title_zh} · ${entry.title_en}`, '')
  lines.push(`- ${entry.zh} ${entry.remedy_zh}`.trimEnd(), `- ${entry.en} ${entry.remedy_en}`.trimEnd(), '')
}
const text = lines.join('\n')
if (process.argv.includes('--check')) {
  let present = ''
  try { present = readFileSync(path, 'utf8') } catch { /* missing counts as different */ }
  if (present !== text) {
    console.error('docs/errors.md does not say what data/tables/errors.json says; run: node tests/errors.mjs')
    process.exit(1)
  }
} else writeFileSync(path, text)
