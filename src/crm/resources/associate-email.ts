/**
 * `/{module}/{id}/actions/associate_email`: a mail of another server that is to stand with a record; and
 * `/actions/email_available`, whether one is here already. That a mail is taken but once in an org is inferred.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/associate-email.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { type Email, emailsOf, ownFiles, ownImages } from '../../world/emails.ts'
import { answer, type CrmContext, type ResultRow, success } from '../answer.ts'
import { readAddress, readAddresses } from '../mail/addresses.ts'
import { readFiles, readLinkedRecord, readMoment } from '../mail/content.ts'
import { linkedRecord } from '../mail/email-response.ts'
import { mailRecordOfPath, requireEmailScope } from '../mail/record-of-path.ts'
import { maySeeEmail } from '../mail/shared-emails.ts'
import { recordScope } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { findVisible } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const mostAddresses = 50
const mostFiles = 20

export function associateEmailRoutes({ on, world }: Routes): void {
  on('post', '/:module/:id/actions/associate_email', recordScope('CREATE', ['view']), c => {
    requireEmailScope(world, c, 'CREATE')
    return writeOnlyRow(c, 'Emails', row => associate(c, row), 201)
  })

  // the parameter is spelled so
  on('get', '/actions/email_available', { scopes: 'ZohoCRM.modules.emails.READ', permit: null }, c => {
    const id = queryParam(c, 'orginal_message_id')
    if (!id) throw crmError('requiredParamMissing', { param_name: 'orginal_message_id' })
    const caller = c.get('caller')
    const { data } = caller
    const email = emailsOf(data).get(id)
    const module = email?.origin === 'server' ? data.module(email.record.module) : undefined
    if (!email || !module) return answer(c, { available: false })
    const isVisible =
      mayDo(caller.user.profile, 'view', module) &&
      findVisible(caller, module, email.record.id) &&
      maySeeEmail(caller, email)
    if (!isVisible) return answer(c, { available: true })
    const linked = linkedRecord(data, email.linked)
    const record = { module: { api_name: module.apiName, id: module.id }, id: email.record.id, linked_record: linked }
    return answer(c, { available: true, record, linked_record: linked })
  })
}

/** @throws RowRefused */
function associate(c: CrmContext, row: SettingsRow): ResultRow {
  const { module, place } = mailRecordOfPath(c)
  const { data } = c.get('caller')
  if (['Cases', 'Vendors'].includes(module.apiName)) throw crmError('moduleWithoutEmails', { resource_path_index: 0 })
  const from = row.needed('from', readAddress(row, 'from'))
  const to = row.needed('to', readAddresses(row, 'to', mostAddresses))
  if (to.length === 0) throw row.missing('to')
  const id = row.needed('original_message_id', row.text('original_message_id', 255))
  const sent = row.needed('sent', row.boolean('sent'))
  const owner = sent ? senderOf(c, row, from.email) : c.get('caller').user.id
  const files = readFiles(row, 'attachments', mostFiles, c)
  const linked = readLinkedRecord(row, module.apiName, c)
  if (emailsOf(data).has(id)) throw row.refuse('duplicateSetting', 'original_message_id')
  const email: Omit<Email, 'attachments'> = {
    id,
    record: place,
    owner,
    origin: 'server',
    source: 'api',
    from,
    to,
    cc: readAddresses(row, 'cc', mostAddresses) ?? [],
    bcc: readAddresses(row, 'bcc', mostAddresses) ?? [],
    replyTo: null,
    subject: row.needed('subject', row.text('subject', 250)),
    content: row.needed('content', row.text('content', 32_000)),
    mailFormat: row.choice('mail_format', ['text', 'html']) ?? 'text',
    sent,
    at: row.needed('date_time', readMoment(row, 'date_time')),
    threadId: id,
    linked,
    bounced: false,
  }
  emailsOf(data).insert({ ...email, attachments: ownFiles(data, id, files) })
  ownImages(data, id, email.content)
  return success('Email associated successfully.', { message_id: id })
}

/** Whose mail it is: only administrators bring in what another user has sent. @throws RowRefused */
function senderOf(c: CrmContext, row: SettingsRow, email: string): string {
  const { data, user } = c.get('caller')
  const sender = data.users().find(each => each.email.toLowerCase() === email.toLowerCase()) ?? user
  if (sender.id !== user.id && !user.profile.administrator) throw row.refuse('notAllowed', 'from')
  return sender.id
}
