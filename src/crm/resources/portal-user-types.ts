/**
 * `/settings/portals/{portal}/user_type`: whose records are let into a portal, and what they see of which modules. Nobody
 * signs in there, so what is set is kept and has no other effect.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-portal-user-type.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { answer, answerNothing, type CrmContext, success } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import {
  authored,
  portalOfPath,
  portalUserTable,
  refuseSandbox,
  typeOfPath,
  typesOf,
  type UserType,
  usersOf,
  userTypeTable,
} from '../portals/tables.ts'
import { readModules, readPersonality, readTypeName } from '../portals/type-input.ts'
import { shortUserReference } from '../records/render.ts'
import type { Handler, Method, Routes } from '../routes.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const root = 'user_type'
const path = '/settings/portals/:portal/user_type'
const permit = orgPermission('manage_portals')

export function portalUserTypeRoutes({ on: declare }: Routes): void {
  const on = (method: Method, where: string, verb: string, handler: Handler): void =>
    declare(method, where, { scopes: `ZohoCRM.settings.clientportal.${verb}`, permit }, c => {
      refuseSandbox(c)
      return handler(c)
    })

  on('get', path, 'READ', c => {
    const types = typesOf(c.get('caller').data, portalOfPath(c))
    if (types.length === 0) return answerNothing(c)
    const withModules = queryParam(c, 'include')?.split(',').includes('modules') ?? false
    return answer(c, { [root]: types.map(type => toResponse(c, type, withModules)) })
  })

  on('get', `${path}/:type`, 'READ', c => answer(c, { [root]: [toResponse(c, typeOfPath(c), true)] }))

  on('post', path, 'CREATE', c =>
    writeOnlyRow(c, root, row => {
      const { data } = c.get('caller')
      const portal = portalOfPath(c)
      const module = readPersonality(row, data, undefined)
      if (module === undefined) throw row.missing('personality_module')
      const name = readTypeName(row, typesOf(data, portal))
      if (name === undefined) throw row.missing('name')
      const active = row.boolean('active') ?? true
      const modules = readModules(row, data)
      if (!modules) throw row.missing('modules')
      const id = data.nextRecordId()
      const rest = { portalId: portal.id, module, name, active, isDefault: false, modules, ...authored(c) }
      userTypeTable(data).insert({ id, ...rest })
      return success('Portal user type created successfully.', { id })
    }),
  )

  on('put', `${path}/:type`, 'UPDATE', c =>
    writeOnlyRow(c, root, row => {
      const { data } = c.get('caller')
      const type = typeOfPath(c)
      readPersonality(row, data, type)
      const others = typesOf(data, portalOfPath(c)).filter(({ id }) => id !== type.id)
      const name = readTypeName(row, others) ?? type.name
      const active = row.boolean('active') ?? type.active
      const modules = readModules(row, data) ?? type.modules
      userTypeTable(data).put({ ...type, name, active, modules, ...authored(c, type) })
      return success('Portal user type updated successfully.', { id: type.id })
    }),
  )

  on('delete', `${path}/:type`, 'DELETE', c => {
    const { data } = c.get('caller')
    const type = typeOfPath(c)
    if (type.isDefault) throw crmError('notAllowed', { resource_path_index: 4 })
    const users = usersOf(data, type)
    const heirId = queryParam(c, 'transfer_To')
    const heir = typesOf(data, portalOfPath(c)).find(({ id, module }) => id === heirId && module === type.module)
    if (users.length > 0 && (!heir || heir.id === type.id)) {
      throw crmError('userTypeKept', { param_name: 'transfer_To' })
    }
    for (const user of users) portalUserTable(data).put({ ...user, typeId: heir!.id })
    userTypeTable(data).delete(type.id)
    return answer(c, { [root]: [success('Portal user type deleted successfully.', { id: type.id })] })
  })
}

function toResponse(c: CrmContext, type: UserType, withModules: boolean): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  const module = data.module(type.module)!
  const users = usersOf(data, type)
  const active = users.filter(each => each.active).length
  return {
    created_time: formatDateTime(type.createdAt, timeZone),
    default: type.isDefault,
    modified_time: formatDateTime(type.modifiedAt, timeZone),
    active_user_count: active,
    no_of_users: users.length,
    personality_module: { plural_label: module.plural, api_name: module.apiName, id: module.id },
    name: type.name,
    modified_by: shortUserReference(data, type.modifiedBy!),
    active: type.active,
    invitation_field: { api_name: 'Email', id: module.fieldsByName.get('Email')!.id },
    id: type.id,
    deactive_user_count: users.length - active,
    created_by: shortUserReference(data, type.createdBy!),
    ...(withModules && { modules: type.modules }),
  }
}
