export const de: Record<string, string> = {
  site: 'Website',
  migration: 'Migration',
}
