/**
 * `/crm/bulk/{version}/read`: many records into a file, by a job. A job and its result are its creator's; that they are nobody
 * else's is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/overview.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import { addJob, type Job } from '../../world/jobs.ts'
import { count, isExhausted } from '../../world/limits.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { bytesOf } from '../../world/org-files.ts'
import type { World } from '../../world/world.ts'
import { answer, answerFile, type CrmContext } from '../answer.ts'
import { readCallback } from '../bulk/callback.ts'
import {
  type BulkRead,
  bulkRead,
  createdBy,
  describeRead,
  fileOfRead,
  forgetOldReads,
  hasPageTokens,
  openJobToken,
} from '../bulk/read-job.ts'
import { isSent, planRead, readBulkBody, readFileType, readQuery } from '../bulk/read-request.ts'
import { moduleScopes } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'

const scope = 'ZohoCRM.bulk.READ'

export function bulkReadRoutes({ on, world }: Routes): void {
  on('post', '/read', scope, async c => {
    const body = await readBulkBody(c)
    const { data, user } = c.get('caller')
    const details = readJob(c, world, body)
    const { module, joined } = planRead(details.query, c.get('version'), c.get('caller'))
    for (const each of [module, ...joined]) openModule(c, world, each)
    forgetOldReads(data)
    const job = addJob(world, data, { kind: bulkRead, userId: user.id, details })
    const added = {
      id: job.id,
      operation: 'read',
      state: 'ADDED',
      created_by: createdBy(job, data),
      created_time: formatDateTime(job.createdAt, data.org.timeZone),
    }
    const row = { status: 'success', code: 'ADDED_SUCCESSFULLY', message: 'Added successfully.', details: added }
    return answer(c, { data: [row], info: {} }, 201)
  })

  on('get', '/read/:id', scope, c => {
    const job = findJob(c, world)
    return answer(c, describeRead(job, c.get('caller').data, c.get('version')))
  })

  on('get', '/read/:id/result', scope, c => {
    const { data, user } = c.get('caller')
    const job = findJob(c, world)
    const key = `${data.org.id}|${user.id}`
    if (isExhausted(world, 'bulk_downloads_per_minute', key)) {
      throw crmError('tooManyRequests', {}, { reason: 'too many results were downloaded in the last minute' })
    }
    const file = data.files.get(fileOfRead(job, data.clock.now()) ?? '')
    if (!file) throw crmError('resourceNotFound', {}, { reason: `job ${job.id} has no result to download` })
    count(world, 'bulk_downloads_per_minute', key)
    return answerFile(c, file, bytesOf(data.fileBytes, file), 'application/x-download')
  })
}

/** A page token stands alone: the query is that of the job that it came from. */
function readJob(c: CrmContext, world: World, body: Readonly<Record<string, unknown>>): BulkRead {
  const { data } = c.get('caller')
  const version = c.get('version')
  const callback = readCallback(body.callback)
  const { query } = body
  const unfinished = { version: version.name, callback, result: null, failure: null }
  if (isJsonObject(query) && isSent(query.page_token) && hasPageTokens(version)) {
    const others = Object.keys(query).filter(key => key !== 'page_token' && isSent(query[key]))
    if (typeof query.page_token !== 'string') throw crmError('pageTokenMismatch', { param_name: 'page_token' })
    if (others.length > 0) {
      throw crmError('bulkQueryNotSupported', {}, { reason: `page_token stands alone, without ${others.join(', ')}` })
    }
    const { job, skip } = openJobToken(world, c.get('caller'), query.page_token)
    return { ...unfinished, query: job.details.query, fileType: job.details.fileType, skip }
  }
  const fileType = readFileType(body)
  return { ...unfinished, query: readQuery(query, version, data, fileType), fileType, skip: null }
}

/** @throws CrmError for a module whose records the caller may not read */
function openModule(c: CrmContext, world: World, module: ModuleMeta): void {
  requireScope(world, c, moduleScopes(module, 'READ'))
  requirePermission(c.get('caller'), module, ['view'])
}

/** The job that the path names, if it is the caller's. @throws CrmError */
function findJob(c: CrmContext, world: World): Job<BulkRead> {
  const { data, user } = c.get('caller')
  const job = data.jobs.get(c.req.param('id') ?? '') as Job<BulkRead> | undefined
  if (!job || job.kind !== bulkRead || job.userId !== user.id) {
    throw crmError('resourceNotFound', {}, { reason: 'no bulk read of yours has that id' })
  }
  const module = data.module(job.details.query.module)
  if (module) openModule(c, world, module)
  return job
}
