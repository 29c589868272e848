import { PromoteError } from './errors.ts'

/**
 * PostgreSQL's text can't hold the character NUL, so nothing is named by it and nothing is found with it. Looks as deep
 * as a caller may have nested.
 * @throws {PromoteError} BAD_REQUEST
 */
export const assertNoNul = (...values: unknown[]): void => {
  const left = [...values]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string' && value.includes('\0'))
      throw new PromoteError('BAD_REQUEST', 'The call holds the character NUL.', 'Leave it out of ids and searches.')
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) left.push(key, inner)
  }
}
