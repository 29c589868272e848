import { describe, expect, it } from 'vitest'
import { pathWith } from '../../dev-site/site/answer.ts'
import { toLocalPath } from '../../dev-site/site/preview.ts'

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
