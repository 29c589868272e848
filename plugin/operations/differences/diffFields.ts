import { isDeepStrictEqual } from 'node:util'
import type { I18n } from '@payloadcms/translations'
import type { FlattenedBlock, FlattenedField } from 'payload'
import { toWords } from 'payload/shared'
import type { FieldDifference } from '../../types.ts'
import type { ValueReader } from './readValues.ts'

type Data = Record<string, unknown>

export type DiffArgs = {
  fields: FlattenedField[]
  from: Data
  to: Data
  locales: string[]
  i18n: Pick<I18n, 'language' | 't'>
  productionOwned: ReadonlySet<string>
  /** Blocks of the config, by slug, which `blockReferences` name. */
  blocks: Readonly<Record<string, FlattenedBlock | undefined>>
  read: ValueReader
}

type Place = { path: string; label: string; locale: string | undefined }

/**
 * Walks two versions of a document by its fields. Rows of arrays and blocks are matched by id, so that an inserted block
 * does not show all that follow it as changed; localized values are compared for each locale.
 */
export const diffFields = async (args: DiffArgs): Promise<FieldDifference[]> => {
  const found: FieldDifference[] = []
  await walk(args, args.fields, args.from, args.to, { path: '', label: '', locale: undefined }, found)
  return found
}

const walk = async (
  args: DiffArgs,
  fields: FlattenedField[],
  from: Data,
  to: Data,
  parent: Place,
  found: FieldDifference[],
): Promise<void> => {
  for (const field of fields) {
    if (!('name' in field) || field.name === 'id' || ('hidden' in field && field.hidden)) continue
    if ('virtual' in field && field.virtual) continue
    const path = parent.path ? `${parent.path}.${field.name}` : field.name
    if (args.productionOwned.has(path)) continue
    const label = join(parent.label, labelOf(field, args.i18n))
    const localized = 'localized' in field && field.localized && !parent.locale && args.locales.length > 0
    const [a, b] = [from[field.name], to[field.name]]
    if (!localized) await compare(args, field, a, b, { path, label, locale: parent.locale }, found)
    else
      for (const locale of args.locales)
        await compare(
          args,
          field,
          (a as Data | undefined)?.[locale],
          (b as Data | undefined)?.[locale],
          { path, label, locale },
          found,
        )
  }
}

const compare = async (
  args: DiffArgs,
  field: FlattenedField,
  from: unknown,
  to: unknown,
  place: Place,
  found: FieldDifference[],
): Promise<void> => {
  if (isEmpty(from) && isEmpty(to)) return
  if (isDeepStrictEqual(from, to)) return
  if (field.type === 'group' || field.type === 'tab')
    return walk(args, field.flattenedFields, (from ?? {}) as Data, (to ?? {}) as Data, place, found)
  if (field.type === 'array' || field.type === 'blocks')
    return compareRows(args, field, asRows(from), asRows(to), place, found)
  if (field.type === 'join') return
  const difference = await args.read(field, from, to)
  if (!difference) return
  found.push({
    path: place.path,
    label: place.label,
    ...(place.locale ? { locale: place.locale } : {}),
    ...difference,
  })
}

type RowsField = Extract<FlattenedField, { type: 'array' | 'blocks' }>

const compareRows = async (
  args: DiffArgs,
  field: RowsField,
  from: Data[],
  to: Data[],
  place: Place,
  found: FieldDifference[],
): Promise<void> => {
  const before = new Map(from.map((row, index) => [row.id, { row, index }]))
  const after = new Set(to.map((row) => row.id))
  for (const [index, row] of to.entries()) {
    const old = before.get(row.id)
    await walk(
      args,
      fieldsOfRow(args, field, row),
      old?.row ?? {},
      row,
      rowPlace(args, field, row, index, place),
      found,
    )
  }
  for (const { row, index } of before.values())
    if (!after.has(row.id))
      await walk(args, fieldsOfRow(args, field, row), row, {}, rowPlace(args, field, row, index, place), found)
  const kept = (rows: Data[], others: Data[]) => rows.map((r) => r.id).filter((id) => others.some((o) => o.id === id))
  if (!isDeepStrictEqual(kept(from, to), kept(to, from)))
    found.push({
      ...place,
      ...(place.locale ? {} : { locale: undefined }),
      type: 'list',
      from: from.map((row, index) => rowLabel(args, field, row, index)),
      to: to.map((row, index) => rowLabel(args, field, row, index)),
    } as FieldDifference)
}

const blockOf = (args: DiffArgs, field: RowsField, row: Data): FlattenedBlock | undefined =>
  field.type === 'blocks'
    ? [...field.blocks, ...(field.blockReferences ?? [])]
        .map((block) => (typeof block === 'string' ? args.blocks[block] : block))
        .find((block) => block?.slug === row.blockType)
    : undefined

const fieldsOfRow = (args: DiffArgs, field: RowsField, row: Data): FlattenedField[] =>
  field.type === 'array' ? field.flattenedFields : (blockOf(args, field, row)?.flattenedFields ?? [])

const rowLabel = (args: DiffArgs, field: RowsField, row: Data, index: number): string => {
  const singular = field.type === 'blocks' ? blockOf(args, field, row)?.labels?.singular : field.labels?.singular
  const name = translate(singular, args.i18n) ?? toWords(String(row.blockType ?? field.name))
  return `${name} ${index + 1}`
}

const rowPlace = (args: DiffArgs, field: RowsField, row: Data, index: number, place: Place): Place => ({
  ...place,
  path: `${place.path}.${index}`,
  label: join(place.label, rowLabel(args, field, row, index)),
})

const labelOf = (field: FlattenedField & { name: string }, i18n: DiffArgs['i18n']): string =>
  translate('label' in field ? field.label : undefined, i18n) ?? toWords(field.name)

const translate = (label: unknown, { language, t }: DiffArgs['i18n']): string | undefined => {
  if (typeof label === 'string') return label
  if (typeof label === 'function') return String((label as (args: unknown) => unknown)({ t, i18n: { language, t } }))
  if (typeof label === 'object' && label !== null) {
    const labels = label as Record<string, string>
    return labels[language] ?? labels.en ?? Object.values(labels)[0]
  }
  return undefined
}

const join = (parent: string, label: string): string => (parent ? `${parent} › ${label}` : label)
const asRows = (value: unknown): Data[] => (Array.isArray(value) ? (value as Data[]) : [])
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
