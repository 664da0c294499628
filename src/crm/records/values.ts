/**
 * The rules of each field type for a value that a client sends: what it becomes when stored, or why it is refused. One
 * entry a type; all else about a row is validate.ts's business.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */

import { isRealDate, parseDateTime } from '../../protocol/date-time.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { FieldMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { StoredValue } from '../../world/record-row.ts'

/** What is wrong with a value; validate.ts turns it into the row error with its place in the body. */
export type ValueProblem =
  | { readonly wrong: 'type'; readonly expected: string }
  | { readonly wrong: 'length'; readonly maximum: number }
  | { readonly wrong: 'choice'; readonly supported: readonly string[] }
  | { readonly wrong: 'id'; readonly at?: 'id' }
  | { readonly wrong: 'missing-id' }

export type Parsed =
  | { readonly value: StoredValue; readonly extra?: Readonly<Record<string, StoredValue>> }
  | ValueProblem

export interface ValueContext {
  readonly data: OrgData
  readonly picklistValuesChecked: boolean
  /** The other values of the row, for a lookup that says in another key which module it means. */
  readonly row: Readonly<Record<string, unknown>>
}

type ParseValue = (sent: unknown, field: FieldMeta, context: ValueContext) => Parsed

const wrongType = (expected: string): ValueProblem => ({ wrong: 'type', expected })

/** @param sent anything but null or an empty string, which clear a field of any type */
export function parseValue(sent: unknown, field: FieldMeta, context: ValueContext): Parsed {
  return parsers[field.dataType](sent, field, context)
}

const parseText: ParseValue = (sent, field) => {
  if (typeof sent !== 'string') return wrongType('string')
  return field.length !== undefined && sent.length > field.length
    ? { wrong: 'length', maximum: field.length }
    : { value: sent }
}

/** A text whose form is checked too. Each pattern takes its input in one pass, whatever it is. */
const parseFormed =
  (expected: string, pattern: RegExp): ParseValue =>
  (sent, field, context) => {
    const parsed = parseText(sent, field, context)
    return 'value' in parsed && !pattern.test(sent as string) ? wrongType(expected) : parsed
  }

const parseNumber =
  (expected: 'integer' | 'bigint' | 'double'): ParseValue =>
  (sent, field) => {
    const value = typeof sent === 'string' && /^-?\d{1,20}(?:\.\d{1,20})?$/.test(sent) ? Number(sent) : sent
    if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType(expected)
    if (expected !== 'double' && !Number.isSafeInteger(value)) return wrongType(expected)
    const digits = String(Math.trunc(Math.abs(value))).length
    return field.length !== undefined && digits > field.length ? { wrong: 'length', maximum: field.length } : { value }
  }

const parseId: ParseValue = sent =>
  typeof sent === 'string' && /^\d{1,19}$/.test(sent) ? { value: sent } : wrongType('bigint')

/** The id of a reference, sent bare or as an object. */
function readReference(sent: unknown): { readonly id: string; readonly bare: boolean } | ValueProblem {
  if (typeof sent === 'string') return { id: sent, bare: true }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return wrongType('jsonobject')
  const { id } = sent as { id?: unknown }
  if (id === undefined || id === null) return { wrong: 'missing-id' }
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id), bare: false } : wrongType('bigint')
}

const invalidId = (bare: boolean): ValueProblem => (bare ? { wrong: 'id' } : { wrong: 'id', at: 'id' })

const parseUser: ParseValue = (sent, _field, { data }) => {
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  return data.user(reference.id) ? { value: reference.id } : invalidId(reference.bare)
}

const parseLookup: ParseValue = (sent, field, { data }) => {
  const module = data.module(field.lookup!.module)
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  return module && data.records(module).has(reference.id) ? { value: reference.id } : invalidId(reference.bare)
}

/** `$se_module` beside the field says which module is meant; without it the id decides. */
const parseAnyLookup: ParseValue = (sent, field, { data, row }) => {
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  const named = typeof row.$se_module === 'string' ? [row.$se_module] : field.modules!
  for (const name of named) {
    const module = data.module(name)
    if (module && field.modules!.includes(module.apiName) && data.records(module).has(reference.id)) {
      return { value: reference.id, extra: { $se_module: module.apiName } }
    }
  }
  return invalidId(reference.bare)
}

const parsers: Readonly<Record<DataType, ParseValue>> = {
  text: parseText,
  textarea: parseText,
  email: parseFormed('email', /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:".]+(?:\.[^\s@<>()[\],;:".]+)+$/),
  phone: parseFormed('phone', /^[-+().,;#*/\s0-9a-zA-Z]+$/),
  website: parseFormed('website', /^[^\s<>"]+$/),
  integer: parseNumber('integer'),
  bigint: parseId,
  double: parseNumber('double'),
  currency: parseNumber('double'),
  percent: parseNumber('double'),
  boolean: sent => {
    if (typeof sent === 'boolean') return { value: sent }
    return sent === 'true' || sent === 'false' ? { value: sent === 'true' } : wrongType('boolean')
  },
  date: sent => (typeof sent === 'string' && isRealDate(sent) ? { value: sent } : wrongType('date')),
  datetime: sent => {
    const at = typeof sent === 'string' ? parseDateTime(sent) : null
    return at === null ? wrongType('datetime') : { value: Math.floor(at / 1000) * 1000 }
  },
  picklist: (sent, field, context) => {
    const parsed = parseText(sent, field, context)
    if (!('value' in parsed) || !context.picklistValuesChecked) return sent === '-None-' ? { value: null } : parsed
    const supported = field.pickListValues.map(({ value }) => value)
    return supported.includes(sent as string)
      ? { value: sent === '-None-' ? null : (sent as string) }
      : { wrong: 'choice', supported }
  },
  multiselectpicklist: (sent, field, context) => {
    if (!Array.isArray(sent) || sent.some(each => typeof each !== 'string')) return wrongType('jsonarray')
    const supported = field.pickListValues.map(({ value }) => value)
    if (context.picklistValuesChecked && sent.some(each => !supported.includes(each)))
      return { wrong: 'choice', supported }
    return { value: [...new Set(sent as string[])] }
  },
  lookup: parseLookup,
  ownerlookup: parseUser,
  userlookup: parseUser,
  multi_module_lookup: parseAnyLookup,
  profileimage: parseText,
  tag: sent => {
    if (!Array.isArray(sent)) return wrongType('jsonarray')
    const names = sent.map(each => (typeof each === 'string' ? each : (each as { name?: unknown } | null)?.name))
    return names.every(name => typeof name === 'string')
      ? { value: [...new Set(names as string[])] }
      : wrongType('jsonarray')
  },
}
