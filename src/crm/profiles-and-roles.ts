import type { Named } from '../world/metadata.ts'
import type { OrgData } from '../world/org-data.ts'

/** A profile of the org by its id. */
export const profileWithId = (data: OrgData, id: string): Named | undefined =>
  data.profiles().find(profile => profile.id === id)

/** A role of the org by its id. */
export const roleWithId = (data: OrgData, id: string): Named | undefined => data.roles().find(role => role.id === id)
