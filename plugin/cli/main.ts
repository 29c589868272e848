#!/usr/bin/env node
/** `payload-promote …`: promotes a running site over HTTP. It needs neither the site's config nor its database. */
import { CommandError, exitCodes } from './CommandError.ts'
import { createClient } from './createClient.ts'
import { createProgress } from './createProgress.ts'
import { describeUsage, parseCommandLine } from './parseCommandLine.ts'
import { connectionOptions, parseConnection } from './parseConnection.ts'
import { reportError } from './reportError.ts'
import { history } from './verbs/history.ts'
import { plan } from './verbs/plan.ts'
import { refreshSite } from './verbs/refreshSite.ts'
import { run } from './verbs/run.ts'
import { show } from './verbs/show.ts'
import { snapshot, snapshots } from './verbs/snapshots.ts'
import type { Verb } from './verbs/verb.ts'
import { verify } from './verbs/verify.ts'

const verbs: Record<string, Verb> = {
  plan,
  run,
  show,
  'refresh-site': refreshSite,
  history,
  verify,
  snapshot,
  snapshots,
}

const footer = `Options of every command:
  --url address            the site, else PAYLOAD_PROMOTE_URL
  --api-route path         where Payload's API is, /api by default
  --timeout seconds        how long one answer may take, 120 by default
  --json                   prints the result as JSON

Who promotes: an admin user, by PAYLOAD_PROMOTE_TOKEN (a JWT) or PAYLOAD_PROMOTE_API_KEY.
Ends with 0 done, 1 failed, 2 nothing to do, 3 refused.`

const main = async (args: string[]): Promise<number> => {
  const { verb, values, operands } = parseCommandLine(args, verbs, { ...connectionOptions, json: { type: 'boolean' } })
  if (verb === undefined) {
    console.log(describeUsage('payload-promote', verbs, footer))
    return exitCodes.done
  }
  const client = createClient(parseConnection(values, process.env))
  const progress = createProgress(process.stderr)
  const outcome = await verbs[verb]!.run({ client, progress, values, operands })
  console.log(values.json ? JSON.stringify(outcome.data) : outcome.text)
  return outcome.exitCode
}

const args = process.argv.slice(2)
try {
  process.exitCode = await main(args)
} catch (error) {
  if (!(error instanceof CommandError)) throw error
  reportError(error, args.includes('--json'))
  process.exitCode = error.exitCode
}
