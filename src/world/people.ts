/** Who belongs where, and which sign-in flow a user meets. */

import type { Environment, Location } from '../protocol/data-centers.ts'
import { membershipId } from './membership-id.ts'
import type { Flow, Membership, Org, Portal, User } from './schema.ts'
import type { World } from './world.ts'

export interface PortalOrgs {
  readonly portal: Portal
  /** In creation order. */
  readonly orgs: readonly Org[]
}

export const findUserByEmail = (world: World, email: string): User | undefined =>
  world.users.findOne('email', email.trim().toLowerCase())

/** Whether a membership lets its user in: a deactivated one does not, nor an invitation that nobody accepted. */
const letsIn = (membership: Membership | undefined): membership is Membership =>
  membership !== undefined && !membership.inactive && !membership.unconfirmed

/** The memberships by which a user gets into orgs. */
export const membershipsOf = (world: World, user: User): Membership[] =>
  world.memberships.find('zuid', user.id).filter(letsIn)

/** Who signs in accepts the invitations that wait for them: no page asks. That it takes no more than this is inferred. */
export function acceptInvitations(world: World, user: User): void {
  for (const membership of world.memberships.find('zuid', user.id)) {
    if (membership.unconfirmed) world.memberships.put({ ...membership, unconfirmed: false })
  }
}

/** The orgs of which a user is a member, by portal, in the order in which they were made. */
export function portalsOf(world: World, user: User): PortalOrgs[] {
  const member = new Set(membershipsOf(world, user).map(({ zgid }) => zgid))
  const portals: PortalOrgs[] = []
  world.portals.each(portal => {
    if (portal.location !== user.location) return
    const orgs = world.orgs.find('portal', portal.id).filter(org => member.has(org.id))
    if (orgs.length > 0) portals.push({ portal, orgs })
  })
  return portals
}

export const isMember = (world: World, user: User, zgid: string): boolean =>
  letsIn(world.memberships.get(membershipId(zgid, user.id)))

/** Where an org lies: in the data center of its portal. */
export const locationOf = (world: World, org: Org): Location => world.portals.get(org.portalId)!.location

/**
 * The org that a token of the old flow reaches in an environment: of the user's default portal, the first one in creation
 * order that the user is a member of.
 */
export function defaultOrg(world: World, user: User, environment: Environment): Org | undefined {
  if (!user.defaultPortalId) return undefined
  return world.orgs
    .find('portal', user.defaultPortalId)
    .find(org => org.environment === environment && isMember(world, user, org.id))
}

/**
 * Which flow a user meets now. A portal's own flow wins; in a phased rollout the listed portals meet the new one from a
 * moment on, as Zoho moved its customers in phases (https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm).
 */
export function flowOf(world: World, user: User): Flow {
  const portal = user.defaultPortalId ? world.portals.get(user.defaultPortalId) : undefined
  if (portal?.flow) return portal.flow
  const { flow, phased } = world.scenario
  if (flow !== 'phased') return flow
  const moved = phased !== null && portal !== undefined && phased.portals.includes(portal.id)
  return moved && world.clock.now() >= phased.since ? 'org-specific' : 'legacy'
}
