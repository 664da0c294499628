/**
 * `/{module}/actions/mass_update` and `mass_delete`: many records by one call; named ones at once, those of a custom view or of
 * criteria by a job that can be asked how far it is.
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { answer, answerRows } from '../answer.ts'
import { massDeleteRecord } from '../mass/delete.ts'
import { type MassKind, readMassJob, scheduleMassAction } from '../mass/job.ts'
import { readMassTarget } from '../mass/target.ts'
import { massUpdateRecord, readMassUpdate } from '../mass/update.ts'
import { moduleOfPath } from '../module-of.ts'
import { type ModulePermission, requirePermission } from '../permissions.ts'
import { writeContext } from '../records/write.ts'
import { readJsonObject } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'

export function massActionRoutes({ on, world }: Routes): void {
  on('post', '/:module/actions/mass_update', massScope('mass_update', 'UPDATE', ['edit', 'mass_update']), async c => {
    const module = moduleOfPath(c)
    const body = await readJsonObject(c)
    const context = writeContext(world, c, module, 0)
    const update = readMassUpdate(c, body, context)
    const target = readMassTarget(c, module, body)
    if (!target) throw crmError('massTargetMissing', {}, { root: 'data' })
    if ('chosen' in target) {
      return answer(c, { data: [scheduleMassAction(world, c, 'mass_update', module, target.chosen, update)] })
    }
    const rows = target.named.map(id => massUpdateRecord(id, update, context))
    return answerRows(c, world, rows, 200)
  })

  on('get', '/:module/actions/mass_update', massScope('mass_update', 'READ', ['view']), c => {
    const { job, status } = readMassJob(c, 'mass_update')
    const row = {
      Status: status,
      Failed_Count: job.failed,
      Updated_Count: job.succeeded,
      Not_Updated_Count: job.total - job.succeeded - job.failed,
      Total_Count: job.total,
    }
    return answer(c, { data: [row] })
  })

  on('post', '/:module/actions/mass_delete', massScope('mass_delete', 'DELETE', ['delete', 'mass_delete']), async c => {
    const module = moduleOfPath(c)
    const { ids, cvid, territory } = await readJsonObject(c)
    const target = readMassTarget(c, module, { ids, cvid, territory })
    if (!target) throw crmError('massTargetMissing', { api_name: 'ids', expected_data_type: 'jsonarray' })
    if ('chosen' in target) {
      return answer(c, { data: [scheduleMassAction(world, c, 'mass_delete', module, target.chosen, {})] })
    }
    const context = writeContext(world, c, module, 0)
    const rows = target.named.map(id => massDeleteRecord(id, context))
    return answerRows(c, world, rows, 200)
  })

  on('get', '/:module/actions/mass_delete', massScope('mass_delete', 'READ', ['view']), c => {
    const { job, status } = readMassJob(c, 'mass_delete')
    const row = {
      Status: status,
      Failed_Count: job.failed,
      Deleted_Count: job.succeeded,
      Total_Count: job.total,
    }
    return answer(c, { data: [row] })
  })
}

/** A scope of their own, which may name the module. */
const massScope = (
  kind: MassKind,
  operation: 'READ' | 'UPDATE' | 'DELETE',
  permissions: readonly ModulePermission[],
): Needs => ({
  scopes: c => [`ZohoCRM.${kind}.${c.req.param('module')}.${operation}`],
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), permissions),
})
