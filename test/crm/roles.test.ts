import { describe, expect, it } from 'vitest'
import { idOf } from './at-crm.ts'
import { denied, idsOf, lead, type Staff, staff } from './staff.ts'

const path = 'settings/roles'

const withSales = async (org: object = {}) => {
  const tested = await staff(org)
  const roles = (await tested.as('admin', 'GET', path)).json.roles
  const [ceo, manager] = roles.map(({ id }: { id: string }) => id)
  const created = await tested.as('admin', 'POST', path, {
    roles: [{ name: 'Sales', description: 'Sells', share_with_peers: true, reporting_to: { id: manager } }],
  })
  return { ...tested, ceo, manager, created, sales: idOf(created, 'roles') }
}

const giveRole = async (tested: Staff, person: 'agent' | 'peer', role: string) =>
  tested.as('admin', 'PUT', `users/${await tested.idOf(person)}`, { users: [{ role }] })

describe('roles', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const tested = await withSales()
    const { as, sales, created, manager } = tested

    const one = await as('agent', 'GET', `${path}/${sales}`)
    const old = await as('admin', 'GET', `v2/${path}/${sales}`)
    const changed = await as('admin', 'PUT', `${path}/${sales}`, { roles: [{ name: 'Selling', description: null }] })
    const twice = await as('admin', 'PUT', path, { roles: [{ id: sales, share_with_peers: false }] })
    const list = (await as('admin', 'GET', path)).json.roles
    const deleted = await as('admin', 'DELETE', `${path}/${sales}?transfer_to_id=${manager}`)
    const gone = await as('admin', 'GET', `${path}/${sales}`)

    expect([created.status, created.json.roles[0].message]).toEqual([201, 'Role added'])
    const me = { name: 'admin Example', id: await tested.idOf('admin') }
    expect(one.json.roles).toEqual([
      {
        display_label: 'Sales',
        created_by__s: me,
        modified_by__s: me,
        modified_time__s: expect.any(String),
        created_time__s: expect.any(String),
        forecast_manager: null,
        share_with_peers: true,
        name: 'Sales',
        description: 'Sells',
        reporting_to: { name: 'Manager', id: manager },
        id: sales,
      },
    ])
    expect(old.json.roles[0]).toMatchObject({ admin_user: false })
    expect(old.json.roles[0]).not.toHaveProperty('created_by__s')
    expect([changed.status, twice.status]).toEqual([200, 200])
    expect(list[2]).toMatchObject({ name: 'Selling', description: null, share_with_peers: false })
    expect(deleted.json).toEqual({
      roles: [{ code: 'SUCCESS', details: { id: sales }, message: 'Role Deleted', status: 'success' }],
    })
    expect(gone.status).toBe(204)
  })

  it('decide whose private records a user sees, as they are now', async () => {
    const tested = await withSales({ sharing: { Leads: 'private' } })
    const { as, sales, manager } = tested
    const mine = await tested.insert('peer', 'Leads', lead('Mine'))
    const seenBy = async () => idsOf(await as('agent', 'GET', 'Leads?fields=Last_Name'))

    const asPeers = await seenBy()
    await giveRole(tested, 'peer', sales)
    const asSuperior = await seenBy()
    await as('admin', 'DELETE', `${path}/${sales}?transfer_to_id=${manager}`)
    const afterwards = await seenBy()
    await as('admin', 'PUT', `${path}/${manager}`, { roles: [{ share_with_peers: true }] })
    const shared = await seenBy()

    expect([asPeers, asSuperior, afterwards, shared]).toEqual([[], [mine], [], [mine]])
  })

  it('pass on what stood below them', async () => {
    const tested = await withSales()
    const { as, manager, ceo, sales } = tested

    await giveRole(tested, 'agent', manager)
    await as('admin', 'DELETE', `${path}/${manager}?transfer_to_id=${ceo}`)

    const below = await as('admin', 'GET', `${path}/${sales}`)
    const me = (await as('agent', 'GET', 'users?type=CurrentUser')).json.users[0]
    expect(below.json.roles[0].reporting_to).toEqual({ name: 'CEO', id: ceo })
    expect(me.role).toEqual({ id: ceo, name: 'CEO' })
  })

  it('keep their users when they get another name', async () => {
    const tested = await withSales()
    await tested.as('admin', 'PUT', `${path}/${tested.manager}`, { roles: [{ name: 'Lead' }] })

    const me = (await tested.as('agent', 'GET', 'users?type=CurrentUser')).json.users[0]

    expect(me.role).toEqual({ id: tested.manager, name: 'Lead' })
  })

  it.each([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', 'name'],
    ['a name that another has', { name: 'ceo' }, 'DUPLICATE_DATA', 'name'],
    ['a name too long', { name: 'x'.repeat(201) }, 'INVALID_DATA', 'name'],
    ['a number as name', { name: 7 }, 'INVALID_DATA', 'name'],
    ['nobody above', { reporting_to: undefined }, 'MANDATORY_NOT_FOUND', 'reporting_to'],
    ['a superior that is none', { reporting_to: { id: '1' } }, 'INVALID_DATA', 'id'],
    ['a superior of another kind', { reporting_to: [] }, 'INVALID_DATA', 'reporting_to'],
    ['peers that are a text', { share_with_peers: 'yes' }, 'INVALID_DATA', 'share_with_peers'],
  ])('are refused with %s', async (_, change, code, api_name) => {
    const { as, ceo } = await withSales()

    const { status, json } = await as('admin', 'POST', path, {
      roles: [{ name: 'New', reporting_to: { id: ceo }, ...change }],
    })

    expect([status, json.roles[0].code, json.roles[0].details.api_name]).toEqual([400, code, api_name])
  })

  it('stand in no circle', async () => {
    const { as, sales, manager, ceo } = await withSales()

    const circle = await as('admin', 'PUT', `${path}/${manager}`, { roles: [{ reporting_to: { id: sales } }] })
    const self = await as('admin', 'PUT', `${path}/${manager}`, { roles: [{ reporting_to: { id: manager } }] })
    const top = await as('admin', 'PUT', `${path}/${ceo}`, { roles: [{ reporting_to: { id: manager } }] })

    expect([circle.status, self.status, top.status]).toEqual([400, 400, 400])
  })

  it('go only to a role that may take their users', async () => {
    const { as, sales, manager, ceo } = await withSales()

    const answers = [
      await as('admin', 'DELETE', `${path}/${manager}`),
      await as('admin', 'DELETE', `${path}/${manager}?transfer_to_id=1`),
      await as('admin', 'DELETE', `${path}/${manager}?transfer_to_id=${manager}`),
      await as('admin', 'DELETE', `${path}/${manager}?transfer_to_id=${sales}`),
      await as('admin', 'DELETE', `${path}/${ceo}?transfer_to_id=${manager}`),
      await as('admin', 'DELETE', `${path}/1?transfer_to_id=${manager}`),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.details])).toEqual([
      [400, 'REQUIRED_PARAM_MISSING', { param_name: 'transfer_to_id' }],
      [400, 'INVALID_DATA', { role_status: 'invalid', param_name: 'transfer_to_id' }],
      [400, 'INVALID_DATA', { role_status: 'same_role', param_name: 'transfer_to_id' }],
      [400, 'INVALID_DATA', { role_status: 'subordinate', param_name: 'transfer_to_id' }],
      [400, 'CANNOT_DELETE', { resource_path_index: 2 }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
    ])
  })

  it('are one by one, of this org only, and written by those who may', async () => {
    const tested = await withSales()
    const row = { name: 'A', reporting_to: { id: tested.ceo } }

    const two = await tested.as('admin', 'POST', path, { roles: [row, row] })
    const foreign = await tested.as('admin', 'GET', `${path}/${tested.ceo.replace('5731204', '5725767')}`)
    const refused = await tested.as('agent', 'POST', path, { roles: [row] })

    expect([two.status, two.json.details.maximum_length]).toEqual([400, 1])
    expect(foreign.status).toBe(204)
    expect([refused.status, refused.json]).toEqual([403, denied('Manage_Roles')])
  })

  it('are no way to rise to another one', async () => {
    const tested = await staff({ profiles: [{ name: 'Steward', manage_roles: true }] }, { agent: 'Steward' })
    const { roles } = (await tested.as('agent', 'GET', path)).json
    const [ceo, manager] = roles.map(({ id }: { id: string }) => id)

    const { status, json } = await tested.as('agent', 'DELETE', `${path}/${manager}?transfer_to_id=${ceo}`)

    expect([status, json.code]).toEqual([400, 'INVALID_REQUEST'])
  })

  it('come back with a snapshot', async () => {
    const { as, sales, manager, send } = await withSales()
    await send('PUT', '/_emulator/snapshots/before')

    await as('admin', 'DELETE', `${path}/${sales}?transfer_to_id=${manager}`)
    const without = await as('admin', 'GET', path)
    await send('POST', '/_emulator/snapshots/before')
    const again = await as('admin', 'GET', path)

    expect(without.json.roles).toHaveLength(2)
    expect(again.json.roles).toHaveLength(3)
  })
})

it('roles need their scope', async () => {
  const tested = await staff({}, {}, 'ZohoCRM.settings.profiles.ALL')

  const { status, json } = await tested.as('admin', 'GET', path)

  expect([status, json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
})
