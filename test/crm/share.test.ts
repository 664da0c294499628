/** Single records that are shared with others. */

import { describe, expect, it } from 'vitest'
import { allScopes } from './at-crm.ts'
import { denied, idsOf, lead, type Person, type Staff, staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.share.ALL`

const privateOrg = (org: object = {}, granted = scope) =>
  staff(
    {
      sharing: { Leads: 'private', Contacts: 'private', Accounts: 'private', Deals: 'private', Tasks: 'private' },
      ...org,
    },
    {},
    granted,
  )

const share = (
  { as }: Staff,
  path: string,
  entries: object[],
  { person = 'admin', method = 'POST', more = {} }: { person?: Person; method?: string; more?: object } = {},
) => as(person, method, `${path}/actions/share`, { share: entries, ...more })

const withUser = async ({ idOf }: Staff, person: Person, permission = 'read_only', more: object = {}) => ({
  user: { id: await idOf(person) },
  permission,
  share_related_records: false,
  ...more,
})

describe('sharing a record', () => {
  it('lets the user see it everywhere', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const other = await tested.insert('admin', 'Leads', lead('Other'))
    const before = await tested.as('agent', 'GET', `Leads/${id}`)
    const shared = await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')])
    const seen = [
      await tested.as('agent', 'GET', 'Leads?fields=id'),
      await tested.as('agent', 'GET', 'Leads/search?criteria=(Company:equals:C)'),
      await tested.query('agent', 'select id from Leads where id is not null'),
      await tested.as('agent', 'GET', `Leads/${id}`),
    ]
    const count = await tested.as('agent', 'GET', 'Leads/actions/count')
    const unshared = await tested.as('agent', 'GET', `Leads/${other}`)
    const peer = await tested.as('peer', 'GET', `Leads/${id}`)

    expect(before.status).toBe(204)
    expect(shared.status).toBe(201)
    expect(shared.json).toEqual({
      share: [{ code: 'SUCCESS', details: {}, message: 'record will be shared successfully', status: 'success' }],
    })
    for (const answer of seen) expect(idsOf(answer)).toEqual([id])
    expect(count.json.count).toBe(1)
    expect([unshared.status, peer.status]).toEqual([204, 204])
    expect(seen.at(-1)!.json.data[0]).toMatchObject({ $editable: false, $sharing_permission: 'read_only' })
  })

  it.each([
    ['read_only', ['NO_PERMISSION', 'NO_PERMISSION']],
    ['read_write', ['SUCCESS', 'NO_PERMISSION']],
    ['full_access', ['SUCCESS', 'SUCCESS']],
  ])('with %s answers a change and a deletion with %j', async (permission, codes) => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    await share(tested, `Leads/${id}`, [await withUser(tested, 'agent', permission)])
    const changed = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'Graz' }] })
    const deleted = await tested.as('agent', 'DELETE', `Leads/${id}`)

    expect([changed, deleted].map(({ json }) => json.data[0].code)).toEqual(codes)
  })

  it('takes its related records along where that was wished', async () => {
    const tested = await privateOrg()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const contact = await tested.insert('admin', 'Contacts', { Last_Name: 'B', Account_Name: { id: account } })
    const task = await tested.insert('admin', 'Tasks', {
      Subject: 'T',
      What_Id: { id: account },
      $se_module: 'Accounts',
    })
    const path = `Accounts/${account}`
    const seen = async () => [
      (await tested.as('agent', 'GET', `Contacts/${contact}`)).status,
      (await tested.as('agent', 'GET', `${path}/Contacts?fields=Last_Name`)).status,
      (await tested.as('agent', 'GET', `Tasks/${task}`)).status,
    ]
    await share(tested, path, [await withUser(tested, 'agent')])
    const alone = await seen()
    await share(tested, path, [await withUser(tested, 'agent', 'read_write', { share_related_records: true })], {
      method: 'PUT',
    })
    const changed = await tested.as('agent', 'PUT', `Contacts/${contact}`, { data: [{ First_Name: 'X' }] })

    expect(alone).toEqual([204, 204, 204])
    expect(await seen()).toEqual([200, 200, 200])
    expect(changed.json.data[0].code).toBe('SUCCESS')
  })

  it('is told, changed and revoked', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const path = `Leads/${id}`
    const none = await tested.as('admin', 'GET', `${path}/actions/share`)
    await share(tested, path, [await withUser(tested, 'agent'), await withUser(tested, 'peer', 'read_write')])
    const listed = await tested.as('admin', 'GET', `${path}/actions/share`)
    const ofPeer = await tested.as('admin', 'GET', `${path}/actions/share?sharedTo=${await tested.idOf('peer')}`)
    const old = await tested.as('admin', 'GET', `v2/${path}/actions/share?view=summary`)
    const brief = await tested.as('admin', 'GET', `v2/${path}/actions/share`)
    const changed = await share(tested, path, [await withUser(tested, 'agent', 'full_access')], { method: 'PUT' })
    const after = await tested.as('admin', 'GET', `${path}/actions/share?view=manage`)
    const peer = await tested.as('peer', 'GET', path)
    const revoked = await tested.as('admin', 'DELETE', `${path}/actions/share`)
    const agent = await tested.as('agent', 'GET', path)
    const again = await tested.as('admin', 'DELETE', `${path}/actions/share`)

    expect(none.status).toBe(204)
    expect(listed.json.share).toEqual([
      {
        shared_with: { name: 'agent Example', id: await tested.idOf('agent'), type: 'users' },
        share_related_records: false,
        shared_through: { module: { name: 'Leads', api_name: 'Leads', id: expect.any(String) }, id },
        permission: 'read_only',
        shared_time: expect.any(String),
        shared_by: { name: 'admin Example', id: await tested.idOf('admin'), zuid: expect.any(String) },
        type: 'private',
      },
      expect.objectContaining({ permission: 'read_write' }),
    ])
    expect(ofPeer.json.share).toHaveLength(1)
    expect(old.json.share[0]).toMatchObject({
      shared_through: { module: { api_name: 'Leads' } },
      user: { full_name: 'agent Example' },
      shared_by: { name: 'admin Example' },
    })
    expect(Object.keys(brief.json.share[0])).toEqual(['share_related_records', 'shared_through', 'permission'])
    expect([changed.status, changed.json.share[0].code]).toEqual([201, 'SUCCESS'])
    expect(after.json.share.map(({ permission }: { permission: string }) => permission)).toEqual(['full_access'])
    expect(after.json.shareable_user).toEqual([expect.objectContaining({ full_name: 'peer Example' })])
    expect(peer.status).toBe(204)
    expect(revoked.json).toEqual({
      share: { code: 'SUCCESS', details: { id }, message: 'Sharing Revoked', status: 'success' },
    })
    expect(agent.status).toBe(204)
    expect([again.status, again.json.code]).toEqual([400, 'CANNOT_PROCESS'])
  })

  it('may be with a role', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const roles = (await tested.as('admin', 'GET', `users/${await tested.idOf('agent')}`)).json.users[0].role
    const entry = { shared_with: { id: roles.id, type: 'roles' }, permission: 'read_only', type: 'private' }
    const shared = await share(tested, `Leads/${id}`, [entry])
    const statuses = await Promise.all(
      (['agent', 'peer'] as const).map(async person => (await tested.as(person, 'GET', `Leads/${id}`)).status),
    )
    const { share: listed } = (await tested.as('admin', 'GET', `Leads/${id}/actions/share`)).json

    expect(shared.json.share[0].code).toBe('SUCCESS')
    expect(statuses).toEqual([200, 200])
    expect(listed[0].shared_with).toEqual({ name: 'Manager', id: roles.id, type: 'roles' })
  })

  it('ends with the record', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')])
    await tested.as('admin', 'DELETE', `Leads/${id}`)
    const gone = await tested.as('admin', 'GET', `Leads/${id}/actions/share`)
    await tested.as('admin', 'POST', `settings/recycle_bin/${id}/actions/restore`)
    const back = await tested.as('admin', 'GET', `Leads/${id}/actions/share`)

    expect(gone.json).toMatchObject({ message: 'ENTITY_ID_INVALID' })
    expect([back.status, (await tested.as('agent', 'GET', `Leads/${id}`)).status]).toEqual([204, 204])
  })

  it('is told by mail to those who are to know', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')], {
      more: { notify: true, notify_on_completion: true },
    })
    const { mails } = (await tested.send('GET', '/_emulator/outbox')).json

    expect(mails.map(({ to }: { to: { email: string }[] }) => to[0]!.email)).toEqual([
      'agent@acme.example',
      'admin@acme.example',
    ])
    expect(mails[0]).toMatchObject({ module: 'Leads', record_id: id, subject: 'admin Example shared Shared with you' })
  })
})

describe('what cannot be shared', () => {
  it.each([
    ['no permission', { permission: undefined }, 'MANDATORY_NOT_FOUND', { json_path: '$.share[0].permission' }],
    ['a permission that is none', { permission: 'all' }, 'INVALID_DATA', { regex: 'read_only|read_write|full_access' }],
    ['no user', { user: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'shared_with' }],
    ['an unknown user', { user: { id: '1' } }, 'INVALID_DATA', { json_path: '$.share[0].user.id' }],
    ['a user that is a number', { user: 5 }, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    ['an unknown type', { type: 'secret' }, 'INVALID_DATA', { regex: 'private|public' }],
    [
      'related records that are no flag',
      { share_related_records: 'x' },
      'INVALID_DATA',
      { expected_data_type: 'boolean' },
    ],
    ['public sharing', { type: 'public' }, 'NOT_EMULATED', { api_name: 'type' }],
  ])('refuses %s', async (_, more, code, details) => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const { status, json } = await share(tested, `Leads/${id}`, [await withUser(tested, 'agent', 'read_only', more)])

    expect(status).toBe(400)
    expect(json.share[0]).toMatchObject({ code, details })
    expect((await tested.as('agent', 'GET', `Leads/${id}`)).status).toBe(204)
  })

  it('is what the user sees anyway, or may not see at all', async () => {
    const tested = await staff(
      { sharing: { Leads: 'private' }, profiles: [{ name: 'Blind', modules: { Leads: [] } }] },
      { peer: 'Blind' },
      scope,
    )
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const boss = await share(tested, `Leads/${id}`, [await withUser(tested, 'admin')])
    const blind = await share(tested, `Leads/${id}`, [await withUser(tested, 'peer')])
    await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')])
    const twice = await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')])

    expect(boss.json.share[0].message).toBe('record is already visible to the user.')
    expect(blind.json.share[0].message).toBe('cannot share to the user')
    expect(twice.json.share[0].message).toBe('record is already visible to the user.')
  })

  it('is what was shared with oneself, or is hidden', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const hidden = await share(tested, `Leads/${id}`, [await withUser(tested, 'peer')], { person: 'agent' })
    await share(tested, `Leads/${id}`, [await withUser(tested, 'agent', 'full_access')])
    const handedOn = await share(tested, `Leads/${id}`, [await withUser(tested, 'peer')], { person: 'agent' })
    const revoked = await tested.as('agent', 'DELETE', `Leads/${id}/actions/share`)

    expect(hidden.json).toMatchObject({ message: 'ENTITY_ID_INVALID', details: { resource_path_index: 1 } })
    expect([handedOn.status, handedOn.json.message]).toEqual([403, 'Shared record cannot be shared to other users'])
    expect(revoked.status).toBe(403)
  })

  it('is activities and notes, and what an unknown module has', async () => {
    const tested = await privateOrg()
    const task = await tested.insert('admin', 'Tasks', { Subject: 'T' })
    const entry = await withUser(tested, 'agent')

    expect((await share(tested, `Tasks/${task}`, [entry])).json).toMatchObject({ code: 'NOT_ALLOWED' })
    expect((await share(tested, 'Nothing/1', [entry])).json.code).toMatch(/INVALID_MODULE/)
    expect((await share(tested, 'Leads/abc', [entry])).status).toBe(400)
  })

  it('needs the scope of the module and the operation', async () => {
    const tested = await privateOrg({}, `${allScopes},ZohoCRM.share.Leads.READ`)
    const id = await tested.insert('admin', 'Leads', lead('Shared'))

    expect((await tested.as('admin', 'GET', `Leads/${id}/actions/share`)).status).toBe(204)
    expect((await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')])).json.code).toBe(
      'OAUTH_SCOPE_MISMATCH',
    )
    expect((await tested.as('admin', 'GET', 'Contacts/1/actions/share')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it.each([
    ['full_access', 'Edit_Leads'],
    ['read_write', 'Edit_Leads'],
  ])('gives the own role no %s to what the caller may only read', async (permission, lacking) => {
    const tested = await staff({ sharing: { Leads: 'public_read_only' } }, {}, scope)
    const id = await tested.insert('admin', 'Leads', lead('Read'))
    const { roles } = (await tested.as('admin', 'GET', 'settings/roles')).json
    const { id: role } = roles.find(({ name }: { name: string }) => name === 'Manager')
    const entry = { shared_with: { id: role, type: 'roles' }, permission, type: 'private' }

    for (const method of ['POST', 'PUT']) {
      const { json } = await share(tested, `Leads/${id}`, [entry], { person: 'agent', method })
      expect(json.share).toEqual([denied(lacking)])
    }
    const changed = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'Graz' }] })
    expect(changed.json.data).toEqual([denied('Edit_Leads')])
  })

  it('leaves related records that are others’ to these', async () => {
    const tested = await staff({ sharing: { Contacts: 'private' } }, {}, scope)
    const account = await tested.insert('agent', 'Accounts', { Account_Name: 'Common' })
    const contact = (person: Person) =>
      tested.insert(person, 'Contacts', { Last_Name: 'Related', Account_Name: { id: account } })
    const [hidden, own] = [await contact('admin'), await contact('agent')]
    const { roles } = (await tested.as('admin', 'GET', 'settings/roles')).json
    const { id: role } = roles.find(({ name }: { name: string }) => name === 'Manager')
    const entry = { shared_with: { id: role, type: 'roles' }, permission: 'full_access', share_related_records: true }

    const shared = await share(tested, `Accounts/${account}`, [entry], { person: 'agent' })

    expect(shared.status).toBe(201)
    for (const person of ['agent', 'peer'] as const) {
      expect((await tested.as(person, 'GET', `Contacts/${hidden}`)).status).toBe(204)
      expect((await tested.as(person, 'GET', `Contacts/${own}`)).status).toBe(200)
    }
    expect((await tested.as('agent', 'DELETE', `Contacts/${hidden}`)).status).toBe(400)
  })

  it('gives others no more than the caller’s profile permits', async () => {
    const profiles = [{ name: 'Writer', modules: { Leads: ['view', 'create', 'edit'] } }]
    const tested = await staff({ sharing: { Leads: 'private' }, profiles }, { agent: 'Writer' }, scope)
    const id = await tested.insert('agent', 'Leads', lead('Own'))
    const by = async (permission: string) => {
      const entry = await withUser(tested, 'peer', permission)
      return (await share(tested, `Leads/${id}`, [entry], { person: 'agent' })).json.share[0]
    }

    expect(await by('full_access')).toEqual(denied('Delete_Leads'))
    expect((await by('read_write')).code).toBe('SUCCESS')
  })

  it('needs the permission to view', async () => {
    const tested = await staff({ profiles: [{ name: 'Blind', modules: { Leads: [] } }] }, { peer: 'Blind' }, scope)
    const id = await tested.insert('admin', 'Leads', lead('Shared'))

    expect((await tested.as('peer', 'GET', `Leads/${id}/actions/share`)).json).toEqual(denied('View_Leads'))
  })

  it('refuses a view that is none and a wish for feeds', async () => {
    const tested = await privateOrg()
    const id = await tested.insert('admin', 'Leads', lead('Shared'))
    const view = await tested.as('admin', 'GET', `Leads/${id}/actions/share?view=x`)
    const feeds = await share(tested, `Leads/${id}`, [await withUser(tested, 'agent')], {
      more: { notify_shared_members: true },
    })

    expect(view.json).toMatchObject({ code: 'PATTERN_NOT_MATCHED', details: { api_name: 'view' } })
    expect([feeds.status, feeds.json.message]).toEqual([403, 'Feeds is not enabled for this org'])
  })
})
