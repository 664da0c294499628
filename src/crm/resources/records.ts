/** `/{module}` and `/{module}/{id}`: list, get, insert, update and delete of records of any module. */

import { queryOf } from '../../http/parameters.ts'
import { formatDateTime, parseHeaderDate } from '../../protocol/date-time.ts'
import { crmError } from '../../protocol/errors.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerNothing, answerNotModified, answerRows, type CrmContext } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { listRecords, type SortField } from '../records/list.ts'
import { type PageBinding, pageTokenLifetimeMs, readPage, sealToken } from '../records/page.ts'
import { readPathId } from '../records/path-id.ts'
import { recordRenderer } from '../records/render.ts'
import { deleteRecord, insertRecord, updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'

const fieldsPerRequest = 50
const idsPerRequest = 100
const sortFields: readonly string[] = ['id', 'Created_Time', 'Modified_Time']

export function recordRoutes({ on, world }: Routes): void {
  on('get', '/:module', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const { data } = c.get('caller')
    const version = c.get('version')
    const query = new URLSearchParams(queryOf(c.req.url))
    const fields = readFields(query, version.fieldsRequired)
    const binding = pageBinding(c, world.seed, module, query)
    const page = readPage(query, version, binding)
    const sortBy = readChoice(query, 'sort_by', sortFields) as SortField
    const sortOrder = readChoice(query, 'sort_order', ['desc', 'asc'])
    if (query.has('cvid'))
      throw crmError('invalidParam', { param_name: 'cvid' }, { reason: 'custom views are not emulated' })

    const since = readModifiedSince(c)
    const { rows, moreRecords } = listRecords(data.records(module), {
      skip: page.skip,
      take: page.perPage,
      sortBy,
      ascending: sortOrder === 'asc',
      matches: rowFilter(query, since),
    })
    if (rows.length === 0) return since === null ? answerNothing(c) : answerNotModified(c)

    const render = recordRenderer(data, module, version, fields)
    const next = page.skip + page.perPage
    const info = version.pageTokens
      ? {
          call: false,
          per_page: page.perPage,
          next_page_token: moreRecords ? sealToken(next, binding) : null,
          count: rows.length,
          sort_by: sortBy,
          page: page.page,
          previous_page_token: page.skip > 0 ? sealToken(Math.max(0, page.skip - page.perPage), binding) : null,
          page_token_expiry: moreRecords ? formatDateTime(binding.now + pageTokenLifetimeMs, data.org.timeZone) : null,
          sort_order: sortOrder,
          email: false,
          more_records: moreRecords,
        }
      : { per_page: page.perPage, count: rows.length, page: page.page, more_records: moreRecords }
    return answer(c, { data: rows.map(render), info })
  })

  on('get', '/:module/:id', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const { data } = c.get('caller')
    const row = data.records(module).get(readPathId(c))
    if (!row) return answerNothing(c)
    const since = readModifiedSince(c)
    if (since !== null && (row.Modified_Time as number) <= since) return answerNotModified(c)
    const fields = readFields(new URLSearchParams(queryOf(c.req.url)), false)
    return answer(c, { data: [recordRenderer(data, module, c.get('version'), fields)(row)] })
  })

  on('post', '/:module', recordScope('CREATE'), async c => {
    const module = moduleOfPath(c)
    const rows = await readRows(c)
    return answerRows(
      c,
      world,
      rows.map((row, index) => insertRecord(row, writeContext(world, c, module, index))),
      201,
    )
  })

  on('put', '/:module', recordScope('UPDATE'), async c => {
    const module = moduleOfPath(c)
    const rows = await readRows(c)
    const update = (row: unknown, index: number) =>
      updateRecord(row, (row as { id?: unknown } | null)?.id, writeContext(world, c, module, index))
    return answerRows(c, world, rows.map(update), 200)
  })

  on('put', '/:module/:id', recordScope('UPDATE'), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c)
    const rows = await readRows(c)
    return answerRows(c, world, [updateRecord(rows[0], id, writeContext(world, c, module, 0))], 200)
  })

  on('delete', '/:module', recordScope('DELETE'), c => {
    const module = moduleOfPath(c)
    const ids =
      c.req
        .query('ids')
        ?.split(',')
        .map(id => id.trim())
        .filter(Boolean) ?? []
    if (ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
    if (ids.length > idsPerRequest) throw crmError('tooManyOf', { limit: idsPerRequest, param_name: 'ids' })
    return answerRows(
      c,
      world,
      ids.map((id, index) => deleteRecord(id, writeContext(world, c, module, index))),
      200,
    )
  })

  on('delete', '/:module/:id', recordScope('DELETE'), c => {
    const module = moduleOfPath(c)
    return answerRows(c, world, [deleteRecord(readPathId(c), writeContext(world, c, module, 0))], 200)
  })
}

/** @returns null where none are named; names that the module doesn't have are skipped when rendered */
function readFields(query: URLSearchParams, required: boolean): string[] | null {
  const names =
    query
      .get('fields')
      ?.split(',')
      .map(name => name.trim())
      .filter(Boolean) ?? []
  if (names.length > fieldsPerRequest) throw crmError('tooManyOf', { limit: fieldsPerRequest, param_name: 'fields' })
  if (names.length > 0) return [...new Set(names)]
  if (required) throw crmError('requiredParamMissing', { param_name: 'fields' })
  return null
}

/** @param choices the first is the default */
function readChoice(query: URLSearchParams, name: string, choices: readonly string[]): string {
  const value = query.get(name)
  if (!value) return choices[0]!
  const known = choices.find(choice => choice.toLowerCase() === value.toLowerCase())
  if (!known) throw crmError('invalidParam', { param_name: name })
  return known
}

function readModifiedSince(c: CrmContext): number | null {
  const header = c.req.header('if-modified-since')
  return header === undefined ? null : parseHeaderDate(header)
}

/** Which rows of the module count: ids, converted leads, changes since a moment. */
function rowFilter(query: URLSearchParams, since: number | null): ((row: RecordRow) => boolean) | undefined {
  const ids = query.get('ids')
  const wanted = ids === null ? null : new Set(ids.split(',').map(id => id.trim()))
  const converted = readChoice(query, 'converted', ['false', 'true', 'both'])
  readChoice(query, 'approved', ['true', 'false', 'both'])
  return row =>
    (wanted === null || wanted.has(row.id)) &&
    (converted === 'both' || (row.Converted__s === true) === (converted === 'true')) &&
    (since === null || (row.Modified_Time as number) > since)
}

/** Whom and what a page token of this list is for: all parameters but those that say where in the list to be. */
function pageBinding(c: CrmContext, seed: string, module: ModuleMeta, query: URLSearchParams): PageBinding {
  const { data, user } = c.get('caller')
  const rest = [...query]
    .filter(([name]) => name !== 'page' && name !== 'page_token')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { seed, now: data.clock.now(), binding: JSON.stringify([data.org.id, user.id, module.apiName, rest]) }
}
