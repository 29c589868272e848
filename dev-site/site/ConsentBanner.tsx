'use client'

import { type ReactNode, useEffect, useState } from 'react'

type Props = {
  /** Without it nobody is asked and nobody is counted. */
  isAsked: boolean
  /** An answer to an earlier revision of the question counts for nothing. */
  revision: number
  acceptLabel: string
  declineLabel: string
  children: ReactNode
}

const storageKey = 'acme-consent'
type Answer = 'accepted' | 'declined'

/** Asks once for each revision, and counts the page view of those who agree. */
export function ConsentBanner({ isAsked, revision, acceptLabel, declineLabel, children }: Props) {
  const [answer, setAnswer] = useState<Answer | 'none' | 'unknown'>('unknown')

  useEffect(() => {
    const [savedRevision, saved] = (localStorage.getItem(storageKey) ?? '').split(':')
    const isAnswered = savedRevision === String(revision) && (saved === 'accepted' || saved === 'declined')
    setAnswer(isAnswered ? saved : 'none')
  }, [revision])

  useEffect(() => {
    if (!isAsked || answer !== 'accepted') return
    navigator.sendBeacon('/events', JSON.stringify({ kind: 'pageview', path: location.pathname }))
  }, [isAsked, answer])

  const answerWith = (given: Answer) => {
    localStorage.setItem(storageKey, `${revision}:${given}`)
    setAnswer(given)
  }

  if (!isAsked || answer !== 'none') return null
  return (
    <section aria-live="polite" className="consent">
      {children}
      <p className="actions">
        <button className="button" onClick={() => answerWith('accepted')} type="button">
          {acceptLabel}
        </button>
        <button className="button second" onClick={() => answerWith('declined')} type="button">
          {declineLabel}
        </button>
      </p>
    </section>
  )
}
