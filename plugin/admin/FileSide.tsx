'use client'
import { File } from '@payloadcms/ui'

type StoredFile = { url?: string | null; filename?: string; mimeType?: string; alt?: string }

/** An image with its name; of other files the name only. */
export const FileSide = ({ file }: { file: unknown }) => {
  const { url, filename = '', mimeType, alt } = file as StoredFile
  const isImage = mimeType ? mimeType.startsWith('image/') : /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(filename)
  return (
    <figure className="migration-file">
      {url && isImage ? <img alt={alt ?? filename} loading="lazy" src={url} /> : <File />}
      <figcaption>{filename}</figcaption>
    </figure>
  )
}
