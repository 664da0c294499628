/** Criteria through the API: what they may say, what they find, how they are refused. */

import { describe, expect, it } from 'vitest'
import { atCrm } from '../at-crm.ts'

async function crm() {
  const tested = await atCrm()
  return {
    ...tested,
    /** A search whose criteria are encoded. */
    search: (path: string, criteria: string) =>
      tested.call('GET', `${path}/search?criteria=${encodeURIComponent(criteria)}`),
  }
}

type Crm = Awaited<ReturnType<typeof crm>>

/** Leads by last name, found by criteria. */
const find = async ({ search }: Crm, criteria: string, path = 'Leads'): Promise<string> => {
  const { json, status, text } = await search(path, criteria)
  if (status === 400) throw new Error(text)
  return (json?.data ?? [])
    .map((row: { Last_Name: string }) => row.Last_Name)
    .sort()
    .join(' ')
}

const numbers = 'equals,not_equal,greater_equal,greater_than,less_equal,less_than,between,in'
const types: [type: string, module: string, field: string, value: string, operators: string][] = [
  ['date', 'Deals', 'Closing_Date', '2026-01-31', numbers],
  ['datetime', 'Leads', 'Created_Time', '2026-01-31T10:00:00+05:30', numbers],
  ['integer', 'Leads', 'No_of_Employees', '12', numbers],
  ['currency', 'Leads', 'Annual_Revenue', '12.5', numbers],
  ['double', 'Products', 'Qty_in_Stock', '-1.5', numbers],
  ['bigint', 'Campaigns', 'Num_sent', '12', numbers],
  ['boolean', 'Leads', 'Email_Opt_Out', 'true', 'equals,not_equal'],
  ['textarea', 'Leads', 'Description', 'abc', 'equals,not_equal,starts_with'],
  ['lookup', 'Deals', 'Account_Name', '123', 'equals,not_equal,in'],
  ['owner', 'Leads', 'Owner', '123', 'equals,not_equal,in'],
  ['user', 'Products', 'Handler', 'Ada Marlow', 'equals,not_equal,in'],
  ['lookup of many modules', 'Tasks', 'What_Id', '123', 'equals,not_equal,in'],
  ['picklist', 'Leads', 'Lead_Source', 'Web', 'equals,not_equal,in'],
  ['text', 'Leads', 'Last_Name', 'abc', 'equals,not_equal,starts_with,in'],
  ['email', 'Leads', 'Email', 'a@b.example', 'equals,not_equal,starts_with,in'],
  ['phone', 'Leads', 'Phone', '555', 'equals,not_equal,starts_with,in'],
  ['website', 'Leads', 'Website', 'x.example', 'equals,not_equal,starts_with,in'],
  ['multiselectpicklist', 'Products', 'Tax', 'Vat', 'equals,not_equal,starts_with,in'],
]
const operators = [...numbers.split(','), 'starts_with', 'contains', 'EQUALS']

describe('operators', () => {
  it.each(types)('of %s', async (_type, module, field, value, taken) => {
    const { search } = await crm()
    const accepted = []

    for (const operator of operators) {
      const written = operator === 'between' ? `${value},${value}` : value
      const { status, json } = await search(module, `(${field}:${operator}:${written})`)
      if (status !== 400) accepted.push(operator)
      else {
        expect(json).toEqual({
          code: 'INVALID_QUERY',
          details: { operator, reason: 'invalid operator found', api_name: field },
          message: 'Invalid query formed',
          status: 'error',
        })
      }
    }

    expect(accepted.sort()).toEqual(taken.split(',').sort())
  })

  it('of v2 are equals and starts_with', async () => {
    const { search } = await crm()
    const status = async (operator: string) => (await search('v2/Leads', `(Last_Name:${operator}:x)`)).status

    expect([await status('equals'), await status('starts_with')]).toEqual([204, 204])
    expect([await status('not_equal'), await status('in')]).toEqual([400, 400])
  })

  it.each([
    ['Tag', 'tag'],
    ['Record_Image', 'image'],
    ['Nonsense', 'unknown'],
    ['last_name', 'other letter case'],
    ['__proto__', 'inherited'],
  ])('has none for %s (%s)', async field => {
    const { search } = await crm()

    const { status, json, headers } = await search('Leads', `(${field}:equals:x)`)

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: { reason: 'the field is not available for search', api_name: field },
      message: 'Invalid query formed',
      status: 'error',
    })
    expect(headers.get('x-zoho-emulator-reason')).toContain('character 2')
  })

  it('knows newer fields in newer versions only', async () => {
    const { search } = await crm()

    expect((await search('v4/Leads', '(Converted__s:equals:false)')).status).toBe(204)
    expect((await search('v3/Leads', '(Converted__s:equals:false)')).status).toBe(400)
  })

  it.each([
    ['Closing_Date:equals:31.1.2026', 'date'],
    ['Closing_Date:equals:2026-02-30', 'date'],
    ['Closing_Date:in:2026-01-31,soon', 'date'],
    ['Closing_Date:between:2026-01-31,soon', 'date'],
    ['Created_Time:greater_than:2026-01-31', 'datetime'],
    ['Created_Time:greater_than:2026-01-31T10:00:00', 'datetime'],
    ['Probability:equals:1.5', 'integer'],
    ['Probability:equals:ten', 'integer'],
    ['Amount:equals:1e3', 'double'],
    ['id:equals:abc', 'bigint'],
  ])('refuse %s as no %s', async (condition, expected) => {
    const { search } = await crm()
    const value = condition.slice(condition.lastIndexOf(condition.includes('T10') ? '2026' : ':')).replace(/^:/, '')

    const { status, json } = await search('Deals', `(${condition})`)

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: {
        expected_data_type: expected,
        reason: 'invalid value for search',
        api_name: condition.split(':')[0],
        value: value.includes(',') ? 'soon' : value,
      },
      message: 'Invalid query formed',
      status: 'error',
    })
  })

  it('refuse a boolean that is neither', async () => {
    const { search } = await crm()

    expect((await search('Leads', '(Email_Opt_Out:equals:yes)')).json.details.expected_data_type).toBe('boolean')
  })

  it.each([
    ['(Last_Name:equals:)', ''],
    ['(Last_Name:in:a,,b)', ''],
    ['(Annual_Revenue:between:1)', '1'],
    ['(Annual_Revenue:between:1,2,3)', '1,2,3'],
  ])('refuse the value of %s', async (criteria, value) => {
    const { search } = await crm()

    const { status, json } = await search('Leads', criteria)

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: { reason: 'Please check the value of the field', api_name: criteria.slice(1).split(':')[0], value },
      message: 'Invalid query formed',
      status: 'error',
    })
  })

  it('refuse a comma that is not escaped where one value is meant', async () => {
    const { search } = await crm()

    const { json, headers } = await search('Leads', '(Last_Name:equals:Burns,B)')

    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: { reason: 'special characters are not allowed', api_name: 'Last_Name' },
      message: 'Invalid query formed',
      status: 'error',
    })
    expect(headers.get('x-zoho-emulator-reason')).toContain('backslash')
  })
})

describe('what criteria find', () => {
  it('text: equals a part of it, in any letter case; starts_with, in and not_equal', async () => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      { Last_Name: 'Smith', Company: 'Acme', Website: 'www.zoho.example', Email: 'al@x.example', Phone: '555' },
      { Last_Name: 'Smithson', Company: 'Acme Inc', Email: 'alal@x.example', Phone: '5555' },
      { Last_Name: 'Blacksmith', Company: 'Zoho', Description: 'one two' },
    )

    expect(await find(tested, '(Last_Name:equals:SMITH)')).toBe('Blacksmith Smith Smithson')
    expect(await find(tested, '(Last_Name:starts_with:smith)')).toBe('Smith Smithson')
    expect(await find(tested, '(Last_Name:in:smith,blacksmith)')).toBe('Blacksmith Smith')
    expect(await find(tested, '(Company:not_equal:acme)')).toBe('Blacksmith')
    expect(await find(tested, '(Website:equals:zoho.example)')).toBe('Smith')
    expect(await find(tested, '(Website:not_equal:zoho.example)')).toBe('Blacksmith Smithson')
    expect(await find(tested, '(Description:equals:two)')).toBe('Blacksmith')
    expect(await find(tested, '(Email:equals:AL@x.example)')).toBe('Smith')
    expect(await find(tested, '(Phone:equals:555)')).toBe('Smith')
    expect(await find(tested, '(Phone:starts_with:555)')).toBe('Smith Smithson')
  })

  it('text in v2: a part of it only where several conditions are combined', async () => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'Smith', Company: 'Acme' }, { Last_Name: 'Smithson', Company: 'Acme' })

    expect(await find(tested, '(Last_Name:equals:smith)', 'v2/Leads')).toBe('Smith')
    expect(await find(tested, '((Last_Name:equals:smith)and(Company:equals:acme))', 'v2/Leads')).toBe('Smith Smithson')
    expect(await find(tested, '(Last_Name:equals:smith)', 'v3/Leads')).toBe('Smith Smithson')
  })

  it('numbers, moments and check boxes', async () => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'A', Company: 'C', No_of_Employees: 9, Annual_Revenue: 10.5 })
    await tested.zoho.advanceClock('30m')
    await tested.insert('Leads', { Last_Name: 'B', Company: 'C', No_of_Employees: 10, Email_Opt_Out: true })
    await tested.insert('Leads', { Last_Name: 'C', Company: 'C' })
    const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z')
    const half = at(tested.zoho.now() - 900_000)

    expect(await find(tested, '(No_of_Employees:equals:9)')).toBe('A')
    expect(await find(tested, '(No_of_Employees:not_equal:9)')).toBe('B C')
    expect(await find(tested, '(No_of_Employees:greater_than:9)')).toBe('B')
    expect(await find(tested, '(No_of_Employees:greater_equal:9)')).toBe('A B')
    expect(await find(tested, '(No_of_Employees:less_than:10)')).toBe('A')
    expect(await find(tested, '(No_of_Employees:less_equal:10)')).toBe('A B')
    expect(await find(tested, '(No_of_Employees:between:10,11)')).toBe('B')
    expect(await find(tested, '(No_of_Employees:in:9,10)')).toBe('A B')
    expect(await find(tested, '(Annual_Revenue:equals:10.50)')).toBe('A')
    expect(await find(tested, `(Created_Time:greater_than:${half})`)).toBe('B C')
    expect(await find(tested, `(Created_Time:between:${at(0)},${half})`)).toBe('A')
    expect(await find(tested, '(Email_Opt_Out:equals:true)')).toBe('B')
    expect(await find(tested, '(Email_Opt_Out:not_equal:true)')).toBe('A C')
  })

  it('lookups and owners, by id and by name', async () => {
    const tested = await crm()
    const [big] = await tested.insert('Accounts', { Account_Name: 'Big, Co (US)' }, { Account_Name: 'Small Co' })
    await tested.insert('Contacts', { Last_Name: 'A', Account_Name: { id: big } }, { Last_Name: 'B' })
    const owner = (await tested.call('GET', 'Contacts?fields=Owner')).json.data[0].Owner.id

    expect(await find(tested, `(Account_Name:equals:${big})`, 'Contacts')).toBe('A')
    expect(await find(tested, '(Account_Name:equals:big\\, co \\(us\\))', 'Contacts')).toBe('A')
    expect(await find(tested, `(Account_Name:in:1,${big})`, 'Contacts')).toBe('A')
    expect(await find(tested, `(Account_Name:not_equal:${big})`, 'Contacts')).toBe('B')
    expect(await find(tested, `(Owner:equals:${owner})`, 'Contacts')).toBe('A B')
    expect(await find(tested, '(Owner:in:nobody,ada marlow)', 'Contacts')).toBe('A B')
  })

  it('dates, several choices, ids and lookups of many modules', async () => {
    const tested = await crm()
    const [vat] = await tested.insert(
      'Products',
      { Product_Name: 'P', Tax: ['Vat', 'Sales Tax'] },
      { Product_Name: 'Q' },
    )
    const [deal] = await tested.insert('Deals', { Deal_Name: 'D', Stage: 'Closed Won', Closing_Date: '2026-05-31' })
    await tested.insert('Tasks', { Subject: 'T', What_Id: { id: deal }, $se_module: 'Deals' }, { Subject: 'U' })
    await tested.insert('Campaigns', { Campaign_Name: 'S', Num_sent: '9' }, { Campaign_Name: 'L', Num_sent: '10' })
    const count = async (module: string, criteria: string) =>
      (await tested.search(module, criteria)).json?.info.count ?? 0

    expect(await count('Products', '(Tax:equals:sales tax)')).toBe(1)
    expect(await count('Products', '(Tax:starts_with:va)')).toBe(1)
    expect(await count('Products', '(Tax:in:Vat,None)')).toBe(1)
    expect(await count('Products', '(Tax:not_equal:Vat)')).toBe(1)
    expect(await count('Products', `(id:equals:${vat})`)).toBe(1)
    expect(await count('Products', `(id:greater_than:${vat})`)).toBe(1)
    expect(await count('Deals', '(Closing_Date:between:2026-05-31,2026-06-30)')).toBe(1)
    expect(await count('Deals', '(Closing_Date:less_than:2026-05-31)')).toBe(0)
    expect(await count('Deals', '(Closing_Date:in:2026-05-31,2027-01-01)')).toBe(1)
    expect(await count('Tasks', `(What_Id:equals:${deal})`)).toBe(1)
    expect(await count('Tasks', '(What_Id:equals:d)')).toBe(1)
    expect(await count('Campaigns', '(Num_sent:greater_than:9)')).toBe(1)
    expect(await count('Campaigns', '(Num_sent:between:9,10)')).toBe(2)
    expect(await count('Campaigns', '(Num_sent:in:10)')).toBe(1)
  })

  it('an empty field only by not_equal', async () => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'A', Company: 'C' })

    expect(await find(tested, '(City:not_equal:Graz)')).toBe('A')
    expect(await find(tested, '(City:starts_with:n)')).toBe('')
    expect(await find(tested, '(Annual_Revenue:less_than:1)')).toBe('')
  })
})

describe('nesting', () => {
  const rows = ['ax', 'ay', 'bx', 'by'].map(([company, city]) => ({
    Last_Name: `${company}${city}`,
    Company: company,
    City: city,
  }))

  it.each([
    ['Company:equals:a', 'ax ay'],
    ['(Company:equals:a)', 'ax ay'],
    ['((Company:equals:a))', 'ax ay'],
    ['((Company:equals:a)and(City:equals:x))', 'ax'],
    ['((Company:equals:a)or(City:equals:x))', 'ax ay bx'],
    ['(((Company:equals:a)and(City:equals:x))or((Company:equals:b)and(City:equals:y)))', 'ax by'],
    ['((Company:equals:b)and((City:equals:x)or(City:equals:y)))', 'bx by'],
    ['((Company:equals:a)or(Company:equals:b)and(City:equals:y))', 'ax ay by'],
    ['( (Company:equals:a) and (City:equals:x) )', 'ax'],
    ['(Company : equals : a)', 'ax ay'],
  ])('%s', async (criteria, expected) => {
    const tested = await crm()
    await tested.insert('Leads', ...rows)

    expect(await find(tested, criteria)).toBe(expected)
  })

  it.each([
    ['(', 2, 'expected a condition'],
    [')', 1, 'expected a condition'],
    ['()', 2, 'expected a condition'],
    ['(Company:equals:a', 18, 'expected ")"'],
    ['(Company:equals:a))', 19, 'expected the end'],
    ['(Company:equals:a\\)', 20, 'expected ")"'],
    ['(Company)', 2, 'expected a field'],
    ['(Company:equals)', 10, 'expected an operator'],
    ['(:equals:a)', 2, 'expected a field'],
    ['(Company:equals:Acme (US))', 22, 'backslash'],
    ['((Company:equals:a)AND(City:equals:x))', 20, 'expected "and"'],
    ['((Company:equals:a)(City:equals:x))', 20, 'expected ")"'],
    ['((Company:equals:a)and)', 23, 'expected "("'],
    ['((Company:equals:a)andCity:equals:x)', 23, 'expected "("'],
    ['(Company:equals:a)and(City:equals:x)', 19, 'brackets around the whole'],
    [`${'('.repeat(60)}Company:equals:a${')'.repeat(60)}`, 52, 'nested deeper'],
  ])('refuses %s and says where', async (criteria, character, problem) => {
    const { search } = await crm()

    const { status, json, headers } = await search('Leads', criteria)

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'INVALID_QUERY',
      details: { param_name: 'criteria' },
      message: 'Invalid query formed',
      status: 'error',
    })
    expect(headers.get('x-zoho-emulator-reason')).toContain(`character ${character}: `)
    expect(headers.get('x-zoho-emulator-reason')).toContain(problem)
  })
})

describe('escapes', () => {
  it.each([
    ['Patricia(Boyle)', 'Patricia\\(Boyle\\)'],
    ['Burns,B', 'Burns\\,B'],
    ['K\\', 'K\\\\'],
    ['a\\b', 'a\\b'],
    ['\\(', '\\\\\\('],
    [`"it's"`, `"it's"`],
    ['10:30 and(', '10:30 and\\('],
    ['Straße 東京 😀', 'straße 東京 😀'],
    ['50% & more #1?', '50% & more #1?'],
    ['C++', 'c++'],
  ])('find %s by %s', async (value, written) => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'Found', Company: value }, { Last_Name: 'Other', Company: 'other' })

    expect(await find(tested, `(Company:equals:${written})`)).toBe('Found')
    expect(await find(tested, `((Company:starts_with:${written})and(Company:in:nothing,${written}))`)).toBe('Found')
  })

  it('take the query as the Node SDK sends it, brackets and colons as they are', async () => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'Doe, Jane', Company: 'Acme' }, { Last_Name: 'Roe', Company: 'Acme' })
    const sent = `criteria=${encodeURI('((Last_Name:equals:Doe\\, Jane)and(Company:starts_with:Ac))')}&`

    const { json } = await tested.call('GET', `Leads/search?${sent}`)

    expect(json.data.map((row: { Last_Name: string }) => row.Last_Name)).toEqual(['Doe, Jane'])
  })

  it('a plus that is not encoded is a space, and a refused moment says so', async () => {
    const tested = await crm()
    await tested.insert('Leads', { Last_Name: 'A', Company: 'C', Email: 'p+q@x.example' })

    const raw = await tested.call('GET', 'Leads/search?criteria=(Email:equals:p+q@x.example)')
    const encoded = await tested.call('GET', 'Leads/search?criteria=(Email:equals:p%2Bq@x.example)')
    const moment = await tested.call('GET', 'Leads/search?criteria=(Created_Time:less_than:2099-01-01T00:00:00+05:30)')

    expect([raw.status, encoded.status, moment.status]).toEqual([204, 200, 400])
    expect(moment.headers.get('x-zoho-emulator-reason')).toContain('"+"')
  })
})

describe('limits', () => {
  const conditions = (count: number) => `(${Array.from({ length: count }, (_, n) => `(City:equals:c${n})`).join('or')})`

  it('of 15 conditions', async () => {
    const { search } = await crm()

    const most = await search('Leads', conditions(15))
    const tooMany = await search('Leads', conditions(16))

    expect(most.status).toBe(204)
    expect(tooMany.status).toBe(400)
    expect(tooMany.json).toEqual({
      code: 'CRITERIA_LIMIT_EXCEEDED',
      details: {},
      message: 'no of criterium that can be given exceed the limit 15',
      status: 'error',
    })
  })

  it('of 100 values for in', async () => {
    const { search } = await crm()
    const values = (count: number) => Array.from({ length: count }, (_, n) => n).join()

    const most = await search('Leads', `(Annual_Revenue:in:${values(100)})`)
    const tooMany = await search('Leads', `(Annual_Revenue:in:${values(101)})`)

    expect(most.status).toBe(204)
    expect(tooMany.status).toBe(400)
    expect(tooMany.json).toEqual({
      code: 'INVALID_QUERY',
      details: { api_name: 'Annual_Revenue' },
      message: 'Only 100 values are allowed in "IN" criteria',
      status: 'error',
    })
  })
})
