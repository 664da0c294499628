import { isJsonObject } from '../../../protocol/json-object.ts'
import type { FieldMeta } from '../../../world/metadata.ts'
import type { OrgData } from '../../../world/org-data.ts'
import type { InnerRow, StoredValue } from '../../../world/record-row.ts'
import { isUploadField, unusedFile } from '../record-files.ts'
import { readRecordId } from '../record-id.ts'
import { rowFieldsOf } from '../row-fields.ts'
import {
  isBlank,
  type ParseValue,
  type RowChange,
  type ValueContext,
  type ValueProblem,
  within,
  wrongType,
} from './parsed.ts'

/** The rules of all types, for the fields that a row consists of. */
interface PartRules {
  isWritable(field: FieldMeta): boolean
  readonly parseValue: ParseValue
}

/**
 * Rows of a subform, of a multi-select lookup or of an upload field: one with an id changes that row, one without is added,
 * one with an id and `_delete` goes. A new record has only new rows.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-subforms.html
 */
export const rowsParser =
  (rules: PartRules): ParseValue =>
  (sent, field, context) => {
    if (!Array.isArray(sent)) return wrongType('jsonarray')
    const before = context.current ? ((context.current[field.apiName] ?? []) as readonly InnerRow[]) : context.current
    const changes: RowChange[] = []
    const problems: ValueProblem[] = []
    sent.forEach((each, index) => {
      // uploads were a list of bare ids once
      const row = typeof each === 'string' && field.dataType === 'fileupload' ? { File_Id__s: each } : each
      const parsed = isJsonObject(row) ? parseRow(row, field, before, context, rules) : [wrongType('jsonobject')]
      const isAgain = 'kind' in parsed && namesFileAgain(parsed.row, changes)
      if (isAgain) problems.push(within({ wrong: 'id', path: ['File_Id__s'] }, index))
      else if ('kind' in parsed) changes.push(parsed)
      else problems.push(...parsed.map(problem => within(problem, index)))
    })
    if (problems.length > 0) return { problems }
    const added = changes.filter(({ kind }) => kind === 'add').length
    const left = (before?.length ?? 0) + added - changes.filter(({ kind }) => kind === 'remove').length
    if (before !== undefined && left === 0 && field.mandatory) return { wrong: 'missing' }
    if (field.length !== undefined && Math.max(left, added) > field.length) {
      return { wrong: 'length', maximum: field.length }
    }
    return { changes }
  }

function parseRow(
  sent: Readonly<Record<string, unknown>>,
  field: FieldMeta,
  before: readonly InnerRow[] | null | undefined,
  context: ValueContext,
  { isWritable, parseValue }: PartRules,
): RowChange | ValueProblem[] {
  const isNamed = before !== null && !isBlank(sent.id)
  const id = isNamed ? readRecordId(sent.id) : null
  if (isNamed && id === null) return [{ wrong: 'id', path: ['id'] }]
  if (id !== null && before && !before.some(row => row.id === id)) return [{ wrong: 'id', path: ['id'] }]
  if (id !== null && '_delete' in sent) return { kind: 'remove', row: { id } }

  const current = id === null ? undefined : before?.find(row => row.id === id)
  const values: Record<string, StoredValue> = {}
  const problems: ValueProblem[] = []
  const now = Math.floor(context.data.clock.now() / 1000) * 1000
  for (const part of rowFieldsOf(field)) {
    const { apiName } = part
    const given = Object.hasOwn(sent, apiName) ? sent[apiName] : undefined
    if (apiName === 'Modified_Time' || (apiName === 'Created_Time' && id === null)) values[apiName] = now
    else if (!isWritable(part)) continue
    else if (isBlank(given)) {
      if (part.mandatory && (id === null || given !== undefined)) problems.push({ wrong: 'missing', path: [apiName] })
      else if (id === null || given !== undefined) values[apiName] = part.defaultValue ?? null
    } else {
      const parsed = parseValue(given, part, { ...context, row: sent, current })
      if ('value' in parsed) values[apiName] = parsed.value
      else if ('problems' in parsed) problems.push(...parsed.problems.map(problem => within(problem, apiName)))
      else if ('wrong' in parsed) problems.push(within(parsed, apiName))
    }
  }
  if (isUploadField(field) && !mayHave(values.File_Id__s, field, context.data, current)) {
    problems.push({ wrong: 'id', path: ['File_Id__s'] })
  }
  if (problems.length > 0) return problems
  return id === null
    ? { kind: 'add', row: Object.freeze({ ...values, id: context.data.nextRecordId() }) }
    : { kind: 'change', row: Object.freeze({ ...values, id }) }
}

/** An upload is used once, so it can't be in two rows. */
const namesFileAgain = ({ File_Id__s: file }: InnerRow, before: readonly RowChange[]): boolean =>
  typeof file === 'string' && before.some(({ row }) => row.File_Id__s === file)

/** An upload that nobody used, an image where only those are taken; or the file that the row has already. */
function mayHave(
  id: StoredValue | undefined,
  { dataType }: FieldMeta,
  data: OrgData,
  current: InnerRow | undefined,
): boolean {
  if (typeof id !== 'string' || id === current?.File_Id__s) return true
  const file = unusedFile(data, id)
  return file !== undefined && (dataType === 'fileupload' || file.type.startsWith('image/'))
}
