// The redesign, two weeks later: everything that editors can do to a site, done on staging.
import type { Payload } from 'payload'
import { findIds } from './findIds.ts'
import { seedNewForms } from './redesign/forms.ts'
import { deleteOldMedia, seedNewMedia } from './redesign/media.ts'
import { seedNewObjects } from './redesign/objects.ts'
import { seedNewPages } from './redesign/pages.ts'
import { seedNewPosts } from './redesign/posts.ts'
import { seedNewProducts } from './redesign/products.ts'
import { seedNewSettings } from './redesign/settings.ts'
import { seedStagingTests } from './seedStagingTests.ts'

/** Changes staging from the old site (`seedOld`) into the redesign. Production is not touched. */
export async function seedRedesign(payload: Payload): Promise<void> {
  const mediaId = await findIds(payload, 'media', 'filename')
  const categoryId = await findIds(payload, 'categories', 'slug')
  const media = await seedNewMedia(payload, mediaId)
  const kenya = await seedNewProducts(payload, { media, mediaId, categoryId })
  const productId = await findIds(payload, 'products', 'slug')
  await seedNewPosts(payload, { media, kenya, categoryId })
  const subscriptionForm = await seedNewForms(payload)
  const tastingType = await seedNewObjects(payload, media)
  const storeType = (await findIds(payload, 'object-types', 'slug'))('store')
  const subscriptions = await seedNewPages(payload, {
    media,
    mediaId,
    productId,
    storeType,
    tastingType,
    subscriptionForm,
  })
  await seedNewSettings(payload, { media, subscriptions })
  await deleteOldMedia(payload, mediaId)
  await seedStagingTests(payload)
}
