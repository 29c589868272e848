'use client'

import { type ReactNode, useEffect, useRef } from 'react'

type Props = { id: number; afterSeconds: number; closeLabel: string; children: ReactNode }

/** Opens once for each visit. */
export function PopupDialog({ id, afterSeconds, closeLabel, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const key = `acme-popup-${id}`
    if (sessionStorage.getItem(key)) return
    const timer = setTimeout(() => {
      sessionStorage.setItem(key, 'seen')
      dialog.current?.showModal()
    }, afterSeconds * 1000)
    return () => clearTimeout(timer)
  }, [id, afterSeconds])

  return (
    <dialog className="popup" ref={dialog}>
      {children}
      <form method="dialog">
        <button className="close" type="submit">
          {closeLabel}
        </button>
      </form>
    </dialog>
  )
}
