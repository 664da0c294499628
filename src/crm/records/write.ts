/** Insert, update and delete of single records; each takes what a client sent and gives back the row of the answer. */

import { readHeader } from '../../http/query.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime, parseHeaderDate } from '../../protocol/date-time.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { recycle } from '../../world/recycle-bin.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { settleCurrency } from '../currencies/record-fields.ts'
import { mayDo, notPermitted } from '../permissions.ts'
import type { ChangeSource } from '../timeline/entries.ts'
import { noteRescheduling, settleAppointments } from './appointments.ts'
import { followChange } from './changes.ts'
import { settleStage } from './deal-stage.ts'
import { deriveValues } from './derived.ts'
import { findMappedDuplicate } from './duplicate-check.ts'
import { findDuplicate } from './duplicates.ts'
import { namedAs, namingField, namingValue, readExternal, resolveId } from './external.ts'
import { type LockedAction, refuseLocked } from './locks.ts'
import { type NewRow, settleFiles } from './record-files.ts'
import { readRecordId } from './record-id.ts'
import { shortUserReference } from './render.ts'
import { findVisible, may } from './sharing.ts'
import { hasRoomFor, settleTags } from './tags.ts'
import { place, type RowContext, validateRow } from './validate.ts'

export interface WriteContext extends RowContext {
  /** A record that was changed after this moment is left alone. */
  readonly unmodifiedSince: number | null
  /** The moment of the write, where it is not now. */
  readonly at?: number
  /** What the write comes from, where that is no call that writes records. */
  readonly source?: ChangeSource
  /** Records that go in the same breath, and so stand in nobody's way. */
  readonly leaving?: ReadonlySet<string>
  readonly isToldApart?: boolean
  /** What is done to the record, where it is not just changed; a lock may forbid the one and not the other. */
  readonly action?: LockedAction
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

/** A row that is fit to be kept, or why it is not. */
export type Prepared = { readonly row: RecordRow } | { readonly error: CrmErrorBody }

type Values = Readonly<Record<string, StoredValue | undefined>>

export function insertRecord(sent: unknown, context: WriteContext): ResultRow {
  const validated = validateRow(sent, 'insert', context)
  return 'error' in validated ? validated.error : addRecord(validated.values, context)
}

function addRecord(values: Values, context: WriteContext, sent = values): ResultRow {
  const prepared = prepareInsert(values, context, sent)
  if ('error' in prepared) return prepared.error
  return success('record added', acknowledgement(commitInsert(prepared.row, context), context))
}

/**
 * Makes a new record without keeping it yet.
 * @param sent what of the values a client has sent, where that is not all
 */
export function prepareInsert(values: Values, context: WriteContext, sent = values): Prepared {
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
  const mismatch = settleStage(row, sent, context) ?? settleCurrency(row, sent, context)
  if (mismatch) return { error: mismatch }
  deriveValues(module, row, data.org.timeZone)
  const unsettled = settleAppointments(row, sent, context)
  if (unsettled) return { error: unsettled }
  const refused = refuseDuplicate(row, context) ?? refuseTags(row, context)
  return refused ? { error: refused } : { row }
}

export function commitInsert(row: RecordRow, context: WriteContext): RecordRow {
  const { module, data, caller, source } = context
  // a fresh literal has the shape of all other rows, where one that grew key by key has one of its own
  const made = { ...row }
  settleFiles(data, module, made)
  takeTags(made as NewRow, context)
  const after = data.records(module).insert(made)
  followChange({ operation: 'insert', module, before: null, after, caller, at: row.Created_Time as number, source })
  return after
}

/** Makes a record as it is to be without keeping it yet. */
export function prepareUpdate(current: RecordRow, values: Values, context: WriteContext): Prepared {
  const { module, data, caller } = context
  const row = {
    ...(current as Record<string, StoredValue> & RecordRow),
    ...(values as Readonly<Record<string, StoredValue>>),
    Modified_By: caller.user.id,
    Modified_Time: nowInSeconds(context),
  }
  const mismatch = settleStage(row, values, context, current) ?? settleCurrency(row, values, context, current)
  if (mismatch) return { error: mismatch }
  deriveValues(module, row, data.org.timeZone)
  const unsettled = settleAppointments(row, values, context, current)
  if (unsettled) return { error: unsettled }
  const refused = refuseDuplicate(row, context, current) ?? refuseTags(row, context, current)
  return refused ? { error: refused } : { row }
}

export function commitUpdate(before: RecordRow, after: RecordRow, context: WriteContext): void {
  const { module, data, caller, source, isToldApart = false } = context
  settleFiles(data, module, after as NewRow, before)
  takeTags(after as NewRow, context, before)
  data.records(module).put(after)
  noteRescheduling(after, before, context)
  const at = after.Modified_Time as number
  followChange({ operation: 'update', module, before, after, caller, at, source, isToldApart })
}

/** A new record with the values of another, but for those that a client sends anew. */
export function cloneRecord(original: RecordRow, sent: unknown, context: WriteContext): ResultRow {
  const validated = validateRow(sent, 'update', context)
  if ('error' in validated) return validated.error
  const { values } = validated
  return addRecord({ ...original, ...ownParts(original, context), Owner: undefined, ...values }, context, values)
}

/**
 * What a clone cannot share with its original: numbers that are given once, rows, which have ids of their own, and what the
 * original went through.
 */
function ownParts(original: RecordRow, { module, data }: WriteContext): Record<string, StoredValue | undefined> {
  const parts: Record<string, StoredValue | undefined> = {
    $event_cancelled: undefined,
    $converted_by: undefined,
    $converted_to: undefined,
  }
  if (original.Locked__s === true) parts.Locked__s = false
  for (const field of module.fields) {
    const value = original[field.apiName]
    if (field.readOnly && field.apiName.startsWith('Converted_'))
      parts[field.apiName] = field.dataType === 'boolean' ? false : null
    else if (field.autoNumber) parts[field.apiName] = data.nextNumber(module, field)
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
  const { module, caller, external } = context
  if (id === undefined || id === null) return crmErrorBody('mandatoryNotFound', place(context, 'id'))
  const current = findVisible(caller, module, readRecordId(id) ?? '')
  if (!current) return crmErrorBody('invalidId', place(context, namingField(module, external)?.apiName ?? 'id'))
  if (!may('edit', caller, module, current)) return notPermitted('edit', module)
  const locked = refuseLockedChange(sent, current, context)
  if (locked) return locked
  if (context.unmodifiedSince !== null && (current.Modified_Time as number) > context.unmodifiedSince) {
    const { $approval_state: _, ...details } = acknowledgement(current, context)
    return crmErrorBody('alreadyModified', details)
  }
  const validated = validateRow(sent, 'update', { ...context, current })
  if ('error' in validated) return validated.error
  const prepared = prepareUpdate(current, validated.values, context)
  if ('error' in prepared) return prepared.error
  const { row } = prepared
  commitUpdate(current, row, context)
  return success('record updated', acknowledgement(row, context, namingValue(row, module, external)))
}

/** Moves a record to the recycle bin. @param named what the client calls it, where that is not its id */
export function deleteRecord(
  id: string,
  { module, data, caller, external, at, source }: WriteContext,
  named = id,
): ResultRow {
  const record = findVisible(caller, module, id)
  if (!record) return crmErrorBody('notDeleted', namedAs(named, module, external))
  if (!may('delete', caller, module, record)) return notPermitted('delete', module)
  const locked = refuseLocked(caller, module, record, 'delete', { id })
  if (locked) return locked
  recycle(data, module, id, caller.user.id, at)
  const deletedAt = at ?? data.clock.now()
  followChange({ operation: 'delete', module, before: record, after: null, caller, at: deletedAt, source })
  return success('record deleted', { ...namingValue(record, module, external), id })
}

function refuseLockedChange(sent: unknown, current: RecordRow, context: WriteContext): CrmErrorBody | null {
  if (current.Locked__s !== true) return null
  const { caller, module, action } = context
  const fields = Object.keys(Object(sent)).filter(name => name !== 'id' && module.fieldsByName.has(name))
  const where = action ? { id: current.id } : place(context, 'id')
  return refuseLocked(caller, module, current, action ?? 'update', where, fields)
}

/** Older versions name the other record by its id and no more; that v6 was the first to say more is inferred. */
function refuseDuplicate(row: RecordRow, context: WriteContext, before?: RecordRow): CrmErrorBody | null {
  const { caller, data, module, version, leaving } = context
  const own = findDuplicate(data.records(module), module, row, before, leaving)
  const found = own ? { ...own, module } : findMappedDuplicate(data, module, row, before)
  if (!found) return null
  const { id, Owner: owner } = found.record
  const where = place(context, found.field.apiName)
  // that another record has the value has to be said, not which one where the caller may not see it
  const isSeen = mayDo(caller.user.profile, 'view', found.module) && may('see', caller, found.module, found.record)
  if (!isSeen) return crmErrorBody('duplicateSetting', where)
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

/** The tags of a row, where it names other ones than before. */
function newTags(row: object, before?: RecordRow): readonly string[] {
  const { Tag: tags } = row as { readonly Tag?: StoredValue }
  return Array.isArray(tags) && tags !== before?.Tag ? (tags as readonly string[]) : []
}

function refuseTags(row: object, { data, module }: WriteContext, before?: RecordRow): CrmErrorBody | null {
  const tags = newTags(row, before)
  return tags.length === 0 || hasRoomFor(data, module, tags) ? null : crmErrorBody('tooManyTags')
}

/** Tags that a record names come into being with it. */
function takeTags(row: NewRow, { data, module, caller }: WriteContext, before?: RecordRow): void {
  const tags = newTags(row, before)
  if (tags.length > 0) row.Tag = settleTags(data, module, tags, caller.user.id)
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
