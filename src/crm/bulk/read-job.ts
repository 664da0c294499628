/** The jobs of bulk reads: their work, and what is said of them. */

import type { Actor } from '../../http/authenticate.ts'
import { CrmError, type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { findVersion, type Version, type VersionName } from '../../protocol/versions.ts'
import { addCallback } from '../../world/callbacks.ts'
import { type Job, type JobPhase, phaseOf, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile, forgetFiles } from '../../world/org-files.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { eachMatching } from '../criteria/each-matching.ts'
import { openToken, type PageBinding, sealToken } from '../records/page.ts'
import { shortUserReference } from '../records/render.ts'
import { visibleTo } from '../records/sharing.ts'
import type { JobCallback } from './callback.ts'
import { cellOf, findColumn } from './columns.ts'
import { tellCriteria } from './criteria.ts'
import { toCsvLine } from './csv.ts'
import { toCalendar } from './ics.ts'
import { type FileType, planRead, type ReadPlan, type ReadQuery } from './read-request.ts'
import { makeZip } from './zip.ts'

export const bulkRead = 'bulk_read'

export interface BulkRead {
  readonly query: ReadQuery
  readonly version: VersionName
  readonly fileType: FileType
  readonly callback: JobCallback | null
  /** How many rows come before; null where the page says it. */
  readonly skip: number | null
  /** What was read. The rows are those at the end of the job: the file is made then, and does not change any more. */
  readonly result: ReadResult | null
  readonly failure: CrmErrorBody | null
}

interface ReadResult {
  readonly page: number
  readonly perPage: number
  readonly count: number
  readonly moreRecords: boolean
  readonly nextPageToken: string | null
  /** The id of the file. */
  readonly file: string
}

/** Only so long a result can be downloaded. */
const keptMs = 24 * 60 * 60 * 1000
const eventsPerPage = 20_000
/** The first version that hands out page tokens. */
const pageTokensSince = 7

export const hasPageTokens = ({ number }: Version): boolean => number >= pageTokensSince

export const workOfBulkRead: Work = (world, data, given) => {
  const job = given as Job<BulkRead>
  const details = read(world, data, job)
  const { callback } = details
  if (callback) {
    const done: Job<BulkRead> = { ...job, outcome: 'done', details }
    const body = describeRead(done, data, findVersion(details.version)!)
    addCallback(data, { url: callback.url, body, about: 'bulk read' })
  }
  return details
}

function read(world: World, data: OrgData, job: Job<BulkRead>): BulkRead {
  const { details, userId, endsAt } = job
  try {
    const user = data.user(userId)
    if (!user) throw crmError('noPermission')
    const caller: Actor = { data, user }
    const plan = planRead(details.query, findVersion(details.version)!, caller)
    return { ...details, result: writeResult(world, job, plan, caller, endsAt) }
  } catch (error) {
    if (error instanceof CrmError) return { ...details, failure: error.body }
    throw error
  }
}

function writeResult(world: World, job: Job<BulkRead>, plan: ReadPlan, caller: Actor, at: number): ReadResult {
  const { query, fileType, version, skip: given } = job.details
  const { data } = caller
  const perPage = fileType === 'ics' ? eventsPerPage : Math.max(1, world.toggles.bulk_read_page_rows)
  const skip = given ?? (query.page - 1) * perPage
  const { rows, moreRecords } = chooseRows(plan, caller, skip, perPage)
  const pieces = fileType === 'ics' ? toCalendar(rows) : toTable(rows, plan, data)
  const bytes = makeZip([{ name: `${job.id}.${fileType}`, pieces }], at)
  const file = addFile(data, {
    name: `${job.id}.zip`,
    type: 'application/zip',
    bytes,
    userId: job.userId,
    usedBy: job.id,
  })
  const handsOut = moreRecords && hasPageTokens(findVersion(version)!)
  return {
    page: Math.floor(skip / perPage) + 1,
    perPage,
    count: rows.length,
    moreRecords,
    nextPageToken: handsOut ? sealJobToken(job.id, skip + perPage, bindingOf(world, caller, job.id, at)) : null,
    file: file.id,
  }
}

/** In the order in which they came. */
function chooseRows({ module, matches }: ReadPlan, caller: Actor, skip: number, take: number) {
  const rows: RecordRow[] = []
  const visible = visibleTo(caller, module)
  let seen = 0
  eachMatching(caller.data.records(module), matches, row => {
    if (visible && !visible(row)) return
    if (seen >= skip && rows.length < take) rows.push(row)
    seen++
  })
  return { rows, moreRecords: seen > skip + take }
}

function* toTable(rows: readonly RecordRow[], { columns }: ReadPlan, data: OrgData): Generator<string> {
  yield toCsvLine(['Id', ...columns.map(({ name }) => name)])
  const cells = columns.map(column => cellOf(column, data))
  for (const row of rows) yield toCsvLine([row.id, ...cells.map(cell => cell(row))])
}

const stateWords: Readonly<Record<JobPhase, string>> = {
  waiting: 'ADDED',
  running: 'IN PROGRESS',
  done: 'COMPLETED',
  failed: 'FAILURE',
}

function stateOf(job: Job<BulkRead>, now: number): string {
  return job.details.failure ? stateWords.failed : stateWords[phaseOf(job, now)]
}

/**
 * The status of a job, as the answer and the callback have it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/get-job-details.html
 */
export function describeRead(job: Job<BulkRead>, data: OrgData, version: Version): object {
  const state = stateOf(job, data.clock.now())
  const result = resultOf(job, state, version)
  const row = {
    id: job.id,
    operation: 'read',
    state,
    ...(result && { result }),
    query: queryOf(job, data, version),
    created_by: createdBy(job, data),
    created_time: formatDateTime(job.createdAt, data.org.timeZone),
    file_type: job.details.fileType,
  }
  return { data: [row] }
}

export function createdBy({ userId }: Pick<Job, 'userId'>, data: OrgData): object {
  const { name, id } = shortUserReference(data, userId) as { name: string | null; id: string }
  return { id, name }
}

function resultOf({ id, details: { result, failure } }: Job<BulkRead>, state: string, version: Version) {
  if (state === stateWords.failed) {
    const { code, details, message, status } = failure ?? crmErrorBody('internalError')
    return { error_message: { status, code, message, details } }
  }
  if (!result) return null
  return {
    page: result.page,
    per_page: result.perPage,
    count: result.count,
    download_url: `/crm/bulk/${version.name}/read/${id}/result`,
    more_records: result.moreRecords,
    ...(result.nextPageToken !== null && hasPageTokens(version) && { next_page_token: result.nextPageToken }),
  }
}

function queryOf({ details, userId }: Job<BulkRead>, data: OrgData, version: Version): object {
  const { module: name, cvid, fields, page, criteria } = details.query
  const module = data.module(name)
  const user = data.user(userId)
  const isOld = version.number < 2.1
  const idOf = (field: string): string | null => {
    const column = module && user ? findColumn(field, module, version, { data, user }) : null
    return column && !('problem' in column) && column.field.id !== '' ? column.field.id : null
  }
  return {
    module: isOld ? name : { id: module?.id ?? null, api_name: name },
    ...(cvid !== null && { cvid }),
    ...(fields && { fields }),
    page: details.result?.page ?? page,
    ...(criteria && { criteria: tellCriteria(criteria, isOld, idOf) }),
  }
}

/** The file of a job that is done, while it can be downloaded; that one day is kept is inferred from what others found. */
export function fileOfRead({ details: { result }, endsAt }: Job<BulkRead>, now: number): string | null {
  return result && now < endsAt + keptMs ? result.file : null
}

/** Lets go the files that nobody can download any more. */
export function forgetOldReads(data: OrgData): void {
  const before = data.clock.now() - keptMs
  data.jobs.each(({ id, kind, endsAt }) => {
    if (kind === bulkRead && endsAt <= before) forgetFiles(data, id)
  })
}

const bindingOf = (world: World, { data, user }: Actor, jobId: string, now: number): PageBinding => ({
  seed: world.seed,
  binding: JSON.stringify([data.org.id, user.id, jobId]),
  now,
})

const sealJobToken = (jobId: string, skip: number, binding: PageBinding): string =>
  Buffer.from(`${jobId}.${sealToken(skip, binding)}`).toString('base64url')

/**
 * The job that a page token continues, and where.
 * @throws CrmError for what is no token of the caller's, or one that is too old
 */
export function openJobToken(
  world: World,
  caller: Actor,
  token: string,
): { readonly job: Job<BulkRead>; readonly skip: number } {
  const { data, user } = caller
  const now = data.clock.now()
  const [jobId = '', sealed = ''] = Buffer.from(token, 'base64url').toString('latin1').split('.')
  const { skip, expiresAt } = openToken(sealed, bindingOf(world, caller, jobId, now))
  const job = data.jobs.get(jobId) as Job<BulkRead> | undefined
  if (!job || job.kind !== bulkRead || job.userId !== user.id) {
    throw crmError('pageTokenMismatch', { param_name: 'page_token' })
  }
  if (now >= expiresAt) {
    throw crmError('pageTokenExpired', { api_name: 'page_token', json_path: '$.query.page_token' })
  }
  return { job, skip }
}
