/**
 * The one place that knows the order of the steps. A step records what it learned in the authorization request and comes
 * back here; no step leads to another.
 */

import { accountsBase, type PageContext, readQuery } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { readSession, type SignedIn } from '../http/session.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { isConsented } from '../world/credentials.ts'
import { flowOf } from '../world/people.ts'
import type { AuthorizationRequest, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import {
  asksForOrg,
  bindingOf,
  choices,
  findOpenRequest,
  type OpenRequest,
  waitsForOrg,
} from './authorization-request.ts'
import { finish } from './finish.ts'

export const stepPaths = {
  signIn: '/signin',
  password: '/signin/password',
  handoff: '/signin/continue',
  org: '/oauth/v2/auth/org',
  consent: '/oauth/v2/auth/consent',
} as const

/** The address of a step for a request. */
export const stepUrl = (c: PageContext, step: keyof typeof stepPaths, requestId?: string | null): string =>
  `${accountsBase(c)}${stepPaths[step]}${requestId ? `?request=${encodeURIComponent(requestId)}` : ''}`

/** An open request together with the person who answers it: what the org and consent pages are about. */
export interface PersonalRequest extends OpenRequest {
  readonly signedIn: SignedIn
}

type Answer = Response | Promise<Response>

/**
 * The request that a page's address names, if its steps are about whoever is signed in here; otherwise null, and `proceed`
 * says where to go.
 * @throws AccountsPageError as `findOpenRequest`
 */
export function personalRequest(
  world: World,
  c: PageContext,
  { request, client }: OpenRequest,
): PersonalRequest | null {
  c.env.exchange.clientId = client.id
  const signedIn = readSession(world, c)
  return signedIn && request.zuid === signedIn.user.id ? { request, client, signedIn } : null
}

/** The open request that a page's address names. @throws AccountsPageError as `findOpenRequest` */
export const requestOfQuery = (world: World, c: PageContext): OpenRequest =>
  findOpenRequest(world, readQuery(c).get('request'))

/** Reads what the request knows by now and answers with the step that comes next, or with the way back to the client. */
export function proceed(world: World, c: PageContext, asked: AuthorizationRequest, cookies: string[] = []): Answer {
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
): Answer {
  const client = world.clients.get(asked.clientId)!
  c.env.exchange.clientId = client.id
  if (!client.locations.includes(user.location)) {
    throw new AccountsPageError('invalidClient', `client ${client.id} is not enabled in data center ${user.location}`)
  }
  const request = settleWithoutAsking(world, aboutUser(world, asked, user), user)
  refuseWithoutOrg(world, request, user)
  const step = nextStep(world, request)
  if (step !== 'done') return redirectResponse(stepUrl(c, step, request.id), { status: 303, cookies })
  return finish(world, c, request, { consented: false, cookies })
}

/** The steps so far count for one person only; whoever else signs in starts them anew. */
function aboutUser(world: World, request: AuthorizationRequest, user: User): AuthorizationRequest {
  if (request.zuid === user.id) return request
  if (request.purpose.kind === 'scope-enhancement') {
    throw new AccountsPageError('other', `${user.email} is signed in, but the token is somebody else’s`, 403)
  }
  // an administrator's consent for a whole org names one in the old flow too
  const flow = request.instanceLevel ? 'org-specific' : flowOf(world, user)
  return world.authorizationRequests.put({ ...request, zuid: user.id, flow, zgid: null })
}

/** Chooses the org where there is nothing to choose: only one, or consent is on record and the toggle says so. */
function settleWithoutAsking(world: World, request: AuthorizationRequest, user: User): AuthorizationRequest {
  if (!asksForOrg(request)) return request
  const orgs = choices(world, request, user).flatMap(portal => portal.orgs)
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

/** @throws AccountsPageError for somebody without any org, where that is refused here rather than at the API */
function refuseWithoutOrg(world: World, request: AuthorizationRequest, user: User): void {
  if (!asksForOrg(request) || choices(world, request, user).length > 0) return
  if (request.instanceLevel) {
    throw new AccountsPageError('other', `${user.email} is administrator of no org`, 403)
  }
  if (world.toggles.unlicensed_user_fails_at === 'consent') {
    throw new AccountsPageError('other', `${user.email} belongs to no org`, 403)
  }
}

function nextStep(world: World, request: AuthorizationRequest): 'org' | 'consent' | 'done' {
  if (waitsForOrg(world, request)) return 'org'
  if (request.promptConsent || !isConsented(world, bindingOf(request), request.scopes)) return 'consent'
  return 'done'
}
