/**
 * `/settings/automation/webhooks` (v8): addresses that workflow rules call. What is sent is JSON, by POST.
 *
 * Source: https://github.com/zoho/crm-oas; for usage reports an answer of Zoho's shown at https://www.withone.ai/knowledge/zoho.
 * That these come by day, the latest first, and that calls are forgotten with the rule that made them, is inferred.
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { dayOf } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing } from '../answer.ts'
import { actions, actionsOf, manageWorkflow } from '../automation/action-keys.ts'
import { executionsOf } from '../automation/run.ts'
import { choiceParam } from '../choice-param.ts'
import { readPlainPage } from '../records/page.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes } from '../settings/collection.ts'
import { type Key, readKeys, text } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'

const url: Key = {
  required: true,
  read(row, name) {
    const value = row.text(name, 2000)
    if (value !== undefined && !isAddress(value)) throw row.refuse('invalidValue', name, {}, 'please enter a valid URL')
    return value
  },
}

function isAddress(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value).protocol)
  } catch {
    return false
  }
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']

const method: Key = {
  required: true,
  read(row, name) {
    const sent = row.raw(name)
    if (sent === undefined || sent === 'POST') return sent
    if (!methods.includes(sent as string))
      throw row.refuse('invalidValue', name, {}, 'The method type given is invalid')
    throw row.refuse('settingNotEmulated', name, {}, `webhooks by ${sent} are not emulated`)
  },
}

/** Names with values, of the record or fixed. */
const parameters: Key = {
  read(row, name, context) {
    const sent = row.object(name)
    if (!sent) return undefined
    const lists = ['module_parameters', 'custom_parameters'].map(list => {
      const rows = (sent.objects(list) ?? []).map(each =>
        readKeys(each, { name: text(250), value: text(2000) }, context),
      )
      const places = sent.objects(list) ?? []
      for (const [index, place] of places.entries())
        checkParameter(rows[index] as Parameter, rows as Parameter[], place)
      return [list, rows] as const
    })
    return Object.fromEntries(lists)
  },
}

interface Parameter {
  readonly name: string | null
  readonly value: string | null
}

function checkParameter(each: Parameter, all: readonly Parameter[], row: SettingsRow): void {
  const said = 'the given parameter is invalid, specify both name and value'
  if (each.name === null) throw row.missing('name', said)
  if (each.value === null) throw row.missing('value', said)
  if (all.find(other => other.name === each.name) !== each) {
    throw row.refuse('duplicateSetting', 'name', {}, 'duplicate parameter name found')
  }
}

const body: Key = {
  read(row, name) {
    const sent = row.object(name)
    if (!sent) return undefined
    const type = sent.needed('type', sent.choice('type', ['raw', 'form_data']))
    if (type === 'form_data') throw sent.refuse('settingNotEmulated', 'type', {}, 'bodies of forms are not emulated')
    const format = sent.needed('format', sent.choice('format', ['JSON', 'Text', 'XML', 'HTML', 'JavaScript']))
    if (format !== 'JSON') throw sent.refuse('settingNotEmulated', 'format', {}, `bodies of ${format} are not emulated`)
    return { type, format, raw_data_content: sent.needed('raw_data_content', sent.text('raw_data_content', 65_000)) }
  },
}

const authentication: Key = {
  initial: { type: 'general' },
  read(row, name) {
    const sent = row.object(name)
    if (!sent) return undefined
    const type = sent.needed('type', sent.choice('type', ['general', 'connection']))
    if (type === 'connection') throw sent.refuse('settingNotEmulated', 'type', {}, 'connections are not emulated')
    return { type }
  },
}

const webhooks: Collection = actions('webhooks', 'webhook', {
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'delete', 'deleteOne'],
  keys: {
    description: text(200),
    url,
    http_method: method,
    headers: parameters,
    url_parameters: parameters,
    body,
    authentication,
  },
  messages: {
    created: 'webhook created successfully',
    updated: 'webhook updated successfully',
    deleted: 'webhook deleted successfully',
  },
})

export function webhookRoutes(routes: Routes): void {
  const on = onSince('v8', routes)
  const needs = { scopes: 'ZohoCRM.settings.automation_actions.READ', permit: manageWorkflow }

  on('get', `${webhooks.path}/actions/associated_modules`, needs, c => {
    const { data } = c.get('caller')
    const names = new Set(
      actionsOf(data, 'webhooks')
        .all()
        .map(({ values }) => values.module),
    )
    const modules = data.modules().filter(({ apiName }) => names.has(apiName))
    if (modules.length === 0) return answerNothing(c)
    return answer(c, { associated_modules: modules.map(({ apiName, id }) => ({ api_name: apiName, id })) })
  })

  on('get', `${webhooks.path}/actions/usage_reports`, needs, c => {
    if (!queryParam(c, 'group_by')) throw crmError('requiredParamMissing', { param_name: 'group_by' })
    choiceParam(c, 'group_by', ['date'])
    const { page, perPage, skip } = readPlainPage(queryParams(c))
    const all = usageByDate(c.get('caller').data)
    const some = all.slice(skip, skip + perPage)
    if (some.length === 0) return answerNothing(c)
    const more_records = all.length > skip + perPage
    return answer(c, {
      data_usage: some,
      info: { count: some.length, max_limit: mostCallsPerDay, more_records, page, per_page: perPage },
    })
  })

  collectionRoutes(routes, webhooks)
}

const mostCallsPerDay = 2500

/** How often each webhook was called on a day of the org's, the latest first. */
function usageByDate(data: OrgData): object[] {
  const counts = new Map<string, number>()
  for (const { at, actions: done } of executionsOf(data).all()) {
    const date = dayOf(at, data.org.timeZone)
    for (const { id } of done) counts.set(`${date} ${id}`, (counts.get(`${date} ${id}`) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .flatMap(([key, count]) => {
      const [date, id] = key.split(' ')
      const webhook = actionsOf(data, 'webhooks').get(id!)
      return webhook ? [{ count, date, resource: { id: webhook.id, name: webhook.values.name }, type: 'webhooks' }] : []
    })
}
