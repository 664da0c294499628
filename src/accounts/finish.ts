/** The end of a sign-in: grant and code or token are written, and the browser goes where the request's purpose sends it. */

import { signIdToken, wantsIdToken } from '../http/openid/id-token.ts'
import { accountsBase, type PageContext } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { endSession, readSession } from '../http/session.ts'
import { apiDomainOf } from '../http/token-response.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { dataCenters } from '../protocol/data-centers.ts'
import { holderOf, issueAccessToken, issueCode, recordConsent, widenRefreshToken } from '../world/credentials.ts'
import { count, isExhausted } from '../world/limits.ts'
import type { AuthorizationRequest, Grant } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { bindingOf } from './authorization-request.ts'

export interface Ending {
  /** Whether the person saw the consent page; a sign-in that skips it brings no refresh token. */
  readonly consented: boolean
  /** Whether the consent counts for new tokens of this session. */
  readonly wholeSession?: boolean
  readonly cookies?: readonly string[]
}

type Parameters = readonly (readonly [name: string, value: string])[]

/**
 * Writes what the person agreed to and sends the browser on.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html
 */
export function finish(
  world: World,
  c: PageContext,
  request: AuthorizationRequest,
  ending: Ending,
): Response | Promise<Response> {
  if (request.purpose.kind === 'code' && isExhausted(world, 'codes_per_window', holderOf(bindingOf(request)))) {
    return refuseExcess(world, c, request)
  }
  checkStillWanted(world, request)
  world.authorizationRequests.put({ ...request, outcome: 'granted' })
  const grant = recordConsent(world, bindingOf(request), request.scopes)
  c.env.exchange.belongsTo(grant)
  switch (request.purpose.kind) {
    case 'code':
      return sendCode(world, c, request, grant, ending)
    case 'token':
      return sendToken(world, c, request, grant, ending)
    case 'device':
      return letDeviceIn(world, c, request.purpose.deviceCode, grant, ending)
    case 'scope-enhancement':
      return widenScopes(world, c, request, ending)
  }
}

/**
 * What the consent is for may have ended while the person read: a device that was answered elsewhere or gave up, a refresh
 * token that was revoked. Then nothing is written.
 * @throws AccountsPageError
 */
function checkStillWanted(world: World, { purpose }: AuthorizationRequest): void {
  if (purpose.kind === 'device') {
    const device = world.deviceRequests.get(purpose.deviceCode)!
    if (device.outcome !== 'pending' || world.clock.now() >= device.expiresAt) {
      throw new AccountsPageError('other', 'the device was answered already or has given up waiting')
    }
  }
  if (purpose.kind === 'scope-enhancement' && world.refreshTokens.get(purpose.refreshToken)?.ended !== null) {
    throw new AccountsPageError('other', 'the refresh token works no more')
  }
}

function sendCode(world: World, c: PageContext, request: AuthorizationRequest, grant: Grant, ending: Ending): Response {
  count(world, 'codes_per_window', holderOf(grant))
  const code = issueCode(world, {
    grant,
    scopes: request.scopes,
    redirectUri: request.redirectUri,
    refreshable: ending.consented && request.accessType === 'offline',
    challenge: request.purpose.kind === 'code' ? request.purpose.challenge : null,
    nonce: request.nonce,
  })
  const back: Parameters = [['code', code.id], ...whereabouts(c)]
  return redirectResponse(withQuery(request.redirectUri, withState(world, request, back)), {
    cookies: ending.cookies ?? [],
  })
}

/** More codes than the window allows: what then happens no source says, so a toggle chooses. */
function refuseExcess(world: World, c: PageContext, request: AuthorizationRequest): Response {
  world.authorizationRequests.put({ ...request, outcome: 'rejected' })
  if (world.toggles.code_excess === 'redirect') return redirectWithError(world, c, request)
  throw new AccountsPageError('other', 'too many codes for this user and client in the window')
}

/**
 * The implicit answer: a token in the fragment, never a refresh token.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/js-apps/access-token.html
 */
async function sendToken(
  world: World,
  c: PageContext,
  request: AuthorizationRequest,
  grant: Grant,
  { wholeSession = false, cookies = [] }: Ending,
): Promise<Response> {
  const signedIn = readSession(world, c)
  if (wholeSession && signedIn) {
    world.sessionGrants.put({ id: `${signedIn.session.id}|${request.clientId}`, grantId: grant.id })
  }
  return redirectResponse(await tokenRedirect(world, c, request, grant), { cookies })
}

/** The address that carries a fresh implicit token back to the app. */
export async function tokenRedirect(
  world: World,
  c: PageContext,
  request: Pick<AuthorizationRequest, 'redirectUri' | 'scopes' | 'state' | 'nonce'>,
  grant: Grant,
): Promise<string> {
  const token = issueAccessToken(world, grant, request.scopes, null)
  const fragment: [string, string][] = [
    ['access_token', token.id],
    ['expires_in', String(world.toggles.access_token_lifetime_s ?? 3600)],
    ['location', c.env.located.location],
    ['api_domain', apiDomainOf(world, c.env.located, grant)],
  ]
  if (wantsIdToken(request.scopes)) {
    fragment.push([
      'id_token',
      await signIdToken(world, c.env.located, { grant, accessToken: token, nonce: request.nonce }),
    ])
  }
  if (request.state !== null) fragment.push(['state', request.state])
  return withFragment(world, request.redirectUri, fragment)
}

function letDeviceIn(world: World, c: PageContext, deviceCode: string, grant: Grant, ending: Ending): Response {
  const device = world.deviceRequests.get(deviceCode)!
  world.deviceRequests.put({ ...device, outcome: 'granted', grantId: grant.id, consented: ending.consented })
  const done = `${accountsBase(c)}/oauth/v3/device?done=granted`
  return redirectResponse(done, { status: 303, cookies: ending.cookies ?? [] })
}

function widenScopes(world: World, c: PageContext, request: AuthorizationRequest, ending: Ending): Response {
  if (request.purpose.kind !== 'scope-enhancement') throw new Error('not a scope enhancement')
  widenRefreshToken(world, world.refreshTokens.get(request.purpose.refreshToken)!, request.scopes)
  const cookies = request.purpose.logout ? [endSession(world, c)] : (ending.cookies ?? [])
  const back: Parameters = [
    ['status', 'success'],
    ['scope_enhanced', 'true'],
  ]
  return redirectResponse(withQuery(request.redirectUri, withState(world, request, back)), { cookies })
}

/** The person said no. */
export function reject(world: World, c: PageContext, request: AuthorizationRequest): Response {
  checkStillWanted(world, request)
  world.authorizationRequests.put({ ...request, outcome: 'rejected' })
  if (request.purpose.kind !== 'device') return redirectWithError(world, c, request)
  const device = world.deviceRequests.get(request.purpose.deviceCode)!
  world.deviceRequests.put({ ...device, outcome: 'denied' })
  return redirectResponse(`${accountsBase(c)}/oauth/v3/device?done=denied`, { status: 303 })
}

function redirectWithError(world: World, c: PageContext, request: AuthorizationRequest): Response {
  const all = world.toggles.reject_redirect_parameters === 'all'
  const back = withState(world, request, [['error', 'access_denied'], ...(all ? whereabouts(c) : [])])
  const inFragment = request.purpose.kind === 'token'
  return redirectResponse(
    inFragment ? withFragment(world, request.redirectUri, back) : withQuery(request.redirectUri, back),
  )
}

/** In which data center the user is, and where its tokens are had. */
const whereabouts = (c: PageContext): Parameters => [
  ['location', c.env.located.location],
  ['accounts-server', c.env.located.addressOf(dataCenters[c.env.located.location].accounts)],
]

function withState(world: World, { state }: AuthorizationRequest, parameters: Parameters): Parameters {
  if (state === null) return parameters
  return world.toggles.state_position === 'first'
    ? [['state', state], ...parameters]
    : [...parameters, ['state', state]]
}

const encode = (parameters: Parameters): string =>
  parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')

const withQuery = (uri: string, parameters: Parameters): string =>
  `${uri}${uri.includes('?') ? '&' : '?'}${encode(parameters)}`

/** An address with parameters in its fragment; old documentation prints an ampersand in front. */
export const withFragment = (world: World, uri: string, parameters: Parameters): string =>
  `${uri}#${world.toggles.implicit_fragment === 'leading_ampersand' ? '&' : ''}${encode(parameters)}`
