/** The jobs of mass actions: how one is scheduled, and what is said of it. */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { VersionName } from '../../protocol/versions.ts'
import { addJob, type Job, type JobPhase, openJobs, phaseOf } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath } from '../module-of.ts'
import type { Chosen } from './target.ts'

const recordsPerJob = 50_000

export type MassKind = 'mass_update' | 'mass_delete' | 'mass_change_owner'

/** What a job of a mass action says of itself. The records are those that were chosen when it was scheduled. */
export interface MassJob<Task = unknown> {
  readonly module: string
  readonly cvid: string | null
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  /** What is to be done with which records; gone once it was, since there may be many. */
  readonly todo: (MassTodo & Task) | null
}

export interface MassTodo {
  readonly ids: readonly string[]
  readonly version: VersionName
}

const messages: Readonly<Record<MassKind, string>> = {
  mass_update: 'mass update scheduled successfully',
  mass_delete: 'mass delete scheduled successfully',
  mass_change_owner: 'change owner is successfully scheduled',
}

/**
 * Leaves a mass action for later.
 * @param task what else its work has to know
 * @throws CrmError where there is nothing to do, too much, or one for that view is on its way
 */
export function scheduleMassAction(
  world: World,
  c: CrmContext,
  kind: MassKind,
  module: ModuleMeta,
  { ids, cvid }: Chosen,
  task: object,
): ResultRow {
  const { data, user } = c.get('caller')
  if (ids.length === 0) throw crmError('noRecordsFound')
  if (ids.length > recordsPerJob) throw crmError('massRecordsExceeded', { limit: recordsPerJob })
  if (cvid !== null && openJobs(data).some(job => isMassJob(job) && isFor(job.details, module, cvid))) {
    throw crmError('alreadyScheduled', { api_name: 'cvid' })
  }
  const details: MassJob<object> = {
    module: module.apiName,
    cvid,
    total: ids.length,
    succeeded: 0,
    failed: 0,
    todo: { ids, version: c.get('version').name, ...task },
  }
  const job = addJob(world, data, { kind, userId: user.id, details })
  return success(messages[kind], { job_id: job.id })
}

const isMassJob = (job: Job): job is Job<MassJob> => job.kind in messages

const isFor = (job: MassJob, module: ModuleMeta, cvid: string): boolean =>
  job.module === module.apiName && job.cvid === cvid

const statusWords: Readonly<Record<JobPhase, string>> = {
  waiting: 'SCHEDULED',
  running: 'RUNNING',
  done: 'COMPLETED',
  failed: 'FAILED',
}

/**
 * The job that `job_id` names, if it is one of that kind and module, and the word for its phase. That others than
 * administrators ask for their own jobs only is inferred: another's tells how many records that user reaches.
 * @throws CrmError
 */
export function readMassJob(c: CrmContext, kind: MassKind): { readonly job: MassJob; readonly status: string } {
  const module = moduleOfPath(c)
  const { data, user } = c.get('caller')
  const id = queryParam(c, 'job_id')?.trim()
  if (!id) throw crmError('jobParamMissing', { param_name: 'job_id' })
  const job = data.jobs.get(id)
  const isOpen = job && (user.profile.administrator || job.userId === user.id)
  if (!isOpen || job.kind !== kind || !isMassJob(job) || job.details.module !== module.apiName) {
    throw crmError('invalidJob', { param_name: 'job_id' })
  }
  return { job: job.details, status: statusWords[phaseOf(job, data.clock.now())] }
}
