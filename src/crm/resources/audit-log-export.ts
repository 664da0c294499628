/**
 * `/settings/audit_log_export`: who did what to which records, as a file made by a job; for administrators.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html and
 * https://github.com/zoho/crm-oas, audit_log_export
 */

import { recordedBody } from '../../http/journal/unread.ts'
import { BodyTooLarge, readText } from '../../http/read-body.ts'
import { CrmError, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { deadLink } from '../../protocol/crm-errors/own-form.ts'
import { addJob, type Job, openJobs } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { bytesOf } from '../../world/org-files.ts'
import { answer, answerFile, answerNothing, type CrmContext } from '../answer.ts'
import { readAuditCriteria, refuseAt, root } from '../audit-log/criteria.ts'
import { type AuditLogExport, auditLogExport, describeExport, fileOfExport } from '../audit-log/job.ts'
import { downloadsFor } from '../bulk/write-job.ts'
import { administratorsOnly } from '../permissions.ts'
import { parseJsonObject } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'

const path = '/settings/audit_log_export'
const largestBody = 1024 * 1024

const needs = (operation: 'CREATE' | 'READ'): Needs => ({
  scopes: `ZohoCRM.settings.audit_logs.${operation}`,
  permit: administratorsOnly,
})

export function auditLogExportRoutes({ on, world }: Routes): void {
  on('post', path, needs('CREATE'), async c => {
    const criteria = await readRequest(c)
    const { data, user } = c.get('caller')
    if (criteria !== null) readAuditCriteria(criteria, `$.${root}[0].criteria`, data)
    const open = openJobs(data).find(({ kind }) => kind === auditLogExport)
    if (open) {
      throw new CrmError(400, crmErrorBody('auditAlreadyScheduled', { id: open.id }), 'one is under way already', root)
    }
    const details: AuditLogExport = { criteria, file: null }
    const { id } = addJob(world, data, { kind: auditLogExport, userId: user.id, details })
    const message = 'Audit log export job scheduled successfully.'
    return answer(c, { [root]: [{ code: 'SCHEDULED', details: { id }, message, status: 'success' }] })
  })

  on('get', path, needs('READ'), c => {
    const { data } = c.get('caller')
    const jobs = data.jobs.all().filter(isExport).reverse()
    if (jobs.length === 0) return answerNothing(c)
    const downloads = downloadsFor(c.env.located)
    return answer(c, { [root]: jobs.map(job => describeExport(job, data, downloads)) })
  })

  on('get', `${path}/:id`, needs('READ'), c => {
    const { data } = c.get('caller')
    const job = findExport(data, c.req.param('id'))
    if (!job) throw crmError('invalidUrlPattern', {}, { reason: 'no audit log export has that id' })
    return answer(c, { [root]: [describeExport(job, data, downloadsFor(c.env.located))] })
  })
}

export function auditLogFileRoutes({ on }: Routes): void {
  on('get', '/auditlog/:job/:file', { scopes: 'ZohoFiles.files.READ', permit: administratorsOnly }, c => {
    const { data } = c.get('caller')
    const job = findExport(data, c.req.param('job'))
    const file = data.files.get((job && fileOfExport(job, data.clock.now())) ?? '')
    if (!file || c.req.param('file') !== file.name) throw deadLink('there is no such file, or no longer')
    return answerFile(c, file, bytesOf(data.fileBytes, file), 'application/octet-stream')
  })
}

const isExport = (job: Job): job is Job<AuditLogExport> => job.kind === auditLogExport

function findExport(data: OrgData, id: string | undefined): Job<AuditLogExport> | undefined {
  const job = data.jobs.get(id ?? '')
  return job && isExport(job) ? job : undefined
}

/** @returns the criteria, unread; null for everything, as without a body */
async function readRequest(c: CrmContext): Promise<unknown> {
  const text = await readText(c, largestBody).catch(error => {
    throw error instanceof BodyTooLarge ? crmError('bodyTooLarge') : error
  })
  if (text.trim() === '') return null
  const rows = recordedBody(c.env.exchange.reads, parseJsonObject(text))[root]
  const place = { api_name: root, json_path: `$.${root}[0]` }
  if (rows === undefined || rows === null) throw crmError('auditMandatoryMissing', place)
  if (!Array.isArray(rows))
    throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place, json_path: `$.${root}` })
  if (rows.length === 0) throw crmError('auditMandatoryMissing', place)
  if (rows.length > 1) throw refuseAt('auditLimitExceeded', `$.${root}[1]`, { limit: '1' })
  const [row] = rows
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw refuseAt('wrongType', `$.${root}[0]`, { expected_data_type: 'jsonobject' })
  }
  return (row as { criteria?: unknown }).criteria ?? null
}
