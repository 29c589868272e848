/** Every code that the plugin answers, with its HTTP status. */
export const errorStatus = {
  INVALID_OPTIONS: 500,
  BAD_REQUEST: 400,
  NOT_SUPPORTED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CROSS_SITE: 403,
  READ_ONLY: 403,
  NOT_FOUND: 404,
  PLAN_NOT_FOUND: 404,
  PLAN_EXPIRED: 409,
  PLAN_STALE: 409,
  DRIFT: 409,
  ALL_DELETED: 409,
  PROMOTION_RUNNING: 409,
  NOTHING_TO_PROMOTE: 409,
  OUT_OF_RANGE: 409,
  LEASE_LOST: 409,
  PLAN_BLOCKED: 422,
  FILE_MISSING: 422,
  DUPLICATE_VALUE: 422,
  MIGRATION_MISSING: 409,
  LOCK_TIMEOUT: 503,
  DATABASE_LOST: 503,
  DISK_FULL: 507,
  EDGE_UNREACHABLE: 502,
  EDGE_REFUSED: 502,
  INTERRUPTED: 500,
  INTERNAL: 500,
} as const

export type ErrorCode = keyof typeof errorStatus

/** A failure that its reader can act on: what failed and why, and what to do next. */
export class PromoteError extends Error {
  readonly code: ErrorCode
  readonly hint: string
  readonly details: unknown
  readonly status: number
  /** Payload's own error answer shows messages of errors that are public. */
  readonly isPublic = true

  constructor(code: ErrorCode, message: string, hint: string, options: { details?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'PromoteError'
    this.code = code
    this.hint = hint
    this.details = options.details
    this.status = errorStatus[code]
  }
}

/**
 * The same failure for code that Payload answers itself, which shows an error's message only.
 */
export const withHintInMessage = (error: PromoteError): PromoteError =>
  new PromoteError(error.code, `${error.message} ${error.hint}`, error.hint, { details: error.details })

/** The error as HTTP answers and promotion records show it. What is not a `PromoteError` keeps its text to itself. */
export const describeError = (error: unknown): { code: ErrorCode; message: string; hint: string; details?: unknown } =>
  error instanceof PromoteError
    ? {
        code: error.code,
        message: error.message,
        hint: error.hint,
        ...(error.details === undefined ? {} : { details: error.details }),
      }
    : {
        code: 'INTERNAL',
        message: 'Something went wrong that the plugin did not expect.',
        hint: 'The server log has the details. Nothing was changed on production unless the record says so.',
      }
