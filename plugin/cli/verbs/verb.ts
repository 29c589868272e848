import type { ExitCode } from '../CommandError.ts'
import type { Client } from '../createClient.ts'
import type { Progress } from '../createProgress.ts'
import type { Values, VerbSyntax } from '../parseCommandLine.ts'

export type Context = { client: Client; progress: Progress; values: Values; operands: string[] }

/** What a command prints, as words and as JSON, and how it ends. */
export type Outcome = { text: string; data: unknown; exitCode: ExitCode }

export type Verb = VerbSyntax & { run: (context: Context) => Promise<Outcome> }
