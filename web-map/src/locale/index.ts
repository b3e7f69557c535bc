/**
 * Words come from here. A message is a text with `{parameters}`, or one text per plural form of the
 * language; the forms are chosen by the parameter `n`. No sentence is ever glued together.
 */

import { shallowRef } from 'vue'
import { en } from './en'
import { zh } from './zh'

export type Language = 'zh' | 'en'
export type Message = string | { one: string; other: string }
export type Key = keyof typeof zh
export type Params = Record<string, string | number>

const words: Record<Language, Record<Key, Message>> = { zh, en }
const plurals = { zh: new Intl.PluralRules('zh-CN'), en: new Intl.PluralRules('en') }

export const language = shallowRef<Language>('zh')

export function fill(message: Message, params: Params, plural: Intl.PluralRules): string {
  const text = typeof message === 'string' ? message : message[plural.select(Number(params.n ?? 0)) === 'one' ? 'one' : 'other']
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}

export function t(key: Key, params: Params = {}): string {
  return fill(words[language.value][key], params, plurals[language.value])
}

/** For keys made of a code that came from the service: falls back to the code itself. */
export function tCode(prefix: string, code: string, params: Params = {}): string {
  const key = `${prefix}.${code}`
  return key in zh ? t(key as Key, params) : code
}

export function hasKey(key: string): key is Key {
  return key in zh
}

export const locale = () => (language.value === 'zh' ? 'zh-CN' : 'en-GB')
