/**
 * ID tokens: signed with the development key, which is read when the first one is asked for.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/sign-in-using-zoho.html; claims from the discovery document; an old
 * sample has `key_id` in its header where the standard says `kid`, so both are sent.
 */

import { createHash } from 'node:crypto'
import { dataCenters } from '../../protocol/data-centers.ts'
import type { AccessToken, Grant, User } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import type { Located } from '../locate.ts'

const lifetimeSeconds = 3600

export interface IdTokenInput {
  readonly grant: Grant
  readonly accessToken: AccessToken
  readonly nonce: string | null
}

/** Whether the scopes ask who the user is. */
export const wantsIdToken = (scopes: readonly string[]): boolean =>
  scopes.some(scope => ['openid', 'email', 'profile'].includes(scope.toLowerCase()))

export async function signIdToken(world: World, located: Located, input: IdTokenInput): Promise<string> {
  // read before anything waits: the clock may be moved meanwhile
  const now = Math.floor(world.clock.now() / 1000)
  const { grant, accessToken, nonce } = input
  const user = world.users.get(grant.zuid)!
  const payload = {
    at_hash: createHash('sha256').update(accessToken.id).digest().subarray(0, 16).toString('base64url'),
    sub: user.id,
    aud: grant.clientId,
    ...claimsOf(user, accessToken.scopes),
    iss: located.addressOf(dataCenters[user.location].accounts),
    iat: now,
    exp: now + lifetimeSeconds,
    ...(nonce !== null && { nonce }),
  }
  const { SignJWT, importJWK } = await import('jose')
  const { developmentKey, keyId } = await import('./development-key.ts')
  const header = { alg: 'RS256', typ: 'JWS', kid: keyId, key_id: keyId }
  return new SignJWT(payload).setProtectedHeader(header).sign(await importJWK({ ...developmentKey }, 'RS256'))
}

/** What the scopes let a client know of a user, in Zoho's claim names. */
export function claimsOf(user: User, scopes: readonly string[]): Record<string, unknown> {
  const has = (scope: string) => scopes.some(each => each.toLowerCase() === scope)
  const email = has('email') && { email: user.email, email_verified: true }
  const profile = has('profile') && {
    name: `${user.firstName} ${user.lastName}`.trim(),
    first_name: user.firstName,
    last_name: user.lastName,
    gender: null,
    picture: null,
  }
  const phone = has('phone') && { phone_number: null, phone_number_verified: false }
  return { ...email, ...profile, ...phone }
}
