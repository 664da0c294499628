/**
 * `/settings/roles`: the hierarchy of an org. Whose records a user sees where a module is private follows from it
 * (records/sharing.ts). That one role is written by a request, what a name may hold, and that a profile has to permit
 * managing roles, is inferred where Zoho's description leaves it open.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-roles.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import { isBelow, type Role } from '../../world/profiles.ts'
import { answer, answerNothing, type CrmContext, success } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import { readDigits } from '../records/path-id.ts'
import { shortUserReference } from '../records/render.ts'
import type { Needs, Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { forgetSharesWith } from '../sharing/shares.ts'
import { moveMembers } from '../users/members.ts'

const root = 'roles'
const path = '/settings/roles'
const permit = orgPermission('manage_roles')

const needs = (verb: 'CREATE' | 'UPDATE' | 'DELETE'): Needs => ({ scopes: `ZohoCRM.settings.roles.${verb}`, permit })

export function roleRoutes({ on, world }: Routes): void {
  on('get', path, 'ZohoCRM.settings.roles.READ', c => {
    const { data } = c.get('caller')
    return answer(c, { [root]: data.roles().map(role => toRoleResponse(data, role, c.get('version'))) })
  })

  on('get', `${path}/:id`, 'ZohoCRM.settings.roles.READ', c => {
    const { data } = c.get('caller')
    const role = roleOfPath(c)
    return role ? answer(c, { [root]: [toRoleResponse(data, role, c.get('version'))] }) : answerNothing(c)
  })

  on('post', path, needs('CREATE'), c =>
    writeOnlyRow(c, root, row => success('Role added', { id: writeRole(c, row, undefined) }), 201),
  )

  on('put', path, needs('UPDATE'), c =>
    writeOnlyRow(c, root, row => {
      const id = row.needed('id', row.text('id', 20))
      const current = c.get('caller').data.people.roleRows.get(id)
      if (!current) throw row.refuse('invalidId', 'id')
      return success('Role updated', { id: writeRole(c, row, current) })
    }),
  )

  on('put', `${path}/:id`, needs('UPDATE'), c =>
    writeOnlyRow(c, root, row => success('Role updated', { id: writeRole(c, row, existingRole(c)) })),
  )

  on('delete', `${path}/:id`, needs('DELETE'), c => {
    const { data, user } = c.get('caller')
    const role = existingRole(c)
    if (role.reportingTo === null) throw crmError('roleKept', { resource_path_index: 2 })
    // its users get another one; that administrators may do so to themselves is inferred
    if (role.id === user.role.id && !user.profile.administrator) throw crmError('ownProfileOrRole')
    const heir = readHeir(c, role)
    moveMembers(world, data, 'role', role.name, heir.name)
    for (const below of data.roles()) {
      if (below.reportingTo === role.id) data.people.roleRows.put({ ...below, reportingTo: heir.id })
    }
    data.people.roleRows.delete(role.id)
    forgetSharesWith(data, 'roles', role.id)
    return answer(c, { [root]: [success('Role Deleted', { id: role.id })] })
  })

  /** @returns the id of the role @throws RowRefused */
  function writeRole(c: CrmContext, row: SettingsRow, current: Role | undefined): string {
    const { data, user } = c.get('caller')
    const name = readName(row, data, current)
    const reportingTo = readSuperior(row, data, current)
    const now = data.clock.now()
    const role: Role = {
      id: current?.id ?? data.nextRecordId(),
      name,
      reportingTo,
      sharesWithPeers: row.boolean('share_with_peers') ?? current?.sharesWithPeers ?? false,
      description: row.has('description') ? (row.text('description', 250) ?? null) : (current?.description ?? null),
      forecastManager: readForecastManager(row, data, current),
      createdAt: current?.createdAt ?? now,
      createdBy: current ? current.createdBy : user.id,
      modifiedAt: now,
      modifiedBy: user.id,
    }
    data.people.roleRows.put(role)
    // a membership names its role
    if (current && current.name !== name) moveMembers(world, data, 'role', current.name, name)
    return role.id
  }
}

function readName(row: SettingsRow, data: OrgData, current: Role | undefined): string {
  const sent = row.text('name', 200)?.trim()
  if (!sent) {
    if (current && !row.has('name')) return current.name
    throw row.missing('name')
  }
  const isTaken = data.roles().some(({ id, name }) => id !== current?.id && name.toLowerCase() === sent.toLowerCase())
  if (isTaken) throw row.refuse('duplicateSetting', 'name')
  return sent
}

/** The top of the hierarchy has nobody above it, and no other role may lose its place. */
function readSuperior(row: SettingsRow, data: OrgData, current: Role | undefined): string | null {
  const sent = row.object('reporting_to')
  if (!sent) {
    if (!current) throw row.missing('reporting_to')
    if (row.has('reporting_to') && current.reportingTo !== null) throw row.missing('reporting_to')
    return current.reportingTo
  }
  const id = sent.needed('id', sent.text('id', 20))
  const above = data.people.roleRows.get(id)
  const isCircle = current && above && (above.id === current.id || isBelow(data.roles(), above, current))
  if (!above || isCircle || current?.reportingTo === null) throw sent.refuse('invalidId', 'id')
  return id
}

/** One of the role's own users; that is inferred. */
function readForecastManager(row: SettingsRow, data: OrgData, current: Role | undefined): string | null {
  if (!row.has('forecast_manager')) return current?.forecastManager ?? null
  const sent = row.object('forecast_manager')
  if (!sent) return null
  const id = sent.needed('id', sent.text('id', 20))
  const user = data.presentUser(id)
  if (!user || user.role.id !== current?.id) throw sent.refuse('invalidId', 'id')
  return id
}

function roleOfPath(c: CrmContext): Role | undefined {
  return c.get('caller').data.people.roleRows.get(readDigits(c, 'id', 2))
}

function existingRole(c: CrmContext): Role {
  const role = roleOfPath(c)
  if (!role) throw crmError('invalidPathId', { resource_path_index: 2 })
  return role
}

/** To whom the users of a role go, and the roles below it. @throws CrmError */
function readHeir(c: CrmContext, role: Role): Role {
  const param_name = 'transfer_to_id'
  const id = queryParam(c, param_name)?.trim()
  if (!id) throw crmError('requiredParamMissing', { param_name })
  const { data } = c.get('caller')
  const heir = data.people.roleRows.get(id)
  if (!heir) throw crmError('roleInPlace', { role_status: 'invalid', param_name })
  if (heir.id === role.id) throw crmError('roleInPlace', { role_status: 'same_role', param_name })
  if (isBelow(data.roles(), heir, role)) throw crmError('roleInPlace', { role_status: 'subordinate', param_name })
  return heir
}

function toRoleResponse(data: OrgData, role: Role, { renamedUserKeys, number }: Version): object {
  const { timeZone } = data.org
  const above = role.reportingTo === null ? undefined : data.people.roleRows.get(role.reportingTo)
  const author = (id: string | null) => (id === null ? null : shortUserReference(data, id))
  return {
    display_label: role.name,
    ...(renamedUserKeys && {
      created_by__s: author(role.createdBy),
      modified_by__s: author(role.modifiedBy),
      modified_time__s: role.modifiedBy === null ? null : formatDateTime(role.modifiedAt, timeZone),
      created_time__s: role.createdBy === null ? null : formatDateTime(role.createdAt, timeZone),
    }),
    forecast_manager: author(role.forecastManager),
    share_with_peers: role.sharesWithPeers,
    name: role.name,
    description: role.description,
    reporting_to: above ? { name: above.name, id: above.id } : null,
    id: role.id,
    // gone from the description of v8; the boundary is inferred
    ...(number < 8 && { admin_user: role.reportingTo === null }),
  }
}
