/**
 * Incremental authorization: a client gets more scopes for a refresh token that it has. The token stays the same, and so do
 * its user and its org.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/incremental-auth/initiation-request.html,
 * https://www.zoho.com/accounts/protocol/oauth/incremental-auth/scope-enhance-request.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import type { LocateOptions } from '../http/locate.ts'
import { readQuery } from '../http/page-context.ts'
import { readParameters } from '../http/parameters.ts'
import { jsonResponse } from '../http/respond.ts'
import { AccountsPageError, TokenError } from '../protocol/accounts-errors.ts'
import { needsOrg, parseScopes } from '../protocol/scopes.ts'
import type { EnhancementToken } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { openRequest } from './authorization-request.ts'
import { checkEnabledHere, checkRedirectUri, checkScopes, findClient } from './authorize.ts'
import { findRefreshToken } from './grants/refresh-token.ts'
import { proceed } from './next-step.ts'
import { authenticateClient, readOptions } from './token.ts'

const lifetimeSeconds = 600

export function scopeEnhancementRoutes(app: Hono<EmulatorEnv>, world: World, { publicHosts }: LocateOptions): void {
  app.post('/oauth/v2/token/scopeenhance', async c => {
    const parameters = await readParameters(c, readOptions(world))
    const client = authenticateClient(world, c, parameters)
    if (parameters.get('grant_type') !== 'update_scopes_token') {
      throw new TokenError('invalid_client', 'expected grant_type update_scopes_token')
    }
    const { refreshToken } = findRefreshToken({ world, c, client, parameters })
    const token = world.enhancementTokens.insert({
      id: world.ids.token('enhancement-token'),
      refreshToken: refreshToken.id,
      expiresAt: world.clock.now() + lifetimeSeconds * 1000,
    })
    return jsonResponse(200, { access_token: token.id, token_type: 'Bearer', expires_in: lifetimeSeconds })
  })

  app.get('/oauth/v2/token/addextrascope', c => {
    const query = readQuery(c)
    const client = findClient(world, c, query)
    checkEnabledHere({ c }, client)
    checkRedirectUri({ c, query, publicHosts }, client)
    checkScopes({ world, query })
    if (query.get('response_type') !== 'update_scopes') {
      throw new AccountsPageError('other', 'expected response_type update_scopes')
    }
    const enhancement = findEnhancement(world, query.get('enhance_token'))
    const refreshToken = world.refreshTokens.get(enhancement.refreshToken)!
    const grant = world.grants.get(refreshToken.grantId)!
    const scopes = parseScopes(query.get('scope')!)
    if (refreshToken.ended || grant.clientId !== client.id) {
      throw new AccountsPageError('other', 'the refresh token behind enhance_token is not this client’s any more')
    }
    // a token of the new flow that was bound to no org must not come to open one unasked
    if (grant.zgid === null && grant.flow === 'org-specific' && needsOrg(scopes)) {
      throw new AccountsPageError('invalidScope', 'the token is bound to no org, so it cannot get scopes for CRM data')
    }
    world.enhancementTokens.delete(enhancement.id)
    const { zuid, zgid, flow, instanceLevel } = grant
    const purpose = {
      kind: 'scope-enhancement' as const,
      refreshToken: refreshToken.id,
      logout: query.get('logout') === 'true',
    }
    const request = openRequest(world, {
      clientId: client.id,
      purpose,
      scopes,
      redirectUri: query.get('redirect_uri')!,
      state: query.get('state'),
      promptConsent: true,
      zuid,
      zgid,
      flow,
      instanceLevel,
    })
    return proceed(world, c, request)
  })
}

/** @throws AccountsPageError */
function findEnhancement(world: World, given: string | null): EnhancementToken {
  const token = world.enhancementTokens.get(given ?? '')
  if (!token || world.clock.now() >= token.expiresAt) {
    throw new AccountsPageError('other', 'enhance_token is unknown, was used already or has expired')
  }
  return token
}
