/**
 * `POST /oauth/v2/token`: who asks, with which grant type, and the answer. Errors go out with HTTP 200 and one word, but for
 * too many requests. The order of the checks is inferred: method, throttle, client, data center, secret, grant type, then
 * what the grant type needs.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { wrongMethod } from '../http/error-page.tsx'
import { tokenChecks, unknownGrantChecks } from '../http/journal/checks.ts'
import { maskSecret } from '../http/journal/mask.ts'
import type { LocateOptions } from '../http/locate.ts'
import { signIdToken } from '../http/openid/id-token.ts'
import type { PageContext } from '../http/page-context.ts'
import { type Parameters, readParameters } from '../http/parameters.ts'
import { jsonResponse } from '../http/respond.ts'
import { type IssuedTokens, toTokenResponse } from '../http/token-response.ts'
import { missingParameter, TokenError } from '../protocol/accounts-errors.ts'
import type { Client, ClientType } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { redeemAuthorizationCode } from './grants/authorization-code.ts'
import { redeemClientCredentials } from './grants/client-credentials.ts'
import { redeemRefreshToken } from './grants/refresh-token.ts'

/** What a grant handler gets: the client is known and authenticated. */
export interface TokenRequest {
  readonly world: World
  readonly c: PageContext
  readonly client: Client
  readonly parameters: Parameters
  readonly publicHosts: LocateOptions['publicHosts']
}

/** What a grant type answers with, beside the tokens. */
export interface Redeemed extends IssuedTokens {
  /** Whether an ID token goes out too, and the nonce that it repeats. */
  readonly idToken?: { readonly nonce: string | null } | undefined
}

/** Serves one `grant_type`. */
export interface GrantHandler {
  readonly clientTypes: readonly ClientType[]
  /** @throws ThrottleError before anything else is looked at */
  checkThrottle?(world: World, parameters: Parameters): void
  /** @throws TokenError */
  redeem(request: TokenRequest): Redeemed
  /** Whether the answer repeats the scopes. */
  readonly withScope: (world: World) => boolean
}

const grantHandlers: Readonly<Record<string, GrantHandler>> = {
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
  client_credentials: redeemClientCredentials,
}

export function tokenRoutes(app: Hono<EmulatorEnv>, world: World, { publicHosts }: LocateOptions): void {
  app.post('/oauth/v2/token', async c => answerTokenRequest(c, await readParameters(c, readOptions(world))))

  // CRM's pages print this address for client credentials, the accounts pages the other; both are answered
  app.post('/oauth/v2/auth', async c => {
    const parameters = await readParameters(c, readOptions(world))
    return parameters.get('grant_type') === 'client_credentials'
      ? answerTokenRequest(c, parameters)
      : wrongMethod(world, c)
  })

  async function answerTokenRequest(c: PageContext, parameters: Parameters): Promise<Response> {
    // until the tokens are written nothing waits, so of simultaneous redemptions of one code exactly one succeeds
    const { exchange } = c.env
    const grantType = parameters.get('grant_type')
    const handler = handlerFor(grantType)
    exchange.follow(handler ? tokenChecks[grantType!]! : unknownGrantChecks)
    exchange.clientId = parameters.get('client_id') ?? null
    exchange.attempt('throttle', () => handler?.checkThrottle?.(world, parameters))
    const client = authenticateClient(world, c, parameters)
    if (!exchange.check('grant type', handler !== undefined, Object.keys(grantHandlers), grantType) || !handler)
      throw new TokenError('invalid_client', `grant_type ${quote(parameters.get('grant_type'))} is not supported`)
    const isForClient = handler.clientTypes.includes(client.type)
    if (!exchange.check('client type', isForClient, handler.clientTypes, client.type)) {
      throw new TokenError('invalid_client', `a client of type ${client.type} may not use this grant type`)
    }
    const redeemed = handler.redeem({ world, c, client, parameters, publicHosts })
    exchange.belongsTo(redeemed.grant)

    const { located } = c.env
    const idToken = redeemed.idToken && (await signIdToken(world, located, { ...redeemed, ...redeemed.idToken }))
    return jsonResponse(
      200,
      toTokenResponse(world, located, redeemed, { withScope: handler.withScope(world), idToken }),
    )
  }
}

export const readOptions = (world: World) => ({ fromJson: world.toggles.json_body_at_token_endpoint === 'accepted' })

const handlerFor = (grantType: string | undefined): GrantHandler | undefined =>
  grantType !== undefined && Object.hasOwn(grantHandlers, grantType) ? grantHandlers[grantType] : undefined

const quote = (value: string | undefined): string => value?.slice(0, 80) ?? '(missing)'

/**
 * The client behind a request, held against its secret in this data center. A public client that proves itself by a code
 * verifier may leave the secret out.
 * @throws TokenError
 */
export function authenticateClient(world: World, c: PageContext, parameters: Parameters): Client {
  const client = findClientHere(world, c, parameters)
  const { location } = c.env.located
  const { exchange } = c.env
  const expected = `the secret of the client in ${location}`
  const secret = parameters.get('client_secret')
  if (!secret) {
    if (isProvenByVerifier(world, client, parameters)) {
      exchange.check('client secret', true, 'a secret, or a code verifier of a mobile client', 'a code verifier')
      return client
    }
    exchange.check('client secret', false, expected, 'none')
    throw missingParameter('invalid_client_secret', 'client_secret')
  }
  const isRight = secret === (client.secrets[location] ?? client.secrets.all)
  if (!exchange.check('client secret', isRight, expected, () => maskSecret(secret))) {
    throw new TokenError('invalid_client_secret', secretProblem(client, secret, location))
  }
  return client
}

/** A public client redeems a code without a secret only where the code has a challenge, which the grant then checks. */
function isProvenByVerifier(world: World, client: Client, parameters: Parameters): boolean {
  if (client.type !== 'mobile' || parameters.get('grant_type') !== 'authorization_code') return false
  const code = world.codes.get(parameters.get('code') ?? '')
  return code?.challenge !== undefined && code.challenge !== null && parameters.has('code_verifier')
}

/** The client that is named, if it is enabled in this data center. @throws TokenError */
export function findClientHere(world: World, c: PageContext, parameters: Parameters): Client {
  const { exchange, located } = c.env
  const { location } = located
  const id = parameters.get('client_id')
  const client = world.clients.get(id ?? '')
  exchange.clientId = id ?? null
  exchange.check('client', client !== undefined, 'a registered client', quote(id))
  if (!id) throw missingParameter('invalid_client', 'client_id')
  if (!client) throw new TokenError('invalid_client', `client ${quote(id)} is not registered`)
  const isEnabled = client.locations.includes(location)
  if (exchange.check('data center', isEnabled, client.locations, location)) return client
  const word = world.toggles.disabled_data_center_error
  throw new TokenError(word, `client ${client.id} is not enabled in data center ${location}`)
}

function secretProblem(client: Client, secret: string, location: string): string {
  const elsewhere = Object.entries(client.secrets).find(([, other]) => other === secret)
  return elsewhere
    ? `the secret is that of data center ${elsewhere[0]}, not ${location}`
    : 'the secret is not the client’s'
}
