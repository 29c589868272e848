/** Reads a site through its own GraphQL schema, in this process. */
import { createRequire } from 'node:module'
import { configToSchema } from '@payloadcms/graphql'
import type { GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql'
import { createPayloadRequest } from 'payload'
import type { Site } from './createSite.ts'

// The very copy of graphql that Payload's schema is made of.
const { getNamedType, graphql, isInputObjectType, isLeafType, isNonNullType, isObjectType, isUnionType, printSchema } =
  createRequire(import.meta.url)('graphql') as typeof import('graphql')

type Doc = Record<string, unknown>
type Answer = { data?: Record<string, unknown> | null; errors?: readonly { message: string }[] }

const schemas = new WeakMap<object, GraphQLSchema>()

export const schemaOf = (site: Site): GraphQLSchema => {
  const known = schemas.get(site.payload.config) ?? configToSchema(site.payload.config).schema
  schemas.set(site.payload.config, known)
  return known
}

export const printedSchema = (site: Site): string => printSchema(schemaOf(site))

/** One GraphQL request over `url`, as Payload's route makes it. */
export const askGraphQL = async (
  site: Site,
  source: string,
  { headers, url = '/api/graphql' }: { headers?: HeadersInit; url?: string } = {},
): Promise<Answer> => {
  const request = new Request(`http://localhost${url}`, { method: 'POST', headers })
  const req = await createPayloadRequest({
    config: site.payload.config,
    payloadInstanceCacheKey: site.key,
    request,
  })
  req.payloadAPI = 'GraphQL'
  return (await graphql({ schema: schemaOf(site), source, contextValue: { req, headers: {} } })) as Answer
}

/** How often a type may stand within itself: a document's relation to a document of its own collection is followed once. */
const repetitions = 2

/** A query for all that a type has: every value, what relations lead to, each block of a union. */
const everythingOf = (type: GraphQLObjectType, within: GraphQLObjectType[] = [], prefix = ''): string => {
  if (within.length > 7 || within.filter((outer) => outer === type).length >= repetitions) return '{ __typename }'
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some((arg) => isNonNullType(arg.type))) return []
    const name = prefix ? `${prefix}${field.name}: ${field.name}` : field.name
    const selection = selectionOf(getNamedType(field.type), [...within, type])
    return selection === undefined ? [] : [`${name} ${selection}`.trim()]
  })
  return `{ __typename ${parts.join(' ')} }`
}

const selectionOf = (type: GraphQLNamedType, within: GraphQLObjectType[]): string | undefined => {
  if (isLeafType(type)) return ''
  if (isObjectType(type)) return everythingOf(type, within)
  if (!isUnionType(type)) return undefined
  const members = type
    .getTypes()
    .map((member) => `... on ${member.name} ${everythingOf(member, within, `${member.name}_`)}`)
  return `{ __typename ${members.join(' ')} }`
}

/**
 * Every list and every global of the schema, with all that it has: as visitors read it, or as a signed-in editor reads
 * what staging has published.
 */
export const readGraphQL = async (
  site: Site,
  options: { headers?: HeadersInit; url?: string; publishedOnly?: boolean; without?: RegExp } = {},
): Promise<Record<string, unknown>> => {
  const readings: Record<string, unknown> = {}
  for (const field of Object.values(schemaOf(site).getQueryType()!.getFields())) {
    const type = getNamedType(field.type)
    if (!isObjectType(type) || options.without?.test(field.name)) continue
    const isList = 'docs' in type.getFields() && 'totalDocs' in type.getFields()
    const isGlobal = field.args.every(({ type: arg }) => !isNonNullType(arg)) && 'updatedAt' in type.getFields()
    if ((!isList && !isGlobal) || /^versions?/.test(field.name)) continue
    const where = field.args.find(({ name }) => name === 'where')?.type
    const hasStatus = where && isInputObjectType(where) && '_status' in where.getFields()
    const args = isList
      ? `(limit: 200, sort: "id"${options.publishedOnly && hasStatus ? ', where: { _status: { equals: published } }' : ''})`
      : ''
    const source = `{ ${field.name}${args} ${everythingOf(type)} }`
    const answer = await askGraphQL(site, source, options)
    if (answer.errors) throw new Error(`${field.name}: ${JSON.stringify(answer.errors.slice(0, 3))}`)
    readings[field.name] = (answer.data as Doc)[field.name]
  }
  return JSON.parse(JSON.stringify(readings)) as Record<string, unknown>
}
