import type { Plan } from '../../types.ts'
import { CommandError, exitCodes } from '../CommandError.ts'
import type { Client } from '../createClient.ts'
import { countOf, describeEnd, describePlan } from '../describe.ts'
import { followPromotion } from '../followPromotion.ts'
import { parseSeconds } from '../parseConnection.ts'
import { parseRunChoices, runOptions, runTakes } from '../runOptions.ts'
import { startPromotion } from '../startPromotion.ts'
import { waitOptions, waitSeconds } from '../waitOptions.ts'
import { exitCodeOfPlan } from './plan.ts'
import type { Verb } from './verb.ts'

export const run: Verb = {
  options: { ...runOptions, ...waitOptions },
  takes: `${runTakes} [--wait seconds]`,
  does: 'promotes everything that is staged now, or exactly the plan that was looked at before; waits for the end',
  run: async ({ client, progress, values }) => {
    const choices = parseRunChoices(values)
    const waitMs = parseSeconds('wait', values.wait as string | undefined, waitSeconds) * 1000
    const plan = await getPlan(client, values.plan as string | undefined)
    progress.say(describePlan(plan))
    if (plan.total === 0) return { text: 'Nothing was promoted.', data: plan, exitCode: exitCodes.nothing }
    assertPromotable(plan)

    const interrupted = sayThatItGoesOn(progress.say)
    const started = await startPromotion(client, plan.id, choices)
    interrupted.by = started.id
    const promotion = await followPromotion({ client, progress, waitMs }, started.id)
    return {
      text: describeEnd(promotion),
      data: promotion,
      exitCode: promotion.status === 'succeeded' ? exitCodes.done : exitCodes.failed,
    }
  },
}

const getPlan = async (client: Client, id: string | undefined): Promise<Plan> => {
  const { plan } = id
    ? await client.get<{ plan: Plan }>(`/plans/${encodeURIComponent(id)}`)
    : await client.post<{ plan: Plan }>('/plans', {})
  return plan
}

const assertPromotable = (plan: Plan): void => {
  if (exitCodeOfPlan(plan) === exitCodes.done) return
  const blocking = plan.problems.filter((problem) => problem.blocking)
  throw new CommandError(
    'PLAN_BLOCKED',
    `The plan has ${countOf(blocking.length, 'problem')} that must be solved first.`,
    'Solve them on staging and run again.',
    { details: blocking },
  )
}

/** The shell's code for a program that was interrupted. */
const interruptedCode = 130

const sayThatItGoesOn = (say: (text: string) => void): { by: string | undefined } => {
  const promotion: { by: string | undefined } = { by: undefined }
  process.once('SIGINT', () => {
    say(
      promotion.by
        ? `Promotion ${promotion.by} goes on without this command. See how it ends: payload-promote show ${promotion.by}`
        : 'The promotion was asked for and may go on. See: payload-promote history',
    )
    process.exit(interruptedCode)
  })
  return promotion
}
