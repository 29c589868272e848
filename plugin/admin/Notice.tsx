import type { ReactNode } from 'react'

type Props = {
  type: 'default' | 'error' | 'info' | 'success' | 'warning'
  children: ReactNode
  /** Whether it is read out as soon as it appears. */
  isAlert?: boolean
}

/** Payload's banner around more than one line: its own component allows inline content only. */
export const Notice = ({ type, children, isAlert }: Props) => (
  <div className={`banner banner--type-${type} migration-notice`} role={isAlert ? 'alert' : undefined}>
    {children}
  </div>
)
