import { PromoteError } from '../errors.ts'
import { sqlState, undefinedColumn, undefinedTable } from '../sql/database.ts'

/**
 * Runs work on the plugin's tables; where a table or column is missing, says which command makes it.
 * @throws {PromoteError} MIGRATION_MISSING
 */
export const withMigrations = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const state = sqlState(error)
    if (state !== undefinedTable && state !== undefinedColumn) throw error
    throw new PromoteError(
      'MIGRATION_MISSING',
      `The database is behind the config: ${rootOf(error).message}.`,
      'Run "npx payload migrate:create" and "npx payload migrate", then try again.',
      { cause: error },
    )
  }
}

/** PostgreSQL's own error: others on the way add the statement, which no reader of an answer should see. */
const rootOf = (error: unknown): Error => {
  const { cause } = error as Error
  return cause instanceof Error ? rootOf(cause) : (error as Error)
}
