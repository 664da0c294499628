import { describe, expect, it } from 'vitest'
import { type Answer, control, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, lead } from './at-crm.ts'

const scope = `${everything},ZohoSearch.securesearch.READ`

interface Crm extends AtCrm {
  /** A search with parameters that are encoded, or with a query string as it stands. */
  search(path: string, query: Record<string, string> | string): Promise<Answer>
}

async function crm(options: Parameters<typeof atCrm>[0] = {}): Promise<Crm> {
  const tested = await atCrm({ scope, ...options })
  const search: Crm['search'] = (path, query) =>
    tested.call('GET', `${path}/search?${typeof query === 'string' ? query : new URLSearchParams(query)}`)
  return { ...tested, search }
}

/** The last names that a search of leads finds, in alphabetical order. */
const names = ({ json }: Answer): string[] =>
  (json?.data ?? []).map((row: { Last_Name: string }) => row.Last_Name).sort()

describe('a search', () => {
  it('answers with the records and how many they are', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('Doe', { Email: 'jane@x.example' }), lead('Roe'))

    const { status, json } = await tested.search('Leads', { email: 'jane@x.example' })

    expect(status).toBe(200)
    expect(json.info).toEqual({ per_page: 200, count: 1, page: 1, more_records: false })
    expect(json.data[0]).toMatchObject({ Last_Name: 'Doe', $approval_state: 'approved', Owner: { name: 'Ada Marlow' } })
  })

  it('that finds nothing is answered with 204 and no body', async () => {
    const { search } = await crm()

    const { status, text } = await search('Leads', { word: 'nobody' })

    expect([status, text]).toEqual([204, ''])
  })

  it('answers with the fields that are asked for', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('Doe', { City: 'Graz' }))

    const { json } = await tested.search('leads', { word: 'graz', fields: 'City,Nonsense' })
    const many = await tested.search('Leads', {
      word: 'graz',
      fields: Array.from({ length: 51 }, (_, n) => `F${n}`).join(),
    })

    expect(json.data).toEqual([{ City: 'Graz', id: expect.any(String) }])
    expect(many.json).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 50, param_name: 'fields' } })
  })

  it('needs one of four parameters', async () => {
    const { search } = await crm()

    const { status, json } = await search('Leads', { fields: 'id', criteria: '' })

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'EXPECTED_PARAM_MISSING',
      details: { param_names: ['criteria', 'email', 'phone', 'word'] },
      message: 'One of the expected parameter is missing',
      status: 'error',
    })
  })

  it('takes criteria before email before phone before word', async () => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      lead('ByCriteria', { City: 'Graz' }),
      lead('ByEmail', { Email: 'a@b.example' }),
      lead('ByPhone', { Phone: '555' }),
      lead('ByWord', { City: 'Linz' }),
    )
    const query = { word: 'linz', phone: '555', email: 'a@b.example', criteria: '(City:equals:Graz)' }
    const { criteria: _, ...withoutCriteria } = query
    const { email: __, ...withoutEmail } = withoutCriteria
    const { phone: ___, ...withoutPhone } = withoutEmail

    const answers = await Promise.all(
      [query, withoutCriteria, withoutEmail, withoutPhone].map(each => tested.search('Leads', each)),
    )

    expect(answers.map(names)).toEqual([['ByCriteria'], ['ByEmail'], ['ByPhone'], ['ByWord']])
  })

  it('sees what was just written, changed and deleted', async () => {
    const tested = await crm()
    const find = async () => names(await tested.search('Leads', { criteria: '(City:equals:Graz)' }))
    const [first] = await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Graz' }))
    const before = await find()

    await tested.call('PUT', `Leads/${first}`, { data: [{ City: 'Linz' }] })
    const changed = await find()
    await tested.call('DELETE', `Leads/${first}`)
    await tested.insert('Leads', lead('C', { City: 'Graz' }))
    const added = await find()

    expect([before, changed, added]).toEqual([['A', 'B'], ['B'], ['B', 'C']])
  })

  it('takes a lookup for empty while the record that it names is in the recycle bin', async () => {
    const tested = await crm()
    const [account] = await tested.insert('Accounts', { Account_Name: 'Big Co' })
    await tested.insert('Contacts', { Last_Name: 'Roe', Account_Name: account })
    const find = async (value: string) =>
      names(await tested.search('Contacts', { criteria: `(Account_Name:equals:${value})` }))

    await tested.call('DELETE', `Accounts/${account}`)
    const meanwhile = [await find(account!), await find('Big Co')]
    await tested.call('POST', `settings/recycle_bin/${account}/actions/restore`)
    const afterwards = [await find(account!), await find('Big Co')]

    expect(meanwhile).toEqual([[], []])
    expect(afterwards).toEqual([['Roe'], ['Roe']])
  })

  it('never finds a record of another org', async () => {
    const tested = await crm()
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope })
    const production = '/www.zohoapis.com/crm/v8/Leads'
    const row = lead('Doe', { Email: 'a@b.example', Phone: '555', City: 'Graz' })
    await tested.send('POST', production, { token, body: { data: [row] } })
    const queries = ['email=a@b.example', 'phone=555', 'word=graz', 'criteria=(City:equals:Graz)']

    const elsewhere = await Promise.all(
      queries.map(query => tested.send('GET', `${production}/search?${query}`, { token })),
    )
    const here = await Promise.all(queries.map(query => tested.search('Leads', query)))

    expect(elsewhere.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(here.map(({ status }) => status)).toEqual([204, 204, 204, 204])
  })

  it('refuses a module that is not there', async () => {
    const { search } = await crm()

    const { status, json } = await search('Nothings', { word: 'graz' })

    expect([status, json.code, json.details]).toEqual([400, 'INVALID_MODULE', { resource_path_index: 0 }])
  })
})

describe('the scopes of a search', () => {
  it.each([
    ['ZohoCRM.modules.leads.READ,ZohoSearch.securesearch.READ', 204],
    ['ZohoCRM.modules.ALL', 401],
    ['ZohoSearch.securesearch.READ,ZohoCRM.modules.contacts.READ', 401],
  ])('%s are answered with %i', async (granted, expected) => {
    const { search } = await crm({ scope: granted })

    const { status, json } = await search('Leads', { word: 'graz' })

    expect(status).toBe(expected)
    if (expected === 401) expect(json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('securesearch_required false leaves the second one out', async () => {
    const { search, send } = await crm({ scope: 'ZohoCRM.modules.ALL' })
    await control(send, '/_emulator/toggles', { securesearch_required: false }, 'PATCH')

    expect((await search('Leads', { word: 'graz' })).status).toBe(204)
  })
})

describe('a search by e-mail', () => {
  it('looks into every e-mail field, without case, and finds each record once', async () => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      lead('First', { Email: 'Jane@X.example', Secondary_Email: 'jane@x.example' }),
      lead('Second', { Secondary_Email: 'jane@x.example' }),
      lead('Other', { Email: 'ajane@x.example' }),
    )

    expect(names(await tested.search('Leads', { email: 'JANE@x.example' }))).toEqual(['First', 'Second'])
  })

  it('needs %2B for a plus', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('Boyle', { Email: 'p+boyle@x.example' }))

    const encoded = await tested.search('Leads', 'email=p%2Bboyle@x.example')
    const raw = await tested.search('Leads', 'email=p+boyle@x.example')

    expect(names(encoded)).toEqual(['Boyle'])
    expect(raw.status).toBe(204)
    expect(raw.headers.get('x-zoho-emulator-reason')).toContain('%2B')
  })

  it('refuses what is no address', async () => {
    const { search } = await crm()

    const { status, json } = await search('Leads', { email: 'jane' })

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: { param_name: 'email' },
      message: 'Invalid query formed',
      status: 'error',
    })
  })

  it('finds nothing in a module without e-mail fields', async () => {
    const { search } = await crm({ fixture: 'default' })

    expect((await search('Deals', { email: 'a@b.example' })).status).toBe(204)
  })
})

describe('a search by phone', () => {
  it('looks into a field whose name was that of an e-mail field before', async () => {
    const tested = await crm()
    const add = (data_type: string) =>
      tested.call('POST', 'settings/fields?module=Leads', { fields: [{ field_label: 'Contact', data_type }] })
    const { json } = await add('email')
    await tested.insert('Leads', lead('Before', { Contact: 'a@b.example' }))
    await tested.search('Leads', { email: 'a@b.example' })

    await tested.call('DELETE', `settings/fields/${json.fields[0].details.id}?module=Leads`)
    await add('phone')
    await tested.insert('Leads', lead('After', { Contact: '+1 555' }))

    expect(names(await tested.search('Leads', { phone: '1555' }))).toEqual(['After'])
    expect(names(await tested.search('Leads', { email: 'a@b.example' }))).toEqual([])
  })

  it('compares digits in every phone field', async () => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      lead('First', { Phone: '+1 (555) 010-99' }),
      lead('Second', { Mobile: '155501099' }),
      lead('Other', { Phone: '55501099' }),
    )

    expect(names(await tested.search('Leads', { phone: '1-555-01099' }))).toEqual(['First', 'Second'])
    expect((await tested.search('Leads', { phone: 'none' })).json.details).toEqual({ param_name: 'phone' })
  })
})

describe('a search by word', () => {
  it('looks into every field of text, without case', async () => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      lead('Zürich'),
      lead('A', { Description: 'from ZÜRICH, by train' }),
      lead('B', { Email: 'b@zürich.example' }),
      lead('C', { Lead_Source: 'Zürich' }),
      lead('D', { City: 'Zurich' }),
    )

    expect(names(await tested.search('Leads', { word: 'zürich' }))).toEqual(['A', 'B', 'C', 'Zürich'])
    expect((await tested.search('Leads', { word: 'zürichfrom' })).status).toBe(204)
  })

  it.each([
    ['g', 'provide atleast 2 letters for search'],
    ['😀', 'provide atleast 2 letters for search'],
    ['?!', 'special characters are not allowed'],
  ])('refuses %s', async (word, message) => {
    const { search } = await crm()

    const { status, json } = await search('Leads', { word })

    expect(status).toBe(400)
    expect(json).toEqual({ code: 'INVALID_DATA', details: { param_name: 'word' }, message, status: 'error' })
  })
})

describe('the page of a search', () => {
  it('is the newest records first, and can be sorted from v8 on', async () => {
    const tested = await crm()
    const [oldest] = await tested.insert('Leads', lead('A'))
    await tested.zoho.advanceClock('1m')
    await tested.insert('Leads', lead('B'), lead('C'))
    await tested.zoho.advanceClock('1m')
    await tested.call('PUT', `Leads/${oldest}`, { data: [{ City: 'Graz' }] })
    const order = async (path: string, query: Record<string, string>) => {
      const { json } = await tested.search(path, { criteria: '(Company:equals:c)', fields: 'Last_Name', ...query })
      return [json.data.map((row: { Last_Name: string }) => row.Last_Name).join(''), json.info]
    }

    expect(await order('Leads', {})).toEqual(['CBA', { per_page: 200, count: 3, page: 1, more_records: false }])
    expect(await order('Leads', { sort_by: 'Modified_Time' })).toEqual([
      'ACB',
      { per_page: 200, count: 3, sort_by: 'Modified_Time', page: 1, sort_order: 'desc', more_records: false },
    ])
    expect(await order('Leads', { sort_by: 'Created_Time', sort_order: 'asc', per_page: '2' })).toEqual([
      'AB',
      { per_page: 2, count: 2, sort_by: 'Created_Time', page: 1, sort_order: 'asc', more_records: true },
    ])
    expect((await order('Leads', { sort_order: 'asc', page: '2', per_page: '2' }))[0]).toBe('C')
    expect(await order('v7/Leads', { sort_by: 'Modified_Time' })).toEqual([
      'CBA',
      { per_page: 200, count: 3, page: 1, more_records: false },
    ])
    expect((await tested.search('Leads', { word: 'cc', sort_by: 'Company' })).json.details).toEqual({
      param_name: 'sort_by',
    })
  })

  it.each(['v2', 'v8'])('ends at 2000 records in %s', async version => {
    const { search } = await crm()

    const last = await search(`${version}/Leads`, { word: 'graz', page: '10' })
    const beyond = await search(`${version}/Leads`, { word: 'graz', page: '11' })
    const wide = await search(`${version}/Leads`, { word: 'graz', per_page: '201' })

    expect(last.status).toBe(204)
    expect(beyond.status).toBe(400)
    expect(beyond.json).toEqual({
      code: 'LIMIT_REACHED',
      details: { limit: '2000' },
      message: 'maximum response iteration limit reached',
      status: 'error',
    })
    expect(wide.json.details).toEqual({ param_name: 'per_page' })
  })

  it('holds approved and unconverted records unless it is asked for others', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('Doe', { Email: 'a@b.example' }))
    const status = async (query: Record<string, string>, path = 'Leads') =>
      (await tested.search(path, { email: 'a@b.example', ...query })).status

    expect(await status({ converted: 'both', approved: 'both' })).toBe(200)
    expect(await status({ converted: 'true' })).toBe(204)
    expect(await status({ approved: 'false' })).toBe(204)
    expect(await status({ approval_state: 'approved' })).toBe(200)
    expect(await status({ approval_state: 'merge_pending' })).toBe(204)
    expect(await status({ approval_state: 'merge_pending' }, 'v7/Leads')).toBe(200)
    expect(await status({ approval_state: 'perhaps' })).toBe(400)
    expect(await status({ converted: 'perhaps' })).toBe(400)
  })
})

describe('a search behind by search_lag_ms', () => {
  const behind = async (lag: number): Promise<Crm> => {
    const tested = await crm()
    await control(tested.send, '/_emulator/toggles', { search_lag_ms: lag }, 'PATCH')
    await control(tested.send, '/_emulator/clock', { freeze: true })
    return tested
  }
  const queries = ['criteria=(City:equals:Graz)', 'email=a@x.example', 'phone=555', 'word=graz']
  const found = async (tested: Crm): Promise<string[][]> =>
    Promise.all(queries.map(async query => names(await tested.search('Leads', query))))
  const row = lead('A', { City: 'Graz', Email: 'a@x.example', Phone: '555' })

  it('sees a new record once so much time has passed', async () => {
    const tested = await behind(3000)
    await tested.insert('Leads', row)

    const at0 = await found(tested)
    await tested.zoho.advanceClock('2s')
    const at2 = await found(tested)
    await tested.zoho.advanceClock('1s')
    const at3 = await found(tested)

    expect([at0, at2]).toEqual([queries.map(() => []), queries.map(() => [])])
    expect(at3).toEqual(queries.map(() => ['A']))
  })

  it('leaves a changed record out until then, and does not find one that was deleted', async () => {
    const tested = await behind(3000)
    const [changed, deleted] = await tested.insert('Leads', row, { ...row, Last_Name: 'B' })
    await tested.zoho.advanceClock('10s')
    await tested.call('PUT', `Leads/${changed}`, { data: [{ Last_Name: 'C' }] })
    await tested.call('DELETE', `Leads/${deleted}`)

    const before = await found(tested)
    await tested.zoho.advanceClock('3s')
    const after = await found(tested)

    expect(before).toEqual(queries.map(() => []))
    expect(after).toEqual(queries.map(() => ['C']))
  })

  it('is ahead of nothing but search and its counts', async () => {
    const tested = await behind(3000)
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', scope: `${scope},ZohoCRM.coql.READ` })
    const [id] = await tested.insert('Leads', row)

    const list = await tested.call('GET', 'Leads?fields=Last_Name')
    const one = await tested.call('GET', `Leads/${id}`)
    const coql = await tested.send('POST', '/sandbox.zohoapis.com/crm/v8/coql', {
      token,
      body: { select_query: "select Last_Name from Leads where City = 'Graz'" },
    })
    const all = await tested.call('GET', 'Leads/actions/count')
    const searched = await tested.call('GET', 'Leads/actions/count?word=graz')

    expect([list, one, coql].map(names)).toEqual([['A'], ['A'], ['A']])
    expect([all.json.count, searched.json.count]).toEqual([1, 0])
  })

  it('takes a whole number of milliseconds', async () => {
    const { send } = await crm()

    const none = await control(send, '/_emulator/toggles', { search_lag_ms: null }, 'PATCH')
    const negative = await control(send, '/_emulator/toggles', { search_lag_ms: -1 }, 'PATCH')

    expect([none.status, negative.status]).toEqual([400, 400])
    expect(none.json.error).toMatchObject({ path: 'search_lag_ms' })
  })
})
