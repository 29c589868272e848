'use client'
import { useCallback, useEffect, useState } from 'react'
import { type Answer, type CallError, useAPI } from './useAPI.ts'

type Query = Record<string, string | number | undefined>

export type Loaded<T> = {
  /** The newest answer. Stays while the next one is under way. */
  value: T | undefined
  error: CallError | undefined
  isLoading: boolean
  reload: () => void
}

/** Reads one of the plugin's routes, and again whenever the path or the query changes. */
export const useLoad = <T>(path: string | undefined, query: Query = {}): Loaded<T> => {
  const api = useAPI()
  const [tries, setTries] = useState(0)
  const wanted = JSON.stringify({ path, query, tries })
  const [loaded, setLoaded] = useState<{ wanted?: string; answer?: Answer<T> }>({})

  useEffect(() => {
    const { path, query } = JSON.parse(wanted) as { path?: string; query: Query }
    if (!path) return
    const controller = new AbortController()
    api.get<T>(path, query, controller.signal).then(
      (answer) => setLoaded({ wanted, answer }),
      () => undefined, // Aborted: another answer is on its way.
    )
    return () => controller.abort()
  }, [api, wanted])

  return {
    value: loaded.answer?.value,
    error: loaded.answer?.error,
    isLoading: Boolean(path) && loaded.wanted !== wanted,
    reload: useCallback(() => setTries((n) => n + 1), []),
  }
}
