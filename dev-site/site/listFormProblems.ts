import type { Form } from '../payload-types.ts'

export type FormProblem = { field: string; message: string }

const maxLength = 5000
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What keeps `values` from being an answer to `form`; an empty list when nothing does. */
export function listFormProblems(form: Form, values: Record<string, string>): FormProblem[] {
  return (form.fields ?? []).flatMap((field) => {
    if (field.blockType === 'message') return []
    const value = values[field.name]?.trim() ?? ''
    const tell = (message: string) => [{ field: field.name, message }]
    if (!value) return field.required ? tell('This field is required.') : []
    if (value.length > maxLength) return tell(`Write at most ${maxLength} characters.`)
    if (field.blockType === 'email' && !emailPattern.test(value)) return tell('This is not an email address.')
    if (field.blockType === 'number' && !Number.isFinite(Number(value))) return tell('This is not a number.')
    if (field.blockType === 'select' && !field.options?.some((option) => option.value === value)) {
      return tell('Choose one of the options.')
    }
    return []
  })
}
