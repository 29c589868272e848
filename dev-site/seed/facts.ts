// What the seed promises, for seeds and tests alike.

export const password = 'acme-demo-2026'

/** Log-ins by role. */
export const users = {
  admin: 'admin@acme.test',
  editor: 'editor@acme.test',
  viewer: 'viewer@acme.test',
} as const

/** The heading of the home page in the old site and in the redesign. */
export const homeHeading = {
  old: { en: 'Honest coffee since 1998', de: 'Ehrlicher Kaffee seit 1998' },
  redesign: { en: 'Coffee that wakes the street', de: 'Kaffee, der die Straße weckt' },
} as const

/** Two posts whose addresses the redesign swaps: each title is found at the other's old slug afterwards. */
export const swappedPosts = [
  { title: 'French press, step by step', oldSlug: 'brewing-guide', newSlug: 'brewing-basics' },
  { title: 'Five rules for better coffee at home', oldSlug: 'brewing-basics', newSlug: 'brewing-guide' },
] as const

/** A page whose slug the redesign changes, with the redirects that come with it. */
export const renamedPage = {
  oldSlug: { en: 'about', de: 'ueber-uns' },
  newSlug: { en: 'our-story', de: 'unsere-geschichte' },
  redirects: { '/about': '/our-story', '/de/ueber-uns': '/de/unsere-geschichte' },
} as const

/** Public on the old site; deleted by the redesign. */
export const deleted = {
  page: { slug: 'faq', title: 'Questions and answers' },
  post: { slug: 'summer-opening-hours', title: 'Summer opening hours' },
  product: { slug: 'enamel-mug', title: 'Enamel mug' },
  media: 'old-team.jpg',
  redirect: '/shop-old',
  object: 'Harbour kiosk',
} as const

/** Public on the old site; taken off by the redesign without being deleted. */
export const unpublished = {
  page: { slug: 'wholesale', title: 'Wholesale' },
  post: { slug: 'staff-picks', title: 'What the staff drinks' },
  popup: 'Newsletter',
} as const

/** Never published: nowhere on production, before and after. */
export const draftOnly = {
  page: { slug: 'gift-cards', title: 'Gift cards (draft, not for the public)' },
  post: { slug: 'barista-championship', title: 'We enter the barista championship (draft)' },
} as const

/** Published documents with a newer draft: promoted as published, never as drafted. */
export const newerDraft = {
  post: {
    slug: 'how-we-roast',
    oldTitle: 'How we roast',
    publishedTitle: 'How we roast, and why slowly',
    draftTitle: 'How we roast in 2027 (unfinished)',
  },
  page: { slug: 'privacy', publishedTitle: 'Privacy', draftTitle: 'Privacy, rewritten (unfinished)' },
} as const

/** Created and published by the redesign. */
export const created = {
  page: { slug: 'subscriptions', title: 'Subscriptions' },
  post: { slug: 'new-packaging', title: 'New bags, no aluminium' },
  product: { slug: 'kenya-nyeri', title: 'Kenya Nyeri', stock: 60 },
  popup: 'Subscription launch',
  form: 'Subscription request',
  integration: 'Subscription desk',
  objectType: 'tasting',
  object: 'Tuesday tasting',
  media: 'new-bags.jpg',
} as const

/** Media whose file the redesign replaces within the same document. */
export const replacedFiles = {
  /** The new file has the old one's name. */
  sameName: 'roastery.jpg',
  /** The new file brings its own name. */
  newName: { from: 'storefront.jpg', to: 'storefront-2026.jpg' },
  document: 'price-list.pdf',
} as const

/** Prices in euro. `stock` is what the old site was launched with; production counts down from there. */
export const prices = {
  'house-blend': { old: 12.9, redesign: 13.9, stock: 120 },
  'ethiopia-guji': { old: 15.5, redesign: 16.9, stock: 40 },
  'hand-grinder': { old: 79, redesign: 69, stock: 15 },
} as const

/** What visitors ordered after the first promotion: production's stock is lower by this much. */
export const orderedAfterLaunch = { 'house-blend': 7, 'ethiopia-guji': 3, 'hand-grinder': 1 } as const

export const design = {
  old: { accent: '#7a4a2b', button: 'outline' },
  redesign: { accent: '#bd3a1e', button: 'pill', css: '.hero h1 { text-wrap: balance; letter-spacing: -0.03em; }' },
} as const

/** A line that only one of the two robots.txt has. */
export const robotsLine = { old: 'Disallow: /drafts', redesign: 'Disallow: /checkout' } as const

/** What only tests on staging have left behind. */
export const stagingTests = { email: 'test@acme.test', path: '/staging-test' } as const
