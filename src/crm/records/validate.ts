/** Holds a row that a client sent against the fields of its module. */

import { type CrmErrorBody, crmErrorBody } from '../../protocol/errors.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { StoredValue } from '../../world/record-row.ts'
import { isVisible } from './render.ts'
import { parseValue, type ValueProblem } from './values.ts'

export interface RowContext {
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly version: Version
  /** Position in the request's `data`. */
  readonly index: number
  readonly picklistValuesChecked: boolean
}

export type ValidatedRow = { readonly values: Readonly<Record<string, StoredValue>> } | { readonly error: CrmErrorBody }

/**
 * Checks a row and turns its values into their stored forms. Keys that the module doesn't have and fields that clients
 * may not write are passed over, as the service does.
 * @param mode a new record needs its mandatory fields; an update may leave them out but not clear them
 */
export function validateRow(sent: unknown, mode: 'insert' | 'update', context: RowContext): ValidatedRow {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return { error: crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place(context) }) }
  }
  const row = sent as Record<string, unknown>
  const values: Record<string, StoredValue> = {}
  const errors: CrmErrorBody[] = []

  for (const field of context.module.fields) {
    if (field.readOnly || !isVisible(field, context.version)) continue
    const given = Object.hasOwn(row, field.apiName) ? row[field.apiName] : undefined
    if (given === undefined || given === null || given === '') {
      if (field.mandatory && (mode === 'insert' || given !== undefined)) {
        errors.push(crmErrorBody('mandatoryNotFound', place(context, field.apiName)))
      } else if (given !== undefined && field.dataType !== 'ownerlookup') values[field.apiName] = null
      continue
    }
    const { data, picklistValuesChecked } = context
    const parsed = parseValue(given, field, { data, picklistValuesChecked, row })
    if ('wrong' in parsed) errors.push(problemRow(parsed, field, context))
    else {
      values[field.apiName] = parsed.value
      Object.assign(values, parsed.extra)
    }
  }
  if (errors.length === 0) return { values }
  return { error: errors.length === 1 ? errors[0]! : crmErrorBody('multipleErrors', { errors }) }
}

function problemRow(problem: ValueProblem, { apiName }: FieldMeta, context: RowContext): CrmErrorBody {
  switch (problem.wrong) {
    case 'type':
      return crmErrorBody('wrongType', { expected_data_type: problem.expected, ...place(context, apiName) })
    case 'length':
      return crmErrorBody('tooLong', { maximum_length: problem.maximum, ...place(context, apiName) })
    case 'choice':
      return crmErrorBody('unsupportedValue', { ...place(context, apiName), supported_values: problem.supported })
    case 'id':
      return crmErrorBody('invalidId', place(context, apiName, problem.at))
    case 'missing-id':
      return crmErrorBody('mandatoryNotFound', place(context, apiName, 'id'))
  }
}

/** Where in the body something stands; v2 names the field alone. */
export function place(
  { version, index }: Pick<RowContext, 'version' | 'index'>,
  apiName?: string,
  below?: string,
): { api_name: string; json_path?: string } {
  const path = ['$', `data[${index}]`, apiName, below].filter(part => part !== undefined).join('.')
  const name = below ?? apiName ?? 'data'
  return version.jsonPath ? { api_name: name, json_path: path } : { api_name: name }
}
