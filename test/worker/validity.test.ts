import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBans, BAN_LIFETIME_MS, type BanList, normalizePath } from '../../worker/bans.ts'
import { createStamp, indexBans, isValid } from '../../worker/cache/validity.ts'
import type { Bans } from '../../worker/protocol.ts'

const EMPTY: BanList = { minEpoch: 1, bans: [] }

/** Whether an entry of this page, stamped with epoch 1, outlives these bans of epoch 2. */
const outlives = (url: string, tags: string | null, bans: Bans): boolean =>
  isValid(createStamp(1, `https://www.example.com${url}`, tags), indexBans(addBans(EMPTY, bans, 2, 0)))

describe('an entry', () => {
  it.each<[string, string | null, Bans]>([
    ['/a', 'pages:1', 'all'],
    ['/a', 'pages:1, Posts:2', { tags: ['posts:2'] }],
    ['/a', 'pages:1', { tags: ['PAGES:1 '] }],
    ['/a', null, { tags: ['anything'] }],
    ['/a', ' , ', { tags: ['anything'] }],
    ['/a?x=1', 'pages:1', { paths: ['/a'] }],
    ['/a/', 'pages:1', { paths: ['/a'] }],
    ['//a', 'pages:1', { paths: ['/a/'] }],
    ['/', 'pages:1', { paths: ['/'] }],
    ['/%C3%BCber', 'pages:1', { paths: ['/über'] }],
    ['/%c3%bcber', 'pages:1', { paths: ['/%C3%BCber?x'] }],
    ['/blog/a/b', 'pages:1', { prefixes: ['/blog/'] }],
    ['/blog', 'pages:1', { prefixes: ['/blog/'] }],
    ['/anything', 'pages:1', { prefixes: ['/'] }],
  ])('of %s with the tags "%s" is hit by %j', (url, tags, bans) => {
    expect(outlives(url, tags, bans)).toBe(false)
  })

  it.each<[string, string | null, Bans]>([
    ['/a', 'pages:1', {}],
    ['/a', 'pages:1', { tags: ['pages:2', 'pages'] }],
    ['/a', 'pages:1', { paths: ['/', '/a/b', '/A'] }],
    ['/a', null, { paths: ['/b'] }],
    ['/blogger', 'pages:1', { prefixes: ['/blog'] }],
  ])('of %s with the tags "%s" is not hit by %j', (url, tags, bans) => {
    expect(outlives(url, tags, bans)).toBe(true)
  })

  it('stamped with the ban’s own epoch or a later one is not hit', () => {
    const index = indexBans(addBans(EMPTY, { tags: ['a'] }, 2, 0))
    const stamps = [1, 2, 3].map((epoch) => createStamp(epoch, 'https://x/', 'a'))
    expect(stamps.map((stamp) => isValid(stamp, index))).toEqual([false, true, true])
  })

  it('that was banned stays banned, whatever is banned later and however much', () => {
    const tags = fc.array(fc.string({ minLength: 1, maxLength: 300 }), { maxLength: 60 })
    const rounds = fc.array(fc.record({ tags, afterMs: fc.nat(BAN_LIFETIME_MS) }), { maxLength: 12 })
    fc.assert(
      fc.property(rounds, (later) => {
        let epoch = 2
        let now = 0
        let list = addBans(EMPTY, { tags: ['mine'] }, epoch, now)
        for (const round of later) {
          epoch += 1
          now += round.afterMs
          list = addBans(list, { tags: round.tags }, epoch, now)
          expect(isValid(createStamp(1, 'https://x/', 'mine'), indexBans(list))).toBe(false)
          expect(isValid(createStamp(epoch, 'https://x/', 'mine'), indexBans(list))).toBe(true)
        }
      }),
    )
  })
})

it('makes a path of whatever is asked for', () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      const normal = normalizePath(`/${path}`)
      expect(normal.startsWith('/')).toBe(true)
    }),
  )
})
