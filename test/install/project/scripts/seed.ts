// Content and submissions, made with nothing but Payload: they can be older than the plugin.
import type { Payload } from 'payload'

export const editor = { email: 'editor@example.com', password: 'editor-password' }

export const seed = async (payload: Payload): Promise<void> => {
  await payload.create({ collection: 'users', data: editor })
  const portrait = await payload.create({
    collection: 'media',
    data: { alt: 'A portrait' },
    file: file('portrait.txt', 'the old portrait'),
  })
  const first = await payload.create({
    collection: 'articles',
    data: {
      title: 'First',
      slug: 'first',
      _status: 'published',
      text: richText('Hello'),
      layout: [{ blockType: 'quote', words: 'Well said', portrait: portrait.id }],
    },
  })
  await payload.update({
    collection: 'articles',
    id: first.id,
    locale: 'de',
    data: { title: 'Erster', _status: 'published' },
  })
  const second = await payload.create({
    collection: 'articles',
    data: {
      title: 'Second',
      slug: 'second',
      _status: 'published',
      layout: [{ blockType: 'see-also', articles: [first.id] }],
    },
  })
  await payload.update({ collection: 'articles', id: second.id, draft: true, data: { title: 'Second, rewritten' } })
  await payload.create({ collection: 'articles', draft: true, data: { title: 'Secret', slug: 'secret' } })
  await payload.updateGlobal({ slug: 'navigation', data: { items: [{ label: 'First', article: first.id }] } })
  for (const email of ['ada@example.com', 'grace@example.com'])
    await payload.create({ collection: 'enquiries', data: { email, about: first.id } })
}

const file = (name: string, text: string) => {
  const data = Buffer.from(text)
  return { name, data, size: data.length, mimetype: 'text/plain' }
}

const richText = (text: string) => ({
  root: {
    type: 'root',
    format: '' as const,
    indent: 0,
    version: 1,
    direction: 'ltr' as const,
    children: [
      {
        type: 'paragraph',
        format: '',
        indent: 0,
        version: 1,
        direction: 'ltr',
        children: [{ type: 'text', text, detail: 0, format: 0, mode: 'normal', style: '', version: 1 }],
      },
    ],
  },
})
