/** Insert, update and delete of single records; each takes what a client sent and gives back the row of the answer. */

import { readHeader } from '../../http/query.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime, parseHeaderDate } from '../../protocol/date-time.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { notPermitted } from '../permissions.ts'
import { noteRescheduling, settleAppointments } from './appointments.ts'
import { followChange } from './changes.ts'
import { settleStage } from './deal-stage.ts'
import { deriveValues } from './derived.ts'
import { findMappedDuplicate } from './duplicate-check.ts'
import { findDuplicate } from './duplicates.ts'
import { namedAs, namingField, namingValue, readExternal, resolveId } from './external.ts'
import { readRecordId } from './record-id.ts'
import { shortUserReference } from './render.ts'
import { findVisible, may } from './sharing.ts'
import { place, type RowContext, validateRow } from './validate.ts'

export interface WriteContext extends RowContext {
  /** A record that was changed after this moment is left alone. */
  readonly unmodifiedSince: number | null
  /** The moment of the write, where it is not now. */
  readonly at?: number
}

/** What a write of the index-th row of a request needs to know. */
export function writeContext(world: World, c: CrmContext, module: ModuleMeta, index: number): WriteContext {
  const caller = c.get('caller')
  const header = readHeader(c, 'if-unmodified-since')
  const unmodifiedSince = header === undefined ? null : parseHeaderDate(header)
  return {
    caller,
    data: caller.data,
    module,
    version: c.get('version'),
    index,
    picklistValuesChecked: world.toggles.picklist_values_checked,
    newerMandatoryFields: world.toggles.newer_mandatory_fields,
    unmodifiedSince,
    external: readExternal(c),
  }
}

export function insertRecord(sent: unknown, context: WriteContext): ResultRow {
  const validated = validateRow(sent, 'insert', context)
  return 'error' in validated ? validated.error : addRecord(validated.values, context)
}

/** @param sent what of the values a client has sent, where that is not all */
function addRecord(
  values: Readonly<Record<string, StoredValue | undefined>>,
  context: WriteContext,
  sent = values,
): ResultRow {
  const { module, data, caller } = context
  const now = nowInSeconds(context)
  const row = {
    ...getOrMake(emptyRows, module, () => emptyValues(module)),
    ...(values as Readonly<Record<string, StoredValue>>),
    Owner: values.Owner ?? caller.user.id,
    Created_By: caller.user.id,
    Modified_By: caller.user.id,
    Created_Time: now,
    Modified_Time: now,
    id: data.nextRecordId(),
  }
  const mismatch = settleStage(row, sent, context)
  if (mismatch) return mismatch
  deriveValues(module, row, data.org.timeZone)
  const unsettled = settleAppointments(row, sent, context)
  if (unsettled) return unsettled
  const refused = refuseDuplicate(row, context)
  if (refused) return refused
  // a fresh literal has the shape of all other rows, where one that grew key by key has one of its own
  const added = data.records(module).insert({ ...row })
  followChange({ operation: 'insert', module, before: null, after: added, caller, at: now })
  return success('record added', acknowledgement(row, context))
}

/** A new record with the values of another, but for those that a client sends anew. */
export function cloneRecord(original: RecordRow, sent: unknown, context: WriteContext): ResultRow {
  const validated = validateRow(sent, 'update', context)
  if ('error' in validated) return validated.error
  const { values } = validated
  return addRecord({ ...original, ...ownParts(original, context), Owner: undefined, ...values }, context, values)
}

/** What a clone cannot share with its original: numbers that are given once, and rows, which have ids of their own. */
function ownParts(original: RecordRow, { module, data }: WriteContext): Record<string, StoredValue> {
  const parts: Record<string, StoredValue> = {}
  for (const field of module.fields) {
    const value = original[field.apiName]
    if (field.autoNumber) parts[field.apiName] = data.nextNumber(module, field)
    else if (field.rows && Array.isArray(value)) {
      const rows = value as readonly { readonly id: string }[]
      parts[field.apiName] = rows.map(row =>
        Object.freeze({ ...row, id: data.nextRecordId() }),
      ) as unknown as StoredValue
    }
  }
  return parts
}

/** What a row says about which record it means: by a value of the external field that the request names, else by its id. */
export function idOfRow(sent: unknown, { module, external = null, caller }: WriteContext): unknown {
  const row = sent as Readonly<Record<string, unknown>> | null
  const value = row?.[namingField(module, external)?.apiName ?? '']
  return typeof value === 'string' ? resolveId(value, module, external, caller) : row?.id
}

/** @param id of the record; from the path, or what the row itself says */
export function updateRecord(sent: unknown, id: unknown, context: WriteContext): ResultRow {
  const { module, data, caller, external } = context
  if (id === undefined || id === null) return crmErrorBody('mandatoryNotFound', place(context, 'id'))
  const current = findVisible(caller, module, readRecordId(id) ?? '')
  if (!current) return crmErrorBody('invalidId', place(context, namingField(module, external)?.apiName ?? 'id'))
  if (!may('edit', caller, module, current)) return notPermitted('edit', module)
  if (context.unmodifiedSince !== null && (current.Modified_Time as number) > context.unmodifiedSince) {
    const { $approval_state: _, ...details } = acknowledgement(current, context)
    return crmErrorBody('alreadyModified', details)
  }
  const validated = validateRow(sent, 'update', { ...context, current })
  if ('error' in validated) return validated.error
  const row = {
    ...(current as Record<string, StoredValue> & RecordRow),
    ...validated.values,
    Modified_By: caller.user.id,
    Modified_Time: nowInSeconds(context),
  }
  const mismatch = settleStage(row, validated.values, context, current)
  if (mismatch) return mismatch
  deriveValues(module, row, data.org.timeZone)
  const unsettled = settleAppointments(row, validated.values, context, current)
  if (unsettled) return unsettled
  const refused = refuseDuplicate(row, context, current)
  if (refused) return refused
  data.records(module).put(row)
  noteRescheduling(row, current, context)
  followChange({ operation: 'update', module, before: current, after: row, caller, at: row.Modified_Time })
  return success('record updated', acknowledgement(row, context, namingValue(row, module, external)))
}

/** Moves a record to the recycle bin. @param named what the client calls it, where that is not its id */
export function deleteRecord(id: string, { module, data, caller, external, at }: WriteContext, named = id): ResultRow {
  const record = findVisible(caller, module, id)
  if (!record) return crmErrorBody('notDeleted', namedAs(named, module, external))
  if (!may('delete', caller, module, record)) return notPermitted('delete', module)
  data.recycle(module, id, caller.user.id, at)
  followChange({ operation: 'delete', module, before: record, after: null, caller, at: at ?? data.clock.now() })
  return success('record deleted', { ...namingValue(record, module, external), id })
}

/** Older versions name the other record by its id and no more; that v6 was the first to say more is inferred. */
function refuseDuplicate(row: RecordRow, context: WriteContext, before?: RecordRow): CrmErrorBody | null {
  const { caller, data, module, version } = context
  const own = findDuplicate(data.records(module), module, row, before)
  const found = own ? { ...own, module } : findMappedDuplicate(data, module, row, before)
  if (!found) return null
  const { id, Owner: owner } = found.record
  const where = place(context, found.field.apiName)
  // that another record has the value has to be said, not which one where the caller may not see it
  if (!may('see', caller, found.module, found.record)) return crmErrorBody('duplicateSetting', where)
  if (!version.duplicateRecord) return crmErrorBody('duplicateData', { api_name: found.field.apiName, id })
  const zuid = data.user(String(owner))?.zuid ?? null
  return crmErrorBody('duplicateData', {
    ...where,
    id,
    more_records: false,
    duplicate_record: {
      id,
      Owner: { ...shortUserReference(data, String(owner)), zuid },
      module: { api_name: found.module.apiName, id: found.module.id },
    },
  })
}

/** Moments in CRM are whole seconds. */
const nowInSeconds = ({ data, at = data.clock.now() }: WriteContext): number => Math.floor(at / 1000) * 1000

const emptyRows = new WeakMap<ModuleMeta, Readonly<Record<string, StoredValue>>>()

/** Every field of a new record before the client's values: its default, or empty. */
function emptyValues(module: ModuleMeta): Record<string, StoredValue> {
  const values: Record<string, StoredValue> = {}
  for (const field of module.fields) {
    if (field.apiName !== 'id')
      values[field.apiName] = field.defaultValue ?? (field.dataType === 'boolean' ? false : null)
  }
  return module.definition.tab === false ? values : { ...values, Tag: [], Record_Status__s: 'Available' }
}

/** @param named by what value the request named the record */
function acknowledgement(row: RecordRow, { data, version }: WriteContext, named: object = {}) {
  const { timeZone } = data.org
  return {
    Modified_Time: formatDateTime(row.Modified_Time as number, timeZone),
    Modified_By: shortUserReference(data, row.Modified_By as string),
    Created_Time: formatDateTime(row.Created_Time as number, timeZone),
    ...named,
    id: row.id,
    Created_By: shortUserReference(data, row.Created_By as string),
    ...(version.approvalState && { $approval_state: 'approved' }),
  }
}
