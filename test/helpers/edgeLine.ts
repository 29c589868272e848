import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ControlRequest, REPLY_SIGNATURE_HEADER } from '../../worker/protocol.ts'

/** What becomes of a call: it gets through, doesn't get there, or gets there and its answer is lost. */
export type Fate = 'through' | 'dropped' | 'unanswered'

export type EdgeLine = {
  url: string
  /** Every call that was sent, in order. */
  calls: ControlRequest['op'][]
  /** What becomes of the next calls. */
  decide: (request: ControlRequest) => Fate | Promise<Fate>
  stop: () => Promise<void>
}

/** The line between the plugin and the Worker, on which a test may lose calls. */
export const startEdgeLine = async (gateURL: string): Promise<EdgeLine> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const call = JSON.parse(body) as ControlRequest
    line.calls.push(call.op)
    const fate = await line.decide(call)
    if (fate === 'dropped') return void response.destroy()
    const headers = Object.entries(request.headers).filter(([name]) => /^(webhook-|content-type)/.test(name))
    const answer = await fetch(gateURL + request.url, {
      method: 'POST',
      body,
      headers: Object.fromEntries(headers) as Record<string, string>,
    })
    const text = await answer.text()
    if (fate === 'unanswered') return void response.destroy()
    const signature = answer.headers.get(REPLY_SIGNATURE_HEADER)
    response.writeHead(answer.status, signature ? { [REPLY_SIGNATURE_HEADER]: signature } : {}).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: EdgeLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    decide: () => 'through',
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
