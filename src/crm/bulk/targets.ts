/** The modules and fields that a bulk write may name. */

import type { DataType } from '../../protocol/modules/define.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { rowFieldsOf } from '../records/row-fields.ts'
import { isWritable } from '../records/values/index.ts'
import type { Mapping, WriteResource } from './write-request.ts'

const childTypes: ReadonlySet<DataType> = new Set<DataType>(['subform', 'multiselectlookup', 'multiuserlookup'])

export interface Child {
  readonly module: ModuleMeta
  readonly field: FieldMeta
}

/** The field whose rows lie in a module of that name; first in the modules that are written too. */
export function findChild(name: string, parents: readonly ModuleMeta[], data: OrgData): Child | null {
  if (data.module(name)) return null
  for (const module of [...parents, ...data.modules()]) {
    const field = module.fields.find(
      ({ apiName, dataType, rows }) => childTypes.has(dataType) && (rows!.module === name || apiName === name),
    )
    if (field) return { module, field }
  }
  return null
}

/** Types that stand in no cell. */
const notWritten: ReadonlySet<DataType> = new Set<DataType>([
  ...(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload', 'profileimage'] as const),
  ...(['linetax', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])

export const parentId = 'Parent_Id'

/** What a mapping or a header names. */
export interface FieldToWrite {
  readonly apiName: string
  /** What is looked up by; null where that was not said. */
  readonly findBy: string | null
  /** The module that a lookup points to. */
  readonly target: ModuleMeta | null
}

/**
 * @param name of a field, or of a lookup and the field of the other record that says which one is meant: `Account_Name.Phone`
 * @param inner the field whose rows are written
 */
export function fieldToWrite(
  name: string,
  inner: FieldMeta | null,
  module: ModuleMeta,
  data: OrgData,
): FieldToWrite | null {
  const [apiName = '', findBy = null, ...more] = name.split('.')
  if (more.length > 0) return null
  if (inner && apiName === parentId) return { apiName, findBy, target: module }
  if (apiName === 'id' && !inner && findBy === null) return { apiName, findBy, target: null }
  const field = inner ? rowFieldsOf(inner).find(each => each.apiName === apiName) : module.fieldsByName.get(apiName)
  if (!field || !isWritable(field) || notWritten.has(field.dataType)) return null
  const target = (field.lookup && data.module(field.lookup.module)) ?? null
  const isUser = field.dataType === 'ownerlookup' || field.dataType === 'userlookup'
  if (findBy !== null && !(target ? isFindable(findBy, target) : isUser && userKeys.includes(findBy))) return null
  return { apiName, findBy, target }
}

const userKeys = ['id', 'email']

/** Whether records can be told from one another by a field: the id, a unique one, the one that names them or tells duplicates. */
export function isFindable(name: string, module: ModuleMeta): boolean {
  const field = module.fieldsByName.get(name)
  if (name === 'id') return true
  const isKey = name === module.duplicateCheckField || name === module.displayField
  return field !== undefined && (isKey || field.unique !== undefined || field.external !== undefined)
}

/** Whether a field is not written that a new record or row cannot be without. */
export function missingMandatory(
  { module: name, parent }: WriteResource,
  mappings: readonly Pick<Mapping, 'apiName'>[],
  resources: readonly WriteResource[],
  data: OrgData,
): boolean {
  const module = data.module(parent?.module ?? name)
  const inner = parent && module?.fieldsByName.get(parent.field)
  const fields = inner ? rowFieldsOf(inner) : (module?.fields ?? [])
  const mapped = new Set(mappings.map(({ apiName }) => apiName))
  const children = new Set(resources.filter(each => each.parent?.module === name).map(each => each.parent!.field))
  return fields.some(
    field => field.mandatory === true && isWritable(field) && !(field.rows ? children : mapped).has(field.apiName),
  )
}
