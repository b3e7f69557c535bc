import { ask } from './http'
import type { Account, Session } from './types'

const root = '/api/v1/session'

export const whoAmI = () => ask<Session>(root, { anonymous: true })
export const signIn = (account: string, password: string) =>
  ask<Session>(root, { method: 'POST', body: { account, password }, anonymous: true })
export const signInByLink = (token: string, password?: string) =>
  ask<Session>(`${root}/link`, { method: 'POST', body: { token, ...(password ? { password } : {}) }, anonymous: true })
export const signOut = () => ask<void>(root, { method: 'DELETE' })
export const changePassword = (old: string, next: string) =>
  ask<void>(`${root}/password`, { method: 'PUT', body: { old, new: next } })

export const listAccounts = () => ask<Account[]>('/api/v1/accounts')
export const createAccount = (account: Pick<Account, 'name' | 'display_name' | 'role' | 'scope' | 'team'>, action: string) =>
  ask<Account>('/api/v1/accounts', { method: 'POST', body: account, action })
export const changeAccount = (name: string, change: Record<string, unknown>, action: string) =>
  ask<Account>(`/api/v1/accounts/${encodeURIComponent(name)}`, { method: 'PATCH', body: change, action })
export const accountLink = (name: string, action: string) =>
  ask<{ link: string }>(`/api/v1/accounts/${encodeURIComponent(name)}/link`, { method: 'POST', action })
