/** A new call is heard, seen and counted: a tone by severity, a highlighted row, a number in the window's title. */

import { computed, shallowReactive, shallowRef, watch } from 'vue'
import type { Incident, Severity } from '@/api/types'
import { language, t, tCode } from '@/locale'
import { onNewCall } from '@/state/live'
import { soundOn } from '@/state/preferences'
import { selection } from '@/state/selection'
import { district, incidentKindName } from '@/state/session'

/** Calls nobody at this window has looked at yet. */
export const unseen = shallowReactive(new Set<string>())
/** Spoken by screen readers. */
export const announcement = shallowRef('')

let audio: AudioContext | null = null
/** Browsers allow sound only after the person touched the page. */
export function armSound(): void {
  const arm = () => {
    audio ??= new AudioContext()
    void audio.resume()
  }
  addEventListener('pointerdown', arm, { once: true })
  addEventListener('keydown', arm, { once: true })
}

const tunes: Record<Severity, number[]> = { extreme: [988, 784, 988, 784, 988], severe: [880, 698, 880], moderate: [784, 988], minor: [784] }

export function beep(severity: Severity): void {
  if (!soundOn.value || !audio || audio.state !== 'running') return
  tunes[severity].forEach((frequency, index) => {
    const start = audio!.currentTime + index * 0.19
    const tone = audio!.createOscillator()
    const gain = audio!.createGain()
    tone.frequency.value = frequency
    tone.type = 'triangle'
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(0.22, start + 0.015)
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.17)
    tone.connect(gain).connect(audio!.destination)
    tone.start(start)
    tone.stop(start + 0.18)
  })
}

export function startAlarm(): void {
  armSound()
  onNewCall((incident: Incident) => {
    unseen.add(incident.id)
    beep(incident.severity)
    announcement.value = t('incident.announced', {
      kind: incidentKindName(incident.kind, language.value),
      severity: tCode('severity', incident.severity),
      address: incident.address ?? incident.id,
    })
  })
  watch(() => selection.incident, id => id && unseen.delete(id))
  const title = computed(() => {
    const name = district.value ? t('app.title', { district: district.value.name }) : t('app.name')
    return unseen.size ? t('app.title_unseen', { n: unseen.size, title: name }) : name
  })
  watch(title, text => (document.title = text), { immediate: true })
}
