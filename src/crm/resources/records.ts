/** `/{module}` and `/{module}/{id}`: list, get, insert, update and delete of records of any module. */

import { queryOf } from '../../http/parameters.ts'
import { crmError } from '../../protocol/errors.ts'
import { answer, answerNothing, answerNotModified, answerRows } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { answerList } from '../records/answer-list.ts'
import { readPathId } from '../records/path-id.ts'
import { readFields, readModifiedSince, splitList } from '../records/query.ts'
import { recordRenderer } from '../records/render.ts'
import { findVisible, withAccess } from '../records/sharing.ts'
import { deleteRecord, insertRecord, updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'

const idsPerRequest = 100

export function recordRoutes({ on, world }: Routes): void {
  on('get', '/:module', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    return answerList(c, world, module, c.get('caller').data.records(module))
  })

  on('get', '/:module/:id', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const caller = c.get('caller')
    const row = findVisible(caller, module, readPathId(c))
    if (!row) return answerNothing(c)
    const since = readModifiedSince(c)
    if (since !== null && (row.Modified_Time as number) <= since) return answerNotModified(c)
    const fields = readFields(new URLSearchParams(queryOf(c.req.url)), false)
    const render = recordRenderer(caller.data, module, c.get('version'), fields, 'record')
    return answer(c, { data: [withAccess(caller, module, render)(row)] })
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
    const ids = splitList(c.req.query('ids'))
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
