/**
 * Records by the ids that another system gave them. The header `X-EXTERNAL` names external fields:
 *
 *     Contacts.External_Contact_ID                     in a path or in ids, values of this field stand for ids of contacts
 *     Contacts.Account_Name.External_Account_ID        in a body, the lookup names its account by this field
 *     Quotes.Quoted_Items.Product_Name.External_ID     the same in the rows of a subform
 *     Events.What_Id->Accounts.External_Account_ID     the same where a lookup may lead to several modules
 *
 * Several stand with commas between them.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records-ext.html and
 * https://www.zoho.com/crm/developer/docs/api/v8/get-records-ext.html
 */

import { readHeader } from '../../http/query.ts'
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/errors.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { findByValue } from './duplicates.ts'
import { rowFieldsOf } from './row-fields.ts'

/** What the header of a request says; null without one. */
export interface ExternalHeader {
  /** By API name of the module: the field whose values stand for ids. */
  readonly addressed: ReadonlyMap<string, FieldMeta>
  readonly references: readonly Reference[]
}

/** A lookup of the module that is written to. */
interface Reference {
  readonly module: ModuleMeta
  /** The way to it through the body. */
  readonly keys: readonly string[]
  readonly target: ModuleMeta
  readonly field: FieldMeta
}

/** @throws CrmError for what is no external field */
export function readExternal(c: CrmContext): ExternalHeader | null {
  const header = readHeader(c, 'x-external')
  if (!header) return null
  const { data } = c.get('caller')
  const addressed = new Map<string, FieldMeta>()
  const references: Reference[] = []
  for (const path of header.split(',').map(part => part.trim())) {
    const [moduleName = '', ...steps] = path.split('.')
    const last = steps.pop() ?? ''
    const module = data.module(moduleName)
    const reached = module && follow(module, steps, data)
    const field = reached?.target.fieldsByName.get(last)
    if (!module || !reached || !field?.external) throw unknownPath(path)
    if (steps.length === 0) addressed.set(module.apiName, field)
    else references.push({ module, keys: reached.keys, target: reached.target, field })
  }
  return { addressed, references }
}

const unknownPath = (path: string) =>
  crmError('invalidParam', { param_name: 'X-EXTERNAL' }, { reason: `X-EXTERNAL: ${path} names no external field` })

/** The line items of all inventory modules, as the header may call them. */
const lineItems = 'Product_Details'

/** Where the steps between the module and the external field lead. */
function follow(module: ModuleMeta, steps: readonly string[], data: OrgData) {
  const keys: string[] = []
  let fields: readonly FieldMeta[] = module.fields
  let target: ModuleMeta | undefined = module
  for (const step of steps) {
    const [key = '', named] = step.split('->')
    const field: FieldMeta | undefined =
      fields.find(({ apiName }) => apiName === key) ??
      (key === lineItems ? fields.find(({ dataType, mandatory }) => dataType === 'subform' && mandatory) : undefined)
    if (!field && key !== 'participant') return undefined
    keys.push(field?.apiName ?? key)
    target = data.module(named ?? field?.lookup?.module ?? '')
    fields = field?.rows ? rowFieldsOf(field) : []
  }
  return target && { keys, target }
}

/** An id that no record has. */
const nobody = '0'

/** The id of the record that an external value stands for; one that nobody has where there is none. */
export function resolveId(value: string, module: ModuleMeta, header: ExternalHeader | null, data: OrgData): string {
  const field = header?.addressed.get(module.apiName)
  if (!field) return value
  return findByValue(data.records(module), field, { id: '', [field.apiName]: value })?.id ?? nobody
}

/** Whether values in the path stand for ids of this module's records. */
export const isAddressed = (module: ModuleMeta, header: ExternalHeader | null): boolean =>
  header?.addressed.has(module.apiName) ?? false

type Resolved = { readonly row: Readonly<Record<string, unknown>> } | { readonly error: CrmErrorBody }

/**
 * A row as it would be without external values: each reference by the id of what it stands for.
 * @param path of the row in the body, e.g. `$.data[0]`; without it errors say no more than the field
 */
export function resolveReferences(
  row: Readonly<Record<string, unknown>>,
  module: ModuleMeta,
  { references }: ExternalHeader,
  data: OrgData,
  path: string | undefined,
): Resolved {
  let resolved = row
  for (const reference of references) {
    if (reference.module !== module) continue
    const result = resolveAt(resolved, reference.keys, reference, data, path)
    if ('error' in result) return result
    resolved = result.row
  }
  return { row: resolved }
}

function resolveAt(
  row: Readonly<Record<string, unknown>>,
  [key, ...rest]: readonly string[],
  reference: Reference,
  data: OrgData,
  path: string | undefined,
): Resolved {
  const sent = row[key!]
  const here = path && `${path}.${key}`
  if (rest.length > 0) {
    if (!Array.isArray(sent)) return { row }
    const rows: unknown[] = []
    for (const [index, each] of sent.entries()) {
      const result = isObject(each)
        ? resolveAt(each, rest, reference, data, here && `${here}[${index}]`)
        : { row: each }
      if ('error' in result) return result
      rows.push(result.row)
    }
    return { row: { ...row, [key!]: rows } }
  }
  const { field, target } = reference
  if (!isObject(sent) || typeof sent[field.apiName] !== 'string') return { row }
  const found = findByValue(data.records(target), field, { id: '', [field.apiName]: sent[field.apiName] as string })
  if (!found) {
    const place = here ? { json_path: `${here}.${field.apiName}` } : {}
    return { error: crmErrorBody('invalidId', { api_name: field.apiName, ...place }) }
  }
  // where both are sent the external value counts; a participant is named by its bare id
  return { row: { ...row, [key!]: key === 'participant' ? found.id : { id: found.id } } }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
