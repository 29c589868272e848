import type { Media } from '../payload-types.ts'

type Props = {
  media: number | Media | null | undefined
  /** `card`: cropped to 4:3. `whole`: as it was taken. */
  crop: 'card' | 'whole'
  eager?: boolean
}

/** An image in the sizes that there are of it. Shows nothing for what is not an image or not there. */
export function Picture({ media, crop, eager }: Props) {
  if (!media || typeof media !== 'object' || !media.url || !media.mimeType?.startsWith('image/')) return null
  const { thumbnail, card, hero } = media.sizes ?? {}
  const shown = (crop === 'card' ? card : hero)?.url ? (crop === 'card' ? card : hero) : media
  const srcSet = crop === 'card' && thumbnail?.url && card?.url ? `${thumbnail.url} 320w, ${card.url} 720w` : undefined
  return (
    // biome-ignore lint/performance/noImgElement: Payload has made the sizes already.
    <img
      alt={media.alt}
      decoding="async"
      height={shown?.height ?? undefined}
      loading={eager ? 'eager' : 'lazy'}
      sizes={srcSet && '(max-width: 40rem) 100vw, 22rem'}
      src={shown?.url ?? media.url}
      srcSet={srcSet}
      width={shown?.width ?? undefined}
    />
  )
}
