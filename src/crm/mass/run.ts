import { findVersion, type VersionName } from '../../protocol/versions.ts'
import type { Job } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { World } from '../../world/world.ts'
import type { ResultRow } from '../answer.ts'
import type { WriteContext } from '../records/write.ts'
import type { MassJob, MassTodo } from './job.ts'

/**
 * Goes through the records of a mass action's job, in the name of its user and dated with its end, and counts how it went.
 * @param write one record
 */
export function runMassJob<Task>(
  world: World,
  data: OrgData,
  job: Job<MassJob<Task>>,
  write: (id: string, todo: MassTodo & Task, context: WriteContext) => ResultRow,
): MassJob<Task> {
  const { details } = job
  const { todo } = details
  if (!todo) throw new Error('there is nothing to do')
  const context = contextOfJob(world, data, job, details.module, todo.version)
  let succeeded = 0
  for (const id of todo.ids) if (write(id, todo, context).status === 'success') succeeded++
  return { ...details, succeeded, failed: todo.ids.length - succeeded, todo: null }
}

/** For writes in the name of a job's user, dated with its end. @throws where user or module are gone */
export function contextOfJob(
  world: World,
  data: OrgData,
  { userId, endsAt }: Job,
  moduleName: string,
  version: VersionName,
): WriteContext {
  const user = data.user(userId)
  const module = data.module(moduleName)
  if (!user || !module) throw new Error(`user ${userId} or module ${moduleName} is gone`)
  return {
    caller: { data, user },
    data,
    module,
    version: findVersion(version)!,
    index: 0,
    picklistValuesChecked: world.toggles.picklist_values_checked,
    unmodifiedSince: null,
    at: endsAt,
  }
}
