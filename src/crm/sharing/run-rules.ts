import { openJobs, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'

/** Going through a module's sharing rules anew, which here has nothing to do. */
export const runKind = 'run_sharing_rules'

export const isRunning = (data: OrgData, module: string): boolean =>
  openJobs(data).some(({ kind, details }) => kind === runKind && (details as { module: string }).module === module)

export const workOfRun: Work = (_world, _data, { details }) => details
