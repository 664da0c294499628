/**
 * `/{module}[/{id}]/actions/change_owner` and `/{module}/actions/mass_change_owner`: records get another owner; named ones at
 * once, those of a custom view by a job.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/change-owner.html, https://github.com/zoho/crm-oas (change_owner,
 * mass_change_owner). Zoho's profiles have a permission of their own for it; here who may edit records may give them away.
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answer, answerRows, type CrmContext } from '../answer.ts'
import type { OwnerTask } from '../mass/change-owner.ts'
import { readMassJob, scheduleMassAction } from '../mass/job.ts'
import { readMassTarget } from '../mass/target.ts'
import { moduleOfPath } from '../module-of.ts'
import { changeOwner, readOwner, readOwnerChange, tellOwner } from '../owners/change.ts'
import { requirePermission } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { readRecordId } from '../records/record-id.ts'
import { findVisible } from '../records/sharing.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'

const mostRecords = 500

export function changeOwnerRoutes(routes: Routes): void {
  const on = onSince('v3', routes)
  const { world } = routes

  on('post', '/:module/:id/actions/change_owner', changeScope('ZohoCRM.change_owner.CREATE'), async c => {
    const body = await readJsonObject(c)
    const module = ownedModule(c)
    const change = readOwnerChange(c, body)
    const id = readPathId(c, module)
    if (!findVisible(c.get('caller'), module, id)) throw crmError('invalidPathId', { resource_path_index: 1 })
    const row = changeOwner(world, c, module, id, change, 0)
    if (row.status === 'success') tellOwner(world, c, module, change, [id])
    return answerRows(c, world, [row], 200)
  })

  on('post', '/:module/actions/change_owner', changeScope('ZohoCRM.change_owner.CREATE'), async c => {
    const body = await readJsonObject(c)
    const module = ownedModule(c)
    const ids = readIds(body)
    const change = readOwnerChange(c, body)
    const rows = ids.map((id, index) => changeOwner(world, c, module, id, change, index))
    const changed = ids.filter((_, index) => rows[index]!.status === 'success')
    tellOwner(world, c, module, change, changed)
    return answerRows(c, world, rows, 200)
  })

  const mass = (operation: string): Needs => ({
    ...changeScope(''),
    scopes: c => [`ZohoCRM.change_owner.${c.req.param('module')}.${operation}`],
  })

  on('post', '/:module/actions/mass_change_owner', mass('CREATE'), async c => {
    const { cvid, owner, territory, criteria } = await readJsonObject(c)
    const module = ownedModule(c)
    const { data } = c.get('caller')
    return ofRequest(() => {
      const top = new SettingsRow({ cvid, owner }, '$')
      top.needed('cvid', top.raw('cvid'))
      const task: OwnerTask = { owner: readOwner(data, top).id }
      const target = readMassTarget(c, module, { cvid, territory, criteria })
      if (!target || !('chosen' in target)) throw top.missing('cvid')
      const row = scheduleMassAction(world, c, 'mass_change_owner', module, target.chosen, task)
      return answer(c, { data: [{ ...row, code: 'SCHEDULED' }] }, 202)
    })
  })

  on('get', '/:module/actions/mass_change_owner', mass('READ'), c => {
    const { job, status } = readMassJob(c, 'mass_change_owner')
    const row = {
      Status: status,
      Failed_Count: job.failed,
      Not_Updated_Count: job.total - job.succeeded - job.failed,
      Updated_Count: job.succeeded,
      Total_Count: job.total,
    }
    return answer(c, { data: [row] })
  })
}

const changeScope = (scopes: string): Needs => ({
  scopes,
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), [c.req.method === 'GET' ? 'view' : 'edit']),
})

/** Notes belong to whom their record belongs to. @throws CrmError */
function ownedModule(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  const isOwned = module.fieldsByName.has('Owner') && module.definition.tab !== false
  if (!isOwned) throw crmError('ownerNotSupported', { resource_path_index: 0 })
  return module
}

/** @throws CrmError */
function readIds(body: Record<string, unknown>): string[] {
  const place = { api_name: 'ids', json_path: '$.ids' }
  const { ids } = body
  if (ids === undefined || ids === null || (Array.isArray(ids) && ids.length === 0)) {
    throw crmError('mandatoryNotFound', place)
  }
  if (!Array.isArray(ids)) throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place })
  if (ids.length > mostRecords) throw crmError('tooLong', { maximum_length: mostRecords, ...place })
  return ids.map(id => readRecordId(id) ?? '')
}
