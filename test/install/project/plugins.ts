import type { Plugin } from 'payload'

/** As it is before the plugin is installed; `installed/plugins.ts` takes its place. */
export const plugins: Plugin[] = []
