/**
 * `/{module}[/{id}]/actions/unblock_email`: addresses of records from which mails came back are written to again.
 *
 * Source: https://github.com/zoho/crm-oas (unblock_email). That an address which is not blocked is no mistake is inferred.
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { blockedAddresses } from '../../world/emails.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { mailModuleOfPath } from '../mail/record-of-path.ts'
import { moduleOfPath } from '../module-of.ts'
import { notPermitted, requirePermission } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { readRecordId } from '../records/record-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'

const mostRecords = 500
const fieldNames = ['Email', 'Secondary_Email']

const needs: Needs = {
  scopes: 'ZohoCRM.settings.emails.CREATE',
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), ['edit']),
}

export function unblockEmailRoutes({ on, world }: Routes): void {
  on('post', '/:module/actions/unblock_email', needs, async c => {
    const module = mailModuleOfPath(c)
    const body = await readJsonObject(c)
    const ids = rowsOf(c, body, 'ids', mostRecords)
    const fields = readFields(c, body, module)
    const rows = ids.map((sent): ResultRow => {
      const id = readRecordId(sent)
      const record = id === null ? undefined : findVisible(c.get('caller'), module, id)
      return record ? unblock(c, module, record, fields) : crmErrorBody('recordNotFound', { id: nameOf(sent) })
    })
    return answerRows(c, world, rows, 200)
  })

  on('post', '/:module/:id/actions/unblock_email', needs, async c => {
    const module = mailModuleOfPath(c)
    const fields = readFields(c, await readJsonObject(c), module)
    const record = findVisible(c.get('caller'), module, readPathId(c, module))
    if (!record) throw crmError('invalidPathId', { resource_path_index: 1 })
    const row = unblock(c, module, record, fields)
    // the only record stands by itself
    return row.status === 'success' ? answer(c, row) : answerRows(c, world, [row], 200)
  })
}

/** @throws CrmError for anything but names of the module's fields for addresses */
function readFields(c: CrmContext, body: Readonly<Record<string, unknown>>, module: ModuleMeta): readonly string[] {
  const place = { api_name: 'unblock_fields', json_path: '$.unblock_fields' }
  const { unblock_fields: sent } = body
  if (sent === undefined || sent === null) throw crmError('missingRoot', place)
  if (!Array.isArray(sent) || sent.length === 0)
    throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place })
  const names = fieldNames.filter(name => module.fieldsByName.has(name))
  sent.forEach((name, index) => {
    const at = { api_name: 'unblock_fields', json_path: `$.unblock_fields[${index}]` }
    if (!names.includes(name as string)) throw crmError('unsupportedValue', { ...at, supported_values: names })
  })
  c.set('rows', sent.length)
  return sent as string[]
}

function unblock(c: CrmContext, module: ModuleMeta, record: RecordRow, fields: readonly string[]): ResultRow {
  const caller = c.get('caller')
  if (!may('edit', caller, module, record)) return notPermitted('edit', module)
  const blocked = blockedAddresses(caller.data)
  for (const field of fields) blocked.delete(String(record[field] ?? '').toLowerCase())
  return success('Email unblocked successfully', { id: record.id })
}

const nameOf = (sent: unknown): string => (typeof sent === 'string' || typeof sent === 'number' ? String(sent) : '')
