'use client'
import { useConfig, useTranslation } from '@payloadcms/ui'
import { formatDate } from '@payloadcms/ui/shared'

/** What Payload falls back to: an English order in every language. */
const payloadsDateFormat = 'MMMM do yyyy, h:mm a'

/** Dates, durations, numbers and sizes as the user's language writes them; dates in the site's format where it sets one. */
export const useFormats = () => {
  const { i18n } = useTranslation()
  const { config } = useConfig()
  const { dateFormat } = config.admin
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(i18n.language, options).format(value)
  return {
    number: (value: number) => number(value),
    date: (iso: string) =>
      dateFormat === payloadsDateFormat
        ? new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
        : formatDate({ date: iso, i18n, pattern: dateFormat }),
    duration: (ms: number) =>
      ms < 10_000 ? `${number(Math.round(ms))}\u00a0ms` : `${number(ms / 1000, { maximumFractionDigits: 1 })}\u00a0s`,
    size: (bytes: number) => {
      const power = bytes < 1e6 ? 0 : Math.min(sizeUnits.length - 1, Math.floor(Math.log10(bytes) / 3) - 1)
      return number(bytes / 1000 ** (power + 1), { style: 'unit', unit: sizeUnits[power], maximumFractionDigits: 1 })
    },
  }
}

const sizeUnits = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte']
