import type { Payload } from 'payload'
import { created } from '../facts.ts'
import { findIds } from '../findIds.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { emailField } from '../old/forms.ts'
import { richText } from '../richText.ts'

/** A form for subscriptions with its destination; the contact form asks for a subject. Answers the new form's id. */
export async function seedNewForms(payload: Payload): Promise<number> {
  const formId = await findIds(payload, 'forms', 'title')
  const integrationId = await findIds(payload, 'integrations', 'name')
  const desk = await payload.create({
    collection: 'integrations',
    data: {
      name: created.integration,
      kind: 'webhook',
      url: 'https://subscriptions.acme.test/new',
      token: 'desk-token-1',
      enabled: true,
    },
  })
  await payload.update({ collection: 'integrations', id: integrationId('Customer records'), data: { enabled: false } })
  await saveDocument(
    payload,
    'forms',
    {
      fields: [
        { blockType: 'text', name: 'name', label: 'Name', required: true },
        emailField,
        {
          blockType: 'select',
          name: 'subject',
          label: t('About', 'Worum geht es?'),
          options: [
            { label: t('An order', 'Eine Bestellung'), value: 'order' },
            { label: t('Something else', 'Etwas anderes'), value: 'other' },
          ],
        },
        { blockType: 'textarea', name: 'message', label: t('Message', 'Nachricht'), required: true },
      ],
      submitButtonLabel: t('Send it', 'Abschicken'),
      integrations: [integrationId('Office mailbox'), desk.id],
    },
    { id: formId('Contact') },
  )
  const subscription = await saveDocument(payload, 'forms', {
    title: created.form,
    fields: [
      emailField,
      { blockType: 'number', name: 'bags', label: t('Bags a month', 'Tüten im Monat'), required: true },
      { blockType: 'checkbox', name: 'ground', label: t('Ground, please', 'Bitte gemahlen') },
    ],
    submitButtonLabel: t('Subscribe', 'Abonnieren'),
    confirmationType: 'message',
    confirmationMessage: t(
      richText('The first bag leaves on Tuesday.'),
      richText('Die erste Tüte geht am Dienstag los.'),
    ),
    integrations: [desk.id],
  })
  return subscription.id
}
