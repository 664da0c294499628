/**
 * `/settings/recycle_bin` (v8): deleted records of all modules, restored or deleted for good.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/change-log.html
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecycledRecord } from '../../world/recycle-bin.ts'
import { deleteForGood, restore } from '../../world/recycle-bin.ts'
import { answer, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { mayDo } from '../permissions.ts'
import { followChange } from '../records/changes.ts'
import { findDuplicate } from '../records/duplicates.ts'
import { readPlainPage } from '../records/page.ts'
import { readRecordId } from '../records/record-id.ts'
import { shortUserReference } from '../records/render.ts'
import { may } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { addEvent, forgetEvents } from '../timeline/entries.ts'
import { displayName } from './deleted.ts'

const root = 'recycle_bin'
const idsPerRequest = 100

// a recycle bin is no customization, so whoever may not customize has one too
const update: Needs = { scopes: 'ZohoCRM.settings.recycle_bin.UPDATE', permit: null }
const remove: Needs = { scopes: 'ZohoCRM.settings.recycle_bin.DELETE', permit: null }

export function recycleBinRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v8', routes)

  on('get', '/settings/recycle_bin', 'ZohoCRM.settings.recycle_bin.READ', c => {
    const { data } = c.get('caller')
    const page = readPlainPage(queryParams(c))
    const found = recycledFor(c)
    return answerPage(c, root, found, row => toRecycledResponse(data, row), page)
  })

  on('get', '/settings/recycle_bin/actions/count', 'ZohoCRM.settings.recycle_bin.READ', c =>
    answer(c, { count: recycledFor(c).length }),
  )

  on('get', '/settings/recycle_bin/:id', 'ZohoCRM.settings.recycle_bin.READ', c => {
    const { data } = c.get('caller')
    return answer(c, { [root]: [toRecycledResponse(data, findRecycled(c))] })
  })

  on('post', '/settings/recycle_bin/actions/restore', update, async c => {
    const rows = rowsOf(c, await readJsonObject(c), root)
    const results = rows.map((row, index) =>
      restoreOne(c, readRecordId((row as { id?: unknown } | null)?.id) ?? '', index),
    )
    return answerRows(c, world, results, 200, root)
  })

  on('post', '/settings/recycle_bin/actions/empty', update, c => {
    const { data } = c.get('caller')
    for (const row of recycledFor(c)) purge(data, row)
    return answer(c, { [root]: [success('recycle bin emptied', {})] })
  })

  on('post', '/settings/recycle_bin/:id/actions/restore', update, c =>
    answerRows(c, world, [restoreOne(c, findRecycled(c).id, 0)], 200, root),
  )

  on('delete', '/settings/recycle_bin', remove, c => {
    const ids = (queryParam(c, 'ids') ?? '').split(',').filter(Boolean)
    if (ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
    if (ids.length > idsPerRequest) throw crmError('tooManyOf', { limit: idsPerRequest, param_name: 'ids' })
    return answerRows(
      c,
      world,
      ids.map((id, index) => deleteOne(c, id, index)),
      200,
      root,
    )
  })

  on('delete', '/settings/recycle_bin/:id', remove, c =>
    answerRows(c, world, [deleteOne(c, findRecycled(c).id, 0)], 200, root),
  )
}

/** The caller's recycle bin: an administrator's has everything, another's what they deleted and may see; that is inferred. */
function recycledFor(c: CrmContext): RecycledRecord[] {
  const { data } = c.get('caller')
  return data.recycled().filter(row => isFor(c, row))
}

function isFor(c: CrmContext, row: RecycledRecord): boolean {
  const caller = c.get('caller')
  const { data, user } = caller
  if (row.record === null || user.profile.administrator) return row.record !== null
  const module = data.module(row.module)
  if (!module || row.deletedBy !== user.id || !mayDo(user.profile, 'view', module)) return false
  return may('see', caller, module, row.record)
}

function getRecycled(c: CrmContext, id: string): RecycledRecord | undefined {
  const row = c.get('caller').data.recycleBin.get(id)
  return row && isFor(c, row) ? row : undefined
}

/** @throws CrmError for an id that doesn't lie in the caller's recycle bin */
function findRecycled(c: CrmContext): RecycledRecord {
  const row = getRecycled(c, c.req.param('id') ?? '')
  if (!row) throw crmError('invalidPathId', { resource_path_index: 2 })
  return row
}

const unknownId = (index: number): ResultRow =>
  crmErrorBody('invalidId', { api_name: 'id', json_path: `$.${root}[${index}].id` })

function restoreOne(c: CrmContext, id: string, index: number): ResultRow {
  const caller = c.get('caller')
  const { data } = caller
  const row = getRecycled(c, id)
  if (!row) return unknownId(index)
  const module = data.module(row.module)
  const twin = module && row.record && findDuplicate(data.records(module), module, row.record)
  // another record took the value meanwhile; what Zoho answers then is inferred
  if (twin) {
    const { apiName } = twin.field
    return may('see', caller, module!, twin.record)
      ? crmErrorBody('duplicateData', { api_name: apiName, id: twin.record.id })
      : crmErrorBody('duplicateSetting', { api_name: apiName })
  }
  if (!restore(data, row)) return unknownId(index)
  addEvent(data, id, { at: data.clock.now(), action: 'restored', source: 'crm_api', doneBy: caller.user.id })
  if (module && row.record) {
    followChange({ operation: 'insert', module, before: null, after: row.record, caller, at: data.clock.now() })
  }
  return success('record restored', { id })
}

function purge(data: OrgData, row: RecycledRecord): void {
  deleteForGood(data, row)
  for (const { record } of row.belongings ?? []) forgetEvents(data, record.id)
  forgetEvents(data, row.id)
}

function deleteOne(c: CrmContext, id: string, index: number): ResultRow {
  const { data } = c.get('caller')
  const row = getRecycled(c, id)
  if (!row) return unknownId(index)
  purge(data, row)
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
