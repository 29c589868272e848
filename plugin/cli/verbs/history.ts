import type { Promotion } from '../../types.ts'
import { exitCodes } from '../CommandError.ts'
import { describeHistory } from '../describe.ts'
import type { Verb } from './verb.ts'

export const history: Verb = {
  does: 'lists the latest 20 promotions',
  run: async ({ client }) => {
    const { docs } = await client.get<{ docs: Promotion[] }>('/promotions?limit=20')
    return { text: describeHistory(docs), data: docs, exitCode: exitCodes.done }
  },
}
