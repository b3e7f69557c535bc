/**
 * The colours, once: the style sheet reads them as custom properties, the map as values.
 *
 * The base is grey and quiet; saturated colour belongs to what needs action. Every coloured sign also
 * has a shape or a word of its own, so that nothing hangs on hue alone. Text colours keep 4.5 : 1 against
 * the surfaces they stand on, in both themes.
 */

export type Theme = 'light' | 'dark'

export interface Palette {
  /** Behind everything, and where the map has nothing to show. */
  ground: string
  /** Panels and bars. */
  surface: string
  /** A step above the surface: rows under the pointer, input fields. */
  raised: string
  /** Selected rows. */
  chosen: string
  line: string
  text: string
  muted: string
  /** The next step, focus, links. */
  action: string
  actionText: string
  link: string
  danger: string
  warn: string
  good: string
  /** Incident severities. */
  extreme: string
  severe: string
  moderate: string
  minor: string
  /** Team states. */
  free: string
  going: string
  onScene: string
  off: string
  /** The halo around signs on the map. */
  halo: string
}

const severities = { extreme: '#e0343b', severe: '#ee7d0b', moderate: '#f0c000', minor: '#2f80ed' }

export const palettes: Record<Theme, Palette> = {
  dark: {
    ...severities,
    ground: '#101316',
    surface: '#181c20',
    raised: '#22272d',
    chosen: '#1d3350',
    line: '#343b43',
    text: '#e8ebee',
    muted: '#a0a9b3',
    action: '#1f6fd6',
    actionText: '#ffffff',
    link: '#79b3ff',
    danger: '#ff7b7b',
    warn: '#f4bd50',
    good: '#55c88e',
    free: '#27b07a',
    going: '#12a5cf',
    onScene: '#b36bff',
    off: '#7c858f',
    halo: '#0c0e10',
  },
  light: {
    ...severities,
    ground: '#eceef0',
    surface: '#ffffff',
    raised: '#f1f3f5',
    chosen: '#dfebfb',
    line: '#d3d8dd',
    text: '#1a1e22',
    muted: '#59636e',
    action: '#1b64c4',
    actionText: '#ffffff',
    link: '#1a5fb8',
    danger: '#b81f26',
    warn: '#8a5a00',
    good: '#177245',
    free: '#12865a',
    going: '#0a7fa3',
    onScene: '#8a3ddb',
    off: '#7a838d',
    halo: '#ffffff',
  },
}

/** Writes a palette where the style sheet finds it. */
export function wear(theme: Theme): void {
  const root = document.documentElement
  root.dataset.theme = theme
  root.style.colorScheme = theme
  for (const [name, value] of Object.entries(palettes[theme])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`, value)
  }
}
