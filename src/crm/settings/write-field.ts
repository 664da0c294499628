/** Adding, changing and deleting the fields of an org's modules, and what that does to the records. */

import { type CustomDataType, customDataTypes, defineCustomField } from '../../protocol/modules/custom-fields.ts'
import type { FieldDefinition } from '../../protocol/modules/define.ts'
import type { FieldRow } from '../../world/customization.ts'
import { type FieldMeta, listedValues, type ModuleMeta, type PickListValue } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { hasDuplicates } from '../records/duplicates.ts'
import { recompute } from '../records/formulas.ts'
import { wireTypeOf } from '../records/wire-types.ts'
import {
  readDefault,
  readExpression,
  readLength,
  readNewField,
  readNewLabel,
  readProperties,
  readReturnType,
  refuseNotEmulated,
} from './field-input.ts'
import { readPickListChanges } from './pick-list-input.ts'
import type { SettingsRow } from './row.ts'

/** Adds a field. @returns its id @throws RowRefused */
export function addField(row: SettingsRow, module: ModuleMeta, data: OrgData): string {
  const definition = defineCustomField(readNewField(row, module, data))
  const now = data.clock.now()
  const field: FieldRow = {
    id: data.nextRecordId(),
    module: module.apiName,
    definition,
    pickListValues: listedValues(definition).map(value => ({ id: data.nextRecordId(), value })),
    relatedListId: definition.lookup ? data.nextRecordId() : null,
    createdAt: now,
    modifiedAt: now,
  }
  data.metadata.putField(field)
  if (definition.expression !== undefined) recompute(data, data.module(module.apiName)!, definition)
  return field.id
}

/** @returns the field's id @throws RowRefused */
export function changeField(row: SettingsRow, field: FieldMeta, module: ModuleMeta, data: OrgData): string {
  const before = data.metadata.fieldRow(field.id)
  refuseNotEmulated(row)
  if (row.has('data_type') && row.raw('data_type') !== wireTypeOf(field)) throw row.refuse('notAllowed', 'data_type')
  // the values of this one are the pipelines, which have calls of their own
  if (row.has('pick_list_values') && module.apiName === 'Deals' && field.apiName === 'Pipeline') {
    throw row.refuse('notAllowed', 'pick_list_values')
  }
  const pickListValues = readPickListChanges(row, field, () => data.nextRecordId())
  const definition = changedDefinition(row, field, module, data, pickListValues)
  const now = data.clock.now()
  data.metadata.putField({
    id: field.id,
    module: module.apiName,
    definition,
    pickListValues,
    relatedListId: before?.relatedListId ?? null,
    createdAt: before?.createdAt ?? data.org.createdAt,
    modifiedAt: now,
  })
  if (definition.expression !== field.expression) recompute(data, data.module(module.apiName)!, definition)
  return field.id
}

function changedDefinition(
  row: SettingsRow,
  field: FieldMeta,
  module: ModuleMeta,
  data: OrgData,
  pickListValues: readonly PickListValue[],
): FieldDefinition {
  const { id: _, sequence: __, pickListValues: ___, createdAt: ____, modifiedAt: _____, ...definition } = field
  const properties = readProperties(row, field.dataType)
  const values = pickListValues.map(({ value }) => value).filter(value => value !== '-None-')
  const changed: FieldDefinition = {
    ...definition,
    ...(row.has('field_label') && { label: readChangedLabel(row, field, module) }),
    ...(row.has('length') && { length: readChangedLength(row, field) }),
    ...(row.has('unique') && { unique: properties.unique }),
    ...(row.has('external') && { external: properties.external }),
    ...(row.has('tooltip') && { tooltip: properties.tooltip }),
    ...(field.values && { values }),
    ...(row.has('formula') &&
      field.expression !== undefined && { expression: readChangedExpression(row, field, module) }),
    ...(row.has('default_value') && {
      defaultValue: readDefault(row, field.dataType, field.values && values),
    }),
  }
  const becomesUnique = (changed.unique ?? changed.external) !== undefined && !(field.unique ?? field.external)
  if (becomesUnique && hasDuplicates(data.records(module), { ...field, ...changed })) {
    throw row.refuse('duplicateSetting', row.has('unique') ? 'unique' : 'external')
  }
  return changed as FieldDefinition
}

/** What a formula comes to stays of one type. */
function readChangedExpression(row: SettingsRow, field: FieldMeta, module: ModuleMeta): string {
  const formula = row.object('formula')
  const type = formula && readReturnType(formula)
  if (type !== undefined && type !== field.returnType) throw formula!.refuse('notAllowed', 'return_type')
  if (!formula?.has('expression')) return field.expression!
  return readExpression(formula, field.returnType!, module, field.apiName)
}

/** Labels of standard fields stay. */
function readChangedLabel(row: SettingsRow, field: FieldMeta, module: ModuleMeta): string {
  if (row.raw('field_label') === field.label) return field.label
  if (!field.custom) throw row.refuse('notAllowed', 'field_label')
  return readNewLabel(row, module, field.id)
}

/** What is stored has to stay within it, so a length only grows; that is inferred. */
function readChangedLength(row: SettingsRow, field: FieldMeta): number | undefined {
  const isCustomType = (customDataTypes as readonly string[]).includes(field.dataType)
  const length = isCustomType ? readLength(row, field.dataType as CustomDataType) : undefined
  if (length === undefined || length === field.length) return field.length
  if (!field.custom || length < (field.length ?? 0)) throw row.refuse('notAllowed', 'length')
  return length
}

/** What records said in the field goes with it, so that another field of that name begins empty. */
export function deleteField({ id, apiName }: FieldMeta, module: ModuleMeta, data: OrgData): void {
  const records = data.records(module)
  const said: RecordRow[] = []
  records.each(row => {
    if (row[apiName] !== undefined) said.push(row)
  })
  for (const row of said) records.put(without(row, apiName))
  // what was deleted may come back
  for (const row of data.recycled(module)) {
    if (row.record?.[apiName] !== undefined) data.recycleBin.put({ ...row, record: without(row.record, apiName) })
  }
  data.metadata.deleteField(id, data.clock.now())
  recompute(data, data.module(module.apiName)!, { apiName })
}

function without(row: RecordRow, apiName: string): RecordRow {
  const { [apiName]: _, ...rest } = row
  return rest as RecordRow
}
