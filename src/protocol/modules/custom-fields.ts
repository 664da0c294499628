/**
 * Fields that an org may add to its modules: which types there are, how long their values may be, and how a field gets
 * its API name from its label.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-custom-field.html; lengths from
 * https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/custom-fields
 */

import {
  autonumber,
  bigint,
  boolean,
  currency,
  date,
  datetime,
  double,
  email,
  type FieldDefinition,
  fileUpload,
  formula,
  imageUpload,
  integer,
  lookup,
  multiselect,
  multiselectLookup,
  multiuserLookup,
  percent,
  phone,
  picklist,
  richtext,
  text,
  textarea,
  user,
  website,
} from './define.ts'

type Options = Parameters<typeof text>[2]

interface CustomType {
  /** The longest value that the field may be given, where a length can be chosen at all. */
  readonly longest?: number
  readonly define: (field: CustomField, options: Options) => FieldDefinition
}

/** What is asked of a new field; what its type has no use for is passed over. */
export interface CustomField {
  readonly apiName: string
  readonly label: string
  readonly dataType: CustomDataType
  readonly length?: number | undefined
  readonly decimalPlaces?: number | undefined
  readonly values?: readonly string[] | undefined
  readonly globalPickList?: string | undefined
  readonly lookup?:
    | { readonly module: string; readonly relatedList: string; readonly relatedListLabel: string }
    | undefined
  /** For `multiselectlookup` and `multiuserlookup`: the module in which the links lie. */
  readonly linkingModule?: string | undefined
  readonly autoNumber?: FieldDefinition['autoNumber']
  readonly formula?:
    | { readonly returnType: NonNullable<FieldDefinition['returnType']>; readonly expression: string }
    | undefined
  readonly unique?: FieldDefinition['unique']
  readonly external?: FieldDefinition['external']
  readonly tooltip?: FieldDefinition['tooltip']
  readonly mandatory?: boolean | undefined
  readonly defaultValue?: FieldDefinition['defaultValue']
}

const plain = (
  define: (apiName: string, label: string, options?: Options) => FieldDefinition,
  longest?: number,
): CustomType => ({
  ...(longest !== undefined && { longest }),
  define: ({ apiName, label }, options) => define(apiName, label, options),
})

const customTypes = {
  text: plain(text, 255),
  textarea: plain(textarea, 32_000),
  richtext: plain(richtext, 50_000),
  email: plain(email, 100),
  phone: plain(phone, 30),
  website: plain(website, 450),
  integer: plain(integer, 9),
  bigint: plain(bigint, 18),
  double: plain(double, 16),
  currency: plain(currency, 16),
  percent: plain(percent, 5),
  boolean: plain(boolean),
  date: plain(date),
  datetime: plain(datetime),
  fileupload: plain(fileUpload, 5),
  imageupload: plain(imageUpload, 10),
  userlookup: plain(user),
  picklist: { define: ({ apiName, label, values }, options) => picklist(apiName, label, values ?? [], options) },
  multiselectpicklist: {
    define: ({ apiName, label, values }, options) => multiselect(apiName, label, values ?? [], options),
  },
  lookup: {
    define: ({ apiName, label, lookup: to }, options) =>
      lookup(apiName, label, to!.module, {
        ...options,
        relatedList: to!.relatedList,
        relatedListLabel: to!.relatedListLabel,
      }),
  },
  multiselectlookup: {
    define: ({ apiName, label, lookup: to, linkingModule }, options) =>
      multiselectLookup(apiName, label, { module: to!.module, linkingModule: linkingModule! }, options),
  },
  multiuserlookup: {
    define: ({ apiName, label, linkingModule }, options) =>
      multiuserLookup(apiName, label, { linkingModule: linkingModule! }, options),
  },
  autonumber: { define: ({ apiName, label, autoNumber }) => autonumber(apiName, label, autoNumber) },
  formula: {
    define: ({ apiName, label, formula: computed, decimalPlaces, tooltip }) =>
      formula(apiName, label, computed!.returnType, {
        expression: computed!.expression,
        ...(isNumeric(computed!.returnType) && { decimalPlaces: decimalPlaces ?? 2 }),
        ...(tooltip && { tooltip }),
      }),
  },
} satisfies Record<string, CustomType>

function isNumeric(returnType: NonNullable<FieldDefinition['returnType']>): boolean {
  return returnType === 'currency' || returnType === 'double'
}

/** The types that a field of one's own may have; `richtext` is what the API calls a `textarea` of type `rich_text`. */
export type CustomDataType = keyof typeof customTypes

export const customDataTypes = Object.keys(customTypes) as CustomDataType[]

/** @returns undefined for a type whose values have no length of one's choosing */
export const longestValue = (dataType: CustomDataType): number | undefined =>
  (customTypes[dataType] as CustomType).longest

export function defineCustomField(field: CustomField): FieldDefinition {
  const { length, decimalPlaces, unique, external, tooltip, mandatory, defaultValue, globalPickList } = field
  const chosen = { length, decimalPlaces, unique, external, tooltip, mandatory, defaultValue, globalPickList }
  const options = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  return { ...(customTypes[field.dataType] as CustomType).define(field, options), custom: true }
}

const longestApiName = 50

/**
 * The API name that follows from a label: its letters and digits, with an underscore for what lies between, and a number
 * at its end where the name is taken.
 *
 * Source: https://www.zoho.com/crm/help/api-names.html
 */
export function toApiName(label: string, isTaken: (name: string) => boolean): string {
  const words = label.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? []
  const joined = words.join('_').slice(0, longestApiName - 3)
  const name = /^[A-Za-z]/.test(joined) ? joined : `a${joined}`
  // records are plain objects, which know `constructor` and its like without being told
  const isFree = (each: string) => !(each in Object.prototype) && !isTaken(each)
  if (isFree(name)) return name
  for (let number = 1; ; number++) if (isFree(`${name}${number}`)) return `${name}${number}`
}

/** Whether a name may be chosen: letters, digits and single underscores, a letter first and no underscore last; none that objects have. */
export const isApiName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/.test(name) && name.length <= longestApiName && !(name in Object.prototype)
