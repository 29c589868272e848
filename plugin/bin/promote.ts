/** `payload promote …`: the operations from the command line, for CI and for runs that outlast a function's time limit. */
import { parseArgs } from 'node:util'
import { getPayload, type Payload, type SanitizedConfig } from 'payload'
import { describeError, PromoteError } from '../errors.ts'
import { computePlan } from '../operations/computePlan.ts'
import { promote } from '../operations/promote.ts'
import { takeSnapshot } from '../operations/takeSnapshot.ts'
import { verify } from '../operations/verify.ts'
import { getDatabase } from '../sql/database.ts'
import { selectPromotions } from '../sql/promotions.ts'
import type { KindCounts, Plan } from '../types.ts'

const usage = `payload promote <command> [--json]

  plan                       shows what a promotion would do
  run [--snapshot [label]] [--note text]
                             promotes everything that is staged now
  snapshot [--label text]    records the whole of production
  verify                     looks for documents changed on production since the last promotion
  history                    lists the latest promotions`

type Flags = { json: boolean; snapshot: string | undefined; note: string | undefined; label: string | undefined }
/** What a command prints, and whether it ended well. */
type Outcome = { text: string; data: unknown; ok: boolean }

const show = (counts: KindCounts): string => `${counts.create} new, ${counts.update} changed, ${counts.delete} deleted`

const describePlan = (plan: Plan): string =>
  [
    ...Object.entries(plan.counts).map(([key, counts]) => `${key}: ${show(counts)}`),
    ...plan.problems.map((problem) => `${problem.blocking ? 'PROBLEM' : 'note'}: ${problem.message} ${problem.hint}`),
    plan.total === 0 ? 'Production equals staging.' : `${plan.total} changes in all.`,
  ].join('\n')

const commands: Record<string, (payload: Payload, flags: Flags) => Promise<Outcome>> = {
  plan: async (payload) => {
    const plan = await computePlan({ payload, createdBy: by })
    return { text: describePlan(plan), data: plan, ok: true }
  },
  run: async (payload, { snapshot, note }) => {
    const plan = await computePlan({ payload, createdBy: by })
    const promotion = await promote({ payload, planId: plan.id, snapshot: snapshot || undefined, note, createdBy: by })
    const steps = promotion.steps.map(({ step, status, ms }) => `${step.padEnd(9)} ${status} ${ms ?? 0} ms`)
    const end = promotion.error
      ? `Failed: ${promotion.error.message} ${promotion.error.hint}`
      : `Promoted ${promotion.total} changes; production's generation is ${promotion.generation}.`
    return {
      text: [...steps, ...promotion.warnings, end].join('\n'),
      data: promotion,
      ok: promotion.status === 'succeeded',
    }
  },
  snapshot: async (payload, { label }) => {
    const snapshot = await takeSnapshot({ payload, label, createdBy: by })
    return {
      text: `Snapshot ${snapshot.id}: ${snapshot.documents} documents, ${snapshot.rows} rows.`,
      data: snapshot,
      ok: true,
    }
  },
  verify: async (payload) => {
    const drifted = await verify({ payload })
    const lines = drifted.map(({ collection, id, kind }) => `${collection} ${id} was ${kind} on production`)
    return {
      text: lines.length > 0 ? lines.join('\n') : 'Production is what the last promotion left there.',
      data: drifted,
      ok: drifted.length === 0,
    }
  },
  history: async (payload) => {
    const { docs } = await selectPromotions(getDatabase(payload), { page: 1, limit: 20 })
    const lines = docs.map(({ id, createdAt, status, total, createdBy }) =>
      [createdAt, `#${id}`, status, `${total} changes`, createdBy ?? ''].join('  ').trimEnd(),
    )
    return { text: lines.length > 0 ? lines.join('\n') : 'Nothing has been promoted yet.', data: docs, ok: true }
  },
}

/** Who the history names for runs from the command line. */
const by = 'payload promote'

/** Called by Payload's command line. Ends the process: Payload's own does not report a failure. */
export const script = async (config: SanitizedConfig): Promise<void> => {
  const { command, flags } = parse(process.argv.slice(2))
  const work = command ? commands[command] : undefined
  if (!work) {
    console.error(usage)
    process.exit(command === undefined ? 0 : 1)
  }
  // Payload's adapter pushes the schema in development unless it is told that this is a migration.
  process.env.PAYLOAD_MIGRATING = 'true'
  try {
    const outcome = await work(await getPayload({ config }), flags)
    console.log(flags.json ? JSON.stringify(outcome.data) : outcome.text)
    process.exit(outcome.ok ? 0 : 1)
  } catch (error) {
    const { code, message, hint } = describeError(error)
    if (!(error instanceof PromoteError)) console.error(error)
    console.error(`${code}: ${message} ${hint}`)
    process.exit(1)
  }
}

const parse = (args: string[]): { command: string | undefined; flags: Flags } => {
  const own = args.slice(args.indexOf('promote') + 1)
  // `--snapshot` may stand without a label.
  const filled = own.flatMap((arg, index) =>
    arg === '--snapshot' && (own[index + 1] === undefined || own[index + 1]!.startsWith('--'))
      ? ['--snapshot', 'Before the promotion']
      : [arg],
  )
  const { positionals, values } = parseArgs({
    args: filled,
    allowPositionals: true,
    strict: false,
    options: {
      json: { type: 'boolean' },
      snapshot: { type: 'string' },
      note: { type: 'string' },
      label: { type: 'string' },
    },
  })
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return {
    command: positionals[0],
    flags: {
      json: Boolean(values.json),
      snapshot: text(values.snapshot),
      note: text(values.note),
      label: text(values.label),
    },
  }
}
