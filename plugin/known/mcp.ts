import type { KnownPlugin } from './types.ts'

/** Lets an editor's assistant read and write with a key that the route checks itself: on staging, as its editor does. */
export const mcp: KnownPlugin = {
  name: 'plugin-mcp',
  place: ({ path }) => (path === '/mcp' ? 'staging' : undefined),
}
