/** The plugin's HTTP routes: each parses, checks access, calls one operation, answers. */
import type { Endpoint, PayloadRequest } from 'payload'
import { answerErrors, json } from '../answerErrors.ts'
import { assertNoNul } from '../assertNoNul.ts'
import { PromoteError } from '../errors.ts'
import type { PromotedEntity } from '../model.ts'
import { compareDocument } from '../operations/compareDocument.ts'
import { computePlan } from '../operations/computePlan.ts'
import { startPromotion } from '../operations/promote.ts'
import { recover } from '../operations/recover.ts'
import { refreshSite } from '../operations/refreshSite.ts'
import { standBy } from '../operations/standBy.ts'
import { takeSnapshot } from '../operations/takeSnapshot.ts'
import { verify } from '../operations/verify.ts'
import { withMigrations } from '../operations/withMigrations.ts'
import { siteCallPath } from '../sites/callServer.ts'
import { learnServer } from '../sites/listServers.ts'
import { getDatabase } from '../sql/database.ts'
import { selectChange, selectChanges, selectGlobalDocId, selectPlan } from '../sql/plans.ts'
import { selectPromotion, selectPromotions, selectSnapshots } from '../sql/promotions.ts'
import { entityKey } from '../sql/tablePairs.ts'
import type { ChangeKind, Plan } from '../types.ts'
import { userName } from '../userName.ts'
import { parseBody, parseCount } from './body.ts'
import { assertAccess, assertSameSite, type Verb } from './guards.ts'
import { limitPlan } from './limitPlan.ts'
import { limitError, limitPromotion, limitPromotions } from './limitPromotion.ts'
import { findReadableEntity, limitTitles, listOpenEntities, listReadableEntities } from './readable.ts'
import { runAfterResponse } from './runAfterResponse.ts'
import { answerSiteCall } from './site.ts'

type Handler = (req: PayloadRequest) => Promise<Response>

const read = (path: string, verb: Verb, handler: Handler): Endpoint => ({
  path: `/promote${path}`,
  method: 'get',
  handler: answerErrors(async (req) => {
    await assertAccess(req, verb)
    assertNoNul(req.routeParams, [...req.searchParams.values()])
    return withMigrations(() => handler(req))
  }),
})

const write = (path: string, verb: Verb, handler: Handler): Endpoint => ({
  path: `/promote${path}`,
  method: 'post',
  handler: answerErrors(async (req) => {
    await assertAccess(req, verb)
    await assertSameSite(req)
    assertNoNul(req.routeParams)
    return withMigrations(() => handler(req))
  }),
})

const notSupported = (path: string, method: Endpoint['method'], verb: Verb): Endpoint => ({
  path: `/promote${path}`,
  method,
  handler: answerErrors(async (req) => {
    await assertAccess(req, verb)
    throw new PromoteError(
      'NOT_SUPPORTED',
      'This call is not supported by this version.',
      'See the README for what is.',
    )
  }),
})

export const endpoints: Endpoint[] = [
  write('/plans', 'plan', async (req) => {
    await parseBody(req, {})
    const { id } = await computePlan({ payload: req.payload, ...createdBy(req) })
    const plan = await selectPlan(getDatabase(req.payload), id)
    return json({ plan: plan && (await limitPlan(req, plan)) }, 201)
  }),

  read('/plans/:id', 'plan', async (req) => json({ plan: await getPlan(req) })),

  read('/plans/:id/changes', 'plan', async (req) => {
    const plan = await getPlan(req)
    const kind = req.searchParams.get('kind')
    if (kind && !['create', 'update', 'delete'].includes(kind))
      throw new PromoteError('BAD_REQUEST', `There is no kind "${kind}".`, 'Kinds are create, update and delete.')
    const collection = req.searchParams.get('collection')
    const search = req.searchParams.get('search')
    const readable = search ? await listOpenEntities(req) : await listReadableEntities(req)
    const entities = collection ? readable.filter((key) => key === collection) : readable
    const page = await selectChanges(getDatabase(req.payload), plan.id, {
      entities,
      page: parseCount(req, 'page', 1, 1_000_000),
      limit: parseCount(req, 'limit', 25, 200),
      ...(kind ? { kind: kind as ChangeKind } : {}),
      ...(search ? { search } : {}),
    })
    return json(await limitTitles(req, page))
  }),

  read('/plans/:id/changes/:collection/:docId', 'plan', async (req) => {
    const plan = await getPlan(req)
    const slug = String(req.routeParams?.collection)
    const entity = await findReadableEntity(req, slug)
    if (!entity)
      throw new PromoteError('NOT_FOUND', `There is no promoted collection or global "${slug}".`, 'Check the URL.')
    const docId = String(req.routeParams?.docId)
    const storedId = entity.kind === 'global' ? await findGlobalDocId(req, plan, entity, docId) : docId
    const change = storedId && (await selectChange(getDatabase(req.payload), plan.id, entityKey(entity), storedId))
    if (!change)
      throw new PromoteError('NOT_FOUND', `The plan has no change of ${slug} ${docId}.`, 'Look at the list of changes.')
    const [shown] = (await limitTitles(req, { docs: [change], page: 1, limit: 1, totalDocs: 1, totalPages: 1 })).docs
    return json({ change: shown, differences: await compareDocument({ req, entity, id: storedId }) })
  }),

  write('', 'promote', async (req) => {
    const body = await parseBody(req, {
      planId: 'string',
      snapshot: 'booleanOrString',
      note: 'string',
      include: 'notSupported',
      keep: 'documents',
      overwriteDrift: 'boolean',
      deleteAll: 'slugs',
      scheduledAt: 'notSupported',
    })
    if (typeof body.planId !== 'string')
      throw new PromoteError(
        'BAD_REQUEST',
        '"planId" is missing.',
        'Compute a plan with POST /promote/plans and pass its id.',
      )
    if (body.snapshot) await assertAccess(req, 'snapshot')
    await learnServer(req)
    const { promotion, run } = await startPromotion({
      payload: req.payload,
      planId: body.planId,
      snapshot: body.snapshot as boolean | string | undefined,
      note: body.note as string | undefined,
      keep: (body.keep as { collection: string; id: string | number }[] | undefined)?.map(({ collection, id }) => ({
        collection,
        id: String(id),
      })),
      overwriteDrift: body.overwriteDrift as boolean | undefined,
      deleteAll: body.deleteAll as string[] | undefined,
      ...createdBy(req),
    }).catch(async (error) => {
      throw await limitError(req, error)
    })
    await runAfterResponse(run)
    return json({ promotion: await limitPromotion(req, promotion) }, 202)
  }),

  { path: siteCallPath, method: 'post', handler: answerErrors(answerSiteCall) },

  /** Sent when somebody is about to promote: the gate then closes within half a second. */
  write('/standby', 'promote', async (req) => {
    await parseBody(req, {})
    return json(await standBy(req.payload), 202)
  }),

  write('/refresh-site', 'promote', async (req) => {
    await parseBody(req, {})
    await learnServer(req)
    return json({ promotion: await limitPromotion(req, await refreshSite({ payload: req.payload })) })
  }),

  read('/promotions', 'plan', async (req) => {
    await recover(req.payload)
    const page = parseCount(req, 'page', 1, 1_000_000)
    const limit = parseCount(req, 'limit', 10, 100)
    const { docs, totalDocs } = await selectPromotions(getDatabase(req.payload), { page, limit })
    return json({
      docs: await limitPromotions(req, docs),
      page,
      limit,
      totalDocs,
      totalPages: Math.max(1, Math.ceil(totalDocs / limit)),
    })
  }),

  read('/promotions/:id', 'plan', async (req) => {
    await recover(req.payload)
    const id = String(req.routeParams?.id)
    const promotion = await selectPromotion(getDatabase(req.payload), id)
    if (!promotion)
      throw new PromoteError('NOT_FOUND', `There is no promotion "${id}".`, 'See GET /promote/promotions.')
    return json({ promotion: await limitPromotion(req, promotion) })
  }),

  read('/verify', 'plan', async (req) => {
    const drifted = await verify({ payload: req.payload })
    const readable = await listReadableEntities(req)
    const shown = drifted.filter(({ collection }) => readable.includes(collection))
    return json({ drifted: shown, hidden: drifted.length - shown.length })
  }),

  notSupported('/promotions/:id/rollback', 'post', 'rollback'),
  notSupported('/promotions/:id/cancel', 'post', 'promote'),

  read('/snapshots', 'plan', async (req) => {
    const page = parseCount(req, 'page', 1, 1_000_000)
    const limit = parseCount(req, 'limit', 10, 100)
    const { docs, totalDocs } = await selectSnapshots(getDatabase(req.payload), { page, limit })
    return json({ docs, page, limit, totalDocs, totalPages: Math.max(1, Math.ceil(totalDocs / limit)) })
  }),

  write('/snapshots', 'snapshot', async (req) => {
    const { label } = await parseBody(req, { label: 'string' })
    return json(
      { snapshot: await takeSnapshot({ payload: req.payload, label: label as string | undefined, ...createdBy(req) }) },
      201,
    )
  }),

  notSupported('/snapshots/upload', 'post', 'snapshot'),
  notSupported('/snapshots/:id', 'delete', 'snapshot'),
  notSupported('/snapshots/:id/restore', 'post', 'rollback'),
  notSupported('/snapshots/:id/download', 'get', 'download'),
]

/** A global's one document goes by the global's slug. */
const findGlobalDocId = async (req: PayloadRequest, plan: Plan, entity: PromotedEntity, id: string) =>
  id === entity.slug ? selectGlobalDocId(getDatabase(req.payload), plan.id, entityKey(entity)) : undefined

const createdBy = (req: PayloadRequest): { createdBy?: string } => {
  const name = userName(req)
  return name ? { createdBy: name } : {}
}

const getPlan = async (req: PayloadRequest): Promise<Plan> => {
  const id = String(req.routeParams?.id)
  const plan = await selectPlan(getDatabase(req.payload), id)
  if (!plan)
    throw new PromoteError('PLAN_NOT_FOUND', `There is no plan "${id}".`, 'Compute one with POST /promote/plans.')
  return limitPlan(req, plan)
}
