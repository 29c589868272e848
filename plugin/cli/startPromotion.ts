import { setTimeout as sleep } from 'node:timers/promises'
import type { Promotion } from '../types.ts'
import { CommandError, ConnectionError, exitCodes } from './CommandError.ts'
import type { Client } from './createClient.ts'
import type { RunChoices } from './runOptions.ts'

/** How long a promotion whose answer was lost is looked for in the site's history, once that can be read again. */
const lookForMs = 30_000
const pauseMs = 1000

/**
 * Starts a promotion once. If the answer is lost on the way it looks in the history for what became of it, and never
 * asks a second time.
 * @throws {CommandError} The site's refusal; MAYBE_STARTED
 */
export const startPromotion = async (client: Client, planId: string, choices: RunChoices): Promise<Promotion> => {
  const before = new Set((await listLatest(client)).map(({ id }) => id))
  try {
    return (await client.post<{ promotion: Promotion }>('', { planId, ...choices })).promotion
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    return findStarted(client, (promotion) => promotion.planId === planId && !before.has(promotion.id), error)
  }
}

const listLatest = async (client: Client): Promise<Promotion[]> =>
  (await client.get<{ docs: Promotion[] }>('/promotions?limit=20')).docs

const findStarted = async (
  client: Client,
  isOurs: (promotion: Promotion) => boolean,
  lost: ConnectionError,
): Promise<Promotion> => {
  const deadline = performance.now() + lookForMs
  while (performance.now() < deadline) {
    const started = (await listIfReachable(client)).find(isOurs)
    if (started) return started
    await sleep(pauseMs)
  }
  throw new CommandError(
    'MAYBE_STARTED',
    `The promotion was asked for, and no answer came: ${lost.message}`,
    'Look with "payload-promote history" whether it runs before you promote again.',
    { exitCode: exitCodes.failed, cause: lost },
  )
}

const listIfReachable = async (client: Client): Promise<Promotion[]> => {
  try {
    return await listLatest(client)
  } catch (error) {
    // Nothing is lost by not knowing yet: it is asked again until the deadline.
    if (error instanceof ConnectionError) return []
    throw error
  }
}
