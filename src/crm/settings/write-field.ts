/** Adding, changing and deleting the fields of an org's modules, and what that does to the records. */

import { type CustomDataType, customDataTypes, defineCustomField } from '../../protocol/modules/custom-fields.ts'
import type { FieldDefinition } from '../../protocol/modules/define.ts'
import type { FieldRow } from '../../world/customization.ts'
import { type FieldMeta, listedValues, type ModuleMeta, type PickListValue } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { globalPickLists, offeredValues, readGlobalPickList } from '../global-pick-lists/fields.ts'
import { changeAll } from '../records/change-all.ts'
import { hasDuplicates } from '../records/duplicates.ts'
import { recompute } from '../records/formulas.ts'
import { wireTypeOf } from '../records/wire-types.ts'
import {
  readDecimals,
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
    pickListValues: newValues(definition, data),
    relatedListId: definition.lookup ? data.nextRecordId() : null,
    createdAt: now,
    modifiedAt: now,
  }
  data.metadata.putField(field)
  if (definition.expression !== undefined) recompute(data, data.module(module.apiName)!, definition)
  return field.id
}

/** The values of a new field; those of a global pick list are the same in all of its fields. */
function newValues(definition: FieldDefinition, data: OrgData): PickListValue[] {
  const list = definition.globalPickList && globalPickLists(data).get(definition.globalPickList)
  const offered = new Map(list ? offeredValues(list).map(each => [each.value, each]) : [])
  return listedValues(definition).map(value => offered.get(value) ?? { id: data.nextRecordId(), value })
}

/** @returns the field's id @throws RowRefused */
export function changeField(row: SettingsRow, field: FieldMeta, module: ModuleMeta, data: OrgData): string {
  const before = data.metadata.fieldRow(field.id)
  refuseNotEmulated(row)
  refuseUnfollowed(row, field)
  if (row.has('data_type') && row.raw('data_type') !== wireTypeOf(field)) throw row.refuse('notAllowed', 'data_type')
  const list = readGlobalPickList(row, data)
  if (list && list.id !== field.globalPickList) {
    throw row.refuse('settingNotEmulated', 'global_picklist', {}, 'changing global_picklist of a field is not emulated')
  }
  if (field.globalPickList && row.has('pick_list_values')) throw row.refuse('notAllowed', 'pick_list_values')
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
  const isComputedAnew =
    definition.expression !== undefined &&
    (definition.expression !== field.expression || definition.decimalPlaces !== field.decimalPlaces)
  if (isComputedAnew) recompute(data, data.module(module.apiName)!, definition)
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
    ...((row.has('length') || row.has('maximum_files')) && { length: readChangedLength(row, field) }),
    ...((row.has('decimal_place') || row.has('currency')) && { decimalPlaces: readChangedDecimals(row, field) }),
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
  const losesCase = changed.unique?.caseSensitive === false && field.unique?.caseSensitive === true
  if ((becomesUnique || losesCase) && hasDuplicates(data.records(module), { ...field, ...changed })) {
    throw row.refuse('duplicateSetting', row.has('unique') ? 'unique' : 'external')
  }
  return changed as FieldDefinition
}

/** What else could be asked of a field that is there. @throws RowRefused for what would not be done */
function refuseUnfollowed(row: SettingsRow, { autoNumber, lookup, label }: FieldMeta): void {
  const kept: Record<string, Readonly<Record<string, unknown>> | undefined> = {
    auto_number: autoNumber && { prefix: autoNumber.prefix, suffix: autoNumber.suffix, start_number: autoNumber.start },
    lookup: lookup && { display_label: lookup.relatedListLabel ?? label },
  }
  for (const [key, current] of Object.entries(kept)) {
    const sent = current && row.object(key)
    if (!sent || Object.entries(current).every(([name, value]) => [undefined, value].includes(sent.raw(name)))) continue
    throw row.refuse('settingNotEmulated', key, {}, `changing ${key} of a field is not emulated`)
  }
}

/** How many digits are shown, which values that are there don't lose; that standard fields keep theirs is inferred. */
function readChangedDecimals(row: SettingsRow, field: FieldMeta): number | undefined {
  const decimals = readDecimals(row, field.dataType as CustomDataType)
  if (decimals === undefined || decimals === field.decimalPlaces) return field.decimalPlaces
  if (!field.custom) throw row.refuse('notAllowed', row.has('decimal_place') ? 'decimal_place' : 'currency')
  return decimals
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
  changeAll(data, module, row => (row[apiName] === undefined ? null : without(row, apiName)))
  data.metadata.deleteField(id, data.clock.now())
  recompute(data, data.module(module.apiName)!, { apiName })
}

function without(row: RecordRow, apiName: string): RecordRow {
  const { [apiName]: _, ...rest } = row
  return rest as RecordRow
}
