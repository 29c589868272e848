import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig, SendEmailOptions } from 'payload'
import { inEnvironment } from 'payload-promote'
import type { PromoteOptions } from 'payload-promote/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

let site: Site
let mails: SendEmailOptions[]
let charges: unknown[]
let ran: string[]
beforeEach(() => {
  mails = []
  charges = []
  ran = []
})
afterEach(() => site?.stop())

const attachments: CollectionConfig = { slug: 'attachments', upload: true, fields: [] }

const openSite = async (collections: PromoteOptions['collections'], isUploading = false): Promise<void> => {
  site = await createSite({
    collections: [attachments],
    options: { collections },
    config: {
      email: () => ({
        name: 'collecting',
        defaultFromAddress: 'site@example.com',
        defaultFromName: 'Site',
        sendEmail: async (mail) => void mails.push(mail),
      }),
      plugins: [
        formBuilderPlugin({
          fields: { payment: true },
          ...(isUploading
            ? { uploadCollections: ['attachments' as never], fields: { payment: true, upload: true } }
            : {}),
          handlePayment: async ({ data }) => {
            charges.push(data)
            return { ...data, payment: { status: 'paid' } }
          },
          formSubmissionOverrides: {
            access: { read: () => true },
            hooks: {
              beforeChange: [
                ({ data }) => {
                  ran.push('beforeChange')
                  return data
                },
              ],
              afterChange: [() => void ran.push('afterChange')],
            },
          },
        }),
      ],
    },
  })
}

const createForm = async (): Promise<number> => {
  const data = {
    title: 'Contact',
    confirmationType: 'redirect',
    redirect: { url: '/' },
    fields: [{ blockType: 'text', name: 'name', width: 100 }],
    emails: [{ emailTo: 'shop@example.com', emailFrom: 'site@example.com', subject: 'New' }],
  }
  const form = (await site.payload.create({ collection: 'forms' as never, data: data as never })) as { id: number }
  return form.id
}

const submit = (environment: 'staging' | 'production', form: number) =>
  inEnvironment(site.payload, environment).create({
    collection: 'form-submissions' as never,
    data: { form, submissionData: [{ field: 'name', value: 'Ada' }] } as never,
  })

describe('a test submission on staging (7.B.20)', () => {
  for (const isUploading of [false, true])
    it(`neither mails nor charges, and runs the site's own hooks, ${isUploading ? 'with' : 'without'} uploads`, async () => {
      await openSite({ forms: true, 'form-submissions': 'separate' }, isUploading)
      const form = await createForm()
      await promoteAll(site)
      await submit('staging', form)
      expect({ mails, charges, ran }).toEqual({ mails: [], charges: [], ran: ['beforeChange'] })

      await submit('production', form)
      expect(charges).toHaveLength(1)
      expect(mails).toHaveLength(1)
      expect(ran).toEqual(['beforeChange', 'beforeChange', 'afterChange'])
    })

  it('is kept apart without a word in the options, where its form is promoted', async () => {
    await openSite({ forms: true })
    const form = await createForm()
    await promoteAll(site)
    await submit('staging', form)
    const { totalDocs } = await site.payload.count({ collection: 'form-submissions' as never })
    expect(totalDocs).toBe(0)
    expect({ mails, charges }).toEqual({ mails: [], charges: [] })
  })

  it('runs the hooks that the site gives it in place of the collection’s own', async () => {
    const stagingHooks = { afterChange: [() => void ran.push('staging')] }
    await openSite({ forms: true, 'form-submissions': { separate: true, stagingHooks } })
    const form = await createForm()
    await promoteAll(site)
    await submit('staging', form)
    expect({ mails, charges, ran }).toEqual({ mails: [], charges: [], ran: ['staging'] })
    await submit('production', form)
    expect(ran).toEqual(['staging', 'beforeChange', 'afterChange'])
  })

  it('runs no field hook that tells of what was written', async () => {
    const told = (name: string) => [() => void ran.push(name)]
    const orders: CollectionConfig = {
      slug: 'orders',
      fields: [
        { name: 'note', type: 'text', hooks: { afterChange: told('afterChange'), beforeChange: told('beforeChange') } },
        {
          type: 'tabs',
          tabs: [{ label: 'More', fields: [{ name: 'inTab', type: 'text', hooks: { afterChange: told('tab') } }] }],
        },
      ],
    }
    site = await createSite({
      collections: [orders, { slug: 'pages', fields: [] }],
      options: { collections: { pages: true, orders: 'separate' } },
    })
    await inEnvironment(site.payload, 'staging').create({ collection: 'orders' as never, data: { note: 'x' } as never })
    expect(ran).toEqual(['beforeChange'])
    await inEnvironment(site.payload, 'production').create({
      collection: 'orders' as never,
      data: { note: 'x' } as never,
    })
    expect(ran).toEqual(['beforeChange', 'beforeChange', 'afterChange', 'tab'])
  })
})

describe('wrong options of a separate collection (7.B.20)', () => {
  it('are all named at once', async () => {
    const option = { separate: false, stagingHooks: { afterChnage: [], afterChange: 'x' }, productionOwned: [] }
    await expect(openSite({ forms: true, 'form-submissions': option as never })).rejects.toThrow(
      expect.objectContaining({
        details: [
          expect.stringContaining('collections.form-submissions.productionOwned: not an option here'),
          expect.stringContaining('collections.form-submissions.separate: got false; the only value is true'),
          expect.stringContaining('stagingHooks.afterChnage: not a hook of collections'),
          expect.stringContaining('stagingHooks.afterChange: got "x"; it takes a list of functions'),
        ],
      }),
    )
  })
})
