/**
 * What the caller's profile permits. Checked once a scope has opened the door, before anything in the request is looked at.
 *
 * Source of the names: https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html and Zoho's descriptions of single
 * operations (https://github.com/zoho/crm-oas).
 */

import type { Actor } from '../http/authenticate.ts'
import { type CrmError, type CrmErrorBody, crmError, crmErrorBody } from '../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import { type OrgPermission, type Profile, permits, permitsMass, type RecordPermission } from '../world/profiles.ts'
import type { CrmContext } from './answer.ts'

/** The permissions that stand in errors with a module's name behind them. */
export type ModulePermission = RecordPermission | 'mass_update' | 'mass_delete'

const moduleNames: Readonly<Record<ModulePermission, string>> = {
  view: 'View',
  create: 'Create',
  edit: 'Edit',
  delete: 'Delete',
  mass_update: 'Mass_Update',
  mass_delete: 'Mass_Delete',
}

export const orgNames: Readonly<Record<Exclude<OrgPermission, ModulePermission>, string>> = {
  customize: 'Customize_Zoho_CRM',
  manage_users: 'Manage_Users',
  manage_profiles: 'Manage_Profiles',
  manage_roles: 'Manage_Roles',
  manage_currencies: 'Manage_Currencies',
  manage_groups: 'Manage_Groups',
  manage_portals: 'Manage_ClientPortal',
  manage_portal_users: 'Manage_ClientPortal_Users',
  manage_data_sharing: 'Manage_Data_Sharing',
  manage_workflow: 'Manage_Workflow',
}

/** How an error names what is missing, e.g. `Crm_Implied_View_Leads`. */
export const permissionName = (permission: ModulePermission, { apiName }: ModuleMeta): string =>
  `Crm_Implied_${moduleNames[permission]}_${apiName}`

/** Whether a profile permits something to be done with the records of a module. */
export function mayDo(profile: Profile, permission: ModulePermission, { apiName, profileIds }: ModuleMeta): boolean {
  if (profileIds && !profileIds.includes(profile.id)) return false
  return permission === 'mass_update' || permission === 'mass_delete'
    ? permitsMass(profile, permission, apiName)
    : permits(profile, permission, apiName)
}

/** @throws CrmError that names what the profile lacks */
export function requirePermission(
  { user, exchange }: Pick<Actor, 'user' | 'exchange'>,
  module: ModuleMeta,
  needed: readonly ModulePermission[],
): void {
  const missing = needed.filter(permission => !mayDo(user.profile, permission, module))
  exchange?.check('permission', missing.length === 0, needed.join(' and '), user.profile.name)
  if (missing.length > 0) {
    throw refuse(
      user.profile,
      missing.map(permission => permissionName(permission, module)),
    )
  }
}

/** The notes of all records are for administrators. @throws CrmError */
export function requireAdministrator({ user, exchange }: Pick<Actor, 'user' | 'exchange'>): void {
  const isOne = user.profile.administrator
  exchange?.check('permission', isOne, 'an administrator', user.profile.name)
  if (isOne) return
  const reason = `${user.email} is no administrator, and only those read the notes of all records`
  throw crmError('adminOnly', { resource_path_index: 0 }, { reason })
}

/** For routes that are for administrators alone. @throws CrmError */
export function administratorsOnly(c: CrmContext): void {
  const { profile } = c.get('caller').user
  if (c.env.exchange.check('permission', profile.administrator, 'an administrator', profile.name)) return
  throw crmError('noPermission', {}, { reason: `the profile ${profile.name} is none of an administrator` })
}

/** The row of a record with which the caller may not do that. That one row is refused and not the request is inferred. */
export const notPermitted = (permission: ModulePermission, module: ModuleMeta): CrmErrorBody =>
  crmErrorBody('noPermission', { permissions: [permissionName(permission, module)] })

/** Refuses callers whose profile lacks something that concerns the whole org. @throws CrmError */
export const orgPermission =
  (needed: keyof typeof orgNames) =>
  (c: CrmContext): void => {
    const { profile } = c.get('caller').user
    const name = `Crm_Implied_${orgNames[needed]}`
    const permits = profile.permissions.includes(needed)
    if (!c.env.exchange.check('permission', permits, name, profile.name)) throw refuse(profile, [name])
  }

const refuse = (profile: Profile, permissions: string[]): CrmError =>
  crmError(
    'noPermission',
    { permissions },
    { reason: `the profile ${profile.name} lacks ${permissions.join(' and ')}` },
  )
