import { Writable } from 'node:stream'
import type { Config } from 'payload'

/** A logger for a site's config, and the lines that it has written. */
export const collectLog = (): { logger: Config['logger']; lines: string[] } => {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _, done) {
      for (const line of chunk.toString().trim().split('\n'))
        lines.push(String((JSON.parse(line) as { msg?: string }).msg))
      done()
    },
  })
  return { logger: { options: { level: 'info' }, destination }, lines }
}
