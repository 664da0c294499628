/**
 * What happens to the records of a user who goes, or hands over: a job gives them to another. Which records are open, and that
 * only those go over, follows Zoho's words ("all open records"); by what a record is told to be closed is inferred.
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { findVersion, type VersionName } from '../../protocol/versions.ts'
import { addJob, type Job, openJobs, type Work } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import { updateRecord } from '../records/write.ts'

export type TransferKind = 'user_transfer' | 'user_transfer_and_delete'

interface Transfer {
  readonly from: string
  /** Null where records stay whose they are. */
  readonly to: string | null
  readonly version: VersionName
  readonly moved: number
  readonly left: number
}

const jobsAtOnce = 10

/** @returns the job's id @throws CrmError */
export function scheduleTransfer(
  world: World,
  c: CrmContext,
  kind: TransferKind,
  from: OrgUser,
  to: OrgUser | null,
): string {
  const { data, user } = c.get('caller')
  if (openJobs(data).filter(job => isTransfer(job.kind)).length >= jobsAtOnce) {
    throw crmError('tooManyTransfers', { limit: String(jobsAtOnce) })
  }
  const details: Transfer = {
    from: from.id,
    to: to?.id ?? null,
    version: c.get('version').name,
    moved: 0,
    left: 0,
  }
  return addJob(world, data, { kind, userId: user.id, details }).id
}

const isTransfer = (kind: string): boolean => kind.startsWith('user_transfer')

export const workOfTransfer: Work = (world, data, job) => {
  const { details, userId, endsAt } = job as Job<Transfer>
  const user = data.user(userId)
  if (!user) throw new Error(`user ${userId} is gone`)
  if (details.to === null) return details
  let moved = 0
  let left = 0
  for (const module of data.modules()) {
    if (!module.fieldsByName.has('Owner')) continue
    const context = {
      caller: { data, user },
      data,
      module,
      version: findVersion(details.version)!,
      index: 0,
      picklistValuesChecked: world.toggles.picklist_values_checked,
      unmodifiedSince: null,
      at: endsAt,
    }
    for (const { id } of openRecords(data, module, details.from)) {
      const result = updateRecord({ Owner: { id: details.to } }, id, context)
      if (result.status === 'success') moved++
      else left++
    }
  }
  return { ...details, moved, left }
}

const closing: Readonly<Record<string, { readonly field: string; readonly value: RegExp }>> = {
  Deals: { field: 'Stage', value: /^Closed/ },
  Tasks: { field: 'Status', value: /^Completed$/ },
  Cases: { field: 'Status', value: /^Closed$/ },
}

function openRecords(data: OrgData, module: ModuleMeta, owner: string): RecordRow[] {
  const closed = closing[module.apiName]
  const rows: RecordRow[] = []
  data.records(module).each(row => {
    const isClosed = row.Converted__s === true || closed?.value.test(String(row[closed.field])) === true
    if (row.Owner === owner && !isClosed) rows.push(row)
  })
  return rows
}

/** Whether a user stands in the criteria of a view. */
export const isInCriteria = (data: OrgData, user: OrgUser): boolean =>
  data.org.customViews.some(({ criteria }) => JSON.stringify(criteria).includes(user.id))
