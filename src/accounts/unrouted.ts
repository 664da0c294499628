import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage, wrongMethod } from '../http/error-page.tsx'
import type { Room } from '../http/room.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import type { World } from '../world/world.ts'

/** What no route took: 400 for a method that an address doesn't have, 404 for an address that Zoho Accounts lacks too. */
export function unrouted(app: Hono<EmulatorEnv>, world: World): Room['unrouted'] {
  const known = new Set(app.routes.map(route => route.path))
  return c => {
    c.env.exchange.check('path', false, 'an address of this host', `${c.req.method} ${c.env.located.path}`)
    if (known.has(c.env.located.path)) return wrongMethod(world, c)
    return errorPage(world, c, new AccountsPageError('other', 'Zoho Accounts has no such address', 404))
  }
}
