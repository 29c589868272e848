import type { DocumentKey } from '../../types.ts'
import { exitCodes } from '../CommandError.ts'
import { describeDrift } from '../describe.ts'
import type { Verb } from './verb.ts'

type Found = { drifted: (DocumentKey & { kind: string })[]; hidden: number }

export const verify: Verb = {
  does: 'looks for documents changed on production since the last promotion. Ends with 1 if there are any',
  run: async ({ client }) => {
    const found = await client.get<Found>('/verify')
    const isClean = found.drifted.length + found.hidden === 0
    return {
      text: describeDrift(found.drifted, found.hidden),
      data: found,
      exitCode: isClean ? exitCodes.done : exitCodes.failed,
    }
  },
}
