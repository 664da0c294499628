/**
 * What a write of records may say beside its rows: which automations are to run, which are not, and which assignment rule
 * chooses owners. Of automations there are workflow rules here; the rest is checked before any row is written, and not kept. The service's own values are named, whatever the version.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */

import { queryParams } from '../../http/query.ts'
import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import type { CrmContext } from '../answer.ts'
import { readChoice } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import { leaveOutWorkflows } from './run.ts'

const triggers = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration']

const features = [
  'layout_rules',
  'range_validation',
  'assignment_rules',
  'function_validation_rule',
  'criteria_validation_rule',
  'global_map_dependency',
  'territory_subordinates',
]

/** The key that is looked at, and how errors place what is below it. */
interface Key {
  readonly name: string
  readonly place: (apiName: string, below?: string) => { api_name: string; json_path?: string }
}

type Check = (value: unknown, key: Key) => void

/** What `process` may name is not described, so any text will do. */
const checks: Readonly<Record<string, Check>> = {
  trigger: checkWords(triggers),
  process: checkWords(null),
  apply_feature_execution: checkNamed(features),
  skip_feature_execution: checkNamed(['cadences']),
  lar_id: checkAssignmentRule,
  wf_trigger: checkFlag,
}

/** @throws CrmError for a key whose value the service would not take */
export function checkAutomationKeys(c: CrmContext, body: Readonly<Record<string, unknown>>): void {
  for (const [name, check] of Object.entries(checks)) {
    const value = body[name]
    if (value === undefined || value === null) continue
    const place: Key['place'] = (apiName, below = '') => ({
      api_name: apiName,
      ...(c.get('version').jsonPath && { json_path: `$.${name}${below}` }),
    })
    check(value, { name, place })
  }
  if (Array.isArray(body.trigger) && !body.trigger.includes('workflow')) leaveOutWorkflows(c.get('caller'))
}

/** The parameter with which a delete runs workflows or not. @throws CrmError */
export function checkWorkflowParam(c: CrmContext): void {
  if (readChoice(queryParams(c), 'wf_trigger', ['true', 'false']) === 'false') leaveOutWorkflows(c.get('caller'))
}

const wrongType = (expected: string, place: ReturnType<Key['place']>): CrmError =>
  crmError('wrongType', { expected_data_type: expected, ...place })

/** @param known the words that there are; null for any */
function checkWords(known: readonly string[] | null): Check {
  return (value, { name, place }) => {
    if (!Array.isArray(value)) throw wrongType('jsonarray', place(name))
    value.forEach((word, index) => {
      const at = place(name, `[${index}]`)
      if (typeof word !== 'string') throw wrongType('string', at)
      if (known && !known.includes(word)) throw crmError('unsupportedValue', { ...at, supported_values: known })
    })
  }
}

function checkNamed(known: readonly string[]): Check {
  return (value, { name: key, place }) => {
    if (!Array.isArray(value)) throw wrongType('jsonarray', place(key))
    value.forEach((feature, index) => {
      if (typeof feature !== 'object' || feature === null) throw wrongType('jsonobject', place(key, `[${index}]`))
      const { name } = feature as { name?: unknown }
      const at = place('name', `[${index}].name`)
      if (name === undefined || name === null) throw crmError('mandatoryNotFound', at)
      if (typeof name !== 'string') throw wrongType('string', at)
      if (!known.includes(name)) throw crmError('unsupportedValue', { ...at, supported_values: known })
    })
  }
}

function checkAssignmentRule(value: unknown, { name, place }: Key): void {
  if (readRecordId(value) === null) throw wrongType('bigint', place(name))
  throw crmError('invalidId', place(name), { reason: 'the org has no assignment rules' })
}

function checkFlag(value: unknown, { name, place }: Key): void {
  if (typeof value !== 'boolean' && value !== 'true' && value !== 'false') throw wrongType('boolean', place(name))
}
