/** `/settings/fields`: the fields of a module, from the same metadata that validates and renders records. */

import { queryParam } from '../../http/query.ts'
import { isSortable } from '../../protocol/comparison.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { convertMapping } from '../../protocol/modules/convert-mapping.ts'
import { type DataType, valueTypeOf } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import { layoutsOf } from '../../world/layouts.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Profile } from '../../world/profiles.ts'
import { answer, answerNotModified, type CrmContext } from '../answer.ts'
import { choiceParam } from '../choice-param.ts'
import { globalPickLists } from '../global-pick-lists/fields.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleOfQuery } from '../module-of.ts'
import { mayDo, requirePermission } from '../permissions.ts'
import { nameIn } from '../records/product-details.ts'
import { isVisible } from '../records/render.ts'
import { rowFieldsOf, rowsModuleId } from '../records/row-fields.ts'
import { isWritable } from '../records/values/index.ts'
import { wireTypeOf } from '../records/wire-types.ts'
import type { Routes } from '../routes.ts'

export function fieldRoutes({ on }: Routes): void {
  on('get', '/settings/fields', 'ZohoCRM.settings.fields.READ', c => {
    const { data } = c.get('caller')
    const version = c.get('version')
    const { module, fields } = fieldsOfQuery(c)
    const isWanted = usageWanted(c, module)
    if (isUnchangedSince(c)) return answerNotModified(c)
    const visible = fields.filter(field => isVisible(field, version) && isWanted(field))
    return answer(c, { fields: visible.map(field => toFieldResponse(data, module, field, version)) })
  })

  on('get', '/settings/fields/:id', 'ZohoCRM.settings.fields.READ', c => {
    const { data } = c.get('caller')
    const version = c.get('version')
    const { module, fields } = fieldsOfQuery(c)
    const field = fields.find(({ id }) => id === c.req.param('id'))
    if (!field || !isVisible(field, version)) throw crmError('invalidPathId', { resource_path_index: 2 })
    return answer(c, { fields: [toFieldResponse(data, module, field, version)] })
  })
}

const isUsed = (module: ModuleMeta, field: FieldMeta): boolean => layoutsOf(module, field).length > 0

/** What the parameter `type` asks for; without it fields that are on no layout are left out, which is inferred. */
function usageWanted(c: CrmContext, module: ModuleMeta): (field: FieldMeta) => boolean {
  const type = choiceParam(c, 'type', ['all', 'used', 'unused']) ?? 'used'
  return field => type === 'all' || isUsed(module, field) === (type === 'used')
}

/** The fields of the module that the query names; a subform's and a linking module's are those of its rows. */
function fieldsOfQuery(c: CrmContext): { module: ModuleMeta; fields: readonly FieldMeta[] } {
  const named = queryParam(c, 'module')?.toLowerCase()
  for (const module of named ? c.get('caller').data.modules() : []) {
    const field = module.fields.find(({ rows }) => rows?.module.toLowerCase() === named)
    if (!field) continue
    requirePermission(c.get('caller'), module, ['view'])
    return { module, fields: rowFieldsOf(field) }
  }
  const module = moduleOfQuery(c)
  return { module, fields: module.fields }
}

interface WebForm {
  readonly jsonType: string
  readonly uiType: number
}

const webForms: Readonly<Record<DataType, WebForm>> = {
  text: { jsonType: 'string', uiType: 1 },
  textarea: { jsonType: 'string', uiType: 3 },
  richtext: { jsonType: 'string', uiType: 3 },
  email: { jsonType: 'string', uiType: 25 },
  phone: { jsonType: 'string', uiType: 33 },
  website: { jsonType: 'string', uiType: 21 },
  integer: { jsonType: 'integer', uiType: 32 },
  bigint: { jsonType: 'string', uiType: 38 },
  double: { jsonType: 'double', uiType: 37 },
  currency: { jsonType: 'double', uiType: 36 },
  percent: { jsonType: 'integer', uiType: 35 },
  boolean: { jsonType: 'boolean', uiType: 301 },
  date: { jsonType: 'string', uiType: 24 },
  datetime: { jsonType: 'string', uiType: 333 },
  picklist: { jsonType: 'string', uiType: 2 },
  multiselectpicklist: { jsonType: 'jsonarray', uiType: 100 },
  lookup: { jsonType: 'jsonobject', uiType: 133 },
  ownerlookup: { jsonType: 'jsonobject', uiType: 8 },
  userlookup: { jsonType: 'jsonobject', uiType: 108 },
  multi_module_lookup: { jsonType: 'jsonobject', uiType: 55 },
  multiselectlookup: { jsonType: 'jsonarray', uiType: 444 },
  multiuserlookup: { jsonType: 'jsonarray', uiType: 445 },
  subform: { jsonType: 'jsonarray', uiType: 500 },
  fileupload: { jsonType: 'jsonarray', uiType: 555 },
  imageupload: { jsonType: 'jsonarray', uiType: 556 },
  profileimage: { jsonType: 'string', uiType: 501 },
  autonumber: { jsonType: 'string', uiType: 111 },
  formula: { jsonType: 'double', uiType: 116 },
  tag: { jsonType: 'jsonarray', uiType: 209 },
  // the numbers of these are made up
  linetax: { jsonType: 'jsonarray', uiType: 210 },
  participants: { jsonType: 'jsonarray', uiType: 211 },
  multireminder: { jsonType: 'jsonarray', uiType: 212 },
  ALARM: { jsonType: 'jsonobject', uiType: 213 },
  RRULE: { jsonType: 'jsonobject', uiType: 214 },
  comments: { jsonType: 'jsonarray', uiType: 215 },
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html */
export function toFieldResponse(data: OrgData, module: ModuleMeta, field: FieldMeta, version: Version): object {
  const { uiType } = webForms[field.dataType]
  const writable = isWritable(field)
  const rowsModule = field.rows ? { module: field.rows.module, id: rowsModuleId(field) } : null
  const isLinks = field.dataType === 'multiselectlookup' || field.dataType === 'multiuserlookup'
  const usage = isUsed(module, field) ? 'used' : 'unused'
  return {
    associated_module: isLinks ? null : rowsModule,
    webhook: true,
    operation_type: { web_update: writable, api_create: writable, web_create: writable, api_update: writable },
    colour_code_enabled_by_system: false,
    field_label: field.label,
    tooltip: field.tooltip ?? null,
    type: usage,
    table_name: null,
    field_read_only: !writable,
    display_label: field.label,
    read_only: !writable,
    association_details: null,
    quick_sequence_number: null,
    businesscard_supported: writable,
    multi_module_lookup: field.modules ? { modules: field.modules.map(name => moduleReference(data, name)) } : {},
    currency: field.dataType === 'currency' ? { rounding_option: 'normal', precision: field.decimalPlaces ?? 2 } : {},
    id: field.id,
    custom_field: field.custom ?? false,
    lookup: field.lookup ? lookupResponse(data, field, version) : {},
    convert_mapping: module.apiName === 'Leads' ? convertMappingOf(field) : {},
    visible: !field.hidden,
    length: field.length ?? defaultLength(field.dataType),
    column_name: field.apiName.toUpperCase().replaceAll('_', ''),
    _type: usage,
    subform: field.dataType === 'subform' ? rowsModule : {},
    show_type: field.hidden ? 0 : 7,
    external: field.external ? { show: true, type: field.external, allow_multiple_config: false } : null,
    sharing_properties: {},
    mass_update: writable && !field.mandatory,
    api_name: nameIn(field, version),
    unique: field.unique ? { casesensitive: String(field.unique.caseSensitive) } : {},
    history_tracking: null,
    data_type: wireTypeOf(field),
    formula: field.returnType ? formulaResponse(field) : {},
    decimal_place: field.decimalPlaces ?? null,
    multiselectlookup: field.dataType === 'multiselectlookup' ? linksResponse(data, module, field, version) : {},
    ...(field.dataType === 'textarea' && { textarea: { type: textareaKind(field) } }),
    ...(field.dataType === 'richtext' && { textarea: { type: 'rich_text' } }),
    pick_list_values: field.pickListValues.map(toPickListValueResponse),
    ...(field.pickListValues.length > 0 && { global_picklist: globalPickListOf(data, field) }),
    auto_number: field.autoNumber
      ? { prefix: field.autoNumber.prefix, suffix: field.autoNumber.suffix, start_number: field.autoNumber.start }
      : {},
    json_type: webForms[valueTypeOf(field)].jsonType,
    ui_type: uiType,
    system_mandatory: field.mandatory ?? false,
    virtual_field: false,
    filterable: !field.rows || isLinks,
    sortable: isSortable(field.dataType),
    searchable: field.dataType !== 'subform',
    blueprint_supported: writable,
    display_field: field.apiName === module.displayField,
    created_source: 'default',
    display_type: -1,
    view_type: { view: !field.hidden, edit: writable, quick_create: field.mandatory ?? false, create: writable },
    default_value: field.defaultValue ?? null,
    crypt: null,
    private: null,
    hipaa_compliance: null,
    hipaa_compliance_enabled: false,
    additional_column: null,
    sequence_number: field.sequence,
    multiuserlookup: field.dataType === 'multiuserlookup' ? linksResponse(data, module, field, version) : {},
    rollup_summary: {},
    email_parser: { fields_update_supported: writable, record_operations_supported: writable },
    layout_associations: layoutsOf(module, field).map(({ apiName, name, id }) => ({ api_name: apiName, name, id })),
    profiles: data.profiles().map(profile => ({
      permission_type: permissionType(profile, module, writable),
      name: profile.name,
      id: profile.id,
    })),
    created_time: momentOf(data, field.createdAt),
    modified_time: momentOf(data, field.modifiedAt),
  }
}

/** What a field of a lead goes into when the lead is converted. */
const convertMappingOf = ({ apiName }: FieldMeta) => ({
  Contacts: convertMapping.Contacts[apiName] ?? null,
  Deals: convertMapping.Deals[apiName] ?? null,
  Accounts: convertMapping.Accounts[apiName] ?? null,
})

const momentOf = ({ org }: OrgData, at: number | undefined): string | null =>
  at === undefined ? null : formatDateTime(at, org.timeZone)
/** What the users of a profile can do with a field of a module. */
function permissionType(
  profile: Profile,
  module: ModuleMeta,
  writable: boolean,
): 'read_write' | 'read_only' | 'hidden' {
  if (!mayDo(profile, 'view', module)) return 'hidden'
  const mayWrite = mayDo(profile, 'edit', module) || mayDo(profile, 'create', module)
  return writable && mayWrite ? 'read_write' : 'read_only'
}

/** One value of a pick list, with its place in it. */
export const toPickListValueResponse = (
  { id, value, displayValue, colourCode }: FieldMeta['pickListValues'][number],
  index: number,
) => ({
  display_value: displayValue ?? value,
  sequence_number: index + 1,
  reference_value: value,
  colour_code: colourCode ?? null,
  actual_value: value,
  id,
  type: 'used',
})

function globalPickListOf(data: OrgData, { globalPickList }: FieldMeta): object | null {
  const list = globalPickList && globalPickLists(data).get(globalPickList)
  return list ? { api_name: list.values.api_name, id: list.id } : null
}

const formulaResponse = ({ returnType, expression }: FieldMeta) => ({
  return_type: returnType,
  assume_default: false,
  ...(expression !== undefined && { expression }),
})

function lookupResponse(data: OrgData, { lookup, label }: FieldMeta, version: Version): object {
  const { module, relatedList } = lookup!
  return {
    display_label: lookup!.relatedListLabel ?? label,
    revalidate_filter_during_edit: false,
    api_name: relatedList ?? null,
    module: version.lookupModuleObject ? moduleReference(data, module) : module,
    id: data.module(module)?.id ?? null,
    query_details: {},
  }
}

/** The linking module of a multi-select lookup and its two sides; older versions name modules instead of describing them. */
function linksResponse(data: OrgData, module: ModuleMeta, field: FieldMeta, version: Version): object {
  const [link] = rowFieldsOf(field)
  const { module: linkingModule, label } = field.rows!
  const connected = link!.lookup?.module ?? null
  const linking = { api_name: linkingModule, id: rowsModuleId(field) }
  const reference = (apiName: string | null) =>
    apiName === null ? null : version.lookupModuleObject ? moduleReference(data, apiName) : apiName
  const side = { api_name: link!.apiName, field_label: link!.label, id: link!.id }
  return {
    display_label: label,
    linking_module: version.lookupModuleObject ? linking : linkingModule,
    lookup_apiname: module.apiName,
    connected_module: reference(connected),
    api_name: linkingModule,
    connectedfield_apiname: module.apiName,
    connectedlookup_apiname: link!.apiName,
    id: field.id,
    record_access: true,
    linking_details: {
      module: { visibility: 1, plural_label: label, ...linking },
      lookup_field: { api_name: 'Parent_Id', field_label: module.singular, id: rowFieldsOf(field)[2]!.id },
      connected_lookup_field: side,
    },
    connected_details: connected && { field: side, module: moduleReference(data, connected), layouts: [] },
  }
}

const textareaKind = ({ length }: FieldMeta): string => ((length ?? 0) > 2000 ? 'large' : 'small')

function moduleReference(data: OrgData, apiName: string): object {
  return { api_name: apiName, id: data.module(apiName)?.id ?? null }
}

const defaultLength = (dataType: DataType): number =>
  (({ date: 20, datetime: 120, boolean: 5, lookup: 120, ownerlookup: 120 }) as Partial<Record<DataType, number>>)[
    dataType
  ] ?? 255
