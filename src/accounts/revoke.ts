import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import type { PageContext } from '../http/page-context.ts'
import { readParameters } from '../http/parameters.ts'
import { emptyResponse, jsonResponse, reasonHeader } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { endAccessToken, endRefreshToken, locationOfGrant } from '../world/credentials.ts'
import type { World } from '../world/world.ts'

/**
 * `POST /oauth/v2/token/revoke`: ends a refresh token with all access tokens that came from it, or a single access token.
 * Needs no client authentication.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/revoke-refresh-token.html
 */
export function revokeRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.post('/oauth/v2/token/revoke', async c => {
    const problem = revoke(world, c, (await readParameters(c)).get('token'))
    return problem ? refuse(world, c, problem) : jsonResponse(200, { status: 'success' })
  })
}

/** @returns why nothing was revoked, or null */
function revoke(world: World, c: PageContext, given: string | undefined): string | null {
  if (!given) return 'token is missing'
  const refreshToken = world.refreshTokens.get(given)
  const accessToken = world.accessTokens.get(given)
  const token = refreshToken ?? accessToken
  const grant = token && world.grants.get(token.grantId)
  if (!token || !grant) return 'the token is unknown'
  if (token.ended) return `the token was ${token.ended} already`
  const home = locationOfGrant(world, grant)
  if (home !== c.env.located.location) return `the token belongs to data center ${home}`
  if (refreshToken) endRefreshToken(world, refreshToken, 'revoked')
  else if (accessToken) endAccessToken(world, accessToken, 'revoked')
  return null
}

function refuse(world: World, c: PageContext, problem: string): Response {
  const body = world.toggles.revoke_error_body
  if (body === 'html') return errorPage(world, c, new AccountsPageError('other', problem))
  if (body === 'empty') return emptyResponse(400, reasonHeader(problem))
  return jsonResponse(400, { error: 'invalid_token' }, reasonHeader(problem))
}
