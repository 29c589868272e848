/** A site that uses all of Payload's official plugins together, as they are published. */
import { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
import type { Adapter } from '@payloadcms/plugin-cloud-storage/types'
import { ecommercePlugin, USD } from '@payloadcms/plugin-ecommerce'
import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { importExportPlugin } from '@payloadcms/plugin-import-export'
import { mcpPlugin } from '@payloadcms/plugin-mcp'
import { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant'
import { nestedDocsPlugin } from '@payloadcms/plugin-nested-docs'
import { redirectsPlugin } from '@payloadcms/plugin-redirects'
import { searchPlugin } from '@payloadcms/plugin-search'
import { seoPlugin } from '@payloadcms/plugin-seo'
import { stripePlugin } from 'official-plugin-stripe'
import type { Access, CollectionConfig, Plugin } from 'payload'
import sharp from 'sharp'
import { createSite, type Site } from '../helpers/createSite.ts'

/** The plugin for tenants changes what it is given in place: one for each collection. */
const open = () => ({ read: () => true })
const localized = true

const collections: CollectionConfig[] = [
  {
    slug: 'pages',
    access: open(),
    versions: { drafts: true },
    fields: [
      { name: 'title', type: 'text', localized },
      { name: 'slug', type: 'text' },
      { name: 'body', type: 'richText', localized },
      { name: 'related', type: 'relationship', relationTo: ['pages', 'products', 'forms'], hasMany: true },
      { name: 'subpages', type: 'join', collection: 'pages' as never, on: 'parent' },
    ],
  },
  { slug: 'media', access: open(), upload: true, fields: [{ name: 'alt', type: 'text' }] },
  { slug: 'tenants', access: open(), fields: [{ name: 'name', type: 'text' }] },
  { slug: 'tariffs', access: open(), fields: [{ name: 'title', type: 'text' }] },
  {
    slug: 'users',
    auth: true,
    access: { admin: ({ req }) => isStaff(req.user) },
    fields: [
      { name: 'role', type: 'text', saveToJWT: true },
      { name: 'favourites', type: 'relationship', relationTo: 'products' as never, hasMany: true },
    ],
  },
]

const isStaff = (user: unknown): boolean => Boolean(user) && (user as { role?: string }).role !== 'customer'
const staff: Access = ({ req }) => isStaff(req.user)

/** A storage that keeps files in the site's own memory, as any adapter keeps them elsewhere. */
const storage = (): Adapter => {
  const files = new Map<string, Buffer>()
  return () => ({
    name: 'memory',
    handleUpload: ({ file }) => void files.set(file.filename, file.buffer),
    handleDelete: ({ filename }) => void files.delete(filename),
    staticHandler: (_, { params }) => {
      const bytes = files.get(params.filename)
      return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 })
    },
  })
}

const listPlugins = (): Plugin[] => {
  const adapter = storage()
  return [
    nestedDocsPlugin({
      collections: ['pages' as never],
      generateURL: (docs) => docs.map(({ slug }) => `/${slug}`).join(''),
    }),
    redirectsPlugin({ collections: ['pages' as never] }),
    formBuilderPlugin({ redirectRelationships: ['pages' as never] }),
    ecommercePlugin({
      customers: { slug: 'users' },
      currencies: { defaultCurrency: 'USD', supportedCurrencies: [USD] },
      access: {
        isAdmin: staff,
        isDocumentOwner: ({ req }) => (req.user ? { customer: { equals: req.user.id } } : false),
        adminOnlyFieldAccess: ({ req }) => isStaff(req.user),
        adminOrPublishedStatus: ({ req }) => isStaff(req.user) || { _status: { equals: 'published' } },
      },
      products: {
        productsCollectionOverride: ({ defaultCollection }) => ({
          ...defaultCollection,
          fields: [{ name: 'title', type: 'text' }, ...defaultCollection.fields],
        }),
      },
    }),
    seoPlugin({ collections: ['pages', 'products'] as never[], uploadsCollection: 'media' as never }),
    stripePlugin({
      stripeSecretKey: 'sk_test',
      sync: [
        {
          collection: 'tariffs' as never,
          stripeResourceType: 'products',
          stripeResourceTypeSingular: 'product',
          fields: [{ fieldPath: 'title', stripeProperty: 'name' }],
        },
      ],
    }),
    searchPlugin({ collections: ['pages', 'products'] as never[], defaultPriorities: { pages: 10 } }),
    importExportPlugin({ collections: [{ slug: 'pages' as never, export: { disableJobsQueue: true } }] }),
    multiTenantPlugin({
      collections: { pages: {}, media: {} } as never,
      userHasAccessToAllTenants: (user) => isStaff(user),
    }),
    mcpPlugin({ collections: { pages: { enabled: true } } as never }),
    cloudStoragePlugin({
      collections: { media: { adapter }, exports: { adapter }, imports: { adapter } } as never,
    }),
  ]
}

/** What the options name: what is of the site's own. The rest is decided by what is known of the plugins. */
export const promoted = ['pages', 'media', 'tariffs', 'forms', 'redirects', 'products']
export const decided = ['search', 'variants', 'variantTypes', 'variantOptions']

export const openShop = (isInstalled: boolean): Promise<Site> =>
  createSite({
    collections,
    isInstalled,
    options: { collections: Object.fromEntries(promoted.map((slug) => [slug, true] as const)) },
    config: { sharp, localization: { locales: ['en', 'de'], defaultLocale: 'en' }, plugins: listPlugins() },
  })

type Create = (collection: string, data: object, more?: object) => Promise<number>

const creator =
  ({ payload }: Site): Create =>
  async (collection, data, more = {}) => {
    const args = { collection: collection as never, data: data as never, ...more }
    return ((await payload.create(args)) as unknown as { id: number }).id
  }

const text = (words: string, relationTo: string, value: number) => ({
  root: {
    type: 'root',
    version: 1,
    format: '',
    indent: 0,
    direction: 'ltr',
    children: [
      { type: 'paragraph', version: 1, children: [{ type: 'text', version: 1, text: words }] },
      { type: 'relationship', version: 2, relationTo, value },
    ],
  },
})

/** The same documents under the same ids in every new site. */
export const seed = async (site: Site): Promise<void> => {
  const create = creator(site)
  const tenant = await create('tenants', { name: 'North' })
  const published = { _status: 'published', tenant }
  const data = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const file = { data, mimetype: 'image/png', name: 'photo.png', size: data.length }
  const image = await create('media', { alt: 'Red', tenant }, { file })
  const home = await create('pages', { title: 'Home', slug: 'home', meta: { title: 'SEO', image }, ...published })
  await site.payload.update({
    collection: 'pages' as never,
    id: home,
    locale: 'de' as never,
    data: { title: 'Startseite', ...published } as never,
  })
  const size = await create('variantTypes', { label: 'Size', name: 'size' })
  const large = await create('variantOptions', { variantType: size, label: 'Large', value: 'l' })
  const coffee = await create('products', {
    ...{ title: 'Coffee', enableVariants: true, variantTypes: [size], priceInUSDEnabled: true, priceInUSD: 1000 },
    ...{ inventory: 5, _status: 'published' },
  })
  await create('variants', {
    ...{
      product: coffee,
      options: [large],
      priceInUSDEnabled: true,
      priceInUSD: 1200,
      inventory: 3,
      _status: 'published',
    },
  })
  const form = await create('forms', {
    ...{ title: 'Contact', fields: [{ blockType: 'text', name: 'name' }], confirmationType: 'redirect' },
    redirect: { type: 'reference', reference: { relationTo: 'pages', value: home } },
  })
  await create('pages', {
    ...{ title: 'About', slug: 'about', parent: home, body: text('Words', 'pages', home), ...published },
    related: [
      { relationTo: 'products', value: coffee },
      { relationTo: 'forms', value: form },
    ],
  })
  await create('pages', { title: 'Never published', slug: 'never', parent: home, tenant, _status: 'draft' })
  await create('redirects', {
    from: '/old',
    to: { type: 'reference', reference: { relationTo: 'pages', value: home } },
  })
  await create('tariffs', { title: 'Monthly' })
  const customer = await create('users', {
    email: 'customer@example.com',
    password: 'test-password',
    role: 'customer',
    favourites: [coffee],
  })
  await create('users', {
    email: 'editor@example.com',
    password: 'test-password',
    role: 'editor',
    tenants: [{ tenant }],
  })
  await create('form-submissions', { form, submissionData: [{ field: 'name', value: 'Ada' }] })
  await create('carts', { customer, currency: 'USD', items: [{ product: coffee, quantity: 2 }] })
  await create('orders', { customer, currency: 'USD', amount: 2000, items: [{ product: coffee, quantity: 2 }] })
}

/** What editors do before the next promotion: every promoted collection looks different afterwards. */
export const stage = async (site: Site): Promise<void> => {
  const create = creator(site)
  const change = (collection: string, data: object, id = 1) =>
    site.payload.update({ collection: collection as never, id, data: data as never })
  const published = { _status: 'published', tenant: 1 }
  await change('pages', { title: 'STAGED home', slug: 'staged', ...published })
  await create('pages', { title: 'STAGED new', slug: 'new', ...published, parent: 1 })
  await site.payload.delete({ collection: 'pages' as never, id: 2 })
  await change('media', { alt: 'STAGED' })
  await change('products', { title: 'STAGED coffee', priceInUSD: 1, inventory: 0, _status: 'published' })
  await change('variants', { priceInUSD: 2, _status: 'published' })
  await change('variantTypes', { label: 'STAGED size' })
  await change('variantOptions', { label: 'STAGED large' })
  await change('forms', { title: 'STAGED contact' })
  await change('redirects', { from: '/STAGED' })
  await change('tariffs', { title: 'STAGED monthly' })
}
