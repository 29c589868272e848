import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BlocksFeature, lexicalEditor } from '@payloadcms/richtext-lexical'
import type { CollectionConfig, Field, GlobalConfig, PayloadRequest, TextField } from 'payload'
import { inEnvironment } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { askGraphQL } from '../helpers/graphql.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** Runs when production is read, or the reason why it does not. One that Payload adds is missed by the compiler. */
type Matrix<Keys extends PropertyKey> = Record<
  Keys,
  | 'read'
  | 'a write'
  | 'signing in: auth collections are shared'
  | 'a failed request'
  | 'versions: production has none'
  | 'the admin panel'
>

const collectionHooks: Matrix<keyof NonNullable<CollectionConfig['hooks']>> = {
  beforeOperation: 'read',
  beforeRead: 'read',
  afterRead: 'read',
  afterOperation: 'read',
  beforeValidate: 'a write',
  beforeChange: 'a write',
  afterChange: 'a write',
  beforeDelete: 'a write',
  afterDelete: 'a write',
  afterError: 'a failed request',
  beforeLogin: 'signing in: auth collections are shared',
  afterLogin: 'signing in: auth collections are shared',
  afterLogout: 'signing in: auth collections are shared',
  afterMe: 'signing in: auth collections are shared',
  afterRefresh: 'signing in: auth collections are shared',
  afterForgotPassword: 'signing in: auth collections are shared',
  me: 'signing in: auth collections are shared',
  refresh: 'signing in: auth collections are shared',
}
const globalHooks: Matrix<keyof NonNullable<GlobalConfig['hooks']>> = {
  beforeOperation: 'read',
  beforeRead: 'read',
  afterRead: 'read',
  beforeValidate: 'a write',
  beforeChange: 'a write',
  afterChange: 'a write',
}
const fieldHooks: Matrix<keyof NonNullable<TextField['hooks']>> = {
  afterRead: 'read',
  beforeValidate: 'a write',
  beforeChange: 'a write',
  afterChange: 'a write',
  beforeDuplicate: 'a write',
}
const collectionAccess: Matrix<keyof NonNullable<CollectionConfig['access']>> = {
  read: 'read',
  readVersions: 'versions: production has none',
  create: 'a write',
  update: 'a write',
  delete: 'a write',
  unlock: 'signing in: auth collections are shared',
  admin: 'the admin panel',
}
const globalAccess: Matrix<keyof NonNullable<GlobalConfig['access']>> = {
  read: 'read',
  readVersions: 'versions: production has none',
  update: 'a write',
}
const fieldAccess: Matrix<keyof NonNullable<TextField['access']>> = {
  read: 'read',
  create: 'a write',
  update: 'a write',
}

/** Each call of the site's own code: what was called, and with which names. */
let calls: string[] = []

type Args = Record<string, unknown> & { req?: PayloadRequest }

/** What a function was handed, but for whom it was handed to: the request's user, headers and environment differ. */
const describeArgs = (args: Args): string => {
  const {
    req,
    collection,
    global,
    field,
    operation,
    path: at,
    schemaPath,
    collectionConfig,
  } = args as Args & {
    collection?: { slug: string }
    global?: { slug: string }
    field?: { name?: string; relationTo?: unknown; collection?: unknown }
    collectionConfig?: { slug: string }
  }
  return JSON.stringify({
    collection: collection?.slug,
    global: global?.slug,
    collectionConfig: collectionConfig?.slug,
    field: field && [field.name, field.relationTo, field.collection],
    operation,
    at,
    schemaPath,
    route: req?.routeParams && [req.routeParams.collection, req.routeParams.global],
    members: Object.keys(args).sort(),
  })
}

/** Looks through everything that a function is handed for a name that is none of the site's. */
const findForeignName = (value: unknown, seen = new Set<unknown>(), depth = 0): string | undefined => {
  if (typeof value === 'string') return /production_|prod_|productionFiles/.test(value) ? value : undefined
  if (typeof value !== 'object' || value === null || seen.has(value) || depth > 9) return undefined
  seen.add(value)
  for (const [key, inner] of Object.entries(value)) {
    // The whole site's config, adapter and services hang on these.
    if (['payload', 'payloadDataLoader', 'i18n', 'user', 'headers', 'signal', 'editor'].includes(key)) continue
    if (/production_|productionFiles/.test(key)) return key
    const found = findForeignName(inner, seen, depth + 1)
    if (found) return `${key}: ${found}`
  }
  return undefined
}

const record = (name: string) => (args: Args) => {
  const foreign = findForeignName(args)
  calls.push(`${name} ${describeArgs(args)}${foreign ? ` FOREIGN ${foreign}` : ''}`)
}

const hooksOf = (kind: string, matrix: Record<string, string>) =>
  Object.fromEntries(
    Object.keys(matrix)
      .filter((hook) => !['me', 'refresh'].includes(hook))
      .map((hook) => {
        const say = record(`${kind} ${hook}`)
        return [
          hook,
          [
            (args: Args) => {
              say(args)
              if (hook === 'beforeOperation') return args.args
              if (hook === 'afterOperation') return args.result
              return kind.startsWith('field') ? args.value : undefined
            },
          ],
        ]
      }),
  )

const accessOf = (kind: string, matrix: Record<string, string>) =>
  Object.fromEntries(
    Object.keys(matrix)
      .filter((check) => !['admin', 'unlock'].includes(check))
      .map((check) => {
        const say = record(`${kind} access.${check}`)
        return [
          check,
          (args: Args) => {
            say(args)
            return true
          },
        ]
      }),
  )

/** Every field with every hook and check that Payload knows, wherever it stands. */
const recorded = (fields: Record<string, unknown>[]): Record<string, unknown>[] =>
  fields.map((field) => {
    const inner = {
      ...(field.fields ? { fields: recorded(field.fields as never) } : {}),
      ...(field.tabs
        ? {
            tabs: (field.tabs as Record<string, unknown>[]).map((tab) => ({
              ...tab,
              fields: recorded(tab.fields as never),
            })),
          }
        : {}),
      ...(field.blocks
        ? {
            blocks: (field.blocks as Record<string, unknown>[]).map((block) => ({
              ...block,
              fields: recorded(block.fields as never),
            })),
          }
        : {}),
    }
    if (!field.name || field.type === 'ui') return { ...field, ...inner }
    const kind = `field ${field.name}`
    const checks = field.type === 'join' ? { read: 'read' } : fieldAccess
    return { ...field, ...inner, hooks: hooksOf(kind, fieldHooks), access: accessOf(kind, checks) }
  })

const text = (name: string, more = {}) => ({ name, type: 'text', ...more })

const collection = (
  slug: string,
  fields: Record<string, unknown>[],
  more: Partial<CollectionConfig> = {},
): CollectionConfig => ({
  slug,
  ...more,
  hooks: hooksOf('collection', collectionHooks) as never,
  access: accessOf('collection', collectionAccess) as never,
  fields: recorded(fields) as unknown as Field[],
})

const things = (directory: string) => [
  collection(
    'things',
    [
      text('title', { localized: true }),
      { name: 'number', type: 'number' },
      { name: 'numbers', type: 'number', hasMany: true },
      { name: 'texts', type: 'text', hasMany: true },
      { name: 'long', type: 'textarea' },
      { name: 'mail', type: 'email' },
      { name: 'source', type: 'code' },
      { name: 'on', type: 'checkbox' },
      { name: 'day', type: 'date' },
      { name: 'one', type: 'select', options: ['a', 'b'] },
      { name: 'some', type: 'select', options: ['a', 'b'], hasMany: true },
      { name: 'choice', type: 'radio', options: ['a', 'b'] },
      { name: 'data', type: 'json' },
      { name: 'group', type: 'group', fields: [text('inGroup')] },
      { type: 'row', fields: [text('inRow')] },
      { type: 'collapsible', label: 'More', fields: [text('inCollapsible')] },
      {
        type: 'tabs',
        tabs: [
          { label: 'A', fields: [text('inTab')] },
          { name: 'tab', fields: [text('inNamedTab')] },
        ],
      },
      {
        name: 'list',
        type: 'array',
        fields: [text('inArray'), { name: 'to', type: 'relationship', relationTo: 'things' }],
      },
      {
        name: 'layout',
        type: 'blocks',
        blocks: [
          { slug: 'hero', fields: [text('inBlock'), { name: 'picture', type: 'upload', relationTo: 'pictures' }] },
        ],
      },
      { name: 'friend', type: 'relationship', relationTo: 'things' },
      { name: 'friends', type: 'relationship', relationTo: 'things', hasMany: true },
      { name: 'either', type: 'relationship', relationTo: ['things', 'pictures'] },
      { name: 'picture', type: 'upload', relationTo: 'pictures' },
      { name: 'owner', type: 'relationship', relationTo: 'members' },
      { name: 'friendOf', type: 'join', collection: 'things', on: 'friend' },
      {
        name: 'body',
        type: 'richText',
        editor: lexicalEditor({
          features: ({ defaultFeatures }) => [
            ...defaultFeatures,
            BlocksFeature({
              blocks: [
                {
                  slug: 'note',
                  fields: recorded([
                    text('inNote'),
                    { name: 'about', type: 'relationship', relationTo: 'things' },
                  ]) as never,
                },
              ],
            }),
          ],
        }),
      },
    ],
    { versions: { drafts: true }, trash: true },
  ),
  collection('pictures', [text('alt')], {
    upload: { staticDir: directory, imageSizes: [{ name: 'small', width: 4 }] },
  }),
  collection('members', [text('name'), { name: 'favourite', type: 'relationship', relationTo: 'things' }]),
  collection('notes', [text('words'), { name: 'about', type: 'relationship', relationTo: ['things', 'pictures'] }]),
]

const front: GlobalConfig = {
  slug: 'front',
  versions: { drafts: true },
  hooks: hooksOf('global', globalHooks) as never,
  access: accessOf('global', globalAccess) as never,
  fields: recorded([
    text('claim'),
    { name: 'featured', type: 'relationship', relationTo: ['things', 'pictures'] },
  ]) as unknown as Field[],
}

describe('every hook and access function of a site', () => {
  let site: Site
  let editor: { authorization: string }
  const ids: Record<string, number> = {}

  beforeAll(async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'promote-matrix-'))
    site = await createSite({
      collections: things(directory),
      globals: [front],
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      options: { collections: { things: true, pictures: true, notes: 'separate' }, globals: { front: true } },
    })
    const create = async (slug: string, data: Record<string, unknown>, more = {}) =>
      (
        (await site.payload.create({ collection: slug as never, data: data as never, ...more })) as unknown as {
          id: number
        }
      ).id
    const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    ids.pictures = await create(
      'pictures',
      { alt: 'Red' },
      { file: { data, mimetype: 'image/png', name: 'a.png', size: data.length } },
    )
    ids.members = await create('members', { name: 'Ada' })
    const friend = await create('things', { title: 'Friend', _status: 'published' })
    ids.things = await create('things', {
      title: 'Thing',
      number: 1,
      numbers: [1, 2],
      texts: ['a'],
      long: 'l',
      mail: 'a@example.com',
      source: 'x',
      on: true,
      day: '2026-01-01T00:00:00.000Z',
      one: 'a',
      some: ['a', 'b'],
      choice: 'b',
      data: { a: 1 },
      group: { inGroup: 'g' },
      inRow: 'r',
      inCollapsible: 'c',
      inTab: 't',
      tab: { inNamedTab: 'n' },
      list: [{ inArray: 'i', to: friend }],
      layout: [{ blockType: 'hero', inBlock: 'b', picture: ids.pictures }],
      friend,
      friends: [friend],
      either: { relationTo: 'things', value: friend },
      picture: ids.pictures,
      owner: ids.members,
      body: {
        root: {
          type: 'root',
          direction: null,
          format: '',
          indent: 0,
          version: 1,
          children: [
            {
              type: 'block',
              version: 2,
              format: '',
              fields: { id: '64b7f1d2a1b2c3d4e5f60718', blockType: 'note', blockName: '', inNote: 'n', about: friend },
            },
          ],
        },
      },
      _status: 'published',
    })
    await site.payload.update({
      collection: 'members' as never,
      id: ids.members,
      data: { favourite: ids.things } as never,
    })
    ids.notes = await create('notes', { words: 'w', about: { relationTo: 'things', value: ids.things } })
    await site.payload.updateGlobal({
      slug: 'front' as never,
      data: { claim: 'c', featured: { relationTo: 'things', value: ids.things }, _status: 'published' } as never,
    })
    await promoteAll(site)
    editor = await site.signIn('editor@example.com', { role: 'editor' })
  })
  afterAll(() => site?.stop())

  const during = async (work: () => Promise<unknown>): Promise<string[]> => {
    calls = []
    await work()
    return calls
  }
  const rest = (url: string) => async (headers?: HeadersInit) => {
    const response = await site.request(url, headers ? { headers } : {})
    expect(response.status, `${url}: ${await response.clone().text()}`).toBe(200)
  }
  const gql = (source: string) => async (headers?: HeadersInit) => {
    const { errors } = await askGraphQL(site, source, { headers })
    expect(errors, source).toBeUndefined()
  }
  const slugs = ['things', 'pictures', 'members', 'notes']
  const reads = () => ({
    ...Object.fromEntries(
      slugs.flatMap((slug) => [
        [`GET /${slug}`, rest(`/api/${slug}?depth=2&sort=id`)],
        [`GET /${slug}/:id`, rest(`/api/${slug}/${ids[slug]}?depth=2&locale=all`)],
        [`GET /${slug}/count`, rest(`/api/${slug}/count`)],
        [`GET /${slug} by a query`, rest(`/api/${slug}?where[id][equals]=${ids[slug]}&depth=1&locale=de`)],
      ]),
    ),
    'GET /globals/front': rest('/api/globals/front?depth=2'),
    'GraphQL Things': gql(
      '{ Things { docs { title list { inArray to { title } } layout { ... on Hero { inBlock picture { alt url } } } either { relationTo value { ... on Thing { title } } } friendOf { docs { title } } body owner { name favourite { title } } } } }',
    ),
    'GraphQL Thing': gql(`{ Thing(id: ${ids.things}) { title friends { title } picture { url } } }`),
    'GraphQL Front': gql('{ Front { claim featured { value { ... on Thing { title } } } } }'),
  })

  it('is called when the public reads production as when an editor reads staging: the same calls, the same names', async () => {
    const called = new Set<string>()
    for (const [name, read] of Object.entries(reads())) {
      const onStaging = await during(() => read(editor))
      const onProduction = await during(() => read())
      expect(
        onProduction.filter((call) => call.includes('FOREIGN')),
        name,
      ).toEqual([])
      expect([...onProduction].sort(), name).toEqual([...onStaging].sort())
      expect(onProduction.length, name).toBeGreaterThan(1)
      for (const call of onProduction) called.add(call.split(' {')[0]!)
    }
    const expected = [
      ...Object.entries(collectionHooks).map(([hook, why]) => [`collection ${hook}`, why]),
      ...Object.entries(globalHooks).map(([hook, why]) => [`global ${hook}`, why]),
      ...Object.entries(collectionAccess).map(([check, why]) => [`collection access.${check}`, why]),
      ...Object.entries(globalAccess).map(([check, why]) => [`global access.${check}`, why]),
      ...fieldNames(site).flatMap((field) => [
        ...Object.entries(fieldHooks).map(([hook, why]) => [`field ${field} ${hook}`, why]),
        ...Object.entries(fieldAccess).map(([check, why]) => [`field ${field} access.${check}`, why]),
      ]),
    ]
    expect([...called].sort()).toEqual(
      expected
        .filter(([, why]) => why === 'read')
        .map(([name]) => name)
        .sort(),
    )
  })

  it('is called alike through the Local API', async () => {
    const find = (environment: 'staging' | 'production') => async () => {
      const at = inEnvironment(site.payload, environment)
      const args = { collection: 'things' as never, depth: 2, where: { id: { equals: ids.things } } }
      await at.find(args)
      await at.count({ collection: 'things' as never })
      await at.findDistinct({ collection: 'things' as never, field: 'title' as never })
      await at.findGlobal({ slug: 'front' as never, depth: 2 })
    }
    const onProduction = await during(find('production'))
    expect(onProduction.filter((call) => call.includes('FOREIGN'))).toEqual([])
    expect([...onProduction].sort()).toEqual([...(await during(find('staging')))].sort())
  })

  it('is asked nothing of a twin: all of its checks are ours', async () => {
    for (const { slug, access } of site.payload.config.collections.filter(({ slug }) =>
      /^(production_|staging-)/.test(slug),
    ))
      for (const check of Object.keys(collectionAccess) as (keyof typeof access)[]) {
        calls = []
        const answer = await access[check]({ req: { user: null, payload: site.payload } } as never)
        expect(answer, `${slug} ${check}`).toBe(false)
        expect(calls, `${slug} ${check}`).toEqual([])
      }
    for (const { slug, access } of site.payload.config.globals.filter(({ slug }) => slug.startsWith('production_')))
      for (const check of Object.keys(globalAccess) as (keyof typeof access)[])
        expect(await access[check]({ req: { user: null, payload: site.payload } } as never), `${slug} ${check}`).toBe(
          false,
        )
  })
})

/** Names of all fields with hooks of the site's, by the sanitized config. */
const fieldNames = (site: Site): string[] => {
  const names = new Set<string>()
  const walk = (fields: Field[]): void => {
    for (const field of fields) {
      const { name, hooks } = field as { name?: string; hooks?: { beforeDuplicate?: unknown[] } }
      // Rows of arrays have an id, whose hook is Payload's.
      if (name && name !== 'id' && hooks?.beforeDuplicate?.length) names.add(name)
      if ('fields' in field) walk(field.fields)
      if (field.type === 'tabs') for (const tab of field.tabs) walk(tab.fields)
      if (field.type === 'blocks') for (const block of field.blocks) walk(block.fields)
    }
  }
  for (const { slug, fields } of site.payload.config.collections)
    if (['things', 'pictures', 'members', 'notes'].includes(slug)) walk(fields)
  for (const { slug, fields } of site.payload.config.globals) if (String(slug) === 'front') walk(fields)
  return [...names, 'inNote']
}
