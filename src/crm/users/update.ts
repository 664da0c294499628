/** What a client changes about a user. */

import { membershipId } from '../../world/membership-id.ts'
import type { OrgUser } from '../../world/org-data.ts'
import type { Membership } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import type { SettingsRow } from '../settings/row.ts'
import { checkSeparators } from './check-separators.ts'
import { accountOf, readEmail, readName, readProfile, readRole, refuseOff } from './create.ts'
import { invite } from './invitation.ts'
import { readUserKeys } from './keys.ts'
import { changeMember, hasFreeLicence, mayManage, primaryContact } from './members.ts'

/**
 * That nobody gives themselves another profile or role is Zoho's; that nobody switches themselves off too. That the primary
 * contact keeps their profile is inferred.
 * @returns the user's id
 * @throws RowRefused
 */
export function updateUser(world: World, c: CrmContext, row: SettingsRow, user: OrgUser): string {
  const { data, user: caller } = c.get('caller')
  refuseOff(row)
  const read = readUserKeys(row, user, caller)
  const profile = readProfile(row, data)
  const role = readRole(row, data)
  if (user.id === caller.id && (isOther(profile, user.profile) || isOther(role, user.role))) {
    throw row.refuseBare('ownProfileOrRole')
  }
  const isDemoted = isOther(profile, user.profile) && user.id === primaryContact(data).id
  if (isDemoted || ![profile, user.profile].every(each => mayManage(caller, each))) {
    throw row.refuseBare('userNotManaged')
  }
  for (const key of ['first_name', 'last_name'] as const) {
    if (!row.has(key)) continue
    const name = row.text(key, 50)
    if (name === undefined && key === 'last_name') throw row.missing(key)
    read[key] = readName(row, key, name ?? '')
  }
  const values = { ...user.membership.about?.values, ...read }
  checkSeparators(row, values)
  const inactive = readInactive(row, c, user)
  const email = row.text('email', 100)
  const isMoving = email !== undefined && email.toLowerCase() !== user.email.toLowerCase()
  if (isMoving && user.confirmed) throw row.refuseBare('emailFixed', { api_name: 'email' })
  const isReinvited = row.boolean('reinvite') === true
  if (isReinvited && user.confirmed) throw row.refuseBare('confirmedReinvited', { api_name: 'reinvite' })
  const account = isMoving ? accountOf(world, data, row, { ...user, email: readEmail(row, email) }) : undefined

  const changes: Partial<Membership> = {
    ...(profile && { profile: profile.name }),
    ...(role && { role: role.name }),
    ...(inactive !== undefined && { inactive }),
  }
  let { membership } = user
  if (account) {
    // whom an invitation is for is who has the address
    world.memberships.delete(membership.id)
    membership = { ...membership, id: membershipId(data.org.id, account.id), zuid: account.id }
  }
  changeMember(world, data, { membership }, caller.id, changes, values)
  if (account || isReinvited) invite(world, data, caller, account ?? world.users.get(user.zuid)!)
  return user.id
}

const isOther = (sent: { readonly id: string } | undefined, own: { readonly id: string }): boolean =>
  sent !== undefined && sent.id !== own.id

/** @returns undefined where the row says nothing of it */
function readInactive(row: SettingsRow, c: CrmContext, user: OrgUser): boolean | undefined {
  const { data, user: caller } = c.get('caller')
  const status = row.text('status', 20)
  if (status === undefined) return undefined
  if (status !== 'active' && status !== 'inactive') {
    throw row.refuse('invalidValue', 'status', {}, 'Pattern not matched')
  }
  if (user.id === caller.id) throw row.refuseBare('actingUser')
  const { json_path } = row.place('id')
  if (status === 'active') {
    if (user.status === 'active') throw row.refuseBare('alreadyActiveUser', { id: user.id, json_path })
    if (!hasFreeLicence(data)) throw row.refuseBare('userLimit', {}, 'License Limit is Exceeded')
    return false
  }
  if (user.id === primaryContact(data).id) throw row.refuseBare('primaryContact', { id: user.id, json_path })
  if (user.status === 'inactive') throw row.refuseBare('alreadyInactiveUser', { api_name: 'id', id: json_path })
  return true
}
