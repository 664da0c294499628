/** What a mail holds besides its addresses: text or template, attached files, the mail that it answers, a linked deal. */

import { parseDateTime } from '../../protocol/date-time.ts'
import type { EmailFile, RecordPlace } from '../../world/emails.ts'
import type { CrmContext } from '../answer.ts'
import { moduleNamed } from '../module-of.ts'
import { seesOwner } from '../records/record-files.ts'
import { findVisible } from '../records/sharing.ts'
import type { SettingsRow } from '../settings/row.ts'
import type { MailDocument } from './deliver.ts'
import { escapeHtml, fillIn, type MergeSource } from './merge-fields.ts'
import { findEmail } from './shared-emails.ts'
import { type Template, type TemplateKind, templatesOf } from './templates.ts'

/** Uploaded files, as `[{ "id": … }]`. @throws RowRefused for an id that no upload has */
export function readFiles(row: SettingsRow, key: string, most: number, c: CrmContext): EmailFile[] {
  const all = row.objects(key) ?? []
  if (all.length > most) throw row.refuse('tooLong', key, { maximum_length: most })
  return all.map(inner => readFile(inner, c))
}

/** @param had what may be named beside uploads: the files that a draft has already */
export function readFile(row: SettingsRow, c: CrmContext, had: readonly EmailFile[] = []): EmailFile {
  const id = row.needed('id', row.text('id', 255))
  const known = had.find(each => each.id === id)
  if (known) return known
  const caller = c.get('caller')
  const file = caller.data.files.get(id)
  if (!file || !seesOwner(caller, file)) throw row.refuse('invalidId', 'id')
  return { id, name: file.name, size: file.size }
}

/** The template of that kind that a row names by its id; it has to be one of the record's module. @throws RowRefused */
export function readTemplate(
  row: SettingsRow | undefined,
  kind: TemplateKind,
  { data, module }: MergeSource,
): Template | undefined {
  if (!row) return undefined
  const template = templatesOf(data, kind).get(row.needed('id', row.text('id', 100)))
  if (template?.module !== module.apiName) throw row.refuse('invalidId', 'id')
  return template
}

/** `inventory_details`: which document goes along with the mail. @throws RowRefused */
export function readInventory(row: SettingsRow, source: MergeSource, paperTypes: readonly [string, ...string[]]) {
  const details = row.object('inventory_details')
  if (!details) return null
  const template = readTemplate(
    details.needed('inventory_template', details.object('inventory_template')),
    'inventory_templates',
    source,
  )
  return {
    template: template!,
    paperType: details.choice('paper_type', paperTypes) ?? paperTypes[0],
    viewType: details.choice('view_type', ['portrait', 'landscape']) ?? 'portrait',
  }
}

/** A document made from a template and a record. */
export const documentText = (template: Template, source: MergeSource, title: string): string =>
  `<!DOCTYPE html><title>${escapeHtml(title)}</title>${fillIn(template.content, source, 'html')}`

/** As a file that a mail takes along. */
export const makeDocument = (template: Template, source: MergeSource, name = template.name): MailDocument => ({
  name: `${name}.html`,
  bytes: Buffer.from(documentText(template, source, name)),
})

/** A moment that a key names. @throws RowRefused for anything else */
export function readMoment(row: SettingsRow, key: string): number | undefined {
  const sent = row.text(key, 50)
  if (sent === undefined) return undefined
  const at = parseDateTime(sent)
  if (at === null) throw row.wrongType(key, 'datetime')
  return at
}

/** The thread of the mail of this record that is answered, named by its id alone or with its owner. @throws RowRefused */
export function readThread(row: SettingsRow, place: RecordPlace, c: CrmContext): string | undefined {
  const sent = row.raw('in_reply_to')
  if (sent === undefined) return undefined
  const named = typeof sent === 'object' ? row.object('in_reply_to')! : row
  const key = named === row ? 'in_reply_to' : 'message_id'
  const answered = findEmail(c.get('caller'), place, named.needed(key, named.text(key, 500)))
  if (!answered) throw named.refuse('invalidId', key)
  return answered.threadId
}

/** A mail of a contact may be about a deal, and one of a deal may concern a contact. */
const linkable: Readonly<Record<string, string>> = { Contacts: 'Deals', Deals: 'Contacts' }

/**
 * The record that a mail is tied to besides its own, as `{ "module": { "api_name": "Deals" }, "id": … }`.
 * @param of API name of the module of its own record
 * @throws RowRefused
 */
export function readLinkedRecord(row: SettingsRow, of: string, c: CrmContext): RecordPlace | null {
  const inner = row.object('linked_record')
  if (!inner) return null
  const target = Object.hasOwn(linkable, of) ? linkable[of] : undefined
  if (!target) throw row.refuse('moduleWithoutEmails', 'linked_record')
  const caller = c.get('caller')
  const moduleRow = inner.needed('module', inner.object('module'))
  const named = moduleRow.text('api_name', 100) ?? moduleRow.needed('id', moduleRow.text('id', 20))
  const module = moduleNamed(caller.data, named)
  if (module?.apiName !== target)
    throw moduleRow.refuse('invalidModuleValue', moduleRow.has('api_name') ? 'api_name' : 'id')
  const record = findVisible(caller, module, inner.needed('id', inner.text('id', 20)))
  if (!record) throw inner.refuse('invalidId', 'id')
  return { module: module.apiName, id: record.id }
}
