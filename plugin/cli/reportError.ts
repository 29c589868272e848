type Failure = { code: string; message: string; hint: string; details?: unknown }

/** Says on stderr what went wrong and what to do. With `--json`, stdout gets it too, in the shape of the site's answers. */
export const reportError = ({ code, message, hint, details }: Failure, asJSON: boolean): void => {
  console.error(`${code}: ${message} ${hint}`)
  for (const line of [details ?? []].flat().slice(0, shownDetails)) console.error(`  ${describeDetail(line)}`)
  if (asJSON)
    console.log(JSON.stringify({ error: { code, message, hint, ...(details === undefined ? {} : { details }) } }))
}

/** The error itself has counted them. */
const shownDetails = 20

const describeDetail = (detail: unknown): string => {
  if (typeof detail !== 'object' || detail === null) return String(detail)
  const { message } = detail as { message?: unknown }
  return typeof message === 'string' ? message : JSON.stringify(detail)
}
