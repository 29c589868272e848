import Image from 'next/image'

export type Media = { url?: string | null; alt?: string | null; width?: number; height?: number; updatedAt: string }

/** As the template does: the date keeps browsers from showing a replaced image. */
const getMediaUrl = (url: string | null | undefined, cacheTag: string): string =>
  url ? `${url}?${encodeURIComponent(cacheTag)}` : ''

export const Picture = ({ media }: { media: unknown }) => {
  if (typeof media !== 'object' || media === null) return null
  const { url, alt, width, height, updatedAt } = media as Media
  return <Image src={getMediaUrl(url, updatedAt)} alt={alt ?? ''} width={width} height={height} />
}
