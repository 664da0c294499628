import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage, wrongMethod } from '../http/error-page.tsx'
import { AccountsPageError } from '../protocol/errors.ts'
import type { World } from '../world/world.ts'

/** What no route took: 400 for a method that an address doesn't have, 404 for an address that Zoho Accounts lacks too. */
export function unknownRoutes(app: Hono<EmulatorEnv>, world: World): void {
  const known = new Set(app.routes.map(route => route.path))
  app.all('*', c => {
    if (known.has(c.env.located.path)) return wrongMethod(world, c)
    return errorPage(world, c, new AccountsPageError('other', 'Zoho Accounts has no such address', 404))
  })
}
