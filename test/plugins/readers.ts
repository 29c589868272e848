import { createRequire } from 'node:module'
import { configToSchema } from '@payloadcms/graphql'
import type { GraphQLNamedType } from 'graphql'
import { createLocalReq, formatNames, type PayloadRequest, toWords } from 'payload'
import type { Site } from '../helpers/createSite.ts'

/** Answers by what was asked. */
export type Answers = Record<string, unknown>

export type Reading = {
  site: Site
  /** Slugs of collections. */
  slugs: readonly string[]
  /** Who asks. */
  headers?: Record<string, string>
  environment?: 'staging' | 'production'
  /** Only what is published, where a collection knows drafts. */
  isPublished?: boolean
}

/** One way to ask a site everything. */
export type Reader = (reading: Reading) => Promise<Answers>

const hasDrafts = (site: Site, slug: string): boolean =>
  Boolean(
    (site.payload.collections as Record<string, { config: { versions?: { drafts?: unknown } } }>)[slug]?.config.versions
      ?.drafts,
  )

const readREST: Reader = async ({ site, slugs, headers = {}, environment, isPublished }) => {
  const answers: Answers = {}
  const ask = async (path: string, query: Record<string, string> = {}) => {
    const search = new URLSearchParams(environment ? { ...query, environment } : query)
    const response = await site.request(`/api${path}?${search}`, { headers })
    const isJSON = response.headers.get('content-type')?.includes('json')
    const body = isJSON ? await response.json() : Buffer.from(await response.arrayBuffer()).toString('base64')
    answers[`${path}?${new URLSearchParams(query)}`] = { status: response.status, body }
  }
  for (const slug of slugs) {
    const where: Record<string, string> =
      isPublished && hasDrafts(site, slug) ? { 'where[_status][equals]': 'published' } : {}
    const queries: Record<string, string>[] = [
      { depth: '0' },
      { depth: '2' },
      { depth: '2', locale: 'de' },
      { depth: '1', locale: 'all' },
    ]
    for (const query of queries) await ask(`/${slug}`, { sort: 'id', limit: '100', ...query, ...where })
    await ask(`/${slug}/count`, where)
    await ask(`/${slug}/1`, { depth: '2' })
  }
  return answers
}

const { getNamedType, graphql, isEnumType, isNonNullType, isObjectType, isScalarType, isUnionType } = createRequire(
  import.meta.url,
)('graphql') as typeof import('graphql')

/** Everything that a type has, relations as deep as `depth`. Members of a union may call different things the same. */
const selectAll = (type: GraphQLNamedType, depth: number, alias = ''): string => {
  if (isScalarType(type) || isEnumType(type)) return ' '
  if (depth < 0) return ''
  if (isUnionType(type)) {
    const members = type
      .getTypes()
      .map((member) => `... on ${member.name} ${selectAll(member, depth, `${member.name}_`)}`)
    return `{ __typename ${members.join(' ')} }`
  }
  if (!isObjectType(type)) return ''
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some((argument) => isNonNullType(argument.type))) return []
    const inner = selectAll(getNamedType(field.type), depth - 1)
    return inner ? [`${alias ? `${alias}${field.name}: ` : ''}${field.name} ${inner}`] : []
  })
  return fields.length > 0 ? `{ ${fields.join(' ')} }` : ''
}

/** A request as Payload's GraphQL route makes it. */
const graphQLRequest = async (
  { payload }: Site,
  headers: HeadersInit,
  environment?: string,
): Promise<PayloadRequest> => {
  const { user } = await payload.auth({ headers: new Headers(headers) })
  const req = await createLocalReq(user ? { user } : {}, payload)
  const searchParams = new URLSearchParams(environment ? { environment } : {})
  return Object.assign(req, { payloadAPI: 'GraphQL' as const, query: {}, searchParams, headers: new Headers(headers) })
}

/** The plural that Payload's schema lists a collection under: `Pages`, `allMedia`. */
const listName = (slug: string): string => {
  const { plural, singular } = formatNames(slug)
  const [one, many] = [toWords(singular, true), toWords(plural, true)]
  return one === many ? `all${one}` : many
}

const readGraphQL: Reader = async ({ site, slugs, headers = {}, environment, isPublished }) => {
  const { schema } = configToSchema(site.payload.config)
  const lists = schema.getQueryType()!.getFields()
  const answers: Answers = {}
  for (const slug of slugs) {
    const name = listName(slug)
    const list = lists[name]
    if (!list) throw new Error(`There is no "${name}" in GraphQL: ${Object.keys(lists).join(', ')}`)
    const where = isPublished && hasDrafts(site, slug) ? ', where: { _status: { equals: published } }' : ''
    const source = `{ ${name}(limit: 100, sort: "id"${where}) ${selectAll(getNamedType(list.type), 3)} }`
    const req = await graphQLRequest(site, headers, environment)
    answers[slug] = await graphql({ schema, source, contextValue: { req, headers: {} } })
  }
  return answers
}

/** Ways to read that promise the same. */
export const readers: Record<string, Reader> = { REST: readREST, GraphQL: readGraphQL }
