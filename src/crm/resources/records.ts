/** `/{module}` and `/{module}/{id}`: list, get, insert, update and delete of records of any module. */

import { queryParams } from '../../http/query.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answer, answerNothing, answerNotModified, answerRows, type CrmContext } from '../answer.ts'
import { checkWorkflowParam } from '../automation/write-keys.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { answerList } from '../records/answer-list.ts'
import { resolveId } from '../records/external.ts'
import { readPathId } from '../records/path-id.ts'
import { readFields, readIds, readModifiedSince } from '../records/query.ts'
import { recordRenderer } from '../records/render.ts'
import { findVisible, withAccess } from '../records/sharing.ts'
import { deleteRecord, idOfRow, insertRecord, updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'

/**
 * @param path `/:module`, or that of one module that stands apart
 * @param deletesMany whether several records are deleted by one call
 */
export function recordRoutes({ on, world }: Routes, path = '/:module', deletesMany = true): void {
  on('get', path, recordScope('READ'), c => {
    const module = moduleOfPath(c)
    return answerList(c, world, module, c.get('caller').data.records(module))
  })

  on('get', `${path}/:id`, recordScope('READ'), c => answerRecord(c, moduleOfPath(c)))

  on('post', path, recordScope('CREATE'), async c => {
    const module = moduleOfPath(c)
    const rows = await readRows(c)
    return answerRows(
      c,
      world,
      rows.map((row, index) => insertRecord(row, writeContext(world, c, module, index))),
      201,
    )
  })

  on('put', path, recordScope('UPDATE'), async c => {
    const module = moduleOfPath(c)
    const rows = await readRows(c)
    const update = (row: unknown, index: number) => {
      const context = writeContext(world, c, module, index)
      return updateRecord(row, idOfRow(row, context), context)
    }
    return answerRows(c, world, rows.map(update), 200)
  })

  on('put', `${path}/:id`, recordScope('UPDATE'), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const rows = await readRows(c)
    return answerRows(c, world, [updateRecord(rows[0], id, writeContext(world, c, module, 0))], 200)
  })

  if (deletesMany) {
    on('delete', path, recordScope('DELETE'), c => {
      const module = moduleOfPath(c)
      const ids = readIds(c)
      checkWorkflowParam(c)
      return answerRows(
        c,
        world,
        ids.map((named, index) => {
          const context = writeContext(world, c, module, index)
          return deleteRecord(resolveId(named, module, context.external ?? null, context.caller), context, named)
        }),
        200,
      )
    })
  }

  on('delete', `${path}/:id`, recordScope('DELETE'), c => {
    const module = moduleOfPath(c)
    checkWorkflowParam(c)
    const context = writeContext(world, c, module, 0)
    return answerRows(c, world, [deleteRecord(readPathId(c, module), context, c.req.param('id'))], 200)
  })
}

/** Answers with the record that the path names. @throws CrmError */
export function answerRecord(c: CrmContext, module: ModuleMeta): Response {
  const caller = c.get('caller')
  const row = findVisible(caller, module, readPathId(c, module))
  if (!row) return answerNothing(c)
  const since = readModifiedSince(c)
  if (since !== null && (row.Modified_Time as number) <= since) return answerNotModified(c)
  const fields = readFields(queryParams(c), false)
  const render = recordRenderer(caller.data, module, c.get('version'), fields, 'record')
  return answer(c, { data: [withAccess(caller, module, render)(row)] })
}
