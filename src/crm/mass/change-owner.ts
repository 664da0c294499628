/** Mass change of owners. Source: https://www.zoho.com/crm/developer/docs/api/v8/mass-change-owner.html */

import type { Job, Work } from '../../world/jobs.ts'
import { giveTo } from '../owners/change.ts'
import type { MassJob } from './job.ts'
import { runMassJob } from './run.ts'

export interface OwnerTask {
  /** The user's id. */
  readonly owner: string
}

export const workOfMassChangeOwner: Work = (world, data, job) =>
  runMassJob(world, data, job as Job<MassJob<OwnerTask>>, (id, { owner }, context) => {
    const user = data.user(owner)
    if (!user) throw new Error(`user ${owner} is gone`)
    return giveTo(user, id, context)
  })
