import { escapeDiffHTML, getHTMLDiffComponents, unescapeDiffHTML } from '@payloadcms/ui'
import type { ReactNode } from 'react'
import type { FieldDifference } from '../types.ts'
import { cleanHTML } from './cleanHTML.ts'

/** Text, rich text or JSON with the words that differ marked, as Payload marks them between versions. */
export const textSides = (
  type: Exclude<FieldDifference['type'], 'file' | 'list'>,
  from: unknown,
  to: unknown,
): { From: ReactNode; To: ReactNode } => {
  const { From, To } = getHTMLDiffComponents({
    fromHTML: toHTML(type, from),
    toHTML: toHTML(type, to),
    postProcess: unescapeDiffHTML,
  })
  return { From: isEmpty(from) ? null : From, To: isEmpty(to) ? null : To }
}

const toHTML = (type: FieldDifference['type'], value: unknown): string => {
  if (isEmpty(value)) return ''
  if (type === 'html') return cleanHTML(String(value))
  const text = type === 'json' ? JSON.stringify(value, null, 2) : String(value)
  // Payload's differ takes HTML: angle brackets and quotes travel through it in disguise.
  return type === 'json' ? `<pre>${escapeDiffHTML(text)}</pre>` : `<p>${escapeDiffHTML(text)}</p>`
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''
