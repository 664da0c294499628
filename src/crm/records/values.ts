/**
 * The rules of each field type for a value that a client sends: what it becomes when stored, or why it is refused. One
 * entry a type; all else about a row is validate.ts's business.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */

import type { Actor } from '../../http/authenticate.ts'
import { isRealDate, parseDateTime } from '../../protocol/date-time.ts'
import type { DataType, FieldDefinition } from '../../protocol/modules/define.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { InnerRow, RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import { mayDo } from '../permissions.ts'
import { findByValue } from './duplicates.ts'
import { rowFieldsOf } from './row-fields.ts'
import { findVisible, visibleTo } from './sharing.ts'

/** Keys and positions that lead from a field's value to the part that is meant. */
export type Path = readonly (string | number)[]

/** What is wrong with a value; validate.ts turns it into the row error with its place in the body. */
export type ValueProblem = (
  | { readonly wrong: 'type'; readonly expected: string }
  | { readonly wrong: 'length'; readonly maximum: number }
  | { readonly wrong: 'choice'; readonly supported: readonly string[] }
  | { readonly wrong: 'id' }
  | { readonly wrong: 'module' }
  | { readonly wrong: 'missing' }
) & {
  readonly path?: Path
  /** The key beside the field that is meant instead of it. */
  readonly beside?: string
}

/** What happens to one row of a subform or of a field like it. */
export type RowChange = { readonly kind: 'add' | 'change' | 'remove'; readonly row: InnerRow }

export type Parsed =
  | { readonly value: StoredValue; readonly extra?: Readonly<Record<string, StoredValue>> }
  | { readonly changes: readonly RowChange[] }
  | { readonly problems: readonly ValueProblem[] }
  | ValueProblem

export interface ValueContext {
  readonly caller: Actor
  readonly data: OrgData
  readonly picklistValuesChecked: boolean
  /** The other values of the row, for a lookup that says in another key which module it means. */
  readonly row: Readonly<Record<string, unknown>>
  /** The record as it is, where it is known; a new one has none. */
  readonly current?: Readonly<Record<string, StoredValue | undefined>> | null | undefined
}

type ParseValue = (sent: unknown, field: FieldMeta, context: ValueContext) => Parsed

const wrongType = (expected: string): ValueProblem => ({ wrong: 'type', expected })

/** Whether clients may write the field at all. */
export const isWritable = ({ readOnly, dataType }: FieldDefinition): boolean => !readOnly && dataType in parsers

/** @param sent anything but null or an empty string, which clear a field of any type */
export function parseValue(sent: unknown, field: FieldMeta, context: ValueContext): Parsed {
  return parsers[field.dataType as WritableType](sent, field, context)
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
  (expected: 'integer' | 'double'): ParseValue =>
  (sent, field) => {
    if (field.asPercentage && typeof sent === 'string' && /^\d{1,2}(?:\.\d{0,9})?%$/.test(sent)) {
      return { value: `${Number.parseFloat(sent)}%` }
    }
    const value = typeof sent === 'string' && /^-?\d+(?:\.\d+)?$/.test(sent) ? Number(sent) : sent
    if (typeof value !== 'number' || (expected === 'integer' && value % 1 !== 0 && Number.isFinite(value))) {
      return wrongType(expected)
    }
    // a number of more digits than JavaScript has is Infinity by now
    if (field.length !== undefined && Math.abs(value) >= 10 ** field.length) {
      return { wrong: 'length', maximum: field.length }
    }
    return Number.isFinite(value) ? { value } : wrongType(expected)
  }

/** Too long to be a number everywhere, so it travels as text; that a short one may be sent as a number is inferred. */
const parseLongInteger: ParseValue = (sent, field) => {
  const digits = Number.isSafeInteger(sent) ? String(sent) : sent
  if (typeof digits !== 'string' || !/^\d+$/.test(digits)) return wrongType('bigint')
  const maximum = field.length ?? 19
  return digits.length > maximum ? { wrong: 'length', maximum } : { value: digits }
}

/** The id of a reference, sent bare or as an object. */
function readReference(sent: unknown): { readonly id: string; readonly bare: boolean } | ValueProblem {
  if (typeof sent === 'string') return { id: sent, bare: true }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return wrongType('jsonobject')
  const { id } = sent as { id?: unknown }
  if (id === undefined || id === null) return { wrong: 'missing', path: ['id'] }
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id), bare: false } : wrongType('bigint')
}

const invalidId = (bare: boolean): ValueProblem => (bare ? { wrong: 'id' } : { wrong: 'id', path: ['id'] })

/** A user of the org, by id; official SDKs name an owner by e-mail address too. */
const parseUser: ParseValue = (sent, _field, { data }) => {
  const email = isObject(sent) && isBlank(sent.id) ? sent.email : undefined
  if (typeof email === 'string') {
    const user = data.users().find(each => each.email.toLowerCase() === email.toLowerCase())
    return user ? { value: user.id } : { wrong: 'id', path: ['email'] }
  }
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  return data.user(reference.id) ? { value: reference.id } : invalidId(reference.bare)
}

const parseLookup: ParseValue = (sent, field, context) => {
  const module = context.data.module(field.lookup!.module)
  const reference = readReference(sent)
  // an account may be named instead, where a contact may not
  if ('wrong' in reference && reference.wrong === 'missing' && field.apiName === 'Account_Name' && module) {
    const id = idOfName(context, module, (sent as { name?: unknown }).name)
    return id === undefined ? reference : { value: id }
  }
  if ('wrong' in reference) return reference
  return module && mayPointTo(context, field, module, reference.id)
    ? { value: reference.id }
    : invalidId(reference.bare)
}

/** To a record that the caller may see, since a lookup shows its name; one that was pointed to before may stay. */
const mayPointTo = (
  { caller, data, current }: ValueContext,
  field: FieldMeta,
  module: ModuleMeta,
  id: string,
): boolean =>
  visibleRecord(caller, module, id) !== undefined || (current?.[field.apiName] === id && data.records(module).has(id))

const visibleRecord = (caller: Actor, module: ModuleMeta, id: string): RecordRow | undefined =>
  mayDo(caller.user.profile, 'view', module) ? findVisible(caller, module, id) : undefined

/** The record whose display field has that value, without case. */
function idOfName({ caller, data }: ValueContext, module: ModuleMeta, name: unknown): string | undefined {
  const field = module.fieldsByName.get(module.displayField)
  if (typeof name !== 'string' || !field || !mayDo(caller.user.profile, 'view', module)) return undefined
  const like = { id: '', [field.apiName]: name }
  return findByValue(data.records(module), field, like, visibleTo(caller, module))?.id
}

/** `$se_module` beside the field says which module is meant; without it the id decides. */
const parseAnyLookup: ParseValue = (sent, field, context) => {
  if (field.parent) return parseParent(sent, field, context)
  const { data, row } = context
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  const named = typeof row.$se_module === 'string' ? [row.$se_module] : field.modules!
  for (const name of named) {
    const module = data.module(name)
    if (module && field.modules!.includes(module.apiName) && mayPointTo(context, field, module, reference.id)) {
      return { value: reference.id, extra: { $se_module: module.apiName } }
    }
  }
  return invalidId(reference.bare)
}

/**
 * The record that a note belongs to. Its module has to be named: newer versions do so inside the reference, by API name or
 * id, older ones in a key beside it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-notes.html
 */
const parseParent: ParseValue = (sent, field, context) => {
  const { data, row } = context
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  const inside = isObject(sent) ? sent.module : undefined
  const named = (isObject(inside) ? (inside.api_name ?? inside.id) : inside) ?? row.se_module ?? row.$se_module
  const place = reference.bare ? { beside: 'se_module' } : { path: ['module'] }
  if (isBlank(named)) return { wrong: 'missing', ...place }
  const module = data.module(String(named)) ?? data.modules().find(({ id }) => id === named)
  if (!module?.relatedLists.some(list => list.field === field.apiName)) return { wrong: 'module', ...place }
  return mayPointTo(context, field, module, reference.id)
    ? { value: reference.id, extra: { $se_module: module.apiName } }
    : invalidId(reference.bare)
}

const isObject = (sent: unknown): sent is Readonly<Record<string, unknown>> =>
  typeof sent === 'object' && sent !== null && !Array.isArray(sent)

export const isBlank = (sent: unknown): boolean => sent === undefined || sent === null || sent === ''

const within = (problem: ValueProblem, ...path: Path): ValueProblem => ({
  ...problem,
  path: [...path, ...(problem.path ?? [])],
})

/** A list of objects, each of which is looked at on its own. */
const parseList =
  (
    parseItem: (
      item: Readonly<Record<string, unknown>>,
      context: ValueContext,
      field: FieldMeta,
    ) => StoredObject | ValueProblem,
  ) =>
  (sent: unknown, field: FieldMeta, context: ValueContext): Parsed => {
    if (!Array.isArray(sent)) return wrongType('jsonarray')
    if (field.length !== undefined && sent.length > field.length) return { wrong: 'length', maximum: field.length }
    const items: StoredObject[] = []
    const problems: ValueProblem[] = []
    sent.forEach((each, index) => {
      const item = isObject(each) ? parseItem(each, context, field) : wrongType('jsonobject')
      if ('wrong' in item) problems.push(within(item as ValueProblem, index))
      else items.push(Object.freeze(item))
    })
    return problems.length > 0 ? { problems } : { value: Object.freeze(items) }
  }

/** An object whose named parts are texts; the first has to be there. */
const parseParts =
  (...names: readonly [string, ...string[]]): ParseValue =>
  sent => {
    if (!isObject(sent)) return wrongType('jsonobject')
    if (isBlank(sent[names[0]])) return { wrong: 'missing', path: [names[0]] }
    const parts: Record<string, string> = {}
    for (const name of names) {
      const part = sent[name]
      if (isBlank(part)) continue
      if (typeof part !== 'string') return { wrong: 'type', expected: 'string', path: [name] }
      parts[name] = part
    }
    return { value: Object.freeze(parts) }
  }

const parseLineTax = parseList(({ id, name, percentage }) => {
  if (typeof name !== 'string' || name === '') return { wrong: 'missing', path: ['name'] }
  if (typeof percentage !== 'number') return { wrong: 'type', expected: 'double', path: ['percentage'] }
  return { ...(typeof id === 'string' && { id }), name, percentage }
})

const reminderPeriods = ['minutes', 'hours', 'days', 'weeks', 'mins', 'hrs']

const parseReminder = parseList(({ unit, period, time }) => {
  if (!Number.isInteger(unit)) return { wrong: 'type', expected: 'integer', path: ['unit'] }
  if (!reminderPeriods.includes(period as string)) {
    return { wrong: 'choice', supported: reminderPeriods, path: ['period'] }
  }
  return { unit: unit as number, period: period as string, time: typeof time === 'string' ? time : null }
})

const participantModules: Readonly<Record<string, string>> = { contact: 'Contacts', lead: 'Leads' }
const participantTypes = ['user', 'contact', 'lead', 'email']

const parseParticipant = parseList(({ type, participant, name, Email: email }, { caller, data, current }, field) => {
  if (!participantTypes.includes(type as string))
    return { wrong: 'choice', supported: participantTypes, path: ['type'] }
  const add = (details: { name: StoredValue; Email: StoredValue; participant: string }) => ({
    ...details,
    type: type as string,
    invited: false,
    status: 'not_known',
    id: data.nextRecordId(),
  })
  if (type === 'email') {
    const address = email ?? participant
    if (isBlank(address)) return { wrong: 'missing', path: ['Email'] }
    if (typeof address !== 'string' || !emailPattern.test(address)) {
      return { wrong: 'type', expected: 'email', path: ['Email'] }
    }
    return add({ name: typeof name === 'string' ? name : null, Email: address, participant: address })
  }
  if (isBlank(participant)) return { wrong: 'missing', path: ['participant'] }
  const id = String(participant)
  if (type === 'user') {
    const found = data.user(id)
    return found
      ? add({ name: found.fullName, Email: found.email, participant: id })
      : { wrong: 'id', path: ['participant'] }
  }
  const module = data.module(participantModules[type as string]!)
  const found = module && visibleRecord(caller, module, id)
  // who takes part already stays as known, be it somebody that the caller may not see
  const known = ((current?.[field.apiName] ?? []) as readonly StoredObject[]).find(one => one.participant === id)
  if (!found && known) return add({ name: known.name ?? null, Email: known.Email ?? null, participant: id })
  return found && module
    ? add({ name: found[module.displayField] ?? null, Email: found.Email ?? null, participant: id })
    : { wrong: 'id', path: ['participant'] }
})

/**
 * Rows of a subform, of a multi-select lookup or of an upload field: one with an id changes that row, one without is added,
 * one with an id and `_delete` goes. A new record has only new rows.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-subforms.html
 */
const parseRows: ParseValue = (sent, field, context) => {
  if (!Array.isArray(sent)) return wrongType('jsonarray')
  const before = context.current ? ((context.current[field.apiName] ?? []) as readonly InnerRow[]) : context.current
  const changes: RowChange[] = []
  const problems: ValueProblem[] = []
  sent.forEach((each, index) => {
    // uploads were a list of bare ids once
    const row = typeof each === 'string' && field.dataType === 'fileupload' ? { File_Id__s: each } : each
    const parsed = isObject(row) ? parseRow(row, field, before, context) : [wrongType('jsonobject')]
    if ('kind' in parsed) changes.push(parsed)
    else problems.push(...parsed.map(problem => within(problem, index)))
  })
  if (problems.length > 0) return { problems }
  const added = changes.filter(({ kind }) => kind === 'add').length
  const left = (before?.length ?? 0) + added - changes.filter(({ kind }) => kind === 'remove').length
  if (before !== undefined && left === 0 && field.mandatory) return { wrong: 'missing' }
  if (field.length !== undefined && Math.max(left, added) > field.length) {
    return { wrong: 'length', maximum: field.length }
  }
  return { changes }
}

function parseRow(
  sent: Readonly<Record<string, unknown>>,
  field: FieldMeta,
  before: readonly InnerRow[] | null | undefined,
  context: ValueContext,
): RowChange | ValueProblem[] {
  const id = before === null || isBlank(sent.id) ? null : String(sent.id)
  if (id !== null && before && !before.some(row => row.id === id)) return [{ wrong: 'id', path: ['id'] }]
  if (id !== null && '_delete' in sent) return { kind: 'remove', row: { id } }

  const current = id === null ? undefined : before?.find(row => row.id === id)
  const values: Record<string, StoredValue> = {}
  const problems: ValueProblem[] = []
  const now = Math.floor(context.data.clock.now() / 1000) * 1000
  for (const part of rowFieldsOf(field)) {
    const { apiName } = part
    const given = Object.hasOwn(sent, apiName) ? sent[apiName] : undefined
    if (apiName === 'Modified_Time' || (apiName === 'Created_Time' && id === null)) values[apiName] = now
    else if (!isWritable(part)) continue
    else if (isBlank(given)) {
      if (part.mandatory && (id === null || given !== undefined)) problems.push({ wrong: 'missing', path: [apiName] })
      else if (id === null || given !== undefined) values[apiName] = part.defaultValue ?? null
    } else {
      const parsed = parseValue(given, part, { ...context, row: sent, current })
      if ('value' in parsed) values[apiName] = parsed.value
      else if ('problems' in parsed) problems.push(...parsed.problems.map(problem => within(problem, apiName)))
      else if ('wrong' in parsed) problems.push(within(parsed, apiName))
    }
  }
  if (problems.length > 0) return problems
  return id === null
    ? { kind: 'add', row: Object.freeze({ ...values, id: context.data.nextRecordId() }) }
    : { kind: 'change', row: Object.freeze({ ...values, id }) }
}

const emailPattern = /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:".]+(?:\.[^\s@<>()[\],;:".]+)+$/

/** Whether the moment can be written in every time zone. */
const hasFourDigitYear = (at: number): boolean => at >= firstMoment && at < lastMoment
const firstMoment = Date.parse('0001-01-02T00:00:00Z')
const lastMoment = Date.parse('9999-12-31T00:00:00Z')

/** The rest is the service's to write. */
type WritableType = Exclude<DataType, 'autonumber' | 'formula' | 'comments'>

const parsers: Readonly<Record<WritableType, ParseValue>> = {
  text: parseText,
  textarea: parseText,
  richtext: parseText,
  email: parseFormed('email', emailPattern),
  phone: parseFormed('phone', /^[-+().,;#*/\s0-9a-zA-Z]+$/),
  website: parseFormed('website', /^[^\s<>"]+$/),
  integer: parseNumber('integer'),
  bigint: parseLongInteger,
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
    return at === null || !hasFourDigitYear(at) ? wrongType('datetime') : { value: Math.floor(at / 1000) * 1000 }
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
  multiselectlookup: parseRows,
  multiuserlookup: parseRows,
  subform: parseRows,
  fileupload: parseRows,
  imageupload: parseRows,
  profileimage: parseText,
  linetax: parseLineTax,
  participants: parseParticipant,
  multireminder: parseReminder,
  ALARM: parseParts('ALARM'),
  RRULE: parseParts('RRULE', 'EXDATE'),
  tag: sent => {
    if (!Array.isArray(sent)) return wrongType('jsonarray')
    const names = sent.map(each => (typeof each === 'string' ? each : (each as { name?: unknown } | null)?.name))
    return names.every(name => typeof name === 'string')
      ? { value: [...new Set(names as string[])] }
      : wrongType('jsonarray')
  },
}
