/**
 * Zoho Accounts: from the authorization request to the tokens. Owns sign-in and sessions, the org and consent pages, the
 * token endpoint and its grants, revocation. Grants and tokens lie in the world, where CRM reads them; which APIs a token
 * opens is CRM's business, the API console has a room of its own.
 *
 * GET  /oauth/v2/auth, /oauth/v2/org/auth   authorize.ts → next-step.ts, which knows the order of the pages → finish.ts
 *      /signin, /signin/password, /logout   login.tsx
 *      /oauth/v2/auth/org                picker.tsx
 *      /oauth/v2/auth/consent            consent.tsx
 * POST /oauth/v2/token                   token.ts, one file a grant type in grants/
 * POST /oauth/v2/token/revoke            revoke.ts
 * POST /oauth/v2/token/scopeenhance      scope-enhancement.ts, with GET /oauth/v2/token/addextrascope
 * GET  /oauth/v2/auth/refresh            silent.ts
 *      /oauth/v3/device, /code, /token   device.tsx
 *      /sessions/connectedapps           connected-apps.tsx
 * GET  /oauth/serverinfo                 server-info.ts
 *      /developerconsole                 moved to the API console
 *      /.well-known/openid-configuration, /oauth/v2/keys, /oauth/user/info, …   openid.ts
 */

import { Hono } from 'hono'
import { serveAssets } from '../http/assets.ts'
import type { EmulatorEnv } from '../http/env.ts'
import type { LocateOptions } from '../http/locate.ts'
import { consoleBase } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import type { Room } from '../http/room.ts'
import type { World } from '../world/world.ts'
import { authorizeRoutes } from './authorize.ts'
import { connectedAppsRoutes } from './connected-apps.tsx'
import { consentRoutes } from './consent.tsx'
import { deviceRoutes } from './device.tsx'
import { loginRoutes } from './login.tsx'
import { openIdRoutes } from './openid.ts'
import { pickerRoutes } from './picker.tsx'
import { revokeRoutes } from './revoke.ts'
import { scopeEnhancementRoutes } from './scope-enhancement.ts'
import { serverInfoRoutes } from './server-info.ts'
import { silentRoutes } from './silent.ts'
import { tokenRoutes } from './token.ts'
import { unrouted } from './unrouted.ts'

export function accountsRoutes(world: World, options: LocateOptions): Room {
  const app = new Hono<EmulatorEnv>()
  authorizeRoutes(app, world, options)
  loginRoutes(app, world)
  pickerRoutes(app, world)
  consentRoutes(app, world)
  tokenRoutes(app, world, options)
  revokeRoutes(app, world)
  serverInfoRoutes(app)
  deviceRoutes(app, world)
  scopeEnhancementRoutes(app, world, options)
  silentRoutes(app, world, options)
  openIdRoutes(app, world)
  connectedAppsRoutes(app, world)
  app.get('/developerconsole', c => redirectResponse(`${consoleBase(c)}/`))
  serveAssets(app)
  return { routes: app, unrouted: unrouted(app, world) }
}
