import type { Field } from 'payload'

/** The test puts a field here later, and takes it out again. */
export const laterFields: Field[] = []
