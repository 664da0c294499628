/** What a new lead is compared with besides other leads, as an org has chosen. */

import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { findByValue } from './duplicates.ts'

export type DuplicateCheckType = 'converted_records' | 'mapped_module_records'

/** `id` is the API name of the module whose new records are compared. */
export interface DuplicateCheck {
  readonly id: string
  readonly type: DuplicateCheckType
  /** Ids of a field of the module, and of the field of contacts that is compared with it. */
  readonly mappings: readonly { readonly current: string; readonly mapped: string }[]
}

export const duplicateChecks = (data: OrgData): Table<DuplicateCheck> => data.table('settings/duplicate_check')

/** A record of another module that says the same, and the field in which a row says it. @param before of a row that is changed */
export function findMappedDuplicate(
  data: OrgData,
  module: ModuleMeta,
  row: RecordRow,
  before?: RecordRow,
): { readonly field: FieldMeta; readonly record: RecordRow; readonly module: ModuleMeta } | null {
  if (module.apiName !== 'Leads') return null
  const contacts = data.module('Contacts')!
  for (const { current, mapped } of duplicateChecks(data).get(module.apiName)?.mappings ?? []) {
    const field = module.fields.find(({ id }) => id === current)
    const other = contacts.fields.find(({ id }) => id === mapped)
    if (!field || !other || (before && before[field.apiName] === row[field.apiName])) continue
    const like = { ...row, [other.apiName]: row[field.apiName] } as RecordRow
    const record = findByValue(data.records(contacts), other, like)
    if (record) return { field, record, module: contacts }
  }
  return null
}
