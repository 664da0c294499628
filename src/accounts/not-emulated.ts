import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import { jsonResponse, reasonHeader } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/errors.ts'
import type { World } from '../world/world.ts'

/** What Zoho Accounts has and this emulator lacks: pages refuse with a page, the rest with JSON. */
const missing: Readonly<Record<string, 'page' | 'json'>> = {
  '/.well-known/openid-configuration': 'json',
  '/oauth/v2/auth/refresh': 'page',
  '/oauth/v2/refresh': 'page',
  '/oauth/v2/token/scopeenhance': 'json',
  '/oauth/v2/token/addextrascope': 'page',
  '/oauth/v2/org/auth': 'page',
  '/oauth/v3/device': 'page',
  '/oauth/v3/device/code': 'json',
  '/oauth/v3/device/token': 'json',
  '/oauth/v2/keys': 'json',
  '/oauth/v2/introspect': 'json',
  '/oauth/v2/userinfo': 'json',
  '/oauth/user/info': 'json',
  '/developerconsole': 'page',
}

export function notEmulatedRoutes(app: Hono<EmulatorEnv>, world: World): void {
  for (const [path, form] of Object.entries(missing)) {
    app.all(path, c => {
      const message = `${path} is not emulated`
      if (form === 'page') return errorPage(world, c, new AccountsPageError('other', message, 404))
      return jsonResponse(404, { error: message }, reasonHeader(message))
    })
  }
  app.all('*', c => errorPage(world, c, new AccountsPageError('other', 'Zoho Accounts has no such address', 404)))
}
