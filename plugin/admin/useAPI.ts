'use client'
import { useConfig } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'
import { useCallback, useMemo } from 'react'

/** A failed call, in the words of the server's answer. */
export type CallError = {
  code: string
  message: string
  hint: string
  details?: unknown
  /** Of the HTTP answer; 0 when there was none. */
  status: number
}

/** Either what was asked for, or why not. */
export type Answer<T> = { value: T; error?: undefined } | { value?: undefined; error: CallError }

type Query = Record<string, string | number | undefined>

/**
 * Calls the plugin's routes on the origin that the admin panel was opened on: the user's cookie belongs to it, and
 * `serverURL` may be the public site's.
 */
export const useAPI = () => {
  const { config } = useConfig()
  const { api } = config.routes

  const call = useCallback(
    async <T>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal): Promise<Answer<T>> => {
      try {
        const response = await fetch(formatAdminURL({ apiRoute: api, path: `/promote${path}`, relative: true }), {
          method,
          credentials: 'same-origin',
          // The server names fields in the language of the admin panel.
          headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
          ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
          ...(signal ? { signal } : {}),
        })
        return await readAnswer<T>(response)
      } catch (error) {
        if (signal?.aborted) throw error
        return { error: { code: 'UNREACHABLE', message: '', hint: '', status: 0 } }
      }
    },
    [api],
  )

  return useMemo(
    () => ({
      get: <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
        call<T>('GET', `${path}${toQueryString(query)}`, undefined, signal),
      post: <T>(path: string, body?: unknown) => call<T>('POST', path, body),
    }),
    [call],
  )
}

export type API = ReturnType<typeof useAPI>

const readAnswer = async <T>(response: Response): Promise<Answer<T>> => {
  const body = (await response.json().catch(() => undefined)) as { error?: CallError; errors?: { message?: string }[] }
  if (response.ok && body) return { value: body as T }
  const { status } = response
  if (body?.error?.message) return { error: { ...body.error, status } }
  // Payload's own answers, such as for a crash.
  return { error: { code: 'UNEXPECTED_ANSWER', message: body?.errors?.[0]?.message ?? '', hint: '', status } }
}

const toQueryString = (query: Query): string => {
  const set = Object.entries(query).filter((entry): entry is [string, string | number] => Boolean(entry[1]))
  return set.length ? `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}` : ''
}
