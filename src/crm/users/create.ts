/** A new user: an account, unless there is one of that address, and an invitation into the org. */

import { membershipId } from '../../world/membership-id.ts'
import type { OrgData } from '../../world/org-data.ts'
import { findUserByEmail, locationOf } from '../../world/people.ts'
import type { Profile, Role } from '../../world/profiles.ts'
import type { User } from '../../world/schema.ts'
import { unusedNumber } from '../../world/tenants.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import type { SettingsRow } from '../settings/row.ts'
import { checkSeparators } from './check-separators.ts'
import { invite } from './invitation.ts'
import { readUserKeys } from './keys.ts'
import { hasFreeLicence, mayManage } from './members.ts'

/** @returns the user's id inside the org @throws RowRefused */
export function createUser(world: World, c: CrmContext, row: SettingsRow): string {
  const { data, user: caller } = c.get('caller')
  if (data.org.environment === 'sandbox') throw row.refuseBare('sandboxUsers')
  const values = readUserKeys(row, undefined, caller)
  const email = readEmail(row, row.needed('email', row.text('email', 100)))
  const lastName = readName(row, 'last_name', row.needed('last_name', row.text('last_name', 50)))
  const firstName = readName(row, 'first_name', row.text('first_name', 50) ?? '')
  const profile = readProfile(row, data)
  const role = readRole(row, data)
  if (!profile) throw row.missing('profile')
  if (!role) throw row.missing('role')
  if (!mayManage(caller, profile)) throw row.refuseBare('userNotManaged')
  checkSeparators(row, values)
  refuseOff(row)
  if (!hasFreeLicence(data)) throw row.refuseBare('userLimit')
  const user = accountOf(world, data, row, { email, firstName, lastName })
  const id = data.nextRecordId()
  const now = data.clock.now()
  world.memberships.insert({
    id: membershipId(data.org.id, user.id),
    zuid: user.id,
    zgid: data.org.id,
    userId: id,
    profile: profile.name,
    role: role.name,
    unconfirmed: true,
    about: {
      values: { ...values, first_name: firstName, last_name: lastName },
      createdAt: now,
      createdBy: caller.id,
      modifiedAt: now,
      modifiedBy: caller.id,
    },
  })
  invite(world, data, caller, user)
  return id
}

/** The account of an address; a new one lies in the org's data center. @throws RowRefused */
export function accountOf(
  world: World,
  data: OrgData,
  row: SettingsRow,
  { email, firstName, lastName }: Pick<User, 'email' | 'firstName' | 'lastName'>,
): User {
  const location = locationOf(world, data.org)
  const known = findUserByEmail(world, email)
  if (known && known.location !== location) {
    const here = location.toUpperCase()
    const message = `This email address is already registered with another datacenter and cannot be registered with this account's data centre ${here}`
    throw row.refuseBare('userElsewhere', {}, message)
  }
  if (known && data.userOfZuid(known.id)) throw row.refuseBare('userTwice')
  if (known) return known.defaultPortalId ? known : world.users.put({ ...known, defaultPortalId: data.org.portalId })
  return world.users.insert({
    id: unusedNumber(world),
    email,
    password: 'password',
    firstName,
    lastName,
    location,
    defaultPortalId: data.org.portalId,
  })
}

export function readEmail(row: SettingsRow, email: string): string {
  if (!/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*\.[\p{L}\p{M}]{2,22}$/u.test(email)) {
    throw row.refuseBare('emailRefused', { api_name: 'email' })
  }
  if (/@zoho\.com$/i.test(email)) {
    const message = 'Email Id should not contain @zoho.com. Please choose a different email id'
    throw row.refuseBare('emailRefused', { api_name: 'email' }, message)
  }
  return email.toLowerCase()
}

/** Which characters are special is inferred. */
export function readName(row: SettingsRow, key: 'first_name' | 'last_name', name: string): string {
  if (/[<>{}[\]\\^~`|]/.test(name)) throw row.refuse('invalidValue', key, {}, 'Special Characters Found')
  return name.trim()
}

/** @returns undefined where the row names none */
export const readProfile = (row: SettingsRow, data: OrgData): Profile | undefined =>
  readPlace(row, 'profile', id => data.people.profileRows.get(id))

/** @returns undefined where the row names none */
export const readRole = (row: SettingsRow, data: OrgData): Role | undefined =>
  readPlace(row, 'role', id => data.people.roleRows.get(id))

/** By the id alone, or an object with it. */
function readPlace<T>(row: SettingsRow, key: string, find: (id: string) => T | undefined): T | undefined {
  const sent = row.raw(key)
  if (sent === undefined) return undefined
  const inner = typeof sent === 'object' ? row.object(key)! : undefined
  const id = inner ? inner.needed('id', inner.text('id', 20)) : row.text(key, 20)
  const found = id === undefined ? undefined : find(id)
  if (!found) throw row.refuse('invalidValue', key, {}, 'INVALID_DATA')
  return found
}

/** The features that no org here has switched on. */
export function refuseOff(row: SettingsRow): void {
  if (row.raw('Reporting_To') !== undefined) throw row.refuseBare('reportingOff')
  if (row.raw('share_among_subordinates') !== undefined) throw row.refuseBare('subordinatesOff')
}
