import { speaksOf } from './speaksOf.ts'
import type { KnownPlugin } from './types.ts'

/** Deletes a tenant's staged documents with the tenant: the next promotion deletes them on production. */
export const multiTenant: KnownPlugin = {
  name: 'plugin-multi-tenant',
  ownsHook: (hook) => speaksOf(hook, 'payload-tenant'),
}
