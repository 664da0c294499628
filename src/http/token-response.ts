import { apiHostName } from '../protocol/data-centers.ts'
import { locationOfGrant } from '../world/credentials.ts'
import type { AccessToken, Grant, RefreshToken } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import type { Located } from './locate.ts'

/**
 * The answer of the token endpoint, keys in the order of captured answers.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html; order, space-separated scope and
 * `expires_in` in seconds from captured answers. `api_domain` of sandbox and developer orgs follows the official SDKs,
 * which leave their environment for the one that it names.
 */
export interface TokenResponse {
  readonly access_token: string
  readonly refresh_token?: string
  readonly scope?: string
  readonly id_token?: string
  readonly api_domain: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly expires_in_sec?: number
}

export interface IssuedTokens {
  readonly grant: Grant
  readonly accessToken: AccessToken
  readonly refreshToken?: RefreshToken | undefined
}

export function toTokenResponse(
  world: World,
  located: Located,
  { grant, accessToken, refreshToken }: IssuedTokens,
  { withScope = true, idToken }: { withScope?: boolean; idToken?: string | undefined } = {},
): TokenResponse {
  const seconds = world.toggles.access_token_lifetime_s ?? 3600
  return {
    access_token: accessToken.id,
    ...(refreshToken && { refresh_token: refreshToken.id }),
    ...(withScope && { scope: accessToken.scopes.join(' ') }),
    ...(idToken !== undefined && { id_token: idToken }),
    api_domain: apiDomainOf(world, located, grant),
    token_type: 'Bearer',
    // servers of before 2020 sent both, one of them in milliseconds; SDKs still look for it
    ...(world.toggles.legacy_expires_in_sec
      ? { expires_in_sec: seconds, expires_in: seconds * 1000 }
      : { expires_in: seconds }),
  }
}

/** The address under which a grant's tokens work, in the way in which the request came. */
export function apiDomainOf(world: World, located: Located, grant: Grant): string {
  const org = grant.zgid && world.toggles.api_domain_of_environment ? world.orgs.get(grant.zgid) : undefined
  return located.addressOf(apiHostName(locationOfGrant(world, grant), org?.environment ?? 'production'))
}
