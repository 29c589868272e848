import type { Snapshot } from '../../types.ts'
import { exitCodes } from '../CommandError.ts'
import { describeSnapshot } from '../describe.ts'
import type { Verb } from './verb.ts'

export const snapshot: Verb = {
  options: { label: { type: 'string' } },
  takes: '[--label text]',
  does: 'records the whole of production',
  run: async ({ client, values }) => {
    const { snapshot } = await client.post<{ snapshot: Snapshot }>('/snapshots', { label: values.label })
    return { text: describeSnapshot(snapshot), data: snapshot, exitCode: exitCodes.done }
  },
}

export const snapshots: Verb = {
  does: 'lists the latest 100 snapshots',
  run: async ({ client }) => {
    const { docs } = await client.get<{ docs: Snapshot[] }>('/snapshots?limit=100')
    const lines = docs.map((found) => `${found.createdAt}  ${describeSnapshot(found)}`)
    return {
      text: lines.length > 0 ? lines.join('\n') : 'There are no snapshots.',
      data: docs,
      exitCode: exitCodes.done,
    }
  },
}
