/** The origin that visitors know: `SERVER_URL`, else what the request says. */
export function siteOrigin(request: Request): string {
  if (process.env.SERVER_URL) return process.env.SERVER_URL
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? new URL(request.url).host
  const protocol = request.headers.get('x-forwarded-proto')?.split(',')[0] ?? 'http'
  return `${protocol}://${host}`
}
