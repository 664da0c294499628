/**
 * Grants, codes and tokens: how they come to be, whom they belong to, and why they stop working. Accounts and the control
 * API write them, CRM reads them.
 */

import type { Location } from '../protocol/data-centers.ts'
import { covers } from '../protocol/scopes.ts'
import type { AccessToken, AuthorizationCode, CodeChallenge, Ending, Flow, Grant, RefreshToken } from './schema.ts'
import type { World } from './world.ts'

/** Whose consent, for which client, bound to what. */
export interface GrantBinding {
  readonly clientId: string
  readonly zuid: string
  /** null in the old flow, and where the scopes touch no org. */
  readonly zgid: string | null
  readonly flow: Flow
  /** Given by an administrator for the whole org. */
  readonly instanceLevel?: boolean
}

/**
 * Under which key a consent is remembered: per client, user and org. Without an org the flow is part of it, so that a
 * consent of the new flow never turns into one that opens every environment.
 */
export const consentKey = ({ clientId, zuid, zgid, flow, instanceLevel }: GrantBinding): string =>
  `${clientId}|${zuid}|${zgid ?? flow}${instanceLevel ? '|instance' : ''}`

const findGrant = (world: World, binding: GrantBinding): Grant | undefined =>
  world.grants.findOne('consent', consentKey(binding))

/** Whether a consent on record already holds all the scopes, so that nobody needs to be asked again. */
export function isConsented(world: World, binding: GrantBinding, scopes: readonly string[]): boolean {
  const granted = findGrant(world, binding)?.scopes ?? []
  return scopes.every(scope => granted.some(have => covers(have, scope)))
}

/** Records a consent; scopes add up over time. */
export function recordConsent(world: World, binding: GrantBinding, scopes: readonly string[]): Grant {
  const known = findGrant(world, binding)
  if (!known) {
    const id = `grant-${world.ids.next('grant')}`
    return world.grants.insert({
      id,
      ...binding,
      instanceLevel: binding.instanceLevel ?? false,
      scopes,
      createdAt: world.clock.now(),
    })
  }
  const missing = scopes.filter(scope => !known.scopes.some(have => covers(have, scope)))
  return missing.length === 0 ? known : world.grants.put({ ...known, scopes: [...known.scopes, ...missing] })
}

/** Codes and tokens of clients without a browser begin with 1004, all others with 1000. */
const prefixFor = (world: World, grant: Grant): string =>
  world.clients.get(grant.clientId)?.type === 'device' ? '1004' : '1000'

/** A code without a limit still says when it ends. */
const withoutLimitSeconds = 1_000_000_000

export interface CodeRequest {
  readonly grant: Grant
  readonly scopes: readonly string[]
  readonly redirectUri: string | null
  readonly refreshable: boolean
  readonly challenge?: CodeChallenge | null
  readonly nonce?: string | null
  /** Without it the toggle decides. */
  readonly lifetimeMs?: number
}

export function issueCode(world: World, request: CodeRequest): AuthorizationCode {
  const { grant, scopes, redirectUri, refreshable, challenge = null, nonce = null } = request
  const toggled = world.toggles.code_lifetime_s
  const lifetimeMs = request.lifetimeMs ?? (toggled ?? withoutLimitSeconds) * 1000
  return world.codes.insert({
    id: world.ids.token('code', prefixFor(world, grant)),
    grantId: grant.id,
    scopes,
    redirectUri,
    challenge,
    nonce,
    refreshable,
    expiresAt: world.clock.now() + lifetimeMs,
    ended: null,
    redeemedFor: null,
  })
}

/** Who may have so many refresh tokens: one user with one client. */
export const holderOf = ({ clientId, zuid }: GrantBinding): string => `${clientId}|${zuid}`

export interface IssueOptions {
  /** Whether the token counts against the limits, takes older ones away and can be taken away. */
  readonly counted?: boolean
}

/**
 * One more than allowed takes the oldest away together with its access tokens, without a word.
 *
 * Source: https://help.zoho.com/portal/en/community/topic/kaizen-43-tokens-and-limitations
 */
export function issueRefreshToken(
  world: World,
  grant: Grant,
  scopes: readonly string[],
  { counted = true }: IssueOptions = {},
): RefreshToken {
  const holder = counted ? holderOf(grant) : null
  const most = world.toggles.refresh_tokens_per_user_and_client
  if (holder !== null && most !== null) {
    const living = world.refreshTokens.find('holder', holder)
    for (const oldest of living.slice(0, Math.max(0, living.length - most + 1)))
      endRefreshToken(world, oldest, 'evicted')
  }
  return world.refreshTokens.insert({
    id: world.ids.token('refresh-token', prefixFor(world, grant)),
    grantId: grant.id,
    holder,
    scopes,
    createdAt: world.clock.now(),
    ended: null,
  })
}

const tokensBetweenSweeps = 10_000

/** One more than may be active of a refresh token takes the oldest away, which then answers as an unknown one. */
export function issueAccessToken(
  world: World,
  grant: Grant,
  scopes: readonly string[],
  refreshToken: string | null,
  { counted = true }: IssueOptions = {},
): AccessToken {
  const now = world.clock.now()
  if (world.accessTokens.size % tokensBetweenSweeps === tokensBetweenSweeps - 1) world.forgetExpired()
  const most = world.toggles.active_access_tokens
  if (counted && refreshToken !== null && most !== null) evictOldest(world, refreshToken, most)
  const lifetime = world.toggles.access_token_lifetime_s
  return world.accessTokens.insert({
    id: world.ids.token('access-token', prefixFor(world, grant)),
    grantId: grant.id,
    refreshToken,
    counted,
    scopes,
    createdAt: now,
    expiresAt: lifetime === null ? null : now + lifetime * 1000,
    ended: null,
  })
}

/** Makes room for one more; tokens that expired by themselves no longer count. */
function evictOldest(world: World, refreshToken: string, most: number): void {
  const counted = world.accessTokens.find('refreshToken', refreshToken).filter(token => token.counted)
  const active = counted.filter(token => !isExpired(world, token))
  for (const oldest of active.slice(0, Math.max(0, active.length - most + 1))) endAccessToken(world, oldest, 'evicted')
  for (const expired of counted) if (isExpired(world, expired)) endAccessToken(world, expired, 'expired')
}

const isExpired = (world: World, { expiresAt }: AccessToken): boolean =>
  expiresAt !== null && world.clock.now() >= expiresAt

/** Ends a refresh token and every access token that was minted from it; those of other grants go on. */
export function endRefreshToken(world: World, token: RefreshToken, ended: Ending): void {
  world.refreshTokens.put({ ...token, ended })
  for (const minted of world.accessTokens.find('refreshToken', token.id)) endAccessToken(world, minted, ended)
}

export function endAccessToken(world: World, token: AccessToken, ended: Ending): void {
  if (!token.ended) world.accessTokens.put({ ...token, ended })
}

/** Adds scopes to a refresh token and the access tokens that came from it. */
export function widenRefreshToken(world: World, token: RefreshToken, scopes: readonly string[]): void {
  const widened = [...token.scopes, ...scopes.filter(scope => !token.scopes.some(have => covers(have, scope)))]
  world.refreshTokens.put({ ...token, scopes: widened })
  for (const minted of world.accessTokens.find('refreshToken', token.id))
    world.accessTokens.put({ ...minted, scopes: widened })
}

/** Takes a consent back: nothing that came from it works any more, and the next sign-in asks again. */
export function endGrant(world: World, grant: Grant): void {
  for (const token of world.refreshTokens.find('grant', grant.id)) endRefreshToken(world, token, 'revoked')
  for (const token of world.accessTokens.find('grant', grant.id)) endAccessToken(world, token, 'revoked')
  for (const code of world.codes.find('grant', grant.id))
    if (!code.ended) world.codes.put({ ...code, ended: 'revoked' })
  // the row stays, since tokens that ended still say whose they were; without scopes it consents to nothing
  world.grants.put({ ...grant, scopes: [] })
}

/** Why an access token doesn't work now, or null if it does. */
export function accessTokenProblem(world: World, token: AccessToken | undefined): string | null {
  if (!token) return 'the token is unknown'
  if (isExpired(world, token)) return `the token expired at ${new Date(token.expiresAt!).toISOString()}`
  return token.ended ? `the token was ${token.ended}` : null
}

/** The data center in which a grant's codes and tokens work: that of its user. */
export const locationOfGrant = (world: World, grant: Grant): Location => world.users.get(grant.zuid)!.location
