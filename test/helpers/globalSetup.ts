import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../dev-site/scripts/postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server for this run; each test makes databases of its own on it. */
    postgresURL: string
  }
}

/** One real PostgreSQL for the whole run. */
export default async function setup(project: TestProject) {
  const postgres = await startPostgres()
  project.provide('postgresURL', postgres.url)
  return postgres.stop
}
