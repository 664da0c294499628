/**
 * The columns of a bulk read: fields of the module, and by a dot fields of what a lookup points to, such as
 * `Account_Name.Phone` and `Owner.last_name`.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/create-job.html. That two lookups can be followed one after
 * the other, and no more, is inferred from COQL.
 */

import type { Actor } from '../../http/authenticate.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { type DataType, valueTypeOf } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { isVisible } from '../records/render.ts'
import { visibleTo } from '../records/sharing.ts'

export interface Column {
  /** As it was asked for. */
  readonly name: string
  readonly field: FieldMeta
  /** Whose field it is: an API name, or `users`. */
  readonly of: string
  /** The modules that the way to it leads through, the last one that of the field. */
  readonly through: readonly ModuleMeta[]
  /** The way to the record that has the field; null where it is the record itself. */
  readonly follow: ((row: RecordRow) => RecordRow | undefined) | null
}

export type ColumnProblem = { readonly problem: 'missing' | 'too far'; readonly name: string; readonly module: string }

const mostJoins = 2

/** @param caller who sees of other records no more than they may */
export function findColumn(name: string, module: ModuleMeta, version: Version, caller: Actor): Column | ColumnProblem {
  const steps = name.split('.')
  const last = steps.pop()!
  const problem = (kind: ColumnProblem['problem'], of: string): ColumnProblem => ({ problem: kind, name, module: of })
  if (steps.length > mostJoins) return problem('too far', module.apiName)

  let of: ModuleMeta | 'users' = module
  let follow: Column['follow'] = null
  const through: ModuleMeta[] = []
  for (const step of steps) {
    const lookup: FieldMeta | undefined = of === 'users' ? undefined : fieldOf(of, step, version)
    const target: ModuleMeta | 'users' | undefined = lookup && targetOf(lookup, caller.data)
    if (!lookup || !target) return problem('missing', nameOf(of))
    follow = chain(follow, lookup, target, caller)
    if (target !== 'users') through.push(target)
    of = target
  }
  const field = of === 'users' ? userFields.get(last) : fieldOf(of, last, version)
  return field ? { name, field, of: nameOf(of), through, follow } : problem('missing', nameOf(of))
}

const nameOf = (of: ModuleMeta | 'users'): string => (of === 'users' ? of : of.apiName)

function fieldOf(module: ModuleMeta, name: string, version: Version): FieldMeta | undefined {
  const field = module.fieldsByName.get(name)
  return field && (name === 'id' || isVisible(field, version)) ? field : undefined
}

function targetOf({ dataType, lookup }: FieldMeta, data: OrgData): ModuleMeta | 'users' | undefined {
  if (dataType === 'ownerlookup' || dataType === 'userlookup') return 'users'
  return dataType === 'lookup' ? data.module(lookup!.module) : undefined
}

function chain(
  before: Column['follow'],
  { apiName }: FieldMeta,
  target: ModuleMeta | 'users',
  caller: Actor,
): NonNullable<Column['follow']> {
  const find = target === 'users' ? findUser(caller.data) : findRecord(caller, target)
  return row => {
    const from = before ? before(row) : row
    const id = from?.[apiName]
    return typeof id === 'string' ? find(id) : undefined
  }
}

function findRecord(caller: Actor, module: ModuleMeta): (id: string) => RecordRow | undefined {
  const records = caller.data.records(module)
  const visible = visibleTo(caller, module)
  return id => {
    const row = records.get(id)
    return row && (!visible || visible(row)) ? row : undefined
  }
}

function findUser(data: OrgData): (id: string) => RecordRow | undefined {
  const users = new Map(data.users().map(user => [user.id, toUserRow(user)]))
  return id => users.get(id)
}

const toUserRow = ({ id, firstName, lastName, fullName, email }: OrgUser): RecordRow => ({
  id,
  first_name: firstName,
  last_name: lastName,
  full_name: fullName,
  email,
})

const userField = (apiName: string, dataType: DataType): [string, FieldMeta] => [
  apiName,
  { apiName, label: apiName, dataType, id: '', sequence: 0, pickListValues: [] },
]

const userFields = new Map<string, FieldMeta>([
  userField('id', 'bigint'),
  userField('first_name', 'text'),
  userField('last_name', 'text'),
  userField('full_name', 'text'),
  userField('email', 'email'),
])

const withoutColumn: ReadonlySet<DataType> = new Set<DataType>([
  ...(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload', 'profileimage'] as const),
  ...(['linetax', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])

/** Whether values of the field can stand in one cell; which can is inferred. */
export const isExported = ({ dataType }: FieldMeta): boolean => !withoutColumn.has(dataType)

/** All fields of a module that are exported, without the id, which is the first column anyway. */
export const allColumns = (module: ModuleMeta, version: Version): Column[] =>
  module.fields
    .filter(field => field.apiName !== 'id' && isExported(field) && isVisible(field, version))
    .map(field => ({ name: field.apiName, field, of: module.apiName, through: [], follow: null }))

/** Makes what writes a value into a cell. Records and users stand there by their ids, times in the zone of the org. */
export function cellOf({ field, follow }: Column, data: OrgData): (row: RecordRow) => string {
  const { apiName } = field
  const write = writerFor(field, data)
  if (!follow) return row => write(row[apiName], row)
  return row => {
    const there = follow(row)
    return there ? write(there[apiName], there) : ''
  }
}

type Write = (value: StoredValue | undefined, row: RecordRow) => string

function writerFor(field: FieldMeta, data: OrgData): Write {
  switch (valueTypeOf(field)) {
    case 'datetime':
      return value => (typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : '')
    case 'boolean':
      return value => (value === true ? 'true' : 'false')
    case 'lookup': {
      const target = data.module(field.lookup!.module)
      const records = target && data.records(target)
      return value => (typeof value === 'string' && records?.has(value) ? value : '')
    }
    default:
      return plainText
  }
}

const plainText: Write = value => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(';') : String(value)
}
