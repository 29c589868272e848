// What the site has before its first promotion: everything is published.
import { getPayload } from 'payload'
import sharp from 'sharp'
import config from '../payload.config.ts'

const payload = await getPayload({ config })
const context = { disableRevalidate: true }
const published = { _status: 'published' as const }

await payload.create({ collection: 'users', data: { email: 'editor@example.com', password: 'editor-password' } })

const data = await sharp({ create: { width: 80, height: 40, channels: 3, background: 'red' } })
  .png()
  .toBuffer()
const { id: image } = await payload.create({
  collection: 'media',
  data: { alt: 'A colour' },
  file: { name: 'colour.png', data, size: data.length, mimetype: 'image/png' },
})
const { id: category } = await payload.create({ collection: 'categories', data: { title: 'News' } })
const { id: second } = await payload.create({
  collection: 'posts',
  context,
  data: { title: 'Second post one', slug: 'second', image, categories: [category], ...published },
})
await payload.create({
  collection: 'posts',
  context,
  data: { title: 'First post one', slug: 'first', image, relatedPosts: [second], ...published },
})
const { id: form } = await payload.create({
  collection: 'forms',
  data: {
    title: 'Form one',
    fields: [{ blockType: 'text', name: 'name' }],
    confirmationType: 'redirect',
    redirect: { type: 'custom', url: '/thanks' },
  },
})
const layout = [{ blockType: 'archive' }, { blockType: 'formBlock', form }]
const create = (title: string, slug: string) =>
  payload.create({ collection: 'pages', context, data: { title, slug, image, layout, ...published } })
await create('Home one', 'home')
const { id: about } = await create('About one', 'about')
await create('New one', 'new-one')
await payload.updateGlobal({ slug: 'header', context, data: { items: [{ label: 'Menu one', page: about }] } })
process.exit()
