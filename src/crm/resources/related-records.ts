/**
 * `/{module}/{id}/{related_list}`: records connected to another: listed, connected and disconnected. With `deleted` before the id,
 * those of a record in the recycle bin are listed.
 */

import { type Caller, requireScope } from '../../http/authenticate.ts'
import { queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath, moduleScopes, permissionOf, type RecordOperation, recordScope } from '../module-of.ts'
import { notPermitted, requirePermission } from '../permissions.ts'
import { answerList } from '../records/answer-list.ts'
import { namedAs, namingField, namingValue, readExternal, resolveId } from '../records/external.ts'
import { rowSource } from '../records/list.ts'
import { readPathId } from '../records/path-id.ts'
import { readFields, readIds } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import { link, type Relation, relatedRecords, unlink } from '../records/related.ts'
import { recordRenderer } from '../records/render.ts'
import { findVisible, may, recycledVisibleTo, withAccess } from '../records/sharing.ts'
import { place } from '../records/validate.ts'
import { idOfRow, updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Handler, Routes } from '../routes.ts'

export function relatedRecordRoutes(routes: Routes): void {
  const { on, world } = routes
  on('get', '/:module/deleted/:id/:list', recordScope('READ'), listOf(world, deletedParent))
  relatedReadRoutes(routes)

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
    const id = readPathId(c, relation.target, 'related', 3)
    return answerRows(c, world, [connect(world, c, relation, row, 0, id)], 200)
  })

  on('delete', '/:module/:id/:list', recordScope('UPDATE'), c => {
    const ids = readIds(c)
    const relation = existing(readRelation(world, c, 'UPDATE'))
    const external = readExternal(c)
    const caller = c.get('caller')
    return answerRows(
      c,
      world,
      ids.map((named, index) =>
        disconnect(world, c, relation, { id: resolveId(named, relation.target, external, caller), named }, index),
      ),
      200,
    )
  })

  on('delete', '/:module/:id/:list/:related', recordScope('UPDATE'), c => {
    const relation = existing(readRelation(world, c, 'UPDATE'))
    const id = readPathId(c, relation.target, 'related', 3)
    const named = c.req.param('related') ?? ''
    return answerRows(c, world, [disconnect(world, c, relation, { id, named }, 0)], 200)
  })
}

/** @param path a list of any record, or one that stands apart */
export function relatedReadRoutes({ on, world }: Routes, path = '/:module/:id/:list'): void {
  on('get', path, recordScope('READ'), listOf(world, livingParent))

  on('get', `${path}/:related`, recordScope('READ'), c => {
    const relation = readRelation(world, c, 'READ')
    const id = relation ? readPathId(c, relation.target, 'related', 3) : ''
    const caller = c.get('caller')
    const row = relation && relatedRecords(relation).find(each => each.id === id)
    if (!relation || !row || !may('see', caller, relation.target, row)) return answerNothing(c)
    const fields = readFields(queryParams(c), false)
    const render = recordRenderer(relation.data, relation.target, c.get('version'), fields)
    return answer(c, { data: [withAccess(caller, relation.target, render)(row)] })
  })
}

const listOf =
  (world: World, parent: Parent): Handler =>
  c => {
    const relation = readRelation(world, c, 'READ', parent)
    return relation ? answerList(c, world, relation.target, rowSource(relatedRecords(relation))) : answerNothing(c)
  }

/** The record whose list is meant: where in the path its id stands, and where the record lies. */
interface Parent {
  readonly idAt: number
  /** @throws CrmError where an absent record is refused */
  find(caller: Caller, module: ModuleMeta, id: string): RecordRow | undefined
}

const livingParent: Parent = { idAt: 1, find: findVisible }

/** What was connected to a record stays so while it lies in the recycle bin. */
const deletedParent: Parent = {
  idAt: 2,
  find(caller, module, id) {
    const row = caller.data.recycleBin.get(id)
    const isMeant = row?.module === module.apiName && (recycledVisibleTo(caller, module)?.(row) ?? true)
    if (!row?.record || !isMeant) throw crmError('invalidRelatedId', { resource_path_index: 2 })
    return row.record
  },
}

/**
 * The record and the list that the path names. The listed module needs its scope and permission too, or a token for leads
 * would read products.
 * @returns null where the record is not there
 * @throws CrmError
 */
export function readRelation(
  world: World,
  c: CrmContext,
  operation: RecordOperation,
  { idAt, find }: Parent = livingParent,
): Relation | null {
  const module = moduleOfPath(c)
  const { data } = c.get('caller')
  const id = readPathId(c, module, 'id', idAt)
  const name = (c.req.param('list') ?? '').toLowerCase()
  const list = module.relatedLists.find(({ apiName }) => apiName.toLowerCase() === name)
  const target = list && data.module(list.module)
  if (!list || !target) throw crmError('invalidRelation', { resource_path_index: idAt + 1 })
  requireScope(world, c, moduleScopes(target, operation))
  const caller = c.get('caller')
  requirePermission(caller, target, [permissionOf[operation]])
  const record = find(caller, module, id)
  // an id that nobody has is answered with nothing, an external value is refused
  if (!record && namingField(module, readExternal(c))) throw crmError('invalidPathId', { resource_path_index: idAt })
  return record ? { data, module, record, list, target } : null
}

/** @throws CrmError for a record that is not there, where something is to be written */
export function existing(relation: Relation | null): Relation {
  if (!relation) throw crmError('invalidPathId', { resource_path_index: 1 })
  return relation
}

/**
 * Connects a record, and writes the other values that were sent with it.
 * @param idOfPath the record's id, where that does not stand in the row
 */
function connect(
  world: World,
  c: CrmContext,
  relation: Relation,
  sent: unknown,
  index: number,
  idOfPath?: string,
): ResultRow {
  const { data, target, list, record } = relation
  const context = writeContext(world, c, target, index)
  const field = namingField(target, context.external)
  // a header that names the field of the listed module wants its value in each row
  if (field && idOfPath === undefined && !(sent as Record<string, unknown> | null)?.[field.apiName]) {
    return crmErrorBody('mandatoryNotFound', place(context, field.apiName))
  }
  const id = idOfPath ?? readRecordId(idOfRow(sent, context)) ?? ''
  const lookup = list.field === null ? {} : { [list.field]: { id: record.id } }
  const result = updateRecord({ ...(sent as object), ...lookup }, id, context)
  if (result.status === 'error') return result
  if (list.field === null) link(relation, id)
  return success('relation added', { ...namingValue(data.records(target).get(id)!, target, context.external), id })
}

/** Which record is meant, and what the client calls it. */
interface Meant {
  readonly id: string
  readonly named: string
}

function disconnect(world: World, c: CrmContext, relation: Relation, { id, named }: Meant, index: number): ResultRow {
  const { list, target } = relation
  const caller = c.get('caller')
  const connected = relatedRecords(relation).find(row => row.id === id)
  if (!connected || !may('see', caller, target, connected)) {
    return crmErrorBody('notDeleted', namedAs(named, target, readExternal(c)))
  }
  if (list.field === null) {
    if (!may('edit', caller, target, connected)) return notPermitted('edit', target)
    unlink(relation, id)
  } else {
    const result = updateRecord({ [list.field]: null }, id, writeContext(world, c, target, index))
    if (result.status === 'error') return result
  }
  return success('relation removed', { id })
}
