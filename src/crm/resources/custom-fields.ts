/** Adding, changing and deleting fields: `POST`, `PATCH` and `DELETE` of `/settings/fields`. */

import { crmError } from '../../protocol/errors.ts'
import { type CustomDataType, customDataTypes, defineCustomField } from '../../protocol/modules/custom-fields.ts'
import type { FieldDefinition } from '../../protocol/modules/define.ts'
import type { FieldRow } from '../../world/customization.ts'
import { type FieldMeta, listedValues, type ModuleMeta, type PickListValue } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answerRows } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import { hasDuplicates } from '../records/duplicates.ts'
import { requireCustomization } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import {
  readDefault,
  readLength,
  readNewField,
  readNewLabel,
  readProperties,
  refuseNotEmulated,
} from '../settings/field-input.ts'
import { readPickListChanges } from '../settings/pick-list-input.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeRow, writeSettings } from '../settings/write-rows.ts'

const root = 'fields'
const fieldsPerRequest = 5

export function customFieldRoutes({ on, world }: Routes): void {
  on('post', '/settings/fields', 'ZohoCRM.settings.fields.CREATE', async c => {
    requireCustomization(c)
    const { apiName } = moduleOfQuery(c)
    const { data } = c.get('caller')
    const write = { root, most: fieldsPerRequest, allWell: 201, message: 'field created' } as const
    // the module is looked up anew for each row, since the one before may have changed it
    return writeSettings(c, world, write, row => addField(row, data.module(apiName)!, data))
  })

  on('patch', '/settings/fields', 'ZohoCRM.settings.fields.UPDATE', async c => {
    requireCustomization(c)
    const { apiName } = moduleOfQuery(c)
    const { data } = c.get('caller')
    const write = { root, most: fieldsPerRequest, allWell: 200, message: 'field updated' } as const
    return writeSettings(c, world, write, row => {
      const module = data.module(apiName)!
      const id = row.needed('id', row.text('id', 20))
      const field = module.fields.find(each => each.id === id)
      if (!field) throw row.refuse('invalidId', 'id')
      return changeField(row, field, module, data)
    })
  })

  on('patch', '/settings/fields/:id', 'ZohoCRM.settings.fields.UPDATE', async c => {
    requireCustomization(c)
    const module = moduleOfQuery(c)
    const { data } = c.get('caller')
    const field = fieldOfPath(module, c.req.param('id'))
    const write = { root, most: 1, allWell: 200, message: 'field updated' } as const
    return writeSettings(c, world, write, row => changeField(row, field, module, data))
  })

  on('delete', '/settings/fields/:id', 'ZohoCRM.settings.fields.DELETE', c => {
    requireCustomization(c)
    const module = moduleOfQuery(c)
    const { data } = c.get('caller')
    const field = fieldOfPath(module, c.req.param('id'))
    if (!field.custom) {
      throw crmError('notAllowed', { resource_path_index: 2 }, { reason: 'only custom fields can be deleted' })
    }
    deleteField(field, module, data)
    return answerRows(c, world, [writeRow(() => field.id, 'field deleted')], 200, root)
  })
}

function fieldOfPath(module: ModuleMeta, id: string | undefined): FieldMeta {
  const field = module.fields.find(each => each.id === id)
  if (!field) throw crmError('invalidPathId', { resource_path_index: 2 })
  return field
}

function addField(row: SettingsRow, module: ModuleMeta, data: OrgData): string {
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
  return field.id
}

function changeField(row: SettingsRow, field: FieldMeta, module: ModuleMeta, data: OrgData): string {
  const before = data.metadata.fieldRow(field.id)
  refuseNotEmulated(row)
  if (row.has('data_type') && row.raw('data_type') !== field.dataType) throw row.refuse('notAllowed', 'data_type')
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
function deleteField(field: FieldMeta, module: ModuleMeta, data: OrgData): void {
  const records = data.records(module)
  const said: string[] = []
  records.each(row => {
    if (row[field.apiName] !== undefined) said.push(row.id)
  })
  for (const id of said) {
    const { [field.apiName]: _, ...rest } = records.get(id)!
    records.put(rest as typeof rest & { id: string })
  }
  data.metadata.deleteField(field.id, data.clock.now())
}
