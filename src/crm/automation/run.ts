/**
 * Runs the workflow rules of a module after a record was made, changed or deleted, unless the write asked for none. Of a
 * rule's conditions the first that the record meets counts. What a rule changes triggers no other rule; that is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html (`trigger`), https://github.com/zoho/crm-oas
 */

import type { Actor } from '../../http/authenticate.ts'
import { findVersion, versionNames } from '../../protocol/versions.ts'
import { addCallback } from '../../world/callbacks.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import type { Row, Table } from '../../world/table.ts'
import { compileKeptCriteria } from '../criteria/json.ts'
import { append } from '../records/append-values.ts'
import { followChange, type RecordChange } from '../records/changes.ts'
import { deriveValues } from '../records/derived.ts'
import { recordRenderer } from '../records/render.ts'
import { parseValue } from '../records/values/index.ts'
import { isBlank } from '../records/values/parsed.ts'
import { insertRecord } from '../records/write.ts'
import type { FieldMapping } from '../resources/automation-tasks.ts'
import type { Setting, Values } from '../settings/collection.ts'
import { actionsOf, conditionsOf, type RuleAction, type RuleCondition, workflowRulesOf } from './action-keys.ts'

/** Callers whose request wants no workflow rules, and those for whom rules are being run. */
const withoutWorkflows = new WeakSet<Actor>()

export const leaveOutWorkflows = (caller: Actor): unknown => withoutWorkflows.add(caller)

/** That a rule ran for a record. */
export interface Execution extends Row {
  readonly rule: string
  readonly condition: string
  readonly at: number
  /** What was done, and whether it could be. */
  readonly actions: readonly { readonly id: string; readonly done: boolean }[]
}

export const executionsOf = (data: OrgData): Table<Execution> =>
  data.table<Execution>('settings/automation/executions', { indexes: { rule: ({ rule }) => rule } })

const triggers: Readonly<Record<RecordChange['operation'], readonly string[]>> = {
  insert: ['create', 'create_or_edit'],
  update: ['edit', 'create_or_edit'],
  delete: ['delete'],
}

export function runWorkflows(change: RecordChange): void {
  const { caller, module } = change
  const { data } = caller
  if (workflowRulesOf(data).size === 0 || withoutWorkflows.has(caller)) return
  const rules = workflowRulesOf(data)
    .all()
    .filter(({ values }) => values.active && values.module === module.apiName)
    .filter(({ values }) => triggers[change.operation].includes((values.execute_when as { type: string }).type))
    .sort((a, b) => Number(a.values.sequence) - Number(b.values.sequence))
  withoutWorkflows.add(caller)
  try {
    for (const rule of rules) runRule(rule, change)
  } finally {
    withoutWorkflows.delete(caller)
  }
}

function runRule(rule: Setting, { before, after, caller, module, operation }: RecordChange): void {
  const { data } = caller
  const record = after ? (data.records(module).get(after.id) ?? after) : before!
  const condition = conditionsOf(rule).find(each => isMet(each, record, caller, module))
  if (!condition) return
  const { repeat } = rule.values.execute_when as { repeat: boolean }
  const isNew =
    operation !== 'update' || !before || condition.criteria === null || !isMet(condition, before, caller, module)
  if (!isNew && !repeat) return
  const done = condition.actions.map(action => ({ id: action.id, done: runAction(action, record.id, caller, module) }))
  executionsOf(data).insert({
    id: data.nextRecordId(),
    rule: rule.id,
    condition: condition.id,
    at: data.clock.now(),
    actions: done,
  })
}

function isMet({ criteria }: RuleCondition, record: RecordRow, { data, user }: Actor, module: ModuleMeta): boolean {
  return criteria === null || compileKeptCriteria(criteria, { data, user, module })(record)
}

function runAction({ type, id }: RuleAction, recordId: string, caller: Actor, module: ModuleMeta): boolean {
  const action = actionsOf(caller.data, type).get(id)
  if (!action) return false
  if (type === 'field_updates') return updateField(action.values, recordId, caller, module)
  const record = caller.data.records(module).get(recordId)
  if (!record) return false
  const merge = merger(record, caller.data, module)
  return type === 'webhooks'
    ? callWebhook(action.values, merge, caller.data)
    : makeTask(action.values, record, merge, caller, module)
}

function updateField(
  { field: name, value, update_type }: Values,
  id: string,
  caller: Actor,
  module: ModuleMeta,
): boolean {
  const { data } = caller
  const before = data.records(module).get(id)
  const field = module.fieldsByName.get(String(name))
  if (!before || !field) return false
  const parsed = isBlank(value)
    ? { value: null }
    : parseValue(value, field, { caller, data, module, picklistValuesChecked: true, row: {}, current: before })
  if (!('value' in parsed)) return false
  const { apiName } = field
  const written =
    update_type === 'append' && Array.isArray(parsed.value)
      ? append(before[apiName], parsed.value as readonly string[])
      : parsed.value
  const row = { ...(before as Record<string, StoredValue> & RecordRow), [apiName]: written }
  deriveValues(module, row, data.org.timeZone)
  data.records(module).put(row)
  const at = row.Modified_Time as number
  followChange({ operation: 'update', module, before, after: row, caller, at })
  return true
}

type Merge = (text: string) => string

const newest = findVersion(versionNames.at(-1)!)!

/** Puts what a record says in the places of `${!Leads.Email}` and its like. */
function merger(record: RecordRow, data: OrgData, module: ModuleMeta): Merge {
  const shown = recordRenderer(data, module, newest, null, 'record')(record) as Record<string, unknown>
  return text =>
    text.replace(/\$\{!(\w+)\.(\w+)\}/g, (whole, name: string, field: string) => {
      if (name.toLowerCase() !== module.apiName.toLowerCase()) return whole
      const value = field.toLowerCase() === 'id' ? record.id : shown[field]
      const said = typeof value === 'object' && value !== null && 'name' in value ? value.name : value
      if (said === null || said === undefined) return ''
      // inside of a text in JSON, where it mostly stands
      return JSON.stringify(typeof said === 'object' ? JSON.stringify(said) : String(said)).slice(1, -1)
    })
}

function callWebhook({ url, url_parameters, body }: Values, merge: Merge, data: OrgData): boolean {
  const address = new URL(String(url))
  for (const list of Object.values((url_parameters ?? {}) as Record<string, { name: string; value: string }[]>)) {
    for (const { name, value } of list) address.searchParams.append(name, merge(value))
  }
  const sent = body ? parsed(merge(String((body as { raw_data_content: string }).raw_data_content))) : {}
  if (sent === null) return false
  addCallback(data, { url: address.href, body: sent, about: 'webhook' })
  return true
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

function makeTask(
  { field_mappings }: Values,
  record: RecordRow,
  merge: Merge,
  caller: Actor,
  module: ModuleMeta,
): boolean {
  const { data } = caller
  const tasks = data.module('Tasks')!
  const row: Record<string, unknown> = {}
  for (const { field, type, value } of field_mappings as FieldMapping[]) {
    row[field] = type === 'merge_field' ? merge(String(value)) : value
  }
  const isPerson = module.apiName === 'Contacts'
  row[isPerson ? 'Who_Id' : 'What_Id'] ??= { id: record.id }
  if (!isPerson) row.$se_module ??= module.apiName
  const context = {
    caller,
    data,
    module: tasks,
    version: newest,
    index: 0,
    picklistValuesChecked: false,
    unmodifiedSince: null,
  }
  return insertRecord(row, context).status === 'success'
}
