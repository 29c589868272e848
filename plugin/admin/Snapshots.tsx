'use client'
import { Button, ShimmerEffect, TextInput, toast } from '@payloadcms/ui'
import { type FormEvent, useState } from 'react'
import type { Snapshot } from '../types.ts'
import { ErrorNotice } from './ErrorNotice.tsx'
import { type Column, ListTable } from './ListTable.tsx'
import { Pages } from './Pages.tsx'
import { type CallError, useAPI } from './useAPI.ts'
import { useFormats } from './useFormats.ts'
import { useLoad } from './useLoad.ts'
import { useTexts } from './useTexts.ts'

type SnapshotPage = { docs: Snapshot[]; page: number; totalDocs: number; totalPages: number }

type Props = {
  mayTake: boolean
  /** Grows when snapshots may have been taken elsewhere. */
  version: number
}

/** The snapshots of production, and a form to take one. */
export const Snapshots = ({ mayTake, version }: Props) => {
  const { t } = useTexts()
  const [page, setPage] = useState(1)
  const { value, error, isLoading, reload } = useLoad<SnapshotPage>('/snapshots', { page, limit: 10, version })
  return (
    <section aria-labelledby="migration-snapshots" className="migration-section">
      <h2 id="migration-snapshots">{t('snapshots')}</h2>
      <p>{t('snapshotsIntro')}</p>
      {mayTake && <TakeSnapshot onTaken={reload} />}
      {error && <ErrorNotice error={error} onTryAgain={reload} />}
      {!value && !error && <ShimmerEffect height={80} />}
      {value?.totalDocs === 0 && <p>{t('noSnapshots')}</p>}
      {value && value.totalDocs > 0 && (
        <>
          <SnapshotTable isLoading={isLoading} snapshots={value.docs} />
          <Pages list={t('snapshots')} onChange={setPage} page={value.page} totalPages={value.totalPages} />
        </>
      )}
    </section>
  )
}

const TakeSnapshot = ({ onTaken }: { onTaken: () => void }) => {
  const { t } = useTexts()
  const api = useAPI()
  const [label, setLabel] = useState('')
  const [error, setError] = useState<CallError>()
  const [isTaking, setIsTaking] = useState(false)
  const take = async (event: FormEvent) => {
    event.preventDefault()
    if (isTaking) return
    setIsTaking(true)
    setError(undefined)
    const answer = await api.post<{ snapshot: Snapshot }>('/snapshots', label.trim() ? { label: label.trim() } : {})
    setIsTaking(false)
    if (answer.error) return setError(answer.error)
    setLabel('')
    toast.success(t('snapshotTaken', { label: answer.value.snapshot.label }))
    onTaken()
  }
  return (
    <>
      <form className="migration-take" onSubmit={take}>
        <TextInput
          label={t('snapshotLabel')}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setLabel(event.target.value.slice(0, 200))}
          path="migration-new-snapshot-label"
          value={label}
        />
        <Button buttonStyle="secondary" margin={false} size="medium" type="submit">
          {t(isTaking ? 'takingSnapshot' : 'takeSnapshot')}
        </Button>
      </form>
      {error && <ErrorNotice error={error} />}
    </>
  )
}

const SnapshotTable = ({ snapshots, isLoading }: { snapshots: Snapshot[]; isLoading: boolean }) => {
  const { t } = useTexts()
  const { date, number, size } = useFormats()
  const columns: Column<Snapshot>[] = [
    { key: 'label', label: t('snapshotName'), cell: ({ label }) => label },
    { key: 'when', label: t('when'), cell: ({ createdAt }) => date(createdAt) },
    { key: 'who', label: t('who'), cell: ({ createdBy }) => createdBy ?? '–' },
    { key: 'documents', label: t('documents'), cell: ({ documents }) => number(documents), isNarrow: true },
    { key: 'size', label: t('size'), cell: ({ bytes }) => size(bytes) },
  ]
  return (
    <ListTable
      caption={t('snapshots')}
      columns={columns}
      isLoading={isLoading}
      keyOf={({ id }) => id}
      meta={({ createdAt, createdBy, bytes }) => [date(createdAt), createdBy, size(bytes)].filter(Boolean).join(' · ')}
      rows={snapshots}
    />
  )
}
