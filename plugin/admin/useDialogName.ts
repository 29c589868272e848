'use client'
import { useModal } from '@payloadcms/ui'
import { useEffect } from 'react'

/** Names a dialog after what it shows: Payload's drawers and confirmations carry their technical slug as their name. */
export const useDialogName = (slug: string, name: string): void => {
  const { isModalOpen } = useModal()
  const isOpen = isModalOpen(slug)
  useEffect(() => {
    if (isOpen) document.getElementById(slug)?.setAttribute('aria-label', name)
  }, [isOpen, name, slug])
}
