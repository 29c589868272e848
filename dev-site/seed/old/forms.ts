import type { Payload } from 'payload'
import type { Form } from '../../payload-types.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { richText } from '../richText.ts'

export type OldForms = Record<'contact' | 'newsletter', number>

export const emailField = {
  blockType: 'email',
  name: 'email',
  label: t('Email', 'E-Mail'),
  required: true,
} satisfies NonNullable<Form['fields']>[number]

/** The destinations of forms, and the forms. */
export async function seedOldForms(payload: Payload): Promise<OldForms> {
  const mail = await payload.create({
    collection: 'integrations',
    data: { name: 'Office mailbox', kind: 'email', url: 'mailto:hello@acme.test', enabled: true },
  })
  const crm = await payload.create({
    collection: 'integrations',
    data: {
      name: 'Customer records',
      kind: 'webhook',
      url: 'https://crm.acme.test/hooks/website',
      token: 'crm-token-1',
      enabled: true,
    },
  })
  const contact = await saveDocument(payload, 'forms', {
    title: 'Contact',
    fields: [
      { blockType: 'text', name: 'name', label: 'Name', required: true },
      emailField,
      { blockType: 'textarea', name: 'message', label: t('Message', 'Nachricht'), required: true },
    ],
    submitButtonLabel: t('Send', 'Senden'),
    confirmationType: 'message',
    confirmationMessage: t(
      richText('Thank you. We answer within a day.'),
      richText('Danke. Wir antworten innerhalb eines Tages.'),
    ),
    integrations: [mail.id],
  })
  const newsletter = await saveDocument(payload, 'forms', {
    title: 'Newsletter',
    fields: [emailField],
    submitButtonLabel: t('Subscribe', 'Abonnieren'),
    confirmationType: 'message',
    confirmationMessage: t(richText('You are on the list.'), richText('Sie stehen auf der Liste.')),
    integrations: [crm.id],
  })
  return { contact: contact.id, newsletter: newsletter.id }
}
