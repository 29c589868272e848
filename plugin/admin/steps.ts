import type { TextKey } from '../translations/en.ts'
import type { Promotion, PromotionStep } from '../types.ts'

export type ShownStep = {
  step: PromotionStep['step']
  status: PromotionStep['status'] | 'pending'
  ms?: number
}

export const stepTexts = {
  check: 'stepCheck',
  snapshot: 'stepSnapshot',
  files: 'stepFiles',
  apply: 'stepApply',
  close: 'stepClose',
  commit: 'stepCommit',
  tell: 'stepTell',
  open: 'stepOpen',
} as const satisfies Record<PromotionStep['step'], TextKey>

/** What every promotion does. The others show when they have begun. */
const always: PromotionStep['step'][] = ['files', 'apply', 'close', 'commit', 'tell', 'open']

/** A promotion's steps as they were taken, then those that are still to come. Without a gate nothing closes or opens. */
export const listSteps = ({ steps, status }: Pick<Promotion, 'steps' | 'status'>, hasGate: boolean): ShownStep[] => {
  const isOver = status === 'failed' || status === 'cancelled'
  const toCome = isOver ? [] : always.filter((step) => !steps.some((taken) => taken.step === step))
  const listed = [...steps, ...toCome.map((step) => ({ step, status: 'pending' }) as const)]
  const isGated = hasGate || steps.some(({ step, status }) => step === 'close' && status !== 'skipped')
  return listed.filter(({ step, status }) => isGated || status === 'failed' || (step !== 'close' && step !== 'open'))
}
