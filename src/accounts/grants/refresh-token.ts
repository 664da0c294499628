import { TokenError } from '../../protocol/errors.ts'
import { issueAccessToken, locationOfGrant } from '../../world/credentials.ts'
import type { GrantHandler } from '../token.ts'

/** Mints an access token. The refresh token stays as it is: no rotation, no wider or narrower scopes. */
export const redeemRefreshToken: GrantHandler = {
  clientTypes: ['server', 'mobile', 'self', 'device'],
  withScope: world => world.toggles.scope_on_refresh,
  redeem({ world, c, client, parameters }) {
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
    return { grant, accessToken: issueAccessToken(world, grant, refreshToken.scopes, refreshToken.id) }
  },
}
