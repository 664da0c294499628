// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how criteria name moments
/** Bulk reads: asked for, waited for, downloaded; what they hold, and what is refused. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'
import { type AtBulk, atBulk, linesOf } from './at-bulk.ts'
import { lead, type Person } from './staff.ts'

const leads = { module: { api_name: 'Leads' } }

const start = async (tested: AtBulk, query: object, { person = 'admin' as Person, ...more } = {}): Promise<string> => {
  const { status, json, text } = await tested.bulk(person, 'POST', 'read', { query, ...more })
  if (status !== 201) throw new Error(text)
  return json.data[0].details.id
}

/** The lines of the file that a query gives. */
async function read(tested: AtBulk, query: object, person: Person = 'admin'): Promise<string[]> {
  const id = await start(tested, query, { person })
  await tested.passJobs()
  const { files } = await tested.download(person, `/crm/bulk/v8/read/${id}/result`)
  return linesOf(files[`${id}.csv`])
}

const codeOf = async (tested: AtBulk, body: unknown, path = 'read') => {
  const { status, json } = await tested.bulk('admin', 'POST', path, body)
  return [status, json.code, json.details]
}

describe('a bulk read', () => {
  it('is added, runs and is completed by the clock, and its file can be downloaded for a day', async () => {
    const tested = await atBulk()
    const admin = await tested.idOf('admin')
    const record = await tested.insert('admin', 'Leads', lead('A, "B"', { Description: 'two\nlines' }))
    const query = { ...leads, fields: ['Last_Name', 'Description', 'Owner', 'Email_Opt_Out'] }

    const added = await tested.bulk('admin', 'POST', 'read', { query })
    const { id } = added.json.data[0].details
    const waiting = await tested.bulk('admin', 'GET', `read/${id}`)
    const early = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)
    await tested.zoho.advanceClock('1s')
    const running = await tested.bulk('admin', 'GET', `read/${id}`)
    await tested.zoho.advanceClock('1s')
    const done = await tested.bulk('admin', 'GET', `v7/read/${id}`)
    const { result } = done.json.data[0]
    const got = await tested.download('admin', result.download_url)
    await tested.zoho.advanceClock('24h')
    const late = await tested.download('admin', result.download_url)

    const by = { id: admin, name: 'admin Example' }
    expect(added.status).toBe(201)
    expect(added.json).toEqual({
      data: [
        {
          status: 'success',
          code: 'ADDED_SUCCESSFULLY',
          message: 'Added successfully.',
          details: {
            id: expect.stringMatching(/^\d+$/),
            operation: 'read',
            state: 'ADDED',
            created_by: by,
            created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
          },
        },
      ],
      info: {},
    })
    const module = { id: expect.stringMatching(/2175$/), api_name: 'Leads' }
    expect(waiting.json.data[0]).toEqual({
      id,
      operation: 'read',
      state: 'ADDED',
      query: { module, fields: query.fields, page: 1 },
      created_by: by,
      created_time: added.json.data[0].details.created_time,
      file_type: 'csv',
    })
    expect([early.status, early.json.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
    expect(running.json.data[0].state).toBe('IN PROGRESS')
    expect(done.json.data[0].state).toBe('COMPLETED')
    expect(result).toEqual({
      page: 1,
      per_page: 200_000,
      count: 1,
      download_url: `/crm/bulk/v7/read/${id}/result`,
      more_records: false,
    })
    expect(got.headers.get('content-type')).toBe('application/x-download;charset=UTF-8')
    expect(Object.keys(got.files)).toEqual([`${id}.csv`])
    expect(got.files[`${id}.csv`]).toBe(
      `Id,Last_Name,Description,Owner,Email_Opt_Out\n${record},"A, ""B""","two\nlines",${admin},false\n`,
    )
    expect([late.status, late.json.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
  })

  it('has all fields where none are named, and more than two hundred are no choice', async () => {
    const tested = await atBulk()
    await tested.insert('admin', 'Deals', { Deal_Name: 'D', Stage: 'Qualification', Amount: 2.5 })

    const [header] = await read(tested, { module: { api_name: 'Deals' } })
    const [same] = await read(tested, {
      module: { api_name: 'Deals' },
      fields: Array.from({ length: 201 }, (_, at) => `F${at}`),
    })

    expect(header).toMatch(/^Id,(?=.*\bDeal_Name\b)(?=.*\bCreated_Time\b)(?=.*\bOwner\b)/)
    expect(header).not.toMatch(/,id\b/)
    expect(same).toBe(header)
  })

  it('holds the rows as they were at its end, whatever comes later', async () => {
    const tested = await atBulk()
    const first = await tested.insert('admin', 'Leads', lead('A'))
    const second = await tested.insert('admin', 'Leads', lead('B'))
    const id = await start(tested, { ...leads, fields: ['Last_Name'] })
    await tested.as('admin', 'PUT', `Leads/${first}`, { data: [{ Last_Name: 'before' }] })
    await tested.passJobs()
    await tested.bulk('admin', 'GET', `read/${id}`)

    await tested.as('admin', 'PUT', `Leads/${first}`, { data: [{ Last_Name: 'after' }] })
    await tested.as('admin', 'DELETE', `Leads?ids=${second}`)
    const { files } = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)

    expect(linesOf(files[`${id}.csv`])).toEqual(['Id,Last_Name', `${first},before`, `${second},B`])
  })

  it('looks into other records through lookups', async () => {
    const tested = await atBulk()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'Acme', Phone: '555' })
    const contact = await tested.insert('agent', 'Contacts', { Last_Name: 'C', Account_Name: account })
    const alone = await tested.insert('agent', 'Contacts', { Last_Name: 'D' })
    await tested.insert('agent', 'Deals', { Deal_Name: 'D', Stage: 'Qualification', Contact_Name: contact })
    const module = { api_name: 'Contacts' }
    const fields = ['Last_Name', 'Account_Name', 'Account_Name.Phone', 'Owner.last_name', 'Owner.email']

    const table = await read(tested, { module, fields })
    const criteria = { field: { api_name: 'Account_Name.Phone' }, comparator: 'contains', value: '5' }
    const chosen = await read(tested, { module, fields: ['Last_Name'], criteria })
    const others = await read(tested, {
      module,
      fields: ['Last_Name'],
      criteria: { ...criteria, comparator: 'not_contains' },
    })
    const ofOwner = { field: { api_name: 'Owner.first_name' }, comparator: 'equal', value: 'agent' }
    const owned = await read(tested, { module, fields: ['Last_Name'], criteria: ofOwner })
    const far = await read(tested, {
      module: { api_name: 'Deals' },
      fields: ['Contact_Name.Account_Name.Account_Name'],
    })
    const tooFar = { module: { api_name: 'Deals' }, fields: ['Contact_Name.Account_Name.Owner.email'] }

    expect(table).toEqual([
      'Id,Last_Name,Account_Name,Account_Name.Phone,Owner.last_name,Owner.email',
      `${contact},C,${account},555,Example,agent@acme.example`,
      `${alone},D,,,Example,agent@acme.example`,
    ])
    expect([chosen.length, others[1], owned.length]).toEqual([2, `${alone},D`, 3])
    expect(far[1]).toMatch(/^\d+,Acme$/)
    expect((await codeOf(tested, { query: tooFar }))[1]).toBe('JOIN_LIMIT_EXCEEDED')
  })

  it('chooses by criteria and by a custom view, and tells both', async () => {
    const tested = await atBulk({
      custom_views: [
        {
          module: 'Leads',
          name: 'In Graz',
          criteria: { field: { api_name: 'City' }, comparator: 'equal', value: 'Graz' },
          fields: ['Last_Name'],
        },
      ],
    })
    await tested.insert('admin', 'Leads', lead('A', { City: 'Graz' }))
    await tested.insert('admin', 'Leads', lead('B', { City: 'Graz', Email: 'b@x.example' }))
    await tested.insert('admin', 'Leads', lead('C', { City: 'Linz' }))
    const views = await tested.as('admin', 'GET', 'settings/custom_views?module=Leads')
    const cvid = views.json.custom_views.find(({ name }: { name: string }) => name === 'In Graz').id
    const condition = (api_name: string, comparator: string, value: unknown) => ({
      field: { api_name },
      comparator,
      value,
    })
    const group = [condition('Email', 'equal', '${EMPTY}'), condition('Last_Name', 'in', ['A', 'C'])]
    const names = async (query: object) =>
      (await read(tested, { ...leads, fields: ['Last_Name'], ...query })).slice(1).map(line => line.split(',')[1])

    expect(await names({ cvid })).toEqual(['A', 'B'])
    expect(await names({ criteria: { group_operator: 'and', group } })).toEqual(['A', 'C'])
    expect(await names({ criteria: { group_operator: 'or', group } })).toEqual(['A', 'C'])
    expect(await names({ cvid, criteria: condition('Last_Name', 'not_equal', 'A') })).toEqual(['B'])

    const id = await start(tested, { ...leads, cvid, criteria: { group_operator: 'and', group } })
    const { query } = (await tested.bulk('admin', 'GET', `read/${id}`)).json.data[0]
    expect(query).toMatchObject({
      cvid,
      criteria: { group_operator: 'and', group: [{ field: { api_name: 'Email', id: expect.any(String) } }, group[1]] },
    })
  })

  it('is written otherwise in v2', async () => {
    const tested = await atBulk()
    await tested.insert('admin', 'Leads', lead('A'))
    await tested.insert('admin', 'Leads', lead('B'))
    const criteria = { group_operator: 'or', group: [{ api_name: 'Last_Name', comparator: 'equal', value: 'B' }] }
    const query = { module: 'Leads', fields: ['Last_Name'], criteria }

    const added = await tested.bulk('admin', 'POST', 'v2/read', { query })
    const { id } = added.json.data[0].details
    await tested.passJobs()
    const told = await tested.bulk('admin', 'GET', `v2/read/${id}`)
    const { files } = await tested.download('admin', told.json.data[0].result.download_url)

    expect(told.json.data[0].query).toEqual({ ...query, page: 1 })
    expect(told.json.data[0].result.download_url).toBe(`/crm/bulk/v2/read/${id}/result`)
    expect(linesOf(files[`${id}.csv`])).toHaveLength(2)
    expect(await codeOf(tested, { query: leads }, 'v2/read')).toEqual([400, 'MODULE_NOT_AVAILABLE', {}])
    expect(await codeOf(tested, { query: { module: 'Leads' } })).toEqual([400, 'MODULE_NOT_AVAILABLE', {}])
  })

  it('comes in pages, whose tokens lead on for a day', async () => {
    const tested = await atBulk()
    await control(tested.send, '/_emulator/toggles', { bulk_read_page_rows: 2 }, 'PATCH')
    for (const name of ['A', 'B', 'C', 'D', 'E']) await tested.insert('admin', 'Leads', lead(name))
    const result = async (id: string, version = 'v8') => {
      await tested.passJobs()
      return (await tested.bulk('admin', 'GET', `${version}/read/${id}`)).json.data[0].result
    }

    const first = await result(await start(tested, { ...leads, fields: ['Last_Name'] }))
    const following = await start(tested, { page_token: first.next_page_token })
    const second = await result(following)
    const { files } = await tested.download('admin', `/crm/bulk/v8/read/${following}/result`)
    const third = await result(await start(tested, { ...leads, page: 3 }))
    const older = await tested.bulk('admin', 'POST', 'v6/read', { query: leads })
    const withoutToken = await result(older.json.data[0].details.id, 'v6')

    expect(first).toMatchObject({
      page: 1,
      per_page: 2,
      count: 2,
      more_records: true,
      next_page_token: expect.any(String),
    })
    expect(second).toMatchObject({ page: 2, count: 2, more_records: true })
    expect(linesOf(files[`${following}.csv`]).map(line => line.split(',')[1])).toEqual(['Last_Name', 'C', 'D'])
    expect(third).toMatchObject({ page: 3, count: 1, more_records: false })
    expect(third).not.toHaveProperty('next_page_token')
    expect(withoutToken).toMatchObject({ count: 2, more_records: true })
    expect(withoutToken).not.toHaveProperty('next_page_token')

    const token = first.next_page_token
    expect((await codeOf(tested, { query: { page_token: 'nonsense' } }))[1]).toBe('TOKEN_BOUND_DATA_MISMATCH')
    expect((await codeOf(tested, { query: { page_token: 7 } }))[1]).toBe('TOKEN_BOUND_DATA_MISMATCH')
    expect((await codeOf(tested, { query: { page_token: token, ...leads } }))[1]).toBe('QUERY_NOT_SUPPORTED')
    expect((await codeOf(tested, { query: { page_token: token } }, 'v6/read'))[1]).toBe('MODULE_NOT_AVAILABLE')
    const foreign = await tested.bulk('agent', 'POST', 'read', { query: { page_token: token } })
    expect(foreign.json.code).toBe('TOKEN_BOUND_DATA_MISMATCH')
    await tested.zoho.advanceClock('24h')
    const late = await tested.bulk('admin', 'POST', 'read', { query: { page_token: token } })
    expect([late.status, late.json.code]).toEqual([400, 'EXPIRED_VALUE'])
  })

  it('of meetings may be a calendar', async () => {
    const tested = await atBulk()
    await tested.insert('admin', 'Events', {
      Event_Title: 'One, two',
      Start_DateTime: '2026-01-01T10:00:00+02:00',
      End_DateTime: '2026-01-01T11:00:00+02:00',
      Description: `${'x'.repeat(100)}\nnext`,
    })
    const events = { module: { api_name: 'Events' } }

    const id = await start(tested, events, { file_type: 'ics' } as object)
    await tested.passJobs()
    const { json } = await tested.bulk('admin', 'GET', `read/${id}`)
    const { files } = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)

    expect(json.data[0]).toMatchObject({ file_type: 'ics', result: { per_page: 20_000, count: 1 } })
    const lines = files[`${id}.ics`]!.split('\r\n')
    expect(lines).toEqual(expect.arrayContaining(['DTSTART:20260101T080000Z', 'SUMMARY:One\\, two', 'END:VCALENDAR']))
    expect(lines.every(line => line.length <= 75)).toBe(true)
    expect((await codeOf(tested, { query: leads, file_type: 'ics' }))[1]).toBe('MODULE_NOT_SUPPORTED')
    expect((await codeOf(tested, { query: { ...events, fields: ['Subject'] }, file_type: 'ics' }))[1]).toBe(
      'FIELD_NOT_SUPPORTED',
    )
    expect((await codeOf(tested, { query: events, file_type: 'pdf' }))[1]).toBe('QUERY_NOT_SUPPORTED')
  })

  it('tells a callback of its end', async () => {
    const tested = await atBulk()
    const ear = await listener()
    const callback = { url: `${ear.url}/done`, method: 'post' }
    const id = await start(tested, leads, { callback } as object)
    await tested.passJobs()
    const { json } = await tested.bulk('admin', 'GET', `read/${id}`)

    expect(await ear.until(1)).toMatchObject([{ method: 'POST', path: '/done', body: json }])
  })

  it('may be downloaded ten times a minute', async () => {
    const tested = await atBulk()
    const id = await start(tested, leads)
    await tested.passJobs()
    const download = async () => {
      const { status, json } = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)
      return json?.code ?? status
    }

    const codes = []
    for (let time = 0; time < 11; time++) codes.push(await download())
    const other = await start(tested, leads, { person: 'agent' })
    await tested.passJobs()
    const ofOthers = await tested.download('agent', `/crm/bulk/v8/read/${other}/result`)
    await tested.zoho.advanceClock('60s')

    expect(codes).toEqual([...Array(10).fill(200), 'TOO_MANY_REQUESTS'])
    expect(ofOthers.status).toBe(200)
    expect(await download()).toBe(200)
    await control(tested.send, '/_emulator/toggles', { bulk_downloads_per_minute: 1 }, 'PATCH')
    expect(await download()).toBe('TOO_MANY_REQUESTS')
    await control(tested.send, '/_emulator/toggles', { bulk_downloads_per_minute: null }, 'PATCH')
    expect(await download()).toBe(200)
  })

  it('fails where what it names is gone by then, and says so', async () => {
    const tested = await atBulk()
    const added = await tested.as('admin', 'POST', 'settings/fields?module=Leads', {
      fields: [{ field_label: 'Shoe Size', data_type: 'integer' }],
    })
    const id = await start(tested, { ...leads, fields: ['Shoe_Size'] })
    await tested.as('admin', 'DELETE', `settings/fields/${added.json.fields[0].details.id}?module=Leads`)
    await tested.passJobs()

    const { json } = await tested.bulk('admin', 'GET', `read/${id}`)
    const { status } = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)

    expect(json.data[0]).toMatchObject({
      state: 'FAILURE',
      result: { error_message: { status: 'error', code: 'FIELD_NOT_AVAILABLE', details: { api_name: 'Shoe_Size' } } },
    })
    expect(status).toBe(404)
  })
})

describe('who may', () => {
  it('see records only sees those', async () => {
    const tested = await atBulk({ sharing: { Leads: 'private', Accounts: 'private' } })
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'Hidden' })
    await tested.insert('admin', 'Leads', lead('A'))
    const own = await tested.insert('agent', 'Leads', lead('B'))
    const contact = await tested.insert('admin', 'Contacts', { Last_Name: 'C', Account_Name: account })

    expect(await read(tested, { ...leads, fields: ['Last_Name'] }, 'agent')).toEqual(['Id,Last_Name', `${own},B`])
    expect(await read(tested, { ...leads, fields: ['Last_Name'] }, 'boss')).toHaveLength(3)
    expect(await read(tested, { ...leads, fields: ['Last_Name'] }, 'admin')).toHaveLength(3)
    const joined = { module: { api_name: 'Contacts' }, fields: ['Account_Name.Account_Name'] }
    expect(await read(tested, joined, 'agent')).toEqual(['Id,Account_Name.Account_Name', `${contact},`])
  })

  it('not view a module reads none of it', async () => {
    const tested = await atBulk(
      { profiles: [{ name: 'Blind', modules: { Leads: [], Accounts: [] } }] },
      { agent: 'Blind' },
    )

    const own = await tested.bulk('agent', 'POST', 'read', { query: leads })
    const joined = await tested.bulk('agent', 'POST', 'read', {
      query: { module: { api_name: 'Contacts' }, fields: ['Account_Name.Phone'] },
    })

    expect([own.status, own.json.details.permissions]).toEqual([403, ['Crm_Implied_View_Leads']])
    expect([joined.status, joined.json.details.permissions]).toEqual([403, ['Crm_Implied_View_Accounts']])
  })

  it('did not start a job has none', async () => {
    const tested = await atBulk()
    const id = await start(tested, leads, { person: 'agent' })
    await tested.passJobs()

    for (const path of [`read/${id}`, `read/${id}/result`, 'read/1', 'read/x']) {
      const { status, json } = await tested.bulk('admin', 'GET', path)
      expect([status, json.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
    }
  })

  it.each([
    ['ZohoCRM.modules.ALL', 401],
    ['ZohoCRM.bulk.READ', 401],
    ['ZohoCRM.bulk.READ,ZohoCRM.modules.contacts.READ', 401],
    ['ZohoCRM.bulk.CREATE,ZohoCRM.modules.ALL', 401],
    ['ZohoCRM.bulk.READ,ZohoCRM.modules.leads.READ', 201],
    ['ZohoCRM.bulk.ALL,ZohoCRM.modules.ALL', 201],
  ])('has the scopes %s', async (scope, expected) => {
    const { send, tokens } = await atBulk()
    const { access_token: token } = await tokens({ org: 'Acme QA', user: 'admin@acme.example', scope })

    const { status, json } = await send('POST', '/sandbox.zohoapis.com/crm/bulk/v8/read', {
      token,
      body: { query: leads },
    })

    expect(status).toBe(expected)
    if (expected === 401) expect(json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('a request is refused', () => {
  const condition = { field: { api_name: 'Last_Name' }, comparator: 'equal', value: 'A' }

  it.each<[string, unknown, string, object]>([
    ['an empty body', '', 'REQUEST_BODY_IS_EMPTY', {}],
    ['no JSON', '{', 'REQUEST_BODY_NOT_READABLE', {}],
    ['a list', '[]', 'REQUEST_BODY_NOT_READABLE', {}],
    ['no query', {}, 'QUERY_NOT_SUPPORTED', {}],
    ['no module', { query: {} }, 'MODULE_NOT_AVAILABLE', {}],
    ['an unknown module', { query: { module: { api_name: 'Nonsense' } } }, 'MODULE_NOT_AVAILABLE', {}],
    ['notes', { query: { module: { api_name: 'Notes' } } }, 'MODULE_NOT_SUPPORTED', {}],
    [
      'an unknown field',
      { query: { ...leads, fields: ['x'] } },
      'FIELD_NOT_AVAILABLE',
      { api_name: 'x', module: 'Leads' },
    ],
    [
      'an unknown field elsewhere',
      { query: { module: { api_name: 'Contacts' }, fields: ['Account_Name.x'] } },
      'FIELD_NOT_AVAILABLE',
      { api_name: 'Account_Name.x', module: 'Accounts' },
    ],
    [
      'a way through a text',
      { query: { ...leads, fields: ['Last_Name.x'] } },
      'FIELD_NOT_AVAILABLE',
      { module: 'Leads' },
    ],
    [
      'rows in a cell',
      { query: { module: { api_name: 'Quotes' }, fields: ['Quoted_Items'] } },
      'FIELD_NOT_SUPPORTED',
      {},
    ],
    ['fields that are none', { query: { ...leads, fields: 'Last_Name' } }, 'QUERY_NOT_SUPPORTED', {}],
    ['fields without names', { query: { ...leads, fields: [{}] } }, 'QUERY_NOT_SUPPORTED', {}],
    ['page 0', { query: { ...leads, page: 0 } }, 'PAGE_NOT_SUPPORTED', {}],
    ['page "1"', { query: { ...leads, page: '1' } }, 'PAGE_NOT_SUPPORTED', {}],
    ['page 501', { query: { ...leads, page: 501 } }, 'PAGE_RANGE_EXCEEDED', { max_limit: 500 }],
    ['an unknown view', { query: { ...leads, cvid: '7' } }, 'CVID_NOT_SUPPORTED', {}],
    ['a view that is none', { query: { ...leads, cvid: {} } }, 'CVID_NOT_SUPPORTED', {}],
    ['a list of criteria', { query: { ...leads, criteria: [condition] } }, 'INVALID_CRITERIA', {}],
    [
      'criteria without a value',
      { query: { ...leads, criteria: { ...condition, value: null } } },
      'INVALID_CRITERIA',
      {},
    ],
    [
      'an unknown field in criteria',
      { query: { ...leads, criteria: { group_operator: 'or', group: [{ ...condition, field: { api_name: 'x' } }] } } },
      'FIELD_IN_CRITERIA_NOT_AVAILABLE',
      { api_name: 'x', module: 'Leads' },
    ],
    [
      'an unknown comparator',
      { query: { ...leads, criteria: { ...condition, comparator: 'like' } } },
      'FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED',
      { api_name: 'Last_Name' },
    ],
    [
      'a value of another type',
      { query: { ...leads, criteria: { ...condition, field: { api_name: 'Annual_Revenue' } } } },
      'FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE',
      { api_name: 'Annual_Revenue', comparator: 'equal' },
    ],
    [
      'an unknown operator',
      { query: { ...leads, criteria: { group_operator: 'xor', group: [condition] } } },
      'GROUP_OPERATOR_NOT_SUPPORTED',
      { supported: ['and', 'or'] },
    ],
    [
      'too many conditions',
      { query: { ...leads, criteria: { group_operator: 'or', group: Array(26).fill(condition) } } },
      'CRITERIA_LIMIT_EXCEEDED',
      {},
    ],
    [
      'too many values',
      { query: { ...leads, criteria: { ...condition, comparator: 'in', value: Array(101).fill('A') } } },
      'VALUE_LIMIT_EXCEEDED_IN_CRITERIA',
      {},
    ],
    ['a callback without an address', { query: leads, callback: { method: 'post' } }, 'INVALID_CALLBACK_URL', {}],
    [
      'a callback to a file',
      { query: leads, callback: { url: 'file:///x', method: 'post' } },
      'INVALID_CALLBACK_URL',
      {},
    ],
    [
      'a callback by GET',
      { query: leads, callback: { url: 'https://x.example', method: 'get' } },
      'INVALID_CALLBACK_METHOD',
      { supported_callback_methods: ['post'] },
    ],
  ])('for %s', async (_, body, code, details) => {
    const tested = await atBulk()

    const { status, json } = await tested.bulk('admin', 'POST', 'read', body)

    expect([status, json.code, json.status]).toEqual([400, code, 'error'])
    expect(json.details).toMatchObject(details)
  })

  it('for criteria that reach without end', async () => {
    const tested = await atBulk()
    let criteria: object = condition
    for (let depth = 0; depth < 2000; depth++) criteria = { group_operator: 'and', group: [criteria] }
    let old: object = { api_name: 'Last_Name', comparator: 'equal', value: 'A' }
    for (let depth = 0; depth < 2000; depth++) old = { group_operator: 'and', group: [old] }

    expect((await codeOf(tested, { query: { ...leads, criteria } }))[1]).toBe('CRITERIA_LIMIT_EXCEEDED')
    expect((await codeOf(tested, { query: { module: 'Leads', criteria: old } }, 'v2/read'))[1]).toBe(
      'CRITERIA_LIMIT_EXCEEDED',
    )
  })
})

it('goes on in a world that was restored on its way', async () => {
  const tested = await atBulk()
  const record = await tested.insert('admin', 'Leads', lead('A'))
  const id = await start(tested, { ...leads, fields: ['Last_Name'] })
  await control(tested.send, '/_emulator/snapshots/way', undefined, 'PUT')
  await tested.as('admin', 'DELETE', `Leads?ids=${record}`)
  await control(tested.send, '/_emulator/snapshots/way', undefined)
  await tested.passJobs()

  const { files } = await tested.download('admin', `/crm/bulk/v8/read/${id}/result`)

  expect(linesOf(files[`${id}.csv`])).toEqual(['Id,Last_Name', `${record},A`])
})
