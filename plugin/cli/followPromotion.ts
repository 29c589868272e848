import { setTimeout as sleep } from 'node:timers/promises'
import type { Promotion } from '../types.ts'
import { CommandError, ConnectionError, exitCodes } from './CommandError.ts'
import type { Client } from './createClient.ts'
import type { Progress } from './createProgress.ts'

/** How often the site is asked, and how much longer the pauses get while it can't be reached. */
const pauseMs = 500
const longestPauseMs = 5000

const isOver = ({ status }: Promotion): boolean => ['succeeded', 'failed', 'cancelled'].includes(status)

/**
 * Asks for a promotion until it has ended, well or not. A connection that is lost meanwhile is no end: the promotion
 * goes on without it.
 * @throws {CommandError} STILL_RUNNING after `waitMs`
 */
export const followPromotion = async (
  { client, progress, waitMs }: { client: Client; progress: Progress; waitMs: number },
  id: string,
): Promise<Promotion> => {
  const deadline = performance.now() + waitMs
  let pause = pauseMs
  while (performance.now() < deadline) {
    const promotion = await askFor(client, id, () => {
      if (pause === pauseMs) progress.say('The connection was lost; the promotion goes on without it. Trying again …')
    })
    if (promotion) {
      progress.show(promotion.steps)
      if (isOver(promotion)) return promotion
    }
    pause = promotion ? pauseMs : Math.min(pause * 2, longestPauseMs)
    await sleep(pause)
  }
  throw new CommandError(
    'STILL_RUNNING',
    `Promotion ${id} had not ended after ${Math.round(waitMs / 1000)} seconds.`,
    `It goes on: see how it ends with "payload-promote show ${id}".`,
    { exitCode: exitCodes.failed },
  )
}

const askFor = async (client: Client, id: string, onLost: () => void): Promise<Promotion | undefined> => {
  try {
    return (await client.get<{ promotion: Promotion }>(`/promotions/${encodeURIComponent(id)}`)).promotion
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    onLost()
    return undefined
  }
}
