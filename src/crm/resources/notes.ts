/**
 * `/Notes`, and `/{module}/{id}/Notes` for those of one record: unlike in other related lists a note is not connected there,
 * but made, changed and deleted.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { requireAdministrator } from '../permissions.ts'
import { answerList } from '../records/answer-list.ts'
import { readPathId } from '../records/path-id.ts'
import { readIds } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import type { Relation } from '../records/related.ts'
import { place } from '../records/validate.ts'
import { deleteRecord, insertRecord, updateRecord, writeContext } from '../records/write.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { recordRoutes } from './records.ts'
import { existing, readRelation, relatedReadRoutes } from './related-records.ts'

const allNotes = '/:module{Notes}'
const notesOfRecord = '/:module/:id/:list{Notes}'

export function noteRoutes(routes: Routes): void {
  const { on, world } = routes

  on('get', allNotes, recordScope('READ'), c => {
    const caller = c.get('caller')
    requireAdministrator(caller)
    const module = moduleOfPath(c)
    return answerList(c, world, module, caller.data.records(module))
  })
  recordRoutes(routes, allNotes)
  relatedReadRoutes(routes, notesOfRecord)

  on('post', notesOfRecord, recordScope('READ'), async c => {
    const rows = await readRows(c)
    const relation = existing(readRelation(world, c, 'CREATE'))
    const insert = (row: unknown, index: number) =>
      insertRecord(withParent(row, relation), writeContext(world, c, relation.target, index))
    return answerRows(c, world, rows.map(insert), 201)
  })

  on('put', notesOfRecord, recordScope('READ'), async c => {
    const rows = await readRows(c)
    const relation = existing(readRelation(world, c, 'UPDATE'))
    const update = (row: unknown, index: number) =>
      updateNote(world, c, relation, row, (row as { id?: unknown } | null)?.id, index)
    return answerRows(c, world, rows.map(update), 200)
  })

  on('put', `${notesOfRecord}/:related`, recordScope('READ'), async c => {
    const [row] = await readRows(c)
    const relation = existing(readRelation(world, c, 'UPDATE'))
    const id = readPathId(c, relation.target, 'related', 3)
    if (!isNoteOf(relation, id)) throw crmError('invalidRelatedId', { resource_path_index: 3 })
    return answerRows(c, world, [updateNote(world, c, relation, row, id, 0)], 200)
  })

  on('delete', notesOfRecord, recordScope('READ'), c => {
    const ids = readIds(c)
    const relation = existing(readRelation(world, c, 'DELETE'))
    return answerRows(
      c,
      world,
      ids.map((id, index) => deleteNote(world, c, relation, id, index)),
      200,
    )
  })

  on('delete', `${notesOfRecord}/:related`, recordScope('READ'), c => {
    const relation = existing(readRelation(world, c, 'DELETE'))
    return answerRows(c, world, [deleteNote(world, c, relation, readPathId(c, relation.target, 'related', 3), 0)], 200)
  })
}

/** The parent that the path names wins over what a row says. */
const withParent = (row: unknown, { module, record }: Relation): unknown =>
  isJsonObject(row) ? { ...row, Parent_Id: { id: record.id, module: { api_name: module.apiName } } } : row

const isNoteOf = ({ data, target, list, record }: Relation, id: string): boolean =>
  data.records(target).get(id)?.[list.field!] === record.id

function updateNote(
  world: World,
  c: CrmContext,
  relation: Relation,
  row: unknown,
  id: unknown,
  index: number,
): ResultRow {
  const context = writeContext(world, c, relation.target, index)
  if (id === undefined || id === null) return crmErrorBody('mandatoryNotFound', place(context, 'id'))
  const known = readRecordId(id)
  if (known === null || !isNoteOf(relation, known)) return crmErrorBody('invalidId', place(context, 'id'))
  return updateRecord(withParent(row, relation), known, context)
}

function deleteNote(world: World, c: CrmContext, relation: Relation, id: string, index: number): ResultRow {
  if (!isNoteOf(relation, id)) return crmErrorBody('notDeleted', { id })
  return deleteRecord(id, writeContext(world, c, relation.target, index))
}
