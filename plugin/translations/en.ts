export const en: Record<string, string> = {
  site: 'Site',
  migration: 'Migration',
}
