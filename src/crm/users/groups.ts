/** Who belongs to a group of users: those it names, and those of the roles that it names. */

import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { isBelow } from '../../world/profiles.ts'
import type { Table } from '../../world/table.ts'
import type { Setting } from '../settings/collection.ts'

export interface GroupSource {
  readonly type: 'users' | 'roles' | 'groups'
  readonly id: string
  /** Of a role: whether the roles below it count. */
  readonly subordinates: boolean | null
}

export const groupPath = '/settings/user_groups'

/** That of the collection `/settings/user_groups`. */
export const groupTable = (data: OrgData): Table<Setting> => data.table<Setting>('settings/user_groups')

export const sourcesOf = (group: Setting): readonly GroupSource[] => group.values.sources as readonly GroupSource[]

/** Those who were deleted belong to none. */
export const membersOf = (data: OrgData, group: Setting): OrgUser[] =>
  data.users().filter(user => sourcesOf(group).some(source => isFrom(data, user, source)))

function isFrom(data: OrgData, user: OrgUser, { type, id, subordinates }: GroupSource): boolean {
  if (type === 'users') return user.id === id
  const role = data.people.roleRows.get(id)
  if (!role) return false
  return user.role.id === id || (subordinates === true && isBelow(data.roles(), user.role, role))
}

/** What a source is called; null for what is gone. */
export function nameOfSource(data: OrgData, { type, id }: GroupSource): string | null {
  if (type === 'users') return data.user(id)?.fullName ?? null
  return data.people.roleRows.get(id)?.name ?? null
}
