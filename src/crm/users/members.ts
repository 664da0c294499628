/** Memberships as the CRM changes them: who has which profile and role, who is let in, who is gone. */

import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { Profile } from '../../world/profiles.ts'
import type { AboutMember, Membership } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { forgetSharesWith } from '../sharing/shares.ts'
import { forgetMember } from '../territories/store.ts'

/** Gives all users of a profile or role another; those who are gone too, so that they still have one. */
export function moveMembers(world: World, data: OrgData, key: 'profile' | 'role', from: string, to: string): void {
  for (const membership of world.memberships.find('zgid', data.org.id)) {
    if (membership[key] === from) world.memberships.put({ ...membership, [key]: to })
  }
  for (const membership of data.people.former.all()) {
    if (membership[key] === from) data.people.former.put({ ...membership, [key]: to })
  }
}

/** How many users may be active, of the edition that is emulated. */
export const userLicences = 10

export const hasFreeLicence = (data: OrgData): boolean =>
  data.users().filter(({ status }) => status === 'active').length < userLicences

/** The one who founded the org: the primary contact, whom nobody can take away. */
export const primaryContact = (data: OrgData): OrgUser => data.users()[0]!

/**
 * Whether somebody who manages users may make one of that profile, or change one who has it. That administrators are managed
 * by administrators alone is inferred: otherwise whoever manages users could make themselves one by another's hand.
 */
export const mayManage = (by: OrgUser, profile: Profile | undefined): boolean =>
  by.profile.administrator || !profile?.administrator

/** @param values what is said of the user from then on, where that changes */
export function changeMember(
  world: World,
  data: OrgData,
  { membership }: Pick<OrgUser, 'membership'>,
  byId: string,
  changes: Partial<Membership>,
  values = membership.about?.values ?? {},
): void {
  world.memberships.put({ ...membership, ...changes, about: stamped(data, membership, byId, values) })
}

function stamped(data: OrgData, { about }: Membership, by: string, values: AboutMember['values']): AboutMember {
  const { createdAt = data.org.createdAt, createdBy = null } = about ?? {}
  return { createdAt, createdBy, modifiedAt: data.clock.now(), modifiedBy: by, values }
}

/** Takes a user out of the org: they get in no more, and the org goes on knowing their name. */
export function deleteMember(world: World, data: OrgData, user: OrgUser, byId: string): void {
  const { membership } = user
  world.memberships.delete(membership.id)
  const about = stamped(data, membership, byId, membership.about?.values ?? {})
  data.people.former.put({ ...membership, id: user.id, about })
  forgetSharesWith(data, 'users', user.id)
  forgetMember(data, user.id)
}
