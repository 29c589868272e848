import type { ReactNode } from 'react'

/** Two lists, with what was taken out and what was put in marked. */
export const listSides = (from: unknown, to: unknown): { From: ReactNode; To: ReactNode } => {
  const [before, after] = [toItems(from), toItems(to)]
  return { From: side(before, after, 'delete'), To: side(after, before, 'create') }
}

const side = (items: string[], others: string[], match: 'create' | 'delete'): ReactNode =>
  items.length === 0 ? null : (
    <ul className="html-diff migration-list">
      {items.map((item, index) => {
        const isBoth = others.includes(item)
        // biome-ignore lint/suspicious/noArrayIndexKey: titles may repeat, and the list never changes
        return <li key={index}>{isBoth ? item : <Marked match={match}>{item}</Marked>}</li>
      })}
    </ul>
  )

/** As Payload's differ marks it. */
const Marked = ({ match, children }: { match: 'create' | 'delete'; children: string }) =>
  match === 'create' ? <ins data-match-type="create">{children}</ins> : <del data-match-type="delete">{children}</del>

const toItems = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
