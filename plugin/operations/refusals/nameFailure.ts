import { PromoteError } from '../../errors.ts'

/** PostgreSQL's states and the system's codes for a disk that is full: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const diskFull = ['53100', 'ENOSPC', 'EDQUOT']
/** … and for a database that went away: connection exceptions (class 08), shutdowns, a server that is starting or full. */
const databaseLost =
  /^(08...|57P0.|53300|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$|connection terminated|not queryable/i

/** What went wrong outside the site's and the plugin's code, by a name that somebody can act on; else the error as it is. */
export const nameFailure = (error: unknown): unknown => {
  if (error instanceof PromoteError) return error
  const signs = listSigns(error)
  if (signs.some((sign) => diskFull.includes(sign)))
    return new PromoteError(
      'DISK_FULL',
      'There was no room left: on the disk of the database, of production’s files, or of this server.',
      'Free some space and promote again. Production is as it was.',
      { cause: error },
    )
  if (signs.some((sign) => databaseLost.test(sign)))
    return new PromoteError(
      'DATABASE_LOST',
      'The connection to the database was lost before the promotion was committed.',
      'Promote again once the database can be reached. Production is as it was.',
      { cause: error },
    )
  return error
}

/** Codes and messages of an error and of what caused it. */
const listSigns = (error: unknown): string[] => {
  const signs: string[] = []
  for (let at = error; at instanceof Error && signs.length < 20; at = at.cause) {
    const { code } = at as Error & { code?: unknown }
    if (typeof code === 'string') signs.push(code)
    signs.push(at.message)
  }
  return signs
}
