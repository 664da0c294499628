/**
 * `/users/{user}/territories`: those that a user was put into. Nobody changes their own.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/get-user-territories.html and https://github.com/zoho/crm-oas
 * (users_territories)
 */

import { requireScope } from '../../http/authenticate.ts'
import { type CrmErrorName, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { orgPermission } from '../permissions.ts'
import { readIds } from '../records/query.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { writeRow } from '../settings/write-rows.ts'
import {
  addMember,
  isMember,
  removeMember,
  type Territory,
  territoriesOf,
  territoriesOfUser,
} from '../territories/store.ts'

const path = '/users/:user/territories'
const root = 'territories'
const mostRows = 200

export function userTerritoryRoutes({ on, world }: Routes): void {
  on('get', path, needs(world, 'READ'), c => {
    const { data } = c.get('caller')
    return answerTerritories(c, territoriesOfUser(data, userOfPath(c)))
  })

  on('get', `${path}/:territory`, needs(world, 'READ'), c => {
    const { data } = c.get('caller')
    const id = c.req.param('territory')
    return answerTerritories(
      c,
      territoriesOfUser(data, userOfPath(c)).filter(territory => territory.id === id),
    )
  })

  on('put', path, needs(world, 'UPDATE'), async c => {
    const sent = rowsOf(c, await readJsonObject(c), root, mostRows)
    const user = otherUser(c)
    const { data } = c.get('caller')
    const rows = sent.map((each, index) =>
      writeRow(
        () => associate(data, user, new SettingsRow(each, `$.${root}[${index}]`)),
        'Territory associated to the user successfully',
      ),
    )
    return answerRows(c, world, rows, 200, root)
  })

  on('delete', path, needs(world, 'DELETE'), c => {
    const ids = readIds(c)
    const user = otherUser(c)
    const { data } = c.get('caller')
    const rows = ids.map((id, index) => remove(data, user, id, index))
    return answerRows(c, world, rows, 200, root)
  })

  on('delete', `${path}/:territory`, needs(world, 'DELETE'), c => {
    const user = otherUser(c)
    const { data } = c.get('caller')
    const id = c.req.param('territory') ?? ''
    if (!isMember(data, id, user)) throw crmError('invalidTerritory', { resource_path_index: 3 })
    return answerRows(c, world, [remove(data, user, id, 0)], 200, root)
  })
}

const mayManage = orgPermission('manage_users')

/** Two scopes are needed, that of users and that of territories. */
const needs = (world: World, operation: string): Needs => ({
  scopes: `ZohoCRM.settings.territories.${operation}`,
  permit(c) {
    requireScope(world, c, [`ZohoCRM.users.${operation}`])
    if (operation !== 'READ') mayManage(c)
  },
})

/** @throws CrmError */
function userOfPath(c: CrmContext): string {
  const id = c.req.param('user') ?? ''
  if (!c.get('caller').data.user(id)) throw crmError('invalidRelatedId', { resource_path_index: 1 })
  return id
}

/** @throws CrmError */
function otherUser(c: CrmContext): string {
  const id = userOfPath(c)
  if (id === c.get('caller').user.id) throw crmError('ownTerritories')
  return id
}

/** @returns the territory's id @throws RowRefused */
function associate(data: OrgData, user: string, row: SettingsRow): string {
  const id = row.needed('id', row.text('id', 20))
  const refuse = (name: CrmErrorName) => row.refuse(name, 'id')
  if (!territoriesOf(data).has(id)) throw refuse('invalidTerritory')
  if (isMember(data, id, user)) throw refuse('territoryOfUser')
  addMember(data, id, user)
  return id
}

const remove = (data: OrgData, user: string, id: string, index: number): ResultRow =>
  removeMember(data, id, user)
    ? success('Territory removed from the user successfully', { id })
    : crmErrorBody('invalidTerritory', { api_name: 'id', json_path: `$.${root}[${index}].id` })

function answerTerritories(c: CrmContext, territories: readonly Territory[]): Response {
  const { data } = c.get('caller')
  return answerPage(c, root, territories, ({ id, values }) => {
    const parent = values.reporting_to === null ? undefined : territoriesOf(data).get(values.reporting_to)
    const manager = values.manager === null ? undefined : data.user(values.manager)
    return {
      id,
      Manager: manager ? { Name: manager.fullName, id: manager.id } : null,
      Reporting_To: parent ? { Name: parent.values.name, id: parent.id } : null,
      Name: values.name,
    }
  })
}
