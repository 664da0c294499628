import { describe, expect, it } from 'vitest'
import { admin, agent, control, everything, type Harness, start } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const host = 'www.zohoapis.com'
const newcomer = 'nia@acme.example'

interface Places {
  readonly profile: string
  readonly role: string
}

async function places({ call }: AtCrm): Promise<Places> {
  const profiles = (await call('GET', 'settings/profiles')).json.profiles
  const roles = (await call('GET', 'settings/roles')).json.roles
  return { profile: profiles[1].id, role: roles[1].id }
}

/** Acme's production org, and somebody who was invited to it. */
async function withNewcomer(more: object = {}) {
  const crm = await atCrm({ org: 'Acme' })
  const { profile, role } = await places(crm)
  const row = { first_name: 'Nia', last_name: 'Adeyemi', email: newcomer, profile: { id: profile }, role, ...more }
  const created = await crm.call('POST', 'users', { users: [row] })
  return { ...crm, profile, role, created, id: created.status === 201 ? idOf(created, 'users') : '' }
}

const tokenOf = async ({ tokens }: Harness, user = newcomer, org = 'Acme') =>
  (await tokens({ org, user, scope: everything })).access_token

const listed = async ({ call }: AtCrm, type: string): Promise<string[]> => {
  const { json } = await call('GET', `users?type=${type}`)
  return json?.users.map(({ email }: { email: string }) => email) ?? []
}

const byId = async ({ call }: AtCrm, id: string) => (await call('GET', `users/${id}`)).json.users[0]

describe('a new user', () => {
  it('is invited, signs in, and calls the API as a member', async () => {
    const crm = await withNewcomer({ phone: '1', country: 'NG' })
    const invited = await byId(crm, crm.id)
    const unconfirmed = await listed(crm, 'NotConfirmedUsers')

    const token = await tokenOf(crm)
    const me = await crm.send('GET', `/${host}/crm/v8/users?type=CurrentUser`, { token })
    const inserted = await crm.send('POST', `/${host}/crm/v8/Leads`, { token, body: { data: [lead('Mine')] } })

    expect(crm.created.json).toEqual({
      users: [{ code: 'SUCCESS', details: { id: crm.id }, message: 'User added', status: 'success' }],
    })
    const founder = { name: 'Ada Marlow', id: (await crm.call('GET', 'users?type=CurrentUser')).json.users[0].id }
    expect(invited).toMatchObject({
      ...{ full_name: 'Nia Adeyemi', email: newcomer, status: 'active', confirm: false, phone: '1', country: 'NG' },
      ...{ profile: { name: 'Standard', id: crm.profile }, role: { name: 'Manager', id: crm.role } },
      ...{ created_by: founder, Modified_By: founder },
    })
    expect(unconfirmed).toEqual([newcomer])
    expect(me.json.users[0]).toMatchObject({ id: crm.id, confirm: true, Isonline: true })
    expect(inserted.json.data[0].details.Created_By).toEqual({ name: 'Nia Adeyemi', id: crm.id })
    expect(await listed(crm, 'ActiveConfirmedUsers')).toContain(newcomer)
  })

  it('gets a mail, stands in the directory, and has a password', async () => {
    const { send } = await withNewcomer()

    const mails = (await send('GET', '/_emulator/outbox')).text
    const { users } = (await send('GET', '/_emulator/directory')).json

    expect(mails).toContain(newcomer)
    expect(users.find(({ email }: { email: string }) => email === newcomer)).toMatchObject({
      password: 'password',
      location: 'us',
      orgs: [{ profile: 'Standard', role: 'Manager' }],
    })
  })

  it('who has an account in the data center keeps it', async () => {
    const crm = await atCrm({ org: 'Globex' })
    const { profile, role } = await places(crm)

    const created = await crm.call('POST', 'users', { users: [{ last_name: 'Okafor', email: agent, profile, role }] })
    const user = await byId(crm, idOf(created, 'users'))
    const token = await tokenOf(crm, agent, 'Globex')
    const me = await crm.send('GET', `/${host}/crm/v8/users?type=CurrentUser`, { token })

    expect(user).toMatchObject({ zuid: '700100002', full_name: 'Okafor', confirm: false })
    expect(me.json.users[0].id).toBe(user.id)
  })

  it.each([
    ['no e-mail address', { email: undefined }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['no last name', { last_name: null }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['no profile', { profile: undefined }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['no role', { role: null }, 'MANDATORY_NOT_FOUND', 'required field not found'],
    ['a profile that is none', { profile: '1' }, 'INVALID_DATA', 'INVALID_DATA'],
    ['a role that is a number', { role: 7 }, 'INVALID_DATA', 'invalid data'],
    [
      'an address that is none',
      { email: 'nia' },
      'INVALID_DATA',
      'Invalid Email Id. Please choose a different email id',
    ],
    [
      'an address of Zoho’s',
      { email: 'nia@zoho.com' },
      'INVALID_DATA',
      'Email Id should not contain @zoho.com. Please choose a different email id',
    ],
    [
      'an address that a member has',
      { email: agent.toUpperCase() },
      'DUPLICATE_DATA',
      'Failed to add user since same email id is already present',
    ],
    [
      'an address of another data center',
      { email: 'admin@initech.example' },
      'INVALID_DATA',
      "This email address is already registered with another datacenter and cannot be registered with this account's data centre US",
    ],
    ['a name with special characters', { first_name: '<b>' }, 'INVALID_DATA', 'Special Characters Found'],
    ['a time zone that is none', { time_zone: 'Mars/Base' }, 'INVALID_DATA', 'Give a proper time zone value'],
    ['a time format that is none', { time_format: 'h' }, 'INVALID_DATA', 'Pattern not matched'],
    ['a day that is none', { dob: '2020-02-30' }, 'INVALID_DATA', 'invalid data'],
    [
      'separators alike',
      { number_separator: 'period' },
      'MAPPING_MISMATCH',
      'the number separator and decimal separator values should not be same',
    ],
    [
      'an author',
      { created_by: { id: '1' } },
      'NOT_SUPPORTED',
      'Created by & Modified by fields cannot be updated by api',
    ],
    ['a type', { type__s: 'Support User' }, 'NOT_SUPPORTED', 'type__s is cannot be updated by api'],
    [
      'somebody to report to',
      { Reporting_To: { id: '1' } },
      'FEATURE_NOT_ENABLED',
      'ReportingTo Feature is not enabled',
    ],
    ['a theme', { theme: {} }, 'NOT_EMULATED', 'is not emulated'],
  ])('is refused with %s', async (_, change, code, message) => {
    const { created, send } = await withNewcomer(change)
    const { users } = (await send('GET', '/_emulator/directory')).json

    expect([created.status, created.json.users[0].code, created.json.users[0].message]).toEqual([400, code, message])
    expect(users.some(({ email }: { email: string }) => email === newcomer)).toBe(false)
  })

  it('comes alone, and not into a sandbox', async () => {
    const crm = await atCrm()
    const row = { last_name: 'A', email: newcomer, ...(await places(crm)) }

    const two = await crm.call('POST', 'users', { users: [row, row] })
    const sandbox = await crm.call('POST', 'users', { users: [row] })

    expect([two.status, two.json.details]).toEqual([
      400,
      { maximum_length: 1, api_name: 'users', json_path: '$.users' },
    ])
    expect([sandbox.status, sandbox.json.users[0].message]).toEqual([400, 'You cannot create user in a sandbox org'])
  })

  it('is refused once all licences are taken', async () => {
    const crm = await withNewcomer()
    const add = (at: number) =>
      crm.call('POST', 'users', {
        users: [{ last_name: 'N', email: `n${at}@acme.example`, profile: crm.profile, role: crm.role }],
      })
    for (let at = 4; at <= 10; at++) expect((await add(at)).status).toBe(201)

    const { status, json } = await add(11)

    expect([status, json.users[0].code]).toEqual([400, 'LICENSE_LIMIT_EXCEEDED'])
  })
})

describe('a user', () => {
  it('is changed, alone and with others', async () => {
    const crm = await withNewcomer()
    await tokenOf(crm)
    const [ceo] = (await crm.call('GET', 'settings/roles')).json.roles

    await crm.zoho.advanceClock('1m')
    const one = await crm.call('PUT', `users/${crm.id}`, { users: [{ mobile: '2', role: ceo.id, first_name: 'N.' }] })
    const several = await crm.call('PUT', 'users', {
      users: [
        { id: crm.id, city: 'Lagos' },
        { id: '1', city: 'X' },
      ],
    })

    expect(one.json.users[0]).toEqual({
      code: 'SUCCESS',
      details: { id: crm.id },
      message: 'User updated',
      status: 'success',
    })
    expect([several.status, several.json.users.map(({ code }: { code: string }) => code)]).toEqual([
      207,
      ['SUCCESS', 'INVALID_DATA'],
    ])
    const user = await byId(crm, crm.id)
    expect(user).toMatchObject({
      mobile: '2',
      city: 'Lagos',
      full_name: 'N. Adeyemi',
      role: { id: ceo.id, name: 'CEO' },
    })
    expect(user.Modified_Time > user.created_time).toBe(true)
  })

  it('is found by when it was changed', async () => {
    const crm = await withNewcomer()
    const since = (await byId(crm, crm.id)).Modified_Time

    await crm.zoho.advanceClock('1m')
    const before = await crm.call('GET', 'users', undefined, { 'If-Modified-Since': since })
    await crm.call('PUT', `users/${crm.id}`, { users: [{ city: 'Lagos' }] })
    const after = await crm.call('GET', 'users', undefined, { 'If-Modified-Since': since })

    expect(before.status).toBe(304)
    expect(after.json.users.map(({ id }: { id: string }) => id)).toEqual([crm.id])
  })

  it('is known in one org by another name than in others', async () => {
    const crm = await atCrm({ org: 'Acme' })
    const id = (await crm.call('GET', 'users')).json.users[1].id
    await crm.call('PUT', `users/${id}`, { users: [{ last_name: 'Other' }] })

    const { access_token: token } = await crm.tokens({ org: 'Acme QA', user: agent })
    const sandbox = await crm.send('GET', '/sandbox.zohoapis.com/crm/v8/users?type=CurrentUser', { token })

    expect((await byId(crm, id)).full_name).toBe('Ben Other')
    expect(sandbox.json.users[0].full_name).toBe('Ben Okafor')
  })

  it('who is not confirmed may get another address, and only then', async () => {
    const crm = await withNewcomer()
    const other = 'nora@acme.example'

    const moved = await crm.call('PUT', `users/${crm.id}`, { users: [{ email: other }] })
    const invited = await crm.call('PUT', `users/${crm.id}`, { users: [{ reinvite: true }] })
    await expect(tokenOf(crm)).rejects.toThrow()
    await tokenOf(crm, other)
    const refused = await crm.call('PUT', `users/${crm.id}`, { users: [{ email: newcomer }] })
    const again = await crm.call('PUT', `users/${crm.id}`, { users: [{ reinvite: true }] })

    expect([moved.status, invited.status]).toEqual([200, 200])
    expect((await byId(crm, crm.id)).email).toBe(other)
    expect(refused.json.users[0].code).toBe('EMAIL_UPDATE_NOT_ALOWED')
    expect(again.json.users[0].message).toBe('Reinvite is not allowed for a confirmed user')
  })

  it('who is deactivated gets in no more, until they are activated again', async () => {
    const crm = await withNewcomer()
    const token = await tokenOf(crm)
    const call = () => crm.send('GET', `/${host}/crm/v8/users?type=CurrentUser`, { token })
    const set = (status: string) => crm.call('PUT', `users/${crm.id}`, { users: [{ status }] })

    const off = await set('inactive')
    const refused = await call()
    await expect(tokenOf(crm)).rejects.toThrow()
    const twice = await set('inactive')
    const deactivated = await listed(crm, 'DeactiveUsers')
    const user = await byId(crm, crm.id)
    const on = await set('active')
    const again = await set('active')

    expect([off.status, on.status]).toEqual([200, 200])
    expect([refused.status, refused.json.code]).toEqual([401, 'INVALID_TOKEN'])
    expect(twice.json.users[0].code).toBe('ID_ALREADY_DEACTIVATED')
    expect(again.json.users[0].code).toBe('ID_ALREADY_ACTIVE')
    expect(deactivated).toEqual([newcomer])
    expect(user.status).toBe('inactive')
    expect((await call()).status).toBe(200)
  })

  it('who is deleted gets in no more, and their name stays', async () => {
    const crm = await withNewcomer()
    const token = await tokenOf(crm)
    const made = await crm.send('POST', `/${host}/crm/v8/Leads`, { token, body: { data: [lead('Mine')] } })

    const deleted = await crm.call('DELETE', `users/${crm.id}`)
    const refused = await crm.send('GET', `/${host}/crm/v8/users?type=CurrentUser`, { token })
    const record = await crm.call('GET', `Leads/${idOf(made)}`)
    const twice = await crm.call('DELETE', `users/${crm.id}`)
    const changed = await crm.call('PUT', `users/${crm.id}`, { users: [{ city: 'X' }] })
    const inList = await crm.call('PUT', 'users', { users: [{ id: crm.id, city: 'X' }] })
    const given = await crm.call('POST', 'Leads', { data: [lead('L', { Owner: { id: crm.id } })] })

    expect(deleted.json.users[0]).toMatchObject({ message: 'User deleted', details: { id: crm.id } })
    expect([refused.status, refused.json.code]).toEqual([401, 'INVALID_TOKEN'])
    expect(record.json.data[0].Owner).toMatchObject({ name: 'Nia Adeyemi', id: crm.id })
    expect((await byId(crm, crm.id)).status).toBe('deleted')
    expect([await listed(crm, 'DeletedUsers'), await listed(crm, 'AllUsers')]).toEqual([[newcomer], [admin, agent]])
    expect([twice.status, twice.json.users[0].code]).toEqual([400, 'ID_ALREADY_DELETED'])
    expect([changed.json.code, changed.json.details]).toEqual(['NOT_ALLOWED', { resource_path_index: 1 }])
    expect(inList.json.users[0].code).toBe('CANNOT_UPDATE_DELETED_USER')
    expect(given.json.data[0].code).toBe('INVALID_DATA')
  })

  it('who is deactivated gets no records, and keeps theirs', async () => {
    const crm = await withNewcomer()
    const Owner = { id: crm.id }
    const [id] = await crm.insert('Leads', lead('Mine', { Owner }))
    await crm.call('PUT', `users/${crm.id}`, { users: [{ status: 'inactive' }] })

    const given = await crm.call('POST', 'Leads', { data: [lead('Other', { Owner })] })
    const kept = await crm.call('PUT', `Leads/${id}`, { data: [{ Owner, City: 'Lagos' }] })

    expect(given.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].Owner.id' } })
    expect(kept.status).toBe(200)
  })

  it('who is deactivated is given nothing; who is deleted leaves shares and territories', async () => {
    const scope = `${everything},ZohoCRM.share.ALL,ZohoCRM.change_owner.ALL,ZohoCRM.settings.territories.ALL`
    const crm = await withNewcomer()
    const { access_token: token } = await crm.tokens({ org: 'Acme', scope })
    const call = (method: string, path: string, body?: unknown) =>
      crm.send(method, `/${host}/crm/v8/${path}`, { token, body })
    const [record] = await crm.insert('Leads', lead('L'))
    const { modules } = (await crm.call('GET', 'settings/modules/Leads')).json
    await crm.call('PUT', 'settings/data_sharing', {
      data_sharing: [{ share_type: 'private', module: { id: modules[0].id } }],
    })
    const entry = {
      shared_with: { id: crm.id, type: 'users' },
      permission: 'full_access',
      share_related_records: false,
    }
    const share = () => call('POST', `Leads/${record}/actions/share`, { share: [entry] })
    const [top] = (await call('GET', 'settings/territories')).json.territories
    const users = `settings/territories/${top.id}/users`
    const join = () => call('PUT', users, { users: [{ id: crm.id }] })
    const own = () => call('POST', `Leads/${record}/actions/change_owner`, { owner: { id: crm.id } })

    await crm.call('PUT', `users/${crm.id}`, { users: [{ status: 'inactive' }] })
    const refused = [await share(), await join(), await own()]
    await crm.call('PUT', `users/${crm.id}`, { users: [{ status: 'active' }] })
    const taken = [await share(), await join()]
    const there = await call('GET', users)
    await crm.call('DELETE', `users/${crm.id}`)

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400])
    expect(taken.map(({ status }) => status)).toEqual([201, 200])
    expect(there.json.users.map(({ id }: { id: string }) => id)).toContain(crm.id)
    expect((await call('GET', `Leads/${record}/actions/share`)).status).toBe(204)
    const left = await call('GET', users)
    expect(left.json?.users.map(({ id }: { id: string }) => id) ?? []).not.toContain(crm.id)
    const { tables } = (await crm.send('GET', '/_emulator/snapshot')).json
    const rows = Object.entries(tables).filter(([name]) => /shares|territory-users/.test(name))
    expect(
      JSON.stringify(rows.map(([, each]) => (each as { gone?: string }[]).filter(row => !row.gone))),
    ).not.toContain(crm.id)
  })

  it('who was deleted may be invited anew, as somebody else', async () => {
    const crm = await withNewcomer()
    await crm.call('DELETE', `users/${crm.id}`)

    const again = await crm.call('POST', 'users', {
      users: [{ last_name: 'Adeyemi', email: newcomer, profile: crm.profile, role: crm.role }],
    })
    await tokenOf(crm)

    expect(again.status).toBe(201)
    expect(idOf(again, 'users')).not.toBe(crm.id)
    expect((await crm.call('GET', 'users/actions/count?type=DeletedUsers')).json).toEqual({ count: 1 })
  })

  it('the first of all stays, and so does who calls', async () => {
    const crm = await withNewcomer()
    const [administrator] = (await crm.call('GET', 'settings/profiles')).json.profiles
    await crm.call('PUT', `users/${crm.id}`, { users: [{ profile: administrator.id }] })
    const token = await tokenOf(crm)
    const call = (method: string, id: string, body?: object) =>
      crm.send(method, `/${host}/crm/v8/users/${id}`, { token, ...(body && { body: { users: [body] } }) })
    const founder = (await crm.call('GET', 'users?type=CurrentUser')).json.users[0].id

    const answers = [
      await call('DELETE', founder),
      await call('PUT', founder, { status: 'inactive' }),
      await call('DELETE', crm.id),
      await call('PUT', crm.id, { status: 'inactive' }),
      await call('PUT', crm.id, { profile: crm.profile }),
    ]

    expect(answers.map(({ status, json }) => [status, json.users[0].message])).toEqual([
      [400, 'Primary contact cannot be deleted'],
      [400, 'Primary Contact cannot be deactivated'],
      [400, "You can't perform this action over logged in user"],
      [400, "You can't perform this action over logged in user"],
      [400, 'Profile and Role cannot be Updated by the user.'],
    ])
  })

  it('changes themselves without managing users, and nobody else', async () => {
    const tested = await staff()
    const [mine, peers] = [await tested.idOf('agent'), await tested.idOf('peer')]
    const zone = { users: [{ time_zone: 'Europe/Berlin' }] }

    const own = await tested.as('agent', 'PUT', `users/${mine}`, zone)
    const other = await tested.as('agent', 'PUT', `users/${peers}`, zone)
    const several = await tested.as('agent', 'PUT', 'users', { users: [{ id: mine, city: 'X' }] })
    const added = await tested.as('agent', 'POST', 'users', { users: [{}] })
    const deleted = await tested.as('agent', 'DELETE', `users/${peers}`)
    const admins = await tested.as('admin', 'PUT', `users/${peers}`, zone)
    const me = (await tested.as('agent', 'GET', 'users?type=CurrentUser')).json.users[0]

    expect(own.status).toBe(200)
    expect([me.time_zone, me.offset]).toEqual(['Europe/Berlin', 3_600_000])
    for (const { status, json } of [other, several, added, deleted]) {
      expect([status, json]).toEqual([403, denied('Manage_Users')])
    }
    expect(admins.json.users[0]).toMatchObject({
      code: 'NOT_ALLOWED',
      message: 'Cannot update the time_zone of another User',
      details: { api_name: 'time_zone' },
    })
  })

  it('who manages users makes nobody an administrator, and leaves those alone', async () => {
    const people = { profiles: [{ name: 'Steward', manage_users: true }] }
    const tested = await staff(people, { boss: 'Steward', peer: 'Administrator' })
    const { profiles } = (await tested.as('admin', 'GET', 'settings/profiles')).json
    const [top, standard] = ['Administrator', 'Standard'].map(name => ({
      profile: profiles.find((each: { name: string }) => each.name === name).id,
    }))
    const [agents, peers] = [await tested.idOf('agent'), await tested.idOf('peer')]
    const change = (id: string, row: object) => tested.as('boss', 'PUT', `users/${id}`, { users: [row] })

    const refused = [
      await change(agents, top!),
      await change(peers, standard!),
      await change(peers, { status: 'inactive' }),
      await tested.as('boss', 'PUT', 'users', { users: [{ id: agents, ...top }] }),
    ]
    const named = await change(agents, { city: 'Graz' })

    for (const { status, json } of refused) {
      expect([status, json.users[0].code]).toEqual([400, 'AUTHORIZATION_FAILED'])
    }
    expect(named.json.users[0].code).toBe('SUCCESS')
    const after = (await tested.as('admin', 'GET', `users/${agents}`)).json.users[0]
    expect(after.profile.name).toBe('Standard')
  })

  it('who is the primary contact keeps their profile', async () => {
    const tested = await staff({}, { peer: 'Administrator' })
    const { profiles } = (await tested.as('admin', 'GET', 'settings/profiles')).json
    const standard = profiles.find(({ name }: { name: string }) => name === 'Standard').id
    const change = async (person: 'admin' | 'boss') =>
      (await tested.as('peer', 'PUT', `users/${await tested.idOf(person)}`, { users: [{ profile: standard }] })).json
        .users[0].code

    expect(await change('admin')).toBe('AUTHORIZATION_FAILED')
    expect(await change('boss')).toBe('SUCCESS')
  })

  it('is not deleted from a sandbox', async () => {
    const tested = await staff()

    const { status, json } = await tested.as('admin', 'DELETE', `users/${await tested.idOf('peer')}`)

    expect([status, json.users[0].message]).toEqual([400, 'You cannot delete user in a sandbox org'])
  })

  it('of another org is none', async () => {
    const crm = await atCrm({ org: 'Acme' })
    const foreign = (await (await atCrm({ org: 'Acme QA' })).call('GET', 'users')).json.users[0].id

    expect((await crm.call('GET', `users/${foreign}`)).status).toBe(204)
    expect((await crm.call('PUT', `users/${foreign}`, { users: [{ city: 'X' }] })).json.details).toEqual({
      resource_path_index: 1,
    })
    expect((await crm.call('DELETE', `users/${foreign}`)).status).toBe(400)
  })
})

describe('lists of users', () => {
  it('follow the hierarchy', async () => {
    const tested = await staff()
    const emails = async (query: string) =>
      (await tested.as('boss', 'GET', `users?${query}`)).json?.users.map(({ email }: { email: string }) => email) ?? []
    const manager = (await tested.as('admin', 'GET', 'settings/roles')).json.roles[1].id

    expect(await emails('type=ChildRoleUsers')).toEqual(['agent@acme.example', 'peer@acme.example'])
    expect(await emails('type=SubordinateRoleUsers')).toEqual(['agent@acme.example', 'peer@acme.example'])
    expect(await emails(`type=ParentRoleUsers&role_id=${manager}`)).toEqual([admin, 'boss@acme.example'])
    expect(await emails('type=ParentRoleUsers')).toEqual([])
    expect((await tested.as('boss', 'GET', 'users?type=ChildRoleUsers&role_id=1')).json.details).toEqual({
      param_name: 'role_id',
    })
  })

  it('are counted', async () => {
    const crm = await withNewcomer()

    expect((await crm.call('GET', 'users/actions/count')).json).toEqual({ count: 3 })
    expect((await crm.call('GET', 'users/actions/count?type=NotConfirmedUsers')).json).toEqual({ count: 1 })
    expect((await crm.call('GET', 'users/actions/count?type=Odd')).status).toBe(400)
  })
})

describe('what was written about people', () => {
  /** A role, a profile, somebody who has both, and somebody who was deleted. */
  async function written() {
    const crm = await withNewcomer()
    const clone = { profiles: [{ name: 'Own' }] }
    const profile = idOf(await crm.call('POST', `settings/profiles/${crm.profile}/actions/clone`, clone), 'profiles')
    const reporting_to = { id: crm.role }
    const role = idOf(await crm.call('POST', 'settings/roles', { roles: [{ name: 'Own', reporting_to }] }), 'roles')
    await crm.call('PUT', `users/${crm.id}`, { users: [{ profile, role }] })
    await crm.call('DELETE', `users/${(await crm.call('GET', 'users')).json.users[1].id}`)
    return { ...crm, token: (await crm.tokens({ org: 'Acme', scope: everything })).access_token }
  }

  const told = async ({ send }: Pick<Harness, 'send'>, token: string) => {
    const get = async (path: string) => (await send('GET', `/${host}/crm/v8/${path}`, { token })).json
    const { users } = await get('users')
    return {
      users: users.map((user: { email: string; role: { name: string } }) => [user.email, user.role.name]),
      deleted: (await get('users?type=DeletedUsers'))?.users.map(({ email }: { email: string }) => email) ?? [],
      profiles: (await get('settings/profiles')).profiles.map(({ name }: { name: string }) => name),
      roles: (await get('settings/roles')).roles.map(({ name }: { name: string }) => name),
    }
  }

  it('goes with the whole state to another emulator', async () => {
    const crm = await written()
    const other = await start({ fixture: 'empty' })

    const { json: state } = await crm.send('GET', '/_emulator/snapshot')
    const { status } = await control(other.send, '/_emulator/snapshot', state, 'PUT')

    expect(status).toBe(200)
    expect(await told(other, crm.token)).toEqual({
      users: [
        [admin, 'CEO'],
        [newcomer, 'Own'],
      ],
      deleted: [agent],
      profiles: ['Administrator', 'Standard', 'Own'],
      roles: ['CEO', 'Manager', 'Own'],
    })
  })

  it('is gone after a reset', async () => {
    const crm = await written()

    await crm.zoho.reset()

    const { access_token: token } = await crm.tokens({ org: 'Acme', scope: everything })
    expect(await told(crm, token)).toEqual({
      users: [
        [admin, 'CEO'],
        [agent, 'Manager'],
      ],
      deleted: [],
      profiles: ['Administrator', 'Standard'],
      roles: ['CEO', 'Manager'],
    })
  })
})
