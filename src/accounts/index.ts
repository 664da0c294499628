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
 *      /.well-known/openid-configuration, /oauth/v2/keys, /oauth/user/info, …   openid/
 */

import { Hono } from 'hono'
import { serveAssets } from '../http/assets.ts'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import type { LocateOptions } from '../http/locate.ts'
import { onError } from '../http/on-error.ts'
import { consoleBase } from '../http/page-context.ts'
import { BodyTooLarge } from '../http/read-body.ts'
import { jsonResponse, reasonHeader, redirectResponse } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/errors.ts'
import { ThrottleError, throttleBody } from '../protocol/throttle.ts'
import type { World } from '../world/world.ts'
import { authorizeRoutes } from './authorize.ts'
import { connectedAppsRoutes } from './connected-apps.tsx'
import { consentRoutes } from './consent.tsx'
import { deviceRoutes } from './device.tsx'
import { loginRoutes } from './login.tsx'
import { openIdRoutes } from './openid/index.ts'
import { pickerRoutes } from './picker.tsx'
import { revokeRoutes } from './revoke.ts'
import { scopeEnhancementRoutes } from './scope-enhancement.ts'
import { serverInfoRoutes } from './server-info.ts'
import { silentRoutes } from './silent.ts'
import { tokenRoutes } from './token.ts'
import { unknownRoutes } from './unknown.ts'

export function accountsRoutes(world: World, options: LocateOptions): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>()
  app.onError((error, c) => {
    if (error instanceof AccountsPageError) return errorPage(world, c, error)
    if (error instanceof ThrottleError) {
      return jsonResponse(world.toggles.throttle_status, throttleBody, reasonHeader(error.message))
    }
    if (error instanceof BodyTooLarge)
      return errorPage(world, c, new AccountsPageError('other', 'the body is too long', 413))
    return onError(error)
  })

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
  unknownRoutes(app, world)
  return app
}
