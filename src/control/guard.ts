import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { EmulatorEnv } from '../http/env.ts'
import { isOriginOf } from '../http/origin.ts'
import { ControlError } from '../http/validate.ts'

export const tokenCookie = 'zoho_emulator_token'

/** Open without the token: whether the emulator is up, and the page that an app's redirect ends on. */
const openPaths = new Set(['/own/_emulator/health', '/own/_emulator/callback'])

/**
 * Keeps other pages and other people out: a browser's request has to come from our own origin, and with `--token` every
 * caller needs it. That the Host is one of ours is certain by now, or the request would not have been routed here.
 * @throws ControlError
 */
export const guard =
  (token: string | undefined): MiddlewareHandler<EmulatorEnv> =>
  (c, next) => {
    const origin = c.req.header('origin')
    if (origin !== undefined && !isOriginOf(origin, c.env.located.origin)) {
      throw new ControlError(403, 'FOREIGN_ORIGIN', `requests from ${origin.slice(0, 100)} are not answered`, 'origin')
    }
    if (token !== undefined && !openPaths.has(c.req.path) && !isAsset(c.req.path)) {
      const bearer = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      if (!isSame(bearer ?? getCookie(c, tokenCookie), token)) {
        throw new ControlError(401, 'TOKEN_NEEDED', 'expected the header Authorization: Bearer TOKEN', 'authorization')
      }
    }
    return next()
  }

const isAsset = (path: string): boolean => path.startsWith('/own/_emulator/assets/')

/** Compares without telling by its time how much was right. */
export function isSame(given: string | undefined, token: string): boolean {
  if (given === undefined) return false
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
