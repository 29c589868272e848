'use client'
import { useCallback, useRef, useState } from 'react'
import type { Plan } from '../types.ts'
import { type CallError, useAPI } from './useAPI.ts'

type State = { plan?: Plan; error?: CallError; isComputing: boolean }

/** The plan that the view shows, and how to compute a new one. */
export const usePlan = (): State & { compute: () => Promise<void> } => {
  const api = useAPI()
  const [state, setState] = useState<State>({ isComputing: true })
  const newest = useRef(0)

  const compute = useCallback(async () => {
    newest.current += 1
    const call = newest.current
    setState({ isComputing: true })
    const { value, error } = await api.post<{ plan: Plan }>('/plans')
    if (call !== newest.current) return
    setState({ isComputing: false, ...(value ? { plan: value.plan } : {}), ...(error ? { error } : {}) })
  }, [api])

  return { ...state, compute }
}
