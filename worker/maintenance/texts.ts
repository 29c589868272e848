/** The maintenance page's words. */
export type Texts = {
  title: string
  body: string
  /** In place of `body` for a request that would have changed something and wasn't carried out. */
  notSent: string
  /** The same where the form is given back. */
  notSentButKept: string
  sendAgain: string
  waiting: string
  waitingNotSent: string
  back: string
  backNotSent: string
  backButKept: string
}

export type Locale = 'en' | 'de'

export const TEXTS: Record<Locale, Texts> = {
  en: {
    title: 'We’ll be right back',
    body: 'A new version of this site is going live. It takes a moment.',
    notSent:
      'A new version of this site is going live, so what you sent has not been received. Please go back and send it again.',
    notSentButKept:
      'A new version of this site is going live, so what you sent has not been received. It is kept on this page: you can send it again from here.',
    sendAgain: 'Send again',
    waiting: 'This page will reload by itself.',
    waitingNotSent: 'This page will say when the site is back.',
    back: 'The site is back. One moment …',
    backNotSent: 'The site is back. Please go back and send it again.',
    backButKept: 'The site is back. Please send it again.',
  },
  de: {
    title: 'Wir sind gleich zurück',
    body: 'Eine neue Version dieser Website geht gerade online. Das dauert nur einen Moment.',
    notSent:
      'Eine neue Version dieser Website geht gerade online. Ihre Eingabe ist deshalb nicht angekommen. Bitte gehen Sie zurück und senden Sie sie erneut.',
    notSentButKept:
      'Eine neue Version dieser Website geht gerade online. Ihre Eingabe ist deshalb nicht angekommen. Sie ist auf dieser Seite noch da: Sie können sie von hier erneut senden.',
    sendAgain: 'Erneut senden',
    waiting: 'Diese Seite lädt sich von selbst neu.',
    waitingNotSent: 'Diese Seite meldet, wenn die Website wieder da ist.',
    back: 'Die Website ist wieder da. Einen Moment …',
    backNotSent: 'Die Website ist wieder da. Bitte gehen Sie zurück und senden Sie Ihre Eingabe erneut.',
    backButKept: 'Die Website ist wieder da. Bitte senden Sie Ihre Eingabe erneut.',
  },
}

/** The page's language: by the path's first part (`/de/…`), then by what the browser prefers, then English. */
export const chooseLocale = (request: Request): Locale => {
  const [, first = ''] = new URL(request.url).pathname.split('/')
  const byPath = /^[a-z]{2}([-_][a-z]{2})?$/i.test(first) ? toLocale(first) : undefined
  return byPath ?? chooseAccepted(request.headers.get('accept-language') ?? '') ?? 'en'
}

const chooseAccepted = (header: string): Locale | undefined => {
  const wishes = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='))
    return { locale: toLocale(tag), quality: quality ? Number(quality.slice(2)) || 0 : 1 }
  })
  const known = wishes.filter(({ locale, quality }) => locale && quality > 0)
  return known.sort((a, b) => b.quality - a.quality)[0]?.locale
}

const toLocale = (tag: string): Locale | undefined => {
  const language = tag.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'de' ? language : undefined
}
