/**
 * The one place that knows the order of the steps. A step records what it learned in the authorization request and comes
 * back here; no step leads to another.
 */

import { accountsBase, type PageContext, readQuery } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { readSession, type SignedIn } from '../http/session.ts'
import { dataCenters } from '../protocol/data-centers.ts'
import { AccountsPageError } from '../protocol/errors.ts'
import { needsOrg } from '../protocol/scopes.ts'
import { type GrantBinding, isConsented, issueCode, recordConsent } from '../world/credentials.ts'
import { flowOf, portalsOf } from '../world/people.ts'
import type { AuthorizationRequest, Client, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'

export const stepPaths = {
  signIn: '/signin',
  password: '/signin/password',
  handoff: '/signin/continue',
  org: '/oauth/v2/auth/org',
  consent: '/oauth/v2/auth/consent',
} as const

/** The address of a step for a request. */
export const stepUrl = (c: PageContext, step: keyof typeof stepPaths, requestId?: string | null): string =>
  `${accountsBase(c)}${stepPaths[step]}${requestId ? `?request=${requestId}` : ''}`

/** A request that is still open, with its client. */
export interface OpenRequest {
  readonly request: AuthorizationRequest
  readonly client: Client
}

/** @throws AccountsPageError when the request is unknown, settled or too old */
export function findOpenRequest(world: World, id: string | null | undefined): OpenRequest {
  const request = world.authorizationRequests.get(id ?? '')
  const client = request && world.clients.get(request.clientId)
  if (!request || !client)
    throw new AccountsPageError('other', 'there is no such sign-in under way; start again from the app')
  if (request.outcome !== 'open') {
    throw new AccountsPageError('other', 'this sign-in is finished already; start again from the app')
  }
  if (world.clock.now() >= request.expiresAt) {
    throw new AccountsPageError('other', 'this sign-in took too long; start again from the app')
  }
  return { request, client }
}

/** An open request together with the person who answers it: what the org and consent pages are about. */
export interface PersonalRequest extends OpenRequest {
  readonly signedIn: SignedIn
}

/**
 * The request that a page's address names, if its steps are about whoever is signed in here; otherwise where to go.
 * @throws AccountsPageError as `findOpenRequest`
 */
export function personalRequest(
  world: World,
  c: PageContext,
  id = readQuery(c).get('request'),
): PersonalRequest | Response {
  const open = findOpenRequest(world, id)
  const signedIn = readSession(world, c)
  if (!signedIn || open.request.zuid !== signedIn.user.id) return proceed(world, c, open.request)
  return { ...open, signedIn }
}

/** What a grant of this request is bound to. */
export const bindingOf = (request: AuthorizationRequest): GrantBinding => ({
  clientId: request.clientId,
  zuid: request.zuid!,
  zgid: request.zgid,
  flow: request.flow!,
})

/** Reads what the request knows by now and answers with the step that comes next, or with the way back to the client. */
export function proceed(world: World, c: PageContext, asked: AuthorizationRequest, cookies: string[] = []): Response {
  const signedIn = readSession(world, c)
  if (!signedIn) return redirectResponse(stepUrl(c, 'signIn', asked.id), { status: 303, cookies })
  return proceedAs(world, c, asked, signedIn.user, cookies)
}

/** As `proceed`, for a person whose session cookie is only just on its way. */
export function proceedAs(
  world: World,
  c: PageContext,
  asked: AuthorizationRequest,
  user: User,
  cookies: string[] = [],
): Response {
  const client = world.clients.get(asked.clientId)!
  if (!client.locations.includes(user.location)) {
    throw new AccountsPageError('invalidClient', `client ${client.id} is not enabled in data center ${user.location}`)
  }
  const request = settleWithoutAsking(world, aboutUser(world, asked, user), user)
  const step = nextStep(world, request)
  if (step !== 'done') return redirectResponse(stepUrl(c, step, request.id), { status: 303, cookies })
  return finish(world, c, request, { consented: false }, cookies)
}

/** The steps so far count for one person only; whoever else signs in starts them anew. */
function aboutUser(world: World, request: AuthorizationRequest, user: User): AuthorizationRequest {
  if (request.zuid === user.id) return request
  return world.authorizationRequests.put({ ...request, zuid: user.id, flow: flowOf(world, user), zgid: null })
}

/** Chooses the org where there is nothing to choose: only one, or consent is on record and the toggle says so. */
function settleWithoutAsking(world: World, request: AuthorizationRequest, user: User): AuthorizationRequest {
  if (!asksForOrg(request)) return request
  const orgs = portalsOf(world, user).flatMap(portal => portal.orgs)
  const { picker_with_one_org: withOne, picker_on_repeat_consent: onRepeat } = world.toggles
  const consented = (zgid: string) => isConsented(world, { ...bindingOf(request), zgid }, request.scopes)
  const settled =
    orgs.length === 1 && withOne === 'skip'
      ? orgs[0]
      : onRepeat === 'skip' && !request.promptConsent
        ? orgs.find(org => consented(org.id))
        : undefined
  return settled ? world.authorizationRequests.put({ ...request, zgid: settled.id }) : request
}

const asksForOrg = (request: AuthorizationRequest): boolean =>
  request.flow === 'org-specific' && request.zgid === null && needsOrg(request.scopes)

/** Whether a person has yet to choose. Who belongs to no org has nothing to choose from, and is refused by the API later. */
export const waitsForOrg = (world: World, request: AuthorizationRequest): boolean =>
  asksForOrg(request) && portalsOf(world, world.users.get(request.zuid!)!).length > 0

function nextStep(world: World, request: AuthorizationRequest): 'org' | 'consent' | 'done' {
  if (waitsForOrg(world, request)) return 'org'
  if (request.promptConsent || !isConsented(world, bindingOf(request), request.scopes)) return 'consent'
  return 'done'
}

/**
 * Writes grant and code and sends the browser back. A sign-in that skips the consent page brings no refresh token.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html
 */
export function finish(
  world: World,
  c: PageContext,
  request: AuthorizationRequest,
  { consented }: { consented: boolean },
  cookies: string[] = [],
): Response {
  world.authorizationRequests.put({ ...request, outcome: 'granted' })
  const grant = recordConsent(world, bindingOf(request), request.scopes)
  const code = issueCode(world, {
    grant,
    scopes: request.scopes,
    redirectUri: request.redirectUri,
    refreshable: consented && request.accessType === 'offline',
  })
  const back: [string, string][] = [['code', code.id], ...whereabouts(c)]
  return redirectResponse(withParameters(request.redirectUri, withState(world, request, back)), { cookies })
}

/** Sends the browser back with `access_denied`. */
export function reject(world: World, c: PageContext, request: AuthorizationRequest): Response {
  world.authorizationRequests.put({ ...request, outcome: 'rejected' })
  const all = world.toggles.reject_redirect_parameters === 'all'
  const back: [string, string][] = [['error', 'access_denied'], ...(all ? whereabouts(c) : [])]
  return redirectResponse(withParameters(request.redirectUri, withState(world, request, back)))
}

/** In which data center the user is, and where its tokens are had. */
function whereabouts(c: PageContext): [string, string][] {
  const { located } = c.env
  return [
    ['location', located.location],
    ['accounts-server', located.addressOf(dataCenters[located.location].accounts)],
  ]
}

function withState(world: World, { state }: AuthorizationRequest, parameters: [string, string][]): [string, string][] {
  if (state === null) return parameters
  return world.toggles.state_position === 'first'
    ? [['state', state], ...parameters]
    : [...parameters, ['state', state]]
}

function withParameters(uri: string, parameters: [string, string][]): string {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`
}
