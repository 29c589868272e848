import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps, PayloadRequest } from 'payload'
import { formatAdminURL } from 'payload/shared'
import { isAllowed } from '../endpoints/guards.ts'
import { getModel } from '../model.ts'
import { Migration } from './Migration.tsx'
import { textOf } from './textOf.ts'

/** The Migration view on the server: who may open it, and what they may do there. */
export const MigrationView = async ({ initPageResult, params, searchParams, viewActions }: AdminViewServerProps) => {
  const { locale, permissions, req, visibleEntities } = initPageResult
  const { i18n, payload, user } = req
  // Payload shows custom views to everybody.
  if (!user) redirect(loginURL(req))
  if (!permissions.canAccessAdmin) redirect(adminURL(req, payload.config.admin.routes.unauthorized))
  const model = getModel(payload.config)
  return (
    <DefaultTemplate
      i18n={i18n}
      locale={locale}
      params={params}
      payload={payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={user}
      viewActions={viewActions}
      visibleEntities={{ collections: [...visibleEntities.collections], globals: [...visibleEntities.globals] }}
    >
      <SetStepNav nav={[{ label: textOf(i18n, 'migration') }]} />
      {(await isAllowed(req, 'plan')) ? (
        <Migration
          hasGate={Boolean(model.edge)}
          mayPromote={await isAllowed(req, 'promote')}
          maySnapshot={await isAllowed(req, 'snapshot')}
          siteURL={model.edge?.url || payload.config.serverURL || '/'}
        />
      ) : (
        <main>
          <Gutter className="unauthorized unauthorized--with-gutter">
            <h1>{i18n.t('error:notAllowedToAccessPage')}</h1>
            <p>{textOf(i18n, 'notAllowed')}</p>
          </Gutter>
        </main>
      )}
    </DefaultTemplate>
  )
}

const adminURL = ({ payload }: PayloadRequest, path: `/${string}`): string =>
  formatAdminURL({ adminRoute: payload.config.routes.admin, path })

const loginURL = (req: PayloadRequest): string =>
  `${adminURL(req, req.payload.config.admin.routes.login)}?redirect=${encodeURIComponent(adminURL(req, '/migration'))}`
