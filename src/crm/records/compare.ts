/**
 * Values of fields as search and COQL compare them: numbers, moments and dates by size, texts without case, lookups and
 * users by id.
 */

import { isRealDate, parseDateTime } from '../../protocol/date-time.ts'
import { type DataType, valueTypeOf } from '../../protocol/modules/define.ts'
import type { FieldMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'

/** What two sides of a comparison are brought to. */
export type Operand = string | number | boolean

/** How the values of a type compare. */
export type Comparison = 'text' | 'number' | 'date' | 'moment' | 'boolean' | 'id' | 'list'

const comparisons: Partial<Record<DataType, Comparison>> = {
  integer: 'number',
  bigint: 'id',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'moment',
  lookup: 'id',
  ownerlookup: 'id',
  userlookup: 'id',
  multi_module_lookup: 'id',
  multiselectpicklist: 'list',
  tag: 'list',
}

/** A formula compares as what it results in. */
export const comparisonOf = (field: FieldMeta): Comparison => comparisons[valueTypeOf(field)] ?? 'text'

/**
 * What a client wrote, in the form in which the field's values compare.
 * @returns undefined for something that is no value of this type
 */
export function toOperand(field: FieldMeta, written: string): Operand | undefined {
  switch (comparisonOf(field)) {
    case 'number':
      return /^[+-]?\d{1,18}(?:\.\d{1,18})?$/.test(written) ? Number(written) : undefined
    case 'id':
      return /^\d{1,19}$/.test(written) ? written : undefined
    case 'boolean':
      return /^(?:true|false)$/i.test(written) ? written.toLowerCase() === 'true' : undefined
    case 'date':
      return isRealDate(written) ? written : undefined
    case 'moment':
      return parseDateTime(written) ?? undefined
    default:
      return written.toLowerCase()
  }
}

/** The value of a record's field in the same form; null where it is empty, a list for fields of several values. */
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
