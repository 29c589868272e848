import { type ParseArgsConfig, parseArgs } from 'node:util'
import { CommandError } from './CommandError.ts'

type Options = NonNullable<ParseArgsConfig['options']>
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What the command line needs to know of a verb. */
export type VerbSyntax = {
  options?: Options
  /** Names of what stands after the verb, all of which are needed, e.g. `['id']`. */
  operands?: string[]
  /** Arguments as the usage shows them, e.g. `[--note text]`. */
  takes?: string
  /** What it does, for the usage. */
  does: string
}

export type CommandLine = { verb: string | undefined; values: Values; operands: string[] }

const help: Options = { help: { type: 'boolean', short: 'h' } }

/**
 * Parses arguments of which every one has a meaning: a misspelt option is refused, not ignored. Without a verb, or with
 * `--help`, `verb` is undefined.
 * @param common Options that every verb takes
 * @throws {CommandError} USAGE
 */
export const parseCommandLine = (
  given: string[],
  verbs: Record<string, VerbSyntax>,
  common: Options = {},
): CommandLine => {
  const args = given.map(withDefaultLabel)
  const known = Object.assign({}, ...Object.values(verbs).map(({ options }) => options), common, help) as Options
  const loose = parseArgs({ args, options: known, strict: false, allowPositionals: true })
  const [verb, ...operands] = loose.positionals
  if (loose.values.help || verb === undefined) {
    if (verb === undefined && !loose.values.help && args.length > 0)
      throw usageError('There is no command.', `Commands are ${Object.keys(verbs).join(', ')}.`)
    return { verb: undefined, values: {}, operands: [] }
  }
  const syntax = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!syntax) throw usageError(`There is no command "${verb}".`, `Commands are ${Object.keys(verbs).join(', ')}.`)
  const values = parseStrictly(verb, args, { ...syntax.options, ...common })
  assertOperands(verb, operands, syntax.operands ?? [])
  return { verb, values, operands }
}

/** `--snapshot` may stand without a label: `parseArgs` has no options whose value may be left out. */
const withDefaultLabel = (arg: string): string => (arg === '--snapshot' ? '--snapshot=' : arg)

const parseStrictly = (verb: string, args: string[], options: Options): Values => {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true }).values as Values
  } catch (cause) {
    // What Node adds after the first sentence is about arguments that begin with a dash.
    const [message] = (cause as Error).message.split(/\.\s|\.$/)
    const names = Object.keys(options).map((name) => `--${name}`)
    throw usageError(`${message}.`, `"${verb}" takes ${names.join(', ')}.`, cause)
  }
}

const assertOperands = (verb: string, operands: string[], names: string[]): void => {
  const missing = names[operands.length]
  if (missing) throw usageError(`"${verb}" needs ${missing}.`, `Write: ${verb} <${missing}>`)
  const stray = operands[names.length]
  if (stray !== undefined)
    throw usageError(
      `"${stray}" has no meaning for "${verb}".`,
      'A value belongs to its option with "=", e.g. --snapshot="Before the launch".',
    )
}

export const usageError = (message: string, hint: string, cause?: unknown): CommandError =>
  new CommandError('USAGE', message, hint, { cause })

/** The page that explains a program's verbs. */
export const describeUsage = (program: string, verbs: Record<string, VerbSyntax>, footer: string): string => {
  const lines = Object.entries(verbs).map(([name, { operands = [], takes = '', does }]) => {
    const call = [name, ...operands.map((operand) => `<${operand}>`), takes].filter(Boolean).join(' ')
    return call.length <= 24 ? `  ${call.padEnd(24)} ${does}` : `  ${call}\n  ${' '.repeat(24)} ${does}`
  })
  return `${program} <command> [options]\n\n${lines.join('\n')}\n\n${footer}`
}
