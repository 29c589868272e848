import type { CollectionConfig } from 'payload'
import type { SeparateCollection } from './model.ts'
import type { CollectionOption } from './types.ts'

export type ParsedCollectionOption =
  | { kind: 'promoted'; productionOwned: string[] }
  | { kind: 'separate'; stagingHooks: SeparateCollection['stagingHooks'] }
  | { kind: 'shared' }

/** Kinds of a collection's hooks, as Payload names them. */
const hookKinds = [
  'beforeOperation',
  'beforeValidate',
  'beforeChange',
  'afterChange',
  'beforeRead',
  'afterRead',
  'beforeDelete',
  'afterDelete',
  'afterOperation',
  'afterError',
] as const satisfies (keyof NonNullable<CollectionConfig['hooks']>)[]

const allowed = "true, 'separate', 'shared', { productionOwned: [...] } and { separate: true, stagingHooks: {...} }"

/** What a site says of one collection; undefined, with the problems noted, where it can't be understood. */
export const parseCollectionOption = (
  option: CollectionOption,
  where: string,
  problems: string[],
): ParsedCollectionOption | undefined => {
  if (option === true) return { kind: 'promoted', productionOwned: [] }
  if (option === 'separate') return { kind: 'separate', stagingHooks: undefined }
  if (option === 'shared') return { kind: 'shared' }
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    problems.push(`${where}: got ${show(option)}; allowed are ${allowed}.`)
    return undefined
  }
  return 'separate' in option ? parseSeparate(option, where, problems) : parsePromoted(option, where, problems)
}

const parsePromoted = (
  option: { productionOwned?: string[] },
  where: string,
  problems: string[],
): ParsedCollectionOption | undefined => {
  refuseOthers(option, ['productionOwned'], where, problems)
  if (option.productionOwned === undefined) return { kind: 'promoted', productionOwned: [] }
  if (Array.isArray(option.productionOwned)) return { kind: 'promoted', productionOwned: option.productionOwned }
  problems.push(`${where}.productionOwned: got ${show(option.productionOwned)}; it takes a list of field paths.`)
  return undefined
}

const parseSeparate = (
  option: { separate: unknown; stagingHooks?: unknown },
  where: string,
  problems: string[],
): ParsedCollectionOption | undefined => {
  refuseOthers(option, ['separate', 'stagingHooks'], where, problems)
  if (option.separate !== true)
    problems.push(`${where}.separate: got ${show(option.separate)}; the only value is true.`)
  const { stagingHooks } = option
  if (stagingHooks === undefined) return { kind: 'separate', stagingHooks }
  if (typeof stagingHooks !== 'object' || stagingHooks === null || Array.isArray(stagingHooks)) {
    problems.push(`${where}.stagingHooks: got ${show(stagingHooks)}; it takes hooks as a collection does.`)
    return undefined
  }
  for (const [kind, hooks] of Object.entries(stagingHooks)) {
    if (!(hookKinds as readonly string[]).includes(kind))
      problems.push(`${where}.stagingHooks.${kind}: not a hook of collections. They are ${hookKinds.join(', ')}.`)
    else if (!Array.isArray(hooks) || hooks.some((hook) => typeof hook !== 'function'))
      problems.push(`${where}.stagingHooks.${kind}: got ${show(hooks)}; it takes a list of functions.`)
  }
  return { kind: 'separate', stagingHooks: stagingHooks as SeparateCollection['stagingHooks'] }
}

const refuseOthers = (option: object, names: string[], where: string, problems: string[]): void => {
  for (const name of Object.keys(option))
    if (!names.includes(name)) problems.push(`${where}.${name}: not an option here. Allowed are ${names.join(', ')}.`)
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value)
