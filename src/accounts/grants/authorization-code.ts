import { maskSecret } from '../../http/journal/mask.ts'
import { wantsIdToken } from '../../http/openid/id-token.ts'
import { isRegisteredRedirectUri, type OwnAddress } from '../../http/redirect-uri.ts'
import { missingParameter, TokenError } from '../../protocol/accounts-errors.ts'
import { ThrottleError } from '../../protocol/throttle.ts'
import {
  endAccessToken,
  endRefreshToken,
  holderOf,
  issueAccessToken,
  issueRefreshToken,
  locationOfGrant,
} from '../../world/credentials.ts'
import { count, isExhausted } from '../../world/limits.ts'
import type { AuthorizationCode, Client } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { isVerified } from '../pkce.ts'
import type { GrantHandler, TokenRequest } from '../token.ts'

/** Redeems a code, once; for an offline consent it brings a refresh token. */
export const redeemAuthorizationCode: GrantHandler = {
  clientTypes: ['server', 'mobile', 'self'],
  withScope: () => true,

  checkThrottle(world, parameters) {
    const code = world.codes.get(parameters.get('code') ?? '')
    const grant = code && world.grants.get(code.grantId)
    if (!code || !grant || code.ended || !bringsRefreshToken(world, code)) return
    if (isExhausted(world, 'refresh_tokens_per_window', holderOf(grant))) {
      throw new ThrottleError('too many refresh tokens for this user and client in the window')
    }
  },

  redeem(request) {
    const { world } = request
    const code = findCode(request)
    const grant = world.grants.get(code.grantId)!
    const refreshToken = bringsRefreshToken(world, code) ? issueRefreshToken(world, grant, code.scopes) : undefined
    if (refreshToken) count(world, 'refresh_tokens_per_window', holderOf(grant))
    const accessToken = issueAccessToken(world, grant, code.scopes, refreshToken?.id ?? null)
    world.codes.put({ ...code, ended: 'redeemed', redeemedFor: accessToken.id })
    const idToken = wantsIdToken(code.scopes) ? { nonce: code.nonce } : undefined
    return { grant, accessToken, refreshToken, idToken }
  },
}

const bringsRefreshToken = (world: World, code: AuthorizationCode): boolean =>
  code.refreshable && world.toggles.refresh_token_on_exchange

/** @throws TokenError */
function findCode({ world, c, client, parameters, publicHosts }: TokenRequest): AuthorizationCode {
  const { located, incoming, exchange } = c.env
  const given = parameters.get('code')
  const code = world.codes.get(given ?? '')
  const grant = code && world.grants.get(code.grantId)
  const own = { located, publicHosts, listeningPort: incoming?.socket.localPort }
  const uri = parameters.get('redirect_uri')
  exchange.attempt(
    'redirect URI',
    () => checkRedirectUri(client, code, uri, own),
    code?.redirectUri ?? client.redirectUris,
    uri ?? '(none)',
  )
  const isKnown = code !== undefined && grant !== undefined && grant.clientId === client.id
  exchange.check('code', isKnown, 'a code of this client', () => (given ? maskSecret(given) : '(missing)'))
  if (!given) throw missingParameter('invalid_code', 'code')
  if (!isKnown) {
    throw new TokenError('invalid_code', 'the code is not known for this client')
  }
  exchange.belongsTo(grant)
  if (
    !exchange.check('code not used yet', !code.ended, 'a code that nobody has redeemed', code.ended ?? 'not redeemed')
  ) {
    endFirstTokens(world, code)
    throw new TokenError('invalid_code', `the code was ${code.ended} already`)
  }
  const now = world.clock.now()
  if (!exchange.check('code not expired', now < code.expiresAt, until(code.expiresAt), () => iso(now))) {
    throw new TokenError('invalid_code', `the code expired at ${new Date(code.expiresAt).toISOString()}`)
  }
  const home = locationOfGrant(world, grant)
  if (!exchange.check('data center of the code', home === located.location, home, located.location)) {
    throw new TokenError('invalid_code', `the code belongs to data center ${home}`)
  }
  const isProven = !code.challenge || isVerified(code.challenge, parameters.get('code_verifier'))
  const expected = code.challenge ? `a verifier that matches the challenge (${code.challenge.method})` : 'none needed'
  if (!exchange.check('code verifier', isProven, expected)) {
    throw new TokenError(world.toggles.pkce_mismatch_error, 'code_verifier does not match the code_challenge')
  }
  return code
}

const iso = (at: number): string => new Date(at).toISOString()
const until = (at: number) => () => `before ${iso(at)}`

/** RFC 6749 4.1.2 would have a code that is used twice end what it brought; whether Zoho does is a toggle. */
function endFirstTokens(world: World, code: AuthorizationCode): void {
  const first = code.redeemedFor === null ? undefined : world.accessTokens.get(code.redeemedFor)
  if (!first || !world.toggles.code_reuse_revokes) return
  const refreshToken = first.refreshToken === null ? undefined : world.refreshTokens.get(first.refreshToken)
  if (refreshToken) endRefreshToken(world, refreshToken, 'revoked')
  endAccessToken(world, first, 'revoked')
}

/**
 * The URI has to be the one that the code was sent to. Codes made without a browser have none: a self client sends none,
 * and for the others any registered one will do.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/self-client/authorization-code-flow.html
 * @throws TokenError
 */
function checkRedirectUri(
  client: Client,
  code: AuthorizationCode | undefined,
  uri: string | undefined,
  own: OwnAddress,
): void {
  if (client.redirectUris.length === 0) return
  if (code?.redirectUri === null && uri === undefined) return
  if (uri === undefined) throw missingParameter('invalid_redirect_uri', 'redirect_uri')
  if (!isRegisteredRedirectUri(client, uri, own)) {
    throw new TokenError('invalid_redirect_uri', `${uri.slice(0, 200)} is not registered`)
  }
  if (code?.redirectUri && code.redirectUri !== uri) {
    throw new TokenError(
      'invalid_redirect_uri',
      `the code was sent to ${code.redirectUri}, not to ${uri.slice(0, 200)}`,
    )
  }
}
