/** The authorization request: what a client asked for, kept while a person goes through the pages. */

import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { needsOrg } from '../protocol/scopes.ts'
import type { GrantBinding } from '../world/credentials.ts'
import { membershipsOf, type PortalOrgs, portalsOf } from '../world/people.ts'
import type { AuthorizationRequest, Client, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'

const lifetimeMs = 30 * 60 * 1000
/** How many unanswered requests are kept at least; beyond that the oldest make room. */
const requestsKept = 5000

type Required = Pick<AuthorizationRequest, 'clientId' | 'purpose' | 'redirectUri' | 'scopes'>

/** Stores a request that nobody has answered yet. */
export function openRequest(world: World, asked: Required & Partial<AuthorizationRequest>): AuthorizationRequest {
  const { authorizationRequests } = world
  if (authorizationRequests.size >= 2 * requestsKept) {
    let surplus = authorizationRequests.size - requestsKept
    authorizationRequests.forget(() => surplus-- > 0)
    world.forgetExpired()
  }
  return authorizationRequests.insert({
    instanceLevel: false,
    state: null,
    nonce: null,
    accessType: 'online',
    promptConsent: false,
    flow: null,
    zuid: null,
    zgid: null,
    ...asked,
    id: world.ids.hex('authorization-request').slice(0, 32),
    expiresAt: world.clock.now() + lifetimeMs,
    outcome: 'open',
  })
}

/** A request that is still open, with its client. */
export interface OpenRequest {
  readonly request: AuthorizationRequest
  readonly client: Client
}

/** @throws AccountsPageError when the request is unknown, settled or too old */
export function findOpenRequest(world: World, id: string | null | undefined): OpenRequest {
  const request = world.authorizationRequests.get(id ?? '')
  const client = request && world.clients.get(request.clientId)
  if (!request || !client) {
    throw new AccountsPageError('other', 'there is no such sign-in under way; start again from the app')
  }
  if (request.outcome !== 'open') {
    throw new AccountsPageError('other', 'this sign-in is finished already; start again from the app')
  }
  if (world.clock.now() >= request.expiresAt) {
    throw new AccountsPageError('other', 'this sign-in took too long; start again from the app')
  }
  return { request, client }
}

/** What a grant of this request is bound to. */
export const bindingOf = (request: AuthorizationRequest): GrantBinding => ({
  clientId: request.clientId,
  zuid: request.zuid!,
  zgid: request.zgid,
  flow: request.flow!,
  instanceLevel: request.instanceLevel,
})

/** The orgs that a person may choose for this request; a consent for a whole org is an administrator's. */
export function choices(world: World, request: AuthorizationRequest, user: User): PortalOrgs[] {
  const portals = portalsOf(world, user)
  if (!request.instanceLevel) return portals
  const mine = new Map(membershipsOf(world, user).map(one => [one.zgid, one.profile]))
  return portals
    .map(({ portal, orgs }) => ({ portal, orgs: orgs.filter(org => mine.get(org.id) === 'Administrator') }))
    .filter(({ orgs }) => orgs.length > 0)
}

/** Whether the person chooses an org in this sign-in; a token that gets more scopes keeps the one it has. */
export const isForOrg = (request: AuthorizationRequest): boolean =>
  request.flow === 'org-specific' &&
  request.purpose.kind !== 'scope-enhancement' &&
  (request.instanceLevel || needsOrg(request.scopes))

/** Whether an org has to be part of the answer and isn't yet. */
export const asksForOrg = (request: AuthorizationRequest): boolean => isForOrg(request) && request.zgid === null

/** Whether a person has yet to choose. Who belongs to no org has nothing to choose from, and is refused by the API later. */
export const waitsForOrg = (world: World, request: AuthorizationRequest): boolean =>
  asksForOrg(request) && choices(world, request, world.users.get(request.zuid!)!).length > 0
