/**
 * `/settings/users_unavailability`: when users are away. Administrators see and write that of everybody, others their own.
 * Whose it is stays as it was made; that, and which filters there are not, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-user-unavailability.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { CrmContext } from '../answer.ts'
import { refuseParam } from '../not-emulated.ts'
import { shortUserReference } from '../records/render.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  type Setting,
  settingsOf,
  type Values,
  type WriteContext,
} from '../settings/collection.ts'
import { flag, moment, text, userReference } from '../settings/keys.ts'
import { groupTable, membersOf } from '../users/groups.ts'

const saved = 'Unavailability Hours saved successfully'

const unavailability: Collection = {
  path: '/settings/users_unavailability',
  root: 'users_unavailability',
  scope: 'settings.users_unavailability',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  permit: null,
  keys: {
    comments: text(250),
    from: moment({ required: true }),
    to: moment({ required: true }),
    user: userReference({ required: true, fixed: true }),
    all_day: flag(),
    title: text(250),
  },
  messages: { created: saved, updated: saved, deleted: 'Unavailability deleted Successfully' },
  check: checkPeriod,
  guard(c, operation) {
    const id = c.req.param('id')
    const setting = id === undefined ? undefined : settingsOf(c.get('caller').data, unavailability).get(id)
    if (setting && operation !== 'list' && !isOpen(c, setting.values.user)) {
      throw crmError('invalidPathId', { resource_path_index: 2 })
    }
  },
  listed: c => {
    const users = readUsers(c)
    return ({ values }) => isOpen(c, values.user) && (users === null || users.has(String(values.user)))
  },
  show: toResponse,
  info: 'page',
}

/** Whether the caller has to do with somebody's. */
function isOpen(c: CrmContext, userId: unknown): boolean {
  const { user } = c.get('caller')
  return user.profile.administrator || user.id === userId
}

function checkPeriod({ from, to, user }: Values, { row, c, current }: WriteContext): void {
  if (Number(from) >= Number(to)) throw row.refuse('invalidValue', 'to')
  if (!isOpen(c, user)) throw row.refuse('invalidId', current ? 'id' : 'user')
}

/** Those who belong to one of the roles or groups that the parameters name; null where none does. */
function readUsers(c: CrmContext): ReadonlySet<string> | null {
  for (const name of ['territory_ids', 'filters']) refuseParam(c, name)
  const { data } = c.get('caller')
  const roles = readIds(c, 'role_ids')
  const groups = readIds(c, 'group_ids')
  if (!roles && !groups) return null
  const table = groupTable(data)
  const ofGroups = (groups ?? []).flatMap(id => {
    const group = table.get(id)
    return group ? membersOf(data, group) : []
  })
  const ofRoles = data.users().filter(({ role }) => roles?.includes(role.id))
  return new Set([...ofGroups, ...ofRoles].map(({ id }) => id))
}

function readIds(c: CrmContext, param_name: string): string[] | null {
  const sent = queryParam(c, param_name)
  if (sent === undefined) return null
  const ids = sent.split(',')
  const index = ids.findIndex(id => !/^\d{1,19}$/.test(id))
  if (index === -1) return ids
  throw crmError('invalidParam', { param_name, index }, { message: 'Ids should be Long value with comma separated' })
}

function toResponse({ values }: Setting, shown: object, c: CrmContext): object {
  const { data } = c.get('caller')
  const id = String(values.user)
  const withZuid = queryParam(c, 'include_inner_details')
  if (withZuid !== undefined && withZuid !== 'user.zuid') {
    throw crmError('patternNotMatched', { param_name: 'include_inner_details' })
  }
  const zuid = withZuid === undefined ? {} : { zuid: data.user(id)?.zuid ?? null }
  return { ...shown, user: { ...shortUserReference(data, id), ...zuid } }
}

export const userUnavailabilityRoutes = (routes: Routes): void => collectionRoutes(routes, unavailability)
