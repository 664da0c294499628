/**
 * `/settings/data_sharing/rules` (v8): with whom an org shares private records beyond their owners. What follows from a rule
 * is sharing/rules.ts's business; it holds as soon as it is written, so running the rules anew changes nothing.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-data-sharing-rules.html and https://github.com/zoho/crm-oas
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { addJob } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, answerRows, type CrmContext, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { moduleOfQuery } from '../module-of.ts'
import { orgPermission } from '../permissions.ts'
import { readPlainPage } from '../records/page.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  existing,
  type Setting,
  settingsOf,
  showSetting,
} from '../settings/collection.ts'
import { readCriteria } from '../settings/criteria.ts'
import { flag, type Key, text } from '../settings/keys.ts'
import { readRuleFilters } from '../sharing/rule-filters.ts'
import { accessOf, type Shared, type SharingRule } from '../sharing/rules.ts'
import { isRunning, runKind } from '../sharing/run-rules.ts'
import { groupTable } from '../users/groups.ts'

const path = '/settings/data_sharing/rules'
const root = 'sharing_rules'
const permit = orgPermission('manage_data_sharing')

const oneOf = (words: readonly string[]): Key => ({
  required: true,
  read(row, name) {
    const sent = row.raw(name)
    if (sent === undefined || words.includes(sent as string)) return sent
    throw row.refuse('unsupportedValue', name, { supported_values: words }, 'the value given is invalid')
  },
})

/** What the role or the group is called; undefined for what is none. */
function nameOf({ type, resource }: Shared, data: OrgData): unknown {
  if (type === 'groups') return groupTable(data).get(String(resource))?.values.name
  return data.roles().find(({ id }) => id === resource)?.name
}

/** Users of a role, of a group, or all. */
const shared: Key = {
  read(row, name) {
    const sent = row.object(name)
    if (!sent) return undefined
    const type = sent.needed('type', oneOf(['roles', 'groups', 'all_users']).read(sent, 'type', undefined as never))
    const subordinates = sent.boolean('subordinates') ?? false
    if (type === 'all_users') return { type, resource: null, subordinates }
    const resource = sent.object('resource')
    if (!resource) throw sent.dependent('resource', 'type')
    return { type, resource: resource.needed('id', resource.text('id', 20)), subordinates }
  },
  show(value, c) {
    const { type, resource, subordinates } = value as Shared
    const name = nameOf(value as Shared, c.get('caller').data)
    return { resource: name === undefined ? null : { name, id: resource }, subordinates, type }
  },
}

const criteria: Key = {
  read: (row, name, context) => readCriteria(row, name, moduleOfQuery(context.c), context),
}

const rules: Collection = {
  path,
  root,
  scope: 'settings.data_sharing',
  since: 'v8',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  permit,
  most: 1,
  keys: {
    name: text(100, { required: true }),
    module: { read: (_row, _name, { c, current }) => current?.values.module ?? moduleOfQuery(c).apiName },
    type: oneOf(['Record_Owner_Based', 'Criteria_Based']),
    permission_type: oneOf(Object.keys(accessOf)),
    superiors_allowed: flag({ required: true }),
    shared_from: shared,
    shared_to: { ...shared, required: true },
    criteria,
    status: {
      initial: 'active',
      read(row, name) {
        if (row.has(name)) throw row.refuse('notAllowed', name, {}, 'status is not allowed in this api')
        return undefined
      },
    },
  },
  within(c) {
    const isNeeded = c.req.method !== 'GET'
    const module = isNeeded || queryParam(c, 'module') ? moduleOfQuery(c) : null
    if (module && !module.fieldsByName.has('Owner'))
      throw crmError('duplicateCheckUnsupported', { param_name: 'module' })
    return ({ values }) => !module || values.module === module.apiName
  },
  check(values, { row, data, table, current }) {
    for (const key of ['shared_from', 'shared_to']) {
      const named = (values[key] ?? { type: 'all_users' }) as Shared
      if (named.type === 'all_users' || nameOf(named, data) !== undefined) continue
      const sent = row.object(key)!
      throw sent.object('resource')!.refuse('resourceMismatch', 'id', { dependee: sent.place('type') })
    }
    if (values.type === 'Record_Owner_Based' && values.shared_from === null) throw row.dependent('shared_from', 'type')
    if (values.type === 'Criteria_Based' && values.criteria === null) throw row.dependent('criteria', 'type')
    const isSame = ({ id, values: other }: Setting) =>
      id !== current?.id &&
      other.module === values.module &&
      String(other.name).toLowerCase() === String(values.name).toLowerCase()
    if (table.all().some(isSame)) throw row.refuse('duplicateSetting', 'name')
  },
  show: (_, shown, c) => showRule(shown, c),
  info: 'page',
  strict: true,
  unknown: 'the given sharing rule id seems invalid.',
  messages: {
    created: 'sharing rule is created successfully',
    updated: 'sharing rule is updated successfully',
    deleted: 'Sharing Rule deleted',
  },
}

function showRule(shown: object, c: CrmContext): object {
  const rule = shown as unknown as SharingRule & { readonly id: string }
  const module = c.get('caller').data.module(rule.module)
  const isOne = c.req.param('id') !== undefined
  const { criteria: meets, ...rest } = rule
  return {
    ...rest,
    ...(isOne && { criteria: rule.type === 'Criteria_Based' ? meets : null }),
    shared_from: rule.type === 'Record_Owner_Based' ? rule.shared_from : null,
    module: module && { api_name: module.apiName, name: module.plural, id: module.id },
    match_limit_exceeded: false,
  }
}

export function sharingRuleRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v8', routes)
  const needs = (verb: string) => ({ scopes: `ZohoCRM.settings.data_sharing.${verb}`, permit })
  const all = (c: CrmContext) => settingsOf(c.get('caller').data, rules).all()

  on('post', `${path}/search`, needs('READ'), async c => {
    const module = queryParam(c, 'module') ? moduleOfQuery(c) : null
    const matches = readRuleFilters(await readJsonObject(c))
    const page = readPlainPage(queryParams(c))
    const found = all(c).filter(rule => (!module || rule.values.module === module.apiName) && matches(rule))
    return answerPage(c, root, found, rule => showSetting(rule, rules, c), page)
  })

  on('get', `${path}/actions/summary`, needs('READ'), c => answerSummary(c, all(c)))
  on('post', `${path}/actions/summary`, needs('READ'), async c => {
    const matches = readRuleFilters(await readJsonObject(c))
    const found = all(c).filter(matches)
    return found.length === 0 ? answerNothing(c) : answerSummary(c, found, true)
  })

  on('post', `${path}/actions/run`, needs('UPDATE'), c => {
    const { apiName } = moduleOfQuery(c)
    const { data, user } = c.get('caller')
    if (!all(c).some(({ values }) => values.module === apiName)) return answerNothing(c)
    if (!isRunning(data, apiName)) addJob(world, data, { kind: runKind, userId: user.id, details: { module: apiName } })
    const row = {
      code: 'SCHEDULED',
      details: {},
      message: 'sharing rules are scheduled successfully',
      status: 'success',
    }
    return answer(c, { [root]: [row] })
  })

  for (const [method, status] of [
    ['put', 'active'],
    ['delete', 'inactive'],
  ] as const) {
    on(method, `${path}/:id/actions/activate`, needs('UPDATE'), c => {
      const rule = existing(c, rules)
      if (rule.values.status === status) {
        throw crmError(status === 'active' ? 'ruleActive' : 'ruleInactive', { resource_path_index: 3 })
      }
      const { data, user } = c.get('caller')
      const values = { ...rule.values, status }
      settingsOf(data, rules).put({ ...rule, values, modifiedAt: data.clock.now(), modifiedBy: user.id })
      const word = status === 'active' ? 'activated' : 'deactivated'
      return answerRows(c, world, [success(`sharing rule is ${word} successfully`, { id: rule.id })], 200, root)
    })
  }

  collectionRoutes(routes, rules)
}

/** How many rules each module has. @param isSearch whether modules without any are left out */
function answerSummary(c: CrmContext, found: readonly Setting[], isSearch = false): Response {
  const { data } = c.get('caller')
  const named = queryParam(c, 'module') ? [moduleOfQuery(c)] : data.modules().filter(hasOwner)
  const count = ({ apiName }: ModuleMeta) => found.filter(({ values }) => values.module === apiName).length
  const modules = isSearch ? named.filter(module => count(module) > 0) : named
  if (modules.length === 0) return answerNothing(c)
  return answer(c, {
    sharing_rules_summary: modules.map(module => ({
      module: { api_name: module.apiName, name: module.plural, id: module.id },
      rule_computation_status: isRunning(data, module.apiName),
      rule_count: count(module),
    })),
  })
}

const hasOwner = ({ fieldsByName }: ModuleMeta): boolean => fieldsByName.has('Owner')
