/// <reference types="node" />
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fill, type Message } from '@/locale'
import { en } from '@/locale/en'
import { zh } from '@/locale/zh'

const texts = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other])
const parameters = (message: Message) => [...new Set(texts(message).flatMap(text => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1])))].sort()

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })

  it('take the same parameters in both languages', () => {
    const differing = Object.keys(zh).filter(key => {
      const [a, b] = [parameters(zh[key as keyof typeof zh]), parameters(en[key as keyof typeof en] as Message)]
      // A language that has no need of the number may leave it out.
      return JSON.stringify(a.filter(name => name !== 'n')) !== JSON.stringify(b.filter(name => name !== 'n'))
    })
    expect(differing).toEqual([])
  })

  it('are never empty', () => {
    for (const [key, message] of [...Object.entries(zh), ...Object.entries(en)]) for (const text of texts(message)) expect(text, key).not.toBe('')
  })

  it('offer as many phrases in one language as in the other', () => {
    for (const key of Object.keys(zh).filter(key => key.startsWith('phrases.'))) {
      expect(String(en[key as keyof typeof en]).split('|').length, key).toBe(String(zh[key as keyof typeof zh]).split('|').length)
    }
  })

  it('choose the plural form by n', () => {
    const rules = new Intl.PluralRules('en')
    const message = { one: '{n} team', other: '{n} teams' }
    expect([0, 1, 2].map(n => fill(message, { n }, rules))).toEqual(['0 teams', '1 team', '2 teams'])
  })

  it('leave a parameter standing that was not given', () => {
    expect(fill('{a} {b}', { a: 1 }, new Intl.PluralRules('zh-CN'))).toBe('1 {b}')
  })
})

describe('the components', () => {
  const files = (folder: string): string[] => readdirSync(folder).flatMap(name => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]))
  const source = files('src').filter(path => /\.(vue|ts)$/.test(path))

  it('hold no Chinese words of their own', () => {
    const guilty = source.filter(path => !path.includes('locale')).filter(path => {
      const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|<!--[\s\S]*?-->/gm, '')
      return /[\u4e00-\u9fff]/.test(code)
    })
    expect(guilty).toEqual([])
  })

  it('import the map library in src/map only, and fetch in src/api only', () => {
    const guilty = source.filter(path => {
      const code = readFileSync(path, 'utf8')
      return (/from 'maplibre-gl/.test(code) && !path.startsWith('src/map/')) || (/\bfetch\(|EventSource\(|XMLHttpRequest/.test(code) && !path.startsWith('src/api/'))
    })
    expect(guilty).toEqual([])
  })
})
