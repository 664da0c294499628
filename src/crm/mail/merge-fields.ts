/**
 * Merge fields of templates: `${Leads.Last Name}` or `${!Leads.Last_Name}` stands for a value of the record, `${!users.…}` for
 * one of who sends, `${!org.…}` for one of the org, `${!unsubscribe_links.…}` for the address of such a link. A field that is none or empty leaves nothing behind.
 *
 * Source: https://help.zoho.com/portal/en/kb/crm/connect-with-customers/email/email-templates/articles/create-email-templates;
 * that both spellings work everywhere and in any letter case is inferred.
 */

import { formatDateTime } from '../../protocol/date-time.ts'
import { valueTypeOf } from '../../protocol/modules/define.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { lookupNamer } from '../records/lookup-name.ts'
import { unsubscribeAddress } from './unsubscribe-links.ts'

export interface MergeSource {
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly record: RecordRow
  readonly user: OrgUser
}

const placeholder = /\$\{!?([^.{}]{1,100})\.([^{}]{1,100})\}/g

/** @param format values that go into HTML are escaped */
export const fillIn = (template: string, source: MergeSource, format: 'html' | 'text'): string =>
  template.replace(placeholder, (_, group: string, name: string) => {
    const value = mergeValue(group.trim(), name.trim(), source)
    return format === 'html' ? escapeHtml(value) : value
  })

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Names of modules and fields are compared as people write them: `Last Name`, `last_name`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(' ', '_')

function mergeValue(group: string, name: string, { data, module, record, user }: MergeSource): string {
  const wanted = plain(name)
  if (/^users?$/i.test(group)) return userValues(user)[wanted] ?? ''
  if (group === 'unsubscribe_links') return unsubscribeAddress(data, name)
  if (/^org(?:anization)?$/i.test(group)) return wanted === 'company_name' ? data.org.name : ''
  if (![module.apiName, module.plural, module.singular].some(each => plain(each) === plain(group))) return ''
  if (wanted === 'id') return record.id
  const field =
    module.fields.find(({ apiName }) => plain(apiName) === wanted) ??
    module.fields.find(({ label }) => plain(label) === wanted)
  return field ? fieldText(field, record, data) : ''
}

const userValues = ({ firstName, lastName, fullName, email }: OrgUser): Readonly<Record<string, string>> => ({
  first_name: firstName,
  last_name: lastName,
  full_name: fullName,
  email,
})

function fieldText(field: FieldMeta, record: RecordRow, data: OrgData): string {
  const value = record[field.apiName]
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') {
    return valueTypeOf(field) === 'datetime' ? formatDateTime(value, data.org.timeZone) : String(value)
  }
  if (Array.isArray(value)) return value.filter(each => typeof each === 'string').join(', ')
  if (typeof value === 'object') return ''
  const isReference = field.lookup || field.modules || /^(?:owner|user)lookup$/.test(field.dataType)
  return isReference ? String(lookupNamer(field, data)(String(value), record) ?? '') : String(value)
}
