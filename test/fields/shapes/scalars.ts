import { field, group } from './shape.ts'

/** Fields of one value, and lists of values. */
export const scalars = group('scalars', [
  field('text', { name: 'plain', type: 'text' }, 'one', "two 'quoted' \\ and 🍰"),
  field('localized text', { name: 'word', type: 'text', localized: true }, 'one', 'two', {
    first: 'eins',
    edited: null,
  }),
  field('textarea', { name: 'area', type: 'textarea' }, 'line\nline', 'line\r\nother\n'),
  field('email', { name: 'mail', type: 'email' }, 'a@example.com', 'b@example.com'),
  field('code', { name: 'source', type: 'code' }, 'select 1', '<b>$1 {x}</b>'),
  field('json object', { name: 'object', type: 'json' }, { a: [1, { b: null }] }, { a: [1.5], relationTo: 'pages' }),
  field('localized json array', { name: 'list', type: 'json', localized: true }, [1, 2], [2], {
    first: ['x'],
    edited: { y: true },
  }),
  field('checkbox', { name: 'flag', type: 'checkbox' }, true, false),
  field('radio', { name: 'side', type: 'radio', options: ['left', 'right'] }, 'left', 'right'),
  field('number', { name: 'amount', type: 'number' }, 0.1, -1234567.25),
  field('localized number', { name: 'price', type: 'number', localized: true }, 1, 2, { first: 3, edited: 4 }),
  field('date', { name: 'day', type: 'date' }, '2024-02-29T12:00:00.123Z', '1969-07-20T20:17:00.000Z'),
  {
    name: 'date with timezone',
    fields: [{ name: 'event', type: 'date', timezone: true }],
    first: () => ({ en: { event: '2025-06-01T10:00:00.000Z', event_tz: 'Europe/Berlin' } }),
    edited: () => ({ en: { event: '2025-06-01T10:00:00.000Z', event_tz: 'America/New_York' } }),
  },
  field('select', { name: 'size', type: 'select', options: ['s', 'm', 'l'] }, 'm', null),
  field(
    'localized select',
    { name: 'mood', type: 'select', localized: true, options: ['good', 'bad'] },
    'good',
    'bad',
    {
      first: 'bad',
      edited: 'good',
    },
  ),
  field(
    'select with hasMany',
    { name: 'colours', type: 'select', hasMany: true, options: ['red', 'green', 'blue'] },
    ['red', 'blue'],
    ['blue', 'red', 'green'],
  ),
  field(
    'localized select with hasMany',
    { name: 'tags', type: 'select', hasMany: true, localized: true, options: ['a', 'b', 'c'] },
    ['a', 'b'],
    ['b'],
    { first: ['c'], edited: ['c', 'a'] },
  ),
  field('text with hasMany', { name: 'words', type: 'text', hasMany: true }, ['x', 'y', 'x'], ['y', 'x', 'z', 'x']),
  field('localized text with hasMany', { name: 'names', type: 'text', hasMany: true, localized: true }, ['a'], [], {
    first: ['b', 'c'],
    edited: ['c', 'b'],
  }),
  field('number with hasMany', { name: 'numbers', type: 'number', hasMany: true }, [3, 1, 2.5], [1, 3]),
  field(
    'localized number with hasMany',
    { name: 'sums', type: 'number', hasMany: true, localized: true },
    [1],
    [1, 1],
    { first: [2], edited: [] },
  ),
])
