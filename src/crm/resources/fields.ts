/** `/settings/fields`: the fields of a module, from the same metadata that validates and renders records. */

import { crmError } from '../../protocol/errors.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import { type FieldMeta, type ModuleMeta, profilesOf } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNotModified } from '../answer.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleOfQuery } from '../module-of.ts'
import { isVisible } from '../records/render.ts'
import type { Routes } from '../routes.ts'

export function fieldRoutes({ on }: Routes): void {
  on('get', '/settings/fields', 'ZohoCRM.settings.fields.READ', c => {
    const { data } = c.get('caller')
    const version = c.get('version')
    const module = moduleOfQuery(c)
    if (isUnchangedSince(c)) return answerNotModified(c)
    const fields = module.fields.filter(field => isVisible(field, version))
    return answer(c, { fields: fields.map(field => toFieldResponse(data, module, field, version)) })
  })

  on('get', '/settings/fields/:id', 'ZohoCRM.settings.fields.READ', c => {
    const { data } = c.get('caller')
    const version = c.get('version')
    const module = moduleOfQuery(c)
    const field = module.fields.find(({ id }) => id === c.req.param('id'))
    if (!field || !isVisible(field, version)) throw crmError('invalidPathId', { resource_path_index: 2 })
    return answer(c, { fields: [toFieldResponse(data, module, field, version)] })
  })
}

interface WebForm {
  readonly jsonType: string
  readonly uiType: number
}

const webForms: Readonly<Record<DataType, WebForm>> = {
  text: { jsonType: 'string', uiType: 1 },
  textarea: { jsonType: 'string', uiType: 3 },
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
  profileimage: { jsonType: 'string', uiType: 501 },
  tag: { jsonType: 'jsonarray', uiType: 209 },
}

/** Zoho reports the type of these fields by other words than the world keeps them under. */
const wireTypes: Partial<Record<DataType, string>> = { tag: 'text', multi_module_lookup: 'lookup' }

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html */
export function toFieldResponse(data: OrgData, module: ModuleMeta, field: FieldMeta, version: Version): object {
  const { jsonType, uiType } = webForms[field.dataType]
  const writable = !field.readOnly
  return {
    associated_module: null,
    webhook: true,
    operation_type: { web_update: writable, api_create: writable, web_create: writable, api_update: writable },
    colour_code_enabled_by_system: false,
    field_label: field.label,
    tooltip: null,
    type: 'used',
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
    custom_field: false,
    lookup: field.lookup ? lookupResponse(data, field, version) : {},
    convert_mapping: {},
    visible: !field.hidden,
    length: field.length ?? defaultLength(field.dataType),
    column_name: field.apiName.toUpperCase().replaceAll('_', ''),
    _type: 'used',
    subform: {},
    show_type: field.hidden ? 0 : 7,
    external: null,
    sharing_properties: {},
    mass_update: writable && !field.mandatory,
    api_name: field.apiName,
    unique: {},
    history_tracking: null,
    data_type: wireTypes[field.dataType] ?? field.dataType,
    formula: {},
    decimal_place: field.decimalPlaces ?? null,
    multiselectlookup: {},
    pick_list_values: field.pickListValues.map(({ id, value }, index) => ({
      display_value: value,
      sequence_number: index + 1,
      reference_value: value,
      colour_code: null,
      actual_value: value,
      id,
      type: 'used',
    })),
    auto_number: {},
    json_type: jsonType,
    ui_type: uiType,
    system_mandatory: field.mandatory ?? false,
    virtual_field: false,
    filterable: true,
    sortable: sortable(field.dataType),
    searchable: true,
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
    multiuserlookup: {},
    rollup_summary: {},
    email_parser: { fields_update_supported: writable, record_operations_supported: writable },
    layout_associations: [{ api_name: module.layout.name, name: module.layout.name, id: module.layout.id }],
    profiles: profilesOf(data.org.idPrefix).map(({ id, name }) => ({
      permission_type: writable ? 'read_write' : 'read_only',
      name,
      id,
    })),
    created_time: null,
    modified_time: null,
  }
}

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

function moduleReference(data: OrgData, apiName: string): object {
  return { api_name: apiName, id: data.module(apiName)?.id ?? null }
}

const defaultLength = (dataType: DataType): number =>
  (({ date: 20, datetime: 120, boolean: 5, lookup: 120, ownerlookup: 120 }) as Partial<Record<DataType, number>>)[
    dataType
  ] ?? 255

const sortable = (dataType: DataType): boolean =>
  dataType !== 'textarea' && dataType !== 'multiselectpicklist' && dataType !== 'tag' && dataType !== 'profileimage'
