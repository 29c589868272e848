import { withPayload } from '@payloadcms/next/withPayload'
import type { NextConfig } from 'next'

// The test looks at types by itself, with stricter settings.
const config: NextConfig = { typescript: { ignoreBuildErrors: true }, turbopack: { root: import.meta.dirname } }

export default withPayload(config)
