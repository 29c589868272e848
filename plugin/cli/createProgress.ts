import type { WriteStream } from 'node:tty'
import type { PromotionStep } from '../types.ts'
import { describeStep } from './describe.ts'

export type Progress = {
  /** A sentence of its own. */
  say: (text: string) => void
  /** A promotion's steps as they stand: those that have ended since the last call are written, one a line. */
  show: (steps: PromotionStep[]) => void
}

const eraseLine = '\r\u001b[K'

/** Progress on stderr, so that stdout holds the result only. A terminal shows the running step in a line that is replaced. */
export const createProgress = (stream: Pick<WriteStream, 'write'> & { isTTY?: boolean }): Progress => {
  let shown = 0
  let isOpen = false
  const clear = () => {
    if (isOpen) stream.write(eraseLine)
    isOpen = false
  }
  return {
    say: (text) => {
      clear()
      stream.write(`${text}\n`)
    },
    show: (steps) => {
      clear()
      const ended = steps.filter(({ status }) => status !== 'running')
      for (const step of ended.slice(shown)) stream.write(`${describeStep(step)}\n`)
      shown = Math.max(shown, ended.length)
      const running = steps.find(({ status }) => status === 'running')
      if (!running || !stream.isTTY) return
      stream.write(describeStep(running))
      isOpen = true
    },
  }
}
