import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^payload-promote$/, replacement: path.join(root, 'plugin/index.ts') },
      { find: /^payload-promote\/types$/, replacement: path.join(root, 'plugin/types.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/globalSetup.ts'],
    // Each file has its own process and its own databases; two at a time fill two cores.
    pool: 'forks',
    maxWorkers: 2,
    // Lexical's files for plain Node await each other in a circle, which now and then never ends.
    execArgv: ['--conditions=production'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    server: { deps: { inline: [/payload-promote/] } },
  },
})
