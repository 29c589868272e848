/** payload-promote: the public door. */
export { type EnvironmentReads, type InEnvironment, inEnvironment } from './environment/inEnvironment.ts'
export { describeError, type ErrorCode, errorStatus, PromoteError } from './errors.ts'
export { computePlan } from './operations/computePlan.ts'
export { promote as runPromotion } from './operations/promote.ts'
export { recover } from './operations/recover.ts'
export { takeSnapshot } from './operations/takeSnapshot.ts'
export { promote } from './plugin.ts'
export type * from './types.ts'
