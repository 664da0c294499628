/**
 * By what sharing rules are searched.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/search-data-sharing-rules.html
 */

import type { Setting } from '../settings/collection.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'

type Matches = (rule: Setting) => boolean

/** The keys with the comparator that each takes. */
const comparators: Readonly<Record<string, 'equal' | 'in' | 'like'>> = {
  superiors_allowed: 'equal',
  status: 'equal',
  'shared_to.type': 'equal',
  'shared_to.resource.id': 'in',
  'shared_from.type': 'equal',
  'shared_from.resource.id': 'in',
  name: 'like',
  permission_type: 'equal',
}

const emptyWord = /^\$\{empty\}$/
const deepest = 5

/** @throws CrmError */
export function readRuleFilters(body: Record<string, unknown>): Matches {
  return ofRequest(() => {
    const filters = new SettingsRow(body, '$').objects('filters')
    const whole = new SettingsRow(body, '$')
    if (!filters) throw whole.missing('filters')
    if (filters.length === 0)
      throw whole.refuseAll('expectedFieldMissing', undefined, { expected_fields: [whole.place('filters')] })
    const tests = filters.map(each => readFilter(each, 0))
    return rule => tests.every(test => test(rule))
  })
}

function readFilter(row: SettingsRow, depth: number): Matches {
  if (depth > deepest) throw row.refuse('invalidValue', 'group')
  const group = row.objects('group')
  if (!group) return readCondition(row)
  const operator = String(row.needed('group_operator', row.text('group_operator', 3))).toLowerCase()
  if (operator !== 'and' && operator !== 'or') {
    throw row.refuse('unsupportedValue', 'group_operator', { supported_values: ['or', 'and'] })
  }
  const tests = group.map(each => readFilter(each, depth + 1))
  return operator === 'and' ? rule => tests.every(test => test(rule)) : rule => tests.some(test => test(rule))
}

function readCondition(row: SettingsRow): Matches {
  const field = row.object('field')
  if (!field) throw row.missing('field')
  const name = field.needed('api_name', field.text('api_name', 50))
  const expected = Object.hasOwn(comparators, name) ? comparators[name]! : undefined
  if (!expected) throw field.refuse('unsupportedValue', 'api_name', { supported_values: Object.keys(comparators) })
  if (row.needed('comparator', row.text('comparator', 20)) !== expected) {
    throw row.refuse('unsupportedValue', 'comparator', { supported_values: [expected] })
  }
  const value = row.needed('value', row.raw('value'))
  const wanted = (Array.isArray(value) ? value : [value]).map(each => String(each).toLowerCase())
  const isMet = (said: string) =>
    expected === 'like' ? wanted.some(each => said.includes(each)) : wanted.includes(said)
  return ({ values }) => {
    const said = saidBy(values, name.split('.'))
    return said === null ? wanted.some(each => emptyWord.test(each)) : isMet(String(said).toLowerCase())
  }
}

/** What a rule says; an id stands where the answer has an object with it. */
function saidBy(values: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined || values === null || typeof values !== 'object') return values ?? null
  return saidBy((values as Record<string, unknown>)[first] ?? null, rest)
}
