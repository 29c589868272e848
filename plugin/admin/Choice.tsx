'use client'
import { useId } from 'react'

type Props<Value extends string> = {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** Whether the label is for screen readers only. */
  hidesLabel?: boolean
}

/** The browser's own select: one that every keyboard, screen reader and phone knows. */
export const Choice = <Value extends string>({ label, value, options, onChange, hidesLabel }: Props<Value>) => {
  const id = useId()
  return (
    <div className="migration-choice">
      <label className={hidesLabel ? 'migration-hidden' : 'field-label'} htmlFor={id}>
        {label}
      </label>
      <select id={id} onChange={(event) => onChange(event.target.value as Value)} value={value}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
