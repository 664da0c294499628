/** From a stored row to what a client sees, by version and field type. */

import { formatDateTime } from '../../protocol/date-time.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import { type DataType, valueTypeOf } from '../../protocol/modules/define.ts'
import { productDetails } from '../../protocol/modules/product-details.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { InnerRow, RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import { fieldNamed, nameIn, toProductDetails } from './product-details.ts'
import { rowFieldsOf } from './row-fields.ts'
import { systemKeysOf } from './system-keys.ts'
import { tagsRenderer } from './tags.ts'
import { hasTerritories, showTerritories, territoriesKey } from './territories.ts'

export type RecordResponse = Record<string, unknown>
export type RenderRecord = (row: RecordRow) => RecordResponse

type RenderValue = (value: StoredValue, row: StoredObject & RecordRow) => unknown

const renderersKept = 200
const renderers = new WeakMap<ModuleMeta, Map<string, RenderRecord>>()

/**
 * Makes the function that renders a module's rows. Kept per module, version and fields, since the same lists are asked
 * for again and again.
 * @param fieldNames what the client asked for; null is everything, with the `$` keys of a full read
 * @param read a list leaves out what only a read of one record brings; without word of it, named fields are those of a list
 */
export function recordRenderer(
  data: OrgData,
  module: ModuleMeta,
  version: Version,
  fieldNames: readonly string[] | null,
  read: 'record' | 'list' = fieldNames ? 'list' : 'record',
): RenderRecord {
  const known = getOrMake(renderers, module, () => new Map<string, RenderRecord>())
  if (known.size >= renderersKept) known.clear()
  const key = JSON.stringify([version.name, read, fieldNames])
  return getOrMake(known, key, () => buildRenderer(data, module, version, fieldNames, read))
}

function buildRenderer(
  data: OrgData,
  module: ModuleMeta,
  version: Version,
  fieldNames: readonly string[] | null,
  read: 'record' | 'list',
): RenderRecord {
  const fields = fieldNames
    ? fieldNames.map(name => ({ name, field: fieldNamed(module, name, version) }))
    : module.fields.map(field => ({ name: nameIn(field, version), field }))
  const shown = fields.filter(
    (each): each is { name: string; field: FieldMeta } =>
      each.field !== undefined &&
      each.field.apiName !== 'id' &&
      isVisible(each.field, version) &&
      (read === 'record' || !recordOnly.has(each.field.dataType)),
  )
  const columns = shown.map(({ name, field }) => {
    const render = field.rows
      ? rowsRenderer(data, module, field)
      : field.parent && version.parentModule && module.apiName === 'Notes'
        ? parentReference(data)
        : field.dataType === 'tag'
          ? tagsRenderer(data, module, version)
          : valueRenderer(data, field)
    const inForm = name === productDetails ? inProductDetails(data, render) : render
    const shownAs = read === 'list' && field.dataType === 'richtext' ? cutShort(inForm) : inForm
    return { name, apiName: field.apiName, render: shownAs }
  })
  const growing = shown.filter(({ field }) => recordOnly.has(field.dataType))
  const territories = territoriesKey(module)
  const namesTerritories = territories !== undefined && fieldNames?.includes(territories) === true
  const system = systemKeysOf(data, module, version, fieldNames)

  return row => {
    const response: RecordResponse = {}
    if (system) system(response, row)
    for (const { name, apiName, render } of columns) {
      const value = row[apiName] ?? null
      response[name] = render === asItIs ? value : render(value, row)
    }
    if (growing.length > 0) {
      response.$has_more = Object.fromEntries(growing.map(({ name, field }) => [name, hasMore(row[field.apiName])]))
    }
    if (territories !== undefined && (namesTerritories || (system && hasTerritories(data)))) {
      response[territories] = showTerritories(data, module, row.id)
    }
    response.id = row.id
    return response
  }
}

/** Which types only a read of one record brings, along with `$has_more`. */
const recordOnly: ReadonlySet<DataType> = new Set(['subform', 'multiselectlookup', 'multiuserlookup'])

/** How many inner rows a record shows; inferred from the most that a subform may have. */
const rowsShown = 100
const listedRichText = 500

const hasMore = (value: StoredValue | undefined): boolean => Array.isArray(value) && value.length > rowsShown

/** Told apart by those who go through many values, since a call for each costs more than all else. */
const asItIs: RenderValue = value => value

const cutShort =
  (render: RenderValue): RenderValue =>
  (value, row) =>
    typeof value === 'string' ? value.slice(0, listedRichText) : render(value, row)

const inProductDetails =
  (data: OrgData, render: RenderValue): RenderValue =>
  (value, row) =>
    toProductDetails(data, render(value, row) as RecordResponse[])

/** The rows of a subform or of a field like it, each with what the service says of it. */
function rowsRenderer(data: OrgData, module: ModuleMeta, field: FieldMeta): RenderValue {
  const parts = rowFieldsOf(field).filter(({ apiName }) => apiName !== 'id' && apiName !== 'Parent_Id')
  const columns = parts.map(part => [part.apiName, innerRenderer(data, part)] as const)
  const hasParent = rowFieldsOf(field).some(({ apiName }) => apiName === 'Parent_Id')
  const isUpload = field.dataType === 'fileupload' || field.dataType === 'imageupload'

  const renderRow = (inner: InnerRow, row: RecordRow): RecordResponse => {
    const response: RecordResponse = {}
    for (const [name, render] of columns) response[name] = render(inner[name] ?? null, inner)
    if (hasParent) {
      response.$in_merge = false
      response.$field_states = null
      response.$zia_visions = null
      response.Parent_Id = { name: row[module.displayField] ?? null, id: row.id }
    }
    if (isUpload) Object.assign(response, uploadKeys(data, row))
    response.id = inner.id
    return response
  }
  return (value, row) =>
    Array.isArray(value) ? value.slice(0, rowsShown).map(inner => renderRow(inner as InnerRow, row)) : []
}

/** The product of a line item also says its code. */
function innerRenderer(data: OrgData, field: FieldMeta): RenderValue {
  const render = valueRenderer(data, field)
  const products = field.lookup?.module === 'Products' ? data.module('Products') : undefined
  if (!products) return render
  return (value, row) => {
    const reference = render(value, row)
    if (typeof reference !== 'object' || reference === null) return reference
    return { Product_Code: data.records(products).get(String(value))?.Product_Code ?? null, ...reference }
  }
}

/** A file belongs to whom its record belongs to; that it came with the record's last change is inferred. */
const uploadKeys = (data: OrgData, row: RecordRow): RecordResponse => ({
  Owner__s: userReference(data, String(row.Owner)),
  Created_By__s: userReference(data, String(row.Created_By)),
  Modified_By__s: userReference(data, String(row.Modified_By)),
  Created_Time__s: formatDateTime(row.Modified_Time as number, data.org.timeZone),
  Modified_Time__s: formatDateTime(row.Modified_Time as number, data.org.timeZone),
})

/** Newer fields are unknown to older versions. */
export const isVisible = (field: FieldMeta, version: Version): boolean =>
  field.since === undefined || version.number >= field.since

function valueRenderer(data: OrgData, field: FieldMeta): RenderValue {
  switch (valueTypeOf(field)) {
    case 'ownerlookup':
    case 'userlookup':
      return value => (typeof value === 'string' ? userReference(data, value) : null)
    case 'lookup':
      return value => (typeof value === 'string' ? lookupReference(data, field.lookup!.module, value) : null)
    case 'multi_module_lookup':
      if (field.tellsModule) return parentReference(data)
      return (value, row) =>
        typeof value === 'string' ? lookupReference(data, String(row.$se_module ?? field.modules![0]), value) : null
    case 'datetime':
      return value => (typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : null)
    case 'boolean':
      return value => value ?? false
    case 'multiselectpicklist':
    case 'participants':
    case 'linetax':
    case 'comments':
      return value => value ?? []
    default:
      return asItIs
  }
}

/** How a record names a user. */
export function userReference(data: OrgData, id: string): object {
  const user = data.user(id)
  return user ? { name: user.fullName, id, email: user.email } : { name: null, id, email: null }
}

/** How a write's acknowledgement names a user. */
export function shortUserReference(data: OrgData, id: string): object {
  return { name: data.user(id)?.fullName ?? null, id }
}

/** A lookup's target by the field that names records of its module; a target that is gone reads as empty. */
function lookupReference(data: OrgData, moduleName: string, id: string): object | null {
  const module = data.module(moduleName)
  const target = module && data.records(module).get(id)
  return target ? { name: target[module.displayField] ?? null, id } : null
}

/** What a note belongs to, or an appointment is for, with its module. */
const parentReference =
  (data: OrgData): RenderValue =>
  (value, row) => {
    const module = data.module(String(row.$se_module))
    const reference = module && typeof value === 'string' ? lookupReference(data, module.apiName, value) : null
    return reference && { module: { api_name: module!.apiName, id: module!.id }, ...reference }
  }
