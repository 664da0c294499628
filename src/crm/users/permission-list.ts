/**
 * The single permissions of a profile, as the API lists and switches them: what each is called, what it hangs on, and where
 * it stands in a profile. Listed are those that have an effect here; Zoho has many more.
 *
 * Source of the names: https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html and https://github.com/zoho/crm-oas
 */

import { idIn, type ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import {
  type MassPermission,
  massPermissions,
  type OrgPermission,
  orgPermissions,
  type Profile,
  type RecordPermission,
  recordPermissions,
} from '../../world/profiles.ts'
import { type ModulePermission, mayDo, orgNames, permissionName } from '../permissions.ts'

type WidePermission = keyof typeof orgNames

export interface ListedPermission {
  readonly id: string
  readonly name: string
  readonly label: string
  /** Null for one that concerns the whole org. */
  readonly module: ModuleMeta | null
  /** What has to be permitted before. */
  readonly parent: string | null
  readonly kind: ModulePermission | WidePermission
  /** Under which heading it stands. */
  readonly section: Section
}

export type Section = 'module' | 'tool' | 'admin'

const labels: Readonly<Record<ModulePermission | WidePermission, string>> = {
  view: 'View',
  create: 'Create',
  edit: 'Edit',
  delete: 'Delete',
  mass_update: 'Mass Update',
  mass_delete: 'Mass Delete',
  customize: 'Modules Customization',
  manage_users: 'Manage Users',
  manage_profiles: 'Manage Profiles',
  manage_roles: 'Manage Roles',
  manage_currencies: 'Manage Currencies',
  manage_groups: 'Manage Groups',
  manage_portals: 'Manage Portals',
  manage_portal_users: 'Manage Portals Users',
  manage_data_sharing: 'Manage Data Sharing',
  manage_workflow: 'Manage Workflow',
}

const isWide = (permission: OrgPermission): permission is WidePermission => permission in orgNames

const widePermissions: readonly WidePermission[] = orgPermissions.filter(isWide)

const perModule = [...recordPermissions, ...massPermissions]

/** All of an org, in the order in which they are listed. */
export function permissionsOf(data: OrgData): ListedPermission[] {
  const { idPrefix } = data.org
  const modules = data.modules().filter(({ definition, apiName }) => definition.tab !== false || apiName === 'Notes')
  const ofModules = modules.flatMap(module => {
    const idOf = (permission: ModulePermission) =>
      idIn(idPrefix, 'permissions', 100 + module.sequence * 10 + perModule.indexOf(permission))
    return perModule.map(
      (kind): ListedPermission => ({
        id: idOf(kind),
        name: permissionName(kind, module),
        label: isMass(kind) ? module.plural : labels[kind],
        module,
        parent:
          kind === 'view' ? null : idOf(kind === 'mass_update' ? 'edit' : kind === 'mass_delete' ? 'delete' : 'view'),
        kind,
        section: isMass(kind) ? 'tool' : 'module',
      }),
    )
  })
  const wide = widePermissions.map(
    (kind, index): ListedPermission => ({
      id: idIn(idPrefix, 'permissions', index),
      name: `Crm_Implied_${orgNames[kind]}`,
      label: labels[kind],
      module: null,
      parent: null,
      kind,
      section: 'admin',
    }),
  )
  return [...ofModules, ...wide]
}

const isMass = (kind: string): kind is MassPermission => (massPermissions as readonly string[]).includes(kind)

export const isEnabled = (profile: Profile, { module, kind }: ListedPermission): boolean =>
  module ? mayDo(profile, kind as ModulePermission, module) : profile.permissions.includes(kind as WidePermission)

/** The profile with one permission switched. */
export function withPermission(profile: Profile, { module, kind }: ListedPermission, enabled: boolean): Profile {
  if (!module) {
    const others = profile.permissions.filter(each => each !== kind)
    return { ...profile, permissions: enabled ? [...others, kind as WidePermission] : others }
  }
  const { apiName } = module
  if (isMass(kind)) {
    return { ...profile, mass: { ...profile.mass, [kind]: { ...profile.mass[kind], [apiName]: enabled } } }
  }
  const permitted = profile.modules[apiName] ?? recordPermissions
  const now = recordPermissions.filter(each => (each === kind ? enabled : permitted.includes(each)))
  return { ...profile, modules: { ...profile.modules, [apiName]: now as readonly RecordPermission[] } }
}

/** The headings under which an answer lists them. */
export function sectionsOf(listed: readonly ListedPermission[]): object[] {
  const categories = (section: Section) => {
    const found = new Map<string, { label: string; module: ModuleMeta | null; ids: string[] }>()
    for (const { section: own, module, kind, id } of listed) {
      if (own !== section) continue
      const name = section === 'module' ? module!.apiName : kind
      const label = section === 'module' ? module!.plural : labels[kind]
      const category = found.get(name) ?? { label, module: section === 'module' ? module : null, ids: [] }
      found.set(name, { ...category, ids: [...category.ids, id] })
    }
    return [...found].map(([name, { label, module, ids }]) => ({
      display_label: label,
      permissions_details: ids,
      ...(module && { module: module.apiName }),
      name,
    }))
  }
  return (['module', 'tool', 'admin'] as const).map(name => ({ name, categories: categories(name) }))
}
