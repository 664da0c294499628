/**
 * The parameter `filters` of lists of territories.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-child-territories.html
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { parseDateTime } from '../../protocol/date-time.ts'
import { isJsonObject, type JsonObject } from '../../protocol/json-object.ts'
import type { CrmContext } from '../answer.ts'
import type { Territory } from './store.ts'

type Test = (territory: Territory) => boolean
type Comparators = Readonly<Record<string, (value: string, wanted: readonly string[]) => boolean>>

const equality: Comparators = {
  equal: (value, [wanted]) => value === wanted,
  not_equal: (value, [wanted]) => value !== wanted,
}

const ofNames: Comparators = {
  ...equality,
  starts_with: (value, [wanted]) => value.startsWith(wanted!),
  ends_with: (value, [wanted]) => value.endsWith(wanted!),
  contains: (value, [wanted]) => value.includes(wanted!),
  not_contains: (value, [wanted]) => !value.includes(wanted!),
}

const ofTimes: Comparators = {
  equal: (value, [wanted]) => Number(value) === Number(wanted),
  less_than: (value, [wanted]) => Number(value) < Number(wanted),
  less_equal: (value, [wanted]) => Number(value) <= Number(wanted),
  greater_than: (value, [wanted]) => Number(value) > Number(wanted),
  between: (value, [from, to]) => Number(value) >= Number(from) && Number(value) <= Number(to),
}

interface Filterable {
  readonly comparators: Comparators
  read(territory: Territory): string | null
  /** What was sent, as it compares; null where it cannot. */
  readonly toOperand?: (sent: string) => string | null
}

const moment = (sent: string): string | null => {
  const at = parseDateTime(sent)
  return at === null ? null : String(at)
}
const lower = (sent: string): string => sent.toLowerCase()

const keys: Readonly<Record<string, Filterable>> = {
  id: { comparators: equality, read: ({ id }) => id },
  name: { comparators: ofNames, read: ({ values }) => values.name.toLowerCase(), toOperand: lower },
  permission_type: { comparators: equality, read: ({ values }) => values.permission_type },
  'reporting_to.id': { comparators: equality, read: ({ values }) => values.reporting_to },
  'manager.id': { comparators: equality, read: ({ values }) => values.manager },
  created_by: { comparators: equality, read: ({ createdBy }) => createdBy },
  modified_by: { comparators: equality, read: ({ modifiedBy }) => modifiedBy },
  created_time: { comparators: ofTimes, read: ({ createdAt }) => String(createdAt), toOperand: moment },
  modified_time: { comparators: ofTimes, read: ({ modifiedAt }) => String(modifiedAt), toOperand: moment },
}

/** @throws CrmError for filters that cannot be read */
export function readFilters(c: CrmContext): Test {
  const sent = queryParam(c, 'filters')
  if (!sent) return () => true
  try {
    return toTest(JSON.parse(sent) as unknown)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('filters is no JSON')
    throw error
  }
}

const invalid = (reason: string) => crmError('invalidParam', { param_name: 'filters' }, { reason })

const deepest = 5

function toTest(sent: unknown, depth = 0): Test {
  if (!isJsonObject(sent) || depth > deepest) throw invalid('a filter is an object')
  const { group, group_operator: operator } = sent
  if (Array.isArray(group)) {
    const tests = group.map(each => toTest(each, depth + 1))
    return String(operator).toLowerCase() === 'or'
      ? territory => tests.some(test => test(territory))
      : territory => tests.every(test => test(territory))
  }
  return toCondition(sent)
}

function toCondition({ field, comparator, value }: JsonObject): Test {
  const name = isJsonObject(field) ? field.api_name : field
  const key = typeof name === 'string' && Object.hasOwn(keys, name) ? keys[name] : undefined
  if (!key) throw invalid(`one can filter by ${Object.keys(keys).join(', ')}`)
  const compare =
    typeof comparator === 'string' && Object.hasOwn(key.comparators, comparator)
      ? key.comparators[comparator]
      : undefined
  if (!compare) throw invalid(`${name} compares by ${Object.keys(key.comparators).join(', ')}`)
  const { toOperand = String } = key
  const wanted = (Array.isArray(value) ? value : [value]).map(each => {
    const id = isJsonObject(each) ? each.id : each
    return typeof id === 'string' || typeof id === 'number' ? toOperand(String(id)) : null
  })
  if (wanted.includes(null) || (comparator === 'between' && wanted.length !== 2))
    throw invalid(`${name} has no such value`)
  return territory => {
    const own = key.read(territory)
    return own === null ? comparator === 'not_equal' : compare(own, wanted as string[])
  }
}
