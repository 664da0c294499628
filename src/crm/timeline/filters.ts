/**
 * The parameter `filters` of a timeline: JSON conditions on what happened, by whom, when and to what.
 *
 * Source: the description of timelines at https://github.com/zoho/crm-oas
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { parseHeaderDate } from '../../protocol/date-time.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { TimelineEvent } from './entries.ts'

export type EventTest = (event: TimelineEvent) => boolean

const mostConditions = 25

/** @throws CrmError */
export function readFilters(text: string | null): EventTest {
  if (!text) return () => true
  let filters: unknown
  try {
    filters = JSON.parse(text)
  } catch {
    throw invalid()
  }
  return readFilter(filters, { left: mostConditions })
}

const invalid = () => crmError('invalidParam', { param_name: 'filters' })

function readFilter(filter: unknown, budget: { left: number }): EventTest {
  if (budget.left-- <= 0 || !isJsonObject(filter)) throw invalid()
  const { group, group_operator: operator } = filter
  if (group === undefined && operator === undefined) return readCondition(filter)
  if (!Array.isArray(group) || group.length === 0 || typeof operator !== 'string') throw invalid()
  const tests = group.map(each => readFilter(each, budget))
  if (operator.toLowerCase() === 'and') return event => tests.every(test => test(event))
  if (operator.toLowerCase() === 'or') return event => tests.some(test => test(event))
  throw invalid()
}

/** What a field of a condition says of an event. */
const readers: Readonly<Record<string, (event: TimelineEvent) => string | undefined>> = {
  'record.module.api_name': ({ record }) => record?.module,
  source: ({ source }) => source,
  'done_by.id': ({ doneBy }) => doneBy,
}

function readCondition({ field, comparator, value }: Readonly<Record<string, unknown>>): EventTest {
  const name = isJsonObject(field) ? field.api_name : undefined
  if (name === 'audited_time') return readPeriod(comparator, value)
  const read = typeof name === 'string' && Object.hasOwn(readers, name) ? readers[name]! : undefined
  const values = comparator === 'equal' ? [value] : comparator === 'in' ? value : undefined
  if (!read || !Array.isArray(values) || values.length === 0) throw invalid()
  const wanted = new Set<unknown>(values)
  if (!values.every(each => typeof each === 'string')) throw invalid()
  return event => wanted.has(read(event))
}

function readPeriod(comparator: unknown, value: unknown): EventTest {
  if (comparator !== 'between' || !Array.isArray(value) || value.length !== 2) throw invalid()
  const [from, to] = value.map(each => (typeof each === 'string' ? parseHeaderDate(each) : null))
  if (from == null || to == null) throw invalid()
  return ({ at }) => at >= from && at <= to
}
