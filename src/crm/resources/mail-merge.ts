/**
 * `/{module}/{id}/actions/send_mail_merge`: a document made from a template and the record, sent as a mail or along with one.
 * In the service such templates lie in Zoho Writer; here the org's e-mail templates stand for them, by their names.
 *
 * Source: https://github.com/zoho/crm-oas (mail_merge). Inferred: that all scopes are needed, and who sends where no sender is
 * named.
 */

import { requireScope } from '../../http/authenticate.ts'
import type { MailAddress } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { checkFrom } from '../mail/addresses.ts'
import { makeDocument } from '../mail/content.ts'
import { deliver } from '../mail/deliver.ts'
import { fillIn, type MergeSource } from '../mail/merge-fields.ts'
import { mailRecordOfPath } from '../mail/record-of-path.ts'
import { noteUse, type Template, templatesOf } from '../mail/templates.ts'
import { moduleOfPath } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import { emailPattern } from '../records/values/scalars.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const root = 'send_mail_merge'
const missing = 'Required field is missing'
const mostAddresses = 50
const otherScopes = ['ZohoWriter.documentEditor.ALL', 'ZohoWriter.merge.ALL', 'ZohoCRM.settings.emails.ALL']

export function mailMergeRoutes({ on, world }: Routes): void {
  on(
    'post',
    `/:module/:id/actions/${root}`,
    {
      scopes: 'ZohoCRM.settings.mailmerge.CREATE',
      permit: c => requirePermission(c.get('caller'), moduleOfPath(c), ['view']),
    },
    c => {
      for (const scope of otherScopes) requireScope(world, c, [scope])
      return writeOnlyRow(c, root, row => sendMerged(world, c, row))
    },
  )
}

/** @throws RowRefused */
function sendMerged(world: World, c: CrmContext, row: SettingsRow): ResultRow {
  const { module, record, place } = mailRecordOfPath(c)
  const { data, user } = c.get('caller')
  const source: MergeSource = { data, module, record, user }
  const template = readTemplate(row, source)
  const from = readAddress(row.object('from_address')) ?? { userName: user.fullName, email: user.email }
  checkFrom(data, user, from.email, 'fromNotAllowed')
  const to = readAddresses(row, 'to_address')
  if (to.length === 0) throw row.missing('to_address', missing)
  const addresses = {
    from,
    to,
    cc: readAddresses(row, 'cc_email'),
    bcc: readAddresses(row, 'bcc_email'),
    replyTo: null,
  }
  const subject = row.text('subject', 255) ?? fillIn(template.subject ?? '', source, 'text')
  const message = row.text('message', 100_000) ?? ''
  const isAttached = (row.choice('type', ['inline', 'attachment']) ?? 'inline') === 'attachment'
  const name = row.text('attachment_name', 255)

  const words = isAttached ? message : message + fillIn(template.content, source, 'html')
  const { email } = deliver(world, data, {
    ...addresses,
    record: place,
    owner: user.id,
    subject,
    content: words,
    mailFormat: 'html',
    at: data.clock.now(),
    threadId: undefined,
    attachments: isAttached ? [makeDocument(template, source, name)] : [],
    linked: null,
    source: 'mail_merge',
  })
  noteUse(data, 'email_templates', template.id, email.at, email.bounced)
  return success('send mail merge action initiated successfully', {
    report_link: `https://writer.zoho.com/writer/v1/mailmerge/job/${email.id}`,
  })
}

function readTemplate(row: SettingsRow, { data, module }: MergeSource): Template {
  const named = row.needed('mail_merge_template', row.object('mail_merge_template'), missing)
  const name = named.needed('name', named.text('name', 255), missing)
  const template = templatesOf(data, 'email_templates')
    .all()
    .find(each => each.name === name && each.module === module.apiName)
  if (!template) throw named.refuse('invalidValue', 'name')
  return template
}

/** `{ "type": "email", "value": … }`. @throws RowRefused */
function readAddress(row: SettingsRow | undefined): MailAddress | undefined {
  if (!row) return undefined
  row.needed('type', row.choice('type', ['email']), missing)
  const email = row.needed('value', row.text('value', 255), missing)
  if (!emailPattern.test(email)) throw row.refuse('invalidEmail', 'value')
  return { userName: null, email }
}

function readAddresses(row: SettingsRow, key: string): readonly MailAddress[] {
  const all = row.objects(key) ?? []
  if (all.length > mostAddresses) throw row.refuse('tooLong', key, { maximum_length: mostAddresses })
  return all.map(each => readAddress(each)!)
}
