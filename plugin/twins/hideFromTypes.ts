import type { Config } from 'payload'
import { promotionsSlug, snapshotsSlug } from '../collections/contentPromotions.ts'
import type { PromoteModel } from '../model.ts'

type TypesHook = NonNullable<NonNullable<Config['typescript']>['schema']>[number]
type JSONSchema = Parameters<TypesHook>[0]['jsonSchema']

/** Members of the generated `Config` type that list collections and globals by slug. */
const lists = ['collections', 'collectionsJoins', 'collectionsSelect', 'globals', 'globalsSelect']

/**
 * Keeps what the plugin adds out of `payload generate:types`: a site's code names its own slugs, and `inEnvironment`
 * finds the twins.
 */
export const hideFromTypes = (config: Config, model: PromoteModel): Config => {
  const hidden = [...model.promoted, ...model.separate].map(({ twin }) => twin)
  const hide: TypesHook = ({ jsonSchema }) => withoutSlugs(jsonSchema, [...hidden, promotionsSlug, snapshotsSlug])
  return { ...config, typescript: { ...config.typescript, schema: [...(config.typescript?.schema ?? []), hide] } }
}

const withoutSlugs = (schema: JSONSchema, slugs: string[]): JSONSchema => {
  const properties = { ...schema.properties }
  for (const name of lists) if (properties[name]) properties[name] = withoutEntities(properties[name], slugs)
  const definitions = omit(schema.definitions ?? {}, [...slugs, ...slugs.map((slug) => `${slug}_select`)])
  // A type that something else still names has to stay, or the types can't be generated.
  const text = JSON.stringify({ ...schema, properties, definitions })
  for (const slug of slugs) {
    const definition = schema.definitions?.[slug]
    if (definition && text.includes(`"#/definitions/${slug}"`)) definitions[slug] = definition
  }
  return { ...schema, properties, definitions }
}

const withoutEntities = (list: JSONSchema, slugs: string[]): JSONSchema => ({
  ...list,
  properties: omit(list.properties ?? {}, slugs),
  ...(Array.isArray(list.required) ? { required: list.required.filter((slug) => !slugs.includes(slug)) } : {}),
})

const omit = <T>(members: Record<string, T>, names: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
