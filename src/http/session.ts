/** Who is signed in: one session per accounts host, held by a cookie. */

import { getCookie } from 'hono/cookie'
import type { Location } from '../protocol/data-centers.ts'
import { acceptInvitations } from '../world/people.ts'
import type { Session, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { splitAuthority } from './locate.ts'
import type { PageContext } from './page-context.ts'

const hour = 60 * 60 * 1000
const sessionMs = 12 * hour
const staySignedInMs = 30 * 24 * hour

export interface SignedIn {
  readonly session: Session
  readonly user: User
}

/** The user of this request's session, if it still runs. */
export function readSession(world: World, c: PageContext): SignedIn | undefined {
  const session = world.sessions.get(getCookie(c, cookieName(c, c.env.located.location)) ?? '')
  if (!session || session.location !== c.env.located.location || world.clock.now() >= session.expiresAt)
    return undefined
  const user = world.users.get(session.zuid)
  if (!user) return undefined
  c.env.exchange.user = user
  return { session, user }
}

/** @returns the cookie to set; an older session of the same browser ends */
export function startSession(
  world: World,
  c: PageContext,
  user: User,
  persistent: boolean,
  location = c.env.located.location,
): string {
  endSession(world, c, location)
  acceptInvitations(world, user)
  const now = world.clock.now()
  const lifetime = persistent ? staySignedInMs : sessionMs
  const session = world.sessions.insert({
    id: world.ids.hex('session'),
    zuid: user.id,
    location,
    createdAt: now,
    expiresAt: now + lifetime,
  })
  return cookie(c, cookieName(c, location), session.id, persistent ? lifetime / 1000 : undefined)
}

/** @returns the cookie that removes the browser's own */
export function endSession(world: World, c: PageContext, location = c.env.located.location): string {
  const name = cookieName(c, location)
  const id = getCookie(c, name)
  if (id) world.sessions.delete(id)
  return cookie(c, name, '', 0)
}

/** Browsers keep cookies per name, not per port, so two emulators on one machine need names of their own. */
const cookieName = (c: PageContext, location: Location): string => `session_${location}${portSuffix(c)}`

const portSuffix = (c: PageContext): string => {
  const { port } = splitAuthority(c.env.located.origin.slice(c.env.located.origin.indexOf('//') + 2))
  return port === '' ? '' : `_${port.slice(1)}`
}

export function cookie(c: PageContext, name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
  const secure = c.env.located.origin.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${secure}`
}

export const formCookieName = (c: PageContext): string => `iamcsr${portSuffix(c)}`
