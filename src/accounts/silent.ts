/**
 * `GET /oauth/v2/auth/refresh`: a new implicit token without a page, for a consent that was given for the whole session. A newer
 * page of Zoho's prints `/oauth/v2/refresh`; both are answered.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/js-apps/access-expiry.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import type { LocateOptions } from '../http/locate.ts'
import { type PageContext, readQuery } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { readSession } from '../http/session.ts'
import { covers, parseScopes } from '../protocol/scopes.ts'
import type { Client, Grant } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { checkImplicit, findClient } from './authorize.ts'
import { tokenRedirect, withFragment } from './finish.ts'

export function silentRoutes(app: Hono<EmulatorEnv>, world: World, { publicHosts }: LocateOptions): void {
  const answer = async (c: PageContext): Promise<Response> => {
    const query = readQuery(c)
    const client = findClient(world, c, query)
    checkImplicit({ c, world, query, publicHosts, instanceLevel: false }, client)
    const redirectUri = query.get('redirect_uri')!
    const state = query.get('state')
    const scopes = parseScopes(query.get('scope')!)

    const grant = grantOfSession(world, c, client)
    const problem = !grant ? 'client_not_granted' : isGranted(grant, scopes) ? null : 'prompt_required'
    if (grant && problem === null) {
      return redirectResponse(
        await tokenRedirect(world, c, { redirectUri, scopes, state, nonce: query.get('nonce') }, grant),
      )
    }
    const back: [string, string][] = [
      ['error', problem!],
      ...(state === null ? [] : [['state', state] as [string, string]]),
    ]
    return redirectResponse(withFragment(world, redirectUri, back))
  }
  app.get('/oauth/v2/auth/refresh', answer)
  app.get('/oauth/v2/refresh', answer)
}

const isGranted = (grant: Grant, scopes: readonly string[]): boolean =>
  scopes.every(scope => grant.scopes.some(have => covers(have, scope)))

function grantOfSession(world: World, c: PageContext, client: Client): Grant | undefined {
  const session = readSession(world, c)?.session
  const remembered = session && world.sessionGrants.get(`${session.id}|${client.id}`)
  const grant = remembered && world.grants.get(remembered.grantId)
  // a consent that was taken back keeps its row, without scopes
  return grant && grant.scopes.length > 0 ? grant : undefined
}
