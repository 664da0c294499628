import { describe, expect, it } from 'vitest'
import { agent, everything, start } from '../support/emulator.ts'
import { atCrm, lead } from './at-crm.ts'

describe('an insert', () => {
  it('is acknowledged as Zoho does, and read back', async () => {
    const { call } = await atCrm()

    const added = await call('POST', 'Leads', { data: [lead('Doe', { First_Name: 'Jane', Email: 'j@x.example' })] })
    const [row] = added.json.data
    const { json } = await call('GET', `Leads/${row.details.id}`)

    expect(added.status).toBe(201)
    expect(Object.keys(row)).toEqual(['code', 'details', 'message', 'status'])
    expect(row).toMatchObject({ code: 'SUCCESS', message: 'record added', status: 'success' })
    expect(Object.keys(row.details)).toEqual([
      'Modified_Time',
      'Modified_By',
      'Created_Time',
      'id',
      'Created_By',
      '$approval_state',
    ])
    expect(row.details.Created_Time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
    expect(row.details.Created_By).toEqual({ name: 'Ada Marlow', id: expect.stringMatching(/^\d{19}$/) })
    expect(json.data[0]).toMatchObject({
      Last_Name: 'Doe',
      Full_Name: 'Jane Doe',
      Email: 'j@x.example',
      Owner: { name: 'Ada Marlow', email: 'admin@acme.example' },
      Fax: null,
      Tag: [],
      Converted__s: false,
      $approval_state: 'approved',
    })
  })

  it('of v2 lacks what newer versions added', async () => {
    const { call } = await atCrm()

    const added = await call('POST', 'v2/Leads', { data: [lead('Doe')] })
    const failed = await call('POST', 'v2/Leads', { data: [{ Company: 'C' }] })
    const { json } = await call('GET', `v2/Leads/${added.json.data[0].details.id}`)

    expect(added.json.data[0].details).not.toHaveProperty('$approval_state')
    expect([failed.status, failed.json.data[0].details]).toEqual([202, { api_name: 'Last_Name' }])
    expect(json.data[0]).toMatchObject({ $converted: false, $approved: true })
    expect(json.data[0]).not.toHaveProperty('Converted__s')
  })

  it('answers row by row, in the order of the request', async () => {
    const { call } = await atCrm()

    const mixed = await call('POST', 'Leads', { data: [lead('A'), { Company: 'C' }, lead('B', { Email: 'no' })] })
    const none = await call('POST', 'Leads', { data: [{ Company: 'C' }] })

    expect(mixed.status).toBe(207)
    expect(mixed.json.data.map((row: { code: string }) => row.code)).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'INVALID_DATA',
    ])
    expect(mixed.json.data[1]).toEqual({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Last_Name', json_path: '$.data[1].Last_Name' },
      message: 'required field not found',
      status: 'error',
    })
    expect(none.status).toBe(400)
  })

  it('collects several errors of one row', async () => {
    const { call } = await atCrm()

    const { json } = await call('POST', 'Leads', { data: [{ Email: 'no', Annual_Revenue: 'much' }] })

    expect(json.data[0]).toMatchObject({ code: 'MULTIPLE_OR_MULTI_ERRORS', message: 'Multiple errors in the request' })
    expect(
      json.data[0].details.errors.map(({ details }: { details: { api_name: string } }) => details.api_name).sort(),
    ).toEqual(['Annual_Revenue', 'Company', 'Email', 'Last_Name'])
  })

  it.each([
    ['Last_Name', 'x'.repeat(81), { maximum_length: 80 }],
    ['Last_Name', 7, { expected_data_type: 'string' }],
    ['Email', 'a@b', { expected_data_type: 'email' }],
    ['Email', 'a b@c.de', { expected_data_type: 'email' }],
    ['Website', 'a b', { expected_data_type: 'website' }],
    ['Phone', '<x>', { expected_data_type: 'phone' }],
    ['No_of_Employees', 1.5, { expected_data_type: 'integer' }],
    ['No_of_Employees', 'many', { expected_data_type: 'integer' }],
    ['Annual_Revenue', {}, { expected_data_type: 'double' }],
    ['Email_Opt_Out', 'perhaps', { expected_data_type: 'boolean' }],
    ['Lead_Source', 5, { expected_data_type: 'string' }],
    ['Owner', 5, { expected_data_type: 'jsonobject' }],
    ['Tag', 'x', { expected_data_type: 'jsonarray' }],
  ])('refuses %s = %j with %j', async (field, value, details) => {
    const { call } = await atCrm()

    const { json } = await call('POST', 'Leads', { data: [lead('A', { [field]: value })] })

    expect(json.data[0]).toEqual({
      code: 'INVALID_DATA',
      details: { ...details, api_name: field, json_path: `$.data[0].${field}` },
      message: 'invalid data',
      status: 'error',
    })
  })

  it.each([
    ['Deals', { Deal_Name: 'D', Stage: 'Qualification', Closing_Date: '2026-02-30' }, 'date'],
    ['Deals', { Deal_Name: 'D', Stage: 'Qualification', Closing_Date: '01.02.2026' }, 'date'],
    ['Campaigns', { Campaign_Name: 'C', Num_sent: 'x' }, 'bigint'],
    ['Products', { Product_Name: 'P', Tax: 'Vat' }, 'jsonarray'],
  ])('refuses a value of the wrong form in %s', async (module, row, expected) => {
    const { call } = await atCrm()

    const { json } = await call('POST', module, { data: [row] })

    expect(json.data[0].details.expected_data_type).toBe(expected)
  })

  it('takes what each type takes, and gives it back in its form', async () => {
    const tested = await atCrm()
    const { call } = tested
    const [account] = await tested.insert('Accounts', { Account_Name: 'Big Co' })
    const [contact] = await tested.insert('Contacts', { Last_Name: 'Roe', Account_Name: { id: account } })
    const [deal] = await tested.insert('Deals', {
      Deal_Name: 'D',
      Stage: 'Qualification',
      Amount: 1000.5,
      Probability: 10,
      Closing_Date: '2026-12-31',
      Account_Name: account,
      Contact_Name: { id: contact, name: 'ignored' },
    })
    const [task] = await tested.insert('Tasks', {
      Subject: 'Call',
      Who_Id: contact,
      What_Id: { id: deal },
      $se_module: 'Deals',
    })
    const [product] = await tested.insert('Products', {
      Product_Name: 'P',
      Tax: ['Vat', 'Sales Tax'],
      Taxable: 'true',
    })

    const read = async (module: string, id: string) => (await call('GET', `${module}/${id}`)).json.data[0]

    expect(await read('Deals', deal!)).toMatchObject({
      Amount: 1000.5,
      Expected_Revenue: 100.05,
      Closing_Date: '2026-12-31',
      Account_Name: { name: 'Big Co', id: account },
      Contact_Name: { name: 'Roe', id: contact },
    })
    expect(await read('Tasks', task!)).toMatchObject({
      Who_Id: { name: 'Roe', id: contact },
      What_Id: { name: 'D', id: deal },
      $se_module: 'Deals',
      Status: 'Not Started',
    })
    expect(await read('Products', product!)).toMatchObject({
      Tax: ['Vat', 'Sales Tax'],
      Taxable: true,
      Product_Active: true,
    })
  })

  it('refuses a lookup to a record of another org or module, or without id', async () => {
    const tested = await atCrm({ fixture: 'default' })
    const { call, send, tokens } = tested
    const { access_token } = await tokens({ org: 'Acme', scope: everything })
    const foreign = (await send('GET', '/www.zohoapis.com/crm/v8/Accounts?fields=id', { token: access_token })).json
      .data[0].id
    const own = (await call('GET', 'Contacts?fields=id')).json.data[0].id

    const { json } = await call('POST', 'Contacts', {
      data: [
        { Last_Name: 'A', Account_Name: foreign },
        { Last_Name: 'A', Account_Name: { id: own } },
        { Last_Name: 'A', Reporting_To: { name: 'x' } },
        { Last_Name: 'A', Owner: { id: '1' } },
      ],
    })

    expect(json.data.map(({ code, details }: { code: string; details: object }) => [code, details])).toEqual([
      ['INVALID_DATA', { api_name: 'Account_Name', json_path: '$.data[0].Account_Name' }],
      ['INVALID_DATA', { api_name: 'id', json_path: '$.data[1].Account_Name.id' }],
      ['MANDATORY_NOT_FOUND', { api_name: 'id', json_path: '$.data[2].Reporting_To.id' }],
      ['INVALID_DATA', { api_name: 'id', json_path: '$.data[3].Owner.id' }],
    ])
  })

  it('takes an account by its name, but no contact', async () => {
    const tested = await atCrm()
    const [account] = await tested.insert('Accounts', { Account_Name: 'Big Co' })
    await tested.insert('Contacts', { Last_Name: 'Roe' })
    const deal = { Deal_Name: 'D', Stage: 'Qualification' }

    const { json } = await tested.call('POST', 'Deals', {
      data: [
        { ...deal, Account_Name: { name: 'big co' } },
        { ...deal, Account_Name: { name: 'Nobody' } },
        { ...deal, Contact_Name: { name: 'Roe' } },
      ],
    })
    const read = await tested.call('GET', `Deals/${json.data[0].details.id}`)

    expect(read.json.data[0].Account_Name).toEqual({ name: 'Big Co', id: account })
    expect(json.data.slice(1).map(({ code, details }: { code: string; details: object }) => [code, details])).toEqual([
      ['MANDATORY_NOT_FOUND', { api_name: 'id', json_path: '$.data[1].Account_Name.id' }],
      ['MANDATORY_NOT_FOUND', { api_name: 'id', json_path: '$.data[2].Contact_Name.id' }],
    ])
  })

  it('passes over what clients may not write and what the module does not have', async () => {
    const { call } = await atCrm()

    const { json } = await call('POST', 'Leads', {
      data: [
        lead('A', { Created_Time: '2001-01-01T00:00:00Z', Full_Name: 'Else', Nonsense: 1, __proto__: null, id: '5' }),
      ],
    })
    const read = await call('GET', `Leads/${json.data[0].details.id}`)

    expect(read.json.data[0]).toMatchObject({ Full_Name: 'A' })
    expect(read.json.data[0].Created_Time).not.toContain('2001')
    expect(read.json.data[0]).not.toHaveProperty('Nonsense')
  })

  it('holds pick lists against their values only when the toggle says so', async () => {
    const { call, send } = await atCrm()
    const row = { data: [lead('A', { Lead_Source: 'Smoke signals' })] }

    const lenient = await call('POST', 'Leads', row)
    await send('PATCH', '/_emulator/toggles', {
      headers: { 'Content-Type': 'application/json' },
      body: { picklist_values_checked: true },
    })
    const strict = await call('POST', 'Leads', row)

    expect(lenient.status).toBe(201)
    expect(strict.json.data[0].details.supported_values).toContain('Cold Call')
  })

  it.each([
    ['not JSON', '{', 'INVALID_DATA'],
    ['empty', '', 'INVALID_DATA'],
    ['no object', '[]', 'INVALID_DATA'],
    ['without data', '{"rows":[]}', 'MANDATORY_NOT_FOUND'],
    ['data is no list', '{"data":{}}', 'INVALID_DATA'],
    ['data is empty', '{"data":[]}', 'INVALID_DATA'],
  ])('refuses a body that is %s', async (_, body, code) => {
    const { call } = await atCrm()

    const answer = await call('POST', 'Leads', body)

    expect([answer.status, answer.json.code]).toEqual([400, code])
  })

  it('refuses rows that are no objects, and more than a hundred', async () => {
    const { call } = await atCrm()

    const odd = await call('POST', 'Leads', { data: [null, 'x', []] })
    const many = await call('POST', 'Leads', { data: Array.from({ length: 101 }, () => lead('A')) })
    const left = await call('GET', 'Leads?fields=id')

    expect(odd.json.data.map((row: { details: { json_path: string } }) => row.details.json_path)).toEqual([
      '$.data[0]',
      '$.data[1]',
      '$.data[2]',
    ])
    expect(many.status).toBe(400)
    expect(many.json.data).toEqual([
      expect.objectContaining({ code: 'LIMIT_EXCEEDED', details: { maximum_length: 100, api_name: 'data' } }),
    ])
    expect(left.status).toBe(204)
  })
})

describe('a list', () => {
  it('needs fields from v3 on, and gives all of them before', async () => {
    const tested = await atCrm()
    await tested.insert('Leads', lead('A'))

    const v3 = await tested.call('GET', 'v3/Leads')
    const v2 = await tested.call('GET', 'v2.1/leads')

    expect([v3.status, v3.json]).toEqual([
      400,
      {
        code: 'REQUIRED_PARAM_MISSING',
        details: { param_name: 'fields' },
        message: 'required param is missing',
        status: 'error',
      },
    ])
    expect(v2.json.data[0]).toMatchObject({ Last_Name: 'A', Company: 'C' })
    expect(Object.keys(v2.json.info)).toEqual(['per_page', 'count', 'page', 'more_records'])
  })

  it('is 204 without a body where there is nothing', async () => {
    const { call } = await atCrm()

    const { status, text } = await call('GET', 'Leads?fields=id')

    expect([status, text]).toEqual([204, ''])
  })

  it('gives the named fields and the id, newest first, skipping names it does not know', async () => {
    const tested = await atCrm()
    const ids = await tested.insert('Leads', lead('A'), lead('B'))

    const { json } = await tested.call('GET', 'Leads?fields=Last_Name,Nonsense')
    const ascending = await tested.call('GET', 'Leads?fields=Last_Name&sort_order=asc')

    expect(json.data).toEqual([
      { Last_Name: 'B', id: ids[1] },
      { Last_Name: 'A', id: ids[0] },
    ])
    expect(ascending.json.data.map(({ id }: { id: string }) => id)).toEqual(ids)
  })

  it('pages by number and by token to the same records', async () => {
    const tested = await atCrm({ fixture: 'default' })
    const { call } = tested
    const all = (await call('GET', 'Leads?fields=id')).json.data.map(({ id }: { id: string }) => id)

    const byNumber: string[] = []
    const byToken: string[] = []
    for (let page = 1, more = true; more; page++) {
      const { json } = await call('GET', `Leads?fields=id&per_page=7&page=${page}`)
      byNumber.push(...json.data.map(({ id }: { id: string }) => id))
      more = json.info.more_records
    }
    for (let token: string | null = ''; token !== null; ) {
      const { json } = await call('GET', `Leads?fields=id&per_page=7${token && `&page_token=${token}`}`)
      byToken.push(...json.data.map(({ id }: { id: string }) => id))
      token = json.info.next_page_token
    }

    expect(byNumber).toEqual(all)
    expect(byToken).toEqual(all)
  })

  it('has the info of its version', async () => {
    const { call } = await atCrm({ fixture: 'default' })

    const { json } = await call('GET', 'Leads?fields=id&per_page=5')

    expect(Object.keys(json.info)).toEqual([
      'call',
      'per_page',
      'next_page_token',
      'count',
      'sort_by',
      'page',
      'previous_page_token',
      'page_token_expiry',
      'sort_order',
      'email',
      'more_records',
    ])
    expect(json.info).toMatchObject({
      per_page: 5,
      count: 5,
      page: 1,
      sort_by: 'id',
      sort_order: 'desc',
      more_records: true,
    })
  })

  it('refuses a page token with other parameters, of another user, and after a day', async () => {
    const tested = await atCrm({ fixture: 'default' })
    const other = await tested.tokens({ org: 'Acme QA', user: agent })
    const token = (await tested.call('GET', 'Leads?fields=id&per_page=5')).json.info.next_page_token

    const altered = await tested.call('GET', `Leads?fields=Email&per_page=5&page_token=${token}`)
    const foreign = await tested.send(
      'GET',
      `/sandbox.zohoapis.com/crm/v8/Leads?fields=id&per_page=5&page_token=${token}`,
      {
        token: other.access_token,
      },
    )
    const both = await tested.call('GET', `Leads?fields=id&per_page=5&page=2&page_token=${token}`)
    const nonsense = await tested.call('GET', 'Leads?fields=id&per_page=5&page_token=nonsense')
    const fine = await tested.call('GET', `Leads?fields=id&per_page=5&page_token=${token}`)

    expect([altered, foreign, both, nonsense].map(({ json }) => json.code)).toEqual([
      'TOKEN_BOUND_DATA_MISMATCH',
      'TOKEN_BOUND_DATA_MISMATCH',
      'AMBIGUITY_DURING_PROCESSING',
      'TOKEN_BOUND_DATA_MISMATCH',
    ])
    expect(fine.status).toBe(200)
  })

  it('ends a page token after 24 hours', async () => {
    const harness = await start()
    await harness.send('PATCH', '/_emulator/toggles', {
      headers: { 'Content-Type': 'application/json' },
      body: { access_token_lifetime_s: null },
    })
    const { access_token: token } = await harness.tokens({ org: 'Acme QA' })
    const path = '/sandbox.zohoapis.com/crm/v8/Leads?fields=id&per_page=5'
    const { json } = await harness.send('GET', path, { token })

    await harness.zoho.advanceClock('24h')
    const late = await harness.send('GET', `${path}&page_token=${json.info.next_page_token}`, { token })

    expect([late.status, late.json.code]).toEqual([400, 'EXPIRED_VALUE'])
  })

  it.each([
    ['per_page=201', 'INVALID_DATA', { param_name: 'per_page' }],
    ['per_page=0', 'INVALID_DATA', { param_name: 'per_page' }],
    ['per_page=x', 'INVALID_DATA', { param_name: 'per_page' }],
    ['page=-1', 'INVALID_DATA', { param_name: 'page' }],
    ['sort_by=Last_Name', 'INVALID_DATA', { param_name: 'sort_by' }],
    ['sort_order=up', 'INVALID_DATA', { param_name: 'sort_order' }],
    ['converted=maybe', 'INVALID_DATA', { param_name: 'converted' }],
    ['page=11', 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: 2000 }],
  ])('refuses %s', async (query, code, details) => {
    const { call } = await atCrm({ fixture: 'default' })

    const answer = await call('GET', `Leads?fields=id&${query}`)

    expect([answer.status, answer.json.code, answer.json.details]).toEqual([400, code, details])
  })

  it('gives the records of some ids, and no others', async () => {
    const tested = await atCrm()
    const ids = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))

    const { json } = await tested.call('GET', `Leads?fields=id&ids=${ids[2]},${ids[0]},7,${ids[0]}`)

    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[0]])
  })

  it('refuses more than fifty fields', async () => {
    const { call } = await atCrm()

    const { json } = await call('GET', `Leads?fields=${Array.from({ length: 51 }, (_, at) => `F${at}`)}`)

    expect(json).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 50, param_name: 'fields' } })
  })

  it('is 304 when nothing changed since a moment in either form, and what changed otherwise', async () => {
    const tested = await atCrm({ fixture: 'default' })
    const soon = new Date(tested.zoho.now() + 1000)
    const list = (since: string) => tested.call('GET', 'Leads?fields=id', undefined, { 'If-Modified-Since': since })

    const before = [await list(soon.toISOString()), await list(soon.toUTCString())]
    await tested.zoho.advanceClock('1m')
    const [id] = await tested.insert('Leads', lead('A'))
    const after = await list(soon.toISOString())

    expect(before.map(({ status }) => status)).toEqual([304, 304])
    expect(after.json.data).toEqual([{ id }])
  })
})

describe('a single record', () => {
  it('is 204 when absent, and refused when its id is no id', async () => {
    const { call } = await atCrm()

    const absent = await call('GET', 'Leads/5731204001000000099')
    const malformed = await call('GET', 'Leads/abc')

    expect([absent.status, absent.text]).toEqual([204, ''])
    expect([malformed.status, malformed.json]).toEqual([
      400,
      {
        code: 'INVALID_DATA',
        details: { resource_path_index: 1 },
        message: 'the id given seems to be invalid',
        status: 'error',
      },
    ])
  })

  it('of an unknown module is refused by its place in the path', async () => {
    const { call } = await atCrm()

    const { status, json } = await call('GET', 'Nonsense/1')

    expect([status, json.code, json.details]).toEqual([400, 'INVALID_MODULE', { resource_path_index: 0 }])
  })

  it('is updated in part, by path and by list', async () => {
    const tested = await atCrm()
    const [a, b] = await tested.insert('Leads', lead('A', { First_Name: 'Old' }), lead('B'))
    await tested.zoho.advanceClock('30m')

    const byPath = await tested.call('PUT', `Leads/${a}`, { data: [{ Last_Name: 'A2' }] })
    const byList = await tested.call('PUT', 'Leads', {
      data: [{ id: b, Last_Name: 'B2' }, { id: '7', Last_Name: 'X' }, { Last_Name: 'X' }, { id: a, Company: null }],
    })
    const { json } = await tested.call('GET', `Leads/${a}`)

    expect([byPath.status, byPath.json.data[0].message]).toEqual([200, 'record updated'])
    expect(byList.status).toBe(207)
    expect(
      byList.json.data.map((row: { code: string; details: { api_name?: string } }) => [row.code, row.details.api_name]),
    ).toEqual([
      ['SUCCESS', undefined],
      ['INVALID_DATA', 'id'],
      ['MANDATORY_NOT_FOUND', 'id'],
      ['MANDATORY_NOT_FOUND', 'Company'],
    ])
    expect(json.data[0]).toMatchObject({ Full_Name: 'Old A2', Company: 'C' })
    expect(Date.parse(json.data[0].Modified_Time) - Date.parse(json.data[0].Created_Time)).toBeGreaterThanOrEqual(
      1_800_000,
    )
  })

  it.each([[{ toString: 1 }], [['5']], [true], [-1], ['abc']])('is not found by the id %j', async id => {
    const { call } = await atCrm()

    const { status, json } = await call('PUT', 'Leads', { data: [{ id, Last_Name: 'X' }] })
    const upsert = await call('POST', 'Leads/upsert', { data: [{ id, Last_Name: 'X' }] })

    expect([status, json.data[0].code]).toEqual([400, 'INVALID_DATA'])
    expect([upsert.status, upsert.json.data[0].code]).toEqual([400, 'INVALID_DATA'])
  })

  it('is read whole, whatever fields were asked for before', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A'))

    await tested.call('GET', 'Leads?fields=*')

    expect((await tested.call('GET', `Leads/${id}`)).json.data[0].Last_Name).toBe('A')
  })

  it('is deleted and gone, one or several at a time', async () => {
    const tested = await atCrm()
    const [a, b, c] = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))

    const one = await tested.call('DELETE', `Leads/${a}`)
    const several = await tested.call('DELETE', `Leads?ids=${b},7`)
    const again = await tested.call('DELETE', `Leads/${a}`)
    const none = await tested.call('DELETE', 'Leads')
    const left = await tested.call('GET', 'Leads?fields=id')

    expect(one.json).toEqual({
      data: [{ code: 'SUCCESS', details: { id: a }, message: 'record deleted', status: 'success' }],
    })
    expect(several.status).toBe(207)
    expect(several.json.data[1]).toEqual({
      code: 'INVALID_DATA',
      details: { id: '7' },
      message: 'record not deleted',
      status: 'error',
    })
    expect(again.status).toBe(400)
    expect(none.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'ids' } })
    expect(left.json.data).toEqual([{ id: c }])
  })

  it('that starts with the org is updated and deleted like any other', async () => {
    const { call } = await atCrm({ fixture: 'default' })
    const before = (await call('GET', 'Leads?fields=id')).json.data.map(({ id }: { id: string }) => id)

    await call('PUT', `Leads/${before[1]}`, { data: [{ Last_Name: 'Changed' }] })
    await call('DELETE', `Leads/${before[0]}`)
    const after = await call('GET', 'Leads?fields=Last_Name')

    expect(after.json.data.map(({ id }: { id: string }) => id)).toEqual(before.slice(1))
    expect(after.json.data[0].Last_Name).toBe('Changed')
  })
})

describe('scopes', () => {
  it.each([
    ['ZohoCRM.modules.ALL', 'GET', 200],
    ['zohocrm.MODULES.all', 'GET', 200],
    ['ZohoCRM.modules.leads.ALL', 'GET', 200],
    ['ZohoCRM.modules.Leads.READ', 'GET', 200],
    ['ZohoCRM.modules.READ', 'GET', 200],
    ['ZohoCRM.modules.contacts.ALL', 'GET', 401],
    ['ZohoCRM.modules.leads.CREATE', 'GET', 401],
    ['ZohoCRM.modules.leads.READ', 'POST', 401],
    ['ZohoCRM.modules.leads.WRITE', 'POST', 201],
    ['ZohoCRM.modules.leads.CREATE', 'POST', 201],
    ['ZohoCRM.settings.ALL', 'GET', 401],
  ])('%s on %s Leads: %i', async (scope, method, status) => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme QA', scope })

    const answer = await send(method, '/sandbox.zohoapis.com/crm/v8/Leads?fields=id', {
      token,
      ...(method === 'POST' && { body: { data: [lead('A')] } }),
    })

    expect(answer.status).toBe(status)
  })

  it('come before the module', async () => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme QA', scope: 'ZohoCRM.modules.leads.READ' })

    const { json } = await send('GET', '/sandbox.zohoapis.com/crm/v8/Nonsense?fields=id', { token })

    expect(json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('metadata', () => {
  it('lists the modules, and one by name or id', async () => {
    const { call } = await atCrm()

    const { json } = await call('GET', 'settings/modules')
    const leads = json.modules[0]
    const byId = await call('GET', `settings/modules/${leads.id}`)
    const v2 = await call('GET', 'v2/settings/modules/leads')

    const own = json.modules.filter((module: { generated_type: string }) => module.generated_type === 'default')
    const parts = json.modules.filter((module: { generated_type: string }) => module.generated_type === 'subform')
    expect(parts).toContainEqual(
      expect.objectContaining({
        api_name: 'Quoted_Items',
        parent_module: expect.objectContaining({ api_name: 'Quotes' }),
      }),
    )
    expect(own.map((module: { api_name: string }) => module.api_name)).toEqual([
      'Leads',
      'Contacts',
      'Accounts',
      'Deals',
      'Tasks',
      'Events',
      'Calls',
      'Products',
      'Quotes',
      'Sales_Orders',
      'Purchase_Orders',
      'Invoices',
      'Campaigns',
      'Vendors',
      'Price_Books',
      'Cases',
      'Solutions',
      'Notes',
      'Attachments',
      'Services__s',
      'Appointments__s',
      'Appointments_Rescheduled_History__s',
    ])
    expect(leads).toMatchObject({ api_supported: true, status: 'visible', generated_type: 'default' })
    expect(byId.json.modules[0]).toMatchObject({ api_name: 'Leads', display_field: 'Full_Name' })
    expect(v2.json.modules[0]).toMatchObject({ visible: true })
  })

  it('describes the fields that records have, with the lookups that lead on', async () => {
    const { call } = await atCrm({ fixture: 'default' })

    const { json } = await call('GET', 'settings/fields?module=deals&')
    const record = (await call('GET', `Deals/${(await call('GET', 'Deals?fields=id')).json.data[0].id}`)).json.data[0]
    const byName = new Map(json.fields.map((field: { api_name: string }) => [field.api_name, field]))

    expect([...byName.keys()].sort()).toEqual(
      Object.keys(record)
        .filter(key => !key.startsWith('$'))
        .sort(),
    )
    expect(byName.get('Account_Name')).toMatchObject({
      data_type: 'lookup',
      lookup: { module: { api_name: 'Accounts' } },
    })
    expect(byName.get('Stage')).toMatchObject({ data_type: 'picklist', system_mandatory: true })
    expect(byName.get('Deal_Name')).toMatchObject({ length: 120, unique: {}, formula: {} })
  })

  it('names the related lists, and says what is missing or unknown', async () => {
    const { call } = await atCrm()

    const { json } = await call('GET', 'settings/related_lists?module=Accounts&')
    const missing = await call('GET', 'settings/fields')
    const unknown = await call('GET', 'settings/fields?module=Nonsense')

    expect(json.related_lists).toContainEqual(
      expect.objectContaining({
        api_name: 'Contacts',
        href: expect.any(String),
        module: expect.objectContaining({ api_name: 'Contacts' }),
      }),
    )
    expect(missing.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } })
    expect(unknown.json).toMatchObject({ code: 'INVALID_MODULE' })
  })

  it('is 304 when it has not changed', async () => {
    const { call, zoho } = await atCrm()

    const { status } = await call('GET', 'settings/modules', undefined, {
      'If-Modified-Since': new Date(zoho.now()).toUTCString(),
    })

    expect(status).toBe(304)
  })
})

describe('the org and its users', () => {
  it.each([
    ['lower', 'sandbox'],
    ['capitalised', 'Sandbox'],
  ])('spell the environment %s', async (choice, type) => {
    const { call, send } = await atCrm()
    await send('PATCH', '/_emulator/toggles', {
      headers: { 'Content-Type': 'application/json' },
      body: { org_type_case: choice },
    })

    const { json } = await call('GET', 'org')

    expect(json.org[0]).toMatchObject({ type, company_name: 'Acme QA', zgid: '60021002', domain_name: 'org60021002' })
  })

  it('lack the newer keys in v2', async () => {
    const { call } = await atCrm()

    const { json } = await call('GET', 'v2/org')

    expect(json.org[0]).not.toHaveProperty('type')
  })

  it('say whom the token stands for', async () => {
    const { call } = await atCrm({ user: agent })

    const current = await call('GET', 'users?type=CurrentUser')
    const all = await call('GET', 'users')
    const admins = await call('GET', 'users?type=adminusers')
    const one = await call('GET', `users/${current.json.users[0].id}`)
    const none = await call('GET', 'users?type=DeletedUsers')
    const wrong = await call('GET', 'users?type=Nobody')

    expect(current.json.users).toMatchObject([
      { email: 'agent@acme.example', zuid: '700100002', profile: { name: 'Standard' } },
    ])
    expect(all.json.info).toEqual({ per_page: 200, count: 2, page: 1, more_records: false })
    expect(admins.json.users).toMatchObject([{ email: 'admin@acme.example' }])
    expect(one.json.users).toMatchObject([{ full_name: 'Ben Okafor' }])
    expect(none.status).toBe(204)
    expect(wrong.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'type' } })
  })
})

it('answers HEAD as GET without a body', async () => {
  const { call } = await atCrm()

  const { status, text } = await call('HEAD', 'org')

  expect([status, text]).toEqual([200, ''])
})

it('tells v2.1 from v2', async () => {
  const { call } = await atCrm()

  const [v2, v21] = [await call('POST', 'v2/Leads', { data: [{}] }), await call('POST', 'v2.1/Leads', { data: [{}] })]

  expect(v2.text).not.toContain('json_path')
  expect(v21.text).toContain('json_path')
})

it('serves all versions on the same data', async () => {
  const tested = await atCrm()
  const [id] = await tested.insert('Leads', lead('A'))

  for (const version of ['v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8']) {
    const { json } = await tested.call('GET', `${version}/Leads/${id}`)
    expect(json.data[0].Last_Name).toBe('A')
  }
})

it('tells v2.1 from v2, and neither from what merely begins alike', async () => {
  const { call } = await atCrm()

  const place = async (version: string) =>
    (await call('POST', `${version}/Leads`, { data: [{ Company: 'C' }] })).json.data[0].details

  expect(await place('v2')).toEqual({ api_name: 'Last_Name' })
  expect(await place('v2.1')).toEqual({ api_name: 'Last_Name', json_path: '$.data[0].Last_Name' })
  expect((await call('GET', 'v2.10/Leads')).json.code).toBe('INVALID_URL_PATTERN')
  expect((await call('GET', 'v80/Leads?fields=id')).json.code).toBe('INVALID_URL_PATTERN')
})
