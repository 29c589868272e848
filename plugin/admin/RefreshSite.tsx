'use client'
import { Button, toast } from '@payloadcms/ui'
import { useState } from 'react'
import { isSiteOutdated } from '../sites/isSiteOutdated.ts'
import type { Promotion } from '../types.ts'
import { ErrorNotice } from './ErrorNotice.tsx'
import { type CallError, useAPI } from './useAPI.ts'
import { useTexts } from './useTexts.ts'

/** Tells the app servers and the edge again of the last promotion. */
export const RefreshSite = ({ onRefreshed }: { onRefreshed: (promotion: Promotion) => void }) => {
  const { t } = useTexts()
  const api = useAPI()
  const [isRefreshing, setIsRefreshing] = useState(false)
  const [error, setError] = useState<CallError>()
  const refresh = async () => {
    if (isRefreshing) return
    setIsRefreshing(true)
    setError(undefined)
    const answer = await api.post<{ promotion: Promotion }>('/refresh-site')
    setIsRefreshing(false)
    if (answer.error) return setError(answer.error)
    const { promotion } = answer.value
    if (isSiteOutdated(promotion)) toast.error(t('siteNotRefreshed'))
    else toast.success(t('siteRefreshed'))
    onRefreshed(promotion)
  }
  return (
    <>
      <Button buttonStyle="secondary" margin={false} onClick={refresh} size="small">
        {t(isRefreshing ? 'refreshingSite' : 'refreshSite')}
      </Button>
      {error && <ErrorNotice error={error} />}
    </>
  )
}
