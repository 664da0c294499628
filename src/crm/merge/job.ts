/** Merges that take longer: where one of the records has very much that belongs to it, the work is left to a job. */

import type { VersionName } from '../../protocol/versions.ts'
import { type Job, type JobPhase, openJobs, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { contextOfJob } from '../mass/run.ts'
import { relatedRecords } from '../records/related.ts'
import type { WriteContext } from '../records/write.ts'
import { mergeRecords } from './merge.ts'
import type { MergeOrder } from './order.ts'

export const mergeKind = 'merge'

export interface MergeJob {
  /** API name. */
  readonly module: string
  readonly masterId: string
  readonly version: VersionName
  readonly order: MergeOrder
}

/** Documented: more records than this in any related list of a record that goes. */
const relatedAtOnce = 1000

export function needsJob({ children }: MergeOrder, { data, module }: WriteContext): boolean {
  return children.some(({ id }) => {
    const record = data.records(module).get(id)!
    return module.relatedLists.some(list => {
      const target = data.module(list.module)
      if (!target || target.definition.withoutRecords) return false
      return relatedRecords({ data, module, record, list, target }).length > relatedAtOnce
    })
  })
}

export const workOfMerge: Work = (world, data, job) => {
  const details = job.details as MergeJob
  const context = contextOfJob(world, data, job, details.module, details.version)
  const records = data.records(context.module)
  const isThere = [details.masterId, ...details.order.children.map(({ id }) => id)].every(id => records.has(id))
  const refused = isThere ? mergeRecords(details.masterId, details.order, context) : null
  if (!isThere || refused) throw new Error(refused?.message ?? 'a record that was to be merged is gone')
  return details
}

/** Whether a record waits for being merged. */
export const isBeingMerged = (data: OrgData, id: string): boolean =>
  openJobs(data).some(
    job =>
      job.kind === mergeKind &&
      ((job.details as MergeJob).masterId === id ||
        (job.details as MergeJob).order.children.some(child => child.id === id)),
  )

export const mergeJobsOf = (data: OrgData, module: string, masterId: string): Job<MergeJob>[] =>
  (data.jobs.all() as Job<MergeJob>[]).filter(
    ({ kind, details }) => kind === mergeKind && details.module === module && details.masterId === masterId,
  )

export const mergePhases: Readonly<Record<JobPhase, string>> = {
  waiting: 'SCHEDULED',
  running: 'RUNNING',
  done: 'COMPLETED',
  failed: 'FAILURE',
}
