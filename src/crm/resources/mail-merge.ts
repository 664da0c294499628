/**
 * `/{module}/{id}/actions/send_mail_merge` and `download_mail_merge`: a document made from a template and the record, sent as a
 * mail or along with one, or downloaded. In the service such templates lie in Zoho Writer; here the org's e-mail templates
 * stand for them, by their names.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/send-mail-merge.html and
 * https://www.zoho.com/crm/developer/docs/api/v8/download-mail-merge.html. Inferred: who sends where no sender is named, and that
 * a download answers with the document itself.
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { MailAddress } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { answer, answerFile, type CrmContext, type ResultRow, success } from '../answer.ts'
import { checkFrom } from '../mail/addresses.ts'
import { documentText, makeDocument } from '../mail/content.ts'
import { deliver } from '../mail/deliver.ts'
import { fillIn, type MergeSource } from '../mail/merge-fields.ts'
import { mailRecordOfPath } from '../mail/record-of-path.ts'
import { noteUse, type Template, templatesOf } from '../mail/templates.ts'
import { moduleOfPath } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import { emailPattern } from '../records/values/scalars.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { resultOf } from '../settings/write-rows.ts'

const sending = 'send_mail_merge'
const downloading = 'download_mail_merge'
const missing = 'Required field is missing'
const mostAddresses = 50
const writerScopes = ['ZohoWriter.documentEditor.ALL', 'ZohoWriter.merge.ALL']

const needs: Needs = {
  scopes: 'ZohoCRM.settings.mailmerge.CREATE',
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), ['view']),
}

export function mailMergeRoutes({ on, world }: Routes): void {
  on('post', `/:module/:id/actions/${sending}`, needs, c => {
    for (const scope of [...writerScopes, 'ZohoCRM.settings.emails.ALL']) requireScope(world, c, [scope])
    return writeOnlyRow(c, sending, row => sendMerged(world, c, row))
  })

  on('post', `/:module/:id/actions/${downloading}`, needs, async c => {
    for (const scope of writerScopes) requireScope(world, c, [scope])
    const [sent, ...others] = rowsOf(c, await readJsonObject(c), downloading)
    if (others.length > 0) {
      throw crmError('tooLong', { maximum_length: 1, api_name: downloading, json_path: `$.${downloading}` })
    }
    const file = resultOf(() => mergedFile(c, new SettingsRow(sent, `$.${downloading}[0]`)))
    return 'code' in file ? answer(c, { [downloading]: [file] }, 400) : answerFile(c, file, file.bytes)
  })
}

interface MergedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** @throws RowRefused */
function mergedFile(c: CrmContext, row: SettingsRow): MergedFile {
  const { module, record } = mailRecordOfPath(c)
  const { data, user } = c.get('caller')
  const source: MergeSource = { data, module, record, user }
  const template = readTemplate(row, source)
  const format = row.choice('output_format', ['pdf', 'html', 'docx']) ?? 'pdf'
  const name = row.text('file_name', 255) ?? 'download'
  if (format !== 'html') throw row.refuse('settingNotEmulated', 'output_format')
  return { name: `${name}.html`, type: 'text/html', bytes: Buffer.from(documentText(template, source, name)) }
}

/** @throws RowRefused */
function sendMerged(world: World, c: CrmContext, row: SettingsRow): ResultRow {
  const { module, record, place } = mailRecordOfPath(c)
  const { data, user } = c.get('caller')
  const source: MergeSource = { data, module, record, user }
  const template = readTemplate(row, source)
  const from = readAddress(row.object('from_address')) ?? { userName: user.fullName, email: user.email }
  checkFrom(data, user, from.email, 'fromNotAllowed')
  const to = row.has('to_address') ? readAddresses(row, 'to_address') : addressOf(source)
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
  const mail = {
    ...addresses,
    record: place,
    owner: user.id,
    subject,
    content: words,
    mailFormat: 'html',
    at: data.clock.now(),
    threadId: undefined,
    attachments: [],
    linked: null,
    source: 'mail_merge',
  } as const
  const { email } = deliver(world, data, mail, isAttached ? [makeDocument(template, source, name)] : [])
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

/** Without word of it, a mail goes to the record itself. */
const addressOf = ({ record }: MergeSource): MailAddress[] =>
  typeof record.Email === 'string' ? [{ userName: null, email: record.Email }] : []

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
