/** Who is signed in, and for which district. */

import { computed, shallowRef } from 'vue'
import { behave } from '@/api/http'
import { districtApi, type DistrictApi } from '@/api/district'
import type { DistrictInfo, Session } from '@/api/types'

/** `undefined` until the service has said. */
export const session = shallowRef<Session | null | undefined>(undefined)
export const district = shallowRef<DistrictInfo | null>(null)

let bound: { code: string; api: DistrictApi } | null = null

/** The requests of the district on screen. */
export function api(): DistrictApi {
  if (!bound) throw new Error('no district is open yet')
  return bound.api
}

export function bindDistrict(code: string): DistrictApi {
  bound = { code, api: districtApi(code) }
  return bound.api
}

export function enter(next: Session | null): void {
  session.value = next
  behave({ csrf: next?.csrf ?? '' })
}

export const mayAct = computed(() => session.value?.role === 'duty_officer' || session.value?.role === 'administrator')
export const mayEdit = computed(() => session.value?.role === 'administrator')

/** Roles that may draw; the service holds the last word, and also asks that nothing limits the account to a part of the district. */
const PLANNERS: readonly string[] = ['planner', 'administrator']
export const mayPlan = computed(() => PLANNERS.includes(session.value?.role ?? '') && !session.value?.scope)

export function incidentKindName(code: string, language: 'zh' | 'en'): string {
  const kind = district.value?.tables.incident_kinds.find(kind => kind.code === code)
  return kind ? kind[language] : code
}
