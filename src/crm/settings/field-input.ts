/**
 * What a client asks of a field, read from a row of `POST` or `PATCH /settings/fields` and held against what its type
 * allows.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-custom-field.html and
 * https://www.zoho.com/crm/developer/docs/api/v8/update-custom-fields.html
 */

import { checkFormula, longestExpression } from '../../protocol/formula/index.ts'
import {
  type CustomDataType,
  type CustomField,
  customDataTypes,
  longestValue,
  toApiName,
} from '../../protocol/modules/custom-fields.ts'
import type { DataType, FieldDefinition } from '../../protocol/modules/define.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { offeredValues, readGlobalPickList } from '../global-pick-lists/fields.ts'
import { moduleWithId } from '../module-of.ts'
import { formulaErrors } from '../records/formulas.ts'
import { readNewValues } from './pick-list-input.ts'
import type { Place, SettingsRow } from './row.ts'

const longestLabel = 50
const longestTooltip = 255
const mostDecimals = 9
const mostFiles = 5

/** What Zoho lets a client ask for and this emulator would have to ignore. */
const notEmulated = [
  'profiles',
  'crypt',
  'private',
  'hipaa_compliance_enabled',
  'history_tracking',
  'history_tracking_enabled',
  'association_details',
  'rollup_summary',
  'refer_from_field',
] as const

/** @throws RowRefused naming what is not emulated, so that nobody believes it done */
export function refuseNotEmulated(row: SettingsRow): void {
  for (const key of notEmulated) {
    if (row.raw(key) !== undefined) throw row.refuse('settingNotEmulated', key, {}, `${key} of a field is not emulated`)
  }
}

/** A field that is to be added. @throws RowRefused */
export function readNewField(row: SettingsRow, module: ModuleMeta, data: OrgData): CustomField {
  const label = readNewLabel(row, module)
  const dataType = readDataType(row)
  refuseNotEmulated(row)
  const isTaken = (name: string) => module.fields.some(({ apiName }) => apiName.toLowerCase() === name.toLowerCase())
  const apiName = toApiName(label, isTaken)
  const list = isPickList(dataType) ? readGlobalPickList(row, data) : undefined
  const values = list ? offeredValues(list).map(({ value }) => value) : readValues(row, dataType)
  return {
    apiName,
    label,
    dataType,
    length: readLength(row, dataType),
    decimalPlaces: readDecimals(row, dataType),
    values,
    globalPickList: list?.id,
    lookup: readLookup(row, dataType, module, data),
    linkingModule: `${module.apiName}_X_${apiName}`,
    autoNumber: readAutoNumber(row, dataType),
    formula: dataType === 'formula' ? readNewFormula(row, module) : undefined,
    ...readProperties(row, dataType),
    defaultValue: readDefault(row, dataType, values),
  }
}

/** What may be said of a field of any kind. @throws RowRefused */
export function readProperties(
  row: SettingsRow,
  dataType: DataType,
): Pick<CustomField, 'unique' | 'external' | 'tooltip'> {
  return {
    unique: readUnique(row, dataType),
    external: readExternal(row, dataType),
    tooltip: readTooltip(row),
  }
}

/** A label that no other field of the module has. @throws RowRefused */
export function readNewLabel(row: SettingsRow, module: ModuleMeta, except?: string): string {
  const label = row.needed('field_label', row.text('field_label', longestLabel))
  const isTaken = module.fields.some(field => field.id !== except && field.label.toLowerCase() === label.toLowerCase())
  if (isTaken) throw row.refuse('duplicateSetting', 'field_label')
  return label
}

/** The API calls a rich text a `textarea` of another kind. */
function readDataType(row: SettingsRow): CustomDataType {
  const sent = row.needed('data_type', row.raw('data_type'))
  if (sent === 'rollup_summary' || sent === 'address') {
    throw row.refuse('settingNotEmulated', 'data_type', {}, `a field of type ${sent} is not emulated`)
  }
  const known = customDataTypes.find(type => type === sent && type !== 'richtext')
  if (!known) throw row.refuse('invalidValue', 'data_type')
  if (known !== 'textarea') return known
  return row.object('textarea')?.choice('type', ['small', 'large', 'rich_text']) === 'rich_text' ? 'richtext' : known
}

const smallText = 2000

export function readLength(row: SettingsRow, dataType: CustomDataType): number | undefined {
  const longest = longestValue(dataType)
  if (dataType === 'fileupload') return row.integer('maximum_files', 1, mostFiles)
  if (longest === undefined) return undefined
  const given = row.integer('length', 1, longest)
  if (given !== undefined || dataType !== 'textarea') return given
  return row.object('textarea')?.raw('type') === 'large' ? undefined : smallText
}

/** How many digits stand behind the point, where the type has any. @throws RowRefused */
export function readDecimals(row: SettingsRow, dataType: CustomDataType): number | undefined {
  if (dataType === 'double' || dataType === 'formula') return row.integer('decimal_place', 0, mostDecimals)
  if (dataType !== 'currency') return undefined
  return row.object('currency')?.integer('precision', 0, mostDecimals) ?? row.integer('decimal_place', 0, mostDecimals)
}

/** The row has to say something more, since its type is what it is. */
const dependentMissing = (row: SettingsRow, key: string, dependee: Place) =>
  row.refuse('dependentFieldMissing', key, { dependee }, `The field '${key}' is required when 'data_type' is provided`)

const isPickList = (dataType: CustomDataType): boolean => dataType === 'picklist' || dataType === 'multiselectpicklist'

function readValues(row: SettingsRow, dataType: CustomDataType): string[] | undefined {
  if (!isPickList(dataType)) return undefined
  const rows = row.objects('pick_list_values')
  if (!rows || rows.length === 0) throw dependentMissing(row, 'pick_list_values', row.place('data_type'))
  return readNewValues(row, rows)
}

function readLookup(
  row: SettingsRow,
  dataType: CustomDataType,
  module: ModuleMeta,
  data: OrgData,
): CustomField['lookup'] {
  if (dataType === 'lookup') {
    const lookup = row.object('lookup')
    if (!lookup) throw dependentMissing(row, 'lookup', row.place('data_type'))
    const target = readModule(lookup, 'module', data)
    const label = lookup.text('display_label', longestLabel) ?? module.plural
    const isTaken = (name: string) =>
      target.relatedLists.some(list => list.apiName.toLowerCase() === name.toLowerCase())
    return { module: target.apiName, relatedList: toApiName(label, isTaken), relatedListLabel: label }
  }
  if (dataType !== 'multiselectlookup') return undefined
  const links = row.object('multiselectlookup')
  if (!links) throw dependentMissing(row, 'multiselectlookup', row.place('data_type'))
  const connected = links.object('connected_details')
  const target = connected ? readModule(connected, 'module', data) : readModule(links, 'connected_module', data)
  return { module: target.apiName, relatedList: module.apiName, relatedListLabel: module.plural }
}

/** A module by API name or id, as an object or a bare name. */
function readModule(row: SettingsRow, key: string, data: OrgData): ModuleMeta {
  const sent = row.needed(key, row.raw(key))
  if (typeof sent === 'string') {
    const named = data.module(sent)
    if (!named) throw row.refuse('invalidValue', key)
    return named
  }
  const reference = row.object(key)!
  const name = reference.text('api_name', longestLabel)
  const id = reference.text('id', 20)
  const found = name === undefined ? moduleWithId(data, id) : data.module(name)
  if (!found) throw reference.refuse('invalidValue', name === undefined ? 'id' : 'api_name')
  return found
}

function readAutoNumber(row: SettingsRow, dataType: CustomDataType): FieldDefinition['autoNumber'] | undefined {
  if (dataType !== 'autonumber') return undefined
  const counted = row.object('auto_number')
  if (!counted) throw dependentMissing(row, 'auto_number', row.place('data_type'))
  return readCounting(counted)
}

const returnTypes = ['currency', 'double', 'text', 'boolean', 'date', 'datetime'] as const

/** Names that the API has for types of results beside those of fields. */
const otherReturnTypes = new Map<unknown, (typeof returnTypes)[number]>([
  ['string', 'text'],
  ['number', 'double'],
])

function readNewFormula(row: SettingsRow, module: ModuleMeta): NonNullable<CustomField['formula']> {
  const formula = row.object('formula')
  if (!formula) throw dependentMissing(row, 'formula', row.place('data_type'))
  const returnType = formula.needed('return_type', readReturnType(formula))
  return { returnType, expression: readExpression(formula, returnType, module) }
}

export const readReturnType = (formula: SettingsRow): (typeof returnTypes)[number] | undefined =>
  otherReturnTypes.get(formula.raw('return_type')) ?? formula.choice('return_type', returnTypes)

/** @param self the API name of a field that has the formula already @throws RowRefused for one that cannot be computed */
export function readExpression(
  row: SettingsRow,
  returnType: NonNullable<FieldDefinition['returnType']>,
  module: ModuleMeta,
  self?: string,
): string {
  const expression = row.needed('expression', row.text('expression', longestExpression))
  const problem = checkFormula({ expression, returnType }, module, self)
  if (problem) throw row.refuse(formulaErrors[problem.wrong], 'expression')
  return expression
}

const longestAffix = 20
const highestStart = 999_999_999

/** How a number is counted and what stands around it. @throws RowRefused */
export const readCounting = (row: SettingsRow): NonNullable<FieldDefinition['autoNumber']> => ({
  prefix: row.text('prefix', longestAffix) ?? '',
  suffix: row.text('suffix', longestAffix) ?? '',
  start: row.needed('start_number', row.integer('start_number', 0, highestStart)),
})

const uniqueTypes: ReadonlySet<DataType> = new Set(['text', 'email', 'phone', 'website', 'integer', 'bigint'])

function readUnique(row: SettingsRow, dataType: DataType): FieldDefinition['unique'] | undefined {
  const unique = row.object('unique')
  if (!unique) return undefined
  const sent = unique.raw('case_sensitive') ?? unique.raw('casesensitive')
  // as it stands in the metadata of a field that is not unique
  if (sent === undefined && !unique.has('case_sensitive')) return undefined
  if (!uniqueTypes.has(dataType)) throw row.refuse('invalidValue', 'unique')
  return { caseSensitive: sent === true || sent === 'true' }
}

/** Only a single line can hold another system's id. */
function readExternal(row: SettingsRow, dataType: DataType): FieldDefinition['external'] | undefined {
  const type = row.object('external')?.choice('type', ['user', 'org'])
  if (type !== undefined && dataType !== 'text') throw row.refuse('invalidValue', 'external')
  return type
}

function readTooltip(row: SettingsRow): FieldDefinition['tooltip'] | undefined {
  const tooltip = row.object('tooltip')
  if (!tooltip) return undefined
  const name = tooltip.needed('name', tooltip.choice('name', ['static_text', 'info_icon']))
  return { name, value: tooltip.needed('value', tooltip.text('value', longestTooltip)) }
}

/** What a new record says where the client says nothing. @throws RowRefused for what no record could say */
export function readDefault(
  row: SettingsRow,
  dataType: DataType,
  values: readonly string[] | undefined,
): FieldDefinition['defaultValue'] | undefined {
  const sent = row.raw('default_value')
  if (sent === undefined) return undefined
  const expected = defaultTypes[dataType]
  if (!expected) throw row.refuse('invalidValue', 'default_value')
  const value = expected === 'boolean' && typeof sent === 'string' ? sent === 'true' : sent
  if (typeof value !== expected) throw row.wrongType('default_value', expected)
  if (values && !values.includes(value as string)) {
    throw row.refuse('unsupportedValue', 'default_value', { supported_values: values })
  }
  return value as string | number | boolean
}

const defaultTypes: Partial<Record<DataType, 'string' | 'number' | 'boolean'>> = {
  text: 'string',
  textarea: 'string',
  email: 'string',
  phone: 'string',
  website: 'string',
  picklist: 'string',
  boolean: 'boolean',
  integer: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
}
