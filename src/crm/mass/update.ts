/**
 * Mass update: one value, written into many records.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/mass-update-records.html
 */

import { CrmError, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { Job, Work } from '../../world/jobs.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { CrmContext, ResultRow } from '../answer.ts'
import { isVisible } from '../records/render.ts'
import { findVisible } from '../records/sharing.ts'
import { validateRow } from '../records/validate.ts'
import { isWritable } from '../records/values/index.ts'
import { updateRecord, type WriteContext } from '../records/write.ts'
import { rowsOf } from '../request-body.ts'
import type { MassJob } from './job.ts'
import { runMassJob } from './run.ts'
import { keyPlace } from './target.ts'

export interface MassUpdate {
  readonly values: Readonly<Record<string, unknown>>
  /** Whether values of a multi-select pick list replace those that are there, or come to them. */
  readonly overWrite: boolean
}

/** E-mail, lookups, texts of several lines, line items and whatever is made of parts. */
const refusedTypes: ReadonlySet<DataType> = new Set([
  'email',
  'lookup',
  'multi_module_lookup',
  'textarea',
  'richtext',
  'multiselectlookup',
  'multiuserlookup',
  'subform',
  'fileupload',
  'imageupload',
  'profileimage',
  'linetax',
  'participants',
  'multireminder',
  'ALARM',
  'RRULE',
  'tag',
])

const fieldsPerRequest = (module: ModuleMeta): number => (module.apiName === 'Deals' ? 3 : 1)

/**
 * What a request wants to write. That a wrong value is refused once, and not in each record, is inferred; so are the
 * details of the refusals of fields, of which only the messages are documented.
 * @throws CrmError
 */
export function readMassUpdate(c: CrmContext, body: Record<string, unknown>, context: WriteContext): MassUpdate {
  const [values] = rowsOf(c, body, 'data', 1)
  const { over_write: overWrite = false } = body
  if (typeof overWrite !== 'boolean') {
    throw crmError('wrongType', { expected_data_type: 'boolean', ...keyPlace(c, 'over_write') })
  }
  const validated = validateRow(values, 'update', context)
  if (isJsonObject(values)) checkFields(c, Object.keys(values), context)
  if ('error' in validated) throw new CrmError(400, validated.error, undefined, 'data')
  return { values: values as MassUpdate['values'], overWrite }
}

function checkFields(c: CrmContext, names: readonly string[], { module, version }: WriteContext): void {
  const limit = fieldsPerRequest(module)
  if (names.length === 0) throw crmError('massFieldMissing', {}, { root: 'data' })
  if (names.length > limit) throw crmError('massFieldsExceeded', { limit }, { root: 'data' })
  for (const name of names) {
    const field = module.fieldsByName.get(name)
    if (field && isVisible(field, version) && isMassWritable(field)) continue
    const { json_path } = keyPlace(c, 'data', `[0].${name}`)
    const place = { api_name: name, ...(json_path && { json_path }) }
    throw crmError('massFieldRefused', place, { root: 'data' })
  }
}

const isMassWritable = (field: FieldMeta): boolean => isWritable(field) && !refusedTypes.has(field.dataType)

/** Writes the value into one of the records. */
export function massUpdateRecord(id: string, { values, overWrite }: MassUpdate, context: WriteContext): ResultRow {
  const { caller, module } = context
  const current = findVisible(caller, module, id)
  if (!current) return crmErrorBody('recordNotFound', { id })
  const written = overWrite ? values : addedValues(values, current, module)
  return updateRecord(written, id, { ...context, source: 'mass_update' })
}

/** The values as they are once those of multi-select pick lists came to those that the record has. */
function addedValues(
  values: MassUpdate['values'],
  current: RecordRow,
  { fieldsByName }: ModuleMeta,
): MassUpdate['values'] {
  const added: Record<string, unknown> = { ...values }
  for (const [name, sent] of Object.entries(values)) {
    const there = current[name]
    if (fieldsByName.get(name)?.dataType !== 'multiselectpicklist') continue
    if (Array.isArray(sent) && Array.isArray(there)) added[name] = [...there, ...sent]
  }
  return added
}

export const workOfMassUpdate: Work = (world, data, job) =>
  runMassJob(world, data, job as Job<MassJob<MassUpdate>>, massUpdateRecord)
