import type { Locale } from './routes.ts'

const english = {
  cart: 'Order',
  close: 'Close',
  accept: 'Accept',
  decline: 'Decline',
  email: 'Email',
  quantity: 'Quantity',
  exitPreview: 'Back to production',
  formError: 'Please look at the fields again.',
  inStock: (count: number) => `${count} in stock`,
  journal: 'Journal',
  language: 'Deutsch',
  menu: 'Main',
  no: 'no',
  notFound: 'There is nothing here',
  notFoundText: 'The page has moved, or it never was. The coffee is still on.',
  ordered: 'Thank you. Your order is on its way.',
  preview: 'You are looking at staging',
  readMore: 'Read on',
  related: 'Goes well with it',
  seeAlso: 'See also',
  shop: 'Shop',
  skip: 'To the content',
  soldOut: 'Sold out',
  toHome: 'To the home page',
  yes: 'yes',
}

const german: typeof english = {
  cart: 'Bestellen',
  close: 'Schließen',
  accept: 'Einverstanden',
  decline: 'Ablehnen',
  email: 'E-Mail',
  quantity: 'Anzahl',
  exitPreview: 'Zurück zu Production',
  formError: 'Bitte prüfen Sie die Felder.',
  inStock: (count) => `${count} auf Lager`,
  journal: 'Journal',
  language: 'English',
  menu: 'Hauptmenü',
  no: 'nein',
  notFound: 'Hier ist nichts',
  notFoundText: 'Die Seite ist umgezogen oder war nie da. Der Kaffee läuft trotzdem.',
  ordered: 'Danke. Ihre Bestellung ist unterwegs.',
  preview: 'Sie sehen Staging',
  readMore: 'Weiterlesen',
  related: 'Passt dazu',
  seeAlso: 'Siehe auch',
  shop: 'Laden',
  skip: 'Zum Inhalt',
  soldOut: 'Ausverkauft',
  toHome: 'Zur Startseite',
  yes: 'ja',
}

export const words: Record<Locale, typeof english> = { en: english, de: german }

export const formatPrice = (price: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(price)

export const formatDate = (date: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date))
