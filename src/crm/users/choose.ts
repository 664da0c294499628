/** Which users a list is asked for. */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { isBelow, type Role } from '../../world/profiles.ts'
import type { CrmContext } from '../answer.ts'

interface Choice {
  readonly data: OrgData
  readonly caller: OrgUser
  /** The role that the types of the hierarchy start from; the caller's own, unless another is named. */
  readonly role: Role
}

type Chooses = (user: OrgUser, choice: Choice) => boolean

const isActive: Chooses = ({ status }) => status === 'active'
const isAdministrator: Chooses = ({ profile }) => profile.administrator
const nobody: Chooses = () => false

/** Lite users, developers and those who report to somebody are none here. That `AllUsers` leaves out deleted ones is inferred. */
const types: Readonly<Record<string, Chooses>> = {
  AllUsers: ({ status }) => status !== 'deleted',
  ActiveUsers: isActive,
  AllActiveUsers: isActive,
  DeactiveUsers: ({ status }) => status === 'inactive',
  ActiveAndDeactive: ({ status }) => status !== 'deleted',
  ConfirmedUsers: ({ status, confirmed }) => status !== 'deleted' && confirmed,
  NotConfirmedUsers: ({ status, confirmed }) => status !== 'deleted' && !confirmed,
  DeletedUsers: ({ status }) => status === 'deleted',
  ActiveConfirmedUsers: user => user.status === 'active' && user.confirmed,
  AdminUsers: (user, choice) => user.status !== 'deleted' && isAdministrator(user, choice),
  ActiveConfirmedAdmins: user => user.profile.administrator && user.status === 'active' && user.confirmed,
  CurrentUser: (user, { caller }) => user.id === caller.id,
  ParentRoleUsers: ({ role, status }, choice) => status !== 'deleted' && role.id === choice.role.reportingTo,
  ChildRoleUsers: ({ role, status }, choice) => status !== 'deleted' && role.reportingTo === choice.role.id,
  SubordinateRoleUsers: ({ role, status }, { data, role: above }) =>
    status !== 'deleted' && isBelow(data.roles(), role, above),
  DeveloperUsers: nobody,
  ActiveLiteUser: nobody,
  ConfirmedReportingUsers: nobody,
}

/** @throws CrmError */
export function selectUsers(c: CrmContext): OrgUser[] {
  const { data, user: caller } = c.get('caller')
  const query = queryParams(c)
  const type = query.get('type') ?? 'AllUsers'
  const name = Object.keys(types).find(known => known.toLowerCase() === type.toLowerCase())
  if (!name) throw crmError('invalidParam', { param_name: 'type' })
  const roleId = query.get('role_id')
  const role = roleId === null ? caller.role : data.people.roleRows.get(roleId)
  if (!role) throw crmError('invalidParam', { param_name: 'role_id' })
  const ids = query.get('ids')?.split(',')
  const all = [...data.users(), ...data.people.deletedUsers()]
  return all.filter(user => types[name]!(user, { data, caller, role }) && (!ids || ids.includes(user.id)))
}
