/** What this browser remembers of its user's taste. */

import { ref, shallowRef, watch } from 'vue'
import { behave } from '@/api/http'
import { language, type Language } from '@/locale'
import { wear, type Theme } from '@/look/palette'
import { selection } from './selection'

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`muster.${name}`)
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`muster.${name}`, value)
  } catch {
    // A browser that may not remember works all the same.
  }
}

const preferred: Theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
const stored = remembered('theme')
export const theme = shallowRef<Theme>(stored === 'light' || stored === 'dark' ? stored : preferred)
export const soundOn = ref(remembered('sound') !== 'off')
export const panelWidth = ref(Number(remembered('panel')) || 400)
export const widePanelWidth = ref(Number(remembered('panel_wide')) || 760)
export const calm = matchMedia('(prefers-reduced-motion: reduce)')

function firstLanguage(): Language {
  const wanted = selection.lang ?? remembered('lang')
  if (wanted === 'zh' || wanted === 'en') return wanted
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export function setLanguage(next: Language): void {
  if (selection.lang) selection.lang = next
  language.value = next
}

/** Applies what is remembered, and remembers what changes. */
export function startPreferences(): void {
  language.value = firstLanguage()
  watch(theme, next => {
    wear(next)
    remember('theme', next)
  })
  wear(theme.value)
  watch(
    language,
    next => {
      document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
      behave({ language: next })
      remember('lang', next)
    },
    { immediate: true },
  )
  watch(soundOn, on => remember('sound', on ? 'on' : 'off'))
  watch(panelWidth, width => remember('panel', String(width)))
  watch(widePanelWidth, width => remember('panel_wide', String(width)))
}
