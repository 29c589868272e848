import type { Promotion } from '../types.ts'

/** Whether something of the site could not be told of the promotion, and may be told again. */
export const isSiteOutdated = ({ site }: Pick<Promotion, 'site'>): boolean =>
  [...(site?.servers ?? []), ...(site?.hook ? [site.hook] : [])].some(({ status }) => status === 'failed')
