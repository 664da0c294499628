import { TokenError } from '../../protocol/errors.ts'
import { ThrottleError } from '../../protocol/throttle.ts'
import { endGrant, issueAccessToken, locationOfGrant } from '../../world/credentials.ts'
import { count, isExhausted } from '../../world/limits.ts'
import type { Grant, RefreshToken } from '../../world/schema.ts'
import type { GrantHandler, TokenRequest } from '../token.ts'

/** Mints an access token. The refresh token stays as it is: no rotation, no wider or narrower scopes. */
export const redeemRefreshToken: GrantHandler = {
  clientTypes: ['server', 'mobile', 'self', 'device'],
  withScope: world => world.toggles.scope_on_refresh,

  checkThrottle(world, parameters) {
    const refreshToken = world.refreshTokens.get(parameters.get('refresh_token') ?? '')
    if (refreshToken && isExhausted(world, 'refreshes_per_window', refreshToken.id)) {
      throw new ThrottleError('too many refreshes of this refresh token in the window')
    }
  },

  redeem(request) {
    const { world } = request
    const { refreshToken, grant } = findRefreshToken(request)
    if (world.toggles.refresh_revokes_grant) {
      endGrant(world, grant)
      throw new TokenError('invalid_code', 'the user has taken the consent back (toggle refresh_revokes_grant)')
    }
    count(world, 'refreshes_per_window', refreshToken.id)
    return { grant, accessToken: issueAccessToken(world, grant, refreshToken.scopes, refreshToken.id) }
  },
}

/** The client's own living refresh token of this data center. @throws TokenError */
export function findRefreshToken({ world, c, client, parameters }: Omit<TokenRequest, 'publicHosts'>): {
  readonly refreshToken: RefreshToken
  readonly grant: Grant
} {
  const given = parameters.get('refresh_token')
  if (!given) throw new TokenError('invalid_code', 'refresh_token is missing')
  const refreshToken = world.refreshTokens.get(given)
  const grant = refreshToken && world.grants.get(refreshToken.grantId)
  if (!refreshToken || !grant || grant.clientId !== client.id) {
    throw new TokenError('invalid_code', 'the refresh token is not known for this client')
  }
  if (refreshToken.ended) throw new TokenError('invalid_code', `the refresh token was ${refreshToken.ended}`)
  const home = locationOfGrant(world, grant)
  if (home !== c.env.located.location) {
    throw new TokenError('invalid_code', `the refresh token belongs to data center ${home}`)
  }
  return { refreshToken, grant }
}
