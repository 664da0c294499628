/** The e-mails of an org's records: those sent from CRM, now or later, those that a client brought in, and drafts. */

import type { OrgData } from './org-data.ts'
import { copyFile, forgetFiles } from './org-files.ts'
import type { MailAddress } from './schema.ts'
import type { Table } from './table.ts'

/** A file that lies among the org's uploads. */
export interface EmailFile {
  readonly id: string
  readonly name: string
  readonly size: number
}

/** A record, by the API name of its module. */
export interface RecordPlace {
  readonly module: string
  readonly id: string
}

/** `id` is what clients call the message id. */
export interface Email {
  readonly id: string
  readonly record: RecordPlace
  /** A user's id. */
  readonly owner: string
  /** Sent from CRM, or brought in from a mail server. */
  readonly origin: 'crm' | 'server'
  /** How it came about, in the service's words. */
  readonly source: 'individual' | 'consent_mail' | 'mail_merge' | 'api'
  /** By a user of the org; false for one that came in. */
  readonly sent: boolean
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly replyTo: MailAddress | null
  readonly subject: string
  readonly content: string
  readonly mailFormat: 'html' | 'text'
  /** When it went out or will, or came in. */
  readonly at: number
  /** Of the first mail that it answers. */
  readonly threadId: string
  readonly attachments: readonly EmailFile[]
  /** The deal that it is about, or the contact of one about a deal. */
  readonly linked: RecordPlace | null
  /** It came back from an address that takes none, or was kept back from such. */
  readonly bounced: boolean
}

export interface Draft {
  readonly id: string
  readonly record: RecordPlace
  readonly owner: string
  readonly from: string
  readonly replyTo: string | null
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly subject: string | null
  readonly content: string | null
  readonly richText: boolean
  readonly source: string
  readonly schedule: { readonly at: number; readonly timeZone: string | null; readonly source: string } | null
  readonly inventory: { readonly templateId: string; readonly paperType: string; readonly viewType: string } | null
  readonly attachments: readonly (EmailFile & { readonly service: string })[]
  readonly linked: RecordPlace | null
  readonly createdAt: number
  readonly modifiedAt: number
}

/** An address of which the service knows that it takes no mail. `id` is the address in lower case. */
export interface BlockedAddress {
  readonly id: string
  readonly at: number
}

const placeKey = ({ module, id }: RecordPlace): string => `${module}:${id}`

export const emailsOf = (data: OrgData): Table<Email> =>
  data.table<Email>('emails', { indexes: { record: ({ record }) => placeKey(record) } })

export const draftsOf = (data: OrgData): Table<Draft> =>
  data.table<Draft>('email-drafts', { indexes: { record: ({ record }) => placeKey(record) } })

export const blockedAddresses = (data: OrgData): Table<BlockedAddress> =>
  data.table<BlockedAddress>('blocked-addresses')

/** What has the files of a mail or draft. */
export const mailOwner = (id: string): string => `emails:${id}`

/** Files of its own for a mail or draft; those that a draft had before and has no more are let go. */
export function ownFiles<T extends EmailFile>(
  data: OrgData,
  mailId: string,
  files: readonly T[],
  before: readonly EmailFile[] = [],
): T[] {
  const had = new Set(before.map(({ id }) => id))
  const own = files.map(file =>
    had.has(file.id) ? file : { ...file, id: copyFile(data, data.files.get(file.id)!, mailOwner(mailId)).id },
  )
  const has = new Set(own.map(({ id }) => id))
  for (const id of had) if (!has.has(id)) data.files.delete(id)
  return own
}

/** The uploads that a text shows by their ids belong to the mail from then on. */
export function ownImages(data: OrgData, mailId: string, content: string): void {
  for (const [id] of content.matchAll(/[0-9a-f]{64}/g)) {
    const file = data.files.get(id)
    if (file && file.usedBy === undefined) data.files.put({ ...file, usedBy: mailOwner(mailId) })
  }
}

/** Mails and drafts of a record go to another. */
export function moveEmails(data: OrgData, from: RecordPlace, to: RecordPlace): void {
  for (const email of ofRecord(emailsOf(data), from)) emailsOf(data).put({ ...email, record: to })
  for (const draft of ofRecord(draftsOf(data), from)) draftsOf(data).put({ ...draft, record: to })
}

/** With a record that is gone for good its mails are gone too, and leave no mark. */
export function forgetEmails(data: OrgData, of: RecordPlace): void {
  const isOf = ({ record }: Email | Draft): boolean => placeKey(record) === placeKey(of)
  for (const { id } of [...ofRecord(emailsOf(data), of), ...ofRecord(draftsOf(data), of)]) {
    forgetFiles(data, mailOwner(id))
  }
  emailsOf(data).forget(isOf)
  draftsOf(data).forget(isOf)
}

/** The rows of one record, in the order in which they came. */
export const ofRecord = <T extends Email | Draft>(rows: Table<T>, place: RecordPlace): T[] =>
  rows.find('record', placeKey(place))
