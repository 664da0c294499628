/**
 * The vocabulary in which standard CRM modules are declared: a module with its fields and related lists, as Zoho
 * ships them in a new org. The declarations carry no ids; the world gives each org its own (see world/metadata.ts).
 *
 * Source of names, types and lengths: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html and
 * https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html
 */

/** The `data_type` of a field, spelled as Zoho spells it. */
export type DataType =
  | 'text'
  | 'textarea'
  | 'richtext'
  | 'email'
  | 'phone'
  | 'website'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'currency'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'multiselectpicklist'
  | 'lookup'
  | 'ownerlookup'
  | 'userlookup'
  | 'multi_module_lookup'
  | 'multiselectlookup'
  | 'multiuserlookup'
  | 'subform'
  | 'fileupload'
  | 'imageupload'
  | 'profileimage'
  | 'autonumber'
  | 'formula'
  | 'tag'
  | 'linetax'
  | 'participants'
  | 'multireminder'
  | 'ALARM'
  | 'RRULE'
  | 'comments'

/** A standard field as the module files declare it; what is left out takes the default of its `dataType`. */
export interface FieldDefinition {
  readonly apiName: string
  readonly label: string
  readonly dataType: DataType
  /** Longest value: characters of a text, digits of a number, rows of a list. */
  readonly length?: number
  readonly decimalPlaces?: number
  /** Zoho's `system_mandatory`: a record cannot be created without it. */
  readonly mandatory?: boolean
  /** The oldest API version whose description demands the field, where others don't; whether it counts is a toggle. */
  readonly mandatorySince?: number
  /** Written by the service alone; ignored when a client sends it. */
  readonly readOnly?: boolean
  /** Exists in the API but on no layout and in no list of the web pages. */
  readonly hidden?: boolean
  /** Pick-list values in their order; `-None-` is added by the world. */
  readonly values?: readonly string[]
  /** Id of the global pick list whose values these are. */
  readonly globalPickList?: string
  readonly defaultValue?: string | boolean | number
  /** For `lookup`: the module it points to and the related list that shows the other side. */
  readonly lookup?: { readonly module: string; readonly relatedList?: string; readonly relatedListLabel?: string }
  /** For `multi_module_lookup`: the modules it may point to. */
  readonly modules?: readonly string[]
  /** For `multi_module_lookup`: names the record that this one belongs to, with which it is deleted and restored. */
  readonly parent?: true
  /** For `multi_module_lookup`: says of which module the record is that it points to. */
  readonly tellsModule?: true
  /** For fields that hold rows: what a row has, and the module that Zoho keeps the rows in. */
  readonly rows?: RowsDefinition
  /** For `autonumber`: what stands around the number, and the first one. */
  readonly autoNumber?: { readonly prefix: string; readonly suffix: string; readonly start: number }
  /** For `formula`: the type of its result. */
  readonly returnType?: 'currency' | 'double' | 'text' | 'boolean' | 'date' | 'datetime'
  /** For `formula`: what is computed. */
  readonly expression?: string
  /** An amount that may also be sent as a share, such as `5%`. */
  readonly asPercentage?: boolean
  /** No two records may have the same value. */
  readonly unique?: { readonly caseSensitive: boolean }
  /** Holds the id that another system knows the record by; whether that id is a user's or the org's. */
  readonly external?: 'user' | 'org'
  readonly tooltip?: { readonly name: string; readonly value: string }
  /** Somebody added it to the org. */
  readonly custom?: boolean
  /** The oldest API version that lists the field, when not all do. */
  readonly since?: number
}

/** The type of a field's values: of a formula, that of its result. */
export const valueTypeOf = ({ dataType, returnType }: Pick<FieldDefinition, 'dataType' | 'returnType'>): DataType =>
  returnType ?? dataType

/** What the rows of a subform, of a multi-select lookup or of an upload field look like. */
export interface RowsDefinition {
  /** The subform's or linking module's API name. */
  readonly module: string
  readonly label: string
  readonly fields: readonly FieldDefinition[]
}

/** A list of connected records that `settings/related_lists` names and `GET /{module}/{id}/{related_list}` reads. */
export interface RelatedListDefinition {
  readonly apiName: string
  readonly label: string
  /** The module of the listed records. */
  readonly module: string
  /** The lookup field of that module which points here; null where the link is kept elsewhere. */
  readonly field: string | null
}

export interface ModuleDefinition {
  readonly apiName: string
  readonly singular: string
  readonly plural: string
  /** The last digits of the module's id in every org, e.g. 2175 for Leads. */
  readonly idSuffix: number
  /** The field that names a record in lookups and lists. */
  readonly displayField: string
  /** The field that upsert compares when the caller names none. */
  readonly duplicateCheckField: string
  /** Whether the module has a tab of its own in the web pages; without word of it, it has. */
  readonly tab?: false
  /** Is described in the settings, while its records are reached by paths of their own only. */
  readonly withoutRecords?: true
  /** No org begins with records of it. */
  readonly startsEmpty?: true
  /** Sections of the standard layout, each with the API names of its fields in order. */
  readonly sections: readonly { readonly name: string; readonly fields: readonly string[] }[]
  readonly fields: readonly FieldDefinition[]
  readonly relatedLists: readonly RelatedListDefinition[]
}

type Options = Omit<Partial<FieldDefinition>, 'apiName' | 'label' | 'dataType'>

const declare =
  (dataType: DataType, defaults: Options = {}) =>
  (apiName: string, label: string, options: Options = {}): FieldDefinition => ({
    apiName,
    label,
    dataType,
    ...defaults,
    ...options,
  })

export const text = declare('text', { length: 255 })
export const textarea = declare('textarea', { length: 32000 })
export const email = declare('email', { length: 100 })
export const phone = declare('phone', { length: 30 })
export const website = declare('website', { length: 255 })
export const integer = declare('integer', { length: 9 })
export const bigint = declare('bigint', { length: 18 })
export const double = declare('double', { length: 16, decimalPlaces: 2 })
export const currency = declare('currency', { length: 16, decimalPlaces: 2 })
export const percent = declare('percent', { length: 5 })
export const boolean = declare('boolean')
export const date = declare('date')
export const datetime = declare('datetime')
export const image = declare('profileimage', { length: 255 })

export const picklist = (apiName: string, label: string, values: readonly string[], options: Options = {}) =>
  declare('picklist', { length: 120 })(apiName, label, { values, ...options })

export const multiselect = (apiName: string, label: string, values: readonly string[], options: Options = {}) =>
  declare('multiselectpicklist')(apiName, label, { values, ...options })

export const lookup = (
  apiName: string,
  label: string,
  module: string,
  options: Options & { readonly relatedList?: string; readonly relatedListLabel?: string } = {},
): FieldDefinition => {
  const { relatedList, relatedListLabel, ...rest } = options
  return declare('lookup')(apiName, label, { lookup: { module, relatedList, relatedListLabel }, ...rest })
}

export const anyOf = (apiName: string, label: string, modules: readonly string[], options: Options = {}) =>
  declare('multi_module_lookup')(apiName, label, { modules, ...options })

export const user = declare('userlookup')

/** A text of several lines with markup; Zoho calls it a `textarea` of another kind. */
export const richtext = declare('richtext', { length: 50_000 })

export const formula = (
  apiName: string,
  label: string,
  returnType: NonNullable<FieldDefinition['returnType']>,
  options: Options = {},
): FieldDefinition => declare('formula', { length: 16, readOnly: true })(apiName, label, { returnType, ...options })

/** A number that the service gives to each new record. */
export const autonumber = (
  apiName: string,
  label: string,
  { prefix = '', suffix = '', start = 1 }: Partial<NonNullable<FieldDefinition['autoNumber']>> = {},
): FieldDefinition =>
  declare('autonumber', { length: 255, readOnly: true })(apiName, label, { autoNumber: { prefix, suffix, start } })

/** What the service writes into each row of a subform or linking module. */
const rowSystemFields: readonly FieldDefinition[] = [
  declare('bigint')('id', 'Record Id', { readOnly: true, hidden: true }),
  declare('lookup')('Parent_Id', 'Parent ID', { readOnly: true, hidden: true }),
  datetime('Created_Time', 'Created Time', { readOnly: true, hidden: true }),
  datetime('Modified_Time', 'Modified Time', { readOnly: true, hidden: true }),
]

export const subform = (
  apiName: string,
  label: string,
  fields: readonly FieldDefinition[],
  options: Options = {},
): FieldDefinition =>
  declare('subform', { length: 100 })(apiName, label, {
    rows: { module: apiName, label, fields: [...fields, ...rowSystemFields] },
    ...options,
  })

/** A field of several records of another module; each is a row of a linking module with a lookup in it. */
export const multiselectLookup = (
  apiName: string,
  label: string,
  { module, linkingModule, linkField = apiName }: { module: string; linkingModule: string; linkField?: string },
  options: Options = {},
): FieldDefinition =>
  declare('multiselectlookup', { length: 200 })(apiName, label, {
    rows: {
      module: linkingModule,
      label,
      fields: [lookup(linkField, label, module, { mandatory: true }), ...rowSystemFields],
    },
    ...options,
  })

export const multiuserLookup = (
  apiName: string,
  label: string,
  { linkingModule }: { linkingModule: string },
  options: Options = {},
): FieldDefinition =>
  declare('multiuserlookup', { length: 50 })(apiName, label, {
    rows: { module: linkingModule, label, fields: [user(apiName, label, { mandatory: true }), ...rowSystemFields] },
    ...options,
  })

const uploadFields: readonly FieldDefinition[] = [
  declare('bigint')('id', 'Record Id', { readOnly: true, hidden: true }),
  text('File_Id__s', 'File Id', { mandatory: true }),
  text('File_Name__s', 'File Name'),
  text('Size__s', 'Size'),
]

const imageFields: readonly FieldDefinition[] = [
  ...uploadFields,
  text('Preview_Id__s', 'Preview Id', { readOnly: true }),
  text('Description__s', 'Description', { length: 1000 }),
  integer('Sequence_Number__s', 'Sequence Number'),
  text('State__s', 'State', { readOnly: true }),
]

/** Files that were sent to `/files` before; `length` is how many a record may have. */
export const fileUpload = (apiName: string, label: string, options: Options = {}): FieldDefinition =>
  declare('fileupload', { length: 5 })(apiName, label, {
    rows: { module: `${apiName}__s`, label, fields: uploadFields },
    ...options,
  })

export const imageUpload = (apiName: string, label: string, options: Options = {}): FieldDefinition =>
  declare('imageupload', { length: 10 })(apiName, label, {
    rows: { module: `${apiName}__s`, label, fields: imageFields },
    ...options,
  })

export const lineTax = declare('linetax')
export const participants = declare('participants', { length: 50 })
export const reminders = declare('multireminder', { length: 10 })
export const alarm = declare('ALARM')
export const recurrence = declare('RRULE')
/** The remarks on a case or solution, which the service writes. */
export const comments = declare('comments', { readOnly: true })

/** The fields of anything that somebody owns: who made and changed it, and when. */
const ownedFields = (singular: string): readonly FieldDefinition[] => [
  declare('bigint')('id', 'Record Id', { readOnly: true, hidden: true, since: 4 }),
  declare('ownerlookup')('Owner', `${singular} Owner`),
  declare('ownerlookup')('Created_By', 'Created By', { readOnly: true }),
  declare('ownerlookup')('Modified_By', 'Modified By', { readOnly: true }),
  datetime('Created_Time', 'Created Time', { readOnly: true }),
  datetime('Modified_Time', 'Modified Time', { readOnly: true }),
]

/** The fields that every standard module with a tab carries and the service itself fills. */
const systemFields = (singular: string): readonly FieldDefinition[] => [
  ...ownedFields(singular),
  datetime('Last_Activity_Time', 'Last Activity Time', { readOnly: true, hidden: true }),
  declare('tag')('Tag', 'Tag', { length: 2000 }),
  boolean('Locked__s', 'Locked', { readOnly: true, hidden: true }),
  picklist('Record_Status__s', 'Record Status', ['Available', 'Draft', 'Trash'], { readOnly: true, hidden: true }),
]

/** Completes a declaration: the module's own fields, then the system fields it has not declared itself. */
export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  const own = new Set(definition.fields.map(field => field.apiName))
  const filled = definition.tab === false ? ownedFields : systemFields
  const system = filled(definition.singular).filter(field => !own.has(field.apiName))
  return { ...definition, fields: [...definition.fields, ...system] }
}
