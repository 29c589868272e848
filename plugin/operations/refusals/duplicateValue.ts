import { PromoteError } from '../../errors.ts'
import type { DuplicateValue } from '../../sql/duplicates.ts'

/** The error for values that are unique on staging and would stand twice on production. */
export const duplicateValue = (slug: string, duplicates: DuplicateValue[]): PromoteError =>
  new PromoteError(
    'DUPLICATE_VALUE',
    `Production would hold the same ${duplicates.map((d) => `${d.column} "${d.value}"`).join(', ')} twice in "${slug}".`,
    'Give one of the documents another value on staging, or do not keep the other.',
    { details: duplicates },
  )
