/** How the values of fields compare, and what a client may write for them: by size, as texts without case, or by id. */

import { isRealDate, parseDateTime } from './date-time.ts'
import { type DataType, type FieldDefinition, valueTypeOf } from './modules/define.ts'

/** What two sides of a comparison are brought to. */
export type Operand = string | number | boolean

/** How the values of a type compare. */
export type Comparison = 'text' | 'number' | 'date' | 'moment' | 'boolean' | 'id' | 'list'

type Typed = Pick<FieldDefinition, 'dataType' | 'returnType'>

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
export const comparisonOf = (field: Typed): Comparison => comparisons[valueTypeOf(field)] ?? 'text'

/**
 * What a client wrote, in the form in which the field's values compare.
 * @returns undefined for something that is no value of this type
 */
export function toOperand(field: Typed, written: string): Operand | undefined {
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

const unsorted: ReadonlySet<DataType> = new Set([
  ...(['textarea', 'richtext', 'multiselectpicklist', 'tag', 'profileimage'] as const),
  ...(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload'] as const),
  ...(['linetax', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])

/** Whether records can be put in the order of such a field. */
export const isSortable = (dataType: DataType): boolean => !unsorted.has(dataType)
