/**
 * `POST /oauth/v2/token`: who asks, with which grant type, and the answer. Errors go out with HTTP 200 and one word.
 * The order of the checks is inferred: client, data center, secret, grant type, then what the grant type needs.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { wrongMethod } from '../http/error-page.tsx'
import type { LocateOptions } from '../http/locate.ts'
import type { PageContext } from '../http/page-context.ts'
import { readParameters } from '../http/parameters.ts'
import { jsonResponse } from '../http/respond.ts'
import { type IssuedTokens, toTokenResponse } from '../http/token-response.ts'
import { TokenError } from '../protocol/errors.ts'
import type { Client, ClientType } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { redeemAuthorizationCode } from './grants/authorization-code.ts'
import { redeemRefreshToken } from './grants/refresh-token.ts'

/** What a grant handler gets: the client is known and authenticated. */
export interface TokenRequest {
  readonly world: World
  readonly c: PageContext
  readonly client: Client
  readonly parameters: ReadonlyMap<string, string>
  readonly publicHosts: LocateOptions['publicHosts']
}

/** Serves one `grant_type`. @throws TokenError */
export interface GrantHandler {
  readonly clientTypes: readonly ClientType[]
  redeem(request: TokenRequest): IssuedTokens
  /** Whether the answer repeats the scopes. */
  readonly withScope: (world: World) => boolean
}

const grantHandlers: Readonly<Record<string, GrantHandler>> = {
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
}

export function tokenRoutes(app: Hono<EmulatorEnv>, world: World, { publicHosts }: LocateOptions): void {
  app.post('/oauth/v2/token', async c => {
    const parameters = await readParameters(c)
    // from here on nothing waits, so of simultaneous redemptions of one code exactly one succeeds
    const client = authenticateClient(world, c, parameters)
    const handler = findGrantHandler(parameters.get('grant_type'), client)
    const issued = handler.redeem({ world, c, client, parameters, publicHosts })
    return jsonResponse(200, toTokenResponse(world, c.env.located, issued, { withScope: handler.withScope(world) }))
  })
  app.all('/oauth/v2/token', c => wrongMethod(world, c))
}

/** @throws TokenError */
function authenticateClient(world: World, c: PageContext, parameters: ReadonlyMap<string, string>): Client {
  const { location } = c.env.located
  const id = parameters.get('client_id')
  const client = world.clients.get(id ?? '')
  if (!client)
    throw new TokenError('invalid_client', id ? `client ${id.slice(0, 80)} is not registered` : 'client_id is missing')
  if (!client.locations.includes(location)) {
    throw new TokenError('invalid_client', `client ${client.id} is not enabled in data center ${location}`)
  }
  const secret = parameters.get('client_secret')
  if (!secret) throw new TokenError('invalid_client_secret', 'client_secret is missing')
  if (secret !== (client.secrets[location] ?? client.secrets.all)) {
    throw new TokenError('invalid_client_secret', secretProblem(client, secret, location))
  }
  return client
}

function secretProblem(client: Client, secret: string, location: string): string {
  const elsewhere = Object.entries(client.secrets).find(([, other]) => other === secret)
  return elsewhere
    ? `the secret is that of data center ${elsewhere[0]}, not ${location}`
    : 'the secret is not the client’s'
}

function findGrantHandler(grantType: string | undefined, client: Client): GrantHandler {
  const handler = grantType && Object.hasOwn(grantHandlers, grantType) ? grantHandlers[grantType] : undefined
  if (!handler)
    throw new TokenError('invalid_client', `grant_type ${grantType?.slice(0, 80) ?? '(missing)'} is not supported`)
  if (!handler.clientTypes.includes(client.type)) {
    throw new TokenError('invalid_client', `a client of type ${client.type} may not use grant_type ${grantType}`)
  }
  return handler
}
