/** The jobs of bulk writes: their work, and what is said of them. */

import type { Located } from '../../http/locate.ts'
import { dataCenters } from '../../protocol/data-centers.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { findVersion, type Version, type VersionName } from '../../protocol/versions.ts'
import { addCallback } from '../../world/callbacks.ts'
import { type Job, type JobPhase, phaseOf, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile } from '../../world/org-files.ts'
import type { World } from '../../world/world.ts'
import { rowsModuleId } from '../records/row-fields.ts'
import type { WriteContext } from '../records/write.ts'
import type { JobCallback } from './callback.ts'
import { type RowOutcome, tellOutcome, unprocessed } from './outcome.ts'
import { createdBy } from './read-job.ts'
import { readTable, type TableFile, TableProblem } from './table-file.ts'
import { parentId } from './targets.ts'
import type { WriteRequest, WriteResource } from './write-request.ts'
import { type ChildTable, writeOnlyParts, writeRows } from './write-rows.ts'
import { makeZip } from './zip.ts'

export const bulkWrite = 'bulk_write'

export interface BulkWrite {
  readonly request: WriteRequest
  readonly callback: JobCallback | null
  readonly version: VersionName
  /** The base of the download address in the way that the job was asked for, for the callback. */
  readonly downloads: string
  /** Of each resource; null while the job is under way. */
  readonly outcomes: readonly ResourceOutcome[] | null
  /** The id of the file that tells of each row; null where there is none. */
  readonly file: string | null
}

export interface ResourceOutcome {
  /** Why nothing of it was written; null otherwise. */
  readonly code: string | null
  readonly name: string
  readonly added: number
  readonly updated: number
  readonly skipped: number
  readonly total: number
}

/** Where results of an org in this data center are downloaded, in the way a request came in. */
export const downloadsFor = (located: Located): string => located.addressOf(dataCenters[located.location].download)

export const workOfBulkWrite: Work = (world, data, given) => {
  const job = given as Job<BulkWrite>
  const details = write(world, data, job)
  const { callback, downloads, version } = details
  if (callback) {
    const done: Job<BulkWrite> = { ...job, outcome: 'done', details }
    const body = describeWrite(done, data, findVersion(version)!, downloads)
    addCallback(data, { url: callback.url, body, about: 'bulk write' })
  }
  return details
}

/** A resource with its table, or with what is wrong with it. */
interface Opened {
  readonly resource: WriteResource
  readonly table: TableFile | null
  readonly code: string | null
  outcomes: readonly RowOutcome[]
}

function write(world: World, data: OrgData, job: Job<BulkWrite>): BulkWrite {
  const { details, endsAt, userId } = job
  const { operation, resources } = details.request
  const user = data.user(userId)
  if (!user) throw new Error(`user ${userId} is gone`)
  const opened = resources.map(resource => open(data, userId, resource, details.request))
  const childrenOf = new Map<Opened, ChildTable[]>()
  for (const one of opened) {
    if (!one.table || !one.resource.parent) continue
    const parent = opened.find(({ resource }) => !resource.parent && resource.module === one.resource.parent!.module)
    const child = toChild(one, one.table, data)
    one.outcomes = child.outcomes
    if (parent) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child])
    else writeOnlyParts(child, contextOf(world, data, job, one.resource.parent.module))
  }
  for (const one of opened) {
    if (!one.table || one.resource.parent) continue
    const context = contextOf(world, data, job, one.resource.module)
    one.outcomes = writeRows(
      operation,
      { resource: one.resource, table: one.table },
      childrenOf.get(one) ?? [],
      context,
    )
  }
  return { ...details, outcomes: opened.map(toOutcome), file: tell(data, job, opened, endsAt) }
}

function open(data: OrgData, userId: string, resource: WriteResource, request: WriteRequest): Opened {
  try {
    return { resource, table: readTable(data, userId, resource, request.resources, request), code: null, outcomes: [] }
  } catch (error) {
    if (!(error instanceof TableProblem)) throw error
    return { resource, table: null, code: error.code, outcomes: [] }
  }
}

/** A key is compared with the parent's column, or is itself the id of the parent. */
function toChild({ resource }: Opened, table: TableFile, data: OrgData): ChildTable {
  const { module, field } = resource.parent!
  const key = table.columns.find(({ apiName, parentColumnIndex }) => parentColumnIndex !== null || apiName === parentId)
  const rowsOf = new Map<string, number[]>()
  for (const [at, row] of table.rows.entries()) {
    const value = (key && key.index !== null ? row[key.index] : undefined) ?? ''
    const rows = rowsOf.get(value)
    if (rows) rows.push(at)
    else rowsOf.set(value, [at])
  }
  return {
    resource,
    field: data.module(module)!.fieldsByName.get(field)!,
    table,
    parentIndex: key?.parentColumnIndex ?? 0,
    rowsOf,
    outcomes: [],
  }
}

function contextOf(
  world: World,
  data: OrgData,
  { userId, endsAt, details }: Job<BulkWrite>,
  module: string,
): WriteContext {
  return {
    caller: { data, user: data.user(userId)! },
    data,
    module: data.module(module)!,
    // errors have to say where they arose, whatever the version
    version: { ...findVersion(details.version)!, jsonPath: true },
    index: 0,
    picklistValuesChecked: world.toggles.picklist_values_checked,
    newerMandatoryFields: world.toggles.newer_mandatory_fields,
    unmodifiedSince: null,
    at: endsAt,
  }
}

function toOutcome({ resource, table, code, outcomes }: Opened): ResourceOutcome {
  const total = table?.rows.length ?? 0
  const count = (status: RowOutcome['status']) => outcomes.filter(outcome => outcome?.status === status).length
  const [added, updated] = [count('added'), count('updated')]
  return { code, name: table?.name ?? resource.fileName ?? '', added, updated, skipped: total - added - updated, total }
}

function tell(data: OrgData, { id, userId }: Job, opened: readonly Opened[], at: number): string | null {
  const told = opened.filter(({ table }) => table !== null)
  if (told.length === 0) return null
  const entries = told.map(({ resource, table, outcomes }, index) => ({
    // two entries may not have one name
    name: `${resource.module}-${index > 0 ? `${index}-` : ''}${baseOf(table!.name)}.csv`,
    pieces: tellOutcome(
      table!,
      table!.rows.map((_, row) => outcomes[row] ?? unprocessed),
    ),
  }))
  return addFile(data, { name: `${id}.zip`, type: 'application/zip', bytes: makeZip(entries, at), userId, usedBy: id })
    .id
}

const baseOf = (name: string): string =>
  name
    .split('/')
    .at(-1)!
    .replace(/\.csv$/i, '')

const phaseWords: Readonly<Record<JobPhase, string>> = {
  waiting: 'ADDED',
  running: 'IN PROGRESS',
  done: 'COMPLETED',
  failed: 'FAILED',
}

/**
 * The status of a job, as the answer and the callback have it.
 *
 * @param downloads base of the address of its result
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/get-job-details.html
 */
export function describeWrite(job: Job<BulkWrite>, data: OrgData, version: Version, downloads: string): object {
  const { request, callback, outcomes, file } = job.details
  const phase = phaseWords[phaseOf(job, data.clock.now())]
  const isFailed = outcomes?.every(({ code }) => code !== null) ?? false
  return {
    status: isFailed ? phaseWords.failed : phase,
    character_encoding: request.encoding ?? 'UTF-8',
    resource: request.resources.map((resource, at) => describeResource(resource, outcomes?.[at], phase, data, version)),
    id: job.id,
    ...(file !== null && {
      result: { download_url: `${downloads}/v2/crm/${data.org.id}/bulk-write/${job.id}/${job.id}.zip` },
    }),
    created_by: createdBy(job, data),
    operation: request.operation,
    created_time: formatDateTime(job.createdAt, data.org.timeZone),
    ...(callback && { callback }),
  }
}

function describeResource(
  { module: name, parent, fileName, sentMappings }: WriteResource,
  outcome: ResourceOutcome | undefined,
  phase: string,
  data: OrgData,
  version: Version,
): object {
  const status = outcome?.code ? phaseWords.failed : phase
  const field = parent && data.module(parent.module)?.fieldsByName.get(parent.field)
  const id = field ? rowsModuleId(field) : data.module(name)?.id
  return {
    status,
    ...(outcome?.code && { code: outcome.code }),
    type: 'data',
    module: version.number < 2.1 ? name : { api_name: name, id: id ?? null },
    field_mappings: sentMappings,
    file: {
      status,
      name: outcome?.name ?? fileName ?? '',
      added_count: outcome?.added ?? 0,
      skipped_count: outcome?.skipped ?? 0,
      updated_count: outcome?.updated ?? 0,
      total_count: outcome?.total ?? 0,
    },
  }
}
