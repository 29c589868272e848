'use client'
import type { ReactNode } from 'react'
import { useId } from 'react'
import type { ChangeKind, FieldDifference } from '../types.ts'
import { FileSide } from './FileSide.tsx'
import { listSides } from './listSides.tsx'
import { textSides } from './textSides.tsx'
import { useTexts } from './useTexts.ts'

type Props = { difference: FieldDifference; kind: ChangeKind }

/** One field's difference: production's value and what comes, side by side; one side where the other has no document. */
export const Difference = ({ difference, kind }: Props) => {
  const { t } = useTexts()
  const id = useId()
  const { From, To } = sidesOf(difference)
  const side = (name: string, content: ReactNode) => (
    <div className="migration-difference__side">
      <span className="migration-difference__name">{name}</span>
      {content ?? <span className="migration-empty">{t(difference.type === 'file' ? 'noFile' : 'empty')}</span>}
    </div>
  )
  return (
    <article aria-labelledby={id} className="field-diff-container migration-difference" data-type={difference.type}>
      <h3 className="field-diff-label" id={id}>
        {difference.label}
        {difference.locale && <span className="field-diff__locale-label">{difference.locale}</span>}
      </h3>
      <div className="field-diff-content">
        {kind !== 'create' && side(t('onProduction'), From)}
        {kind !== 'delete' && side(t('afterPromotion'), To)}
      </div>
    </article>
  )
}

const sidesOf = ({ type, from, to }: FieldDifference): { From: ReactNode; To: ReactNode } => {
  switch (type) {
    case 'file':
      return { From: from ? <FileSide file={from} /> : null, To: to ? <FileSide file={to} /> : null }
    case 'list':
      return listSides(from, to)
    default:
      return textSides(type, from, to)
  }
}
