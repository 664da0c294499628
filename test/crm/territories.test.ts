/** Territories, their users and their records. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { allScopes, idOf } from './at-crm.ts'
import { denied, idsOf, lead, type Staff, staff } from './staff.ts'

const path = 'settings/territories'
const root = 'territories'

interface Row {
  id: string
  name: string
  reporting_to: { id: string; name: string } | null
}

const all = async ({ as }: Staff, query = ''): Promise<Row[]> =>
  (await as('admin', 'GET', `${path}${query}`)).json?.[root] ?? []
const top = async (tested: Staff): Promise<Row> => (await all(tested)).find(row => row.reporting_to === null)!

const create = async (tested: Staff, name: string, more: object = {}, parent?: string) => {
  const reporting_to = { id: parent ?? (await top(tested)).id }
  return tested.as('admin', 'POST', path, { [root]: [{ name, permission_type: 'read_only', reporting_to, ...more }] })
}

const made = async (tested: Staff, name: string, more: object = {}, parent?: string): Promise<string> =>
  idOf(await create(tested, name, more, parent), root)

describe('territories', () => {
  it('begin with the one of the org, and are created, read, changed and deleted', async () => {
    const tested = await staff()
    const org = await top(tested)
    const manager = { id: await tested.idOf('boss') }
    const created = await create(tested, 'North', { manager, description: 'Cold' })
    const id = idOf(created, root)
    const listed = await tested.as('admin', 'GET', path)
    const one = await tested.as('admin', 'GET', `${path}/${id}`)
    const changed = await tested.as('admin', 'PUT', `${path}/${id}`, { [root]: [{ name: 'South' }] })
    const several = await tested.as('admin', 'PUT', path, { [root]: [{ id, manager: null }] })
    const after = await tested.as('admin', 'GET', `${path}?ids=${id}`)
    const deleted = await tested.as('admin', 'DELETE', `${path}?ids=${id}`)
    const gone = await tested.as('admin', 'GET', `${path}/${id}`)
    const remembered = await tested.as('admin', 'GET', `${path}/actions/deleted_associated_territories`)

    expect(org).toMatchObject({ name: 'Acme QA', description: 'Organization Parent Territory', manager: null })
    expect(created.status).toBe(201)
    expect(created.json[root]).toEqual([
      { code: 'SUCCESS', details: { id }, message: 'Territory Created Successfully', status: 'success' },
    ])
    expect(listed.json.info).toEqual({ per_page: 200, count: 2, page: 1, more_records: false })
    expect(listed.json[root][1]).toEqual({
      created_time: expect.any(String),
      modified_time: expect.any(String),
      permission_type: 'read_only',
      manager: { name: 'boss Example', id: manager.id },
      api_name: 'North',
      name: 'North',
      description: 'Cold',
      reporting_to: { name: 'Acme QA', id: org.id },
      id,
      modified_by: { name: 'admin Example', id: expect.any(String) },
      created_by: { name: 'admin Example', id: expect.any(String) },
    })
    expect(one.json[root][0]).toMatchObject({ account_rule_criteria: null, lead_rule_criteria: null })
    expect([changed.status, several.status]).toEqual([200, 200])
    expect(after.json[root]).toMatchObject([{ name: 'South', api_name: 'North', manager: null }])
    expect(deleted.json[root][0]).toMatchObject({ code: 'SUCCESS', message: 'Given Territory Removed Successfully' })
    expect(gone.status).toBe(204)
    expect(remembered.json[root]).toEqual([
      {
        name: 'South',
        id,
        deleted_time: expect.any(String),
        deleted_by: expect.objectContaining({ name: 'admin Example' }),
      },
    ])
  })

  it.each([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'name' }],
    ['a name in use', { name: 'acme qa' }, 'DUPLICATE_DATA', { api_name: 'name' }],
    ['a long name', { name: 'x'.repeat(51) }, 'INVALID_DATA', { maximum_length: 50 }],
    ['no parent', { reporting_to: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'reporting_to' }],
    ['an unknown parent', { reporting_to: { id: '1' } }, 'INVALID_DATA', { api_name: 'reporting_to' }],
    ['no permission', { permission_type: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'permission_type' }],
    ['an unknown permission', { permission_type: 'x' }, 'INVALID_DATA', { supported_values: expect.any(Array) }],
    ['an unknown manager', { manager: { id: '1' } }, 'INVALID_DATA', { api_name: 'manager' }],
    [
      'criteria that name no field',
      { account_rule_criteria: { field: { api_name: 'X' }, comparator: 'equal', value: 'y' } },
      'INVALID_DATA',
      {},
    ],
  ])('are refused with %s', async (_, more, code, details) => {
    const tested = await staff()
    const { status, json } = await create(tested, 'North', more)

    expect(status).toBe(400)
    expect(json[root][0]).toMatchObject({ code, details })
    expect(await all(tested)).toHaveLength(1)
  })

  it('stand in a hierarchy without rings, whose top keeps its place', async () => {
    const tested = await staff()
    const org = await top(tested)
    const north = await made(tested, 'North')
    const far = await made(tested, 'Far North', {}, north)
    const change = async (id: string, more: object) =>
      (await tested.as('admin', 'PUT', `${path}/${id}`, { [root]: [more] })).json[root][0]
    const children = await tested.as('admin', 'GET', `${path}/${org.id}/__child_territories`)
    const none = await tested.as('admin', 'GET', `${path}/${far}/__child_territories`)

    expect(await change(north, { reporting_to: { id: far } })).toMatchObject({ code: 'INVALID_DATA' })
    expect(await change(north, { reporting_to: { id: north } })).toMatchObject({ code: 'INVALID_DATA' })
    expect(await change(org.id, { description: 'x' })).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await change(org.id, { name: 'World' })).toMatchObject({ code: 'SUCCESS' })
    expect(children.json[root].map(({ id }: Row) => id)).toEqual([north])
    expect(none.status).toBe(204)
    expect((await tested.as('admin', 'DELETE', `${path}/${org.id}`)).json[root][0]).toMatchObject({
      code: 'NOT_ALLOWED',
      message: 'The territory you are trying to delete is the Org Territory',
    })
    expect((await tested.as('admin', 'DELETE', `${path}?ids=${north}`)).json[root][0]).toMatchObject({
      code: 'NOT_ALLOWED',
      details: { id: north },
    })
  })

  it('are deleted with their children moved elsewhere', async () => {
    const tested = await staff()
    const org = await top(tested)
    const north = await made(tested, 'North')
    const far = await made(tested, 'Far', {}, north)
    const further = await made(tested, 'Further', {}, far)
    const move = (row: object) => tested.as('admin', 'POST', `${path}/actions/transfer_and_delete`, { [root]: [row] })
    const refusals = [
      await move({ id: far, delete_previous_forecasts: false }),
      await move({ id: far, transfer_to_id: '1' }),
      await move({ id: far, transfer_to_id: far }),
      await move({ id: far, transfer_to_id: further }),
      await move({ id: org.id, transfer_to_id: north }),
    ]
    const moved = await tested.as('admin', 'POST', `${path}/${far}/actions/transfer_and_delete`, {
      [root]: [{ transfer_to_id: north, delete_previous_forecasts: false }],
    })
    const rows = await all(tested)

    expect(refusals.map(({ json }) => json[root][0].code)).toEqual([
      'MANDATORY_NOT_FOUND',
      'INVALID_DATA',
      'INVALID_DATA',
      'INVALID_DATA',
      'NOT_ALLOWED',
    ])
    expect(moved.json[root][0]).toMatchObject({ code: 'SUCCESS', details: { id: far } })
    expect(rows.map(({ name, reporting_to }) => [name, reporting_to?.id])).toEqual([
      ['Acme QA', undefined],
      ['North', org.id],
      ['Further', north],
    ])
  })

  it.each([
    [{ field: { api_name: 'name' }, comparator: 'contains', value: 'ORTH' }, ['North']],
    [{ field: { api_name: 'permission_type' }, comparator: 'equal', value: 'read_write_delete' }, ['South']],
    [{ field: { api_name: 'name' }, comparator: 'not_equal', value: 'North' }, ['Acme QA', 'South']],
    [
      {
        group_operator: 'or',
        group: [
          { field: { api_name: 'name' }, comparator: 'equal', value: 'North' },
          { field: { api_name: 'created_time' }, comparator: 'less_than', value: '1999-01-01T00:00:00Z' },
        ],
      },
      ['North'],
    ],
  ])('are filtered by %j', async (filter, names) => {
    const tested = await staff()
    await made(tested, 'North')
    await made(tested, 'South', { permission_type: 'read_write_delete' })
    const rows = await all(tested, `?filters=${encodeURIComponent(JSON.stringify(filter))}`)

    expect(rows.map(({ name }) => name)).toEqual(names)
  })

  it.each(['{', '[]', '{}', '{"field":{"api_name":"x"}}', '{"field":{"api_name":"name"},"comparator":"between"}'])(
    'refuse the filter %s',
    async filter => {
      const tested = await staff()
      const { status, json } = await tested.as('admin', 'GET', `${path}?filters=${encodeURIComponent(filter)}`)

      expect([status, json.code, json.details.param_name]).toEqual([400, 'INVALID_DATA', 'filters'])
    },
  )

  it('need their scopes and the permission to customize', async () => {
    const tested = await staff({}, {}, 'ZohoCRM.settings.territories.READ,ZohoCRM.users.READ')
    const { id } = await top(tested)
    const other = await staff()
    const body = { [root]: [{ name: 'N', permission_type: 'read_only', reporting_to: { id } }] }

    expect((await create(tested, 'N')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await tested.as('admin', 'PUT', `${path}/${id}/users`, {})).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await other.as('agent', 'POST', path, body)).json).toEqual(denied('Customize_Zoho_CRM'))
  })
})

describe('users of territories', () => {
  it('are added, listed, counted and removed, from both sides', async () => {
    const tested = await staff()
    const [agent, peer, boss] = [await tested.idOf('agent'), await tested.idOf('peer'), await tested.idOf('boss')]
    const id = await made(tested, 'North', { manager: { id: boss } })
    const users = `${path}/${id}/users`
    const added = await tested.as('admin', 'PUT', users, { users: [{ id: agent }, { id: agent }, { id: '1' }] })
    const single = await tested.as('admin', 'PUT', `${users}/${peer}`)
    const listed = await tested.as('admin', 'GET', users)
    const one = await tested.as('admin', 'GET', `${users}/${peer}`)
    const counts = await tested.as('admin', 'GET', `${path}/actions/associated_users_count`)
    const ofAgent = await tested.as('admin', 'GET', `users/${agent}/territories`)
    const removed = await tested.as('admin', 'DELETE', `${users}?ids=${peer},${boss},1`)
    const again = await tested.as('admin', 'DELETE', `${users}/${peer}`)
    const wrong = await tested.as('admin', 'GET', `${path}/1/users`)

    expect(added.status).toBe(207)
    expect(added.json.users).toMatchObject([
      { code: 'SUCCESS', details: { id: agent }, message: 'Given User added to the mentioned territory Successfully' },
      { code: 'DUPLICATE_DATA', details: { json_path: '$.users[1].id' } },
      { code: 'INVALID_DATA', details: { json_path: '$.users[2].id' } },
    ])
    expect(single.json.users[0].code).toBe('SUCCESS')
    expect(listed.json.users.map((user: Row) => user.id)).toEqual([boss, agent, peer])
    expect(listed.json.info.count).toBe(3)
    expect(one.json.users).toMatchObject([{ id: peer, full_name: 'peer Example', status: 'active' }])
    expect(counts.json.associated_users_count[1]).toEqual({ count: '3', territory: { name: 'North', id } })
    expect(ofAgent.json[root]).toEqual([
      {
        id,
        Manager: { Name: 'boss Example', id: boss },
        Reporting_To: { Name: 'Acme QA', id: expect.any(String) },
        Name: 'North',
      },
    ])
    expect(removed.json.users.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'INVALID_DATA',
      'INVALID_DATA',
    ])
    expect(again.json.users[0]).toMatchObject({ message: 'Given user is not a member of this territory.' })
    expect(wrong.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 2 } })
  })

  it('get territories, and lose them', async () => {
    const tested = await staff()
    const agent = await tested.idOf('agent')
    const [north, south] = [await made(tested, 'North'), await made(tested, 'South')]
    const mine = `users/${agent}/territories`
    const none = await tested.as('admin', 'GET', mine)
    const added = await tested.as('admin', 'PUT', mine, { [root]: [{ id: north }, { id: south }, { id: '1' }] })
    const twice = await tested.as('admin', 'PUT', mine, { [root]: [{ id: north }] })
    const one = await tested.as('admin', 'GET', `${mine}/${north}`)
    const removed = await tested.as('admin', 'DELETE', `${mine}/${north}`)
    const missing = await tested.as('admin', 'DELETE', `${mine}/${north}`)
    const rest = await tested.as('admin', 'DELETE', `${mine}?ids=${south},${north}`)
    const own = await tested.as('admin', 'PUT', `users/${await tested.idOf('admin')}/territories`, {
      [root]: [{ id: north }],
    })
    const stranger = await tested.as('admin', 'GET', 'users/1/territories')
    const forbidden = await tested.as('peer', 'PUT', mine, { [root]: [{ id: north }] })

    expect(none.status).toBe(204)
    expect(added.json[root].map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'SUCCESS', 'INVALID_DATA'])
    expect(twice.json[root][0]).toMatchObject({
      code: 'DUPLICATE_DATA',
      message: 'Territory already associated with the user',
    })
    expect(one.json.info.count).toBe(1)
    expect(removed.json[root][0]).toMatchObject({ message: 'Territory removed from the user successfully' })
    expect(missing.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 3 } })
    expect(rest.status).toBe(207)
    expect([own.status, own.json.code]).toEqual([403, 'NOT_ALLOWED'])
    expect(stranger.json).toMatchObject({ details: { resource_path_index: 1 } })
    expect(forbidden.json).toEqual(denied('Manage_Users'))
  })
})

describe('territories of records', () => {
  const scope = `${allScopes},ZohoCRM.mass_update.ALL,ZohoCRM.change_owner.ALL`
  const org = async (sharing: object = {}) => {
    const tested = await staff({ sharing }, {}, scope)
    await control(tested.send, '/_emulator/clock', { freeze: true })
    return tested
  }
  const assign = (tested: Staff, module: string, id: string, territories: string[], version = 'v8') =>
    tested.as('admin', 'POST', `${version}/${module}/${id}/actions/assign_territories`, {
      data: [{ Territories: territories.map(each => ({ id: each })) }],
    })
  const settle = ({ zoho }: Staff) => zoho.advanceClock('5s')

  it('are given and taken by jobs, and shown', async () => {
    const tested = await org()
    const [north, south] = [await made(tested, 'North'), await made(tested, 'South')]
    const id = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const scheduled = await assign(tested, 'Accounts', id, [north, south])
    const twice = await assign(tested, 'Accounts', id, [north])
    const early = (await tested.as('admin', 'GET', `Accounts/${id}`)).json.data[0].Territories
    await settle(tested)
    const late = (await tested.as('admin', 'GET', `Accounts/${id}`)).json.data[0].Territories
    const listed = await tested.as('admin', 'GET', 'Accounts?fields=Account_Name,Territories')
    const removed = await tested.as('admin', 'POST', 'Accounts/actions/remove_territories', {
      data: [{ id, Territories: [{ id: north }] }],
    })
    await settle(tested)
    const rest = (await tested.as('admin', 'GET', `Accounts/${id}`)).json.data[0].Territories
    await tested.as('admin', 'DELETE', `${path}/${south}`)
    const none = (await tested.as('admin', 'GET', `Accounts/${id}`)).json.data[0].Territories

    expect(scheduled.status).toBe(202)
    expect(scheduled.json.data).toEqual([
      {
        code: 'SCHEDULED',
        details: { id, job_id: expect.any(String) },
        message: 'Territory assignment process scheduled successfully',
        status: 'success',
      },
    ])
    expect(twice.json.data[0].code).toBe('ALREADY_SCHEDULED')
    expect(early).toEqual([])
    expect(late).toEqual([
      {
        $assigned_by: { name: 'admin Example', id: expect.any(String) },
        $assigned_time: expect.any(String),
        $assigned: 'manually',
        Name: 'North',
        id: north,
      },
      expect.objectContaining({ Name: 'South' }),
    ])
    expect(listed.json.data[0].Territories).toEqual(late)
    expect(removed.json.data[0]).toMatchObject({ message: 'Territory removal process scheduled successfully' })
    expect(rest.map(({ Name }: { Name: string }) => Name)).toEqual(['South'])
    expect(none).toEqual([])
  })

  it('are one for a deal, and answered otherwise before v7', async () => {
    const tested = await org()
    const [north, south] = [await made(tested, 'North'), await made(tested, 'South')]
    const deal = await tested.insert('admin', 'Deals', { Deal_Name: 'D', Stage: 'Qualification' })
    const both = await assign(tested, 'Deals', deal, [north, south])
    const old = await assign(tested, 'Deals', deal, [north], 'v6')
    await settle(tested)
    await assign(tested, 'Deals', deal, [south])
    await settle(tested)
    const { Territory } = (await tested.as('admin', 'GET', `Deals/${deal}`)).json.data[0]

    expect(both.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { maximum_length: 1 } })
    expect([old.status, old.json.data[0].code]).toEqual([200, 'SUCCESS'])
    expect(Territory).toMatchObject([{ Name: 'South' }])
  })

  it('open records to the users of a territory and of those above it, as the territory permits', async () => {
    const tested = await org({ Leads: 'private' })
    const north = await made(tested, 'North', { permission_type: 'read_only' })
    const far = await made(tested, 'Far', { permission_type: 'read_write_delete' }, north)
    const [a, b, c] = [
      await tested.insert('admin', 'Leads', lead('A')),
      await tested.insert('admin', 'Leads', lead('B')),
      await tested.insert('admin', 'Leads', lead('C')),
    ]
    await assign(tested, 'Leads', a, [north])
    await assign(tested, 'Leads', b, [far])
    await settle(tested)
    await tested.as('admin', 'PUT', `${path}/${north}/users`, { users: [{ id: await tested.idOf('agent') }] })
    await tested.as('admin', 'PUT', `${path}/${far}/users`, { users: [{ id: await tested.idOf('peer') }] })
    const change = async (id: string) =>
      (await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'X' }] })).json.data[0].code

    expect(idsOf(await tested.as('agent', 'GET', 'Leads?fields=id'))).toEqual([b, a])
    expect(idsOf(await tested.as('peer', 'GET', 'Leads?fields=id'))).toEqual([b])
    expect(idsOf(await tested.query('agent', 'select id from Leads where id is not null order by id'))).toEqual([a, b])
    expect([await change(a), await change(b), await change(c)]).toEqual(['NO_PERMISSION', 'SUCCESS', 'INVALID_DATA'])
  })

  it('narrow lists and mass actions', async () => {
    const tested = await org()
    const north = await made(tested, 'North')
    const far = await made(tested, 'Far', {}, north)
    const [a, b] = [await tested.insert('admin', 'Leads', lead('A')), await tested.insert('admin', 'Leads', lead('B'))]
    await assign(tested, 'Leads', a, [north])
    await assign(tested, 'Leads', b, [far])
    await settle(tested)
    const list = async (query: string) => idsOf(await tested.as('admin', 'GET', `Leads?fields=id&${query}`))
    const { custom_views: views } = (await tested.as('admin', 'GET', 'settings/custom_views?module=Leads')).json
    const cvid = views.find(({ system_name: name }: { system_name: string }) => name === 'ALLVIEWS').id
    const owner = { id: await tested.idOf('agent') }
    const mass = (territory: object) =>
      tested.as('admin', 'POST', 'Leads/actions/mass_change_owner', { cvid, owner, territory })
    const wrong = await mass({ id: '1' })
    await mass({ id: far })
    await settle(tested)
    const owners = (await tested.as('admin', 'GET', 'Leads?fields=Owner&sort_order=asc')).json.data

    expect(await list(`territory_id=${north}`)).toEqual([a])
    expect(await list(`territory_id=${north}&include_child=true`)).toEqual([b, a])
    expect((await tested.as('admin', 'GET', 'Leads?fields=id&territory_id=1')).json.code).toBe('INVALID_DATA')
    expect(wrong.json).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'territory' } })
    expect(owners.map(({ Owner }: { Owner: { name: string } }) => Owner.name)).toEqual([
      'admin Example',
      'agent Example',
    ])
  })

  it('come by rules, as records and rules are written', async () => {
    const tested = await org()
    const criteria = (value: string) => ({ field: { api_name: 'City' }, comparator: 'equal', value })
    const old = await tested.insert('admin', 'Leads', lead('Old', { City: 'Graz' }))
    const north = await made(tested, 'North', { lead_rule_criteria: criteria('Graz') })
    const fresh = await tested.insert('admin', 'Leads', lead('New', { City: 'Graz' }))
    const namesOf = async (id: string) =>
      (await tested.as('admin', 'GET', `Leads/${id}`)).json.data[0].Territories.map(
        ({ Name, $assigned }: { Name: string; $assigned: string }) => `${Name} ${$assigned}`,
      )
    const before = [await namesOf(old), await namesOf(fresh)]
    await tested.as('admin', 'PUT', `Leads/${fresh}`, { data: [{ City: 'Linz' }] })
    const moved = await namesOf(fresh)
    await tested.as('admin', 'PUT', `${path}/${north}`, { [root]: [{ lead_rule_criteria: criteria('Linz') }] })
    const shown = await all(tested, '?include=lead_rule_criteria')

    expect(before).toEqual([['North automatically'], ['North automatically']])
    expect(moved).toEqual([])
    expect([await namesOf(old), await namesOf(fresh)]).toEqual([[], ['North automatically']])
    expect(shown[1]).toMatchObject({ lead_rule_criteria: criteria('Linz') })
  })

  it.each([
    ['no territories', {}, 'MANDATORY_NOT_FOUND', { api_name: 'Territories' }],
    [
      'an unknown territory',
      { Territories: [{ id: '1' }] },
      'INVALID_DATA',
      { json_path: '$.data[0].Territories[0].id' },
    ],
    ['territories that are no list', { Territories: 'x' }, 'INVALID_DATA', { expected_data_type: 'jsonarray' }],
    ['an unknown record', { id: '1', Territories: [] }, 'INVALID_DATA', { api_name: 'id' }],
  ])('are refused with %s', async (_, more, code, details) => {
    const tested = await org()
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const { status, json } = await tested.as('admin', 'POST', 'Leads/actions/assign_territories', {
      data: [{ id, ...more }],
    })

    expect(status).toBe(400)
    expect(json.data[0]).toMatchObject({ code, details })
  })

  it('are for four modules, and for those who may edit the record', async () => {
    const tested = await org({ Leads: 'public_read_only' })
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const { id: territory } = await top(tested)
    const body = { data: [{ id, Territories: [{ id: territory }] }] }

    expect((await tested.as('admin', 'POST', 'Products/actions/assign_territories', body)).json.code).toBe(
      'INVALID_MODULE',
    )
    expect((await tested.as('agent', 'POST', 'Leads/actions/assign_territories', body)).json.data[0].code).toBe(
      'NO_PERMISSION',
    )
    expect((await tested.as('admin', 'GET', `Leads/${id}`)).json.data[0]).not.toHaveProperty('Territories')
  })
})
