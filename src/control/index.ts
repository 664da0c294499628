/**
 * The emulator's own door: the control API under `/_emulator` and the pages that people look at. Answers on own names
 * only. Reads and writes the world; what it shows of the service it gets by calling the service.
 *
 * GET  /, /_emulator/journal, /orgs    pages/, as is /_emulator/callback
 *      /_emulator/health, /directory     index.ts, directory.ts
 *      /_emulator/scenario, /scenarios   scenario.ts
 *      /_emulator/toggles, /clock        toggles.ts, clock.ts
 *      /_emulator/snapshot, /snapshots   snapshots.ts
 *      /_emulator/outbox                 outbox.ts
 *      /_emulator/functions/NAME         functions.ts
 *      /_emulator/openapi.json           describe.ts, openapi.ts
 *      /_emulator/faults                 faults.ts
 *      /_emulator/requests, /events, /unread   journal.ts
 * POST /_emulator/codes, /tokens         consent.ts
 *      /_emulator/clients                clients.ts
 *      /_emulator/tenants                tenants.ts
 *      /_emulator/orgs/ZGID/records      records.ts
 *      /_emulator/reset                  index.ts
 */

import { Hono } from 'hono'
import { serveAssets } from '../http/assets.ts'
import type { EmulatorEnv } from '../http/env.ts'
import type { Journal } from '../http/journal/journal.ts'
import type { LocateOptions } from '../http/locate.ts'
import { jsonResponse } from '../http/respond.ts'
import type { Room } from '../http/room.ts'
import { ControlError, nothing, type SchemaMaker, validate } from '../http/validate.ts'
import { VERSION } from '../version.ts'
import type { Flow } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { clientRoutes } from './clients.ts'
import { clockRoutes } from './clock.ts'
import { consentRoutes } from './consent.ts'
import { describe, descriptionsOf } from './describe.ts'
import { directorySchema, toDirectoryResponse } from './directory.ts'
import { faultRoutes } from './faults.ts'
import { functionRoutes } from './functions.ts'
import { needToken, sameOrigin } from './guard.ts'
import { journalRoutes } from './journal.ts'
import { outboxRoutes } from './outbox.ts'
import { pageRoutes } from './pages/index.ts'
import { recordRoutes } from './records.ts'
import { scenarioRoutes } from './scenario.ts'
import { type SnapshotOptions, snapshotRoutes } from './snapshots.ts'
import { tenantRoutes } from './tenants.ts'
import { toggleRoutes } from './toggles.ts'

export type Fetch = (request: Request) => Response | Promise<Response>

export interface ControlOptions extends Pick<LocateOptions, 'publicHosts'>, SnapshotOptions {
  /** Calls the emulator as a client would. */
  readonly fetch: Fetch
  /** As `fetch`, for questions of our own pages, which no client asked. */
  readonly probe: Fetch
  /** A throwaway emulator with the people, orgs and clients of now, where everybody meets one flow. */
  readonly beside: (flow: Flow) => Promise<{ readonly fetch: Fetch }>
  readonly token?: string | undefined
  readonly journal: Journal
}

const healthSchema: SchemaMaker<unknown> = z =>
  z.strictObject({
    status: z.literal('ready'),
    version: z.string(),
    flow: z.enum(['legacy', 'org-specific', 'phased']),
    scenario: z.string(),
    now: z.iso.datetime(),
  })

export function controlRoutes(world: World, options: ControlOptions): Room {
  const app = new Hono<EmulatorEnv>()
  app.use('*', sameOrigin)
  pageRoutes(app, world, options)
  app.use('*', needToken(options.token))

  describe(app, 'GET /_emulator/health', {
    summary: 'Answers once requests are served.',
    answers: { 200: healthSchema },
    open: true,
  })
  app.get('/_emulator/health', () =>
    jsonResponse(200, {
      status: 'ready',
      version: VERSION,
      flow: world.scenario.flow,
      scenario: world.scenario.name,
      now: new Date(world.clock.now()).toISOString(),
    }),
  )
  describe(app, 'GET /_emulator/directory', {
    summary: 'Everything that a test needs to begin: addresses, portals, users, clients.',
    answers: { 200: directorySchema },
  })
  app.get('/_emulator/directory', c => jsonResponse(200, toDirectoryResponse(world, c.env.located)))
  describe(app, 'POST /_emulator/reset', {
    summary: 'Back to the fixture, the seed and the scenario that it was started with.',
    answers: { 200: nothing },
  })
  app.post('/_emulator/reset', async c => {
    await validate(c, nothing)
    world.reset()
    return jsonResponse(200, {})
  })
  scenarioRoutes(app, world)
  toggleRoutes(app, world)
  faultRoutes(app, world)
  clockRoutes(app, world)
  snapshotRoutes(app, world, options)
  clientRoutes(app, world)
  consentRoutes(app, world, options)
  tenantRoutes(app, world)
  recordRoutes(app, world)
  functionRoutes(app, world)
  outboxRoutes(app, world)
  describe(app, 'GET /_emulator/openapi.json', {
    summary: 'This description.',
    answers: { 200: { mediaType: 'application/json', description: 'An OpenAPI document.' } },
  })
  app.get('/_emulator/openapi.json', async c => {
    const { toOpenApi } = await import('./openapi.ts')
    const { origin } = c.env.located
    return jsonResponse(200, toOpenApi(descriptionsOf(app), { origin, needsToken: options.token !== undefined }))
  })
  journalRoutes(app, world, options.journal)
  serveAssets(app, '/_emulator')

  return {
    routes: app,
    unrouted(c) {
      throw new ControlError(404, 'NOT_FOUND', `no control call ${c.req.method} ${c.env.located.path}`)
    },
  }
}
