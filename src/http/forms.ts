/** What guards every form: it has to come from our own page, in the browser that was shown it. */

import { getCookie } from 'hono/cookie'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import type { World } from '../world/world.ts'
import { isOriginOf } from './origin.ts'
import { type PageContext, thisHost } from './page-context.ts'
import { readText } from './read-body.ts'
import { pageResponse, withCookies } from './respond.ts'
import { cookie, formCookieName } from './session.ts'

const formLimit = 64 * 1024

/**
 * Answers with a page that holds forms: the browser gets a token as a cookie, the forms send the same token back.
 * @param render makes the page with the forms' token
 */
export function formPage(
  world: World,
  c: PageContext,
  render: (formToken: string) => { toString(): string },
  { status = 200, cookies = [] }: { status?: number; cookies?: readonly string[] } = {},
): Response {
  const known = getCookie(c, formCookieName(c))
  if (known) return withCookies(pageResponse(status, render(known)), cookies)
  const formToken = world.ids.uuid('form-token')
  return withCookies(pageResponse(status, render(formToken)), [...cookies, cookie(c, formCookieName(c), formToken)])
}

/**
 * Reads a posted form and refuses one from elsewhere.
 * @throws AccountsPageError for a foreign or hidden origin, or a token that isn't the browser's
 */
export async function readForm(c: PageContext): Promise<URLSearchParams> {
  const origin = c.req.header('origin')
  if (origin !== undefined && !isOriginOf(origin, thisHost(c).base)) {
    throw new AccountsPageError('other', `the form was sent from ${origin.slice(0, 100)}, not from this page`, 403)
  }
  const form = new URLSearchParams(await readText(c, formLimit))
  const expected = getCookie(c, formCookieName(c))
  if (!expected || form.get('iamcsrcoo') !== expected) {
    throw new AccountsPageError('other', 'the form lacks the anti-forgery token of this browser', 403)
  }
  return form
}
