/**
 * `/settings/profiles`: what the users of an org may do. A profile is made by cloning one, and what is switched on or off
 * there counts with the next call of its users. That those of Zoho cannot be changed is its own description's word; that a
 * clone may be seen where its original may, and that switching a permission off does so with those that hang on it, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html and https://github.com/zoho/crm-oas
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Profile } from '../../world/profiles.ts'
import { answer, answerNothing, type CrmContext, success } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { shortUserReference } from '../records/render.ts'
import type { Needs, Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { mayManage, moveMembers } from '../users/members.ts'
import {
  isEnabled,
  type ListedPermission,
  permissionsOf,
  sectionsOf,
  withPermission,
} from '../users/permission-list.ts'
import { profileLimit } from '../users/profile-limit.ts'

const root = 'profiles'
const path = '/settings/profiles'
const permit = orgPermission('manage_profiles')
const needs = (verb: 'CREATE' | 'UPDATE' | 'DELETE'): Needs => ({ scopes: `ZohoCRM.settings.profiles.${verb}`, permit })

export function profileRoutes({ on, world }: Routes): void {
  on('get', path, 'ZohoCRM.settings.profiles.READ', c => {
    const { data } = c.get('caller')
    const page = readPlainPage(queryParams(c))
    const found = data.profiles().filter(readFilter(c))
    const { rows, info } = cutPage(found, page)
    if (rows.length === 0) return answerNothing(c)
    return answer(c, {
      [root]: rows.map(profile => toProfileResponse(data, profile)),
      info: { ...info, license_limit: profileLimit },
    })
  })

  on('get', `${path}/:id`, 'ZohoCRM.settings.profiles.READ', c => {
    const { data } = c.get('caller')
    const profile = profileOfPath(c)
    if (!profile) return answerNothing(c)
    const listed = permissionsOf(data)
    const response = {
      ...toProfileResponse(data, profile),
      permissions_details: listed.map(permission => toPermissionResponse(profile, permission)),
      sections: sectionsOf(listed),
    }
    return answer(c, { [root]: [response] })
  })

  on('post', `${path}/:id/actions/clone`, needs('CREATE'), c =>
    writeOnlyRow(
      c,
      root,
      row => {
        const { data, user } = c.get('caller')
        const original = existingProfile(c)
        const name = readName(row, data, undefined)
        if (name === undefined) throw row.missing('name')
        const description = row.text('description', 250) ?? null
        if (data.profiles().length >= profileLimit) throw crmError('profileLimit', { limit: profileLimit }, { root })
        const now = data.clock.now()
        const authorship = { createdAt: now, createdBy: user.id, modifiedAt: now, modifiedBy: user.id }
        const id = data.nextRecordId()
        data.people.profileRows.insert({
          ...original,
          id,
          name,
          description,
          administrator: false,
          custom: true,
          ...authorship,
        })
        shareModules(data, original.id, id, user.id)
        return success('profile created successfully', { id })
      },
      201,
    ),
  )

  on('put', `${path}/:id`, needs('UPDATE'), c =>
    writeOnlyRow(c, root, row => {
      const { data, user } = c.get('caller')
      const current = existingProfile(c)
      if (!current.custom) throw crmError('systemProfileChanged', { resource_path_index: 2 })
      const name = readName(row, data, current) ?? current.name
      const description = row.has('description') ? (row.text('description', 250) ?? null) : current.description
      const changed = switchPermissions(row, data, current, user.profile)
      data.people.profileRows.put({
        ...changed,
        name,
        description,
        modifiedAt: data.clock.now(),
        modifiedBy: user.id,
      })
      // a membership names its profile
      if (name !== current.name) moveMembers(world, data, 'profile', current.name, name)
      return success('profile updated successfully', { id: current.id })
    }),
  )

  on('delete', `${path}/:id`, needs('DELETE'), c => {
    const { data, user } = c.get('caller')
    const profile = existingProfile(c)
    if (!profile.custom) throw crmError('systemProfileDeleted', { resource_path_index: 2 })
    // its users get another one
    if (profile.id === user.profile.id) throw crmError('ownProfileOrRole')
    const heirId = queryParam(c, 'transfer_to')?.trim()
    if (!heirId) throw crmError('profileTransferMissing', { param: 'transfer_to' })
    const heir = data.people.profileRows.get(heirId)
    if (!heir || heir.id === profile.id) throw crmError('profileNotFound', { id: heirId })
    if (!mayManage(user, heir)) throw crmError('userNotManaged')
    moveMembers(world, data, 'profile', profile.name, heir.name)
    data.people.profileRows.delete(profile.id)
    return answer(c, success('Profile deleted', { id: profile.id }))
  })
}

const types = ['private_profile', 'normal_profile', 'portal_profile']

/** All here are normal ones; lite and support profiles may be asked for, but there are none. */
function readFilter(c: CrmContext): (profile: Profile) => boolean {
  const type = queryParam(c, 'type')
  if (type !== undefined && !types.includes(type)) throw crmError('invalidParam', { param_name: 'type' })
  const more = queryParam(c, 'include_types')
  if (more !== undefined && !/^(?:Lite|Support)(?:,(?:Lite|Support))*$/.test(more)) {
    throw crmError('invalidParam', { param_name: 'include_types' })
  }
  return () => type === undefined || type === 'normal_profile'
}

function profileOfPath(c: CrmContext): Profile | undefined {
  const id = c.req.param('id') ?? ''
  if (!/^\d{1,19}$/.test(id)) throw crmError('profileNotFound', { resource_path_index: 2 })
  return c.get('caller').data.people.profileRows.get(id)
}

function existingProfile(c: CrmContext): Profile {
  const profile = profileOfPath(c)
  if (!profile) throw crmError('profileNotFound', { resource_path_index: 2 })
  return profile
}

/** @returns undefined where the row says none */
function readName(row: SettingsRow, data: OrgData, current: Profile | undefined): string | undefined {
  const sent = row.text('name', 50)?.trim()
  if (!sent) {
    if (row.has('name')) throw row.missing('name')
    return undefined
  }
  if (/[#%&()*^]/.test(sent)) {
    const message = 'Profile name should not contain the following special character(s) : #, %, &, (, ), *, ^'
    throw row.refuse('invalidValue', 'name', {}, message)
  }
  const isTaken = data
    .profiles()
    .some(({ id, name }) => id !== current?.id && name.toLowerCase() === sent.toLowerCase())
  if (isTaken) throw row.refuse('duplicateSetting', 'name')
  return sent
}

/**
 * What is switched on is looked at once all is known, so that a request may name a child before its parent.
 * @param own the caller's: nobody switches on what they may not do themselves, which is inferred
 */
function switchPermissions(row: SettingsRow, data: OrgData, current: Profile, own: Profile): Profile {
  const rows = row.objects('permissions_details')
  if (!rows) return current
  const listed = permissionsOf(data)
  const byId = new Map(listed.map(permission => [permission.id, permission]))
  let profile = current
  const asked = rows.map(each => {
    const id = each.needed('id', each.text('id', 20))
    const permission = byId.get(id)
    if (!permission) throw each.refuse('invalidValue', 'id', {}, 'Invalid permission ID')
    const enabled = each.needed('enabled', each.boolean('enabled'))
    if (permission.module?.profileIds && !permission.module.profileIds.includes(current.id)) {
      throw each.refuse('permissionRefused', 'id')
    }
    if (enabled && !isEnabled(current, permission) && !isEnabled(own, permission)) {
      throw each.refuse('permissionRefused', 'id')
    }
    profile = withPermission(profile, permission, enabled)
    return { each, permission, enabled }
  })
  for (const { each, permission, enabled } of asked) {
    const parent = byId.get(permission.parent ?? '')
    if (enabled && parent && !isEnabled(profile, parent)) {
      const message = 'Child permission can not be enabled, since its parent permission is disabled'
      throw each.refuse('invalidValue', 'id', {}, message)
    }
  }
  return withoutOrphans(profile, listed, byId)
}

function withoutOrphans(
  profile: Profile,
  listed: readonly ListedPermission[],
  byId: ReadonlyMap<string, ListedPermission>,
): Profile {
  let left = profile
  for (const permission of listed) {
    const parent = byId.get(permission.parent ?? '')
    if (parent && isEnabled(left, permission) && !isEnabled(left, parent))
      left = withPermission(left, permission, false)
  }
  return left
}

/** Modules that only some profiles see are seen by the clone of one of these too. */
function shareModules(data: OrgData, original: string, clone: string, by: string): void {
  for (const { id, profileIds } of data.modules()) {
    const row = data.metadata.moduleRow(id)
    if (!row || !profileIds?.includes(original)) continue
    const modifiedAt = data.clock.now()
    data.metadata.putModule({ ...row, profileIds: [...profileIds, clone], modifiedAt, modifiedBy: by })
  }
}

const toPermissionResponse = (profile: Profile, permission: ListedPermission): object => ({
  display_label: permission.label,
  module: permission.module?.apiName ?? null,
  name: permission.name,
  customizable: profile.custom,
  id: permission.id,
  enabled: isEnabled(profile, permission),
  parent_permissions: permission.parent === null ? null : [permission.parent],
})

function toProfileResponse(data: OrgData, profile: Profile): object {
  const author = (id: string | null) => (id === null ? null : shortUserReference(data, id))
  const moment = (at: number, by: string | null) => (by === null ? null : formatDateTime(at, data.org.timeZone))
  return {
    display_label: profile.name,
    created_time: moment(profile.createdAt, profile.createdBy),
    modified_time: moment(profile.modifiedAt, profile.modifiedBy),
    api_name: profile.name.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '') || 'Profile',
    custom: profile.custom,
    category: profile.custom,
    name: profile.name,
    modified_by: author(profile.modifiedBy),
    description: profile.description,
    id: profile.id,
    type: 'normal_profile',
    created_by: author(profile.createdBy),
  }
}
