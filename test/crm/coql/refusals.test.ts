import { describe, expect, it } from 'vitest'
import { atCoql, lead, queryScope, refusal } from './at-coql.ts'

const unexpected = (column: number, near: string, line = 1) =>
  refusal('SYNTAX_ERROR', { line, column, near }, 'unexpected token')
const missing = (clause: string) => refusal('SYNTAX_ERROR', { clause }, 'missing clause')
const operator = (name: string) => refusal('SYNTAX_ERROR', { operator: name }, 'operator not supported')
const column = (name: string, clause?: string) =>
  refusal('INVALID_QUERY', { column_name: name, ...(clause && { clause }) }, 'unsupported column')
const type = (name: string, dataType: string) =>
  refusal('INVALID_QUERY', { column_name: name, data_type: dataType }, 'data type not supported')
const wrongValue = (name: string, given: string, expected: string) =>
  refusal(
    'INVALID_QUERY',
    { column_name: name, data_type: given, expected_data_type: expected },
    'value given seems to be invalid for the column',
  )
const wrongOperator = (name: string, used: string) =>
  refusal(
    'INVALID_QUERY',
    { reason: 'invalid operator found', column_name: name, operator: used },
    'invalid query formed',
  )
const exceeded = (clause: string, limit: number) => refusal('LIMIT_EXCEEDED', { clause, limit }, 'limit exceeded')

const whereAll = 'from Leads where id is not null'

it.each<readonly [string, object | string]>([
  // what is no query
  ['', missing('select')],
  ['  \n', missing('select')],
  ["update Leads set Last_Name = 'x' where id = 1", refusal('SYNTAX_ERROR', {}, 'given coql query not supported')],
  ['from Leads where id = 1', unexpected(1, 'from')],
  ['(select id from Leads where id = 1)', unexpected(1, '(')],

  // clauses
  ['select id', missing('from')],
  ['select id where id = 1', missing('from')],
  ['select id from Leads', missing('where')],
  ['select id from Leads limit 5', missing('where')],
  ['select id from Leads order by id', missing('where')],
  ['select id from Leads as l where id = 1', unexpected(22, 'as')],
  ['select id from Leads, Contacts where id = 1', unexpected(21, ',')],
  [`select id ${whereAll} order by id group by id`, unexpected(55, 'group')],
  [`select id ${whereAll} limit 1 limit 2`, unexpected(51, 'limit')],
  [`select id ${whereAll};`, unexpected(42, ';')],

  // columns
  ['select FROM Leads where id = 1', unexpected(8, 'FROM')],
  ['select id,  FROM Leads where id = 1', unexpected(13, 'FROM')],
  ['select * from Leads where id = 1', unexpected(8, '*')],
  ['select Owner. from Leads where id = 1', unexpected(15, 'from')],
  ['select Owner.. from Leads where id = 1', unexpected(14, '.')],
  ['select Order from Leads where id = 1', unexpected(8, 'Order')],
  ['select What_Id->Leads.id from Tasks where id = 1', unexpected(15, '-')],
  ['select 1 from Leads where id = 1', unexpected(8, '1')],
  ['select id as from Leads where id = 1', unexpected(14, 'from')],
  ['select COUNT() from Leads where id = 1', unexpected(14, ')')],
  ['select COUNT(*) from Leads where id = 1', unexpected(14, '*')],
  [
    'select TestFunction(Last_Name) from Leads where id = 1',
    refusal(
      'INVALID_DATA',
      { reason: 'unsupported aggregate function', column: 'TestFunction(Last_Name)' },
      'invalid data',
    ),
  ],
  [
    `select count(id) ${whereAll}`,
    refusal('INVALID_DATA', { reason: 'unsupported aggregate function', column: 'count(id)' }, 'invalid data'),
  ],

  // conditions
  ['select id from Leads where', unexpected(27, '')],
  ['select id\nfrom Leads\n where id = ', unexpected(13, '', 3)],
  ['select id from Leads where ()', unexpected(29, ')')],
  ['select id from Leads where (id = 1', unexpected(35, '')],
  ['select id from Leads where id = 1)', unexpected(34, ')')],
  ["select id from Leads where City = 'x", unexpected(35, "'x")],
  ['select id from Leads where id', unexpected(30, '')],
  ['select id from Leads where id is 5', unexpected(34, '5')],
  ['select id from Leads where id not 5', unexpected(35, '5')],
  ['select id from Leads where id = null', unexpected(33, 'null')],
  ['select id from Leads where id in ()', unexpected(35, ')')],
  ['select id from Leads where id in 5', unexpected(34, '5')],
  ['select id from Leads where id between 1', unexpected(40, '')],
  ['select id from Leads where id between 1 or 2', unexpected(41, 'or')],
  ['select id from Leads where (id, City) in (1)', unexpected(31, ',')],
  ['select id from Leads where id = 1 and City = a and City = b', unexpected(48, 'and')],
  ['select id from Leads where (id = 1 or City = a or City = b)', unexpected(48, 'or')],
  ['select id from Leads where id = 1 and', unexpected(38, '')],
  ['select id from Leads where id <> 1', operator('<>')],
  ['select id from Leads where id == 1', operator('==')],
  ['select id from Leads where not (id = 1)', operator('not')],
  ["select id from Leads where City contains 'x'", operator('contains')],
  [`select id ${whereAll} group City`, unexpected(49, 'City')],
  [`select id ${whereAll} order by`, unexpected(51, '')],
  [`select id ${whereAll} order by City down`, unexpected(57, 'down')],
  [`select id ${whereAll} limit`, unexpected(48, '')],

  // what the metadata don't have
  ['select id from Nothing where id = 1', refusal('INVALID_QUERY', { module: 'Nothing' }, 'invalid query formed')],
  ['select id from Leads#123 where id = 1', refusal('INVALID_QUERY', { cvid: '123' }, 'invalid query formed')],
  [`select Nothing ${whereAll}`, column('Nothing')],
  [`select last_name ${whereAll}`, column('last_name')],
  [`select __proto__, constructor ${whereAll}`, column('__proto__')],
  [`select Owner.__proto__ ${whereAll}`, column('Owner.__proto__')],
  [`select '' ${whereAll}`, column('')],
  [`select City.id ${whereAll}`, column('City.id')],
  [`select Owner.nothing ${whereAll}`, column('Owner.nothing')],
  [`select !Contacts.Last_Name ${whereAll}`, column('Last_Name')],
  ['select What_Id.id from Tasks where id is not null', column('What_Id.id')],
  ["select 'What_Id->Nothing.id' from Tasks where id is not null", column('What_Id->Nothing.id')],
  ["select 'What_Id->Contacts.id' from Tasks where id is not null", column('What_Id->Contacts.id')],
  ["select 'What_Id->Leads' from Tasks where id is not null", column('What_Id->Leads')],
  [`select 'Owner->Leads.id' ${whereAll}`, column('Owner->Leads.id')],
  ['select id from Leads where Nothing = 1', column('Nothing', 'where')],
  [`select COUNT(id) ${whereAll} group by Nothing`, column('Nothing', 'group by')],
  [`select id ${whereAll} order by Nothing`, column('Nothing', 'order by')],
  [`select City, COUNT(id) ${whereAll}`, column('City', 'group by')],
  [`select City ${whereAll} group by State`, column('City', 'group by')],
  [`select COUNT(id) ${whereAll} group by State order by City`, column('City', 'order by')],
  [`select City ${whereAll} order by COUNT(id)`, column('COUNT(id)', 'order by')],
  [`select COUNT(id), City as c ${whereAll} group by c`, column('c', 'group by')],
  ["select City as c from Leads where c = 'x'", column('c', 'where')],

  // operators and values
  ["select id from Leads where Description = 'x'", type('Description', 'textarea')],
  ['select id from Leads where Description is null', type('Description', 'textarea')],
  [`select SUM(City) ${whereAll}`, type('City', 'text')],
  [`select MAX(Lead_Source) ${whereAll}`, type('Lead_Source', 'picklist')],
  [`select AVG(Created_Time) ${whereAll}`, type('Created_Time', 'datetime')],
  ["select id from Leads where City > 'x'", wrongOperator('City', '>')],
  ["select id from Leads where City between 'a' and 'b'", wrongOperator('City', 'between')],
  ["select id from Leads where Annual_Revenue like '1%'", wrongOperator('Annual_Revenue', 'like')],
  ["select id from Leads where Owner like '1%'", wrongOperator('Owner', 'like')],
  ["select id from Leads where Owner > '1'", wrongOperator('Owner', '>')],
  ["select id from Leads where Owner.role.name like '%C%'", wrongOperator('Owner.role.name', 'like')],
  ["select id from Leads where Email_Opt_Out != 'true'", wrongOperator('Email_Opt_Out', '!=')],
  ['select id from Leads where Email_Opt_Out is not null', wrongOperator('Email_Opt_Out', 'is not null')],
  ["select id from Leads where No_of_Employees = 'many'", wrongValue('No_of_Employees', 'string', 'integer')],
  ['select id from Leads where Annual_Revenue > much', wrongValue('Annual_Revenue', 'string', 'currency')],
  ['select id from Leads where Annual_Revenue between 1 and x', wrongValue('Annual_Revenue', 'string', 'currency')],
  ['select id from Leads where Annual_Revenue in (1, x)', wrongValue('Annual_Revenue', 'string', 'currency')],
  ['select id from Leads where Email_Opt_Out = 1', wrongValue('Email_Opt_Out', 'number', 'boolean')],
  ["select id from Leads where Owner = 'Ada'", wrongValue('Owner', 'string', 'ownerlookup')],
  ["select id from Leads where id = 'x'", wrongValue('id', 'string', 'bigint')],
  ["select id from Leads where Created_Time > '2026-01-01'", wrongValue('Created_Time', 'string', 'datetime')],
  ["select id from Deals where Closing_Date = '2026-02-30'", wrongValue('Closing_Date', 'string', 'date')],
  ['select id from Deals where Closing_Date = 20260203', wrongValue('Closing_Date', 'number', 'date')],
  ["select id from Leads where City like 'a%b'", 'like'],
  ["select id from Leads where City not like 'a%'", 'not like'],
  ["select id from Leads where City not like '%'", 'not like'],

  // duplicates and aliases
  [`select City, City ${whereAll}`, refusal('DUPLICATE_DATA', { column_name: 'City' }, 'duplicate select column')],
  [
    `select MAX(Annual_Revenue), MAX(Annual_Revenue) as m ${whereAll}`,
    refusal('DUPLICATE_DATA', { column_name: 'Annual_Revenue', aggregate: 'MAX' }, 'duplicate aggregate function'),
  ],
  [
    `select id ${whereAll} order by id, id`,
    refusal('DUPLICATE_DATA', { column_name: 'id' }, 'duplicate order by column'),
  ],
  [
    `select COUNT(id) ${whereAll} group by City, City`,
    refusal('DUPLICATE_DATA', { column_name: 'City' }, 'duplicate group by column'),
  ],
  [
    `select City as '' ${whereAll}`,
    refusal('INVALID_ALIAS', { column_name: 'City', alias: '' }, 'alias name cannot be an empty string'),
  ],
  [`select id as x ${whereAll}`, refusal('INVALID_ALIAS', { column_name: 'id', alias: 'x' }, 'invalid alias')],
  [
    `select First_Name as Name, Last_Name as Name ${whereAll}`,
    refusal(
      'DUPLICATE_ALIAS',
      { referred_columns: ['First_Name', 'Last_Name'], alias: 'Name' },
      'same alias cannot refer more than one column',
    ),
  ],
  ...['Last_Name', 'id'].map(
    alias =>
      [
        `select First_Name as ${alias}, Last_Name ${whereAll}`,
        refusal(
          'INVALID_QUERY',
          { column_name: 'First_Name', alias },
          'column name or property name given in select columns without alias name cannot be an alias name for other select columns',
        ),
      ] as const,
  ),

  // where to begin and to end
  [`select id ${whereAll} limit s`, refusal('INVALID_QUERY', { limit: 's' }, 'limit given seems to be invalid')],
  [`select id ${whereAll} limit 1.5`, refusal('INVALID_QUERY', { limit: '1.5' }, 'limit given seems to be invalid')],
  [`select id ${whereAll} limit 0`, refusal('INVALID_DATA', {}, 'limit should be greater than 0')],
  [`select id ${whereAll} limit -1`, refusal('INVALID_DATA', {}, 'limit should be greater than 0')],
  [
    `select id ${whereAll} limit 1 offset x`,
    refusal('INVALID_QUERY', { offset: 'x' }, 'offset given seems to be invalid'),
  ],
  [
    `select id ${whereAll} limit 1 offset -1`,
    refusal('INVALID_QUERY', { offset: '-1' }, 'offset given seems to be invalid'),
  ],
])('refuses %j', async (query, expected) => {
  const at = await atCoql()

  const { status, json } = await at.query(query)

  expect(status).toBe(400)
  if (typeof expected !== 'string') expect(json).toEqual(expected)
  else {
    expect(json).toEqual({
      ...refusal(
        'INVALID_QUERY',
        { column_name: 'City', operator: expected, reason: expect.any(String) },
        'value given seems to be invalid for the column',
      ),
    })
  }
})

describe('limits', () => {
  const many = (count: number, of: (index: number) => string, between = ', ') =>
    Array.from({ length: count }, (_, index) => of(index)).join(between)
  /** Columns of Leads, all different. */
  const leadColumns = (count: number) =>
    many(
      count,
      index =>
        ['Owner.', 'Created_By.', 'Modified_By.'][index % 3] +
        ['id', 'first_name', 'last_name', 'full_name', 'email', 'status', 'zuid'][Math.floor(index / 3)]!,
    )
  const conditions = (count: number): string =>
    count === 1 ? 'id is not null' : `(${conditions(count - 1)}) and id is not null`

  it.each([
    ['v2', `select id ${whereAll} limit 200`, `select id ${whereAll} limit 201`, 'limit', 200],
    ['v3', `select id ${whereAll} limit 200`, `select id ${whereAll} limit 201`, 'limit', 200],
    ['v4', `select id ${whereAll} limit 2000`, `select id ${whereAll} limit 2001`, 'limit', 2000],
    ['v8', `select id ${whereAll} limit 2000`, `select id ${whereAll} limit 2001`, 'limit', 2000],
    ['v3', `select id ${whereAll} offset 9800`, `select id ${whereAll} offset 9801`, 'offset', 10_000],
    [
      'v6',
      `select id ${whereAll} limit 2000 offset 8000`,
      `select id ${whereAll} limit 2000 offset 8001`,
      'offset',
      10_000,
    ],
    ['v7', `select id ${whereAll} offset 99800`, `select id ${whereAll} offset 99801`, 'offset', 100_000],
    ['v8', `select id from Leads where ${conditions(25)}`, `select id from Leads where ${conditions(26)}`, 'where', 25],
    [
      'v6',
      `select id from Leads where id in (${many(50, String)})`,
      `select id from Leads where id not in (${many(51, String)})`,
      'in',
      50,
    ],
    [
      'v8',
      `select id from Leads where id in (${many(100, String)})`,
      `select id from Leads where id in (${many(101, String)})`,
      'in',
      100,
    ],
    [
      'v8',
      `select id ${whereAll} order by City, State, Country, Street, Fax, Phone, Mobile, Email, Rating, Industry`,
      `select id ${whereAll} order by City, State, Country, Street, Fax, Phone, Mobile, Email, Rating, Industry, Website`,
      'order by',
      10,
    ],
    [
      'v8',
      `select COUNT(id) ${whereAll} group by City, State, Country, Street`,
      `select COUNT(id) ${whereAll} group by City, State, Country, Street, Fax`,
      'group by',
      4,
    ],
    [
      'v8',
      `select COUNT(id), COUNT(City), COUNT(State), COUNT(Fax), COUNT(Phone) ${whereAll}`,
      `select COUNT(id), COUNT(City), COUNT(State), COUNT(Fax), COUNT(Phone), COUNT(Email) ${whereAll}`,
      'aggregate',
      5,
    ],
    [
      'v8',
      'select Owner.role.name from Leads where id is not null',
      'select Owner.profile.created_by.id from Leads where id is not null',
      'join',
      2,
    ],
    [
      'v6',
      'select Account_Name.Parent_Account.id from Contacts where Account_Name.id is null',
      'select Account_Name.Parent_Account.id, Vendor_Name.id from Contacts where id is null',
      'join',
      2,
    ],
    [
      'v8',
      `select id from Contacts where ${'(Account_Name.id is null and Vendor_Name.id is null) and (Reporting_To.id is null and (Owner.email is null and Created_By.email is null))'}`,
      `select id from Contacts where ${'(Account_Name.id is null and Vendor_Name.id is null) and (Reporting_To.id is null and (Owner.email is null and Created_By.email is null))'} order by Modified_By.email`,
      'join',
      5,
    ],
  ])('of %s take %s and refuse more', async (version, within, beyond, clause, limit) => {
    const at = await atCoql()

    const fine = await at.query(within, version)
    const refused = await at.query(beyond, version)

    expect([200, 204]).toContain(fine.status)
    expect([refused.status, refused.json]).toEqual([400, exceeded(clause, limit)])
  })

  it('of columns are fifty up to v7 and two hundred in v8', async () => {
    const at = await atCoql()
    await at.insert('Leads', lead('A'))
    const { json } = await at.call('GET', 'v8/settings/fields?module=Leads')
    const own: string[] = json.fields
      .filter(
        (field: { data_type: string }) => !field.data_type.startsWith('multi') && !field.data_type.includes('upload'),
      )
      .map((field: { api_name: string }) => field.api_name)
      .filter((name: string) => !['Converted_Account', 'Converted_Contact', 'Converted_Deal'].includes(name))
    const columns = [...new Set([...own.slice(0, 32), ...leadColumns(21).split(', ')])]
    const select = (count: number) => `select ${columns.slice(0, count).join(', ')} ${whereAll}`

    expect((await at.query(select(50), 'v7')).status).toBe(200)
    expect((await at.query(select(51), 'v7')).json).toEqual(exceeded('select', 50))
    expect((await at.query(select(51), 'v8')).status).toBe(200)
    expect((await at.query(`select ${many(201, () => 'City')} ${whereAll}`, 'v8')).json).toEqual(
      exceeded('select', 200),
    )
  })

  it('of joins in SELECT are fifteen from v7 on', async () => {
    const at = await atCoql()
    const paths = [
      ...['Account_Name', 'Vendor_Name', 'Reporting_To', 'Owner', 'Created_By', 'Modified_By'].map(
        name => `${name}.id`,
      ),
      ...['Parent_Account', 'Owner', 'Created_By', 'Modified_By'].map(name => `Account_Name.${name}.id`),
      ...['Owner', 'Created_By', 'Modified_By'].map(name => `Vendor_Name.${name}.id`),
      ...['Account_Name', 'Owner', 'Created_By'].map(name => `Reporting_To.${name}.id`),
    ]
    const select = (count: number) => `select ${paths.slice(0, count).join(', ')} from Contacts where id is not null`

    expect((await at.query(select(15))).status).toBe(204)
    expect((await at.query(select(16))).json).toEqual(exceeded('join', 15))
    expect((await at.query(select(3), 'v6')).json).toEqual(exceeded('join', 2))
  })

  it('hold for an unknown column by its older words up to v7', async () => {
    const at = await atCoql()

    const { json } = await at.query(`select Nothing ${whereAll}`, 'v7')

    expect(json).toEqual(refusal('INVALID_QUERY', { column_name: 'Nothing' }, 'column given seems to be invalid'))
  })
})

describe('the body', () => {
  it.each([
    [{}, refusal('MANDATORY_NOT_FOUND', { api_name: 'select_query' }, 'mandatory key not found')],
    [{ select_query: null }, refusal('MANDATORY_NOT_FOUND', { api_name: 'select_query' }, 'mandatory key not found')],
    [
      { select_query: 5 },
      refusal(
        'INVALID_DATA',
        { expected_data_type: 'text', api_name: 'select_query', json_path: '$.select_query' },
        'invalid data',
      ),
    ],
    [
      { select_query: 'x', include_meta: 'fields' },
      refusal(
        'INVALID_DATA',
        { expected_data_type: 'jsonarray', api_name: 'include_meta', json_path: '$.include_meta' },
        'invalid data',
      ),
    ],
    [
      { select_query: 'x', include_meta: ['fields', 'all'] },
      refusal(
        'INVALID_DATA',
        { api_name: 'include_meta', json_path: '$.include_meta[1]', supported_values: ['fields'] },
        'invalid data',
      ),
    ],
    ['[]', refusal('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body')],
    ['no', refusal('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body')],
  ])('%j is refused', async (body, expected) => {
    const at = await atCoql()

    const { status, json } = await at.call('POST', 'v8/coql', body)

    expect([status, json]).toEqual([400, expected])
  })
})

describe('scopes', () => {
  const mismatch = refusal('OAUTH_SCOPE_MISMATCH', {}, 'invalid oauth scope to access this URL')
  const contacts = 'select Last_Name from Contacts where id is not null'
  const joined = 'select Account_Name.Account_Name from Contacts where id is not null'

  it.each([
    ['ZohoCRM.modules.ALL', 'v8', contacts, false],
    ['ZohoCRM.modules.ALL', 'v3', contacts, false],
    ['ZohoCRM.modules.ALL', 'v2', contacts, true],
    ['ZohoCRM.modules.ALL', 'v2.1', contacts, true],
    ['ZohoCRM.modules.leads.ALL', 'v2', contacts, false],
    ['ZohoCRM.coql.READ', 'v8', contacts, false],
    ['ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ', 'v8', contacts, true],
    ['ZohoCRM.coql.READ,ZohoCRM.modules.contacts.CREATE', 'v8', contacts, false],
    ['ZohoCRM.coql.READ,ZohoCRM.modules.READ', 'v8', joined, true],
    ['ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ', 'v8', joined, false],
    ['ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ,ZohoCRM.modules.accounts.ALL', 'v8', joined, true],
    [
      'ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ',
      'v8',
      'select Account_Name from Contacts where id is null',
      true,
    ],
    [
      'ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ',
      'v8',
      'select id from Contacts where Account_Name.Industry is null',
      false,
    ],
    [
      'ZohoCRM.coql.READ,ZohoCRM.modules.tasks.READ',
      'v8',
      "select 'What_Id->Leads.Last_Name' from Tasks where id is null",
      false,
    ],
    [
      'ZohoCRM.coql.READ,ZohoCRM.modules.contacts.READ',
      'v8',
      'select Owner.role.name from Contacts where id is null',
      true,
    ],
  ])('%s in %s for %s: %s', async (scope, version, query, enough) => {
    const at = await atCoql({ scope })

    const { status, json } = await at.query(query, version)

    expect([status, json]).toEqual(enough ? [204, undefined] : [401, mismatch])
  })

  it('need that of fields for include_meta', async () => {
    const without = await atCoql({ scope: 'ZohoCRM.coql.READ,ZohoCRM.modules.ALL' })
    const having = await atCoql({ scope: 'ZohoCRM.coql.READ,ZohoCRM.modules.ALL,ZohoCRM.settings.fields.READ' })

    expect((await without.query(contacts, 'v8', { include_meta: ['fields'] })).json).toEqual(mismatch)
    expect((await without.query(contacts, 'v6', { include_meta: ['fields'] })).status).toBe(204)
    expect((await having.query(contacts, 'v8', { include_meta: ['fields'] })).status).toBe(204)
  })
})

it('no query reaches another org', async () => {
  const at = await atCoql()
  const other = await at.tokens({ org: 'Acme UAT', scope: queryScope })
  const [account] = await at.insert('Accounts', { Account_Name: 'Ours' })
  await at.insert('Contacts', { Last_Name: 'Ours', Account_Name: account })
  const elsewhere = (text: string) =>
    at.send('POST', '/sandbox.zohoapis.com/crm/v8/coql', { token: other.access_token, body: { select_query: text } })

  const all = await elsewhere('select Last_Name from Contacts where id is not null')
  const byId = await elsewhere(`select Account_Name from Accounts where id = '${account}'`)
  const counted = await elsewhere('select COUNT(id) from Contacts where id is not null')
  const users = await elsewhere(`select COUNT(id) from Contacts where Owner.email = 'admin@acme.example'`)

  expect([all.status, byId.status]).toEqual([204, 204])
  expect(counted.json.data).toEqual([{ 'COUNT(id)': 0 }])
  expect(users.json.data).toEqual([{ 'COUNT(id)': 0 }])
})
