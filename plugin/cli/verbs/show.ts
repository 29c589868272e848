import type { Promotion } from '../../types.ts'
import { exitCodes } from '../CommandError.ts'
import { describePromotion } from '../describe.ts'
import { followPromotion } from '../followPromotion.ts'
import { parseSeconds } from '../parseConnection.ts'
import { waitOptions } from '../waitOptions.ts'
import type { Verb } from './verb.ts'

export const show: Verb = {
  operands: ['id'],
  options: waitOptions,
  takes: '[--wait seconds]',
  does: 'shows one promotion; with --wait when it has ended. Ends with 1 if it failed',
  run: async ({ client, progress, values, operands }) => {
    const id = operands[0]!
    const promotion =
      values.wait === undefined
        ? (await client.get<{ promotion: Promotion }>(`/promotions/${encodeURIComponent(id)}`)).promotion
        : await followPromotion({ client, progress, waitMs: parseSeconds('wait', values.wait as string, 1) * 1000 }, id)
    const isFailed = promotion.status === 'failed' || promotion.status === 'cancelled'
    return {
      text: describePromotion(promotion),
      data: promotion,
      exitCode: isFailed ? exitCodes.failed : exitCodes.done,
    }
  },
}
