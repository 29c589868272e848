import type { Plan } from '../../types.ts'
import { type ExitCode, exitCodes } from '../CommandError.ts'
import { describePlan } from '../describe.ts'
import type { Verb } from './verb.ts'

export const plan: Verb = {
  does: 'shows what a promotion would do',
  run: async ({ client }) => {
    const { plan } = await client.post<{ plan: Plan }>('/plans', {})
    return { text: describePlan(plan), data: plan, exitCode: exitCodeOfPlan(plan) }
  },
}

/** Whether the plan can be promoted as it is. */
export const exitCodeOfPlan = ({ total, problems }: Plan): ExitCode => {
  if (total === 0) return exitCodes.nothing
  return problems.some((problem) => problem.blocking) ? exitCodes.refused : exitCodes.done
}
