import { isSiteOutdated } from '../../sites/isSiteOutdated.ts'
import type { Promotion } from '../../types.ts'
import { exitCodes } from '../CommandError.ts'
import { describeRefresh } from '../describe.ts'
import type { Outcome, Verb } from './verb.ts'

export const refreshSiteDoes =
  'tells the app servers and the edge again of the last promotion. Ends with 1 if one could not be told'

export const refreshSite: Verb = {
  does: refreshSiteDoes,
  run: async ({ client }) =>
    outcomeOfRefresh((await client.post<{ promotion: Promotion }>('/refresh-site', {})).promotion),
}

export const outcomeOfRefresh = (promotion: Promotion): Outcome => ({
  text: describeRefresh(promotion),
  data: promotion,
  exitCode: isSiteOutdated(promotion) ? exitCodes.failed : exitCodes.done,
})
