import type { GlobalConfig, GroupField } from 'payload'
import { publicGlobal } from '../access.ts'

type Palette = Record<'background' | 'surface' | 'text' | 'muted' | 'accent' | 'onAccent', string>

const colours = (name: string, label: string, defaults: Palette): GroupField => ({
  name,
  label,
  type: 'group',
  fields: Object.entries(defaults).map(([colour, defaultValue]) => ({
    name: colour,
    type: 'text' as const,
    required: true,
    defaultValue,
    validate: (value: string | null | undefined) =>
      /^#[0-9a-f]{6}$/i.test(value ?? '') || 'Write a colour as #rrggbb, e.g. #7a4a2b.',
  })),
})

/** The look of the site as content: tokens, custom CSS and how components are drawn. */
export const Design: GlobalConfig = {
  slug: 'design',
  access: publicGlobal,
  fields: [
    colours('light', 'Colours', {
      background: '#f6f1ea',
      surface: '#ffffff',
      text: '#33261d',
      muted: '#6f6257',
      accent: '#7a4a2b',
      onAccent: '#ffffff',
    }),
    colours('dark', 'Colours for dark mode', {
      background: '#1d1713',
      surface: '#2a221c',
      text: '#f1e8df',
      muted: '#b9aa9c',
      accent: '#d59a6a',
      onAccent: '#1d1713',
    }),
    {
      name: 'fonts',
      type: 'group',
      fields: [
        { name: 'heading', type: 'select', required: true, defaultValue: 'serif', options: ['serif', 'sans', 'mono'] },
        { name: 'body', type: 'select', required: true, defaultValue: 'serif', options: ['serif', 'sans', 'mono'] },
      ],
    },
    { name: 'radius', type: 'number', required: true, defaultValue: 2, min: 0, max: 40, admin: { description: 'px' } },
    {
      name: 'components',
      label: 'Component overrides',
      type: 'group',
      fields: [
        {
          name: 'button',
          type: 'select',
          required: true,
          defaultValue: 'outline',
          options: ['solid', 'outline', 'pill'],
        },
        { name: 'card', type: 'select', required: true, defaultValue: 'border', options: ['border', 'shadow', 'flat'] },
        {
          name: 'header',
          type: 'select',
          required: true,
          defaultValue: 'centred',
          options: ['centred', 'split'],
        },
      ],
    },
    { name: 'css', label: 'Custom CSS', type: 'textarea', admin: { rows: 12 } },
  ],
}
