import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import type { CollectionConfig, Config } from 'payload'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isKnownHook, knownStagingHooks } from '../../plugin/known/knownPlugins.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { collectLog } from './collectLog.ts'
import * as published from './officialPlugins.ts'

const pages = (): CollectionConfig => ({
  slug: 'pages',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'slug', type: 'text' },
  ],
})
const media = (): CollectionConfig => ({ slug: 'media', upload: true, fields: [] })
const users = (): CollectionConfig => ({ slug: 'users', auth: true, fields: [] })
const tenants = (): CollectionConfig => ({ slug: 'tenants', fields: [{ name: 'name', type: 'text' }] })

const emptyConfig = (): Config => ({
  secret: 'x',
  db: {} as never,
  admin: { user: 'users' },
  collections: [pages(), media(), users(), tenants()],
})

type Plugins = typeof published

/** Hooks that each plugin adds to a collection of the site, or to one of its own. */
const hooksOf = async (plugins: Plugins): Promise<Record<string, unknown[]>> => {
  const found: Record<string, unknown[]> = {}
  const install = async (name: string, plugin: (config: Config) => Config | Promise<Config>) => {
    const { collections = [] } = await plugin(emptyConfig())
    found[name] = collections.flatMap(({ hooks = {} }) => [...(hooks.afterChange ?? []), ...(hooks.afterDelete ?? [])])
  }
  await install('search', plugins.searchPlugin({ collections: ['pages' as never] }))
  await install('nested-docs', plugins.nestedDocsPlugin({ collections: ['pages' as never] }))
  await install('multi-tenant', plugins.multiTenantPlugin({ collections: { pages: {} } as never }))
  const sync = {
    collection: 'pages' as never,
    stripeResourceType: 'products' as const,
    stripeResourceTypeSingular: 'product' as const,
    fields: [],
  }
  await install('stripe', plugins.stripePlugin({ stripeSecretKey: 'sk_test', sync: [sync] }))
  const adapter = () => ({
    name: 'x',
    handleUpload: () => undefined,
    handleDelete: () => undefined,
    staticHandler: () => new Response(),
  })
  await install('cloud-storage', plugins.cloudStoragePlugin({ collections: { media: { adapter } } as never }))
  return found
}

const submissionsOf = ({ formBuilderPlugin }: Plugins, ownHooks: CollectionConfig['hooks']): CollectionConfig =>
  (
    formBuilderPlugin({ formSubmissionOverrides: { hooks: ownHooks } as never })(emptyConfig()) as Config
  ).collections!.find(({ slug }) => slug === 'form-submissions')!

describe('hooks of official plugins (6.B.7)', () => {
  // Where Node looks for the packages that are left outside.
  const directory = path.resolve('node_modules/.cache/payload-promote-test')
  let minified: Plugins
  beforeAll(async () => {
    await mkdir(directory, { recursive: true })
    const outfile = path.join(directory, `${process.pid}.mjs`)
    await build({
      entryPoints: [path.join(import.meta.dirname, 'officialPlugins.ts')],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      external: ['payload', 'payload/*', 'stripe'],
      plugins: [
        {
          name: 'no styles or components',
          setup: ({ onResolve, onLoad }) => {
            onResolve({ filter: /\.s?css$/ }, ({ path: name }) => ({ path: name, namespace: 'empty' }))
            onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }))
          },
        },
      ],
      outfile,
    })
    minified = (await import(outfile)) as Plugins
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('are told from the site’s own, as published and as a build minifies them', async () => {
    expect(minified.searchPlugin.toString().length).toBeLessThan(published.searchPlugin.toString().length)
    for (const plugins of [published, minified])
      for (const [name, hooks] of Object.entries(await hooksOf(plugins))) {
        expect(hooks.length, name).toBeGreaterThan(0)
        expect(hooks.filter((hook) => !isKnownHook(hook)).map(String), name).toEqual([])
      }
    const own = [
      async () => undefined,
      ({ doc }: { doc: unknown }) => doc,
      ({ collection }: { collection: { slug: string } }) => void collection.slug,
    ]
    expect(own.filter(isKnownHook)).toEqual([])
  })

  it('that charge are left out of tests on staging, as published and minified, and where they can’t be told all go', () => {
    const own = ({ data }: { data: unknown }) => data
    for (const plugins of [published, minified])
      expect(knownStagingHooks(submissionsOf(plugins, { beforeChange: [own] }))).toEqual({ beforeChange: [own] })
    const submissions = submissionsOf(published, { beforeChange: [own] })
    const wrapped = { ...submissions, hooks: { beforeChange: [async () => undefined, own] } }
    expect(knownStagingHooks(wrapped)).toEqual({ beforeChange: [] })
  })
})

describe('the line about write hooks at start (6.B.7)', () => {
  let site: Site
  afterEach(() => site?.stop())

  const start = async (ownHooks: CollectionConfig['hooks']): Promise<string> => {
    const { logger, lines } = collectLog()
    site = await createSite({
      collections: [pages(), { slug: 'posts', fields: [{ name: 'title', type: 'text' }], hooks: ownHooks }],
      options: { collections: { pages: true, posts: true } },
      config: {
        logger,
        plugins: [
          published.nestedDocsPlugin({ collections: ['pages' as never] }),
          published.searchPlugin({ collections: ['pages', 'posts'] as never[] }),
        ],
      },
    })
    return lines.filter((line) => line.includes('write hooks')).join('\n')
  }

  it('names collections with hooks of the site’s own, and no others', async () => {
    expect(await start({ afterChange: [async () => undefined] })).toContain('write hooks of posts run')
  })

  it('is not there where all hooks are those of known plugins', async () => {
    expect(await start({})).toBe('')
  })
})
