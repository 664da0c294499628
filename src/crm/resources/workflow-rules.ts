/**
 * `/settings/automation/workflow_rules` (v8): what is done by itself when records are made, changed or deleted. Running them
 * is automation/run.ts's business. A rule does at least one thing.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { CrmError, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime, parseDateTime } from '../../protocol/date-time.ts'
import { answer, answerNothing, answerRows, type CrmContext, success } from '../answer.ts'
import { authorship, conditionsOf, manageWorkflow, moduleOfRow, ofModule } from '../automation/action-keys.ts'
import { conditions, countActions, mostActions, mostConditions, showCondition } from '../automation/conditions.ts'
import { executionsOf } from '../automation/run.ts'
import { toUsage } from '../automation/usage.ts'
import { moduleOfQuery } from '../module-of.ts'
import { readIds } from '../records/query.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { type Collection, collectionRoutes, existing, type Setting, settingsOf } from '../settings/collection.ts'
import { type Key, moduleReference, text } from '../settings/keys.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'

const path = '/settings/automation/workflow_rules'
const root = 'workflow_rules'
const emulatedTriggers = ['create', 'edit', 'create_or_edit', 'delete'] as const
const [mostRules, mostOfModule] = [2500, 125]

const executeWhen: Key = {
  required: true,
  read(row, name, context) {
    const sent = row.object(name)
    if (!sent) return undefined
    const type = sent.needed('type', sent.text('type', 50))
    const trigger = emulatedTriggers.find(each => each === type)
    if (!trigger) throw sent.refuse('settingNotEmulated', 'type', {}, `rules that run on ${type} are not emulated`)
    const details = sent.object('details')
    const module = moduleOfRow(row, context)
    const named = details?.has('trigger_module')
      ? moduleReference().read(details, 'trigger_module', context)
      : undefined
    if (named !== undefined && named !== module?.apiName) throw details!.refuse('invalidModuleValue', 'trigger_module')
    return { type: trigger, repeat: details?.boolean('repeat') ?? false }
  },
}

const rules: Collection = {
  path,
  root,
  scope: 'settings.workflow_rules',
  since: 'v8',
  permit: manageWorkflow,
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'delete', 'deleteOne'],
  most: 1,
  keys: {
    module: moduleReference({ required: true, fixed: true }),
    name: text(250, { required: true, unique: true }),
    description: text(1000),
    execute_when: executeWhen,
    conditions,
    active: {
      initial: true,
      read: row => row.object('status')?.boolean('active'),
    },
    sequence: {
      secret: true,
      read: (_row, _name, { current, table }) => current?.values.sequence ?? highestSequence(table.all()) + 1,
    },
  },
  check({ module }, { row, table, current }) {
    if (current) return
    const all = table.all()
    if (all.length >= mostRules) throw row.exceeded('workflow_rules', mostRules, 'limit exceeded')
    const same = all.filter(({ values }) => values.module === module)
    if (same.length >= mostOfModule) throw row.exceeded('module', mostOfModule, 'limit exceeded')
  },
  deleted(rule, c) {
    const { data } = c.get('caller')
    for (const { id } of executionsOf(data).find('rule', rule.id)) executionsOf(data).delete(id)
  },
  listed: ofModule,
  info: 'page',
  show: showRule,
  messages: {
    created: 'Workflow Rule created successfully',
    updated: 'Workflow Rule updated successfully',
    deleted: 'Workflow Rule deleted successfully',
  },
}

const highestSequence = (all: readonly Setting[]): number =>
  Math.max(0, ...all.map(({ values }) => Number(values.sequence)))

function showRule(rule: Setting, shown: object, c: CrmContext): object {
  const { data } = c.get('caller')
  const { execute_when, conditions: _, active, module, name, description } = shown as Record<string, unknown>
  const { type, repeat } = execute_when as { type: string; repeat: boolean }
  const last = Math.max(
    0,
    ...executionsOf(data)
      .find('rule', rule.id)
      .map(({ at }) => at),
  )
  return {
    ...authorship(rule, data),
    execute_when: { details: { trigger_module: module, repeat }, type },
    editable: true,
    module,
    deprecated: false,
    deletable: true,
    description,
    source: 'crm',
    last_executed_time: last === 0 ? null : formatDateTime(last, data.org.timeZone),
    name,
    lock: { locked_by: null, message: null, status: false },
    id: rule.id,
    category: 'default',
    ...(c.req.param('id') && { conditions: conditionsOf(rule).map(showCondition) }),
    status: { active },
  }
}

export function workflowRuleRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v8', routes)
  const needs = (verb: 'READ' | 'UPDATE'): Needs => ({
    scopes: `ZohoCRM.settings.workflow_rules.${verb}`,
    permit: manageWorkflow,
  })
  const all = (c: CrmContext) => settingsOf(c.get('caller').data, rules).all()

  on('get', `${path}/actions/actions_count`, needs('READ'), c => {
    const ids = readIds(c)
    const found = all(c).filter(({ id }) => ids.includes(id))
    if (found.length === 0) return answerNothing(c)
    return answer(c, { [root]: found.map(rule => ({ id: rule.id, conditions: conditionsOf(rule).map(countActions) })) })
  })

  on('get', `${path}/actions/module_specific_count`, needs('READ'), c => {
    const isListed = ofModule(c)
    const found = all(c).filter(isListed)
    const modules = c.get('caller').data.modules()
    const counted = modules.flatMap(({ apiName, id }) => {
      const own = found.filter(({ values }) => values.module === apiName)
      if (own.length === 0) return []
      const module = { api_name: apiName, id }
      return [{ active_rules_configured: countActive(own), module, total_rules_configured: own.length }]
    })
    return counted.length === 0 ? answerNothing(c) : answer(c, { module_specific_count: counted })
  })

  on('get', `${path}/actions/rules_count`, needs('READ'), c =>
    answer(c, {
      rules_count: {
        scheduled_actions_per_rule_limit: 5,
        total_rules_limit: mostRules,
        active_rules_configured: countActive(all(c)),
        rules_per_process_limit: mostConditions,
        total_rules_limit_per_module: mostOfModule,
        active_rules_limit: 2000,
        total_rules_configured: all(c).length,
        active_rules_limit_per_module: 75,
        total_actions_per_rule_limit: mostActions,
      },
    }),
  )

  on('get', `${path}/:id/actions/usage`, needs('READ'), c => {
    const [from, till] = ['executed_from', 'executed_till'].map(name => readMoment(c, name)) as [number, number]
    const rule = existing(c, rules)
    return answer(c, { [root]: [toUsage(rule, from, till, c.get('caller').data)] })
  })

  on('put', `${path}/actions/reorder`, needs('UPDATE'), async c => {
    const { apiName } = moduleOfQuery(c)
    const sent = new SettingsRow(await readJsonObject(c), '$')
    const { data } = c.get('caller')
    const rows = readReorder(sent)
    const table = settingsOf(data, rules)
    const own = all(c).filter(({ values }) => values.module === apiName)
    const places = new Map<string, number>()
    const results = rows.map(row =>
      resultOf(() => {
        const id = row.needed('id', row.text('id', 20))
        const place = row.needed('module_specific_sequence', row.integer('module_specific_sequence', 1, mostOfModule))
        if (!own.some(each => each.id === id)) throw row.refuse('invalidId', 'id', {}, 'Invalid process id')
        if (places.has(id)) throw row.refuse('invalidValue', 'id', {}, 'duplicate data')
        const isTaken = [...places.values()].includes(place)
        if (isTaken) throw row.refuse('invalidValue', 'module_specific_sequence', {}, 'duplicate data')
        places.set(id, place)
        return success('rules reordered successfully', { id })
      }),
    )
    const sequenceOf = ({ values }: Setting) => Number(values.sequence)
    const numbers = own.map(sequenceOf).sort((a, b) => a - b)
    const rest = own.filter(({ id }) => !places.has(id)).sort((a, b) => sequenceOf(a) - sequenceOf(b))
    const ordered = [...places].sort((a, b) => a[1] - b[1])
    for (const [id, place] of ordered) rest.splice(Math.min(place - 1, rest.length), 0, table.get(id)!)
    for (const [index, rule] of places.size === 0 ? [] : rest.entries()) {
      table.put({ ...rule, values: { ...rule.values, sequence: numbers[index] } })
    }
    return answerRows(c, world, results, 200, 'reorder')
  })

  collectionRoutes(routes, rules)
}

/** @throws CrmError */
function readReorder(sent: SettingsRow): SettingsRow[] {
  return ofRequest(() => {
    const reorder = sent.object('reorder')
    if (!reorder) throw sent.missing('reorder')
    const rows = reorder.objects('workflow_rules')
    if (!rows || rows.length === 0) throw reorder.missing('workflow_rules')
    return rows
  })
}

const countActive = (all: readonly Setting[]): number => all.filter(({ values }) => values.active).length

function readMoment(c: CrmContext, name: string): number {
  const text = queryParam(c, name)
  if (!text) throw crmError('requiredParamMissing', { param_name: name }, { message: 'required param not found' })
  const at = parseDateTime(text)
  if (at !== null) return at
  const body = crmErrorBody('wrongTypeOfParam', { expected_data_type: 'datetime', param_name: name })
  throw new CrmError(400, body)
}
