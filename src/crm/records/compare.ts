/** Values of records' fields as search, views and COQL compare them. */

import { comparisonOf, type Operand } from '../../protocol/comparison.ts'
import type { FieldMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'

/** The value of a record's field in the form in which it compares; null where it is empty, a list for fields of several values. */
export function operandOf(field: FieldMeta, row: RecordRow): Operand | readonly string[] | null {
  const value = row[field.apiName] ?? null
  if (typeof value === 'string') return comparisonOf(field) === 'text' ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(each => String(each).toLowerCase())
  return value as Operand | null
}

/** Negative, zero or positive. Both sides have to be of one field. */
export function compareOperands(a: Operand, b: Operand): number {
  if (typeof a === 'string' && typeof b === 'string' && a.length !== b.length && isDigits(a) && isDigits(b)) {
    return a.length - b.length
  }
  return a < b ? -1 : a > b ? 1 : 0
}

const isDigits = (text: string): boolean => /^\d+$/.test(text)
