/** Holds a row that a client sent against the fields of its module. */

import type { Actor } from '../../http/authenticate.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import { append, readAppendValues } from './append-values.ts'
import { type ExternalHeader, resolveReferences } from './external.ts'
import { fromProductDetails, namedAsProductDetails, nameIn } from './product-details.ts'
import { readRecordId } from './record-id.ts'
import { isVisible } from './render.ts'
import { findVisible } from './sharing.ts'
import { isWritable, parseValue } from './values/index.ts'
import { isBlank, type Path, type RowChange, type ValueProblem } from './values/parsed.ts'

export interface RowContext {
  readonly caller: Actor
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly version: Version
  /** Position in the request's `data`. */
  readonly index: number
  readonly picklistValuesChecked: boolean
  /** By which fields other records may be named instead of their ids. */
  readonly external?: ExternalHeader | null | undefined
  /** Whether the fields count that only newer versions demand. */
  readonly newerMandatoryFields?: boolean
  /** The record that an update is for; without it, the one that the row names. */
  readonly current?: RecordRow | undefined
}

export type ValidatedRow = { readonly values: Readonly<Record<string, StoredValue>> } | { readonly error: CrmErrorBody }

/**
 * Checks a row and turns its values into their stored forms. Keys that the module doesn't have and fields that clients
 * may not write are passed over, as the service does. Changes of inner rows are handed on under `$rowChanges`, for
 * `deriveValues` to bring together with the rows that are there.
 * @param mode a new record needs its mandatory fields; an update may leave them out but not clear them
 */
export function validateRow(sent: unknown, mode: 'insert' | 'update', context: RowContext): ValidatedRow {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return { error: crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place(context) }) }
  }
  const { caller, data, module, external, version, picklistValuesChecked } = context
  const resolved = external
    ? resolveReferences(sent as Record<string, unknown>, module, external, caller, place(context).json_path)
    : { row: sent as Record<string, unknown> }
  if ('error' in resolved) return resolved
  const row = fromProductDetails(resolved.row, module, version)
  const values: Record<string, StoredValue> = {}
  const errors: CrmErrorBody[] = []
  const rowChanges: Record<string, readonly RowChange[]> = {}
  const current = mode === 'insert' ? null : (context.current ?? recordNamedBy(row, context))
  const appended = readAppendValues(row)
  if ('expected' in appended) {
    const [key, ...below] = appended.path
    return {
      error: crmErrorBody('wrongType', { expected_data_type: appended.expected, ...place(context, key, below) }),
    }
  }
  const report = (field: FieldMeta, error: CrmErrorBody) => {
    const isRenamed = nameIn(field, context.version) !== field.apiName && !Object.hasOwn(sent, field.apiName)
    errors.push(isRenamed ? namedAsProductDetails(error) : error)
  }

  let keysRead = 0
  for (const field of context.module.fields) {
    if (!isWritable(field) || !isVisible(field, context.version)) continue
    const isSent = Object.hasOwn(row, field.apiName)
    const given = isSent ? row[field.apiName] : undefined
    if (isSent) keysRead++
    const isAdded = appended.has(field.apiName) && field.dataType === 'multiselectpicklist'
    if (isBlank(given) || (field.rows && Array.isArray(given) && given.length === 0)) {
      if (isAdded && current) continue
      if (isMandatory(field, context) && (mode === 'insert' || given !== undefined)) {
        report(field, crmErrorBody('mandatoryNotFound', place(context, field.apiName)))
      } else if (given !== undefined && field.dataType !== 'ownerlookup') values[field.apiName] = null
      continue
    }
    const parsed = parseValue(given, field, { caller, data, module, picklistValuesChecked, row, current })
    if ('wrong' in parsed) report(field, problemRow(parsed, field, context))
    else if ('problems' in parsed) for (const each of parsed.problems) report(field, problemRow(each, field, context))
    else if ('changes' in parsed) rowChanges[field.apiName] = parsed.changes
    else {
      values[field.apiName] = isAdded
        ? append(current?.[field.apiName], parsed.value as readonly string[])
        : parsed.value
      Object.assign(values, parsed.extra)
    }
  }
  if (errors.length > 0) return { error: errors.length === 1 ? errors[0]! : crmErrorBody('multipleErrors', { errors }) }
  if (Object.keys(row).length > keysRead) notePassedOver(row, context)
  if (mode === 'insert') assignNumbers(values, context)
  if (Object.keys(rowChanges).length > 0) values.$rowChanges = rowChanges as StoredObject
  return { values }
}

/** Keys that say which record is meant, as those with a dollar sign say more about the row; others than `validateRow` read them. */
const readElsewhere = new Set(['id', 'se_module'])

/** Tells the journal of keys that the module doesn't have and of fields that clients may not write. */
function notePassedOver(row: Readonly<Record<string, unknown>>, { caller, module, version }: RowContext): void {
  for (const key of Object.keys(row)) {
    const field = module.fieldsByName.get(key)
    const isRead = field ? isWritable(field) && isVisible(field, version) : false
    if (!isRead && !readElsewhere.has(key) && !key.startsWith('$')) caller.exchange?.reads.passOver(`data[].${key}`)
  }
}

const isMandatory = (
  { mandatory, mandatorySince }: FieldMeta,
  { version, newerMandatoryFields }: RowContext,
): boolean =>
  mandatory === true ||
  (newerMandatoryFields === true && mandatorySince !== undefined && version.number >= mandatorySince)

const recordNamedBy = ({ id }: Readonly<Record<string, unknown>>, { caller, module }: RowContext) =>
  isBlank(id) ? undefined : findVisible(caller, module, readRecordId(id) ?? '')

/** A new record gets the next number of each field that counts them. */
export function assignNumbers(
  values: Record<string, StoredValue>,
  { data, module }: Pick<RowContext, 'data' | 'module'>,
): void {
  for (const field of module.fields) {
    if (field.autoNumber) values[field.apiName] ??= data.nextNumber(module, field)
  }
}

function problemRow(problem: ValueProblem, { apiName }: FieldMeta, context: RowContext): CrmErrorBody {
  const where = place(context, problem.beside ?? apiName, problem.path)
  switch (problem.wrong) {
    case 'type':
      return crmErrorBody('wrongType', { expected_data_type: problem.expected, ...where })
    case 'length':
      return crmErrorBody('tooLong', { maximum_length: problem.maximum, ...where })
    case 'choice':
      return crmErrorBody('unsupportedValue', { ...where, supported_values: problem.supported })
    case 'id':
      return crmErrorBody('invalidId', where)
    case 'module':
      return crmErrorBody('invalidModuleValue', where)
    case 'missing':
      return crmErrorBody('mandatoryNotFound', where)
  }
}

/** Where in the body something stands; v2 names the field alone. */
export function place(
  { version, index }: Pick<RowContext, 'version' | 'index'>,
  apiName?: string,
  below: Path = [],
): { api_name: string; json_path?: string } {
  const names = [apiName, ...below].filter(part => part !== undefined)
  const path = names.map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  const name = names.findLast(part => typeof part === 'string') ?? 'data'
  return version.jsonPath ? { api_name: name, json_path: `$.data[${index}]${path}` } : { api_name: name }
}
