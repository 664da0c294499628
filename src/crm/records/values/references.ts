/** Types that point to a user or a record. */

import type { Actor } from '../../../http/authenticate.ts'
import { isJsonObject } from '../../../protocol/json-object.ts'
import type { FieldMeta, ModuleMeta } from '../../../world/metadata.ts'
import type { OrgUser } from '../../../world/org-data.ts'
import type { RecordRow } from '../../../world/record-row.ts'
import { moduleNamed } from '../../module-of.ts'
import { mayDo } from '../../permissions.ts'
import { findByValue } from '../duplicates.ts'
import { unusedFile } from '../record-files.ts'
import { findVisible, visibleTo } from '../sharing.ts'
import { isBlank, type ParseValue, type ValueContext, type ValueProblem, wrongType } from './parsed.ts'

/** The id of a reference, sent bare or as an object. */
function readReference(sent: unknown): { readonly id: string; readonly bare: boolean } | ValueProblem {
  if (typeof sent === 'string') return { id: sent, bare: true }
  if (!isJsonObject(sent)) return wrongType('jsonobject')
  const { id } = sent as { id?: unknown }
  if (id === undefined || id === null) return { wrong: 'missing', path: ['id'] }
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id), bare: false } : wrongType('bigint')
}

const invalidId = (bare: boolean): ValueProblem => (bare ? { wrong: 'id' } : { wrong: 'id', path: ['id'] })

/**
 * A user of the org, by id; official SDKs name an owner by e-mail address too. Who was deactivated or deleted gets nothing any
 * more, but keeps what they have; that is inferred.
 */
export const parseUser: ParseValue = (sent, field, { data, current }) => {
  const mayHave = (user: OrgUser | undefined): user is OrgUser =>
    user !== undefined && (user.status === 'active' || current?.[field.apiName] === user.id)
  const email = isJsonObject(sent) && isBlank(sent.id) ? sent.email : undefined
  if (typeof email === 'string') {
    const user = data.users().find(each => each.email.toLowerCase() === email.toLowerCase())
    return mayHave(user) ? { value: user.id } : { wrong: 'id', path: ['email'] }
  }
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  return mayHave(data.user(reference.id)) ? { value: reference.id } : invalidId(reference.bare)
}

export const parseLookup: ParseValue = (sent, field, context) => {
  const module = context.data.module(field.lookup!.module)
  const reference = readReference(sent)
  // an account may be named instead, where a contact may not
  if ('wrong' in reference && reference.wrong === 'missing' && field.apiName === 'Account_Name' && module) {
    const id = idOfName(context, module, (sent as { name?: unknown }).name)
    return id === undefined ? reference : { value: id }
  }
  if ('wrong' in reference) return reference
  return module && mayPointTo(context, field, module, reference.id)
    ? { value: reference.id }
    : invalidId(reference.bare)
}

/** To a record that the caller may see, since a lookup shows its name; one that was pointed to before may stay. */
const mayPointTo = (
  { caller, data, current }: ValueContext,
  field: FieldMeta,
  module: ModuleMeta,
  id: string,
): boolean =>
  visibleRecord(caller, module, id) !== undefined || (current?.[field.apiName] === id && data.records(module).has(id))

export const visibleRecord = (caller: Actor, module: ModuleMeta, id: string): RecordRow | undefined =>
  mayDo(caller.user.profile, 'view', module) ? findVisible(caller, module, id) : undefined

/** The record whose display field has that value, without case. */
function idOfName({ caller, data }: ValueContext, module: ModuleMeta, name: unknown): string | undefined {
  const field = module.fieldsByName.get(module.displayField)
  if (typeof name !== 'string' || !field || !mayDo(caller.user.profile, 'view', module)) return undefined
  const like = { id: '', [field.apiName]: name }
  return findByValue(data.records(module), field, like, visibleTo(caller, module))?.id
}

/** An image that was uploaded before, by its id; the one that the record has may stay. */
export const parsePhoto: ParseValue = (sent, field, { data, current }) => {
  if (typeof sent !== 'string') return wrongType('string')
  const isOwn = sent === current?.[field.apiName]
  return isOwn || unusedFile(data, sent)?.type.startsWith('image/') ? { value: sent } : { wrong: 'id' }
}

/** `$se_module` beside the field says which module is meant; without it the id decides. */
export const parseAnyLookup: ParseValue = (sent, field, context) => {
  if (field.parent) return parseParent(sent, field, context)
  const { data, row } = context
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  const named = typeof row.$se_module === 'string' ? [row.$se_module] : field.modules!
  for (const name of named) {
    const module = data.module(name)
    if (module && field.modules!.includes(module.apiName) && mayPointTo(context, field, module, reference.id)) {
      return { value: reference.id, extra: { $se_module: module.apiName } }
    }
  }
  return invalidId(reference.bare)
}

/**
 * The record that a note belongs to. Its module has to be named: newer versions do so inside the reference, by API name or
 * id, older ones in a key beside it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/create-notes.html
 */
const parseParent: ParseValue = (sent, field, context) => {
  const { data, row } = context
  const reference = readReference(sent)
  if ('wrong' in reference) return reference
  const inside = isJsonObject(sent) ? sent.module : undefined
  const named = (isJsonObject(inside) ? (inside.api_name ?? inside.id) : inside) ?? row.se_module ?? row.$se_module
  const place = reference.bare ? { beside: 'se_module' } : { path: ['module'] }
  if (isBlank(named)) return { wrong: 'missing', ...place }
  const module = typeof named === 'string' ? moduleNamed(data, named) : undefined
  if (!module?.relatedLists.some(list => list.field === field.apiName)) return { wrong: 'module', ...place }
  return mayPointTo(context, field, module, reference.id)
    ? { value: reference.id, extra: { $se_module: module.apiName } }
    : invalidId(reference.bare)
}
