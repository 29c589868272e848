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
  let saving: Promise<void> | undefined
  const write = async (): Promise<void> => {
    try {
      await updatePromotion(getDatabase(payload), promotionId, { steps })
    } catch (error) {
      payload.logger.warn({ err: error, msg: 'payload-promote: progress could not be written' })
    }
  }
  const save = async (): Promise<void> => {
    if (!inTransaction) {
      await saving
      return write()
    }
    // Never waited for: every other connection may belong to a save that waits for this transaction's locks.
    if (!spare || saving) return
    saving = write().finally(() => {
      saving = undefined
    })
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
    /** Waits for progress that is still being written, so that it can't overwrite what is written next. */
    settle: async () => {
      await saving
    },
  }
}

export type StepRecorder = ReturnType<typeof createStepRecorder>
