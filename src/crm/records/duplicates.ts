import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { operandOf } from './compare.ts'

/**
 * The first record that has the same value in a field and, where told, is one that counts; texts are compared without case, an empty value equals nothing. Looked up
 * through an index that is built when the field is first asked for.
 */
export function findByValue(
  records: Table<RecordRow>,
  field: FieldMeta,
  like: RecordRow,
  counts: ((row: RecordRow) => boolean) | null = null,
): RecordRow | undefined {
  const key = keyOf(field, like)
  if (key === undefined) return undefined
  const index = `value/${field.apiName}`
  records.addIndex(index, row => keyOf(field, row))
  return counts ? records.find(index, key).find(counts) : records.findOne(index, key)
}

function keyOf(field: FieldMeta, row: RecordRow): string | number | boolean | undefined {
  const operand = operandOf(field, row)
  return operand === null || typeof operand === 'object' ? undefined : operand
}

/**
 * In which order an upsert looks for the record that a row means: the fields that the caller names, else the module's own.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html
 */
export function duplicateCheckFields(module: ModuleMeta, named: readonly FieldMeta[] | null): readonly FieldMeta[] {
  if (named) return named
  const own = module.fieldsByName.get(module.duplicateCheckField)
  return own ? [own] : []
}
