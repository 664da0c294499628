/**
 * Who is at the console. Signing in is the accounts host's business; it sends the person back with a ticket that works
 * once, and the console then has a session and a cookie of its own.
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { accountsBase, consoleBase, type PageContext, readQuery } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { endSession, readSession, startSession } from '../http/session.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import type { Client, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'

export function signInRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get('/signin/continue', c => {
    const handoff = world.handoffs.delete(readQuery(c).get('ticket') ?? '')
    const user = handoff && world.users.get(handoff.zuid)
    if (!user || world.clock.now() >= handoff.expiresAt || user.location !== c.env.located.location) {
      throw new AccountsPageError('other', 'the way from the sign-in to the console was used already or took too long')
    }
    return redirectResponse(`${consoleBase(c)}/`, {
      status: 303,
      cookies: [startSession(world, c, user, handoff.persistent)],
    })
  })

  app.get('/logout', c =>
    redirectResponse(`${accountsBase(c)}/logout`, { status: 303, cookies: [endSession(world, c)] }),
  )
}

type SignedInHandler = (c: PageContext, user: User) => Response | Promise<Response>

/** A handler for people who are signed in; everybody else is sent to the sign-in, which knows the way back. */
export const signedIn =
  (world: World, handler: SignedInHandler) =>
  (c: PageContext): Response | Promise<Response> => {
    const here = readSession(world, c)
    if (here) return handler(c, here.user)
    return redirectResponse(`${accountsBase(c)}/signin?service=console`, { status: 303 })
  }

/**
 * The client that the address names, if it is the user's own.
 * @throws AccountsPageError as if there were none, for those of other people
 */
export function ownClient(world: World, c: PageContext, user: User): Client {
  const id = c.req.param('client') ?? ''
  const client = world.clients.get(id)
  if (client?.ownerZuid === user.id) return client
  throw new AccountsPageError('other', `${user.email} has no client ${id.slice(0, 80)}`, 404)
}
