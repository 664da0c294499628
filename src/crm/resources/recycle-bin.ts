/** `/settings/recycle_bin` (v8): deleted records of all modules, restored or deleted for good. */

import { queryOf } from '../../http/parameters.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { crmError, crmErrorBody } from '../../protocol/errors.ts'
import type { OrgData, RecycledRecord } from '../../world/org-data.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { readPlainPage } from '../records/page.ts'
import { readRecordId } from '../records/record-id.ts'
import { shortUserReference } from '../records/render.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { displayName } from './deleted.ts'

const root = 'recycle_bin'
const idsPerRequest = 100

export function recycleBinRoutes({ on, world }: Routes): void {
  on('get', '/settings/recycle_bin', 'ZohoCRM.settings.recycle_bin.READ', c => {
    const { data } = c.get('caller')
    const page = readPlainPage(new URLSearchParams(queryOf(c.req.url)))
    const found = data.recycled().filter(({ record }) => record !== null)
    const rows = found.slice(page.skip, page.skip + page.perPage)
    if (rows.length === 0) return answerNothing(c)
    return answer(c, {
      [root]: rows.map(row => toRecycledResponse(data, row)),
      info: {
        per_page: page.perPage,
        count: rows.length,
        page: page.page,
        more_records: found.length > page.skip + page.perPage,
      },
    })
  })

  on('get', '/settings/recycle_bin/actions/count', 'ZohoCRM.settings.recycle_bin.READ', c =>
    answer(c, {
      count: c
        .get('caller')
        .data.recycled()
        .filter(({ record }) => record !== null).length,
    }),
  )

  on('get', '/settings/recycle_bin/:id', 'ZohoCRM.settings.recycle_bin.READ', c => {
    const { data } = c.get('caller')
    return answer(c, { [root]: [toRecycledResponse(data, findRecycled(c))] })
  })

  on('post', '/settings/recycle_bin/actions/restore', 'ZohoCRM.settings.recycle_bin.UPDATE', async c => {
    const rows = rowsOf(c, await readJsonObject(c), root)
    const results = rows.map((row, index) =>
      restore(c, readRecordId((row as { id?: unknown } | null)?.id) ?? '', index),
    )
    return answerRows(c, world, results, 200, root)
  })

  on('post', '/settings/recycle_bin/actions/empty', 'ZohoCRM.settings.recycle_bin.UPDATE', c => {
    const { data } = c.get('caller')
    for (const row of data.recycled()) if (row.record) data.deleteForGood(row)
    return answer(c, { [root]: [success('recycle bin emptied', {})] })
  })

  on('post', '/settings/recycle_bin/:id/actions/restore', 'ZohoCRM.settings.recycle_bin.UPDATE', c =>
    answerRows(c, world, [restore(c, findRecycled(c).id, 0)], 200, root),
  )

  on('delete', '/settings/recycle_bin', 'ZohoCRM.settings.recycle_bin.DELETE', c => {
    const ids = (c.req.query('ids') ?? '').split(',').filter(Boolean)
    if (ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
    if (ids.length > idsPerRequest) throw crmError('tooManyOf', { limit: idsPerRequest, param_name: 'ids' })
    return answerRows(
      c,
      world,
      ids.map((id, index) => deleteForGood(c, id, index)),
      200,
      root,
    )
  })

  on('delete', '/settings/recycle_bin/:id', 'ZohoCRM.settings.recycle_bin.DELETE', c =>
    answerRows(c, world, [deleteForGood(c, findRecycled(c).id, 0)], 200, root),
  )
}

/** @throws CrmError for an id that lies in no recycle bin of this org */
function findRecycled(c: CrmContext): RecycledRecord {
  const row = c.get('caller').data.recycleBin.get(c.req.param('id') ?? '')
  if (!row?.record) throw crmError('invalidPathId', { resource_path_index: 2 })
  return row
}

const unknownId = (index: number): ResultRow =>
  crmErrorBody('invalidId', { api_name: 'id', json_path: `$.${root}[${index}].id` })

function restore(c: CrmContext, id: string, index: number): ResultRow {
  const { data } = c.get('caller')
  const row = data.recycleBin.get(id)
  if (!row?.record || !data.restore(row)) return unknownId(index)
  return success('record restored', { id })
}

function deleteForGood(c: CrmContext, id: string, index: number): ResultRow {
  const { data } = c.get('caller')
  const row = data.recycleBin.get(id)
  if (!row?.record) return unknownId(index)
  data.deleteForGood(row)
  return success('record deleted', { id })
}

/** Source of the keys: https://github.com/zoho/crm-oas, recycle_bin */
function toRecycledResponse(data: OrgData, row: RecycledRecord): object {
  const module = data.module(row.module)
  return {
    display_name: displayName(data, row),
    deleted_time: formatDateTime(row.deletedAt, data.org.timeZone),
    owner: row.record && shortUserReference(data, row.record.Owner as string),
    module: { api_name: row.module, id: module?.id ?? null },
    deleted_by: shortUserReference(data, row.deletedBy),
    id: row.id,
  }
}
