import { valueTypeOf } from '../../../protocol/modules/define.ts'
import { exactTime } from '../../../views/moment.tsx'
import type { FieldMeta } from '../../../world/metadata.ts'
import type { OrgData } from '../../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../../world/record-row.ts'

/** What a person reads of a stored value: names in place of ids, moments written out. Empty for nothing. */
export function valueText(field: FieldMeta, row: RecordRow, data: OrgData): string {
  const value = row[field.apiName]
  if (value === undefined || value === null) return ''
  if (valueTypeOf(field) === 'datetime' && typeof value === 'number') return exactTime(value)
  if (typeof value === 'string') return nameOf(field, value, row, data) ?? value
  return plainText(value)
}

/** The name of the record or user that a field points to. */
function nameOf(field: FieldMeta, id: string, row: RecordRow, data: OrgData): string | undefined {
  const { dataType, lookup, modules } = field
  if (dataType === 'ownerlookup' || dataType === 'userlookup') return data.user(id)?.fullName
  if (dataType !== 'lookup' && dataType !== 'multi_module_lookup') return undefined
  const module = data.module(lookup?.module ?? String(row.$se_module ?? modules?.[0]))
  const name = module && data.records(module).get(id)?.[module.displayField]
  return typeof name === 'string' ? name : undefined
}

function plainText(value: StoredValue): string {
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (value.every(each => typeof each === 'string')) return value.join(', ')
  return value.length === 1 ? '1 row' : `${value.length} rows`
}
