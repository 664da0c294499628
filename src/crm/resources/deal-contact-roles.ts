/**
 * `/Deals/{id}/Contact_Roles`: the contacts of a deal and the role that each plays in it. A contact is tied to the deal by a
 * link, as in other related lists, and the role stands in it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-contact-roles-of-a-specific-deal.html and
 * https://github.com/zoho/crm-oas
 */

import { queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { recordScope } from '../module-of.ts'
import { notPermitted } from '../permissions.ts'
import { answerList } from '../records/answer-list.ts'
import { rowSource } from '../records/list.ts'
import { readPathId } from '../records/path-id.ts'
import { readFields, readIds } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import { link, linkBetween, type Relation, relatedRecords, unlink } from '../records/related.ts'
import { type RenderRecord, recordRenderer } from '../records/render.ts'
import { findVisible, may, withAccess } from '../records/sharing.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { contactRoleReference } from './contact-roles.ts'
import { readRelation } from './related-records.ts'

const path = '/:module/:id/:list{Contact_Roles}'

export function dealContactRoleRoutes({ on, world }: Routes): void {
  on('get', path, recordScope('READ'), c => {
    const relation = relationOf(world, c, 'READ')
    return answerList(c, world, relation.target, rowSource(relatedRecords(relation)), render =>
      withRole(relation, readFields(queryParams(c), false), render),
    )
  })

  on('put', path, recordScope('UPDATE'), async c => {
    const rows = await readRows(c)
    const relation = relationOf(world, c, 'UPDATE')
    return answerRows(
      c,
      world,
      rows.map((row, index) => give(c, relation, row, index)),
      200,
    )
  })

  on('delete', path, recordScope('DELETE', ['edit']), c => {
    const ids = readIds(c)
    const relation = relationOf(world, c, 'DELETE')
    return answerRows(
      c,
      world,
      ids.map(id => take(c, relation, id)),
      200,
    )
  })

  on('get', `${path}/:related`, recordScope('READ'), c => {
    const relation = relationOf(world, c, 'READ')
    const id = readPathId(c, relation.target, 'related', 3)
    const caller = c.get('caller')
    const row = relatedRecords(relation).find(each => each.id === id)
    if (!row || !may('see', caller, relation.target, row)) return answerNothing(c)
    const fields = readFields(queryParams(c), false)
    const render = recordRenderer(relation.data, relation.target, c.get('version'), fields)
    return answer(c, { data: [withAccess(caller, relation.target, withRole(relation, fields, render))(row)] })
  })

  on('put', `${path}/:related`, recordScope('UPDATE'), async c => {
    const [row] = await readRows(c)
    const relation = relationOf(world, c, 'UPDATE')
    const id = readPathId(c, relation.target, 'related', 3)
    return answerRows(c, world, [give(c, relation, row, 0, id)], 200)
  })

  on('delete', `${path}/:related`, recordScope('DELETE', ['edit']), c => {
    const relation = relationOf(world, c, 'DELETE')
    return answerRows(c, world, [take(c, relation, readPathId(c, relation.target, 'related', 3))], 200)
  })
}

/** The deal and its contacts. @throws CrmError */
function relationOf(world: World, c: CrmContext, operation: 'READ' | 'UPDATE' | 'DELETE'): Relation {
  const relation = readRelation(world, c, operation)
  if (!relation) throw crmError('invalidRelatedId', { resource_path_index: 1 })
  return relation
}

/** Makes a contact say which role it plays in the deal, where that is asked for. */
function withRole(relation: Relation, fields: readonly string[] | null, render: RenderRecord): RenderRecord {
  if (fields && !fields.includes('Contact_Role')) return render
  return row => ({
    ...render(row),
    Contact_Role: contactRoleReference(relation.data, linkBetween(relation, row.id)?.contactRole),
  })
}

/** Gives a contact a role, and makes it one of the deal's contacts where it is none. */
function give(c: CrmContext, relation: Relation, sent: unknown, index: number, idOfPath?: string): ResultRow {
  const { data, module, record, target } = relation
  const caller = c.get('caller')
  if (!may('edit', caller, module, record)) return notPermitted('edit', module)
  return resultOf(() => {
    const row = new SettingsRow(sent, `$.data[${index}]`)
    const id = idOfPath ?? readRecordId(row.needed('id', row.raw('id'))) ?? ''
    if (!findVisible(caller, target, id)) {
      if (idOfPath !== undefined) return crmErrorBody('recordNotFound', { id })
      throw row.refuse('invalidId', 'id')
    }
    const role = row.needed('Contact_Role', row.object('Contact_Role'))
    const roleId = role.needed('id', role.text('id', 20))
    if (!contactRoleReference(data, roleId)) throw role.refuse('invalidId', 'id')
    const before = linkBetween(relation, id)
    link(relation, id, { contactRole: roleId })
    return success(before ? 'relation updated' : 'relation added', { id })
  })
}

function take(c: CrmContext, relation: Relation, id: string): ResultRow {
  const { module, record, target } = relation
  const caller = c.get('caller')
  if (!may('edit', caller, module, record)) return notPermitted('edit', module)
  if (!findVisible(caller, target, id) || !unlink(relation, id)) return crmErrorBody('notDeleted', { id })
  return success('relation removed', { id })
}
