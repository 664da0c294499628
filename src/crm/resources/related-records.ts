/** `/{module}/{id}/{related_list}`: records connected to another: listed, connected and disconnected. */

import { requireScope } from '../../http/authenticate.ts'
import { queryOf } from '../../http/parameters.ts'
import { crmError, crmErrorBody } from '../../protocol/errors.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { answerList } from '../records/answer-list.ts'
import { rowSource } from '../records/list.ts'
import { readPathId } from '../records/path-id.ts'
import { readFields, splitList } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import { link, type Relation, relatedRecords, unlink } from '../records/related.ts'
import { recordRenderer } from '../records/render.ts'
import { place } from '../records/validate.ts'
import { updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'

const idsPerRequest = 100

export function relatedRecordRoutes({ on, world }: Routes): void {
  on('get', '/:module/:id/:list', recordScope('READ'), c => {
    const relation = readRelation(world, c, 'READ')
    return relation ? answerList(c, world, relation.target, rowSource(relatedRecords(relation))) : answerNothing(c)
  })

  on('get', '/:module/:id/:list/:related', recordScope('READ'), c => {
    const relation = readRelation(world, c, 'READ')
    const id = readPathId(c, 'related', 3)
    const row = relation && relatedRecords(relation).find(each => each.id === id)
    if (!relation || !row) return answerNothing(c)
    const fields = readFields(new URLSearchParams(queryOf(c.req.url)), false)
    return answer(c, { data: [recordRenderer(relation.data, relation.target, c.get('version'), fields)(row)] })
  })

  on('put', '/:module/:id/:list', recordScope('UPDATE'), async c => {
    const rows = await readRows(c)
    const relation = existing(readRelation(world, c, 'UPDATE'))
    return answerRows(
      c,
      world,
      rows.map((row, index) => connect(world, c, relation, row, index)),
      200,
    )
  })

  on('put', '/:module/:id/:list/:related', recordScope('UPDATE'), async c => {
    const [row] = await readRows(c)
    const relation = existing(readRelation(world, c, 'UPDATE'))
    const id = readPathId(c, 'related', 3)
    return answerRows(c, world, [connect(world, c, relation, { ...(row as object), id }, 0)], 200)
  })

  on('delete', '/:module/:id/:list', recordScope('UPDATE'), c => {
    const ids = splitList(c.req.query('ids'))
    if (ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
    if (ids.length > idsPerRequest) throw crmError('tooManyOf', { limit: idsPerRequest, param_name: 'ids' })
    const relation = existing(readRelation(world, c, 'UPDATE'))
    return answerRows(
      c,
      world,
      ids.map((id, index) => disconnect(world, c, relation, id, index)),
      200,
    )
  })

  on('delete', '/:module/:id/:list/:related', recordScope('UPDATE'), c => {
    const relation = existing(readRelation(world, c, 'UPDATE'))
    return answerRows(c, world, [disconnect(world, c, relation, readPathId(c, 'related', 3), 0)], 200)
  })
}

/**
 * The record and the list that the path names. The listed module needs its scope too, or a token for leads would read
 * products.
 * @returns null where the record is not there
 * @throws CrmError
 */
function readRelation(world: World, c: CrmContext, operation: 'READ' | 'UPDATE'): Relation | null {
  const module = moduleOfPath(c)
  const { data } = c.get('caller')
  const id = readPathId(c)
  const name = (c.req.param('list') ?? '').toLowerCase()
  const list = module.relatedLists.find(({ apiName }) => apiName.toLowerCase() === name)
  const target = list && data.module(list.module)
  if (!list || !target) throw crmError('invalidRelation', { resource_path_index: 2 })
  requireScope(world, c, [`ZohoCRM.modules.${target.apiName}.${operation}`])
  const record = data.records(module).get(id)
  return record ? { data, module, record, list, target } : null
}

/** @throws CrmError for a record that is not there, where something is to be written */
function existing(relation: Relation | null): Relation {
  if (!relation) throw crmError('invalidPathId', { resource_path_index: 1 })
  return relation
}

/** Connects a record, and writes the other values that were sent with it. */
function connect(world: World, c: CrmContext, relation: Relation, sent: unknown, index: number): ResultRow {
  const { data, target, list, record } = relation
  const id = readRecordId((sent as { id?: unknown } | null)?.id) ?? ''
  const context = writeContext(world, c, target, index)
  if (!data.records(target).has(id)) return crmErrorBody('invalidId', place(context, 'id'))
  const lookup = list.field === null ? {} : { [list.field]: { id: record.id } }
  const result = updateRecord({ ...(sent as object), ...lookup }, id, context)
  if (result.status === 'error') return result
  if (list.field === null) link(relation, id)
  return success('relation added', { id })
}

function disconnect(world: World, c: CrmContext, relation: Relation, id: string, index: number): ResultRow {
  const { list, target } = relation
  const isConnected = relatedRecords(relation).some(row => row.id === id)
  if (!isConnected) return crmErrorBody('notDeleted', { id })
  if (list.field === null) unlink(relation, id)
  else {
    const result = updateRecord({ [list.field]: null }, id, writeContext(world, c, target, index))
    if (result.status === 'error') return result
  }
  return success('relation removed', { id })
}
