/** With `--token`, pages are for those who came by `?token=TEXT` once; the others see how. */

import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { EmulatorEnv } from '../../http/env.ts'
import { pageResponse, redirectResponse } from '../../http/respond.ts'
import { OwnLayout } from '../../views/own-layout.tsx'
import { isSame, tokenCookie } from '../guard.ts'

/** Stands in front of a page's handler. */
export const unlock =
  (token: string | undefined): MiddlewareHandler<EmulatorEnv> =>
  async (c, next) => {
    if (token === undefined || isSame(getCookie(c, tokenCookie), token)) return next()
    const { located } = c.env
    if (!isSame(c.req.query('token'), token)) return pageResponse(401, <LockedPage base={located.origin} />)
    return redirectResponse(`${located.origin}${located.path}${queryWithoutToken(c)}`, {
      status: 303,
      cookies: [`${tokenCookie}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`],
    })
  }

function queryWithoutToken(c: Context<EmulatorEnv>): string {
  const query = new URLSearchParams(c.req.query())
  query.delete('token')
  return query.size === 0 ? '' : `?${query}`
}

const LockedPage = ({ base }: { base: string }) => (
  <OwnLayout title="Token needed" base={base}>
    <h1>This emulator was started with a token</h1>
    <p>
      Open <code>{base}/?token=TEXT</code> with the text that was given to <code>--token</code>.
    </p>
  </OwnLayout>
)
