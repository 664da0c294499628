/**
 * `/crm/bulk/{version}/backup`: backups of all records, for administrators. What a row of the history says beside who and when
 * is inferred, as are the messages.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/schedule-data-backup.html and its siblings get-backup-info,
 * backup-history, get-backup-urls, cancel-backup and download-backup
 */

import { queryParams } from '../../http/query.ts'
import { BodyTooLarge, readText } from '../../http/read-body.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { deadLink, under } from '../../protocol/crm-errors/own-form.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { OrgData } from '../../world/org-data.ts'
import { bytesOf } from '../../world/org-files.ts'
import { answer, answerFile, answerNothing, type CrmContext, success } from '../answer.ts'
import {
  backupsOf,
  cancelBackup,
  historyOf,
  latestBackup,
  scheduleBackup,
  stateOfBackup,
  toMoment,
} from '../bulk/backup.ts'
import { isSent } from '../bulk/read-request.ts'
import { parseRepeat } from '../bulk/repeat.ts'
import { downloadsFor } from '../bulk/write-job.ts'
import { administratorsOnly } from '../permissions.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { parseJsonObject } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'

const largestBody = 64 * 1024
const yearMs = 365 * 24 * 60 * 60 * 1000

export function backupRoutes({ on, world }: Routes): void {
  on('post', '/backup', needs('CREATE'), async c => {
    const rrule = await readRule(c)
    const { data, user } = c.get('caller')
    const latest = latestBackup(data)
    const state = latest && stateOfBackup(latest, data)
    if (latest && state === 'INPROGRESS')
      throw under('backup', 'backupInProgress', { id: latest.id }, 'one is under way')
    if (latest && state === 'SCHEDULED') {
      throw under('backup', 'backupAlreadyScheduled', { id: latest.id }, 'one is scheduled already')
    }
    const { id } = scheduleBackup(world, data, user.id, rrule)
    return answer(c, { backup: success('backup scheduled successfully', { id }) })
  })

  on('get', '/backup', needs('READ'), c => {
    const { data } = c.get('caller')
    const backup = latestBackup(data)
    if (!backup) return answerNothing(c)
    const { id, rrule, startsAt, nextAt, userId } = backup
    const row = {
      rrule,
      id,
      start_date: toMoment(startsAt, data),
      scheduled_date: toMoment(nextAt, data),
      status: stateOfBackup(backup, data),
      requester: toPerson(data, userId),
    }
    return answer(c, { backup: row })
  })

  on('get', '/backup/history', needs('READ'), c => {
    const { data } = c.get('caller')
    const page = readPlainPage(queryParams(c))
    const since = data.clock.now() - yearMs
    const events = historyOf(data)
      .all()
      .filter(({ at }) => at > since)
      .reverse()
    if (events.length === 0) return answerNothing(c)
    const { rows, info } = cutPage(events, page)
    const history = rows.map(event => ({
      id: event.backupId,
      done_by: toPerson(data, event.userId),
      log_time: toMoment(event.at, data),
      state: event.action === 'completed' ? 'COMPLETED' : null,
      action: event.action,
      repeat_type: event.repeatType,
      count: event.count,
      file_name: event.fileName,
    }))
    return answer(c, { history, info })
  })

  on('get', '/backup/urls', needs('READ'), c => {
    const { data } = c.get('caller')
    const backup = latestBackup(data)
    const made = backup?.made
    if (!made || made.expiresAt <= data.clock.now()) return answerNothing(c)
    const link = `${downloadsFor(c.env.located)}/v2/crm/${data.org.id}/backup/${backup.id}/${made.fileName}`
    const urls = { data_links: [link], attachment_links: [], expiry_date: toMoment(made.expiresAt, data) }
    return answer(c, { urls })
  })

  on('put', '/backup/:id/actions/cancel', needs('UPDATE'), c => {
    const { data, user } = c.get('caller')
    const backup = backupsOf(data).get(c.req.param('id') ?? '')
    const state = backup && stateOfBackup(backup, data)
    if (!backup || state === 'COMPLETED' || state === 'FAILED') {
      throw crmError('resourceNotFound', {}, { reason: 'no backup of that id is to be made' })
    }
    const { id } = backup
    if (state === 'STOPPED') throw under('backup', 'backupAlreadyCancelled', { id }, 'it is cancelled already')
    if (state === 'INPROGRESS') throw under('backup', 'backupInProgress', { id }, 'it is under way')
    cancelBackup(data, backup, user.id)
    return answer(c, { backup: success('backup cancelled successfully', { id }) })
  })
}

export function backupFileRoutes({ on }: Routes): void {
  on('get', '/backup/:id/:file', { scopes: 'ZohoFiles.files.ALL', permit: administratorsOnly }, c => {
    const { data } = c.get('caller')
    const made = backupsOf(data).get(c.req.param('id') ?? '')?.made
    const file = made && made.expiresAt > data.clock.now() ? data.files.get(made.file) : undefined
    if (!file || c.req.param('file') !== file.name) throw deadLink('there is no such file, or no longer')
    return answerFile(c, file, bytesOf(data.fileBytes, file), 'application/octet-stream')
  })
}

const needs = (operation: 'READ' | 'CREATE' | 'UPDATE'): Needs => ({
  scopes: `ZohoCRM.bulk.backup.${operation}`,
  permit: administratorsOnly,
})

/** Without a body, or without a rule in it, a backup is made at once. @throws where there is something else */
async function readRule(c: CrmContext): Promise<string | null> {
  const text = await readText(c, largestBody).catch(error => {
    throw error instanceof BodyTooLarge ? crmError('bodyTooLarge') : error
  })
  if (text.trim() === '') return null
  const { backup } = readBody(text)
  const rrule = isJsonObject(backup) ? backup.rrule : undefined
  if (!isJsonObject(backup)) throw crmError('bulkBodyNotReadable', {}, { reason: 'the body has no object backup' })
  if (!isSent(rrule)) return null
  if (typeof rrule === 'string' && parseRepeat(rrule)) return rrule
  const details = { api_name: 'rrule', json_path: '$.backup.rrule' }
  throw under('backup', 'backupRuleInvalid', details, 'rrule is no rule of weeks or months')
}

function readBody(text: string): Record<string, unknown> {
  try {
    return parseJsonObject(text)
  } catch {
    throw crmError('bulkBodyNotReadable', {}, { reason: 'the body is no JSON object' })
  }
}

function toPerson(data: OrgData, id: string): object {
  const user = data.user(id)
  return { name: user?.fullName ?? null, id, zuid: user?.zuid ?? null }
}
