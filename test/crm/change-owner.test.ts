/** Records that get another owner. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { allScopes } from './at-crm.ts'
import { denied, lead, type Person, type Staff, staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.change_owner.ALL`
const org = (more: object = {}, people = {}) => staff(more, people, scope)

const give = async (tested: Staff, path: string, to: Person, more: object = {}, by: Person = 'admin') =>
  tested.as(by, 'POST', `${path}/actions/change_owner`, { owner: { id: await tested.idOf(to) }, ...more })

const ownerOf = async ({ as }: Staff, module: string, id: string) =>
  (await as('admin', 'GET', `${module}/${id}`)).json.data[0].Owner.name

const mails = async ({ send }: Staff) => (await send('GET', '/_emulator/outbox')).json.mails

describe('changing the owner', () => {
  it('gives one record away, and tells the new owner only if that is wished', async () => {
    const tested = await org()
    const id = await tested.insert('admin', 'Leads', lead('Mine'))
    const silent = await give(tested, `Leads/${id}`, 'agent')
    const none = await mails(tested)
    const told = await give(tested, `Leads/${id}`, 'peer', { notify: true })

    expect(silent.status).toBe(200)
    expect(silent.json).toEqual({
      data: [{ code: 'SUCCESS', details: { id }, message: 'owner is successfully updated', status: 'success' }],
    })
    expect(none).toEqual([])
    expect(told.json.data[0].code).toBe('SUCCESS')
    expect(await mails(tested)).toMatchObject([
      {
        to: [{ email: 'peer@acme.example' }],
        module: 'Leads',
        record_id: id,
        subject: expect.stringContaining('admin'),
      },
    ])
    expect(await ownerOf(tested, 'Leads', id)).toBe('peer Example')
  })

  it('gives several away, as far as they are there', async () => {
    const tested = await org()
    const ids = [await tested.insert('admin', 'Leads', lead('A')), await tested.insert('admin', 'Leads', lead('B'))]
    const { status, json } = await give(tested, 'Leads', 'agent', { ids: [ids[0], '123', ids[1]], notify: true })

    expect(status).toBe(207)
    expect(json.data.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'INVALID_DATA', 'SUCCESS'])
    expect(json.data[1].details).toEqual({ api_name: 'ids', json_path: '$.ids[1]' })
    expect(await mails(tested)).toHaveLength(1)
    expect(await ownerOf(tested, 'Leads', ids[1]!)).toBe('agent Example')
  })

  it('leaves related records that the caller’s profile may not change', async () => {
    const profiles = [{ name: 'Keeper', modules: { Contacts: ['view'] } }]
    const tested = await org({ profiles }, { agent: 'Keeper' })
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const contact = await tested.insert('admin', 'Contacts', { Last_Name: 'C', Account_Name: { id: account } })

    const more = { related_modules: [{ api_name: 'Contacts' }] }
    const { json } = await give(tested, `Accounts/${account}`, 'peer', more, 'agent')

    expect(json.data[0].code).toBe('SUCCESS')
    expect(await ownerOf(tested, 'Accounts', account)).toBe('peer Example')
    expect(await ownerOf(tested, 'Contacts', contact)).toBe('admin Example')
  })

  it('takes the related records of named modules along, or the one that is named', async () => {
    const tested = await org()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const contact = () => tested.insert('admin', 'Contacts', { Last_Name: 'C', Account_Name: { id: account } })
    const [first, second] = [await contact(), await contact()]
    const task = await tested.insert('admin', 'Tasks', {
      Subject: 'T',
      What_Id: { id: account },
      $se_module: 'Accounts',
    })
    const stranger = await tested.insert('admin', 'Tasks', { Subject: 'S' })
    await give(tested, `Accounts/${account}`, 'agent', {
      related_modules: [{ api_name: 'Contacts', id: second }, { api_name: 'Tasks' }],
    })
    const owners = await Promise.all([
      ownerOf(tested, 'Contacts', first),
      ownerOf(tested, 'Contacts', second),
      ownerOf(tested, 'Tasks', task),
      ownerOf(tested, 'Tasks', stranger),
    ])

    expect(owners).toEqual(['admin Example', 'agent Example', 'agent Example', 'admin Example'])
  })

  it.each([
    ['no owner', { owner: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'owner', json_path: '$.owner' }],
    ['an owner without an id', { owner: {} }, 'MANDATORY_NOT_FOUND', { json_path: '$.owner.id' }],
    ['an unknown owner', { owner: { id: '1' } }, 'INVALID_DATA', { json_path: '$.owner.id' }],
    ['an owner that is a list', { owner: [] }, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    ['a wrong notify', { notify: 'x' }, 'INVALID_DATA', { expected_data_type: 'boolean' }],
    ['related modules of nothing', { related_modules: [{}] }, 'EXPECTED_FIELD_MISSING', {}],
    ['another module', { related_modules: [{ api_name: 'Quotes' }] }, 'NOT_SUPPORTED', { api_name: 'api_name' }],
    ['no ids', { ids: [] }, 'MANDATORY_NOT_FOUND', { api_name: 'ids' }],
    ['ids that are no list', { ids: 'x' }, 'INVALID_DATA', { expected_data_type: 'jsonarray' }],
    ['too many ids', { ids: Array.from({ length: 501 }, () => '1') }, 'INVALID_DATA', { maximum_length: 500 }],
  ])('refuses %s', async (_, more, code, details) => {
    const tested = await org()
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const { status, json } = await give(tested, 'Leads', 'agent', { ids: [id], ...more })

    expect(status).toBe(400)
    expect(json).toMatchObject({ code, details })
    expect(await ownerOf(tested, 'Leads', id)).toBe('admin Example')
  })

  it('is for records that one may edit', async () => {
    const tested = await org(
      {
        sharing: { Leads: 'public_read_only', Contacts: 'private' },
        profiles: [{ name: 'Readers', modules: { Leads: ['view'] } }],
      },
      { peer: 'Readers' },
    )
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const hidden = await tested.insert('admin', 'Contacts', { Last_Name: 'C' })

    expect((await give(tested, `Leads/${id}`, 'agent', {}, 'agent')).json.data[0].code).toBe('NO_PERMISSION')
    expect((await give(tested, `Leads/${id}`, 'agent', {}, 'peer')).json).toEqual(denied('Edit_Leads'))
    expect((await give(tested, `Contacts/${hidden}`, 'agent', {}, 'agent')).json).toMatchObject({
      code: 'INVALID_DATA',
    })
  })

  it('is forbidden by a lock that says so', async () => {
    const tested = await org()
    const id = await tested.insert('admin', 'Leads', lead('A'))
    await tested.as('admin', 'POST', 'settings/record_locking_configurations?module=Leads', {
      record_locking_configurations: [{ lock_type: 'manual', restricted_actions: ['update', 'change_owner'] }],
    })
    await tested.as('admin', 'POST', `Leads/${id}/Locking_Information__s`, { data: [{ Locked_Reason__s: 'x' }] })

    expect((await give(tested, `Leads/${id}`, 'agent')).json.data[0]).toMatchObject({
      code: 'RECORD_LOCKED',
      details: { id, action: 'record_locking' },
    })
  })

  it('needs its scope, v3 and a module whose records have owners of their own', async () => {
    const tested = await org()
    const without = await staff()
    const body = { owner: { id: await tested.idOf('agent') }, ids: ['1'] }

    expect((await give(without, 'Leads/1', 'agent')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await tested.as('admin', 'POST', 'v2/Leads/actions/change_owner', body)).json.code).toBe(
      'API_NOT_SUPPORTED',
    )
    expect((await tested.as('admin', 'POST', 'Notes/actions/change_owner', body)).json.code).toBe('NOT_SUPPORTED')
  })
})

describe('the mass change of owners', () => {
  async function withJob(body: object = {}) {
    const tested = await org()
    await control(tested.send, '/_emulator/clock', { freeze: true })
    const ids = [
      await tested.insert('admin', 'Leads', lead('A', { City: 'Graz' })),
      await tested.insert('admin', 'Leads', lead('B')),
    ]
    const { custom_views: views } = (await tested.as('admin', 'GET', 'settings/custom_views?module=Leads')).json
    const all = views.find(({ system_name: name }: { system_name: string }) => name === 'ALLVIEWS')
    const scheduled = await tested.as('admin', 'POST', 'Leads/actions/mass_change_owner', {
      cvid: all.id,
      owner: { id: await tested.idOf('agent') },
      ...body,
    })
    const status = async () => {
      const { job_id } = scheduled.json.data[0].details
      return (await tested.as('admin', 'GET', `Leads/actions/mass_change_owner?job_id=${job_id}`)).json
    }
    return { tested, ids, scheduled, status }
  }

  it('is a job over the records of a view', async () => {
    const { tested, ids, scheduled, status } = await withJob()
    const before = await status()
    await tested.zoho.advanceClock('1m')

    expect(scheduled.status).toBe(202)
    expect(scheduled.json.data[0]).toEqual({
      code: 'SCHEDULED',
      details: { job_id: expect.any(String) },
      message: 'change owner is successfully scheduled',
      status: 'success',
    })
    expect(before.data[0]).toMatchObject({ Status: 'SCHEDULED', Updated_Count: 0, Total_Count: 2 })
    expect(await status()).toEqual({
      data: [{ Status: 'COMPLETED', Failed_Count: 0, Not_Updated_Count: 0, Updated_Count: 2, Total_Count: 2 }],
    })
    expect(await ownerOf(tested, 'Leads', ids[0]!)).toBe('agent Example')
  })

  it('may be narrowed by criteria', async () => {
    const { tested, ids, status } = await withJob({
      criteria: { field: { api_name: 'City' }, comparator: 'equal', value: 'Graz' },
    })
    await tested.zoho.advanceClock('1m')

    expect((await status()).data[0]).toMatchObject({ Updated_Count: 1 })
    expect(await ownerOf(tested, 'Leads', ids[1]!)).toBe('admin Example')
  })

  it.each([
    ['no view', { cvid: undefined }, { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'cvid' } }],
    ['an unknown view', { cvid: '1' }, { code: 'INVALID_DATA', message: 'the cvid given seems to be invalid' }],
    ['an unknown owner', { owner: { id: '1' } }, { code: 'INVALID_DATA', details: { json_path: '$.owner.id' } }],
    ['no owner', { owner: null }, { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'owner' } }],
  ])('is refused with %s', async (_, body, refusal) => {
    const { scheduled } = await withJob(body)

    expect(scheduled.status).toBe(400)
    expect(scheduled.json).toMatchObject(refusal)
  })

  it('needs a scope for the module', async () => {
    const tested = await staff({}, {}, `${allScopes},ZohoCRM.change_owner.contacts.CREATE`)

    expect((await tested.as('admin', 'POST', 'Leads/actions/mass_change_owner', {})).json.code).toBe(
      'OAUTH_SCOPE_MISMATCH',
    )
    expect((await tested.as('admin', 'POST', 'Contacts/actions/mass_change_owner', {})).json.code).toBe(
      'MANDATORY_NOT_FOUND',
    )
  })
})
