import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import { AccountsPageError } from '../protocol/errors.ts'
import type { World } from '../world/world.ts'

/** What Zoho Accounts lacks too: a page, as it answers. */
export function unknownRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.all('*', c => errorPage(world, c, new AccountsPageError('other', 'Zoho Accounts has no such address', 404)))
}
