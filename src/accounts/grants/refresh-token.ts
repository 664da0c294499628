import { maskSecret } from '../../http/journal/mask.ts'
import { missingParameter, TokenError } from '../../protocol/accounts-errors.ts'
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
  const { exchange, located } = c.env
  const given = parameters.get('refresh_token')
  const refreshToken = world.refreshTokens.get(given ?? '')
  const grant = refreshToken && world.grants.get(refreshToken.grantId)
  const isKnown = refreshToken !== undefined && grant !== undefined && grant.clientId === client.id
  exchange.token = given ?? null
  exchange.check('refresh token', isKnown, 'a refresh token of this client', () =>
    given ? maskSecret(given) : '(missing)',
  )
  if (!given) throw missingParameter('invalid_code', 'refresh_token')
  if (!isKnown) {
    throw new TokenError('invalid_code', 'the refresh token is not known for this client')
  }
  exchange.belongsTo(grant)
  const isAlive = exchange.check('refresh token alive', !refreshToken.ended, 'alive', refreshToken.ended ?? 'alive')
  if (!isAlive) throw new TokenError('invalid_code', `the refresh token was ${refreshToken.ended}`)
  const home = locationOfGrant(world, grant)
  if (!exchange.check('data center of the refresh token', home === located.location, home, located.location)) {
    throw new TokenError('invalid_code', `the refresh token belongs to data center ${home}`)
  }
  return { refreshToken, grant }
}
