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
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records-ext.html and its siblings get-, update- and
 * delete-records-ext.html, and the same of related records. That a record which is not there is named by the external value
 * where it would be named by its id is inferred.
 */

import type { Actor } from '../../http/authenticate.ts'
import { readHeader } from '../../http/query.ts'
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { CrmContext } from '../answer.ts'
import { mayDo } from '../permissions.ts'
import { findByValue } from './duplicates.ts'
import { rowFieldsOf } from './row-fields.ts'
import { visibleTo } from './sharing.ts'

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

/** The id of the record that an external value stands for; one that nobody has where the caller sees none. */
export function resolveId(value: string, module: ModuleMeta, header: ExternalHeader | null, caller: Actor): string {
  const field = namingField(module, header)
  return field ? (findExternal(value, module, field, caller)?.id ?? nobody) : value
}

/** A record that the caller may not see has no external value either, or answers would tell which there are. */
function findExternal(value: string, module: ModuleMeta, field: FieldMeta, caller: Actor): RecordRow | undefined {
  if (!mayDo(caller.user.profile, 'view', module)) return undefined
  const like = { id: '', [field.apiName]: value }
  return findByValue(caller.data.records(module), field, like, visibleTo(caller, module))
}

/** The field by whose values a request names the module's records; undefined where it names them by their ids. */
export const namingField = (module: ModuleMeta, header: ExternalHeader | null | undefined): FieldMeta | undefined =>
  header?.addressed.get(module.apiName)

/** The value by which a request named a record, as it stands beside the id in the answer; nothing where that was the id. */
export function namingValue(
  row: Readonly<Record<string, unknown>>,
  module: ModuleMeta,
  header: ExternalHeader | null | undefined,
): object {
  const field = namingField(module, header)
  return field ? { [field.apiName]: row[field.apiName] ?? null } : {}
}

/** How a record that is not there is named: as the request did. */
export const namedAs = (
  sent: string,
  module: ModuleMeta,
  header: ExternalHeader | null | undefined,
): Record<string, string> => ({ [namingField(module, header)?.apiName ?? 'id']: sent })

type Resolved = { readonly row: Readonly<Record<string, unknown>> } | { readonly error: CrmErrorBody }

/**
 * A row as it would be without external values: each reference by the id of what it stands for.
 * @param path of the row in the body, e.g. `$.data[0]`; without it errors say no more than the field
 */
export function resolveReferences(
  row: Readonly<Record<string, unknown>>,
  module: ModuleMeta,
  { references }: ExternalHeader,
  caller: Actor,
  path: string | undefined,
): Resolved {
  let resolved = row
  for (const reference of references) {
    if (reference.module !== module) continue
    const result = resolveAt(resolved, reference.keys, reference, caller, path)
    if ('error' in result) return result
    resolved = result.row
  }
  return { row: resolved }
}

function resolveAt(
  row: Readonly<Record<string, unknown>>,
  [key, ...rest]: readonly string[],
  reference: Reference,
  caller: Actor,
  path: string | undefined,
): Resolved {
  const sent = row[key!]
  const here = path && `${path}.${key}`
  if (rest.length > 0) {
    if (!Array.isArray(sent)) return { row }
    const rows: unknown[] = []
    for (const [index, each] of sent.entries()) {
      const result = isJsonObject(each)
        ? resolveAt(each, rest, reference, caller, here && `${here}[${index}]`)
        : { row: each }
      if ('error' in result) return result
      rows.push(result.row)
    }
    return { row: { ...row, [key!]: rows } }
  }
  const { field, target } = reference
  if (!isJsonObject(sent) || typeof sent[field.apiName] !== 'string') return { row }
  const found = findExternal(sent[field.apiName] as string, target, field, caller)
  if (!found) {
    const place = here ? { json_path: `${here}.${field.apiName}` } : {}
    return { error: crmErrorBody('invalidId', { api_name: field.apiName, ...place }) }
  }
  // where both are sent the external value counts; a participant is named by its bare id
  return { row: { ...row, [key!]: key === 'participant' ? found.id : { id: found.id } } }
}
