/**
 * How e-mails of records are answered.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/get-email-rel-list.html; the words for `source` and the types of
 * `status` are those of Zoho's iOS SDK (ZCRMEmail.swift).
 */

import { formatDateTime } from '../../protocol/date-time.ts'
import type { Draft, Email, RecordPlace } from '../../world/emails.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { MailAddress } from '../../world/schema.ts'
import { shortUserReference } from '../records/render.ts'
import { addressesResponse, addressResponse } from './addresses.ts'

/** A mail in a list; what it says is left to a read of it alone. */
export function emailInList(data: OrgData, email: Email): object {
  const { timeZone } = data.org
  return listed(data, {
    ...email,
    time: formatDateTime(email.at, timeZone),
    status: statusOf(data, email),
  })
}

/** A draft as it stands among the mails. */
export function draftInList(data: OrgData, draft: Draft): object {
  return listed(data, {
    ...draft,
    from: { userName: null, email: draft.from },
    sent: false,
    source: 'individual',
    time: formatDateTime(draft.modifiedAt, data.org.timeZone),
    status: [{ type: 'draft', bounced_time: null, bounced_reason: null }],
  })
}

interface Listed {
  readonly id: string
  readonly owner: string
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly subject: string | null
  readonly sent: boolean
  readonly source: string
  readonly time: string
  readonly status: readonly object[]
  readonly attachments: readonly unknown[]
  readonly linked: RecordPlace | null
}

function listed(data: OrgData, mail: Listed): object {
  return {
    cc: addressesResponse(mail.cc),
    summary: null,
    owner: shortUserReference(data, mail.owner),
    read: true,
    sent: mail.sent,
    subject: mail.subject,
    activity_info: null,
    intent: null,
    sentiment_info: null,
    message_id: mail.id,
    source: mail.source,
    linked_record: linkedRecord(data, mail.linked),
    emotion: null,
    from: addressResponse(mail.from),
    to: addressesResponse(mail.to),
    time: mail.time,
    status: mail.status,
    has_attachment: mail.attachments.length > 0,
    has_thread_attachment: mail.attachments.length > 0,
  }
}

function statusOf(data: OrgData, { at, sent, bounced }: Email): object[] {
  const status = (type: string, more: object = {}) => ({ type, bounced_time: null, bounced_reason: null, ...more })
  if (at > data.clock.now()) return [status('scheduled')]
  if (!bounced) return [status(sent ? 'sent' : 'received')]
  const bounce = { bounced_time: formatDateTime(at, data.org.timeZone), bounced_reason: 'The address takes no mail.' }
  return [status('sent'), status('bounced', { ...bounce, category: 'soft', sub_category: 'others' })]
}

/** A mail on its own, with its text. */
export const wholeEmail = (data: OrgData, email: Email): object => ({
  ...emailInList(data, email),
  attachments: email.attachments.map(({ id, name, size }) => ({ id, name, size: String(size) })),
  thread_id: email.threadId,
  content: email.content,
  mail_format: email.mailFormat,
  reply_to: email.replyTo && addressResponse(email.replyTo),
  sent_time: formatDateTime(email.at, data.org.timeZone),
  editable: false,
})

/** The record that a mail is linked to; one that is gone reads as none. */
export function linkedRecord(data: OrgData, linked: RecordPlace | null): object | null {
  const module = linked && data.module(linked.module)
  const record = module && data.records(module).get(linked.id)
  if (!module || !record) return null
  return {
    module: { api_name: module.apiName, id: module.id },
    name: record[module.displayField] ?? null,
    id: record.id,
  }
}
