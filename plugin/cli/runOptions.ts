import type { DocumentKey } from '../types.ts'
import { usageError, type Values } from './parseCommandLine.ts'

/** The choices that a promotion has, as options of `run`. */
export const runOptions = {
  plan: { type: 'string' },
  snapshot: { type: 'string' },
  note: { type: 'string' },
  keep: { type: 'string', multiple: true },
  'overwrite-drift': { type: 'boolean' },
  'delete-all': { type: 'string', multiple: true },
} as const

export const runTakes =
  '[--plan id] [--snapshot[=label]] [--note text] [--keep collection/id]… [--overwrite-drift] [--delete-all collection]…'

export type RunChoices = {
  snapshot?: true | string
  note?: string
  keep?: DocumentKey[]
  overwriteDrift?: true
  deleteAll?: string[]
}

/** @throws {CommandError} USAGE */
export const parseRunChoices = (values: Values): RunChoices => {
  const keep = ((values.keep ?? []) as string[]).map(parseDocumentKey)
  return {
    ...(values.snapshot === undefined ? {} : { snapshot: (values.snapshot as string) || true }),
    ...(values.note === undefined ? {} : { note: values.note as string }),
    ...(keep.length === 0 ? {} : { keep }),
    ...(values['overwrite-drift'] ? { overwriteDrift: true } : {}),
    ...(values['delete-all'] ? { deleteAll: values['delete-all'] as string[] } : {}),
  }
}

const parseDocumentKey = (text: string): DocumentKey => {
  if (/^global:[^/]+$/.test(text)) return { collection: text, id: text.slice('global:'.length) }
  const slash = text.indexOf('/')
  const [collection, id] = [text.slice(0, slash), text.slice(slash + 1)]
  if (slash < 1 || id === '')
    throw usageError(
      `--keep is "${text}".`,
      'It takes a collection and an id, e.g. --keep pages/12, or a global, e.g. --keep global:header.',
    )
  return { collection, id }
}
