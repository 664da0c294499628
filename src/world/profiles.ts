/**
 * What the users of an org may do. A profile is data: an org's own beside the two that every org has.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html. What a standard user may do here is inferred:
 * in the service an administrator changes it at will.
 */

import { getOrMake } from '../protocol/get-or-make.ts'
import { idIn, type Named } from './metadata.ts'
import type { Org } from './schema.ts'

/** What a profile permits module by module. Nothing else is of use without `view`. */
export const recordPermissions = ['view', 'create', 'edit', 'delete'] as const

/** What a profile permits in the whole org; `customize` is to write settings. */
export const orgPermissions = [
  'customize',
  'mass_update',
  'mass_delete',
  'manage_users',
  'manage_data_sharing',
] as const

export type RecordPermission = (typeof recordPermissions)[number]
export type OrgPermission = (typeof orgPermissions)[number]

/** A profile as an org's row has it. */
export interface ProfileRow {
  readonly name: string
  /** By API name; modules that are not named: everything. */
  readonly modules: Readonly<Record<string, readonly RecordPermission[]>>
  readonly permissions: readonly OrgPermission[]
}

export interface Profile extends Named, ProfileRow {
  /** May do everything, and sees the records of everybody. */
  readonly administrator: boolean
}

export const administratorName = 'Administrator'

const administrator: ProfileRow = { name: administratorName, modules: {}, permissions: orgPermissions }
const standard: ProfileRow = { name: 'Standard', modules: {}, permissions: [] }

/** The names of the profiles that every org has. */
export const usualProfiles: readonly string[] = [administrator.name, standard.name]

const kept = new WeakMap<Org, readonly Profile[]>()

/** The profiles of an org; one of its own that is called Standard stands for the usual one. */
export const profilesOf = (org: Org): readonly Profile[] => getOrMake(kept, org, () => makeProfiles(org))

function makeProfiles({ idPrefix, profiles }: Org): Profile[] {
  const usual = profiles.find(({ name }) => name === standard.name) ?? standard
  const rows = [administrator, usual, ...profiles.filter(row => row !== usual)]
  return rows.map((row, index) => ({
    id: idIn(idPrefix, 'profiles', 3 * index),
    ...row,
    administrator: row === administrator,
  }))
}

/** @param module API name */
export const permits = ({ modules }: Profile, permission: RecordPermission, module: string): boolean =>
  !Object.hasOwn(modules, module) || modules[module]!.includes(permission)

export interface Role extends Named {
  /** The role above; null at the top. */
  readonly reportingTo: string | null
  /** Whether users of this role see what belongs to each other. */
  readonly sharesWithPeers: boolean
}

const keptRoles = new WeakMap<Org, readonly Role[]>()

/** The roles that every org has. Source: https://www.zoho.com/crm/developer/docs/api/v8/get-roles.html */
export const rolesOf = (org: Org): readonly Role[] => getOrMake(keptRoles, org, () => makeRoles(org))

function makeRoles({ idPrefix }: Org): Role[] {
  const top = idIn(idPrefix, 'roles')
  return [
    { id: top, name: 'CEO', reportingTo: null, sharesWithPeers: true },
    { id: idIn(idPrefix, 'roles', 3), name: 'Manager', reportingTo: top, sharesWithPeers: false },
  ]
}

/** Whether a role stands under another, at whatever distance. */
export function isBelow(org: Org, role: Role, above: Role): boolean {
  const next = rolesOf(org).find(({ id }) => id === role.reportingTo)
  return next !== undefined && (next.id === above.id || isBelow(org, next, above))
}
