'use client'
import { useConfig, useTranslation } from '@payloadcms/ui'
import { formatAdminURL } from 'payload/shared'

const globalPrefix = 'global:'

/** Names and admin pages of collections and globals. A key is a collection's slug, or a global's after `global:`. */
export const useEntities = () => {
  const { config, getEntityConfig } = useConfig()
  const { i18n } = useTranslation()

  const translate = (label: unknown): string | undefined => {
    if (typeof label === 'string') return label
    if (typeof label !== 'object' || label === null) return undefined
    const labels = label as Record<string, string>
    return labels[i18n.language] ?? labels[i18n.fallbackLanguage] ?? Object.values(labels)[0]
  }
  const globalLabel = (slug: string) => translate(getEntityConfig({ globalSlug: slug })?.label) ?? slug
  const collectionLabel = (slug: string, form: 'singular' | 'plural') =>
    translate(getEntityConfig({ collectionSlug: slug })?.labels?.[form]) ?? slug

  return {
    plural: (key: string) =>
      key.startsWith(globalPrefix) ? globalLabel(key.slice(globalPrefix.length)) : collectionLabel(key, 'plural'),
    singular: (key: string) =>
      key.startsWith(globalPrefix) ? globalLabel(key.slice(globalPrefix.length)) : collectionLabel(key, 'singular'),
    isGlobal: (key: string) => key.startsWith(globalPrefix),
    /** The document's admin page, where it is staged. */
    adminURL: ({ collection, id }: { collection: string; id: string }) =>
      formatAdminURL({
        adminRoute: config.routes.admin,
        path: collection.startsWith(globalPrefix) ? `/globals/${id}` : `/collections/${collection}/${id}`,
      }),
  }
}
