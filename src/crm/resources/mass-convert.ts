/**
 * `/Leads/actions/mass_convert` (v4), and the same of quotes and sales orders (v7): up to fifty records are converted by a job
 * that can be asked how far it is.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/mass-convert-lead.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/mass-inventory-convert.html
 */

import { addJob, type JobPhase } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import { answer, type CrmContext } from '../answer.ts'
import { readConvertTo } from '../conversion/convert-to.ts'
import { type MassConvertJob, type MassConvertTask, massConvert, readMassConvertJob } from '../conversion/mass.ts'
import {
  activityNames,
  readAssignee,
  readConvertIds,
  readMassOrder,
  readModules,
} from '../conversion/read-mass-order.ts'
import { moduleOfPath } from '../module-of.ts'
import { type ModulePermission, requirePermission } from '../permissions.ts'
import { writeContext } from '../records/write.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'
import { convertible } from './inventory-convert.ts'

const leads = '/:module{Leads}/actions/mass_convert'
const inventory = '/:module/actions/mass_convert'

export function massConvertRoutes(routes: Routes): void {
  const { world } = routes
  const sinceV4 = onSince('v4', routes)
  const sinceV7 = onSince('v7', routes)

  sinceV4('post', leads, massScope('CREATE', ['view', 'edit']), async c => {
    const module = moduleOfPath(c)
    const { data } = c.get('caller')
    const body = new SettingsRow(await readJsonObject(c), '$')
    const { ids, order } = ofRequest(() => ({
      ids: readConvertIds(c, body, module),
      order: readMassOrder(body, writeContext(world, c, data.module('Deals')!, 0)),
    }))
    const made = ['Contacts', 'Accounts', ...(order.deal ? ['Deals'] : [])]
    for (const name of made) requirePermission(c.get('caller'), data.module(name)!, ['create'])
    return schedule(world, c, module, { ids, version: c.get('version').name, order })
  })

  sinceV4('get', leads, massScope('READ', ['view']), c => {
    const { job, phase } = readMassConvertJob(c)
    const row = {
      Status: leadPhases[phase],
      Total_Count: job.total,
      Converted_Count: job.converted,
      Not_Converted_Count: job.total - job.converted - job.failed,
      Failed_Count: job.failed,
    }
    return answer(c, { data: [row] })
  })

  sinceV7('post', inventory, convertible(massScope('CREATE', ['view'])), async c => {
    const module = moduleOfPath(c)
    const { data } = c.get('caller')
    const body = new SettingsRow(await readJsonObject(c), '$')
    const { target, ...task } = ofRequest(() => ({
      target: readConvertTo(body, module, data),
      ids: readConvertIds(c, body, module),
      owner: readAssignee(body, data),
      ownersOf: readModules(body, 'related_modules', activityNames, data),
    }))
    requirePermission(c.get('caller'), target, ['create', 'view'])
    return schedule(world, c, module, { ...task, version: c.get('version').name, into: target.apiName })
  })

  sinceV7('get', inventory, convertible(massScope('READ', ['view'])), c => {
    const { job, phase } = readMassConvertJob(c)
    const row = {
      total_count: job.total,
      not_converted_count: job.total - job.converted - job.failed,
      failed_count: job.failed,
      converted_count: job.converted,
      status: inventoryPhases[phase],
    }
    return answer(c, { data: [row] })
  })
}

const leadPhases: Readonly<Record<JobPhase, string>> = {
  waiting: 'scheduled',
  running: 'in progress',
  done: 'completed',
  failed: 'failed',
}

const inventoryPhases: Readonly<Record<JobPhase, string>> = {
  waiting: 'SCHEDULED',
  running: 'IN PROGRESS',
  done: 'COMPLETED',
  failed: 'FAILED',
}

const massScope = (operation: 'READ' | 'CREATE', permissions: readonly ModulePermission[]): Needs => ({
  scopes: c => [`ZohoCRM.mass_convert.${c.req.param('module')}.${operation}`],
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), permissions),
})

function schedule(world: World, c: CrmContext, { apiName }: ModuleMeta, todo: MassConvertTask): Response {
  const { data, user } = c.get('caller')
  const details: MassConvertJob = { module: apiName, total: todo.ids.length, converted: 0, failed: 0, todo }
  const { id } = addJob(world, data, { kind: massConvert, userId: user.id, details })
  const row = {
    code: 'SCHEDULED',
    details: { job_id: id },
    message: 'Mass Convert scheduled successfully',
    status: 'success',
  }
  return answer(c, row, 202)
}
