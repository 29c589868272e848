import type { Payload } from 'payload'
import { getDatabase, hasSpareConnection } from '../sql/database.ts'
import { updatePromotion } from '../sql/promotions.ts'
import type { PromotionStep } from '../types.ts'

/**
 * Keeps a promotion's steps with their start and duration, and writes them where the view can see them. While the swap's
 * transaction is open that takes a second connection; where there is none, progress shows again after it.
 */
export const createStepRecorder = (payload: Payload, promotionId: string, steps: PromotionStep[] = []) => {
  const spare = hasSpareConnection(payload)
  let inTransaction = false
  const save = async (): Promise<void> => {
    if (inTransaction && !spare) return
    await updatePromotion(getDatabase(payload), promotionId, { steps })
  }
  const run = async <T>(step: PromotionStep['step'], work: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const entry: PromotionStep = { step, status: 'running', startedAt: new Date().toISOString() }
    steps.push(entry)
    await save()
    try {
      const result = await work()
      entry.status = 'done'
      return result
    } catch (error) {
      entry.status = 'failed'
      throw error
    } finally {
      entry.ms = Math.round(performance.now() - started)
    }
  }
  return {
    steps,
    run,
    skip: (step: PromotionStep['step']) => {
      steps.push({ step, status: 'skipped', startedAt: new Date().toISOString(), ms: 0 })
    },
    setInTransaction: (value: boolean) => {
      inTransaction = value
    },
  }
}

export type StepRecorder = ReturnType<typeof createStepRecorder>
