import type { Payload } from 'payload'
import { created, deleted, draftOnly, newerDraft, swappedPosts, unpublished, users } from '../facts.ts'
import { findIds, type GetId } from '../findIds.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { embed, linkTo, paragraph, richText, upload } from '../richText.ts'
import type { NewMedia } from './media.ts'

type Parts = { media: NewMedia; kenya: number; categoryId: GetId }

export async function seedNewPosts(payload: Payload, { media, kenya, categoryId }: Parts): Promise<void> {
  const postId = await findIds(payload, 'posts', 'slug')
  const author = (await findIds(payload, 'users', 'email'))(users.editor)
  const howWeRoast = postId(newerDraft.post.slug)

  await swapSlugs(payload, postId)
  await saveDocument(
    payload,
    'posts',
    {
      title: t(newerDraft.post.publishedTitle, 'Wie wir rösten, und warum langsam'),
      content: t(
        richText(
          paragraph('The new roaster holds six kilos. Slower, and ', linkTo('products', kenya, 'you taste it'), '.'),
          embed('productCard', {
            product: kenya,
            photo: media.kenya,
            seeAlso: { relationTo: 'posts', value: postId('letter-from-guji') },
          }),
        ),
        richText(
          paragraph(
            'Der neue Röster fasst sechs Kilo. Langsamer, und ',
            linkTo('products', kenya, 'das schmeckt man'),
            '.',
          ),
        ),
      ),
      _status: 'published',
    },
    { id: howWeRoast },
  )
  await payload.update({
    collection: 'posts',
    id: howWeRoast,
    draft: true,
    data: { title: newerDraft.post.draftTitle, _status: 'draft' },
  })
  await saveDocument(payload, 'posts', {
    title: t(created.post.title, 'Neue Tüten, ohne Aluminium'),
    slug: created.post.slug,
    publishedAt: '2026-11-02T08:00:00.000Z',
    excerpt: t('Paper outside, plants inside.', 'Außen Papier, innen Pflanze.'),
    image: media.bags,
    categories: [categoryId('coffee')],
    content: t(
      richText(
        paragraph(
          'It took us two years. Read ',
          linkTo('posts', howWeRoast, 'how we roast'),
          ' while you wait for yours.',
        ),
        upload(media.bags, 'All three sizes.'),
        embed('note', { text: 'Put it in with the paper.', tone: 'tip' }),
      ),
      richText(paragraph('Zwei Jahre hat es gedauert.'), upload(media.bags, 'Alle drei Größen.')),
    ),
    author,
    related: [
      { relationTo: 'products', value: kenya },
      { relationTo: 'posts', value: howWeRoast },
    ],
    _status: 'published',
  })
  await payload.create({
    collection: 'posts',
    draft: true,
    data: {
      title: draftOnly.post.title,
      slug: draftOnly.post.slug,
      publishedAt: '2026-12-01T08:00:00.000Z',
      content: richText('Do not tell anybody yet.'),
      author,
      _status: 'draft',
    },
  })
  await payload.update({ collection: 'posts', id: postId(unpublished.post.slug), data: { _status: 'draft' } })
  await payload.delete({ collection: 'posts', id: postId(deleted.post.slug) })
}

/** Through a third address, since staging's slugs are unique. */
async function swapSlugs(payload: Payload, postId: GetId): Promise<void> {
  const [first, second] = [postId(swappedPosts[0].oldSlug), postId(swappedPosts[1].oldSlug)]
  const setSlug = (id: number, slug: string) =>
    payload.update({ collection: 'posts', id, data: { slug, _status: 'published' } })
  await setSlug(first, 'between-two-addresses')
  await setSlug(second, swappedPosts[1].newSlug)
  await setSlug(first, swappedPosts[0].newSlug)
}
