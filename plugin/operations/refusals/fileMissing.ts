import { PromoteError } from '../../errors.ts'

export type MissingFile = { collection: string; id: string; filename: string }

export const fileMissingMessage = ({ collection, id, filename }: MissingFile): string =>
  `The file "${filename}" of ${collection} ${id} is not in staging's storage.`

export const fileMissingHint = 'Upload the file again on staging, or delete the document.'

/** Files that are listed in the error's details; its message names the first. */
const detailsLimit = 1000

/** The error for files that have gone from staging's storage since the plan was computed. */
export const fileMissing = (missing: [MissingFile, ...MissingFile[]]): PromoteError =>
  new PromoteError(
    'FILE_MISSING',
    missing.length === 1
      ? fileMissingMessage(missing[0])
      : `${missing.length} files are not in staging's storage, "${missing[0].filename}" of ${missing[0].collection} ${missing[0].id} among them.`,
    fileMissingHint,
    { details: missing.slice(0, detailsLimit) },
  )
