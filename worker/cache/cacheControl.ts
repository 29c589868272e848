/** Directives by lower-case name; the value of one without a value is ''. */
export const parseCacheControl = (header: string | null): Map<string, string> => {
  const directives = new Map<string, string>()
  for (const part of (header ?? '').split(',')) {
    const [name = '', value = ''] = part.split('=', 2)
    if (name.trim() !== '') directives.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ''))
  }
  return directives
}

/**
 * Makes browsers ask again at each load: no ban reaches their own caches. Answers under a content hash
 * (`immutable`) and answers that are private already stay as they are.
 */
export const setBrowserLifetime = (headers: Headers): void => {
  const directives = parseCacheControl(headers.get('cache-control'))
  // Meant for caches such as this one, never for those behind it.
  for (const name of ['cdn-cache-control', 'cloudflare-cdn-cache-control', 'surrogate-control']) headers.delete(name)
  if (directives.has('immutable') || directives.has('private') || directives.has('no-store')) return
  if (!directives.has('public') && !directives.has('s-maxage') && !directives.has('max-age')) return
  headers.set('cache-control', 'public, max-age=0, must-revalidate')
  headers.delete('expires')
  headers.delete('age')
}
