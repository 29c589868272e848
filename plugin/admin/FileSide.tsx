'use client'
import { File } from '@payloadcms/ui'
import { useFormats } from './useFormats.ts'

type StoredFile = { url?: string | null; filename?: string; mimeType?: string; alt?: string; filesize?: number }

/** An image with its name and size; of other files the name and size only. */
export const FileSide = ({ file }: { file: unknown }) => {
  const { size } = useFormats()
  const { url, filename = '', mimeType, alt, filesize } = file as StoredFile
  const isImage = mimeType ? mimeType.startsWith('image/') : /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(filename)
  return (
    <figure className="migration-file">
      {url && isImage ? <img alt={alt ?? filename} loading="lazy" src={url} /> : <File />}
      <figcaption>{filesize === undefined ? filename : `${filename}, ${size(filesize)}`}</figcaption>
    </figure>
  )
}
