import type {
  DefaultNodeTypes,
  SerializedBlockNode,
  SerializedRelationshipNode,
  SerializedUploadNode,
} from '@payloadcms/richtext-lexical'
import { type JSXConvertersFunction, LinkJSXConverter, RichText } from '@payloadcms/richtext-lexical/react'
import type { Media, NoteBlock, Post, Product, ProductCardBlock } from '../payload-types.ts'
import { Picture } from './Picture.tsx'
import { populated } from './populated.ts'
import { type Locale, referencePath } from './routes.ts'
import { PostTeaser, ProductTeaser } from './teasers.tsx'
import { words } from './words.ts'

type Nodes = DefaultNodeTypes | SerializedBlockNode<NoteBlock | ProductCardBlock>
type Reference = Parameters<typeof referencePath>[0]

function RelatedDocument({ node, locale }: { node: SerializedRelationshipNode; locale: Locale }) {
  if (!populated(node.value)) return null
  return node.relationTo === 'products' ? (
    <ProductTeaser heading="p" locale={locale} product={node.value as unknown as Product} />
  ) : (
    <PostTeaser heading="p" locale={locale} post={node.value as unknown as Post} />
  )
}

function Figure({ node }: { node: SerializedUploadNode }) {
  if (!populated(node.value)) return null
  const media = node.value as unknown as Media
  const caption = node.fields?.caption
  return (
    <figure>
      <Picture crop="whole" media={media} />
      {typeof caption === 'string' && <figcaption>{caption}</figcaption>}
    </figure>
  )
}

function ProductCard({ fields, locale }: { fields: ProductCardBlock; locale: Locale }) {
  const seeAlsoPath = fields.seeAlso && referencePath(fields.seeAlso, locale)
  const product = populated(fields.product)
  if (!product) return null
  return (
    <aside className="embedded">
      <ProductTeaser heading="p" locale={locale} photo={fields.photo} product={product} />
      {seeAlsoPath && (
        <p>
          {words[locale].seeAlso}: <a href={seeAlsoPath}>{populated(fields.seeAlso?.value)?.title}</a>
        </p>
      )}
    </aside>
  )
}

const convertersFor =
  (locale: Locale): JSXConvertersFunction<Nodes> =>
  ({ defaultConverters }) => ({
    ...defaultConverters,
    ...LinkJSXConverter({
      internalDocToHref: ({ linkNode }) => {
        const doc = linkNode.fields.doc
        return (doc && referencePath(doc as unknown as Reference, locale)) ?? localeHome(locale)
      },
    }),
    relationship: ({ node }) => <RelatedDocument locale={locale} node={node} />,
    upload: ({ node }) => <Figure node={node} />,
    blocks: {
      note: ({ node }) => <aside className={`note ${node.fields.tone ?? 'info'}`}>{node.fields.text}</aside>,
      productCard: ({ node }) => <ProductCard fields={node.fields} locale={locale} />,
    },
  })

const localeHome = (locale: Locale) => (locale === 'en' ? '/' : `/${locale}`)

type Props = { content: Post['content'] | null | undefined; locale: Locale }

/** Rich text with the site's links, pictures and blocks. */
export function Prose({ content, locale }: Props) {
  if (!content) return null
  return <RichText className="prose" converters={convertersFor(locale)} data={content as never} />
}
