/**
 * `/settings/custom_views/…/actions/change_sort`: in what order the records of a view come, for everybody.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/sort-order-cv.html
 */

import { isSortable } from '../../protocol/comparison.ts'
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { SortOrder } from '../../world/custom-views.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { findView } from '../custom-views.ts'
import { moduleOfQuery } from '../module-of.ts'
import { readDigits } from '../records/path-id.ts'
import { readRecordId } from '../records/record-id.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'

const root = 'custom_views'
const scope = 'ZohoCRM.settings.custom_views.UPDATE'

export function viewSortingRoutes({ on, world }: Routes): void {
  on('put', '/settings/custom_views/actions/change_sort', scope, async c => {
    const module = moduleOfQuery(c)
    const rows = await readRows(c, root)
    const seen = new Set<string>()
    const results = rows.map((row, index) => {
      const id = readViewId(row, index, seen)
      return typeof id === 'string' ? changeSort(c, module, id, row, index) : id
    })
    return answerRows(c, world, results, 200, root)
  })

  on('put', '/settings/custom_views/:id/actions/change_sort', scope, async c => {
    const module = moduleOfQuery(c)
    const { data, user } = c.get('caller')
    const id = readDigits(c, 'id', 2)
    if (!findView(data, user, module, id)) throw crmError('invalidPathId', { resource_path_index: 2 })
    const [row] = await readRows(c, root)
    return answerRows(c, world, [changeSort(c, module, id, row, 0)], 200, root)
  })
}

function readViewId(row: unknown, index: number, seen: Set<string>): string | CrmErrorBody {
  const sent = (row as { id?: unknown } | null)?.id
  if (sent === undefined || sent === null) return crmErrorBody('mandatoryNotFound', place(index, 'id'))
  const id = readRecordId(sent)
  if (id === null) return crmErrorBody('wrongType', { expected_data_type: 'bigint', ...place(index, 'id') })
  if (seen.has(id)) return crmErrorBody('viewTwice', place(index, 'id'))
  seen.add(id)
  return id
}

function changeSort(c: CrmContext, module: ModuleMeta, id: string, sent: unknown, index: number): ResultRow {
  const { data, user } = c.get('caller')
  if (!isJsonObject(sent)) return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place(index) })
  if (!findView(data, user, module, id)) return crmErrorBody('invalidViewId', { id })
  const field = readSortField(sent.sort_by, module, index)
  if ('code' in field) return field
  const order = sent.sort_order
  if (order === undefined || order === null) return crmErrorBody('mandatoryNotFound', place(index, 'sort_order'))
  if (!isSortOrder(order)) {
    return crmErrorBody('unsupportedValue', { ...place(index, 'sort_order'), supported_values: sortOrders })
  }
  data.viewSortings.put({ id, sortBy: field.apiName, sortOrder: order })
  return success('custom view updated', { id })
}

const sortOrders: readonly SortOrder[] = ['asc', 'desc']

const isSortOrder = (sent: unknown): sent is SortOrder => (sortOrders as readonly unknown[]).includes(sent)

/** The field is named by its API name, by its id, or by both. */
function readSortField(sent: unknown, module: ModuleMeta, index: number): FieldMeta | CrmErrorBody {
  if (sent === undefined || sent === null) return crmErrorBody('mandatoryNotFound', place(index, 'sort_by'))
  if (!isJsonObject(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place(index, 'sort_by') })
  }
  const { api_name: apiName = null, id = null } = sent
  const [atName, atId] = [place(index, 'sort_by', 'api_name'), place(index, 'sort_by', 'id')]
  if (apiName === null && id === null) return crmErrorBody('expectedFieldMissing', { expected_fields: [atName, atId] })
  const field = module.fields.find(each => (apiName === null ? each.id === readRecordId(id) : each.apiName === apiName))
  if (!field) return crmErrorBody('unknownField', apiName === null ? atId : atName)
  if (id !== null && readRecordId(id) !== field.id) return crmErrorBody('unknownField', atId)
  return isSortable(field.dataType) ? field : crmErrorBody('unknownField', apiName === null ? atId : atName)
}

function place(index: number, ...names: readonly string[]): { api_name: string; json_path: string } {
  return { api_name: names.at(-1) ?? root, json_path: [`$.${root}[${index}]`, ...names].join('.') }
}
