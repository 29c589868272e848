'use client'
import { useCallback, useEffect, useState } from 'react'
import type { PromoteRequest, Promotion } from '../types.ts'
import { type CallError, useAPI } from './useAPI.ts'

const pollMs = 700
/** The first look comes early: a small promotion takes less than a second. */
const firstPollMs = 150

export type PromotionState = {
  isStarting: boolean
  /** Why the last try did not start a promotion. */
  refusal?: CallError
  /** The promotion that is shown: the one that was started here, or one that was running already. */
  promotion?: Promotion
  /** Whether the user started it here and now: what happens to it then takes the focus. */
  isOwn: boolean
  isUnreachable: boolean
}

const idle: PromotionState = { isStarting: false, isOwn: false, isUnreachable: false }

export const hasEnded = ({ status }: Promotion): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled'

/** Starts a promotion, or joins one that is running, and follows it to its end. */
export const usePromotion = (onEnd: (promotion: Promotion) => void) => {
  const api = useAPI()
  const [state, setState] = useState<PromotionState>(idle)
  const followed = state.promotion && !hasEnded(state.promotion) ? state.promotion.id : undefined

  useEffect(() => {
    if (!followed) return
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const poll = async () => {
      const { value } = await api.get<{ promotion: Promotion }>(`/promotions/${followed}`, {}, controller.signal)
      setState((old) => ({ ...old, isUnreachable: !value, ...(value ? { promotion: value.promotion } : {}) }))
      if (value && hasEnded(value.promotion)) onEnd(value.promotion)
      else schedule(pollMs)
    }
    const schedule = (ms: number) => {
      timer = setTimeout(() => poll().catch(() => undefined), ms)
    }
    schedule(firstPollMs)
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [api, followed, onEnd])

  const follow = useCallback((promotion: Promotion) => setState({ ...idle, promotion }), [])

  const start = useCallback(
    async (request: PromoteRequest) => {
      setState({ ...idle, isStarting: true, isOwn: true })
      const { value, error } = await api.post<{ promotion: Promotion }>('', request)
      if (value) return setState({ ...idle, isOwn: true, promotion: value.promotion })
      const running = error && findRunning(error)
      const joined = running && (await api.get<{ promotion: Promotion }>(`/promotions/${running}`)).value
      setState({
        ...idle,
        isOwn: true,
        ...(error ? { refusal: error } : {}),
        ...(joined ? { promotion: joined.promotion } : {}),
      })
    },
    [api],
  )

  return { ...state, isRunning: Boolean(followed), start, follow, dismiss: useCallback(() => setState(idle), []) }
}

/** Id of the promotion that is in the way. */
const findRunning = ({ code, details }: CallError): string | undefined => {
  if (code !== 'PROMOTION_RUNNING' || typeof details !== 'object' || details === null) return undefined
  const { promotion } = details as { promotion?: string | null }
  return promotion ?? undefined
}
