/**
 * What the users of an org may do, and how their roles stand above one another. An org begins with the profiles and roles
 * below, and those that its fixture adds; what is changed since lies in its tables (org-people.ts).
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html. What a standard user may do here is inferred:
 * in the service an administrator changes it at will.
 */

import { idIn, type Named } from './metadata.ts'
import type { Org } from './schema.ts'

/** What a profile permits module by module. Nothing else is of use without `view`. */
export const recordPermissions = ['view', 'create', 'edit', 'delete'] as const

/** What a profile permits with many records at once: in all modules alike, unless it says otherwise of one. */
export const massPermissions = ['mass_update', 'mass_delete'] as const

/** What a profile permits in the whole org; `customize` is to write settings. */
export const orgPermissions = [
  'customize',
  ...massPermissions,
  'manage_users',
  'manage_profiles',
  'manage_roles',
  'manage_currencies',
  'manage_groups',
  'manage_portals',
  'manage_portal_users',
  'manage_data_sharing',
  'manage_workflow',
] as const

export type RecordPermission = (typeof recordPermissions)[number]
export type MassPermission = (typeof massPermissions)[number]
export type OrgPermission = (typeof orgPermissions)[number]

/** A profile as an org's row has it. */
export interface ProfileRow {
  readonly name: string
  /** By API name; modules that are not named: everything. */
  readonly modules: Readonly<Record<string, readonly RecordPermission[]>>
  readonly permissions: readonly OrgPermission[]
}

/** Who made something and who changed it last, by user ids; nobody made what the org began with. */
export interface Authorship {
  readonly createdAt: number
  readonly createdBy: string | null
  readonly modifiedAt: number
  readonly modifiedBy: string | null
}

export interface Profile extends Named, ProfileRow, Authorship {
  /** May do everything, and sees the records of everybody. */
  readonly administrator: boolean
  /** Whether the org made it itself. */
  readonly custom: boolean
  readonly description: string | null
  /** By API name of the module, where that differs from `permissions`. */
  readonly mass: Readonly<Partial<Record<MassPermission, Readonly<Record<string, boolean>>>>>
}

export const administratorName = 'Administrator'

const administrator: ProfileRow = { name: administratorName, modules: {}, permissions: orgPermissions }
const standard: ProfileRow = { name: 'Standard', modules: {}, permissions: [] }

/** The names of the profiles that every org has. */
export const usualProfiles: readonly string[] = [administrator.name, standard.name]

const descriptions: Readonly<Record<string, string>> = {
  Administrator: 'This profile will have all the permissions.',
  Standard: 'This profile will have all the permissions except administrative privileges.',
}

const atStart = ({ createdAt }: Org): Authorship => ({
  createdAt,
  createdBy: null,
  modifiedAt: createdAt,
  modifiedBy: null,
})

/** The profiles that an org begins with; one of its own that is called Standard stands for the usual one. */
export function startingProfiles(org: Org): Profile[] {
  const { idPrefix, profiles } = org
  const usual = profiles.find(({ name }) => name === standard.name) ?? standard
  const rows = [administrator, usual, ...profiles.filter(row => row !== usual)]
  return rows.map((row, index) => ({
    id: idIn(idPrefix, 'profiles', 3 * index),
    ...row,
    administrator: row === administrator,
    custom: index > 1,
    description: index > 1 ? null : (descriptions[row.name] ?? null),
    mass: {},
    ...atStart(org),
  }))
}

/** @param module API name */
export const permits = ({ modules }: Profile, permission: RecordPermission, module: string): boolean =>
  !Object.hasOwn(modules, module) || modules[module]!.includes(permission)

/** @param module API name */
export const permitsMass = ({ mass, permissions }: Profile, permission: MassPermission, module: string): boolean =>
  mass[permission]?.[module] ?? permissions.includes(permission)

export interface Role extends Named, Authorship {
  /** The role above; null at the top. */
  readonly reportingTo: string | null
  /** Whether users of this role see what belongs to each other. */
  readonly sharesWithPeers: boolean
  readonly description: string | null
  /** The id of a user. */
  readonly forecastManager: string | null
}

/** The roles that every org begins with. Source: https://www.zoho.com/crm/developer/docs/api/v8/get-roles.html */
export function startingRoles(org: Org): Role[] {
  const { idPrefix } = org
  const top = idIn(idPrefix, 'roles')
  const rest = { description: null, forecastManager: null, ...atStart(org) }
  return [
    { id: top, name: 'CEO', reportingTo: null, sharesWithPeers: true, ...rest },
    { id: idIn(idPrefix, 'roles', 3), name: 'Manager', reportingTo: top, sharesWithPeers: false, ...rest },
  ]
}

/** Whether a role stands under another, at whatever distance. */
export function isBelow(roles: readonly Role[], role: Role, above: Role): boolean {
  const next = roles.find(({ id }) => id === role.reportingTo)
  return next !== undefined && (next.id === above.id || isBelow(roles, next, above))
}
