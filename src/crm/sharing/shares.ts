/**
 * Single records that were shared with a user or a role, beyond what the sharing of their module allows, and with them the
 * records of their related lists where that was wished.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/share-record.html. That a share with a role is for the users of that
 * very role is inferred.
 */

import type { Actor } from '../../http/authenticate.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { mayDo } from '../permissions.ts'
import type { RecordChange } from '../records/changes.ts'
import { ownersWithin } from '../records/owners-within.ts'
import { type RelatedList, relatedRecords } from '../records/related.ts'
import { recordsInReach } from '../territories/store.ts'

/** From the least to the most. */
export const sharePermissions = ['read_only', 'read_write', 'full_access'] as const

export type SharePermission = (typeof sharePermissions)[number]

export interface Share {
  /** `module:record:kind:id`, so that a record is shared once with each. */
  readonly id: string
  /** API name. */
  readonly module: string
  readonly record: string
  readonly kind: 'users' | 'roles'
  /** The id of the user or the role. */
  readonly holder: string
  readonly permission: SharePermission
  readonly withRelated: boolean
  readonly sharedBy: string
  readonly sharedAt: number
}

export const sharesOf = (data: OrgData): Table<Share> =>
  data.table<Share>('shares', {
    indexes: { record: ({ module, record }) => `${module}:${record}`, holder: ({ holder }) => holder },
  })

export const shareId = ({ module, record, kind, holder }: Pick<Share, 'module' | 'record' | 'kind' | 'holder'>) =>
  [module, record, kind, holder].join(':')

export const sharesOfRecord = (data: OrgData, module: ModuleMeta, record: string): Share[] =>
  sharesOf(data).find('record', `${module.apiName}:${record}`)

/** What access each permission gives. */
const rankOf: Readonly<Record<SharePermission, number>> = { read_only: 0, read_write: 1, full_access: 2 }
const rankNeeded = { see: 0, edit: 1, delete: 2 } as const

/** An actor lives as long as a request, or as the work of a job. */
const reached = new WeakMap<Actor, Map<ModuleMeta, ReadonlyMap<string, SharePermission>>>()

/** The records of a module that were shared with the caller or lie in their territories, by id; asked only where the module's own sharing refuses. */
function sharedWith(caller: Actor, module: ModuleMeta): ReadonlyMap<string, SharePermission> {
  const ofCaller = getOrMake(reached, caller, () => new Map<ModuleMeta, ReadonlyMap<string, SharePermission>>())
  return getOrMake(ofCaller, module, () => findShared(caller, module))
}

function findShared({ data, user }: Actor, module: ModuleMeta): ReadonlyMap<string, SharePermission> {
  const shares = sharesOf(data)
  const found = new Map<string, SharePermission>()
  const add = (id: string, permission: SharePermission) => {
    const known = found.get(id)
    if (!known || rankOf[known] < rankOf[permission]) found.set(id, permission)
  }
  for (const [id, permission] of recordsInReach(data, user.id, module)) add(id, permission)
  if (shares.size === 0) return found
  const own = shares.find('holder', user.id).filter(({ kind }) => kind === 'users')
  const ofRole = shares.find('holder', user.role.id).filter(({ kind }) => kind === 'roles')
  for (const share of [...own, ...ofRole]) {
    if (share.module === module.apiName) add(share.record, share.permission)
    if (share.withRelated) for (const [id, permission] of relatedTo(data, share, module)) add(id, permission)
  }
  return found
}

/**
 * The records of a module that stand in the related lists of a shared record, each as far as who shared it reaches it by right:
 * nobody shares what is others' by sharing what it hangs on, which is inferred.
 */
function relatedTo(data: OrgData, share: Share, target: ModuleMeta): [id: string, permission: SharePermission][] {
  const module = data.module(share.module)
  const record = module && data.records(module).get(share.record)
  const sharer = data.user(share.sharedBy)
  if (!record || !sharer) return []
  const most = permissionsOf({ data, user: sharer }, target, share.permission)
  const isMeant = (list: RelatedList): boolean => list.module === target.apiName
  return module.relatedLists.filter(isMeant).flatMap(list =>
    relatedRecords({ data, module, record, list, target }).flatMap(row => {
      const permission = most(row)
      return permission ? [[row.id, permission] as [string, SharePermission]] : []
    }),
  )
}

const needed = { read_only: ['view', 'see'], read_write: ['edit', 'edit'], full_access: ['delete', 'delete'] } as const

/** What of a permission the sharer has on a record, if anything. */
function permissionsOf(sharer: Actor, target: ModuleMeta, upTo: SharePermission) {
  const possible = sharePermissions
    .filter(each => rankOf[each] <= rankOf[upTo] && mayDo(sharer.user.profile, needed[each][0], target))
    .map(each => ({ permission: each, owners: ownersWithin(sharer, target, needed[each][1]) }))
  return ({ Owner: owner }: RecordRow): SharePermission | undefined =>
    possible.findLast(({ owners }) => owners === null || owners.has(String(owner)))?.permission
}

/** Whether a record was shared with the caller for that. */
export function isSharedWith(caller: Actor, module: ModuleMeta, id: string, access: keyof typeof rankNeeded): boolean {
  const permission = sharedWith(caller, module).get(id)
  return permission !== undefined && rankOf[permission] >= rankNeeded[access]
}

/** Whether anything of a module was shared with the caller. */
export const hasShared = (caller: Actor, module: ModuleMeta): boolean => sharedWith(caller, module).size > 0

/** Leaves no share of a record that is gone; one that comes back from the recycle bin is shared with nobody, which is inferred. */
export function forgetShares({ operation, module, before, caller: { data } }: RecordChange): void {
  if (operation !== 'delete' || !before || sharesOf(data).size === 0) return
  for (const { id } of sharesOfRecord(data, module, before.id)) sharesOf(data).delete(id)
}

/** Leaves no share with a user or a role that is gone. */
export function forgetSharesWith(data: OrgData, kind: Share['kind'], holder: string): void {
  const shares = sharesOf(data)
  for (const share of shares.find('holder', holder)) if (share.kind === kind) shares.delete(share.id)
}
