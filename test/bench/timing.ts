/** Runs `work` and answers how long it took, in milliseconds. */
export const time = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export type Comparison = { ms: number; floorMs: number; ratio: number }

/** What a few rounds of both say: medians, and the median of each round's own ratio. */
export const compare = (rounds: { ms: number; floorMs: number }[]): Comparison => ({
  ms: median(rounds.map((round) => round.ms)),
  floorMs: median(rounds.map((round) => round.floorMs)),
  ratio: median(rounds.map((round) => round.ms / round.floorMs)),
})

const sampleMs = 10

/** Watches this process' resident memory until stopped, and answers by how much it grew at its highest, in MB. */
export const watchMemory = (): (() => number) => {
  const before = process.memoryUsage.rss()
  let highest = before
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss())
  }, sampleMs)
  return () => {
    clearInterval(timer)
    return (Math.max(highest, process.memoryUsage.rss()) - before) / 2 ** 20
  }
}
