/** `payload promote …`: the operations without a running site, for runs that outlast a function's time limit. */
import { getPayload, type Payload, type SanitizedConfig } from 'payload'
import { CommandError, type ExitCode, exitCodeOf, exitCodes } from '../cli/CommandError.ts'
import {
  describeDrift,
  describeEnd,
  describeHistory,
  describePlan,
  describeSnapshot,
  describeStep,
} from '../cli/describe.ts'
import { describeUsage, parseCommandLine, type Values, type VerbSyntax } from '../cli/parseCommandLine.ts'
import { reportError } from '../cli/reportError.ts'
import { parseRunChoices, runOptions, runTakes } from '../cli/runOptions.ts'
import { exitCodeOfPlan } from '../cli/verbs/plan.ts'
import { outcomeOfRefresh, refreshSiteDoes } from '../cli/verbs/refreshSite.ts'
import type { Outcome } from '../cli/verbs/verb.ts'
import { describeError, errorStatus, PromoteError } from '../errors.ts'
import { computePlan } from '../operations/computePlan.ts'
import { promote } from '../operations/promote.ts'
import { refreshSite } from '../operations/refreshSite.ts'
import { takeSnapshot } from '../operations/takeSnapshot.ts'
import { verify } from '../operations/verify.ts'
import { getDatabase } from '../sql/database.ts'
import { selectPromotions } from '../sql/promotions.ts'

type Verb = VerbSyntax & { run: (payload: Payload, values: Values) => Promise<Outcome> }

/** Who the history names for runs from the command line. */
const by = 'payload promote'

const verbs: Record<string, Verb> = {
  plan: {
    does: 'shows what a promotion would do',
    run: async (payload) => {
      const plan = await computePlan({ payload, createdBy: by })
      return { text: describePlan(plan), data: plan, exitCode: exitCodeOfPlan(plan) }
    },
  },
  run: {
    options: runOptions,
    takes: runTakes,
    does: 'promotes everything that is staged now, or exactly the plan that was looked at before',
    run: async (payload, values) => {
      const choices = parseRunChoices(values)
      const planId = (values.plan as string | undefined) ?? (await computePlan({ payload, createdBy: by })).id
      const promotion = await promote({ payload, planId, ...choices, createdBy: by })
      return {
        text: [...promotion.steps.map(describeStep), describeEnd(promotion)].join('\n'),
        data: promotion,
        exitCode: promotion.status === 'succeeded' ? exitCodes.done : exitCodes.failed,
      }
    },
  },
  snapshot: {
    options: { label: { type: 'string' } },
    takes: '[--label text]',
    does: 'records the whole of production',
    run: async (payload, { label }) => {
      const snapshot = await takeSnapshot({ payload, label: label as string | undefined, createdBy: by })
      return { text: describeSnapshot(snapshot), data: snapshot, exitCode: exitCodes.done }
    },
  },
  'refresh-site': {
    does: refreshSiteDoes,
    run: async (payload) => outcomeOfRefresh(await refreshSite({ payload })),
  },
  verify: {
    does: 'looks for documents changed on production since the last promotion. Ends with 1 if there are any',
    run: async (payload) => {
      const drifted = await verify({ payload })
      const exitCode = drifted.length === 0 ? exitCodes.done : exitCodes.failed
      return { text: describeDrift(drifted), data: drifted, exitCode }
    },
  },
  history: {
    does: 'lists the latest 20 promotions',
    run: async (payload) => {
      const { docs } = await selectPromotions(getDatabase(payload), { page: 1, limit: 20 })
      return { text: describeHistory(docs), data: docs, exitCode: exitCodes.done }
    },
  },
}

const footer = `Each takes --json. Ends with 0 done, 1 failed, 2 nothing to do, 3 refused.`

/** Called by Payload's command line. Ends the process: Payload's own does not report a failure. */
export const script = async (config: SanitizedConfig): Promise<void> => {
  const args = process.argv.slice(process.argv.indexOf('promote') + 1)
  process.exit(await carryOut(config, args).catch((error: unknown) => report(error, args.includes('--json'))))
}

const carryOut = async (config: SanitizedConfig, args: string[]): Promise<ExitCode> => {
  const { verb, values } = parseCommandLine(args, verbs, { json: { type: 'boolean' } })
  if (verb === undefined) {
    console.log(describeUsage('payload promote', verbs, footer))
    return exitCodes.done
  }
  // Payload's adapter pushes the schema in development unless it is told that this is a migration.
  process.env.PAYLOAD_MIGRATING = 'true'
  const outcome = await verbs[verb]!.run(await getPayload({ config }), values)
  console.log(values.json ? JSON.stringify(outcome.data) : outcome.text)
  return outcome.exitCode
}

const report = (error: unknown, asJSON: boolean): ExitCode => {
  if (error instanceof CommandError) {
    reportError(error, asJSON)
    return error.exitCode
  }
  if (!(error instanceof PromoteError)) console.error(error)
  const failure = describeError(error)
  reportError(failure, asJSON)
  return exitCodeOf(failure.code, errorStatus[failure.code])
}
