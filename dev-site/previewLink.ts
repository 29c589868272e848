/** Where the admin's preview button leads: staging at the address that the public knows. */
export function previewLink(path: string, locale: string): string {
  const to = locale === 'en' ? path : `/${locale}${path === '/' ? '' : path}`
  return `/preview?to=${encodeURIComponent(to)}`
}
