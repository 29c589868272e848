'use client'
import { Pill } from '@payloadcms/ui'
import type { ChangeKind } from '../types.ts'
import { useTexts } from './useTexts.ts'

const styles = { create: 'success', update: 'warning', delete: 'error' } as const

/** New, changed or deleted. */
export const KindPill = ({ kind }: { kind: ChangeKind }) => {
  const { t } = useTexts()
  return (
    <Pill pillStyle={styles[kind]} size="small">
      {t(kind)}
    </Pill>
  )
}
