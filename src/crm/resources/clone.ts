/** `/{module}/{id}/actions/clone`: a new record with the values of another, and what the body changes in them. */

import { readText } from '../../http/read-body.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { answerRows, type CrmContext } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible } from '../records/sharing.ts'
import { cloneRecord, writeContext } from '../records/write.ts'
import { parseJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'

const bodyLimit = 1024 * 1024

export function cloneRoutes({ on, world }: Routes): void {
  on('post', '/:module/:id/actions/clone', recordScope('CREATE', ['view', 'create']), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const changes = await readChanges(c)
    const original = findVisible(c.get('caller'), module, id)
    if (!original) throw crmError('invalidPathId', { resource_path_index: 1 })
    return answerRows(c, world, [cloneRecord(original, changes, writeContext(world, c, module, 0))], 201)
  })
}

/** The body is optional; where there is one it has the form of an insert's. */
async function readChanges(c: CrmContext): Promise<unknown> {
  const text = await readText(c, bodyLimit)
  return text.trim() === '' ? {} : rowsOf(c, parseJsonObject(text))[0]
}
