/**
 * `/coql`: records and aggregates by a query in CRM's own language. From text to answer it goes through coql/parser.ts,
 * coql/checker.ts and coql/executor.ts.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { Version } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { checkQuery } from '../coql/checker.ts'
import { runQuery } from '../coql/executor.ts'
import { parseQuery } from '../coql/parser.ts'
import type { Plan } from '../coql/plan.ts'
import { costOfQuery } from '../costs.ts'
import { moduleScopes } from '../module-of.ts'
import { requireAdministrator, requirePermission } from '../permissions.ts'
import { ownersWithin } from '../records/owners-within.ts'
import { othersWithin } from '../records/sharing.ts'
import { readJsonObject } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { toFieldResponse } from './fields.ts'

/** Far more than a query with all that the limits allow; every token of a longer one would cost memory first. */
const bodyLimit = 1024 * 1024

export function coqlRoutes({ on, world }: Routes): void {
  on('post', '/coql', coqlScope, async c => {
    const caller = c.get('caller')
    const { data, user } = caller
    const version = c.get('version')
    const body = await readJsonObject(c, bodyLimit)
    const withFields = version.coql.includeMeta && readIncludeMeta(body.include_meta)
    if (withFields) requireScope(world, c, ['ZohoCRM.settings.fields.READ'])
    const plan = checkQuery(parseQuery(readSelectQuery(body.select_query)), {
      data,
      user,
      version,
      open(module) {
        requireScope(world, c, moduleScopes(module, 'READ'))
        requirePermission(caller, module, ['view'])
        // notes follow the records that they belong to, which no column of theirs tells
        if (module.apiName === 'Notes') requireAdministrator(caller)
      },
      ownersWithin: module => ownersWithin(caller, module, 'see'),
      othersWithin: module => othersWithin(caller, module, 'see'),
    })

    c.set('credits', costOfQuery(plan.limit))
    const { rows, moreRecords } = runQuery(plan)
    if (rows.length === 0) return answerNothing(c)
    return answer(c, {
      data: rows,
      ...(withFields && { fields: fieldsOf(plan, data, version) }),
      info: { count: rows.length, more_records: moreRecords },
    })
  })
}

/** Which modules a query reads, and so which scopes it needs too, is known when it has been parsed. */
const coqlScope = (c: CrmContext): readonly string[] => (c.get('version').coql.ownScope ? ['ZohoCRM.coql.READ'] : [])

function readSelectQuery(sent: unknown): string {
  if (sent === undefined || sent === null) throw crmError('coqlQueryMissing', { api_name: 'select_query' })
  if (typeof sent === 'string') return sent
  throw crmError('wrongType', { expected_data_type: 'text', api_name: 'select_query', json_path: '$.select_query' })
}

/** @returns whether the metadata of the selected fields are asked for */
function readIncludeMeta(sent: unknown): boolean {
  if (sent === undefined) return false
  const place = { api_name: 'include_meta', json_path: '$.include_meta' }
  if (!Array.isArray(sent)) throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place })
  const wrong = sent.findIndex(each => each !== 'fields')
  if (wrong !== -1) {
    const details = { api_name: 'include_meta', json_path: `$.include_meta[${wrong}]`, supported_values: ['fields'] }
    throw crmError('unsupportedValue', details)
  }
  return sent.length > 0
}

/** The metadata of what SELECT names, by its path there; users, roles and profiles have none. */
function fieldsOf({ outputs, groups }: Plan, data: OrgData, version: Version): Record<string, object> {
  const fields: Record<string, object> = {}
  for (const { from, implied } of outputs) {
    if (implied) continue
    const { name, field, module } = 'column' in from ? from.column : groups!.aggregates[from.aggregate]!.column
    if (field && module) fields[name] = toFieldResponse(data, module, field, version)
  }
  return fields
}
