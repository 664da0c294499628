import { isRegisteredRedirectUri, type OwnAddress } from '../../http/redirect-uri.ts'
import { TokenError } from '../../protocol/errors.ts'
import { issueAccessToken, issueRefreshToken, locationOfGrant } from '../../world/credentials.ts'
import type { AuthorizationCode, Client } from '../../world/schema.ts'
import type { GrantHandler, TokenRequest } from '../token.ts'

/** Redeems a code, once; for an offline consent it brings a refresh token. */
export const redeemAuthorizationCode: GrantHandler = {
  clientTypes: ['server', 'mobile', 'self'],
  withScope: () => true,
  redeem(request) {
    const { world } = request
    const code = findCode(request)
    const grant = world.grants.get(code.grantId)!
    // consumed before minting, so that a second redemption finds it gone
    world.codes.put({ ...code, ended: 'redeemed' })
    const refreshable = code.refreshable && world.toggles.refresh_token_on_exchange
    const refreshToken = refreshable ? issueRefreshToken(world, grant, code.scopes) : undefined
    const accessToken = issueAccessToken(world, grant, code.scopes, refreshToken?.id ?? null)
    return { grant, accessToken, refreshToken }
  },
}

/** @throws TokenError */
function findCode({ world, c, client, parameters, publicHosts }: TokenRequest): AuthorizationCode {
  const { located, incoming } = c.env
  const given = parameters.get('code')
  const code = world.codes.get(given ?? '')
  const grant = code && world.grants.get(code.grantId)
  checkRedirectUri(client, code, parameters.get('redirect_uri'), {
    located,
    publicHosts,
    listeningPort: incoming?.socket.localPort,
  })
  if (!given) throw new TokenError('invalid_code', 'code is missing')
  if (!code || !grant || grant.clientId !== client.id)
    throw new TokenError('invalid_code', 'the code is not known for this client')
  if (code.ended) throw new TokenError('invalid_code', `the code was ${code.ended} already`)
  if (world.clock.now() >= code.expiresAt) {
    throw new TokenError('invalid_code', `the code expired at ${new Date(code.expiresAt).toISOString()}`)
  }
  if (locationOfGrant(world, grant) !== located.location) {
    throw new TokenError('invalid_code', `the code belongs to data center ${locationOfGrant(world, grant)}`)
  }
  return code
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
  if (uri === undefined) throw new TokenError('invalid_redirect_uri', 'redirect_uri is missing')
  if (!isRegisteredRedirectUri(client, uri, own))
    throw new TokenError('invalid_redirect_uri', `${uri.slice(0, 200)} is not registered`)
  if (code?.redirectUri && code.redirectUri !== uri) {
    throw new TokenError(
      'invalid_redirect_uri',
      `the code was sent to ${code.redirectUri}, not to ${uri.slice(0, 200)}`,
    )
  }
}
