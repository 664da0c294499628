/** The jobs of audit log exports: their work, and what is said of them. */

import { formatDateTime } from '../../protocol/date-time.ts'
import { type Job, type JobPhase, phaseOf, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile } from '../../world/org-files.ts'
import { toCsvLine } from '../bulk/csv.ts'
import { makeZip } from '../bulk/zip.ts'
import { shortUserReference } from '../records/render.ts'
import { readAuditCriteria } from './criteria.ts'
import { type AuditEntry, auditEntries } from './entries.ts'

export const auditLogExport = 'audit_log_export'

export interface AuditLogExport {
  /** As the client wrote them; null for all there is. */
  readonly criteria: unknown
  /** What came of it; null while the job is under way. */
  readonly file: { readonly name: string; readonly id: string } | null
}

const threeYearsMs = 3 * 365 * 24 * 60 * 60 * 1000
const entriesPerFile = 100_000
const mostEntries = 1_000_000
/** How long links can be used; as in Zoho's example. */
const keptMs = 7 * 24 * 60 * 60 * 1000

export const workOfAuditLogExport: Work = (_world, data, given) => {
  const job = given as Job<AuditLogExport>
  const { criteria } = job.details
  const matches = criteria === null ? () => true : readAuditCriteria(criteria, '$.criteria', data)
  const entries = auditEntries(data, job.endsAt - threeYearsMs, matches).slice(0, mostEntries)
  const isSmall = entries.length <= entriesPerFile
  const name = `AuditLog.${isSmall ? 'csv' : 'zip'}`
  const bytes = isSmall
    ? Buffer.from([...toTable(entries, data)].join(''))
    : makeZip(tablesOf(entries, data), job.endsAt)
  const type = isSmall ? 'text/csv' : 'application/zip'
  const file = addFile(data, { name, type, bytes, userId: job.userId, usedBy: job.id })
  return { ...job.details, file: { name, id: file.id } } satisfies AuditLogExport
}

function* tablesOf(entries: readonly AuditEntry[], data: OrgData) {
  for (let from = 0; from < entries.length; from += entriesPerFile) {
    const pieces = toTable(entries.slice(from, from + entriesPerFile), data)
    yield { name: `AuditLog_${from / entriesPerFile + 1}.csv`, pieces }
  }
}

/** Which columns there are is inferred from the web pages. */
function* toTable(entries: readonly AuditEntry[], data: OrgData): Generator<string> {
  yield toCsvLine(['Audited Time', 'Done By', 'Action', 'Module', 'Record Id', 'Record Name'])
  for (const { at, userId, action, module, recordId, recordName } of entries) {
    const by = data.user(userId)?.fullName ?? userId
    yield toCsvLine([formatDateTime(at, data.org.timeZone), by, action, module.apiName, recordId, recordName])
  }
}

const statusWords: Readonly<Record<JobPhase, string>> = {
  waiting: 'scheduled',
  running: 'running',
  done: 'finished',
  failed: 'failed',
}

/** @param downloads base of the addresses of its files */
export function describeExport(job: Job<AuditLogExport>, data: OrgData, downloads: string): object {
  const { criteria, file } = job.details
  const { timeZone } = data.org
  const { name, id } = shortUserReference(data, job.userId) as { name: string | null; id: string }
  return {
    criteria,
    id: job.id,
    status: statusWords[phaseOf(job, data.clock.now())],
    created_by: { name, id },
    download_links: file && [`${downloads}/v2/crm/${data.org.id}/auditlog/${job.id}/${file.name}`],
    job_start_time: formatDateTime(job.createdAt, timeZone),
    job_end_time: job.outcome === 'open' ? null : formatDateTime(job.endsAt, timeZone),
    expiry_date: file && formatDateTime(job.endsAt + keptMs, timeZone),
  }
}

/** The id of the file of an export, while it can be downloaded. */
export const fileOfExport = ({ details: { file }, endsAt }: Job<AuditLogExport>, now: number): string | null =>
  file && now < endsAt + keptMs ? file.id : null
