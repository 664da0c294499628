/**
 * `/crm/bulk/{version}/write`: records from the tables of an uploaded ZIP, by a job; and the ZIP that tells what became of each
 * row, on the download hosts. A job and its result are its creator's; that they are nobody else's is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/overview.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { deadLink } from '../../protocol/crm-errors/own-form.ts'
import { addJob, type Job } from '../../world/jobs.ts'
import { bytesOf } from '../../world/org-files.ts'
import { answer, answerFile, type CrmContext } from '../answer.ts'
import { readCallback } from '../bulk/callback.ts'
import { createdBy } from '../bulk/read-job.ts'
import { type BulkWrite, bulkWrite, describeWrite, downloadsFor } from '../bulk/write-job.ts'
import { type Operation, readWriteRequest } from '../bulk/write-request.ts'
import { moduleScopes } from '../module-of.ts'
import { type ModulePermission, requirePermission } from '../permissions.ts'
import { readJsonObject } from '../request-body.ts'
import type { Place, Routes } from '../routes.ts'

const scope = 'ZohoCRM.bulk.CREATE'

const permissionsFor: Readonly<Record<Operation, readonly ModulePermission[]>> = {
  insert: ['create'],
  update: ['edit'],
  upsert: ['create', 'edit'],
}

export function bulkWriteRoutes({ on, world }: Routes): void {
  on('post', '/write', scope, async c => {
    const body = await readJsonObject(c)
    const caller = c.get('caller')
    const { data, user } = caller
    const version = c.get('version')
    // Zoho's page writes it in both ways
    const callback = readCallback(body.callback ?? body.callBack)
    const request = readWriteRequest(body, { data, userId: user.id, version })
    for (const { module: name, parent } of request.resources) {
      const module = data.module(parent?.module ?? name)!
      // Zoho's page names the scope to create for all three operations
      requireScope(world, c, moduleScopes(module, 'CREATE'))
      requirePermission(caller, module, ['view', ...(parent ? ['edit' as const] : permissionsFor[request.operation])])
    }
    const details: BulkWrite = {
      request,
      callback,
      version: version.name,
      downloads: downloadsFor(c.env.located),
      outcomes: null,
      file: null,
    }
    const job = addJob(world, data, { kind: bulkWrite, userId: user.id, details })
    const created = { id: job.id, created_by: createdBy(job, data) }
    return answer(c, { status: 'success', code: 'SUCCESS', message: 'success', details: created }, 201)
  })

  on('get', '/write/:id', { scopes: () => [scope, 'ZohoCRM.bulk.READ'] }, c => {
    const job = findJob(c, c.req.param('id'))
    if (!job) throw crmError('resourceNotFound', {}, { reason: 'no bulk write of yours has that id' })
    return answer(c, describeWrite(job, c.get('caller').data, c.get('version'), downloadsFor(c.env.located)))
  })
}

/** The address of a result has no version, and names the org. */
export const downloads: Place = { root: '/v2/crm/:zgid', orgOf: c => c.req.param('zgid') ?? '' }

/** That a result is told to who may read or start bulk jobs is inferred. */
export function bulkWriteResultRoutes({ on }: Routes): void {
  on('get', '/bulk-write/:job/:file', { scopes: () => [scope, 'ZohoCRM.bulk.READ'] }, c => {
    const { data } = c.get('caller')
    const job = findJob(c, c.req.param('job'))
    const file = data.files.get(job?.details.file ?? '')
    if (!file || c.req.param('file') !== file.name) throw deadLink('no bulk write of yours has that result')
    return answerFile(c, file, bytesOf(data.fileBytes, file), 'application/octet-stream')
  })
}

/** The job of that id, if it is the caller's. */
function findJob(c: CrmContext, id: string | undefined): Job<BulkWrite> | undefined {
  const { data, user } = c.get('caller')
  const job = data.jobs.get(id ?? '') as Job<BulkWrite> | undefined
  return job?.kind === bulkWrite && job.userId === user.id ? job : undefined
}
