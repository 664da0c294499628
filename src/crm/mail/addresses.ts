/** Addresses of mails: how requests name them, and from which ones a user may send. */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { MailAddress } from '../../world/schema.ts'
import { settingId } from '../../world/setting-ids.ts'
import { emailPattern } from '../records/values/scalars.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'

const longest = 255

/** `{ "user_name": …, "email": … }`. @throws RowRefused */
export function readAddress(row: SettingsRow, key: string): MailAddress | undefined {
  const inner = row.object(key)
  return inner && addressOf(inner)
}

/** A list of such. @throws RowRefused */
export function readAddresses(row: SettingsRow, key: string, most: number): readonly MailAddress[] | undefined {
  const all = row.objects(key)
  if (all && all.length > most) throw row.refuse('tooLong', key, { maximum_length: most })
  return all?.map(addressOf)
}

function addressOf(row: SettingsRow): MailAddress {
  const email = row.needed('email', row.text('email', longest))
  if (!emailPattern.test(email)) throw row.refuse('invalidEmail', 'email')
  return { userName: row.text('user_name', longest) ?? null, email }
}

export interface FromAddress extends MailAddress {
  /** Null for a user's own. */
  readonly id: string | null
  readonly type: 'primary' | 'org_email'
}

/**
 * From which addresses a user may send: the own one, and that which every org has for all. That there is one, and which, is
 * inferred.
 */
export function fromAddressesOf({ org }: OrgData, { fullName, email }: OrgUser): readonly FromAddress[] {
  return [
    { id: null, type: 'primary', userName: fullName, email },
    {
      id: settingId(org.idPrefix, 'from_addresses'),
      type: 'org_email',
      userName: org.name,
      email: `support@${org.domainName}.example`,
    },
  ]
}

const mayFrom = (data: OrgData, user: OrgUser, email: string): boolean =>
  fromAddressesOf(data, user).some(allowed => allowed.email.toLowerCase() === email.toLowerCase())

/** @throws RowRefused for an address that is not the user's to send from */
export function checkFrom(
  data: OrgData,
  user: OrgUser,
  email: string,
  error: 'fromNotAllowed' | 'draftFromNotAllowed',
): void {
  if (!mayFrom(data, user, email)) throw new RowRefused(crmErrorBody(error, { api_name: 'from' }))
}

export const addressResponse = ({ userName, email }: MailAddress): object => ({ user_name: userName, email })

/** No addresses are null. */
export const addressesResponse = (addresses: readonly MailAddress[]): readonly object[] | null =>
  addresses.length === 0 ? null : addresses.map(addressResponse)
