import path from 'node:path'
import { withPayload } from '@payloadcms/next/withPayload'
import type { NextConfig } from 'next'

// The plugin's sources lie beside this folder, so the root that the bundler may read is the repository.
const repositoryDir = path.resolve(import.meta.dirname, '..')

const config: NextConfig = {
  turbopack: { root: repositoryDir },
  outputFileTracingRoot: repositoryDir,
  poweredByHeader: false,
  // One copy for pages, routes and the proxy, which share one Payload: its errors are told apart by their class.
  serverExternalPackages: ['payload'],
  // `npm run check` looks at types; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
}

export default withPayload(config)
