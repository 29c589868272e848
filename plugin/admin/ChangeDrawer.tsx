'use client'
import { Drawer, ShimmerEffect } from '@payloadcms/ui'
import type { Change, FieldDifference } from '../types.ts'
import { Difference } from './Difference.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'
import { KindPill } from './KindPill.tsx'
import { Notice } from './Notice.tsx'
import { useDialogName } from './useDialogName.ts'
import { useEntities } from './useEntities.ts'
import { useFormats } from './useFormats.ts'
import { useLoad } from './useLoad.ts'
import { useTexts } from './useTexts.ts'

export const changeDrawerSlug = 'migration-differences'

type Props = { change: Change | undefined; planId: string }

/** One document's differences, field by field. */
export const ChangeDrawer = ({ change, planId }: Props) => {
  const { t } = useTexts()
  const entities = useEntities()
  const title =
    change && entities.isGlobal(change.collection) ? entities.singular(change.collection) : (change?.title ?? '')
  useDialogName(changeDrawerSlug, `${t('differences')}: ${title}`)
  return (
    <Drawer className="migration migration-drawer" slug={changeDrawerSlug} title={title}>
      {change && <ChangeDetails change={change} planId={planId} />}
    </Drawer>
  )
}

const ChangeDetails = ({ change, planId }: { change: Change; planId: string }) => {
  const { t } = useTexts()
  const { collection, id, kind } = change
  const { value, error, reload } = useLoad<{ differences: FieldDifference[] }>(
    `/plans/${planId}/changes/${encodeURIComponent(collection)}/${encodeURIComponent(id)}`,
  )
  return (
    <>
      <ChangeFacts change={change} />
      {change.drift && <Notice type="warning">{t('driftHint')}</Notice>}
      {error && <ErrorNotice error={error} onTryAgain={reload} />}
      {!value && !error && (
        <div role="status">
          <span className="migration-hidden">{t('loadingDifferences')}</span>
          <ShimmerEffect height={200} />
        </div>
      )}
      {value?.differences.length === 0 && <p>{t('noDifferences')}</p>}
      {value && value.differences.length > 0 && (
        <div className={`migration-differences migration-differences--${kind}`}>
          <div aria-hidden="true" className="migration-differences__sides">
            {kind !== 'create' && <span>{t('onProduction')}</span>}
            {kind !== 'delete' && <span>{t('afterPromotion')}</span>}
          </div>
          {value.differences.map((difference, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row that goes and one that comes may have the same path
            <Difference difference={difference} key={index} kind={kind} />
          ))}
        </div>
      )}
    </>
  )
}

const ChangeFacts = ({ change }: { change: Change }) => {
  const { t } = useTexts()
  const { date } = useFormats()
  const entities = useEntities()
  const { kind, updatedAt, updatedBy } = change
  return (
    <div className="migration-facts">
      <KindPill kind={kind} />
      <span>{entities.isGlobal(change.collection) ? t('global') : entities.singular(change.collection)}</span>
      {updatedBy && <span>{updatedBy}</span>}
      {updatedAt && <span>{date(updatedAt)}</span>}
      {/* What is deleted may be gone from staging. */}
      {kind !== 'delete' && (
        <a href={entities.adminURL(change)} rel="noreferrer" target="_blank">
          {t('openOnStaging')}
        </a>
      )}
    </div>
  )
}
