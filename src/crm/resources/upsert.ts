/** `/{module}/upsert`: updates the record that a row means, or adds one. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answerRows, type CrmContext, type ResultRow } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { duplicateCheckFields, findByValue } from '../records/duplicates.ts'
import { visibleTo } from '../records/sharing.ts'
import { validateRow } from '../records/validate.ts'
import { insertRecord, updateRecord, type WriteContext, writeContext } from '../records/write.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'

export function upsertRoutes({ on, world }: Routes): void {
  on('post', '/:module/upsert', recordScope('CREATE', ['create', 'edit']), async c => {
    const module = moduleOfPath(c)
    const body = await readJsonObject(c)
    const rows = rowsOf(c, body)
    const fields = duplicateCheckFields(module, readCheckFields(c, module, body.duplicate_check_fields))
    const results = rows.map((row, index) => upsertRecord(row, fields, writeContext(world, c, module, index)))
    return answerRows(c, world, results, 200)
  })
}

/** @throws CrmError for a name that the module doesn't have */
function readCheckFields(c: CrmContext, module: ModuleMeta, named: unknown): FieldMeta[] | null {
  if (named === undefined || named === null) return null
  const api_name = 'duplicate_check_fields'
  const place = (index = '') => ({
    api_name,
    ...(c.get('version').jsonPath && { json_path: `$.${api_name}${index}` }),
  })
  if (!Array.isArray(named)) throw crmError('wrongType', { expected_data_type: 'jsonarray', ...place() })
  const fields = named.map((name, index): FieldMeta => {
    const field = typeof name === 'string' ? module.fieldsByName.get(name) : undefined
    if (field) return field
    throw crmError('unsupportedValue', { ...place(`[${index}]`), supported_values: [module.duplicateCheckField] })
  })
  return [...new Set(fields)]
}

/** Key order as on the wire: code, duplicate_field, action, details, message, status. */
function upsertRecord(sent: unknown, fields: readonly FieldMeta[], context: WriteContext): ResultRow {
  const id = (sent as { id?: unknown } | null)?.id
  const match = id === undefined || id === null ? findMatch(sent, fields, context) : { id, field: null }
  const result = match ? updateRecord(sent, match.id, context) : insertRecord(sent, context)
  if (result.status === 'error') return result
  const { code, details, message, status } = result
  const action = match ? 'update' : 'insert'
  return { code, duplicate_field: match?.field ?? null, action, details, message, status } as ResultRow
}

interface Match {
  readonly id: unknown
  /** The field by which it was found; null where the row named the record itself. */
  readonly field: string | null
}

/** A record that the caller may not see is passed over, as if it were not there; that is inferred. */
function findMatch(sent: unknown, fields: readonly FieldMeta[], context: WriteContext): Match | null {
  // an update may leave mandatory fields out, so only the values are looked at here
  const validated = validateRow(sent, 'update', context)
  if ('error' in validated) return null
  const like = validated.values as unknown as RecordRow
  const { caller, data, module } = context
  const visible = visibleTo(caller, module)
  for (const field of fields) {
    const found = findByValue(data.records(module), field, like, visible)
    if (found) return { id: found.id, field: field.apiName }
  }
  return null
}
