import type { CollectionConfig, GlobalConfig } from 'payload'
import { dropSignatures } from '../files/signature.ts'

/** An editor's browser saves URLs as it was given them, a thumbnail's for one: they are stored without their signatures. */
export const dropStoredSignatures = <Config extends CollectionConfig | GlobalConfig>(config: Config): Config => ({
  ...config,
  hooks: {
    ...config.hooks,
    beforeChange: [
      ...(config.hooks?.beforeChange ?? []),
      ({ data }: { data: Record<string, unknown> }) => dropSignatures(data),
    ],
  },
})
