import type { Config, PayloadRequest } from 'payload'
import { placeRequest } from './placeRequest.ts'

type GraphQL = NonNullable<Config['graphQL']>
type Extension = NonNullable<GraphQL['queries']>
type Context = { req: PayloadRequest }
type Resolver = (source: unknown, args: unknown, context: Context, info: unknown) => unknown
type Field = { resolve?: Resolver }

/** Queries and mutations that the site adds to GraphQL: they answer from their reader's environment, as its routes do. */
export const scopeGraphQL = (given: Config['graphQL']): Config['graphQL'] => ({
  ...given,
  ...(given?.queries ? { queries: scopeFields(given.queries) } : {}),
  ...(given?.mutations ? { mutations: scopeFields(given.mutations) } : {}),
})

const scopeFields =
  (extend: Extension): Extension =>
  (...args) =>
    Object.fromEntries(
      Object.entries(extend(...args) as Record<string, Field>).map(([name, field]) => [name, scopeField(field)]),
    )

const scopeField = <Of extends Field>(field: Of): Of => {
  const { resolve } = field
  if (!resolve) return field
  const scoped: Resolver = async (source, args, context, info) =>
    resolve(source, args, { ...context, req: await placeRequest(context.req, 'reader') }, info)
  return { ...field, resolve: scoped }
}
