/**
 * The cache tag that a promotion expires on every app server. Put it on what the site caches of production's content:
 *
 *   unstable_cache(read, ['header'], { tags: [contentTag] })
 *   'use cache'; cacheTag(contentTag)
 */
export const contentTag = 'payload-promote-content'
