/**
 * `/users`: the people of the org, and who the token stands for. Whom a client adds here is a member of the org as any other:
 * invited until they first sign in, with the password `password` if they had no account before (both inferred).
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-users.html and https://github.com/zoho/crm-oas
 */

import { queryParams } from '../../http/query.ts'
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { answer, answerNothing, answerNotModified, answerRows, type CrmContext, success } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { readDigits } from '../records/path-id.ts'
import { readModifiedSince } from '../records/query.ts'
import type { Routes } from '../routes.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { writeSettings } from '../settings/write-rows.ts'
import { selectUsers } from '../users/choose.ts'
import { createUser } from '../users/create.ts'
import { deleteMember, mayManage, primaryContact } from '../users/members.ts'
import { toUserResponse } from '../users/response.ts'
import { updateUser } from '../users/update.ts'

const root = 'users'
const manageUsers = orgPermission('manage_users')
const usersPerUpdate = 10

export function userRoutes({ on, world }: Routes): void {
  on('get', '/users', 'ZohoCRM.users.READ', c => {
    const { data, user: caller } = c.get('caller')
    const query = queryParams(c)
    const page = readPlainPage(query)
    const since = readModifiedSince(c)
    const chosen = selectUsers(c)
    const found = since === null ? chosen : chosen.filter(user => changedAt(data, user) > since)
    const { rows: users, info } = cutPage(found, page)
    if (users.length === 0) return since === null ? answerNothing(c) : answerNotModified(c)
    return answer(c, {
      users: users.map(user => toUserResponse(world, data, user, caller, c.get('version'))),
      info,
    })
  })

  on('get', '/users/actions/count', 'ZohoCRM.users.READ', c => answer(c, { count: selectUsers(c).length }))

  on('get', '/users/:id', 'ZohoCRM.users.READ', c => {
    const { data, user: caller } = c.get('caller')
    const user = data.user(readDigits(c, 'id', 1))
    if (!user) return answerNothing(c)
    return answer(c, { users: [toUserResponse(world, data, user, caller, c.get('version'))] })
  })

  on('post', '/users', { scopes: 'ZohoCRM.users.CREATE', permit: manageUsers }, c =>
    writeOnlyRow(c, root, row => success('User added', { id: createUser(world, c, row) }), 201),
  )

  const update = { root, allWell: 200, message: 'User updated' } as const

  on('put', '/users', { scopes: 'ZohoCRM.users.UPDATE', permit: manageUsers }, c =>
    writeSettings(c, world, { ...update, most: usersPerUpdate }, row => {
      const id = row.needed('id', row.text('id', 20))
      const user = c.get('caller').data.user(id)
      if (!user) throw row.refuse('invalidId', 'id')
      if (user.status === 'deleted') throw row.refuseBare('deletedUser')
      return updateUser(world, c, row, user)
    }),
  )

  // that everybody may change themselves without managing users is inferred
  const mayChange = (c: CrmContext) => {
    if (c.req.param('id') !== c.get('caller').user.id) manageUsers(c)
  }

  on('put', '/users/:id', { scopes: 'ZohoCRM.users.UPDATE', permit: mayChange }, c =>
    writeOnlyRow(c, root, row => {
      const user = existingUser(c)
      if (user.status === 'deleted') throw crmError('deletedUserInPath', { resource_path_index: 1 })
      return success(update.message, { id: updateUser(world, c, row, user) })
    }),
  )

  on('delete', '/users/:id', { scopes: 'ZohoCRM.users.DELETE', permit: manageUsers }, c => {
    const { data, user: caller } = c.get('caller')
    const user = existingUser(c)
    const refused = keptUser(c)
    if (refused) return answerRows(c, world, [refused], 200, root)
    deleteMember(world, data, user, caller.id)
    return answer(c, { [root]: [success('User deleted', { id: user.id })] })
  })

  /** Why the user of the path cannot be deleted, if so. */
  function keptUser(c: CrmContext): CrmErrorBody | null {
    const { data, user: caller } = c.get('caller')
    const user = existingUser(c)
    if (data.org.environment === 'sandbox') {
      return { ...crmErrorBody('sandboxUsers'), message: 'You cannot delete user in a sandbox org' }
    }
    const place = { json_path: '$.users[0].id', id: user.id }
    if (user.status === 'deleted') return crmErrorBody('alreadyDeletedUser', place)
    if (user.id === primaryContact(data).id) {
      return { ...crmErrorBody('primaryContact', place), message: 'Primary contact cannot be deleted' }
    }
    if (user.id === caller.id) return crmErrorBody('actingUser')
    return mayManage(caller, user.profile) ? null : crmErrorBody('userNotDeletable')
  }
}

/** In whole seconds, as it is answered. */
const changedAt = ({ org }: OrgData, { membership }: OrgUser): number =>
  Math.floor((membership.about?.modifiedAt ?? org.createdAt) / 1000) * 1000

function existingUser(c: CrmContext) {
  const user = c.get('caller').data.user(readDigits(c, 'id', 1))
  if (!user) throw crmError('invalidPathId', { resource_path_index: 1 })
  return user
}
