/**
 * Quotes become sales orders or invoices, sales orders become invoices: what both modules have goes over, line items and tags
 * with it, and the new record names the old one where it has a field for it. Which fields go over is inferred: those of the
 * same name that a client may write, but for the state of the record.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/inventory-convert.html
 */

import type { CrmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { InnerRow, RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import { rowFieldsOf } from '../records/row-fields.ts'
import { assignNumbers } from '../records/validate.ts'
import { isWritable } from '../records/values/index.ts'
import { commitInsert, prepareInsert, type WriteContext } from '../records/write.ts'
import { addEvent } from '../timeline/entries.ts'

/** What the records of a module can become. */
export const inventoryTargets: Readonly<Record<string, readonly string[]>> = {
  Quotes: ['Sales_Orders', 'Invoices'],
  Sales_Orders: ['Invoices'],
}

/** The field of the new record that names the one it was made of. */
const origins: Readonly<Record<string, string>> = {
  'Quotes>Sales_Orders': 'Quote_Name',
  'Sales_Orders>Invoices': 'Sales_Order',
}

/** Fields of one meaning and two names. */
const renamed: Readonly<Record<string, string>> = { Deal_Name: 'Deal_Name__s' }

const states: ReadonlySet<string> = new Set(['Status', 'Quote_Stage', 'Owner'])

/** Where the record says what it was converted into. */
const convertedTo = '$converted_to'

export const isConverted = (row: RecordRow): boolean => row[convertedTo] !== undefined

/**
 * @param context of a write of the source's module
 * @param from what the new record gets its values of, where that is not just the source
 * @returns the new record, or why there is none
 */
export function convertInventory(
  source: RecordRow,
  target: ModuleMeta,
  context: WriteContext,
  from = source,
): { readonly row: RecordRow } | { readonly error: CrmErrorBody } {
  const { data, module, caller, at = data.clock.now() } = context
  const to: WriteContext = { ...context, module: target, source: context.source ?? 'convert' }
  const values = carriedValues(from, module, target, to)
  assignNumbers(values, to)
  const prepared = prepareInsert(values, to)
  if ('error' in prepared) return prepared
  const row = commitInsert(prepared.row, to)
  data.records(module).put({ ...source, [convertedTo]: `${target.apiName}:${row.id}` })
  addEvent(data, source.id, { at, action: 'converted', source: to.source!, doneBy: caller.user.id })
  return { row }
}

function carriedValues(
  source: RecordRow,
  module: ModuleMeta,
  target: ModuleMeta,
  context: WriteContext,
): Record<string, StoredValue> {
  const values: Record<string, StoredValue> = { Owner: source.Owner as string, Tag: source.Tag ?? [] }
  for (const field of module.fields) {
    const value = source[field.apiName]
    const other = target.fieldsByName.get(field.apiName) ?? target.fieldsByName.get(renamed[field.apiName] ?? '')
    if (other && value !== undefined && value !== null && isCarried(field, other)) values[other.apiName] = value
  }
  const origin = origins[`${module.apiName}>${target.apiName}`]
  if (origin) values[origin] = source.id
  const [there, into] = [itemsOf(module), itemsOf(target)]
  if (there && into) {
    const items = (source[there.apiName] ?? []) as readonly InnerRow[]
    const changes = items.map(item => ({ kind: 'add', row: copyOf(item, into, context) }))
    values.$rowChanges = { [into.apiName]: changes as unknown as StoredValue } as StoredObject
  }
  return values
}

const isCarried = (field: FieldMeta, other: FieldMeta): boolean =>
  field.dataType === other.dataType &&
  isWritable(other) &&
  !states.has(field.apiName) &&
  !field.rows &&
  !other.autoNumber

const itemsOf = ({ fields }: ModuleMeta): FieldMeta | undefined =>
  fields.find(({ dataType, mandatory }) => dataType === 'subform' && mandatory)

/** A line item with an id of its own, of the parts that the other list has. */
function copyOf(item: InnerRow, list: FieldMeta, { data, at = data.clock.now() }: WriteContext): InnerRow {
  const now = Math.floor(at / 1000) * 1000
  const copy: Record<string, StoredValue | undefined> = {}
  for (const { apiName } of rowFieldsOf(list)) if (item[apiName] !== undefined) copy[apiName] = item[apiName]
  return Object.freeze({ ...copy, Created_Time: now, Modified_Time: now, id: data.nextRecordId() })
}
