/**
 * Territories as rows, who belongs to them and which records lie in them. A territory's users see its records and those of the
 * territories below, to read or with all rights as the territory of a record says. Its manager counts as one of them.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-territories.html
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Table } from '../../world/table.ts'
import { type Setting, settingsOf } from '../settings/collection.ts'
import { territoryCollection } from './declared.ts'

export interface Territory extends Setting {
  readonly values: {
    readonly name: string
    readonly api_name: string
    readonly permission_type: 'read_only' | 'read_write_delete'
    /** Territory id; null for the one at the top. */
    readonly reporting_to: string | null
    /** User id. */
    readonly manager: string | null
    readonly [key: string]: unknown
  }
}

export const territoriesOf = (data: OrgData): Table<Territory> =>
  settingsOf(data, territoryCollection()) as unknown as Table<Territory>

export const childrenOf = (data: OrgData, id: string): Territory[] =>
  territoriesOf(data)
    .all()
    .filter(({ values }) => values.reporting_to === id)

/** The territory and all below it. */
export function withDescendants(data: OrgData, id: string): string[] {
  return [id, ...childrenOf(data, id).flatMap(child => withDescendants(data, child.id))]
}

/** How many territories stand above. */
export function levelOf(data: OrgData, { values }: Territory): number {
  const parent = values.reporting_to === null ? undefined : territoriesOf(data).get(values.reporting_to)
  return parent ? 1 + levelOf(data, parent) : 0
}

export interface TerritoryUser {
  /** `territory:user` */
  readonly id: string
  readonly territory: string
  readonly user: string
}

const territoryUsersOf = (data: OrgData): Table<TerritoryUser> =>
  data.table<TerritoryUser>('territory-users', {
    indexes: { territory: ({ territory }) => territory, user: ({ user }) => user },
  })

export const isMember = (data: OrgData, territory: string, user: string): boolean =>
  territoryUsersOf(data).has(`${territory}:${user}`)

export const addMember = (data: OrgData, territory: string, user: string): void =>
  void territoryUsersOf(data).put({ id: `${territory}:${user}`, territory, user })

export const removeMember = (data: OrgData, territory: string, user: string): boolean =>
  territoryUsersOf(data).delete(`${territory}:${user}`) !== undefined

/** Takes a user out of all territories; those that they managed have no manager then. */
export function forgetMember(data: OrgData, user: string): void {
  const members = territoryUsersOf(data)
  for (const { id } of members.find('user', user)) members.delete(id)
  const territories = territoriesOf(data)
  for (const territory of territories.all()) {
    if (territory.values.manager !== user) continue
    territories.put({ ...territory, values: { ...territory.values, manager: null } })
  }
}

/** The ids of a territory's users that are still in the org, the manager's among them. */
export function usersOfTerritory(data: OrgData, { id, values }: Territory): string[] {
  const members = territoryUsersOf(data)
    .find('territory', id)
    .map(({ user }) => user)
  const all = new Set([...(values.manager === null ? [] : [values.manager]), ...members])
  return [...all].filter(each => data.presentUser(each) !== undefined)
}

/** Those that a user was put into or manages. */
export const territoriesOfUser = (data: OrgData, user: string): Territory[] =>
  territoriesOf(data)
    .all()
    .filter(({ id, values }) => values.manager === user || isMember(data, id, user))

export interface Assignment {
  /** `module:record:territory` */
  readonly id: string
  readonly module: string
  readonly record: string
  readonly territory: string
  readonly by: string
  readonly at: number
  readonly how: 'manually' | 'automatically'
}

export const assignmentsOf = (data: OrgData): Table<Assignment> =>
  data.table<Assignment>('record-territories', {
    indexes: { record: ({ module, record }) => `${module}:${record}`, territory: ({ territory }) => territory },
  })

export const assignmentsOfRecord = (data: OrgData, module: ModuleMeta, record: string): Assignment[] =>
  assignmentsOf(data).find('record', `${module.apiName}:${record}`)

export function assign(data: OrgData, assignment: Omit<Assignment, 'id'>): void {
  const id = [assignment.module, assignment.record, assignment.territory].join(':')
  const table = assignmentsOf(data)
  if (!table.has(id)) table.insert({ id, ...assignment })
}

export const unassign = (data: OrgData, module: ModuleMeta, record: string, territory: string): boolean =>
  assignmentsOf(data).delete(`${module.apiName}:${record}:${territory}`) !== undefined

/** The records of a module that lie in a territory, or with `below` in those under it too; null where there is no such. */
export function recordsInTerritory(
  data: OrgData,
  { apiName }: ModuleMeta,
  territory: string,
  below: boolean,
): ReadonlySet<string> | null {
  if (!territoriesOf(data).has(territory)) return null
  const meant = below ? withDescendants(data, territory) : [territory]
  const found = meant.flatMap(id => assignmentsOf(data).find('territory', id))
  return new Set(found.filter(({ module }) => module === apiName).map(({ record }) => record))
}

/** The most territories that a record of a module lies in; the other modules know none. */
export const territoriesPerRecord: Readonly<Record<string, number>> = {
  Leads: 10,
  Accounts: 10,
  Contacts: 10,
  Deals: 1,
}

/** The records of a module that lie in a user's territories, each with what its territory permits. */
export function* recordsInReach(
  data: OrgData,
  user: string,
  module: ModuleMeta,
): Generator<readonly [id: string, permission: 'read_only' | 'full_access']> {
  if (!(module.apiName in territoriesPerRecord) || assignmentsOf(data).size === 0) return
  const reached = new Set(territoriesOfUser(data, user).flatMap(({ id }) => withDescendants(data, id)))
  for (const territory of reached) {
    const permission = territoriesOf(data).get(territory)?.values.permission_type
    for (const { module: name, record } of assignmentsOf(data).find('territory', territory)) {
      if (name === module.apiName) yield [record, permission === 'read_only' ? 'read_only' : 'full_access']
    }
  }
}

/** A territory that is no more, for those who ask which those were. */
export interface DeletedTerritory {
  readonly id: string
  readonly name: string
  readonly deletedAt: number
  readonly deletedBy: string
}

export const deletedTerritories = (data: OrgData): Table<DeletedTerritory> => data.table('deleted-territories')

/** Leaves neither members nor records of a territory that is gone. */
export function forgetTerritory(data: OrgData, { id, values }: Territory, deletedBy: string): void {
  for (const member of territoryUsersOf(data).find('territory', id)) territoryUsersOf(data).delete(member.id)
  for (const each of assignmentsOf(data).find('territory', id)) assignmentsOf(data).delete(each.id)
  deletedTerritories(data).put({ id, name: values.name, deletedAt: data.clock.now(), deletedBy })
}
