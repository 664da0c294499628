import { describe, expect, it } from 'vitest'
import { control, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'
import { staff } from './staff.ts'

const path = 'settings/portals'
const scope = `${everything},ZohoCRM.settings.clientportal.ALL`

async function withPortal(): Promise<AtCrm & { types: string; byDefault: string }> {
  const crm = await atCrm({ org: 'Acme', scope })
  await control(crm.send, '/_emulator/clock', { freeze: true })
  await crm.call('POST', path, { portals: [{ name: 'customers' }] })
  const types = `${path}/customers/user_type`
  const byDefault = (await crm.call('GET', types)).json.user_type[0].id
  return { ...crm, types, byDefault }
}

const invite = ({ call }: AtCrm, record: string | undefined, type: string, kind = 'invite') =>
  call('POST', `Contacts/${record}/actions/portal_invite?user_type_id=${type}&type=${kind}`)

const contact = (name: string, more: object = { Email: `${name}@x.example` }) => ({ Last_Name: name, ...more })

const moduleOf = async ({ call }: AtCrm, name: string) =>
  (await call('GET', `settings/modules/${name}`)).json.modules[0]

describe('client portals', () => {
  it('are made, read back, renamed and deleted', async () => {
    const { call } = await atCrm({ org: 'Acme', scope })

    const none = await call('GET', path)
    const created = await call('POST', path, { portals: [{ name: 'customers' }] })
    const one = await call('GET', `${path}/customers`)
    const renamed = await call('PUT', `${path}/customers`, { portals: [{ name: 'clients', active: false }] })
    const list = await call('GET', path)
    const old = await call('GET', `${path}/customers`)
    const deleted = await call('DELETE', `${path}/clients`)
    const again = await call('DELETE', `${path}/clients`)

    expect(none.status).toBe(204)
    expect([created.status, created.json.portals[0]]).toEqual([
      200,
      { code: 'SUCCESS', details: { name: 'customers' }, message: 'Portal created successfully', status: 'success' },
    ])
    expect(one.json.portals[0]).toMatchObject({ name: 'customers', active: true, zaid: expect.any(String) })
    expect(renamed.json.portals[0].details).toEqual({ name: 'clients' })
    expect(list.json.portals).toMatchObject([{ name: 'clients', active: false }])
    expect([old.status, deleted.status]).toEqual([204, 200])
    expect([again.status, again.json.message]).toEqual([400, 'No portal exists with the given portal name.'])
  })

  it.each([
    [{}, 'MANDATORY_NOT_FOUND'],
    [{ name: 'five5' }, 'INVALID_DATA'],
    [{ name: 'x'.repeat(31) }, 'INVALID_DATA'],
    [{ name: 'my portal' }, 'INVALID_DATA'],
    [{ name: ['customers'] }, 'INVALID_DATA'],
    [{ name: 'Customers' }, 'ALREADY_USED'],
  ])('are not made of %j', async (row, code) => {
    const { call } = await withPortal()

    const { status, json } = await call('POST', path, { portals: [row] })

    expect([status, json.portals[0].code]).toEqual([400, code])
  })

  it('are for those who manage them, and in no sandbox', async () => {
    const tested = await staff({}, {}, scope)

    const sandbox = await tested.as('admin', 'GET', path)
    const refused = await tested.as('agent', 'POST', path, {})

    expect([sandbox.status, sandbox.json]).toEqual([
      400,
      {
        code: 'API_NOT_SUPPORTED',
        details: { unsupported_environment: 'sandbox' },
        message: 'api not supported in sandbox',
        status: 'error',
      },
    ])
    expect([refused.status, refused.json.details]).toEqual([403, { permissions: ['Crm_Implied_Manage_ClientPortal'] }])
  })
})

describe('kinds of portal users', () => {
  it('are made, read back, changed and deleted', async () => {
    const crm = await withPortal()
    const { call, types } = crm
    const [contacts, products] = [await moduleOf(crm, 'Contacts'), await moduleOf(crm, 'Products')]
    const personality_module = { api_name: 'Contacts', id: contacts.id }
    const modules = [{ id: products.id, shared_type: 'public', permissions: { view: true } }]

    const created = await call('POST', types, { user_type: [{ name: 'Buyers', personality_module, modules }] })
    const id = idOf(created, 'user_type')
    const one = (await call('GET', `${types}/${id}`)).json.user_type[0]
    const changed = await call('PUT', `${types}/${id}`, { user_type: [{ name: 'Sellers', active: false }] })
    const list = (await call('GET', types)).json.user_type
    const deleted = await call('DELETE', `${types}/${id}`)
    const gone = await call('GET', `${types}/${id}`)

    expect(created.json.user_type[0].message).toBe('Portal user type created successfully.')
    expect(one).toMatchObject({
      ...{ name: 'Buyers', default: false, active: true, no_of_users: 0 },
      personality_module: { plural_label: 'Contacts', ...personality_module },
      modules: [
        { api_name: 'Products', shared_type: 'public', permissions: { view: true, edit: false }, filters: null },
      ],
    })
    expect(changed.status).toBe(200)
    expect(list.map(({ name, default: first }: { name: string; default: boolean }) => [name, first])).toEqual([
      ['Client Portal', true],
      ['Sellers', false],
    ])
    expect(list[0]).not.toHaveProperty('modules')
    expect([deleted.status, gone.status]).toEqual([200, 400])
  })

  it.each([
    ['no name', { name: null }, 'MANDATORY_NOT_FOUND', 'name'],
    ['a name that is there', { name: 'client portal' }, 'DUPLICATE_DATA', 'name'],
    ['nobody’s records', { personality_module: undefined }, 'MANDATORY_NOT_FOUND', 'personality_module'],
    ['records without addresses', { personality_module: { api_name: 'Products' } }, 'INVALID_MODULE', 'api_name'],
    ['no modules', { modules: undefined }, 'MANDATORY_NOT_FOUND', 'modules'],
    ['a module that is none', { modules: [{ id: '1' }] }, 'INVALID_MODULE', 'id'],
    [
      'a permission that is a text',
      { modules: [{ api_name: 'Deals', permissions: { view: 'x' } }] },
      'INVALID_DATA',
      'view',
    ],
    ['a field of nobody', { modules: [{ api_name: 'Deals', fields: [{ id: '1' }] }] }, 'INVALID_DATA', 'id'],
  ])('are refused with %s', async (_, change, code, api_name) => {
    const { call, types } = await withPortal()
    const row = { name: 'New', personality_module: { api_name: 'Contacts' }, modules: [], ...change }

    const { status, json } = await call('POST', types, { user_type: [row] })

    expect([status, json.user_type[0].code, json.user_type[0].details.api_name]).toEqual([400, code, api_name])
  })

  it('keep the default one', async () => {
    const { call, types, byDefault } = await withPortal()

    const deleted = await call('DELETE', `${types}/${byDefault}`)
    const moved = await call('PUT', `${types}/${byDefault}`, {
      user_type: [{ personality_module: { api_name: 'Leads' } }],
    })

    expect([deleted.status, deleted.json.code]).toEqual([400, 'NOT_ALLOWED'])
    expect(moved.json.user_type[0].message).toBe('Change of personality module of default user type is not allowed.')
  })
})

describe('portal users', () => {
  it('are invited by mail, listed and deleted', async () => {
    const crm = await withPortal()
    const users = `${crm.types}/${crm.byDefault}/users`
    const [id, bare, same] = await crm.insert('Contacts', contact('Ann'), contact('Bare', {}), contact('Ann2'))
    await crm.call('PUT', `Contacts/${same}`, { data: [{ Email: 'other@x.example' }] })

    const first = await invite(crm, id, crm.byDefault)
    const again = await invite(crm, id, crm.byDefault)
    const reinvited = await invite(crm, id, crm.byDefault, 'reinvite')
    const without = await invite(crm, bare, crm.byDefault)
    const list = (await crm.call('GET', users)).json
    const mails = (await crm.send('GET', '/_emulator/outbox')).text
    const status = await crm.call('PUT', `${users}/${id}/actions/change_status?active=false`)
    const deleted = await crm.call('DELETE', `${users}?personality_ids=${id},${bare}`)

    expect([first.status, first.json]).toEqual([
      200,
      {
        portal_invite: [
          {
            code: 'SUCCESS',
            details: { record_id: id },
            message: 'An Invite has been sent to the personality.',
            status: 'success',
          },
        ],
      },
    ])
    expect([again.status, again.json.code]).toEqual([400, 'DUPLICATE_DATA'])
    expect(reinvited.status).toBe(200)
    expect([without.status, without.json.message]).toEqual([
      400,
      'Invitation sent has failed as provided personality record does not have email id.',
    ])
    expect(list.users).toMatchObject([{ personality_id: id, email: 'Ann@x.example', confirm: false, active: true }])
    expect(mails).toContain('Ann@x.example')
    expect([status.status, status.json.message]).toEqual([400, 'Deactivating unconfirmed user is not allowed'])
    expect([deleted.status, deleted.json.users.map(({ code }: { code: string }) => code)]).toEqual([
      207,
      ['SUCCESS', 'INVALID_DATA'],
    ])
    expect((await crm.call('GET', users)).status).toBe(204)
  })

  it('are invited by the dozen in a job', async () => {
    const crm = await withPortal()
    const [ann, bare] = await crm.insert('Contacts', contact('Ann'), contact('Bare', {}))
    const data = [ann, bare].map(id => ({ id, user_type_id: crm.byDefault, type: 'invite' }))

    const scheduled = await crm.call('POST', 'Contacts/actions/portal_invite', { portal_invite: [{ data }] })
    const { job_id } = scheduled.json.portal_invite[0].details
    const state = async () =>
      (await crm.call('GET', `Contacts/actions/portal_invite?job_id=${job_id}`)).json.portal_invite[0]
    const before = await state()
    await crm.zoho.advanceClock('30m')
    const after = await state()

    expect(scheduled.json.portal_invite[0].code).toBe('SCHEDULED')
    expect(before).toEqual({ data: [], job_id, status: 'scheduled' })
    expect(after.status).toBe('completed')
    expect(after.data.map(({ code, details }: { code: string; details: object }) => [code, details])).toEqual([
      ['SUCCESS', { id: ann }],
      ['INVALID_DATA', {}],
    ])
    expect((await crm.call('GET', 'Contacts/actions/portal_invite?job_id=1')).status).toBe(400)
  })

  it('go over to another kind, and so does a kind that is deleted', async () => {
    const crm = await withPortal()
    const [id] = await crm.insert('Contacts', contact('Ann'))
    const personality_module = { api_name: 'Contacts' }
    const created = await crm.call('POST', crm.types, { user_type: [{ name: 'B', personality_module, modules: [] }] })
    const other = idOf(created, 'user_type')
    await invite(crm, id, crm.byDefault)
    const transfer = (query: string) => crm.call('POST', `${crm.types}/${crm.byDefault}/users/action/transfer?${query}`)

    const aimless = await transfer(`personality_ids=${id}`)
    const moved = await transfer(`personality_ids=${id}&transfer_To=${other}`)
    const kept = await crm.call('DELETE', `${crm.types}/${other}`)
    const deleted = await crm.call('DELETE', `${crm.types}/${other}?transfer_To=${crm.byDefault}`)
    const users = (await crm.call('GET', `${crm.types}/${crm.byDefault}/users`)).json.users

    expect([aimless.status, aimless.json.details]).toEqual([400, { param: 'transfer_To' }])
    expect(moved.json.users[0].message).toBe('User has been transferred successfully')
    expect([kept.status, kept.json.details]).toEqual([400, { param_name: 'transfer_To' }])
    expect(deleted.status).toBe(200)
    expect(users[0].personality_id).toBe(id)
  })

  it('are invited to a kind of their own module', async () => {
    const crm = await withPortal()
    const [leadId] = await crm.insert('Leads', { Last_Name: 'L', Company: 'C', Email: 'l@x.example' })

    const wrong = await crm.call('POST', `Leads/${leadId}/actions/portal_invite?user_type_id=${crm.byDefault}`)
    const none = await crm.call('POST', `Leads/${leadId}/actions/portal_invite`)

    expect([wrong.status, wrong.json.details]).toEqual([400, { id: crm.byDefault }])
    expect([none.status, none.json.details]).toEqual([400, { param: 'user_type_id' }])
  })
})
