/**
 * `/settings/territories` and what belongs to them: children, users, moves and deletions. Territory management is on in every
 * org here, with one territory at the top.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-territories.html and https://github.com/zoho/crm-oas
 * (territories, territory_users). That children move up to a territory of any higher level is inferred.
 */

import { requireScope } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { orgPermission } from '../permissions.ts'
import { readIds, splitList } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Handler, Needs, Routes } from '../routes.ts'
import { collectionRoutes, showSetting } from '../settings/collection.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'
import { writeRow } from '../settings/write-rows.ts'
import { territoryCollection } from '../territories/declared.ts'
import { readFilters } from '../territories/filters.ts'
import {
  addMember,
  childrenOf,
  deletedTerritories,
  forgetTerritory,
  isMember,
  levelOf,
  removeMember,
  type Territory,
  territoriesOf,
  usersOfTerritory,
} from '../territories/store.ts'
import { toUserResponse } from '../users/response.ts'

const path = '/settings/territories'
const users = `${path}/:territory/users`
const mostDeleted = 10
const mostUsers = 100

export function territoryRoutes(routes: Routes): void {
  const { on, world } = routes
  collectionRoutes(routes, territoryCollection())

  on('get', `${path}/:id/__child_territories`, 'ZohoCRM.settings.territories.READ', c => {
    const { data } = c.get('caller')
    const parent = territoriesOf(data).get(c.req.param('id') ?? '')
    if (!parent) throw crmError('invalidTerritoryPath', { resource_path_index: 2 })
    const children = childrenOf(data, parent.id).filter(readFilters(c))
    return answerPage(c, 'territories', children, child => showSetting(child, territoryCollection(), c))
  })

  on('get', `${path}/actions/associated_users_count`, 'ZohoCRM.settings.territories.READ', c => {
    const { data } = c.get('caller')
    return answerPage(c, 'associated_users_count', territoriesOf(data).all(), territory => ({
      count: String(usersOfTerritory(data, territory).length),
      territory: { name: territory.values.name, id: territory.id },
    }))
  })

  on('get', `${path}/actions/deleted_associated_territories`, both(world, 'ALL'), c => {
    const { data } = c.get('caller')
    const ids = queryParam(c, 'ids') === undefined ? null : new Set(splitList(queryParam(c, 'ids')))
    const found = deletedTerritories(data)
      .all()
      .filter(({ id }) => !ids || ids.has(id))
    return answerPage(c, 'territories', found, ({ id, name, deletedAt, deletedBy }) => ({
      name,
      id,
      deleted_time: formatDateTime(deletedAt, data.org.timeZone),
      deleted_by: shortUserReference(data, deletedBy),
    }))
  })

  on('post', `${path}/actions/transfer_and_delete`, 'ZohoCRM.settings.territories.DELETE', transferAndDelete(world))
  on('post', `${path}/:id/actions/transfer_and_delete`, 'ZohoCRM.settings.territories.DELETE', transferAndDelete(world))

  on('get', users, both(world, 'READ'), c => {
    const ids = usersOfTerritory(c.get('caller').data, territoryOfPath(c))
    return answerUsers(c, world, ids)
  })

  on('put', users, both(world, 'ALL'), async c => {
    const sent = rowsOf(c, await readJsonObject(c), 'users', mostUsers)
    const territory = territoryOfPath(c)
    const rows = sent.map((each, index) =>
      writeRow(() => addUser(c, territory, new SettingsRow(each, `$.users[${index}]`)), added),
    )
    return answerRows(c, world, rows, 200, 'users')
  })

  on('delete', users, both(world, 'ALL'), c => {
    const ids = readIds(c)
    const territory = territoryOfPath(c)
    const rows = ids.map(id => removeUser(c, territory, id))
    return answerRows(c, world, rows, 200, 'users')
  })

  on('get', `${users}/:user`, both(world, 'READ'), c => {
    const ids = usersOfTerritory(c.get('caller').data, territoryOfPath(c))
    return answerUsers(
      c,
      world,
      ids.filter(id => id === userOfPath(c)),
    )
  })

  on('put', `${users}/:user`, both(world, 'ALL'), c => {
    const territory = territoryOfPath(c)
    const row = new SettingsRow({ id: userOfPath(c) }, '$.users[0]')
    return answerRows(c, world, [writeRow(() => addUser(c, territory, row), added)], 200, 'users')
  })

  on('delete', `${users}/:user`, both(world, 'ALL'), c => {
    const territory = territoryOfPath(c)
    return answerRows(c, world, [removeUser(c, territory, userOfPath(c))], 200, 'users')
  })
}

const added = 'Given User added to the mentioned territory Successfully'

/** Who belongs where is a matter of users and of territories, so that two scopes are needed. */
const both = (world: World, operation: 'READ' | 'ALL'): Needs => ({
  scopes: `ZohoCRM.settings.territories.${operation}`,
  permit(c) {
    requireScope(world, c, [`ZohoCRM.users.${operation}`])
    if (c.req.method !== 'GET') mayCustomize(c)
  },
})

const mayCustomize = orgPermission('customize')

/** @throws CrmError */
function territoryOfPath(c: CrmContext): Territory {
  const territory = territoriesOf(c.get('caller').data).get(c.req.param('territory') ?? '')
  if (!territory) throw crmError('invalidTerritoryPath', { resource_path_index: 2 })
  return territory
}

/** @throws CrmError */
function userOfPath(c: CrmContext): string {
  const id = c.req.param('user') ?? ''
  if (!c.get('caller').data.presentUser(id)) throw crmError('invalidTerritoryPath', { resource_path_index: 4 })
  return id
}

function answerUsers(c: CrmContext, world: World, ids: readonly string[]): Response {
  const { data, user: caller } = c.get('caller')
  return answerPage(c, 'users', ids, id => toUserResponse(world, data, data.user(id)!, caller, c.get('version')))
}

/** @returns the user's id @throws RowRefused */
function addUser(c: CrmContext, territory: Territory, row: SettingsRow): string {
  const { data } = c.get('caller')
  const id = row.needed('id', row.text('id', 100))
  if (!data.activeUser(id)) throw row.refuse('invalidTerritoryUser', 'id')
  const there = usersOfTerritory(data, territory)
  if (there.includes(id)) throw row.refuse('userInTerritory', 'id')
  if (there.length >= mostUsers) throw new RowRefused(crmErrorBody('territoryUsersLimit', { limit: mostUsers }))
  addMember(data, territory.id, id)
  return id
}

/** The manager belongs to a territory as long as it is theirs. */
function removeUser(c: CrmContext, territory: Territory, id: string): ResultRow {
  const { data } = c.get('caller')
  if (!data.presentUser(id)) return crmErrorBody('invalidTerritoryUser', { id })
  if (!isMember(data, territory.id, id)) return crmErrorBody('userNotInTerritory', { id })
  removeMember(data, territory.id, id)
  return success('Given User Removed from the mentioned territory Successfully', { id })
}

const transferAndDelete =
  (world: World): Handler =>
  async c => {
    const inPath = c.req.param('id')
    const sent = rowsOf(c, await readJsonObject(c), 'territories', inPath === undefined ? mostDeleted : 1)
    if (inPath !== undefined && !territoriesOf(c.get('caller').data).has(inPath)) {
      throw crmError('invalidTerritoryPath', { resource_path_index: 2 })
    }
    const rows = sent.map((each, index) =>
      writeRow(
        () => transferOne(c, new SettingsRow(each, `$.territories[${index}]`), inPath),
        'Given Territory Removed Successfully',
      ),
    )
    return answerRows(c, world, rows, 200, 'territories')
  }

/** Gives the children to another territory, and deletes the one above them. @returns its id @throws RowRefused */
function transferOne(c: CrmContext, row: SettingsRow, inPath: string | undefined): string {
  const { data, user } = c.get('caller')
  const territories = territoriesOf(data)
  const territory = territories.get(inPath ?? row.needed('id', row.text('id', 20)))
  if (!territory) throw row.refuse('invalidTerritory', 'id')
  row.boolean('delete_previous_forecasts')
  if (territory.values.reporting_to === null) {
    throw new RowRefused(crmErrorBody('orgTerritoryDeleted', { id: territory.id }))
  }
  const named = row.raw('transfer_to_id')
  if (named === undefined) throw row.missing('transfer_to_id')
  const to = territories.get(String(named))
  if (!to) throw row.refuse('invalidTransferTerritory', 'transfer_to_id')
  if (to.id === territory.id) throw row.refuse('sameTransferTerritory', 'transfer_to_id')
  if (levelOf(data, to) >= levelOf(data, territory)) throw row.refuse('lowTransferTerritory', 'transfer_to_id')
  for (const child of childrenOf(data, territory.id)) {
    const modified = { modifiedAt: data.clock.now(), modifiedBy: user.id }
    territories.put({ ...child, ...modified, values: { ...child.values, reporting_to: to.id } })
  }
  territories.delete(territory.id)
  forgetTerritory(data, territory, user.id)
  return territory.id
}
