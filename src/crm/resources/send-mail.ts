/**
 * `/{module}/{id}/actions/send_mail`: a mail from a record, with its own words or those of a template.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/send-mail.html and https://github.com/zoho/crm-oas. Inferred: that
 * what the request itself says wins over the template, whose merge fields are filled in at once, and that a time of sending
 * has to lie ahead.
 */

import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { checkFrom, readAddress, readAddresses } from '../mail/addresses.ts'
import {
  makeDocument,
  readFiles,
  readInventory,
  readLinkedRecord,
  readMoment,
  readTemplate,
  readThread,
} from '../mail/content.ts'
import { deliver } from '../mail/deliver.ts'
import { fillIn, type MergeSource } from '../mail/merge-fields.ts'
import { mailRecordOfPath } from '../mail/record-of-path.ts'
import { noteUse, type Template } from '../mail/templates.ts'
import { moduleOfPath } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const mostAddresses = 50
const mostFiles = 10

export function sendMailRoutes({ on, world }: Routes): void {
  on(
    'post',
    '/:module/:id/actions/send_mail',
    {
      scopes: c => ['ZohoCRM.send_mail.all.CREATE', `ZohoCRM.send_mail.${c.req.param('module')}.CREATE`],
      permit: c => requirePermission(c.get('caller'), moduleOfPath(c), ['view']),
    },
    c => writeOnlyRow(c, 'data', row => sendMail(world, c, row)),
  )
}

/** @throws RowRefused */
function sendMail(world: World, c: CrmContext, row: SettingsRow): ResultRow {
  const { data, user } = c.get('caller')
  const { module, record, place } = mailRecordOfPath(c)
  const merged: MergeSource = { data, module, record, user }

  const from = row.needed('from', readAddress(row, 'from'))
  checkFrom(data, user, from.email, 'fromNotAllowed')
  const to = row.needed('to', readAddresses(row, 'to', mostAddresses))
  if (to.length === 0) throw row.missing('to')
  const cc = readAddresses(row, 'cc', mostAddresses) ?? []
  const bcc = readAddresses(row, 'bcc', mostAddresses) ?? []
  const replyTo = readAddress(row, 'reply_to') ?? null
  row.boolean('org_email')
  const source = row.boolean('consent_email') ? 'consent_mail' : 'individual'
  if (row.raw('data_subject_request') !== undefined) throw row.refuse('settingNotEmulated', 'data_subject_request')
  const now = data.clock.now()
  const at = readMoment(row, 'scheduled_time') ?? now
  if (at < now) throw row.refuse('invalidValue', 'scheduled_time')
  const threadId = readThread(row, place, c)
  const linked = readLinkedRecord(row, module.apiName, c)
  const template = readTemplate(row.object('template'), 'email_templates', merged)
  const words = readWords(row, template, merged)
  const inventory = readInventory(row, merged, ['default', 'A4', 'us_letter'])
  const attachments = readFiles(row, 'attachments', mostFiles, c)

  const documents = inventory ? [makeDocument(inventory.template, merged)] : []
  const addresses = { from, to, cc, bcc, replyTo }
  const mail = {
    record: place,
    owner: user.id,
    ...addresses,
    ...words,
    at,
    threadId,
    attachments,
    linked,
    source,
  } as const
  const { email, blocked } = deliver(world, data, mail, documents)
  if (template) noteUse(data, 'email_templates', template.id, at, email.bounced)
  if (inventory) noteUse(data, 'inventory_templates', inventory.template.id, at, email.bounced)
  return success('Mail sent successfully', {
    message_id: email.id,
    ...(blocked.length > 0 && {
      blocked_email_addresses: blocked.map(({ email: address }) => ({ email: address, reason: 'bounced' })),
    }),
  })
}

/** Subject, text and form of a mail. */
function readWords(row: SettingsRow, template: Template | undefined, source: MergeSource) {
  const subject = row.text('subject', 1000)
  const content = row.text('content', 100_000)
  const asked = row.choice('mail_format', ['html', 'text'])
  const ownForm = template?.editorMode === 'plain_text' ? 'text' : 'html'
  const mailFormat = asked ?? (content === undefined && template ? ownForm : 'html')
  return {
    subject: subject ?? fillIn(template?.subject ?? '', source, 'text'),
    content: content ?? fillIn(template?.content ?? '', source, ownForm),
    mailFormat,
  }
}
