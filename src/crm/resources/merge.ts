/**
 * `/{module}/{id}/actions/merge`: up to two duplicates of a record go, and what is theirs becomes its own. v6 is the oldest
 * version with a page of it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/merge-records.html
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { addJob, phaseOf } from '../../world/jobs.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { isBeingMerged, type MergeJob, mergeJobsOf, mergeKind, mergePhases, needsJob } from '../merge/job.ts'
import { mergeRecords } from '../merge/merge.ts'
import { isClosedDeal, readMergeOrder } from '../merge/order.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { notPermitted } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { writeContext } from '../records/write.ts'
import { readJsonObject } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'

const path = '/:module/:id/actions/merge'
const root = 'merge'

const mergedModules: ReadonlySet<string> = new Set(['Leads', 'Contacts', 'Accounts', 'Deals', 'Vendors'])

export function mergeRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v6', routes)

  on('post', path, mergeable(recordScope('CREATE', ['view', 'edit', 'delete'])), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const [sent] = readMerge(await readJsonObject(c))
    const master = masterOf(c, id)
    const context = writeContext(world, c, module, 0)
    const { data, user } = context.caller
    if (isClosedDeal(module, master)) throw crmError('onlyOpenDeals', { api_name: 'record', resource_path_index: 1 })
    if (!may('edit', context.caller, module, master))
      return answerRows(c, world, [notPermitted('edit', module)], 200, root)

    const result = resultOf(() => {
      if (isBeingMerged(data, id)) throw crmError('masterMissing', { resource_path_index: 1 })
      const order = readMergeOrder(new SettingsRow(sent, `$.${root}[0]`), master, context, each =>
        isBeingMerged(data, each),
      )
      if (needsJob(order, context)) {
        const details: MergeJob = { module: module.apiName, masterId: id, version: c.get('version').name, order }
        const job = addJob(world, data, { kind: mergeKind, userId: user.id, details })
        return { ...success('The records have been scheduled for merge', { job_id: job.id }), code: 'SCHEDULED' }
      }
      return mergeRecords(id, order, context) ?? success('The records have been merged successfully', { id })
    })
    return answerRows(c, world, [result as ResultRow], 201, root)
  })

  on('get', path, mergeable(recordScope('READ')), c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    masterOf(c, id)
    const { data } = c.get('caller')
    const jobId = queryParam(c, 'job_id')
    const jobs = mergeJobsOf(data, module.apiName, id).filter(job => jobId === undefined || job.id === jobId)
    if (jobs.length === 0) return answerNothing(c)
    const now = data.clock.now()
    return answer(c, { [root]: jobs.map(job => ({ job_id: job.id, status: mergePhases[phaseOf(job, now)] })) })
  })
}

const mergeable = ({ scopes, permit }: Needs): Needs => ({
  scopes,
  permit(c) {
    const { apiName, custom } = moduleOfPath(c)
    if (!custom && !mergedModules.has(apiName)) throw crmError('invalidModule', { resource_path_index: 0 })
    permit?.(c)
  },
})

/** @throws CrmError */
function masterOf(c: CrmContext, id: string): RecordRow {
  const master = findVisible(c.get('caller'), moduleOfPath(c), id)
  if (!master || master.Converted__s === true) throw crmError('masterMissing', { resource_path_index: 1 })
  return master
}

/** @throws CrmError */
function readMerge(body: Record<string, unknown>): readonly unknown[] {
  const merges = body[root]
  if (merges === undefined) throw crmError('missingRoot', { api_name: root })
  const where = { api_name: root, json_path: `$.${root}` }
  if (!Array.isArray(merges) || merges.length === 0) {
    throw crmError('wrongType', { expected_data_type: 'jsonarray', ...where })
  }
  if (merges.length > 1) throw crmError('tooManyMerges')
  return merges
}
