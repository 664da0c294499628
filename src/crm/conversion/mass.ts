/** The jobs that convert many leads, or many quotes or sales orders. */

import type { Actor } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { VersionName } from '../../protocol/versions.ts'
import { type Job, type JobPhase, phaseOf, type Work } from '../../world/jobs.ts'
import type { CrmContext } from '../answer.ts'
import { contextOfJob } from '../mass/run.ts'
import { moduleOfPath } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { findVisible, may } from '../records/sharing.ts'
import type { WriteContext } from '../records/write.ts'
import { convertLead } from './convert.ts'
import { convertInventory, isConverted } from './inventory.ts'
import type { ConversionOrder } from './order.ts'
import { neededFor, planConversion } from './plan.ts'

export const massConvert = 'mass_convert'

export interface MassConvertJob {
  /** API name. */
  readonly module: string
  readonly total: number
  readonly converted: number
  readonly failed: number
  /** Gone once it was done. */
  readonly todo: MassConvertTask | null
}

export interface MassConvertTask {
  readonly ids: readonly string[]
  readonly version: VersionName
  /** For leads. */
  readonly order?: ConversionOrder
  /** For quotes and sales orders: the module that they become, and to whom the new records go. */
  readonly into?: string
  readonly owner?: string | null
  /** Modules of activities that go to that owner too. */
  readonly ownersOf?: readonly string[]
}

export const workOfMassConvert: Work = (world, data, job) => {
  const details = job.details as MassConvertJob
  const { module, todo } = details
  if (!todo) throw new Error('there is nothing to convert')
  const context: WriteContext = { ...contextOfJob(world, data, job, module, todo.version), source: 'massconvert' }
  const convert = todo.order ? leadConverter(todo.order) : inventoryConverter(todo)
  const converted = todo.ids.filter(id => convert(id)).length
  return { ...details, converted, failed: todo.ids.length - converted, todo: null }

  function leadConverter(order: ConversionOrder) {
    return (id: string): boolean => {
      const lead = findVisible(context.caller, context.module, id)
      if (!lead || lead.Converted__s === true || !may('edit', context.caller, context.module, lead)) return false
      const plan = planConversion(lead, order, context)
      if ('error' in plan) return false
      const { profile } = context.caller.user
      const isPermitted = neededFor(plan).every(({ module: needed, permissions }) =>
        permissions.every(permission => mayDo(profile, permission, needed)),
      )
      if (isPermitted) convertLead(world, plan, order, context)
      return isPermitted
    }
  }

  function inventoryConverter({ into = '', owner = null, ownersOf = [] }: MassConvertTask) {
    const target = data.module(into)
    return (id: string): boolean => {
      const source = findVisible(context.caller, context.module, id)
      if (!source || !target || isConverted(source)) return false
      if (!mayDo(context.caller.user.profile, 'create', target)) return false
      const from = owner === null ? source : { ...source, Owner: owner }
      if ('error' in convertInventory(source, target, context, from)) return false
      if (owner !== null) giveActivities(context.caller, source.id, ownersOf, owner)
      return true
    }
  }
}

/** What the caller may not change stays with whom it is. */
function giveActivities(caller: Actor, about: string, modules: readonly string[], owner: string): void {
  const { data, user } = caller
  for (const name of modules) {
    const module = data.module(name)!
    if (!mayDo(user.profile, 'edit', module)) continue
    for (const row of data.pointingTo(about, module, 'What_Id')) {
      if (may('edit', caller, module, row)) data.records(module).put({ ...row, Owner: owner })
    }
  }
}

/**
 * The job that `job_id` names, if it converts records of the module in the path, and its phase. Whose jobs others than
 * administrators may ask for is inferred.
 * @throws CrmError
 */
export function readMassConvertJob(c: CrmContext): { readonly job: MassConvertJob; readonly phase: JobPhase } {
  const { data, user } = c.get('caller')
  const id = queryParam(c, 'job_id')?.trim()
  if (!id) throw crmError('jobIdMissing', { param: 'job_id', json_path: '$.job_id' })
  const job = data.jobs.get(id) as Job<MassConvertJob> | undefined
  const isOpen = job && (user.profile.administrator || job.userId === user.id)
  if (!isOpen || job.kind !== massConvert || job.details.module !== moduleOfPath(c).apiName) {
    throw crmError('invalidJob', { param_name: 'job_id' })
  }
  return { job: job.details, phase: phaseOf(job, data.clock.now()) }
}
