/**
 * Criteria as JSON, from what was sent to a function that says which records match. Reading is done by
 * protocol/json-criteria.ts; here the values get their meaning for a user and a day.
 */

import { comparisonOf, type Operand } from '../../protocol/comparison.ts'
import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import { dayOf, startOfDay } from '../../protocol/date-time.ts'
import {
  type Comparator,
  CriteriaProblem,
  type CriteriaValue,
  type FieldName,
  type JsonCondition,
  type JsonTree,
  readCriteriaTree,
} from '../../protocol/json-criteria.ts'
import { addDays, daysOf } from '../../protocol/periods.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { isVisible } from '../records/render.ts'
import { type CompileOptions, type Condition, compileCriteria, type Matches, type Test } from './compile.ts'
import type { Tree } from './parse.ts'

/** Whose criteria these are, and of which records they speak. */
export interface CriteriaContext {
  readonly data: OrgData
  readonly user: OrgUser
  readonly module: ModuleMeta
}

/**
 * Reads the criteria of a request.
 * @param place where they stand, e.g. `$.criteria`
 * @throws CrmError
 */
export function readJsonCriteria(sent: unknown, place: string, version: Version, context: CriteriaContext): Matches {
  try {
    return compileJsonCriteria(sent, context, field => isVisible(field, version))
  } catch (error) {
    throw error instanceof CriteriaProblem ? toCrmError(error, place) : error
  }
}

/** As `compileJsonCriteria`, of criteria that were kept: where they speak of what is gone, no record matches. */
export function compileKeptCriteria(sent: unknown, context: CriteriaContext): (row: RecordRow) => boolean {
  try {
    const matches = compileJsonCriteria(sent, context)
    return row => matches(row, -1)
  } catch (error) {
    if (error instanceof CriteriaProblem) return () => false
    throw error
  }
}

/**
 * As `readJsonCriteria`, of criteria that no request brought.
 * @throws CriteriaProblem
 */
export function compileJsonCriteria(
  sent: unknown,
  { data, user, module }: CriteriaContext,
  isKnown: (field: FieldMeta) => boolean = () => true,
): Matches {
  const fieldOf = ({ apiName, id }: FieldName): FieldMeta | undefined => {
    const field = apiName === undefined ? module.fields.find(each => each.id === id) : module.fieldsByName.get(apiName)
    return field && isKnown(field) ? field : undefined
  }
  return compileJsonTree(readCriteriaTree(sent, fieldOf, { bareNames: true })!, { data, user, module })
}

/** @param joinOf for fields that are none of the module's own */
export const compileJsonTree = (
  tree: JsonTree<FieldMeta>,
  { data, user, module }: CriteriaContext,
  joinOf?: CompileOptions['joinOf'],
): Matches => compileCriteria(resolve(tree, meaningOf(data, user)), { data, module, equalsContains: false, joinOf })

/** The codes are those of other bodies that are checked; that criteria bring them too is inferred. */
function toCrmError({ kind, path, expected, message }: CriteriaProblem, place: string): CrmError {
  const jsonPath = path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    place,
  )
  const last = path.findLast(part => typeof part === 'string')
  const details = { api_name: String(last ?? place.split('.').at(-1)), json_path: jsonPath }
  const options = { reason: `${jsonPath}: ${message}` }
  switch (kind) {
    case 'missing':
      return crmError('mandatoryNotFound', details, options)
    case 'type':
      return crmError('wrongType', { expected_data_type: expected[0]!, ...details }, options)
    case 'choice':
      return crmError('unsupportedValue', { ...details, supported_values: expected }, options)
    case 'field':
      return crmError('unknownField', details, options)
    case 'limit':
      return crmError('criteriaTooLarge', details, options)
  }
}

/** From where to where a value reaches; only days are wider than a point. */
interface Reach {
  readonly low: Operand
  readonly high: Operand
}

type Meaning = (value: CriteriaValue, field: FieldMeta) => Reach

/** What values mean for a user now. */
function meaningOf({ clock, org: { timeZone } }: OrgData, user: OrgUser): Meaning {
  const now = clock.now()
  const today = dayOf(now, timeZone)
  const point = (operand: Operand): Reach => ({ low: operand, high: operand })
  const days = (first: string, last: string, field: FieldMeta): Reach =>
    comparisonOf(field) === 'date'
      ? { low: first, high: last }
      : { low: startOfDay(first, timeZone), high: startOfDay(addDays(last, 1), timeZone) - 1 }
  return (value, field) => {
    switch (value.kind) {
      case 'operand':
        return point(value.operand)
      case 'current user':
        return point(user.id)
      case 'now':
        return point(comparisonOf(field) === 'date' ? today : now)
      case 'day':
        return days(value.day, value.day, field)
      case 'period': {
        const [first, last] = daysOf(value.period, today)
        return days(addDays(first, value.shift), addDays(last, value.shift), field)
      }
    }
  }
}

function resolve(tree: JsonTree<FieldMeta>, meaning: Meaning): Tree<Condition> {
  if (tree.type === 'condition') return resolveCondition(tree.condition, meaning)
  return { type: tree.type, parts: tree.parts.map(part => resolve(part, meaning)) }
}

const positives: Partial<Record<Comparator, Comparator>> = {
  not_equal: 'equal',
  not_in: 'in',
  not_between: 'between',
  not_contains: 'contains',
}

function resolveCondition({ field, comparator, values }: JsonCondition<FieldMeta>, meaning: Meaning): Tree<Condition> {
  const reaches = values.map(value => meaning(value, field))
  const negated = positives[comparator] !== undefined
  const test = (operator: Test, operands: readonly Operand[]): Tree<Condition> => ({
    type: 'condition',
    condition: { field, operator, operands, negated },
  })
  const [first, second] = reaches
  if (!first) return test('empty', [])
  const positive = positives[comparator] ?? comparator
  switch (positive) {
    case 'equal':
      return first.low === first.high ? test('equals', [first.low]) : test('between', [first.low, first.high])
    case 'in': {
      if (reaches.every(({ low, high }) => low === high)) {
        return test(
          'in',
          reaches.map(({ low }) => low),
        )
      }
      // in none of several stretches is outside of each
      return { type: negated ? 'and' : 'or', parts: reaches.map(({ low, high }) => test('between', [low, high])) }
    }
    case 'between':
      return test('between', [first.low, second!.high])
    case 'less_than':
    case 'greater_equal':
      return test(positive, [first.low])
    case 'less_equal':
    case 'greater_than':
      return test(positive, [first.high])
    default:
      return test(positive as Test, [first.low])
  }
}
