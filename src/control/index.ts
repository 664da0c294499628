/**
 * The emulator's own door: the control API under `/_emulator` and the pages that people look at. Answers on own names
 * only. Reads and writes the world; what it shows of the service it gets by calling the service.
 *
 * GET  /, /_emulator/journal, /orgs    pages/, as is /_emulator/callback
 *      /_emulator/health, /directory     index.ts, directory.ts
 *      /_emulator/scenario, /scenarios   scenario.ts
 *      /_emulator/toggles, /clock        toggles.ts, clock.ts
 *      /_emulator/requests, /events, /unread   journal.ts
 * POST /_emulator/codes, /tokens         consent.ts
 *      /_emulator/clients                clients.ts
 *      /_emulator/reset                  index.ts
 */

import { Hono } from 'hono'
import { serveAssets } from '../http/assets.ts'
import type { EmulatorEnv } from '../http/env.ts'
import type { Journal } from '../http/journal/journal.ts'
import type { LocateOptions } from '../http/locate.ts'
import { jsonResponse } from '../http/respond.ts'
import type { Room } from '../http/room.ts'
import { ControlError, nothing, validate } from '../http/validate.ts'
import { VERSION } from '../version.ts'
import type { World } from '../world/world.ts'
import { clientRoutes } from './clients.ts'
import { clockRoutes } from './clock.ts'
import { consentRoutes } from './consent.ts'
import { toDirectoryResponse } from './directory.ts'
import { needToken, sameOrigin } from './guard.ts'
import { journalRoutes } from './journal.ts'
import { pageRoutes } from './pages/index.ts'
import { scenarioRoutes } from './scenario.ts'
import { toggleRoutes } from './toggles.ts'

export interface ControlOptions extends Pick<LocateOptions, 'publicHosts'> {
  /** Calls the emulator as a client would. */
  readonly fetch: (request: Request) => Response | Promise<Response>
  readonly token?: string | undefined
  readonly journal: Journal
}

export function controlRoutes(world: World, options: ControlOptions): Room {
  const app = new Hono<EmulatorEnv>()
  app.use('*', sameOrigin)
  pageRoutes(app, world, options)
  app.use('*', needToken(options.token))

  app.get('/_emulator/health', () =>
    jsonResponse(200, {
      status: 'ready',
      version: VERSION,
      flow: world.scenario.flow,
      scenario: world.scenario.name,
      now: new Date(world.clock.now()).toISOString(),
    }),
  )
  app.get('/_emulator/directory', c => jsonResponse(200, toDirectoryResponse(world, c.env.located)))
  app.post('/_emulator/reset', async c => {
    await validate(c, nothing)
    world.reset()
    return jsonResponse(200, {})
  })
  scenarioRoutes(app, world)
  toggleRoutes(app, world)
  clockRoutes(app, world)
  clientRoutes(app, world)
  consentRoutes(app, world, options)
  journalRoutes(app, world, options.journal)
  serveAssets(app, '/_emulator')

  return {
    routes: app,
    unrouted(c) {
      throw new ControlError(404, 'NOT_FOUND', `no control call ${c.req.method} ${c.env.located.path}`)
    },
  }
}
