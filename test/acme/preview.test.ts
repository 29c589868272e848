import { describe, expect, it } from 'vitest'
import { pathWith } from '../../dev-site/site/answer.ts'
import { hasCookie, toLocalPath } from '../../dev-site/site/preview.ts'

describe('the way back to a page', () => {
  it('stays on the site', () => {
    for (const to of [
      '/.//evil.com',
      '/..//evil.com/x',
      '//evil.com',
      '/\\evil.com',
      'https://evil.com',
      '/./\\evil.com',
    ]) {
      expect(toLocalPath(to), to).toBe('/')
      expect(pathWith(to, 'sent', '1'), to).toBe('/?sent=1')
    }
  })

  it('keeps path and query', () => {
    expect(toLocalPath('/de/kaffee?sort=name')).toBe('/de/kaffee?sort=name')
    expect(pathWith('/de/kaffee?sort=name', 'sent', '1')).toBe('/de/kaffee?sort=name&sent=1')
  })
})

describe('a cookie (7.C.27)', () => {
  it('counts with whatever white space stands around its name, as Payload reads it', () => {
    for (const cookie of ['payload-token=x', 'a=b;\tpayload-token=x', 'a=b; payload-token =x', 'a=b;payload-token=']) {
      expect(hasCookie(new Headers({ cookie }), 'payload-token'), cookie).toBe(true)
    }
    for (const cookie of ['a=payload-token=x', 'payload-tokens=x', ''])
      expect(hasCookie(new Headers({ cookie }), 'payload-token'), cookie).toBe(false)
  })
})
