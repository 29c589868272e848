/** How the site is told of a promotion: by its own servers, signed, and again by somebody who may promote. */
import type { Payload, PayloadRequest } from 'payload'
import { PromoteError } from '../errors.ts'
import { runOnPromoted } from '../operations/runOnPromoted.ts'
import type { SiteCall } from '../sites/callServer.ts'
import { forgetContent } from '../sites/forgetContent.ts'
import { isSignedByUs, signatureHeaders } from '../sites/siteSignature.ts'

/** A call of ours is shorter than this, in characters. */
const longestCall = 1000

/**
 * A signed call of one of the site's own servers. Whatever is wrong with a call, the answer is the same; what is signed
 * can be sent again and has no second effect.
 * @throws {PromoteError} UNAUTHENTICATED
 */
export const answerSiteCall = async (req: PayloadRequest): Promise<Response> => {
  const body = await req.text!()
  if (body.length > longestCall || !isSignedByUs(req.payload, 'call', body, req.headers))
    throw new PromoteError(
      'UNAUTHENTICATED',
      "The call is not signed with this site's secret.",
      'Only the servers of this site call it. To refresh the site, sign in and use POST /promote/refresh-site.',
    )
  const reply = JSON.stringify(await obey(req.payload, JSON.parse(body) as SiteCall))
  const id = req.headers.get('webhook-id')!
  return new Response(reply, {
    headers: { ...signatureHeaders(req.payload, 'reply', { id, body: reply }), 'cache-control': 'no-store' },
  })
}

const obey = async (payload: Payload, call: SiteCall): Promise<{ error?: string }> => {
  try {
    if (call.op === 'forget') await forgetContent()
    if (call.op === 'onPromoted') await runOnPromoted(payload, call.promotion)
    return {}
  } catch (error) {
    payload.logger.error({ err: error, msg: `payload-promote: "${call.op}" failed` })
    return { error: (error as Error).message }
  }
}
