/**
 * `/{module}/{id}/Locking_Information__s`: the lock of one record. It needs a locking configuration of the module that lets
 * people lock.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/lock-records.html and https://github.com/zoho/crm-oas
 * (locking_informations). That what a rule has locked is not unlocked by hand is inferred.
 */

import { requireScope } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, success } from '../answer.ts'
import { moduleOfPath, type RecordOperation, recordScope } from '../module-of.ts'
import { notPermitted } from '../permissions.ts'
import {
  type LockTerms,
  lockConfiguration,
  lockOf,
  lockRecord,
  locksOf,
  type RecordLock,
  unlockRecord,
} from '../records/locks.ts'
import { splitList } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import { findVisible, may } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Handler, Routes } from '../routes.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'
import { isLockable } from './record-locking.ts'

const path = '/:module/:id/:list{Locking_Information__s}'
const longestReason = 3000

export function lockingInformationRoutes(routes: Routes): void {
  // v4 is the oldest version whose documentation knows locks
  const on = onSince('v4', routes)
  const { world } = routes

  const read: Handler = c => {
    const { module, record, caller } = lockedRecord(world, c, 'READ')
    const lock = lockOf(caller.data, module, record.id)
    const wanted = c.req.param('lock')
    if (!lock || (wanted !== undefined && wanted !== lock.id)) {
      if (wanted !== undefined) throw crmError('invalidPathId', { resource_path_index: 3 })
      return answerNothing(c)
    }
    const info = { per_page: 200, count: 1, page: 1, more_records: false }
    return answer(c, { data: [toLockResponse(c, module, record, lock)], info })
  }
  on('get', path, recordScope('READ'), read)
  on('get', `${path}/:lock`, recordScope('READ'), read)

  on('post', path, recordScope('READ', ['view', 'edit']), async c => {
    const [sent] = rowsOf(c, await readJsonObject(c), 'data', 1)
    const { module, record, caller, configuration, terms } = lockedRecord(world, c, 'CREATE')
    const { data, user } = caller
    if (lockOf(data, module, record.id)) throw crmError('alreadyLocked', { resource_path_index: 1 })
    if (terms.lock_type === 'automatic') throw crmError('onlyLockedByRules', { resource_path_index: 1 })
    if (!may('edit', caller, module, record)) return answerRows(c, world, [notPermitted('edit', module)], 201)
    const reason = readReason(sent)
    if (typeof reason !== 'string') return answerRows(c, world, [reason.row], 201)
    const lock = lockRecord(data, module, record, {
      ...{ module: module.apiName, record: record.id, source: 'Manual', reason },
      ...{ lockedBy: user.id, lockedAt: data.clock.now(), configuration, rule: null },
    })
    return answerRows(c, world, [success('record added', acknowledgement(data, lock))], 201)
  })

  on('put', `${path}/:lock`, recordScope('UPDATE'), async c => {
    const [sent] = rowsOf(c, await readJsonObject(c), 'data', 1)
    const { module, record, caller } = lockedRecord(world, c, 'UPDATE')
    const lock = lockOfPath(c, module, record)
    if (lock.source === 'Automatic') throw crmError('alreadyLocked', { resource_path_index: 1 })
    if (!may('edit', caller, module, record)) return answerRows(c, world, [notPermitted('edit', module)], 200)
    const reason = readReason(sent)
    if (typeof reason !== 'string') return answerRows(c, world, [reason.row], 200)
    locksOf(caller.data).put({ ...lock, reason })
    return answerRows(c, world, [success('relation updated', { id: lock.id })], 200)
  })

  on('delete', `${path}/:lock`, recordScope('READ', ['view', 'edit']), c => {
    const { module, record, caller } = lockedRecord(world, c, 'DELETE')
    const lock = lockOfPath(c, module, record)
    if (lock.source === 'Automatic') throw crmError('alreadyLocked', { resource_path_index: 1 })
    if (!may('edit', caller, module, record)) return answerRows(c, world, [notPermitted('edit', module)], 200)
    unlockRecord(caller.data, lock)
    return answerRows(c, world, [success('relation removed', { id: lock.id })], 200)
  })
}

/** Beside the scope of the record's module one for locks is needed. @throws CrmError */
function lockedRecord(world: World, c: CrmContext, operation: RecordOperation) {
  requireScope(world, c, [`ZohoCRM.modules.lockinginformation.${operation}`])
  const module = moduleOfPath(c)
  if (!isLockable(module)) throw crmError('lockRelationNotFound')
  const caller = c.get('caller')
  const id = c.req.param('id') ?? ''
  const record = findVisible(caller, module, id)
  if (!record) throw crmError('invalidRelatedId', { resource_path_index: 1 })
  const found = lockConfiguration(caller.data, module)
  if (!found) throw crmError('lockConfigurationMissing', { resource_path_index: 2 })
  return { module, record, caller, configuration: found.id, terms: found.values as unknown as LockTerms }
}

/** @throws CrmError */
function lockOfPath(c: CrmContext, module: ModuleMeta, record: RecordRow): RecordLock {
  const lock = lockOf(c.get('caller').data, module, record.id)
  if (!lock || lock.id !== c.req.param('lock')) throw crmError('invalidPathId', { resource_path_index: 3 })
  return lock
}

/** @returns why the row is refused, if it is */
function readReason(sent: unknown): string | RowRefused {
  try {
    const row = new SettingsRow(sent, '$.data[0]')
    return row.needed('Locked_Reason__s', row.text('Locked_Reason__s', longestReason))
  } catch (error) {
    if (error instanceof RowRefused) return error
    throw error
  }
}

function acknowledgement(data: OrgData, { id, lockedAt, lockedBy }: RecordLock): object {
  const at = formatDateTime(lockedAt, data.org.timeZone)
  const by = shortUserReference(data, String(lockedBy))
  return { Modified_Time: at, Modified_By: by, Created_Time: at, id, Created_By: by }
}

function toLockResponse(c: CrmContext, module: ModuleMeta, record: RecordRow, lock: RecordLock): object {
  const { data } = c.get('caller')
  const isManual = lock.source === 'Manual'
  const response = {
    Locked_By__s: lock.lockedBy && shortUserReference(data, lock.lockedBy),
    $field_states: null,
    Record_Locking_Rule_Id__s: lock.rule,
    Locked_For__s: {
      module: { api_name: module.apiName, id: module.id },
      name: record[module.displayField] ?? null,
      id: record.id,
    },
    Locked_Reason__s: lock.reason,
    Record_Locking_Configuration_Id__s: lock.configuration,
    $editable: isManual,
    id: lock.id,
    $sharing_permission: isManual ? 'full_access' : 'read_only',
    Lock_Source__s: lock.source,
    Locked_Time__s: formatDateTime(lock.lockedAt, data.org.timeZone),
    Feature_Type__s: 'record_locking',
    $zia_visions: null,
  }
  const fields = splitList(queryParam(c, 'fields'))
  if (fields.length === 0) return response
  return Object.fromEntries(Object.entries(response).filter(([name]) => name === 'id' || fields.includes(name)))
}
