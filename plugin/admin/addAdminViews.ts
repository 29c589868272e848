import type { Config } from 'payload'

/** Adds the Migration view and its link in the sidebar. */
export const addAdminViews = (config: Config): Config => ({
  ...config,
  admin: {
    ...config.admin,
    components: {
      ...config.admin?.components,
      afterNavLinks: [...(config.admin?.components?.afterNavLinks ?? []), 'payload-promote/rsc#SiteNav'],
      views: {
        ...config.admin?.components?.views,
        migration: {
          Component: 'payload-promote/rsc#MigrationView',
          path: '/migration',
          exact: true,
          meta: { title: 'Migration' },
        },
      },
    },
  },
})
