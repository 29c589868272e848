'use client'
import { isSiteOutdated } from '../sites/isSiteOutdated.ts'
import type { Promotion } from '../types.ts'
import { Notice } from './Notice.tsx'
import { RefreshSite } from './RefreshSite.tsx'
import { useTexts } from './useTexts.ts'

type Props = { promotion: Promotion; mayRefresh: boolean; onRefreshed: (promotion: Promotion) => void }

/** What went wrong after a promotion's commit, and what can be done about it. */
export const Warnings = ({ promotion, mayRefresh, onRefreshed }: Props) => {
  const { t } = useTexts()
  return (
    <Notice type="warning">
      <p>{t('warningsAfter')}</p>
      <ul>
        {promotion.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {mayRefresh && isSiteOutdated(promotion) && <RefreshSite onRefreshed={onRefreshed} />}
    </Notice>
  )
}
