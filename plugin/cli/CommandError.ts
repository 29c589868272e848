/** How a command ends: done, failed, there was nothing to do, or refused before anything was changed. */
export const exitCodes = { done: 0, failed: 1, nothing: 2, refused: 3 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Why a command could not be carried out, and what to do next. */
export class CommandError extends Error {
  readonly code: string
  readonly hint: string
  readonly exitCode: ExitCode
  readonly details: unknown

  constructor(
    code: string,
    message: string,
    hint: string,
    { exitCode = exitCodes.refused, details, cause }: { exitCode?: ExitCode; details?: unknown; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'CommandError'
    this.code = code
    this.hint = hint
    this.exitCode = exitCode
    this.details = details
  }
}

/** No whole answer came: what was asked may have been done or not. Asking again is worth a try. */
export class ConnectionError extends CommandError {
  constructor(message: string, hint: string, cause?: unknown) {
    super('NO_ANSWER', message, hint, { exitCode: exitCodes.failed, cause })
  }
}

/** How a command ends that got this answer. What the site's server could not help is a failure. */
export const exitCodeOf = (code: string, status: number): ExitCode => {
  if (code === 'NOTHING_TO_PROMOTE') return exitCodes.nothing
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed
}
