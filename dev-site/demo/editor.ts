// An editor who works over HTTP, as the Migration view does.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Plan, Promotion } from 'payload-promote/types'

/** Calls the site's API through the gate, signed in. */
export const signIn = async (url: string, email: string, password: string) => {
  const headers: Record<string, string> = { 'content-type': 'application/json', origin: url }
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return JSON.parse(text) as T
  }
  const { token } = await call<{ token: string }>('POST', '/users/login', { email, password })
  headers.authorization = `JWT ${token}`

  return {
    call,
    computePlan: async () => (await call<{ plan: Plan }>('POST', '/promote/plans', {})).plan,
    promote: async (planId: string, snapshot: string) =>
      (await call<{ promotion: Promotion }>('POST', '/promote', { planId, snapshot })).promotion,
    waitForEnd: async (id: string, onChange: (promotion: Promotion) => void): Promise<Promotion> => {
      for (;;) {
        const { promotion } = await call<{ promotion: Promotion }>('GET', `/promote/promotions/${id}`)
        onChange(promotion)
        if (!['scheduled', 'queued', 'running'].includes(promotion.status)) return promotion
        await sleep(200)
      }
    },
  }
}
