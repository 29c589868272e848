import { describe, expect, it, vi } from 'vitest'
import { FIRST_RECORD, type GateRecord } from '../../worker/machine.ts'
import { createMemo } from '../../worker/memo.ts'
import { type Reading, toReading } from '../../worker/reading.ts'
import { parseSettings } from '../../worker/settings.ts'

const settings = parseSettings({
  ORIGIN: 'http://origin',
  MEMO_MS: '1000',
  MAINT_MEMO_MS: '100',
  AUTHORITY_RETRY_MS: '500',
})

/** A memo on a clock that stands still but for `pass`, and an authority that answers by hand. */
const setUp = (record: GateRecord = FIRST_RECORD) => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const world = { now: 0, record, questions: [] as number[], isCut: false, answerAfterMs: 0 }
  const memo = createMemo(() => world.now)
  const background: Promise<unknown>[] = []
  const read = async (): Promise<Reading> => {
    world.questions.push(world.now)
    if (world.isCut) throw new Error('cut')
    const reading = toReading(world.record, world.now, settings)
    world.now += world.answerAfterMs
    return reading
  }
  vi.spyOn(console, 'error').mockReturnValue()
  const source = { settings, read, waitUntil: (work: Promise<unknown>) => void background.push(work) }
  return {
    world,
    memo,
    learn: () => memo.learn(source),
    pass: (ms: number) => {
      world.now += ms
    },
    background: () => Promise.all(background),
  }
}

const arming = (closesAt: number, leaseUntil: number): GateRecord => ({
  ...FIRST_RECORD,
  revision: 1,
  phase: 'arming',
  fence: 1,
  closesAt,
  leaseUntil,
})

describe('an isolate’s memo', () => {
  it('is asked for once, then again in the background from half its age', async () => {
    const { world, learn, pass, background } = setUp()
    await learn()
    pass(499)
    await learn()
    expect(world.questions).toEqual([0])
    pass(1)
    expect(await learn()).toMatchObject({ certainty: 'fresh', isClosed: false })
    await background()
    expect(world.questions).toEqual([0, 500])
    pass(499)
    await learn()
    expect(world.questions).toEqual([0, 500])
  })

  it('closes and opens by schedule, both measured from the moment of asking', async () => {
    const { world, memo, learn, pass } = setUp(arming(800, 5_000))
    world.answerAfterMs = 60
    await learn()
    expect(world.now).toBe(60)
    world.isCut = true
    pass(739)
    expect(memo.look(settings).isClosed).toBe(false)
    pass(1)
    expect(memo.look(settings)).toMatchObject({ isClosed: true, leaseLeftMs: 4_200 })
    pass(4_199)
    expect((await learn()).isClosed).toBe(true)
    pass(1)
    expect(await learn()).toMatchObject({ isClosed: false, certainty: 'lapsed' })
  })

  it('asks at once when the memo has run out, and takes what it learns', async () => {
    const { world, learn, pass } = setUp()
    await learn()
    pass(1_000)
    world.record = { ...arming(0, 9_000), phase: 'closed' }
    expect((await learn()).isClosed).toBe(true)
  })

  it('keeps nobody waiting for a while after a failure, and asks in the background meanwhile', async () => {
    const { world, learn, pass, background } = setUp()
    world.isCut = true
    expect(await learn()).toMatchObject({ isClosed: false, certainty: 'unknown' })
    pass(249)
    await learn()
    expect(world.questions).toEqual([0])
    pass(1)
    world.isCut = false
    expect((await learn()).certainty).toBe('unknown')
    await background()
    expect((await learn()).certainty).toBe('fresh')
  })

  it('keeps the newer of two answers that cross', async () => {
    const { memo, world } = setUp()
    const answers: ((reading: Reading) => void)[] = []
    const read = () => new Promise<Reading>((resolve) => answers.push(resolve))
    const source = { settings, read, waitUntil: () => {} }
    const first = memo.learn(source)
    const second = memo.learn(source)
    answers[1]?.({ ...toReading({ ...FIRST_RECORD, revision: 5, epoch: 3 }, 0, settings) })
    world.now = 10
    await second
    answers[0]?.(toReading(FIRST_RECORD, 0, settings))
    expect((await first).reading?.epoch).toBe(3)
  })

  it('is in doubt only once it is old enough', async () => {
    const { world, memo, learn, pass } = setUp()
    await learn()
    memo.doubt(100)
    await learn()
    expect(world.questions).toEqual([0])
    pass(100)
    memo.doubt(100)
    await learn()
    expect(world.questions).toEqual([0, 100])
  })
})
