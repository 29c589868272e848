import type { CacheStore } from './store.ts'

/**
 * Cloudflare's Cache API: one cache a data centre. It does nothing on `*.workers.dev` and behind Access:
 * https://developers.cloudflare.com/workers/runtime-apis/cache/
 */
export const createCacheApiStore = (name = 'payload-promote'): CacheStore => ({
  async find(key) {
    const cache = await caches.open(name)
    return cache.match(key)
  },
  async put(key, response) {
    const cache = await caches.open(name)
    await cache.put(key, response)
  },
  async drop(key) {
    const cache = await caches.open(name)
    await cache.delete(key)
  },
})
