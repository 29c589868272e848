type Upload = { url?: unknown; thumbnailURL?: unknown; sizes?: unknown }

/** An upload document with other URLs of its files: its own, its sizes' and its thumbnail's. */
export const mapFileURLs = <Doc extends object>(given: Doc, map: (url: string) => string): Doc => {
  const doc: Doc & Upload = given
  const mapped = (url: unknown) => (typeof url === 'string' ? map(url) : url)
  const sizes = doc.sizes as Record<string, { url?: unknown } | null> | null | undefined
  return {
    ...doc,
    ...('url' in doc ? { url: mapped(doc.url) } : {}),
    ...('thumbnailURL' in doc ? { thumbnailURL: mapped(doc.thumbnailURL) } : {}),
    ...(sizes
      ? {
          sizes: Object.fromEntries(
            Object.entries(sizes).map(([name, size]) => [
              name,
              size && 'url' in size ? { ...size, url: mapped(size.url) } : size,
            ]),
          ),
        }
      : {}),
  }
}
