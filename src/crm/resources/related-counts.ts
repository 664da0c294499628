/** `/{module}/{id}/actions/get_related_records_count` (v8): how many records some of a record's related lists have. */

import { requireScope } from '../../http/authenticate.ts'
import { toOperand } from '../../protocol/comparison.ts'
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext } from '../answer.ts'
import { moduleOfPath, moduleScopes, recordScope } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import { operandOf } from '../records/compare.ts'
import { readPathId } from '../records/path-id.ts'
import { type RelatedList, relatedRecords } from '../records/related.ts'
import { isVisible } from '../records/render.ts'
import { findVisible, visibleTo } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'

const root = 'get_related_records_count'
const listsPerRequest = 20

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/get-related-records-count.html */
export function relatedCountRoutes(routes: Routes): void {
  const { world } = routes
  onSince('v8', routes)('post', `/:module/:id/actions/${root}`, recordScope('READ'), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const lists = rowsOf(c, await readJsonObject(c), root, listsPerRequest)
    const record = findVisible(c.get('caller'), module, id)
    if (!record) throw crmError('invalidRelatedId', { resource_path_index: 1 })
    const rows = lists.map((sent, index) => countRelated(world, c, module, record, sent, index))
    return answerRows(c, world, rows, 200, root)
  })
}

type Count = { readonly count: number; readonly related_list: { readonly api_name: string; readonly id: string } }

function countRelated(
  world: World,
  c: CrmContext,
  module: ModuleMeta,
  record: RecordRow,
  sent: unknown,
  index: number,
): (Count & { readonly status?: undefined }) | CrmErrorBody {
  const path = `$.${root}[${index}]`
  if (!isJsonObject(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', api_name: root, json_path: path })
  }
  const list = findList(module, sent.related_list, `${path}.related_list`)
  if ('status' in list) return list
  const { data } = c.get('caller')
  const target = data.module(list.module)
  if (!target) return crmErrorBody('relatedListNotSupported')
  requireScope(world, c, moduleScopes(target, 'READ'))
  requirePermission(c.get('caller'), target, ['view'])
  const test = readParams(c, target, sent.params, `${path}.params`)
  if (typeof test !== 'function') return test
  const visible = visibleTo(c.get('caller'), target)
  const counted = relatedRecords({ data, module, record, list, target }).filter(row => !visible || visible(row))
  const count = counted.filter(test).length
  return { count, related_list: { api_name: list.apiName, id: list.id } }
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === ''

/** The related list that is named by id, by API name, or by both if they agree. */
function findList(module: ModuleMeta, sent: unknown, path: string): ModuleMeta['relatedLists'][number] | CrmErrorBody {
  if (isBlank(sent)) return crmErrorBody('mandatoryNotFound', { api_name: 'related_list', json_path: path })
  if (!isJsonObject(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', api_name: 'related_list', json_path: path })
  }
  const place = (key: string) => ({ api_name: key, json_path: `${path}.${key}` })
  const named = ['id', 'api_name'].filter(key => !isBlank(sent[key]))
  if (named.length === 0) {
    return crmErrorBody('expectedFieldMissing', { expected_fields: [place('api_name'), place('id')] })
  }
  const found = named.map(key => module.relatedLists.find(list => isNamed(list, key, sent[key])))
  const [list] = found
  for (const [at, each] of found.entries()) if (!each) return crmErrorBody('invalidRelatedList', place(named[at]!))
  if (found.some(each => each !== list)) {
    return crmErrorBody('ambiguousParams', { ambiguity_due_to: [place('id'), place('api_name')] })
  }
  return list!
}

function isNamed(list: RelatedList, key: string, name: unknown): boolean {
  if (typeof name !== 'string') return false
  return key === 'id' ? list.id === name : list.apiName.toLowerCase() === name.toLowerCase()
}

type Test = (row: RecordRow) => boolean

/** Which of the list's records count. All records here are approved. */
function readParams(c: CrmContext, target: ModuleMeta, sent: unknown, path: string): Test | CrmErrorBody {
  if (isBlank(sent)) return () => true
  if (!isJsonObject(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', api_name: 'params', json_path: path })
  }
  const flags = { approved: sent.approved ?? true, converted: sent.converted ?? null }
  for (const [name, value] of Object.entries(flags)) {
    if (value === null || typeof value === 'boolean') continue
    return crmErrorBody('wrongType', { expected_data_type: 'boolean', api_name: name, json_path: `${path}.${name}` })
  }
  const state = sent.approval_state ?? 'approved'
  if (state !== 'approved') {
    const place = { api_name: 'approval_state', json_path: `${path}.approval_state` }
    return crmErrorBody('unsupportedValue', { ...place, supported_values: ['approved'] })
  }
  const filter = readFilter(c, target, sent.filters, `${path}.filters`)
  if (typeof filter !== 'function') return filter
  const { approved, converted } = flags
  return row => approved === true && (converted === null || (row.Converted__s === true) === converted) && filter(row)
}

/** One field that has to have one value. */
function readFilter(c: CrmContext, target: ModuleMeta, sent: unknown, path: string): Test | CrmErrorBody {
  if (isBlank(sent)) return () => true
  if (!isJsonObject(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', api_name: 'filters', json_path: path })
  }
  for (const key of ['comparator', 'field', 'value']) {
    if (isBlank(sent[key])) return crmErrorBody('mandatoryNotFound', { api_name: key, json_path: `${path}.${key}` })
  }
  if (sent.comparator !== 'equal') {
    const place = { api_name: 'comparator', json_path: `${path}.comparator` }
    return crmErrorBody('unsupportedValue', { ...place, supported_values: ['equal'] })
  }
  const name = isJsonObject(sent.field) ? sent.field.api_name : undefined
  const field = typeof name === 'string' ? target.fieldsByName.get(name) : undefined
  if (!field || !isVisible(field, c.get('version'))) {
    return crmErrorBody('invalidField', { api_name: 'api_name', json_path: `${path}.field.api_name` })
  }
  const wanted =
    isJsonObject(sent.value) || Array.isArray(sent.value) ? undefined : toOperand(field, String(sent.value))
  if (wanted === undefined) {
    const place = { api_name: 'value', json_path: `${path}.value` }
    return crmErrorBody('wrongType', { expected_data_type: field.dataType, ...place })
  }
  return row => {
    const value = operandOf(field, row)
    return Array.isArray(value) ? value.includes(String(wanted)) : value === wanted
  }
}
