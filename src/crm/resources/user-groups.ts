/**
 * `/settings/user_groups`: users by the dozen. A group is deleted at once, so no job of a deletion is ever known; territories
 * and other groups are no sources here. That it takes `Crm_Implied_Manage_Groups` to write them is inferred from reading.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-user-groups.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { refuseParam } from '../not-emulated.ts'
import { orgPermission } from '../permissions.ts'
import { shortUserReference } from '../records/render.ts'
import type { Needs, Routes } from '../routes.ts'
import { type Collection, collectionRoutes, type Setting, settingsOf } from '../settings/collection.ts'
import { type Key, text } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'
import { rulesOfGroup } from '../sharing/rules.ts'
import { type GroupSource, groupPath, membersOf, nameOfSource, sourcesOf } from '../users/groups.ts'

const permit = orgPermission('manage_groups')
const needs: Needs = { scopes: 'ZohoCRM.settings.user_groups.READ', permit }

const sources: Key = {
  required: true,
  read(row, name, { data }) {
    const rows = row.objects(name)
    if (!rows) return undefined
    if (rows.length === 0) throw row.missing(name)
    if (rows.length > 200) throw row.refuse('tooLong', name, { maximum_length: 200 })
    return rows.map(each =>
      readSource(
        each,
        id => data.presentUser(id),
        id => data.people.roleRows.get(id),
      ),
    )
  },
}

function readSource(
  row: SettingsRow,
  user: (id: string) => object | undefined,
  role: (id: string) => object | undefined,
): GroupSource {
  const type = row.needed('type', row.choice('type', ['territories', 'roles', 'users']))
  if (type === 'territories') throw row.refuse('settingNotEmulated', 'type')
  const inner = row.object('source')
  if (!inner) throw row.missing('source')
  const id = inner.needed('id', inner.text('id', 20))
  if (!(type === 'users' ? user(id) : role(id))) throw inner.refuse('invalidId', 'id')
  const subordinates = row.boolean('subordinates') ?? null
  return { type, id, subordinates: type === 'roles' ? (subordinates ?? false) : null }
}

const groups: Collection = {
  path: groupPath,
  root: 'user_groups',
  scope: 'settings.user_groups',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  permit,
  most: 10,
  keys: { name: text(250, { required: true, unique: true }), description: text(250), sources },
  messages: {
    created: 'User group created successfully',
    updated: 'User group updated successfully',
    deleted: 'User group deleted successfully',
  },
  listed(c) {
    const name = queryParam(c, 'name')
    const ids = queryParam(c, 'ids')?.split(',')
    refuseParam(c, 'filters')
    return ({ id, values }) => (name === undefined || values.name === name) && (!ids || ids.includes(id))
  },
  show: toGroupResponse,
  info: 'page',
  oneIsPage: true,
}

export function userGroupRoutes(routes: Routes): void {
  const { on } = routes

  on('get', `${groupPath}/actions/associated_users_count`, needs, c => {
    const { data } = c.get('caller')
    return answerPage(c, 'associated_users_count', settingsOf(data, groups).all(), group => ({
      user_group: { name: group.values.name, id: group.id },
      count: membersOf(data, group).length,
    }))
  })

  on('get', `${groupPath}/actions/deletion_jobs`, needs, c => {
    if (!queryParam(c, 'job_id')) throw crmError('requiredParamMissing', { param_name: 'job_id' })
    return answerNothing(c)
  })

  on('get', `${groupPath}/:id/sources`, needs, c => {
    const group = groupOfPath(c)
    const type = queryParam(c, 'type')
    if (type !== undefined && !/^(?:users|roles|groups|territories)$/.test(type)) {
      throw crmError('paramNotMatching', { regex: 'users|roles|groups|territories', param_name: 'type' })
    }
    const found = sourcesOf(group).filter(source => type === undefined || source.type === type)
    return answerPage(c, 'sources', found, source => toSourceResponse(c, source))
  })

  on('get', `${groupPath}/:id/actions/sources_count`, needs, c =>
    answer(c, { sources_count: [countSources(c, groupOfPath(c))] }),
  )

  on('get', `${groupPath}/:id/actions/associations`, needs, c => {
    const { id } = groupOfPath(c)
    const { data } = c.get('caller')
    const found = rulesOfGroup(data, id)
    if (found.length === 0) return answerNothing(c)
    return answer(c, {
      associations: found.map(rule => {
        const module = data.module(String(rule.values.module))
        return {
          type: 'sharing_rule',
          resource: { id: rule.id, name: rule.values.name },
          detail: { module: module ? { id: module.id, api_name: module.apiName } : null },
        }
      }),
    })
  })

  on('get', '/users/:id/actions/associated_groups', 'ZohoCRM.settings.user_groups.READ', c => {
    const { data } = c.get('caller')
    const id = c.req.param('id') ?? ''
    const user = /^\d{1,19}$/.test(id) ? data.user(id) : undefined
    if (!user) throw crmError('invalidPathId', { resource_path_index: 1 })
    const found = settingsOf(data, groups)
      .all()
      .filter(group => membersOf(data, group).some(member => member.id === user.id))
    return answerPage(c, 'user_groups', found, group => plainGroup(group, c))
  })

  collectionRoutes(routes, groups)
}

function groupOfPath(c: CrmContext): Setting {
  const id = c.req.param('id') ?? ''
  const group = settingsOf(c.get('caller').data, groups).get(id)
  if (!group)
    throw crmError('invalidPathId', { resource_path_index: 2 }, { message: 'The provided group ID is invalid.' })
  return group
}

function toSourceResponse(c: CrmContext, source: GroupSource): object {
  const { type, id, subordinates } = source
  const { data } = c.get('caller')
  return { source: { name: nameOfSource(data, source), id }, type, ...(type === 'roles' && { subordinates }) }
}

function countSources(c: CrmContext, group: Setting): object {
  const { data } = c.get('caller')
  const all = sourcesOf(group)
  const users = { inactive: 0, deleted: 0, active: 0 }
  for (const { type, id } of all) if (type === 'users') users[data.user(id)!.status]++
  return { territories: 0, roles: all.filter(({ type }) => type === 'roles').length, groups: 0, users }
}

function plainGroup({ id, values, createdBy, createdAt, modifiedBy, modifiedAt }: Setting, c: CrmContext): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  return {
    created_time: formatDateTime(createdAt, timeZone),
    modified_time: formatDateTime(modifiedAt, timeZone),
    name: values.name,
    modified_by: shortUserReference(data, modifiedBy!),
    description: values.description,
    id,
    created_by: shortUserReference(data, createdBy!),
  }
}

/** A list says of sources what it is asked for, a single group all. */
function toGroupResponse(group: Setting, _: object, c: CrmContext): object {
  const included =
    c.req.param('id') === undefined ? (queryParam(c, 'include')?.split(',') ?? []) : ['sources', 'sources_count']
  return {
    ...plainGroup(group, c),
    ...(included.includes('sources_count') && { sources_count: countSources(c, group) }),
    ...(included.includes('sources') && { sources: sourcesOf(group).map(source => toSourceResponse(c, source)) }),
  }
}
