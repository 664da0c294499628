import { comparisonOf } from '../../protocol/comparison.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { operandOf } from './compare.ts'

/**
 * The first record that has the same value in a field and, where told, is one that counts. Looked up through an index that is
 * built when the field is first asked for.
 */
export function findByValue(
  records: Table<RecordRow>,
  field: FieldMeta,
  like: RecordRow,
  counts: ((row: RecordRow) => boolean) | null = null,
): RecordRow | undefined {
  const key = keyOf(field, like)
  if (key === undefined) return undefined
  const index = valueIndex(records, field)
  return counts ? records.find(index, key).find(counts) : records.findOne(index, key)
}

/** All such records, in the order in which they came. */
export function allByValue(records: Table<RecordRow>, field: FieldMeta, like: RecordRow): RecordRow[] {
  const key = keyOf(field, like)
  return key === undefined ? [] : records.find(valueIndex(records, field), key)
}

function valueIndex(records: Table<RecordRow>, field: FieldMeta): string {
  const index = `value/${field.apiName}/${isExact(field) ? 'exact' : comparisonOf(field)}`
  records.addIndex(index, row => keyOf(field, row))
  return index
}

/** Texts are the same in any letter case, unless the field says otherwise; an empty value equals nothing. */
function keyOf(field: FieldMeta, row: RecordRow): string | number | boolean | undefined {
  const value = row[field.apiName]
  if (isExact(field) && typeof value === 'string') return value
  const operand = operandOf(field, row)
  return operand === null || typeof operand === 'object' ? undefined : operand
}

const isExact = ({ unique }: FieldMeta): boolean => unique?.caseSensitive === true

/**
 * In which order an upsert looks for the record that a row means: the fields that the caller names, else
 * the module's own, then the other unique fields.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html
 */
export function duplicateCheckFields(module: ModuleMeta, named: readonly FieldMeta[] | null): readonly FieldMeta[] {
  const system = module.fieldsByName.get(module.duplicateCheckField)
  const first = named ?? (system ? [system] : [])
  return [...first, ...uniqueFieldsOf(module).filter(field => !first.includes(field))]
}

const uniqueFields = new WeakMap<ModuleMeta, readonly FieldMeta[]>()

/** The fields in which no two records may say the same; another system's id is such a field too. */
export const uniqueFieldsOf = (module: ModuleMeta): readonly FieldMeta[] =>
  getOrMake(uniqueFields, module, () => module.fields.filter(({ unique, external }) => unique ?? external))

/**
 * Another record that says the same in a unique field.
 * @param before the row as it was, for one that is changed
 * @param leaving records that don't count any more
 */
export function findDuplicate(
  records: Table<RecordRow>,
  module: ModuleMeta,
  row: RecordRow,
  before?: RecordRow,
  leaving?: ReadonlySet<string>,
): { readonly field: FieldMeta; readonly record: RecordRow } | null {
  for (const field of uniqueFieldsOf(module)) {
    if (before && before[field.apiName] === row[field.apiName]) continue
    const record = findByValue(records, field, row, ({ id }) => id !== row.id && !leaving?.has(id))
    if (record) return { field, record }
  }
  return null
}

/** Whether two records have the same value in a field. */
export function hasDuplicates(records: Table<RecordRow>, field: FieldMeta): boolean {
  const seen = new Set<string | number | boolean>()
  let found = false
  records.each(row => {
    const key = keyOf(field, row)
    found = key !== undefined && seen.has(key)
    if (key !== undefined) seen.add(key)
    return !found
  })
  return found
}
