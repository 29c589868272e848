// Draws the blocks of a page.
import type {
  CallToActionBlock,
  FormBlock,
  GalleryBlock,
  HeroBlock,
  Media,
  ObjectListBlock,
  Page,
  PostListBlock,
  ProductGridBlock,
  SiteObject,
  TextBlock,
} from '../payload-types.ts'
import { Form } from './Form.tsx'
import { Picture } from './Picture.tsx'
import { Prose } from './Prose.tsx'
import { populated } from './populated.ts'
import type { Locale } from './routes.ts'
import { SiteLink } from './SiteLink.tsx'
import { PostTeaser, ProductTeaser } from './teasers.tsx'
import type { BlockData, View } from './view.ts'
import { words } from './words.ts'

type Props = { page: Page; blockData: BlockData; view: View; sentForm: string | undefined }
type Data = BlockData[string] | undefined

export function Blocks({ page, blockData, view, sentForm }: Props) {
  const startsWithHero = page.layout?.[0]?.blockType === 'hero'
  return (
    <>
      {!startsWithHero && (
        <div className="section title">
          <h1>{page.title}</h1>
        </div>
      )}
      {page.layout?.map((block) => (
        <BlockView block={block} data={blockData[block.id ?? '']} key={block.id} sentForm={sentForm} view={view} />
      ))}
    </>
  )
}

type BlockProps = {
  block: NonNullable<Page['layout']>[number]
  data: Data
  view: View
  sentForm: string | undefined
}

function BlockView({ block, data, view, sentForm }: BlockProps) {
  const { locale } = view
  switch (block.blockType) {
    case 'hero':
      return <Hero block={block} locale={locale} />
    case 'text':
      return (
        <section className="section">
          <Prose content={(block as TextBlock).content} locale={locale} />
        </section>
      )
    case 'gallery':
      return <Gallery block={block} />
    case 'productGrid':
      return <ProductGrid block={block} data={data} locale={locale} />
    case 'form':
      return <FormSection block={block} sentForm={sentForm} view={view} />
    case 'callToAction':
      return <CallToAction block={block} locale={locale} />
    case 'postList':
      return <PostList block={block} data={data} locale={locale} />
    case 'objectList':
      return <ObjectList block={block} data={data} locale={locale} />
  }
}

function Hero({ block, locale }: { block: HeroBlock; locale: Locale }) {
  return (
    <section className="hero">
      <div className="hero-text">
        {block.eyebrow && <p className="eyebrow">{block.eyebrow}</p>}
        <h1>{block.heading}</h1>
        {block.text && <p className="lead">{block.text}</p>}
        <p className="actions">
          {block.links?.map(({ id, link }, index) => (
            <SiteLink className={index === 0 ? 'button' : 'button second'} key={id} link={link} locale={locale} />
          ))}
        </p>
      </div>
      <Picture crop="whole" eager media={block.image} />
    </section>
  )
}

function Gallery({ block }: { block: GalleryBlock }) {
  return (
    <section className="section">
      {block.heading && <h2>{block.heading}</h2>}
      <div className="gallery">
        {block.images.map((image) => (
          <Picture crop="card" key={populated(image)?.id ?? String(image)} media={image} />
        ))}
      </div>
    </section>
  )
}

function ProductGrid({ block, data, locale }: { block: ProductGridBlock; data: Data; locale: Locale }) {
  const products = data?.products ?? (block.products ?? []).map(populated).filter((product) => product !== undefined)
  return (
    <section className="section">
      {block.heading && <h2>{block.heading}</h2>}
      <div className="grid">
        {products.map((product) => (
          <ProductTeaser key={product.id} locale={locale} product={product} />
        ))}
      </div>
    </section>
  )
}

function FormSection({ block, view, sentForm }: { block: FormBlock; view: View; sentForm: string | undefined }) {
  const form = populated(block.form)
  if (!form) return null
  return (
    <section className="section narrow" id={`form-${form.id}`}>
      {block.heading && <h2>{block.heading}</h2>}
      {block.intro && <p className="lead">{block.intro}</p>}
      <Form form={form} isSent={sentForm === String(form.id)} locale={view.locale} path={view.path} />
    </section>
  )
}

function CallToAction({ block, locale }: { block: CallToActionBlock; locale: Locale }) {
  return (
    <section className={`section call ${block.tone ?? 'accent'}`}>
      <h2>{block.heading}</h2>
      {block.text && <p>{block.text}</p>}
      <SiteLink className="button" link={block.link} locale={locale} />
    </section>
  )
}

function PostList({ block, data, locale }: { block: PostListBlock; data: Data; locale: Locale }) {
  return (
    <section className="section">
      {block.heading && <h2>{block.heading}</h2>}
      <div className="grid">
        {data?.posts?.map((post) => (
          <PostTeaser key={post.id} locale={locale} post={post} />
        ))}
      </div>
    </section>
  )
}

function ObjectList({ block, data, locale }: { block: ObjectListBlock; data: Data; locale: Locale }) {
  const type = populated(block.type)
  if (!type) return null
  return (
    <section className="section">
      {block.heading && <h2>{block.heading}</h2>}
      <div className="grid loose">
        {data?.objects?.map((object) => (
          <ObjectCard fields={type.fields} key={object.id} locale={locale} media={data.media ?? []} object={object} />
        ))}
      </div>
    </section>
  )
}

type ObjectCardProps = {
  object: SiteObject
  fields: { name: string; label: string; kind: string }[]
  media: Media[]
  locale: Locale
}

function ObjectCard({ object, fields, media, locale }: ObjectCardProps) {
  const data = object.data as Record<string, string | number | boolean | undefined>
  const filled = fields.filter(({ name }) => data[name] !== undefined)
  const image = filled.find(({ kind }) => kind === 'image')
  return (
    <article className="card">
      {image && <Picture crop="card" media={media.find(({ id }) => id === data[image.name])} />}
      <div className="card-text">
        <h3>{object.title}</h3>
        <dl>
          {filled
            .filter(({ kind }) => kind !== 'image')
            .map(({ name, label }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>{formatValue(data[name], locale)}</dd>
              </div>
            ))}
        </dl>
      </div>
    </article>
  )
}

function formatValue(value: string | number | boolean | undefined, locale: Locale): string {
  if (typeof value === 'boolean') return value ? words[locale].yes : words[locale].no
  return String(value)
}
