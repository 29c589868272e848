import type { Form as FormDocument } from '../payload-types.ts'
import { Prose } from './Prose.tsx'
import type { Locale } from './routes.ts'

type FormField = NonNullable<FormDocument['fields']>[number]

type Props = { form: FormDocument; isSent: boolean; locale: Locale; path: string }

/** A form of the form builder, sent as a plain browser form. */
export function Form({ form, isSent, locale, path }: Props) {
  if (isSent) {
    return (
      <div className="sent" role="status">
        <Prose content={form.confirmationMessage} locale={locale} />
      </div>
    )
  }
  return (
    <form action={`/submit/${form.id}`} className="form" method="post">
      <input name="_from" type="hidden" value={path} />
      {form.fields?.map((field) => (
        <FieldView field={field} key={field.id} locale={locale} />
      ))}
      <button className="button" type="submit">
        {form.submitButtonLabel || '→'}
      </button>
    </form>
  )
}

function FieldView({ field, locale }: { field: FormField; locale: Locale }) {
  if (field.blockType === 'message') return <Prose content={field.message} locale={locale} />
  if (field.blockType === 'checkbox') {
    return (
      <label className="check">
        <input
          defaultChecked={field.defaultValue ?? false}
          name={field.name}
          required={field.required ?? false}
          type="checkbox"
        />
        {field.label}
      </label>
    )
  }
  return (
    <div>
      <label htmlFor={controlId(field)}>
        {field.label}
        {field.required && <span aria-hidden="true"> *</span>}
      </label>
      <Control field={field} />
    </div>
  )
}

type ControlField = Exclude<FormField, { blockType: 'message' | 'checkbox' }>

const controlId = ({ id, name }: ControlField) => `${name}-${id}`

function Control({ field }: { field: ControlField }) {
  const shared = { id: controlId(field), name: field.name, required: field.required ?? false }
  switch (field.blockType) {
    case 'textarea':
      return <textarea {...shared} defaultValue={field.defaultValue ?? ''} maxLength={5000} rows={5} />
    case 'select':
      return (
        <select {...shared} defaultValue={field.defaultValue ?? ''}>
          <option value="">–</option>
          {field.options?.map(({ id, label, value }) => (
            <option key={id} value={value}>
              {label}
            </option>
          ))}
        </select>
      )
    case 'number':
      return <input {...shared} defaultValue={field.defaultValue ?? undefined} min={0} type="number" />
    case 'email':
      return <input {...shared} autoComplete="email" maxLength={320} type="email" />
    case 'text':
      return <input {...shared} defaultValue={field.defaultValue ?? ''} maxLength={500} />
  }
}
