import type { Machine } from './machine.ts'
import type { SizeFigures } from './measure.ts'

const round = (value: number, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits
const whole = new Intl.NumberFormat('en')
const seconds = (ms: number) => (ms >= 10_000 ? `${round(ms / 1000, 1)} s` : `${whole.format(round(ms))} ms`)
const times = (ratio: number) => `${round(ratio, ratio < 10 ? 2 : 0)} ×`

/** What `--json` prints: issue 3 fixes its shape. */
export const toJSON = (machine: Machine, sizes: SizeFigures[]) => {
  const small = sizes.find(({ documents }) => documents === 10_000)
  const large = sizes.find(({ documents }) => documents === 50_000)
  return {
    machine,
    sizes: Object.fromEntries(
      sizes.map((size) => [
        size.documents,
        {
          planIdle: figure(size.planIdle),
          plan1pct: figure(size.plan1pct),
          promoteAll: { ...figure(size.promoteAll), vsLocalApi: round(size.promoteAll.vsLocalApi) },
          promote1pct: { ms: round(size.promote1pct.ms), windowMs: round(size.promote1pct.windowMs) },
          snapshot: figure(size.snapshot),
          rssGrowthMb: round(size.rssGrowthMb, 1),
        },
      ]),
    ),
    growth10kTo50k:
      small && large
        ? {
            plan: round(large.planIdle.ms / small.planIdle.ms, 2),
            promoteAll: round(large.promoteAll.ms / small.promoteAll.ms, 2),
          }
        : null,
  }
}

const figure = ({ ms, ratio }: { ms: number; ratio: number }) => ({ ms: round(ms), ratio: round(ratio, 2) })

/** One line a measure, one column a size. */
export const toTable = (machine: Machine, sizes: SizeFigures[]): string => {
  const line = (name: string, value: (size: SizeFigures) => string) => `| ${[name, ...sizes.map(value)].join(' | ')} |`
  const against =
    (pick: (size: SizeFigures) => { ms: number; floorMs: number; ratio: number }) => (size: SizeFigures) => {
      const { ms, floorMs, ratio } = pick(size)
      return `${seconds(ms)} (${times(ratio)} of ${seconds(floorMs)})`
    }
  const steps = (all: Record<string, number>) =>
    Object.entries(all)
      .filter(([, ms]) => ms > 0)
      .map(([step, ms]) => `${step} ${whole.format(ms)}`)
      .join(', ')
  return [
    `${machine.date}, ${machine.cpus} × ${machine.cpu}, ${machine.memoryGb} GB, load ${machine.loadAverage}; PostgreSQL ${machine.postgres} (${Object.entries(
      machine.settings,
    )
      .map((pair) => pair.join(' '))
      .join(
        ', ',
      )}), Node ${machine.node}. Medians; in brackets the ratio to plain SQL on the same tables in the same run.`,
    '',
    line('published documents', ({ documents, rows }) => `${whole.format(documents)} (${whole.format(rows)} rows)`),
    `| ${['---', ...sizes.map(() => '---')].join(' | ')} |`,
    line(
      'plan, nothing changed, against a full join',
      against((s) => s.planIdle),
    ),
    line(
      'plan, 1 % changed, against the same',
      against((s) => s.plan1pct),
    ),
    line(
      'plan, everything changed, against the same',
      against((s) => s.planAllChanged),
    ),
    line('plan before the first promotion', (s) => seconds(s.planFirst.ms)),
    line(
      'first promotion of everything, against a bare `insert … select`',
      against((s) => s.promoteAll),
    ),
    line(
      '… against the Local API',
      (s) => `${times(s.promoteAll.vsLocalApi)} faster than ${round(s.localApiMsPerDocument)} ms a document`,
    ),
    line(
      'promotion with everything changed, against a bare `update`',
      against((s) => s.promoteAllChanged),
    ),
    line(
      'promotion of 1 %, against a bare `update`',
      against((s) => s.promote1pct),
    ),
    line('window of that with a real gate (arming not included)', (s) => seconds(s.promote1pct.windowMs)),
    line(
      `snapshot, against ${sizes[0]?.snapshot.against}`,
      against((s) => s.snapshot),
    ),
    line("Node's memory growth, plan and promotion", (s) => `${round(s.rssGrowthMb, 1)} MB`),
    line('steps of everything (ms)', (s) => steps(s.steps.all)),
    line('steps of 1 % (ms)', (s) => steps(s.steps.onePercent)),
  ].join('\n')
}
