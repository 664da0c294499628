/**
 * Whose e-mails of a record a user sees: those sent from CRM are everybody's who sees the record, those that a user brought
 * in are that user's, until shared. Administrators see no more than others, that being inferred.
 */

import type { Actor } from '../../http/authenticate.ts'
import { type Email, emailsOf, ofRecord, type RecordPlace } from '../../world/emails.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Table } from '../../world/table.ts'

/** That a user shares the mails of a record with all colleagues. */
interface EmailSharing {
  readonly id: string
}

const sharings = (data: OrgData): Table<EmailSharing> => data.table<EmailSharing>('email-sharings')

const sharingId = ({ module, id }: RecordPlace, userId: string): string => `${module}:${id}:${userId}`

export const areShared = (data: OrgData, record: RecordPlace, userId: string): boolean =>
  sharings(data).has(sharingId(record, userId))

export const shareEmails = (data: OrgData, record: RecordPlace, userId: string): void =>
  void sharings(data).put({ id: sharingId(record, userId) })

export const unshareEmails = (data: OrgData, record: RecordPlace, userId: string): void =>
  void sharings(data).delete(sharingId(record, userId))

/** Whether a user has brought in any mails, which is the only mail account that there is here. */
export const hasMailAccount = (data: OrgData, userId: string): boolean =>
  emailsOf(data)
    .all()
    .some(({ origin, owner }) => origin === 'server' && owner === userId)

/** The users whose mails of a record a user is shown, with their own account left out. */
export function sharersOf(data: OrgData, record: RecordPlace, userId: string): string[] {
  const owners = ofRecord(emailsOf(data), record)
    .filter(({ origin, owner }) => origin === 'server' && owner !== userId)
    .map(({ owner }) => owner)
  return [...new Set(owners)].filter(owner => areShared(data, record, owner))
}

/** The mail of that id, if it is one of the record and the user may see it. */
export function findEmail(caller: Actor, { module, id }: RecordPlace, messageId: string): Email | undefined {
  const email = emailsOf(caller.data).get(messageId)
  const isHere = email?.record.module === module && email.record.id === id
  return email && isHere && maySeeEmail(caller, email) ? email : undefined
}

export const maySeeEmail = ({ data, user }: Actor, { origin, owner, record }: Email): boolean =>
  origin === 'crm' || owner === user.id || areShared(data, record, owner)
