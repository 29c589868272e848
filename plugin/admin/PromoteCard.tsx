'use client'
import { Button, CheckboxInput, ConfirmationModal, TextInput, useModal } from '@payloadcms/ui'
import { useState } from 'react'
import type { Plan, PromoteRequest } from '../types.ts'
import { PromoteSummary } from './PromoteSummary.tsx'
import { useAPI } from './useAPI.ts'
import { useDialogName } from './useDialogName.ts'
import { useEntities } from './useEntities.ts'
import { useTexts } from './useTexts.ts'

const confirmSlug = 'migration-confirm'

type Props = {
  plan: Plan
  hasGate: boolean
  mayPromote: boolean
  maySnapshot: boolean
  /** Whether a promotion is under way. */
  isBusy: boolean
  isStarting: boolean
  onPromote: (request: PromoteRequest) => void
}

/** What goes with a promotion, and the button that starts it after a confirmation. */
export const PromoteCard = ({ plan, hasGate, mayPromote, maySnapshot, isBusy, isStarting, onPromote }: Props) => {
  const { t } = useTexts()
  const entities = useEntities()
  const { openModal } = useModal()
  const api = useAPI()
  const [takesSnapshot, setTakesSnapshot] = useState(maySnapshot)
  const [label, setLabel] = useState('')
  const [note, setNote] = useState('')
  useDialogName(confirmSlug, t('confirmHeading'))
  const [overwritesDrift, setOverwritesDrift] = useState(false)
  const hasDrift = plan.problems.some((problem) => problem.code === 'DRIFT')
  const [deletesAll, setDeletesAll] = useState(false)
  const emptied = plan.problems.flatMap(({ code, collection }) => (code === 'ALL_DELETED' && collection) || [])
  const isBlocked = plan.problems.some((problem) => problem.blocking)
  const request: PromoteRequest = {
    planId: plan.id,
    ...(takesSnapshot ? { snapshot: label.trim() || true } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(hasDrift && overwritesDrift ? { overwriteDrift: true } : {}),
    ...(deletesAll && emptied.length > 0 ? { deleteAll: emptied } : {}),
  }
  return (
    <section aria-labelledby="migration-promote" className="migration-card">
      <h2 id="migration-promote">{t('promoteHeading')}</h2>
      {mayPromote ? (
        <>
          {maySnapshot && (
            <CheckboxInput
              checked={takesSnapshot}
              id="migration-snapshot"
              label={t('snapshotFirst')}
              onToggle={(event) => setTakesSnapshot(event.target.checked)}
            />
          )}
          {takesSnapshot && (
            <TextInput
              label={t('snapshotLabel')}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) => setLabel(event.target.value.slice(0, 200))}
              path="migration-snapshot-label"
              placeholder={t('snapshotLabelPlaceholder')}
              value={label}
            />
          )}
          <TextInput
            label={t('note')}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => setNote(event.target.value.slice(0, 2000))}
            path="migration-note"
            value={note}
          />
          {hasDrift && (
            <CheckboxInput
              checked={overwritesDrift}
              id="migration-overwrite-drift"
              label={t('overwriteDrift')}
              onToggle={(event) => setOverwritesDrift(event.target.checked)}
            />
          )}
          {emptied.length > 0 && (
            <CheckboxInput
              checked={deletesAll}
              id="migration-delete-all"
              label={t('deleteAll', { collections: emptied.map((slug) => entities.plural(slug)).join(', ') })}
              onToggle={(event) => setDeletesAll(event.target.checked)}
            />
          )}
          {isBlocked && <p>{t('blocked')}</p>}
          <Button
            disabled={
              isBlocked || isBusy || isStarting || (hasDrift && !overwritesDrift) || (emptied.length > 0 && !deletesAll)
            }
            extraButtonProps={{ 'aria-haspopup': 'dialog' }}
            id="migration-promote-button"
            margin={false}
            onClick={() => {
              openModal(confirmSlug)
              // While this is read the gate gets ready; that it can't is for the promotion to say.
              if (hasGate) void api.post('/standby')
            }}
            size="large"
          >
            {t(isStarting ? 'starting' : 'promote')}
          </Button>
          <ConfirmationModal
            body={<PromoteSummary hasGate={hasGate} plan={plan} snapshot={request.snapshot} />}
            className="migration migration-confirm"
            confirmLabel={t('promote')}
            heading={<h2>{t('confirmHeading')}</h2>}
            modalSlug={confirmSlug}
            onConfirm={() => {
              // Not awaited: the dialog closes now, before the focus moves to the promotion.
              onPromote(request)
            }}
          />
        </>
      ) : (
        <p>{t('mayNotPromote')}</p>
      )}
    </section>
  )
}
