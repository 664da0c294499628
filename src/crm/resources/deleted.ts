/** `/{module}/deleted`: what was deleted, and whether it can still be restored. */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecycledRecord } from '../../world/recycle-bin.ts'
import { answer, answerNothing, answerNotModified } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { readModifiedSince } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import { recycledVisibleTo } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'

const types = ['all', 'recycle', 'permanent']

export function deletedRoutes({ on }: Routes): void {
  on('get', '/:module/deleted', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const caller = c.get('caller')
    const { data } = caller
    const query = queryParams(c)
    const type = query.get('type') ?? 'all'
    if (!types.includes(type)) throw crmError('patternNotMatched', { param_name: 'type' })
    const page = readPlainPage(query)
    const since = readModifiedSince(c)

    const visible = recycledVisibleTo(caller, module)
    const found = data
      .recycled(module)
      .filter(row => !visible || visible(row))
      .filter(row => type === 'all' || typeOf(row) === type)
      .filter(row => since === null || row.deletedAt > since)
    const { rows, info } = cutPage(found, page)
    if (rows.length === 0) return since === null ? answerNothing(c) : answerNotModified(c)
    return answer(c, {
      data: rows.map(row => toDeletedResponse(data, row)),
      info,
    })
  })
}

const typeOf = ({ record }: RecycledRecord): 'recycle' | 'permanent' => (record ? 'recycle' : 'permanent')

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-deleted-records.html */
function toDeletedResponse(data: OrgData, row: RecycledRecord): object {
  const { record } = row
  return {
    deleted_by: record ? shortUserReference(data, row.deletedBy) : null,
    id: row.id,
    display_name: record ? displayName(data, row) : null,
    type: typeOf(row),
    created_by: record ? shortUserReference(data, record.Created_By as string) : null,
    deleted_time: formatDateTime(row.deletedAt, data.org.timeZone),
  }
}

/** The name under which a deleted record was known. */
export function displayName(data: OrgData, { module, record }: RecycledRecord): unknown {
  const meta = data.module(module)
  return meta && record ? (record[meta.displayField] ?? null) : null
}
