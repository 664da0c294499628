import type { Named } from '../world/metadata.ts'
import type { OrgData } from '../world/org-data.ts'
import { profilesOf, rolesOf } from '../world/profiles.ts'

/** A profile of the org by its id. */
export const profileWithId = (data: OrgData, id: string): Named | undefined =>
  profilesOf(data.org).find(profile => profile.id === id)

/** A role of the org by its id. */
export const roleWithId = (data: OrgData, id: string): Named | undefined =>
  rolesOf(data.org).find(role => role.id === id)
