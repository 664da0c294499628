/** Records are merged: what was chosen is taken over, what belonged to the others moves, they go. */

import { describe, expect, it } from 'vitest'
import { type Answer, control } from '../support/emulator.ts'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'
import { bytes, form } from './uploads.ts'

const merge = ({ call }: Pick<AtCrm, 'call'>, path: string, body: object) =>
  call('POST', `${path}/actions/merge`, { merge: [body] })

const of = (id: string | undefined, ...fields: string[]) => ({ id, _fields: fields.map(name => ({ api_name: name })) })

const read = async ({ call }: Pick<AtCrm, 'call'>, path: string) => (await call('GET', path)).json?.data?.[0]

const listed = async ({ call }: Pick<AtCrm, 'call'>, path: string): Promise<string[]> =>
  (await call('GET', `${path}?fields=id&sort_order=asc`)).json?.data.map((row: { id: string }) => row.id) ?? []

const failed = ({ json }: Answer) => json.merge?.[0] ?? json

describe('a merge', () => {
  it('takes over the fields that were chosen, and leaves the others', async () => {
    const tested = await atCrm()
    const [master, one, two] = await tested.insert(
      'Leads',
      lead('A', { City: 'Graz', Phone: '1' }),
      lead('B', { City: 'Linz', Phone: '2', Email: 'b@x.example' }),
      lead('C', { City: 'Wien', Annual_Revenue: 7 }),
    )

    const answer = await merge(tested, `Leads/${master}`, {
      data: [of(one, 'Last_Name', 'Email'), of(two, 'City', 'Annual_Revenue')],
      master_record_fields: [{ api_name: 'Phone' }],
    })
    const bin = await tested.call('GET', 'Leads/deleted?type=recycle')

    expect([answer.status, answer.json]).toEqual([
      201,
      {
        merge: [
          {
            code: 'SUCCESS',
            details: { id: master },
            message: 'The records have been merged successfully',
            status: 'success',
          },
        ],
      },
    ])
    expect(await read(tested, `Leads/${master}`)).toMatchObject({
      Last_Name: 'B',
      Full_Name: 'B',
      Email: 'b@x.example',
      City: 'Wien',
      Annual_Revenue: 7,
      Phone: '1',
    })
    expect(await listed(tested, 'Leads')).toEqual([master])
    expect(bin.json.data.map(({ id }: { id: string }) => id).sort()).toEqual([one, two])
  })

  it('moves what belonged to the others, in the recycle bin too', async () => {
    const tested = await atCrm()
    const [master, other] = await tested.insert('Accounts', { Account_Name: 'A' }, { Account_Name: 'B' })
    const [child] = await tested.insert('Accounts', { Account_Name: 'C', Parent_Account: { id: other } })
    const [contact, gone] = await tested.insert(
      'Contacts',
      { Last_Name: 'X', Account_Name: { id: other } },
      { Last_Name: 'Y', Account_Name: { id: other } },
    )
    await tested.call('DELETE', `Contacts/${gone}`)
    const [task] = await tested.insert('Tasks', { Subject: 'T', What_Id: { id: other }, $se_module: 'Accounts' })
    const [product] = await tested.insert('Products', { Product_Name: 'P' })
    await tested.call('PUT', `Accounts/${other}/Products/${product}`, { data: [{}] })
    await tested.call('PUT', `Accounts/${master}/Products/${product}`, { data: [{}] })
    await tested.call('POST', `Accounts/${other}/Notes`, { data: [{ Note_Content: 'N' }] })
    await tested.call('POST', `Accounts/${other}/Attachments`, form(['a.txt', bytes('text')]))
    await tested.call('PUT', `Accounts/${master}`, { data: [{ Parent_Account: { id: other } }] })

    await merge(tested, `Accounts/${master}`, { data: [of(other)] })
    await tested.call('POST', 'settings/recycle_bin/actions/restore', { recycle_bin: [{ id: gone }] })

    expect(await listed(tested, `Accounts/${master}/Contacts`)).toEqual([contact, gone])
    expect(await listed(tested, `Accounts/${master}/Tasks`)).toEqual([task])
    expect(await listed(tested, `Accounts/${master}/Products`)).toEqual([product])
    expect(await listed(tested, `Products/${product}/Accounts`)).toEqual([master])
    expect(await listed(tested, `Accounts/${master}/Notes`)).toHaveLength(1)
    expect(await listed(tested, `Accounts/${master}/Attachments`)).toHaveLength(1)
    expect((await read(tested, `Accounts/${child}`)).Parent_Account).toEqual({ name: 'A', id: master })
    expect((await read(tested, `Accounts/${master}`)).Parent_Account).toBeNull()
  })

  it('lets line items, participants and roles name the one that stays', async () => {
    const tested = await atCrm()
    const [master, other] = await tested.insert('Contacts', { Last_Name: 'A' }, { Last_Name: 'B' })
    const [dealId] = await tested.insert('Deals', {
      Deal_Name: 'D',
      Stage: 'Qualification',
      Contact_Name: { id: other },
    })
    const role = (await tested.call('GET', 'Contacts/roles')).json.contact_roles[0]
    await tested.call('PUT', `Deals/${dealId}/Contact_Roles/${other}`, { data: [{ Contact_Role: { id: role.id } }] })
    const [event] = await tested.insert('Events', {
      Event_Title: 'E',
      Start_DateTime: '2030-01-01T10:00:00+00:00',
      End_DateTime: '2030-01-01T11:00:00+00:00',
      Meeting_Venue__s: 'Online',
      Participants: [{ type: 'contact', participant: other }],
    })

    await merge(tested, `Contacts/${master}`, { data: [of(other)] })
    const roles = await tested.call('GET', `Deals/${dealId}/Contact_Roles?fields=Contact_Role`)

    expect((await read(tested, `Deals/${dealId}`)).Contact_Name).toEqual({ name: 'A', id: master })
    expect(roles.json.data).toEqual([{ Contact_Role: { name: role.name, id: role.id }, id: master }])
    expect((await read(tested, `Events/${event}`)).Participants).toMatchObject([{ participant: master }])
  })

  it('is told in the timelines of both', async () => {
    const tested = await atCrm()
    const [master, other] = await tested.insert('Leads', lead('A'), lead('B'))
    await merge(tested, `Leads/${master}`, { data: [of(other, 'Last_Name')] })
    await tested.call('POST', 'settings/recycle_bin/actions/restore', { recycle_bin: [{ id: other }] })
    const actions = async (id: string | undefined) =>
      (await tested.call('GET', `Leads/${id}/__timeline`)).json.__timeline.map(
        ({ action, source }: { action: string; source: string }) => `${action} ${source}`,
      )

    expect(await actions(master)).toEqual([
      'updated findandmerge',
      'find_and_merge_duplicate findandmerge',
      'added crm_api',
    ])
    expect(await actions(other)).toEqual(['restored crm_api', 'deleted findandmerge', 'added crm_api'])
  })

  it('follows the pipeline of a deal with its stage', async () => {
    const tested = await atCrm()
    const [master, other] = await tested.insert(
      'Deals',
      { Deal_Name: 'A', Stage: 'Qualification', Pipeline: 'Standard (Standard)', Amount: 100 },
      { Deal_Name: 'B', Stage: 'Needs Analysis', Pipeline: 'Standard (Standard)', Amount: 5 },
    )

    await merge(tested, `Deals/${master}`, { data: [of(other, 'Pipeline')] })

    expect(await read(tested, `Deals/${master}`)).toMatchObject({
      Stage: 'Needs Analysis',
      Probability: 20,
      Expected_Revenue: 20,
    })
  })

  it('is a job where a thousand records are related', async () => {
    const tested = await atCrm()
    await control(tested.send, '/_emulator/clock', { freeze: true })
    const [master, other] = await tested.insert('Accounts', { Account_Name: 'A' }, { Account_Name: 'B' })
    const contact = { Last_Name: 'X', Account_Name: { id: other } }
    for (let n = 0; n < 11; n++) await tested.insert('Contacts', ...Array(n < 10 ? 100 : 1).fill(contact))
    const status = async (query = '') => (await tested.call('GET', `Accounts/${master}/actions/merge${query}`)).json

    const answer = await merge(tested, `Accounts/${master}`, { data: [of(other)] })
    const { job_id: id } = answer.json.merge[0].details
    const before = await status()
    const again = await merge(tested, `Accounts/${other}`, { data: [of(master)] })
    await tested.zoho.advanceClock('1s')
    const during = await status(`?job_id=${id}`)
    await tested.zoho.advanceClock('1s')
    const after = await status()
    const others = await tested.call('GET', `Accounts/${master}/actions/merge?job_id=7`)

    expect([answer.status, answer.json.merge[0]]).toMatchObject([
      201,
      { code: 'SCHEDULED', message: 'The records have been scheduled for merge' },
    ])
    expect(before).toEqual({ merge: [{ job_id: id, status: 'SCHEDULED' }] })
    expect(again.status).toBe(400)
    expect(during.merge[0].status).toBe('RUNNING')
    expect(after.merge[0].status).toBe('COMPLETED')
    expect(others.status).toBe(204)
    expect((await tested.call('GET', `Accounts/${master}/Contacts?fields=id&page=6`)).json.info.count).toBe(1)
    expect(await listed(tested, 'Accounts')).toEqual([master])
  })
})

describe('a merge is refused', () => {
  const at = (path: string) => ({ json_path: `$.merge[0].${path}` })

  it.each([
    ['nothing to merge', {}, 'INVALID_DATA', { minimum_length: 1, ...at('data') }],
    ['no list', { data: 'x' }, 'INVALID_DATA', { expected_data_type: 'jsonarray' }],
    ['too many', { data: [{}, {}, {}] }, 'INVALID_DATA', { maximum_length: 2 }],
    ['no id', { data: [{}] }, 'MANDATORY_NOT_FOUND', at('data[0].id')],
    ['an id that is none', { data: [{ id: '7' }] }, 'INVALID_DATA', at('data[0].id')],
    ['the record itself', { data: [{ id: 'master' }] }, 'DUPLICATE_DATA', at('data[0].id')],
    ['one record twice', { data: [{ id: 'other' }, { id: 'other' }] }, 'DUPLICATE_DATA', at('data[1].id')],
    ['no name', { data: [{ id: 'other', _fields: [{}] }] }, 'MANDATORY_NOT_FOUND', at('data[0]._fields[0].api_name')],
    [
      'no field',
      { data: [{ id: 'other', _fields: [{ api_name: 'X' }] }] },
      'INVALID_DATA',
      at('data[0]._fields[0].api_name'),
    ],
    [
      'a field that is computed',
      { data: [{ id: 'other', _fields: [{ api_name: 'Created_Time' }] }] },
      'INVALID_DATA',
      {},
    ],
    [
      'a field twice',
      { data: [{ id: 'other', _fields: [{ api_name: 'Phone' }, { api_name: 'Phone' }] }] },
      'DUPLICATE_DATA',
      at('data[0]._fields[1].api_name'),
    ],
    [
      'a field of both',
      { data: [{ id: 'other', _fields: [{ api_name: 'Phone' }] }], master_record_fields: [{ api_name: 'Phone' }] },
      'DUPLICATE_DATA',
      at('data[0]._fields[0].api_name'),
    ],
    [
      'no name of a kept field',
      { data: [], master_record_fields: [{}] },
      'MANDATORY_NOT_FOUND',
      at('master_record_fields[0].api_name'),
    ],
    ['reporting alone', { data: [{ id: 'other', _fields: [{ api_name: 'Reporting_To' }] }] }, 'INVALID_DATA', {}],
    ['a text', 'x', 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
  ])('for %s', async (_, body, code, details) => {
    const tested = await atCrm()
    const [master, other] = await tested.insert('Contacts', { Last_Name: 'A' }, { Last_Name: 'B' })
    const sent = JSON.parse(
      JSON.stringify(body).replaceAll('"master"', `"${master}"`).replaceAll('"other"', `"${other}"`),
    )

    const answer = await merge(tested, `Contacts/${master}`, sent)

    expect(answer.status).toBe(400)
    expect(failed(answer)).toMatchObject({ code, details })
    expect(await listed(tested, 'Contacts')).toEqual([master, other])
  })

  it('for what follows from other fields of a deal, and closed deals', async () => {
    const tested = await atCrm()
    const [master, other, closed] = await tested.insert(
      'Deals',
      { Deal_Name: 'A', Stage: 'Qualification' },
      { Deal_Name: 'B', Stage: 'Qualification' },
      { Deal_Name: 'C', Stage: 'Closed Won' },
    )
    const message = async (path: string, ...children: object[]) =>
      failed(await merge(tested, `Deals/${path}`, { data: children })).message

    expect(await message(master!, of(other, 'Closing_Date'))).toContain('Closing date')
    expect(await message(master!, of(other, 'Probability'))).toContain('Probability')
    expect(await message(master!, of(other, 'Expected_Revenue'))).toContain('Probability')
    expect(await message(master!, of(closed))).toBe('Only Open Deals can be merged')
    expect(await message(closed!, of(master))).toBe('Only Open Deals can be merged')
  })

  it('for records that are not there, modules that have none, and bodies of another form', async () => {
    const tested = await atCrm()
    const [master] = await tested.insert('Leads', lead('A'))
    const post = (path: string, body: object) => tested.call('POST', `${path}/actions/merge`, body)

    expect((await post('Leads/7', { merge: [{}] })).json).toMatchObject({
      message: 'Master record id is not available',
    })
    expect((await post('Tasks/7', { merge: [{}] })).json.code).toBe('INVALID_MODULE')
    expect((await post(`Leads/${master}`, {})).json).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect((await post(`Leads/${master}`, { merge: [{}, {}] })).json).toEqual({
      code: 'INVALID_DATA',
      details: {},
      message: 'invalid data',
      status: 'error',
    })
    expect((await tested.call('GET', `Leads/${master}/actions/merge`)).status).toBe(204)
    expect((await tested.call('GET', 'Leads/7/actions/merge')).status).toBe(400)
    expect((await post(`v5/Leads/${master}`, { merge: [{}] })).json.code).toBe('API_NOT_SUPPORTED')
  })

  it('where scope, profile or sharing forbid it', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.modules.Leads.READ' })
    const noDelete = await staff({ profiles: [{ name: 'Standard', modules: { Leads: ['view', 'edit'] } }] })
    const shared = await staff({ sharing: { Leads: 'public_read_write', Contacts: 'private' } }, {}, allScopes)
    const own = await shared.insert('agent', 'Leads', lead('A'))
    const foreign = await shared.insert('admin', 'Leads', lead('B'))
    const id = await noDelete.insert('admin', 'Leads', lead('A'))
    const body = { merge: [{ data: [{ id: foreign }] }] }

    const forbidden = await shared.as('agent', 'POST', `Leads/${own}/actions/merge`, body)

    expect((await call('POST', 'Leads/7/actions/merge', body)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await noDelete.as('agent', 'POST', `Leads/${id}/actions/merge`, body)).json).toEqual(denied('Delete_Leads'))
    expect([forbidden.status, forbidden.json.merge[0]]).toEqual([403, denied('Delete_Leads')])
  })
})
