/** The client portals of an org: which there are, what kinds of people use them, and who of these was invited. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Authorship } from '../../world/profiles.ts'
import type { Table } from '../../world/table.ts'
import type { CrmContext } from '../answer.ts'

/** `id` is the ZAID. */
export interface PortalRow extends Authorship {
  readonly id: string
  readonly name: string
  readonly active: boolean
}

/** Those whose records in one module are let into a portal. */
export interface UserType extends Authorship {
  readonly id: string
  readonly portalId: string
  readonly name: string
  /** API name. */
  readonly module: string
  readonly active: boolean
  /** Comes with the portal. */
  readonly isDefault: boolean
  /** What they see there, as it was sent. */
  readonly modules: readonly object[]
}

/** `id` is that of the record, the personality. */
export interface PortalUser {
  readonly id: string
  readonly typeId: string
  readonly email: string
  readonly name: string
  readonly active: boolean
  /** Nobody signs in to a portal here, so it stays false. */
  readonly confirmed: boolean
  readonly invitedAt: number
}

export const portalTable = (data: OrgData): Table<PortalRow> => data.table<PortalRow>('client-portals')
export const userTypeTable = (data: OrgData): Table<UserType> => data.table<UserType>('client-portal-user-types')
export const portalUserTable = (data: OrgData): Table<PortalUser> => data.table<PortalUser>('client-portal-users')

export const typesOf = (data: OrgData, { id }: PortalRow): UserType[] =>
  userTypeTable(data)
    .all()
    .filter(({ portalId }) => portalId === id)

export const usersOf = (data: OrgData, { id }: UserType): PortalUser[] =>
  portalUserTable(data)
    .all()
    .filter(({ typeId }) => typeId === id)

/** @throws CrmError */
export function refuseSandbox(c: CrmContext): void {
  const { environment } = c.get('caller').data.org
  if (environment === 'sandbox') throw crmError('notInSandbox', { unsupported_environment: environment })
}

/** The portal that the path names. @throws CrmError */
export function portalOfPath(c: CrmContext): PortalRow {
  const name = c.req.param('portal')
  const portal = portalTable(c.get('caller').data)
    .all()
    .find(each => each.name === name)
  if (!portal) throw crmError('noSuchPortal')
  return portal
}

/** The user type that the path names, of the portal that the path names. @throws CrmError */
export function typeOfPath(c: CrmContext): UserType {
  const portal = portalOfPath(c)
  const type = userTypeTable(c.get('caller').data).get(c.req.param('type') ?? '')
  if (type?.portalId !== portal.id) throw crmError('invalidPathId', { resource_path_index: 4 })
  return type
}

export function authored(c: CrmContext, before?: Authorship): Authorship {
  const { data, user } = c.get('caller')
  const now = data.clock.now()
  return {
    createdAt: before?.createdAt ?? now,
    createdBy: before ? before.createdBy : user.id,
    modifiedAt: now,
    modifiedBy: user.id,
  }
}
