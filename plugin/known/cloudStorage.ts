import { speaksOf } from './speaksOf.ts'
import type { KnownPlugin } from './types.ts'

/** Writes and deletes the bytes of staged files. Production's are copies of their own. */
export const cloudStorage: KnownPlugin = {
  name: 'plugin-cloud-storage',
  ownsHook: (hook) => speaksOf(hook, '.context', 'skipCloudStorage') || speaksOf(hook, '.handleDelete('),
}
