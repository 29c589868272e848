// Acme's old site, all of it published: what production holds after the first promotion.
import type { Payload } from 'payload'
import { password, users } from './facts.ts'
import { seedOldForms } from './old/forms.ts'
import { type OldMedia, seedOldMedia } from './old/media.ts'
import { seedOldObjects } from './old/objects.ts'
import { seedOldPages } from './old/pages.ts'
import { seedOldPosts } from './old/posts.ts'
import { seedOldCategories, seedOldProducts } from './old/products.ts'
import { seedOldSettings } from './old/settings.ts'

/**
 * Fills an empty database with the old site, its users and its domains. Visitors come later (`seedVisitors`): what
 * they leave belongs to production, which the first promotion fills.
 */
export async function seedOld(payload: Payload): Promise<void> {
  const media = await seedOldMedia(payload)
  const author = await seedShared(payload, media)
  const categories = await seedOldCategories(payload)
  const products = await seedOldProducts(payload, { media, categories })
  await seedOldPosts(payload, { media, categories, products, author })
  const forms = await seedOldForms(payload)
  const objects = await seedOldObjects(payload, media)
  const pages = await seedOldPages(payload, { media, categories, products, forms, objects })
  await seedOldSettings(payload, { media, pages })
}

/** Users and domains. Answers the id of the author of all posts. */
async function seedShared(payload: Payload, media: OldMedia): Promise<number> {
  const names = { admin: 'Ada Admin', editor: 'Mara Miller', viewer: 'Vic Viewer' }
  const created = []
  for (const role of ['admin', 'editor', 'viewer'] as const) {
    const avatar = role === 'editor' ? media.avatar : undefined
    created.push(
      await payload.create({
        collection: 'users',
        data: { email: users[role], password, name: names[role], role, avatar },
      }),
    )
  }
  for (const [hostname, primary] of [
    ['www.acme.test', true],
    ['acme.test', false],
  ] as const) {
    await payload.create({ collection: 'domains', data: { hostname, primary } })
  }
  return created[1]!.id
}
