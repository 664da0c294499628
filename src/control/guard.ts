import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { EmulatorEnv } from '../http/env.ts'
import { isOriginOf } from '../http/origin.ts'
import { ControlError } from '../http/validate.ts'

export const tokenCookie = 'zoho_emulator_token'

/** Whether the emulator is up is no secret. */
const openPath = '/own/_emulator/health'

/**
 * Keeps other pages out: a browser's request has to come from our own origin. That the Host is one of ours is certain by now,
 * or the request would not have been routed here.
 * @throws ControlError
 */
export const sameOrigin: MiddlewareHandler<EmulatorEnv> = (c, next) => {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isOriginOf(origin, c.env.located.origin)) {
    throw new ControlError(403, 'FOREIGN_ORIGIN', `requests from ${origin.slice(0, 100)} are not answered`, 'origin')
  }
  return next()
}

/**
 * Keeps other people out: with `--token` every caller needs it. Pages have their own way to ask for it.
 * @throws ControlError
 */
export const needToken =
  (token: string | undefined): MiddlewareHandler<EmulatorEnv> =>
  (c, next) => {
    if (token !== undefined && c.req.path !== openPath && !isAsset(c.req.path)) {
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
