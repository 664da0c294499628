/**
 * The API console (`api-console.zoho.*`): where people register clients, change and delete them, and make codes for their
 * self client. Clients, codes and consents go into the world, where accounts finds them at once; signing in is accounts'
 * business, the console only takes the ticket.
 *
 * GET  /signin/continue, /logout                      sign-in.ts
 *      /, /add, /add/TYPE                             clients.tsx, client-types.ts, client-details.tsx
 *      /client/ID, …/secret, …/settings, …/delete     client.tsx
 * POST /client/ID/code                                self-client.tsx
 */

import { Hono } from 'hono'
import { serveAssets } from '../http/assets.ts'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import type { Room } from '../http/room.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import type { World } from '../world/world.ts'
import { clientRoutes } from './client.tsx'
import { clientListRoutes } from './clients.tsx'
import { selfClientRoutes } from './self-client.tsx'
import { signInRoutes } from './sign-in.ts'

export function consoleRoutes(world: World): Room {
  const app = new Hono<EmulatorEnv>()
  signInRoutes(app, world)
  clientListRoutes(app, world)
  clientRoutes(app, world)
  selfClientRoutes(app, world)
  serveAssets(app)
  return {
    routes: app,
    unrouted(c) {
      c.env.exchange.check('path', false, 'an address of this host', `${c.req.method} ${c.env.located.path}`)
      return errorPage(world, c, new AccountsPageError('other', 'the API console has no such address', 404))
    },
  }
}
