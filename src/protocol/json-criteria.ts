/**
 * Criteria as JSON, as custom views, mass updates and bulk reads have them: conditions and groups of them. Read and checked
 * against fields; what a value means for a certain user at a certain time is left to whoever runs them.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/custom-view-meta.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/create-job.html and, for fields that are named by a text alone,
 * the criteria of mass updates in the official SDKs
 */

import { type Comparison, comparisonOf, type Operand, toOperand } from './comparison.ts'
import { isRealDate } from './date-time.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import type { DataType, FieldDefinition } from './modules/define.ts'
import { isPeriod, type Period, periodNames } from './periods.ts'

/** What stands in place of a value that depends on user or time. Which there are beside CURRENTUSER, EMPTY and TODAY is inferred. */
type Token = 'CURRENTUSER' | 'EMPTY' | 'NOW' | Period

/** @example token('TODAY', -30) is thirty days ago */
export const token = (name: Token, days = 0): string => `\${${name}}${days === 0 ? '' : days > 0 ? `+${days}` : days}`

/** As it travels. */
export type JsonCriteria =
  | { readonly comparator: string; readonly field: { readonly api_name: string }; readonly value: unknown }
  | JsonGroup

interface JsonGroup {
  readonly group_operator: string
  readonly group: readonly JsonCriteria[]
}

/** The service also writes the keys of the other kind, as null. */
export const isJsonGroup = (criteria: object): criteria is JsonGroup =>
  ((criteria as Partial<JsonGroup>).group ?? (criteria as Partial<JsonGroup>).group_operator ?? null) !== null

const equality = ['equal', 'not_equal'] as const
const membership = ['in', 'not_in'] as const
const sizes = ['less_than', 'less_equal', 'greater_than', 'greater_equal', 'between', 'not_between'] as const
const parts = ['contains', 'not_contains'] as const
const ends = ['starts_with', 'ends_with'] as const

export const comparators = [...equality, ...membership, ...sizes, ...parts, ...ends] as const

export type Comparator = (typeof comparators)[number]

const comparatorsOf: Readonly<Record<Comparison, readonly Comparator[]>> = {
  text: [...equality, ...membership, ...parts, ...ends],
  number: [...equality, ...membership, ...sizes],
  date: [...equality, ...membership, ...sizes],
  moment: [...equality, ...membership, ...sizes],
  boolean: equality,
  id: [...equality, ...membership],
  list: [...equality, ...membership, ...parts],
}

const notFiltered: ReadonlySet<DataType> = new Set<DataType>([
  ...(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload', 'profileimage'] as const),
  ...(['linetax', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])

/** Which comparators fit which type is inferred from the web pages. */
const comparatorsFor = (field: FieldDefinition): readonly Comparator[] => {
  if (notFiltered.has(field.dataType)) return []
  return field.dataType === 'bigint' ? comparatorsOf.number : comparatorsOf[comparisonOf(field)]
}

/** What a field is compared with. */
export type CriteriaValue =
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'current user' | 'now' }
  /** The days of a period, moved by so many. */
  | { readonly kind: 'period'; readonly period: Period; readonly shift: number }
  /** A whole day, where moments are compared. */
  | { readonly kind: 'day'; readonly day: string }

export interface JsonCondition<Field> {
  readonly field: Field
  readonly comparator: Comparator
  /** None where the field is to be empty, or not to be. */
  readonly values: readonly CriteriaValue[]
}

export type JsonTree<Field> =
  | { readonly type: 'condition'; readonly condition: JsonCondition<Field> }
  | { readonly type: 'and' | 'or'; readonly parts: readonly JsonTree<Field>[] }

/** What is wrong with criteria, and where. */
export class CriteriaProblem extends Error {
  readonly kind: 'missing' | 'type' | 'choice' | 'field' | 'limit'
  readonly path: readonly (string | number)[]
  /** The type or the choices that would have been right. */
  readonly expected: readonly string[]

  constructor(
    kind: CriteriaProblem['kind'],
    path: CriteriaProblem['path'],
    message: string,
    expected: readonly string[] = [],
  ) {
    super(message)
    this.kind = kind
    this.path = path
    this.expected = expected
  }
}

/** Inferred from the limit that Zoho's pages give for bulk reads and COQL. */
export const mostConditions = 25
const mostValues = 100
/** Far more than so few conditions need. */
const deepest = 30

export interface FieldName {
  readonly apiName: string | undefined
  readonly id: string | undefined
}

/**
 * @param fieldOf finds a field by its name or else its id; null for one that can't be known here, whose condition is left
 * out of what comes back
 * @param options.bareNames whether a field may be named by a text alone, as in mass updates
 * @throws CriteriaProblem
 */
export function readCriteriaTree<Field extends FieldDefinition>(
  sent: unknown,
  fieldOf: (name: FieldName) => Field | null | undefined,
  { bareNames = false } = {},
): JsonTree<Field> | null {
  let conditions = 0
  return readAny(sent, [])

  function readAny(each: unknown, path: CriteriaProblem['path']): JsonTree<Field> | null {
    if (!isJsonObject(each)) throw wrongType(path, 'jsonobject')
    if (path.length > 2 * deepest) throw new CriteriaProblem('limit', path, `nested deeper than ${deepest} groups`)
    return isJsonGroup(each) ? readGroup(each, path) : readCondition(each, path)
  }

  function readGroup({ group, group_operator: operator }: JsonObject, path: CriteriaProblem['path']) {
    const operatorPath = [...path, 'group_operator']
    if (typeof operator !== 'string') throw missing(operatorPath)
    const type = operator.toLowerCase()
    if (type !== 'and' && type !== 'or') throw oneOf(operatorPath, ['and', 'or'])
    const groupPath = [...path, 'group']
    if (group === undefined || group === null) throw missing(groupPath)
    if (!Array.isArray(group) || group.length === 0) throw wrongType(groupPath, 'jsonarray')
    const read = group.map((part, index) => readAny(part, [...groupPath, index]))
    return { type, parts: read.filter(part => part !== null) } as const
  }

  function readCondition(each: JsonObject, path: CriteriaProblem['path']): JsonTree<Field> | null {
    if (++conditions > mostConditions) {
      throw new CriteriaProblem('limit', path, `more than ${mostConditions} conditions`)
    }
    const { comparator } = each
    const field = findField(each.field, [...path, 'field'])
    const comparatorPath = [...path, 'comparator']
    if (comparator === undefined || comparator === null) throw missing(comparatorPath)
    if (!isComparator(comparator)) throw oneOf(comparatorPath, comparators)
    if (each.value === undefined || each.value === null) throw missing([...path, 'value'])
    if (!field) return null
    const fitting = comparatorsFor(field)
    if (!fitting.includes(comparator)) throw oneOf(comparatorPath, fitting)
    const values = readValues(each.value, comparator, field, [...path, 'value'])
    return { type: 'condition', condition: { field, comparator, values } }
  }

  function findField(named: unknown, path: CriteriaProblem['path']): Field | null {
    if (named === undefined || named === null) throw missing(path)
    const isBare = bareNames && typeof named === 'string'
    const reference = isBare ? { api_name: named } : named
    if (!isJsonObject(reference)) throw wrongType(path, 'jsonobject')
    const name = { apiName: textOf(reference.api_name), id: textOf(reference.id) }
    if (name.apiName === undefined && name.id === undefined) throw missing([...path, 'api_name'])
    const field = fieldOf(name)
    if (field !== undefined) return field
    const key = name.apiName === undefined ? 'id' : 'api_name'
    throw new CriteriaProblem('field', isBare ? path : [...path, key], `there is no field ${name.apiName ?? name.id}`)
  }
}

function readValues(
  sent: unknown,
  comparator: Comparator,
  field: FieldDefinition,
  path: CriteriaProblem['path'],
): CriteriaValue[] {
  if (sent === token('EMPTY')) {
    if (comparator === 'equal' || comparator === 'not_equal') return []
    throw new CriteriaProblem('choice', path, `only equal and not_equal take ${sent}`, ['equal', 'not_equal'])
  }
  if (comparator === 'between' || comparator === 'not_between') {
    if (!Array.isArray(sent) || sent.length !== 2) throw wrongType(path, 'jsonarray', 'expected two values')
    return sent.map((each, index) => readValue(each, field, [...path, index]))
  }
  if (comparator === 'in' || comparator === 'not_in') {
    const list = Array.isArray(sent) ? sent : [sent]
    if (list.length === 0) throw wrongType(path, 'jsonarray', 'expected at least one value')
    if (list.length > mostValues) throw new CriteriaProblem('limit', path, `more than ${mostValues} values`)
    return list.map((each, index) => readValue(each, field, Array.isArray(sent) ? [...path, index] : path))
  }
  return [readValue(sent, field, path)]
}

const users: ReadonlySet<DataType> = new Set<DataType>(['ownerlookup', 'userlookup'])

function readValue(sent: unknown, field: FieldDefinition, path: CriteriaProblem['path']): CriteriaValue {
  const comparison = comparisonOf(field)
  const written = writtenValue(sent)
  if (written === undefined || written === '') throw wrongType(path, field.dataType)
  const [, name, shift] = /^\$\{(\w+)\}(?: ?([+-] ?\d{1,4}))?$/.exec(written) ?? []
  if (name !== undefined) return readToken(name, shift, field, comparison, path)
  if (comparison === 'moment' && isRealDate(written)) return { kind: 'day', day: written }
  // a lookup is compared with names too
  if (comparison === 'id' && field.dataType !== 'bigint') return { kind: 'operand', operand: written.toLowerCase() }
  const operand = toOperand(field, written)
  if (operand === undefined || (field.dataType === 'integer' && !Number.isInteger(operand))) {
    throw wrongType(path, field.dataType)
  }
  return { kind: 'operand', operand }
}

function readToken(
  name: string,
  shift: string | undefined,
  { dataType }: FieldDefinition,
  comparison: Comparison,
  path: CriteriaProblem['path'],
): CriteriaValue {
  const isTime = comparison === 'date' || comparison === 'moment'
  if (isTime && isPeriod(name)) {
    return { kind: 'period', period: name, shift: Number(shift?.replace(' ', '') ?? 0) }
  }
  if (isTime && name === 'NOW' && shift === undefined) return { kind: 'now' }
  if (users.has(dataType) && name === 'CURRENTUSER' && shift === undefined) return { kind: 'current user' }
  const fitting: Token[] = isTime ? [...periodNames, 'NOW'] : users.has(dataType) ? ['CURRENTUSER'] : []
  throw oneOf(
    path,
    [...fitting, 'EMPTY' as const].map(each => token(each)),
  )
}

/** A record, user or tag is named by its id or else by its name. */
function writtenValue(sent: unknown): string | undefined {
  if (typeof sent === 'string') return sent.trim()
  if (typeof sent === 'number' || typeof sent === 'boolean') return String(sent)
  return isJsonObject(sent) ? (textOf(sent.id) ?? textOf(sent.name)) : undefined
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const isComparator = (value: unknown): value is Comparator => (comparators as readonly unknown[]).includes(value)

const missing = (path: CriteriaProblem['path']) => new CriteriaProblem('missing', path, 'is missing')

const wrongType = (path: CriteriaProblem['path'], type: string, message = `expected a value of type ${type}`) =>
  new CriteriaProblem('type', path, message, [type])

const oneOf = (path: CriteriaProblem['path'], choices: readonly string[]) =>
  new CriteriaProblem('choice', path, `expected one of ${choices.join(', ')}`, choices)
