/**
 * Backups of an org: all records of all modules in one ZIP, at once or again and again.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/backup-overview.html
 */

import { dayOf, formatDateTime, startOfDay } from '../../protocol/date-time.ts'
import { findVersion } from '../../protocol/versions.ts'
import { addJob, type Job, type Work } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile } from '../../world/org-files.ts'
import type { World } from '../../world/world.ts'
import { allColumns, cellOf } from './columns.ts'
import { toCsvLine } from './csv.ts'
import { firstDay, followingDay, parseRepeat } from './repeat.ts'
import { makeZip, type ZipEntry } from './zip.ts'

const backupKind = 'backup'

export interface Backup {
  readonly id: string
  readonly userId: string
  readonly createdAt: number
  /** Null for one that is made once and at once. */
  readonly rrule: string | null
  /** When it is made first, and next; null without a rule. */
  readonly startsAt: number | null
  readonly nextAt: number | null
  readonly isCancelled: boolean
  /** The job that makes it next, or made it last. */
  readonly jobId: string
  /** What was made last. */
  readonly made: { readonly fileName: string; readonly file: string; readonly expiresAt: number } | null
}

/** Something that was done with a backup. */
export interface BackupEvent {
  readonly id: string
  readonly backupId: string
  readonly userId: string
  readonly at: number
  readonly action: 'scheduled' | 'completed' | 'cancelled'
  readonly repeatType: 'weekly' | 'monthly' | null
  readonly fileName: string | null
  readonly count: number
}

/** How long links can be used; inferred. */
const keptMs = 7 * 24 * 60 * 60 * 1000
const fileName = 'Data_001.zip'

export const backupsOf = (data: OrgData) => data.table<Backup>('backups')
export const historyOf = (data: OrgData) => data.table<BackupEvent>('backup-history')

/** The one that was asked for last. */
export const latestBackup = (data: OrgData): Backup | undefined => backupsOf(data).all().at(-1)

/** @param rrule one that can be read */
export function scheduleBackup(world: World, data: OrgData, userId: string, rrule: string | null): Backup {
  const now = data.clock.now()
  const startsAt = rrule === null ? null : firstMoment(rrule, now, data)
  const id = data.nextRecordId()
  const job = addRun(world, data, userId, id, startsAt)
  const backup = backupsOf(data).insert({
    ...{ id, userId, createdAt: now, rrule, startsAt, nextAt: startsAt },
    ...{ isCancelled: false, jobId: job.id, made: null },
  })
  note(data, backup, 'scheduled', now)
  return backup
}

export function cancelBackup(data: OrgData, backup: Backup, userId: string): void {
  backupsOf(data).put({ ...backup, isCancelled: true, nextAt: null })
  note(data, { ...backup, userId }, 'cancelled', data.clock.now())
}

/** What a backup is doing now. */
export function stateOfBackup({ isCancelled, jobId, made }: Backup, data: OrgData): string {
  if (isCancelled) return 'STOPPED'
  const job = data.jobs.get(jobId)
  if (job?.outcome === 'failed') return 'FAILED'
  if (job?.outcome === 'open') return data.clock.now() < job.runsAt ? 'SCHEDULED' : 'INPROGRESS'
  return made ? 'COMPLETED' : 'FAILED'
}

const addRun = (world: World, data: OrgData, userId: string, backup: string, at: number | null): Job =>
  addJob(world, data, { kind: backupKind, userId, details: { backup }, ...(at !== null && { runsAt: at }) })

const firstMoment = (rrule: string, now: number, { org: { timeZone } }: OrgData): number =>
  startOfDay(firstDay(parseRepeat(rrule)!, dayOf(now, timeZone)), timeZone)

/** The next moment of the rule; those that went by while nobody looked are left out. */
function nextMoment(rrule: string, last: number, now: number, { org: { timeZone } }: OrgData): number {
  const repeat = parseRepeat(rrule)!
  const today = dayOf(now, timeZone)
  let day = followingDay(repeat, dayOf(last, timeZone))
  while (day <= today && day < lastDay) day = followingDay(repeat, day)
  return startOfDay(day, timeZone)
}

/** No day follows it. */
const lastDay = '9999-12-31'

export const workOfBackup: Work = (world, data, job) => {
  const details = job.details as { readonly backup: string }
  const backup = backupsOf(data).get(details.backup)
  if (!backup || backup.isCancelled) return details
  const bytes = makeZip(tablesOf(data), job.endsAt)
  const file = addFile(data, {
    name: fileName,
    type: 'application/zip',
    bytes,
    userId: backup.userId,
    usedBy: backup.id,
  })
  const made = { fileName, file: file.id, expiresAt: job.endsAt + keptMs }
  const { rrule } = backup
  const nextAt = rrule === null ? null : nextMoment(rrule, job.runsAt, data.clock.now(), data)
  const next = nextAt === null ? null : addRun(world, data, backup.userId, backup.id, nextAt)
  backupsOf(data).put({ ...backup, made, nextAt, jobId: next?.id ?? job.id })
  note(data, { ...backup, made }, 'completed', job.endsAt)
  return details
}

/** One table a module, each with all of its records. */
function* tablesOf(data: OrgData): Generator<ZipEntry> {
  for (const module of data.modules()) {
    if (module.definition.withoutRecords) continue
    yield { name: `${module.apiName}.csv`, pieces: tableOf(module, data) }
  }
}

const newest = findVersion('v8')!

function* tableOf(module: ModuleMeta, data: OrgData): Generator<string> {
  const columns = allColumns(module, newest)
  yield toCsvLine(['Id', ...columns.map(({ name }) => name)])
  const cells = columns.map(column => cellOf(column, data))
  for (const row of data.records(module).all()) yield toCsvLine([row.id, ...cells.map(cell => cell(row))])
}

function note(data: OrgData, backup: Backup, action: BackupEvent['action'], at: number): void {
  const { id: backupId, userId, rrule, made } = backup
  const frequency = rrule === null ? null : parseRepeat(rrule)!.frequency
  const repeatType = frequency === null ? null : frequency === 'WEEKLY' ? 'weekly' : 'monthly'
  const isMade = action === 'completed'
  historyOf(data).insert({
    ...{ id: data.nextRecordId(), backupId, userId, at, action, repeatType },
    ...{ fileName: isMade ? (made?.fileName ?? null) : null, count: isMade ? 1 : 0 },
  })
}

/** @param at epoch milliseconds, or null */
export const toMoment = (at: number | null, { org: { timeZone } }: OrgData): string | null =>
  at === null ? null : formatDateTime(at, timeZone)
