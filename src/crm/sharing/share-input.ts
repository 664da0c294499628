import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { CrmContext } from '../answer.ts'
import { mayDo, notPermitted } from '../permissions.ts'
import { may } from '../records/sharing.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'
import { type Share, type SharePermission, shareId, sharePermissions } from './shares.ts'

/** With how many of a kind a record may be shared. */
const limits: Readonly<Record<Share['kind'], number>> = { users: 10, roles: 5 }

/** One share as a request describes it. @throws RowRefused */
export function readShare(c: CrmContext, module: ModuleMeta, record: RecordRow, row: SettingsRow): Share {
  const { data, user } = c.get('caller')
  const { kind, holder } = readHolder(c, module, row)
  const permission = readPermission(c, row)
  checkOwn(c, module, record, permission)
  const type = row.text('type', 100)
  if (type !== undefined && type !== 'private' && type !== 'public') {
    throw row.refuse('notMatching', 'type', { regex: 'private|public' })
  }
  if (type === 'public') throw row.refuse('settingNotEmulated', 'type')
  const withRelated = row.boolean('share_related_records') ?? false
  if (withRelated && module.relatedLists.length === 0) throw row.refuse('relatedNotShared', 'share_related_records')
  const named = { module: module.apiName, record: record.id, kind, holder }
  return { id: shareId(named), ...named, permission, withRelated, sharedBy: user.id, sharedAt: data.clock.now() }
}

function readPermission(c: CrmContext, row: SettingsRow): SharePermission {
  const sent = row.text('permission', 100)
  if (sent === undefined && c.get('version').number < 8) return 'read_only'
  const permission = row.needed('permission', sent)
  const known = sharePermissions.find(each => each === permission)
  if (!known) throw row.refuse('notMatching', 'permission', { regex: sharePermissions.join('|') })
  return known
}

const rightsIn = { read_only: [], read_write: ['edit'], full_access: ['edit', 'delete'] } as const

/** Nobody gives others, or the own role, more than they may do themselves, which is inferred. @throws RowRefused */
function checkOwn(c: CrmContext, module: ModuleMeta, record: RecordRow, permission: SharePermission): void {
  const caller = c.get('caller')
  const lacks = rightsIn[permission].find(
    right => !mayDo(caller.user.profile, right, module) || !may(right, caller, module, record),
  )
  if (lacks) throw new RowRefused(notPermitted(lacks, module))
}

/** Whom a share is for: `user`, or since v8 `shared_with`. */
function readHolder(c: CrmContext, module: ModuleMeta, row: SettingsRow): Pick<Share, 'kind' | 'holder'> {
  if (row.has('user') && row.has('shared_with')) {
    const ambiguity_due_to = [row.place('user'), row.place('shared_with')]
    throw new RowRefused(crmErrorBody('ambiguousParams', { ambiguity_due_to }))
  }
  const isNew = c.get('version').number >= 8 && !row.has('user')
  const key = isNew ? 'shared_with' : 'user'
  const named = row.needed(key, row.object(key))
  const id = named.needed('id', named.text('id', 19))
  const kind = isNew ? named.needed('type', named.choice('type', ['users', 'roles', 'groups'])) : 'users'
  if (kind === 'groups') throw named.refuse('settingNotEmulated', 'type')
  const { data } = c.get('caller')
  if (kind === 'roles') {
    if (!data.people.roleRows.has(id)) throw named.refuse('invalidShareRole', 'id')
    return { kind, holder: id }
  }
  const user = data.activeUser(id)
  if (!user) throw named.refuse('invalidShareUser', 'id')
  if (!mayDo(user.profile, 'view', module)) throw row.refuse('notShareable', key)
  return { kind, holder: id }
}

/** @throws RowRefused where a record would be shared with too many */
export function checkLimits(shares: readonly Share[], { kind }: Share, row: SettingsRow): void {
  const limit = limits[kind]
  const count = shares.filter(share => share.kind === kind).length
  if (count <= limit) return
  const message = `Cannot share a record to more than ${limit} ${kind}.`
  throw row.refuse('tooManyShares', 'type', { limit }, message)
}
