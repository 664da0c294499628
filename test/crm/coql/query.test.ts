import { describe, expect, it } from 'vitest'
import { type AtCoql, atCoql, lead } from './at-coql.ts'

/** The last names that a condition on Leads finds, in their default order. */
const found = async ({ rows }: AtCoql, condition: string): Promise<unknown[]> =>
  (await rows(`select Last_Name from Leads where ${condition}`)).map(row => row.Last_Name)

async function people(): Promise<AtCoql> {
  const at = await atCoql()
  await at.insert(
    'Leads',
    lead('Boyle', {
      First_Name: 'Pat',
      Annual_Revenue: 100,
      No_of_Employees: 5,
      Lead_Source: 'Cold Call',
      Email: 'p@x.example',
      Email_Opt_Out: true,
      Description: 'long',
    }),
    lead("O'Hara", { First_Name: 'Sam', Annual_Revenue: 200.5, No_of_Employees: 10, Lead_Source: 'Web Download' }),
    lead('Zylker', { Company: 'A "B" C', Annual_Revenue: 300, Lead_Source: 'Cold Call' }),
    lead('Nil'),
  )
  return at
}

describe('a query', () => {
  it('gives the columns in the order of the query, the id last, and says how many there are', async () => {
    const at = await people()

    const { status, json, text } = await at.query("select Company, Last_Name from Leads where Last_Name = 'Boyle'")

    expect(status).toBe(200)
    expect(json).toEqual({
      data: [{ Company: 'C', Last_Name: 'Boyle', id: expect.stringMatching(/^\d{19}$/) }],
      info: { count: 1, more_records: false },
    })
    expect(text).toMatch(/^\{"data":\[\{"Company":"C","Last_Name":"Boyle","id":/)
  })

  it('that finds nothing is 204 without a body', async () => {
    const at = await people()

    const { status, text } = await at.query("select id from Leads where Last_Name = 'Nobody'")

    expect([status, text]).toEqual([204, ''])
  })

  it.each([
    "SELECT Last_Name FROM Leads WHERE Last_Name = 'Boyle' LIMIT 1 OFFSET 0",
    "select\n\tLast_Name\nfrom Leads\nwhere Last_Name='Boyle'",
    `select "Last_Name" from Leads where "Last_Name" = "Boyle"`,
    "select 'Last_Name' from 'Leads' where ('Last_Name' = Boyle)",
    "select Last_Name from leads where (((Last_Name = 'Boyle')))",
    "select !Leads.Last_Name from !Leads where !Leads.Last_Name = 'boyle'",
    "select Last_Name from Leads where Last_Name in('Boyle')",
    "select Last_Name from Leads where Last_Name = 'Boyle' order by Last_Name asc",
  ])('is understood as %j', async query => {
    const at = await people()

    const rows = await at.rows(query)

    expect(rows).toEqual([{ Last_Name: 'Boyle', id: expect.any(String) }])
  })

  it.each([
    ["Last_Name = 'O''Hara'", ["O'Hara"]],
    ['Last_Name = "O\'Hara"', ["O'Hara"]],
    ['Company = "A ""B"" C"', ['Zylker']],
    ["Last_Name = 'BOYLE'", ['Boyle']],
    ["Last_Name != 'Boyle'", ["O'Hara", 'Zylker', 'Nil']],
    ["First_Name != 'Pat'", ["O'Hara"]],
    ["Last_Name like '%l'", ['Nil']],
    ["Last_Name like 'Z%'", ['Zylker']],
    ["Last_Name like '%YL%'", ['Boyle', 'Zylker']],
    ["Last_Name like 'nil'", ['Nil']],
    ["First_Name like '%'", ['Boyle', "O'Hara"]],
    ["First_Name not like '%at%'", ["O'Hara"]],
    ["Last_Name in ('Nil', 'boyle')", ['Boyle', 'Nil']],
    ["Last_Name not in ('Nil', 'boyle')", ["O'Hara", 'Zylker']],
    ["First_Name not in ('Sam')", ['Boyle']],
    ['First_Name is null', ['Zylker', 'Nil']],
    ['First_Name is not null', ['Boyle', "O'Hara"]],
    ["Lead_Source = 'Cold Call'", ['Boyle', 'Zylker']],
    ["Lead_Source like '%call%'", ['Boyle', 'Zylker']],
    ["Email like '%@x.example'", ['Boyle']],
    ['Annual_Revenue = 200.5', ["O'Hara"]],
    ["Annual_Revenue = '200.50'", ["O'Hara"]],
    ['Annual_Revenue != 100', ["O'Hara", 'Zylker']],
    ['Annual_Revenue > 100', ["O'Hara", 'Zylker']],
    ['Annual_Revenue >= 100', ['Boyle', "O'Hara", 'Zylker']],
    ['Annual_Revenue < 200.5', ['Boyle']],
    ['Annual_Revenue <= 200.5', ['Boyle', "O'Hara"]],
    ['Annual_Revenue > -1', ['Boyle', "O'Hara", 'Zylker']],
    ['Annual_Revenue between 100 and 250', ['Boyle', "O'Hara"]],
    ['Annual_Revenue not between 100 and 250', ['Zylker']],
    ['No_of_Employees in (5, 10, 15)', ['Boyle', "O'Hara"]],
    ['No_of_Employees not in (5)', ["O'Hara"]],
    ["Email_Opt_Out = 'true'", ['Boyle']],
    ['Email_Opt_Out = false', ["O'Hara", 'Zylker', 'Nil']],
    ["Last_Name = 'Boyle' or Last_Name = 'Nil'", ['Boyle', 'Nil']],
    ["Last_Name = 'Boyle' and Annual_Revenue = 1", []],
    ["(First_Name is null and Annual_Revenue is null) or Last_Name = 'Boyle'", ['Boyle', 'Nil']],
    ["First_Name is null and (Annual_Revenue is null or Last_Name = 'Boyle')", ['Nil']],
    ["((First_Name = 'Pat') and (Last_Name = 'Boyle')) and (Annual_Revenue between 1 and 100)", ['Boyle']],
  ])('finds where %s', async (condition, names) => {
    const at = await people()

    expect(await found(at, condition)).toEqual(names)
  })

  it('compares dates, moments of any offset, lists and ids', async () => {
    const at = await atCoql()
    const [account] = await at.insert('Accounts', { Account_Name: 'Big Co', Account_Number: '90' })
    await at.insert('Accounts', { Account_Name: 'Small', Account_Number: '1000' })
    const deal = { Stage: 'Qualification', Pipeline: 'Standard (Standard)' }
    const deals = await at.insert(
      'Deals',
      { Deal_Name: 'A', Closing_Date: '2026-01-31', Account_Name: account, ...deal },
      { Deal_Name: 'B', Closing_Date: '2026-02-01', ...deal },
      { Deal_Name: 'C', ...deal },
    )
    await at.insert(
      'Products',
      { Product_Name: 'P', Tax: ['Vat', 'Sales Tax'] },
      { Product_Name: 'Q', Tax: ['Vat'] },
      { Product_Name: 'R' },
    )
    const created = (await at.rows(`select Created_Time from Deals where id = '${deals[0]}'`))[0]!
      .Created_Time as string
    const elsewhere = new Date(Date.parse(created) + 5 * 3600_000).toISOString().replace('.000Z', '+05:00')
    const names = async (module: string, column: string, condition: string) =>
      (await at.rows(`select ${column} from ${module} where ${condition}`)).map(row => row[column])

    expect(await names('Deals', 'Deal_Name', "Closing_Date > '2026-01-31'")).toEqual(['B'])
    expect(await names('Deals', 'Deal_Name', "Closing_Date between '2026-01-01' and '2026-01-31'")).toEqual(['A'])
    expect(await names('Deals', 'Deal_Name', "Closing_Date not in ('2026-01-31')")).toEqual(['B'])
    expect(await names('Deals', 'Deal_Name', `Created_Time = '${elsewhere}'`)).toContain('A')
    expect(await names('Deals', 'Deal_Name', "Created_Time < '2001-01-01T00:00:00Z'")).toEqual([])
    expect(await names('Deals', 'Deal_Name', `Account_Name = '${account}'`)).toEqual(['A'])
    expect(await names('Deals', 'Deal_Name', `Account_Name in (${account}, 1)`)).toEqual(['A'])
    expect(await names('Deals', 'Deal_Name', 'Account_Name is null')).toEqual(['B', 'C'])
    expect(await names('Deals', 'Deal_Name', `id > '${deals[0]}'`)).toEqual(['B', 'C'])
    expect(await names('Deals', 'Deal_Name', `id in ('${deals[2]}', '${deals[0]}', '${deals[2]}', '7')`)).toEqual([
      'A',
      'C',
    ])
    expect(await names('Deals', 'Deal_Name', `id = '${deals[1]}' and Deal_Name = 'A'`)).toEqual([])
    expect(await names('Accounts', 'Account_Name', 'Account_Number > 90')).toEqual(['Small'])
    expect(await names('Products', 'Product_Name', "Tax = 'Sales Tax;Vat'")).toEqual(['P'])
    expect(await names('Products', 'Product_Name', "Tax in ('Vat', 'Vat;Sales Tax')")).toEqual(['P', 'Q'])
    expect(await names('Products', 'Product_Name', "Tax like '%sales%'")).toEqual(['P'])
    expect(await names('Products', 'Product_Name', 'Tax is null')).toEqual(['R'])
  })

  it('shows values as records have them, moments in the time zone of the org', async () => {
    const at = await atCoql()
    await at.insert('Products', { Product_Name: 'P', Tax: ['Vat'], Taxable: false, Sales_Start_Date: '2026-01-02' })

    const [row] = await at.rows(
      'select Tax, Taxable, Sales_Start_Date, Unit_Price, Tag, Created_Time from Products where id is not null',
    )

    expect(row).toMatchObject({
      Tax: ['Vat'],
      Taxable: false,
      Sales_Start_Date: '2026-01-02',
      Unit_Price: null,
      Tag: [],
    })
    expect(row!.Created_Time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/)
  })

  it('sees what was written, changed and deleted since the last one', async () => {
    const at = await people()
    const all = () => found(at, "Last_Name != 'x'")
    const ids = (await at.rows('select id from Leads where id is not null')).map(({ id }) => id)
    const before = await all()

    await at.call('PUT', `v8/Leads/${ids[1]}`, { data: [{ Last_Name: 'Changed' }] })
    const changed = await all()
    await at.call('DELETE', `v8/Leads/${ids[0]}`)
    const deleted = await all()
    await at.insert('Leads', lead('New'))
    const added = await all()

    expect(before).toEqual(['Boyle', "O'Hara", 'Zylker', 'Nil'])
    expect(changed).toEqual(['Boyle', 'Changed', 'Zylker', 'Nil'])
    expect(deleted).toEqual(['Changed', 'Zylker', 'Nil'])
    expect(added).toEqual(['Changed', 'Zylker', 'Nil', 'New'])
  })
})

describe('the order of a query', () => {
  it('is that of ids unless the query has one', async () => {
    const at = await people()

    const descending = await at.rows('select Last_Name from Leads where id is not null order by id desc limit 2')
    const byTwo = await at.rows(
      'select Last_Name from Leads where id is not null order by Lead_Source desc, Annual_Revenue desc',
    )
    const emptyFirst = await at.rows('select Last_Name from Leads where id is not null order by First_Name')
    const byAlias = await at.rows(
      "select Last_Name as 'The Name' from Leads where id is not null order by 'The Name' desc limit 1",
    )

    expect(descending.map(row => row.Last_Name)).toEqual(['Nil', 'Zylker'])
    expect(byTwo.map(row => row.Last_Name)).toEqual(["O'Hara", 'Zylker', 'Boyle', 'Nil'])
    expect(emptyFirst.map(row => row.Last_Name)).toEqual(['Zylker', 'Nil', 'Boyle', "O'Hara"])
    expect(byAlias).toEqual([{ 'The Name': 'Zylker', id: expect.any(String) }])
  })

  it.each([
    ['limit 2', ['Boyle', "O'Hara"], true],
    ['limit 2 offset 2', ['Zylker', 'Nil'], false],
    ['limit 1, 2', ["O'Hara", 'Zylker'], true],
    ['offset 3', ['Nil'], false],
    ['order by Last_Name limit 2 offset 1', ['Nil', "O'Hara"], true],
    ['order by Last_Name desc offset 2', ['Nil', 'Boyle'], false],
  ])('is cut by %s', async (window, names, moreRecords) => {
    const at = await people()

    const { json } = await at.query(`select Last_Name from Leads where id is not null ${window}`)

    expect(json.data.map((row: { Last_Name: string }) => row.Last_Name)).toEqual(names)
    expect(json.info).toEqual({ count: names.length, more_records: moreRecords })
  })

  it('may go by an alias that means something to JavaScript', async () => {
    const at = await people()

    const { text } = await at.query(
      'select Last_Name as __proto__ from Leads where id is not null order by __proto__ limit 1',
    )

    expect(text).toContain('"__proto__":"Boyle"')
  })

  it('beyond the last record is nothing', async () => {
    const at = await people()

    expect((await at.query('select id from Leads where id is not null limit 5 offset 4')).status).toBe(204)
  })
})

describe('a join', () => {
  async function company() {
    const at = await atCoql()
    const [king] = await at.insert('Accounts', { Account_Name: 'King', Industry: 'Banking' })
    const [zylker] = await at.insert('Accounts', { Account_Name: 'Zylker', Parent_Account: king, Annual_Revenue: 9 })
    const [boyle] = await at.insert('Contacts', { Last_Name: 'Boyle', First_Name: 'Pat', Account_Name: zylker })
    await at.insert('Contacts', { Last_Name: 'Alone', Email_Opt_Out: true })
    const deal = { Stage: 'Qualification', Pipeline: 'Standard (Standard)' }
    await at.insert('Deals', { Deal_Name: 'D', Contact_Name: { id: boyle }, ...deal }, { Deal_Name: 'E', ...deal })
    return { at, king, zylker, boyle }
  }

  it('follows lookups, and lookups of lookups, to flat keys', async () => {
    const { at, king, zylker } = await company()

    const rows = await at.rows(
      `select Last_Name, Account_Name.Account_Name, Account_Name.Parent_Account, Account_Name.Parent_Account.Account_Name
       from Contacts where Account_Name.Parent_Account.Industry = 'banking'`,
    )

    expect(rows).toEqual([
      {
        Last_Name: 'Boyle',
        'Account_Name.Account_Name': 'Zylker',
        'Account_Name.Parent_Account': { name: 'King', id: king },
        'Account_Name.Parent_Account.Account_Name': 'King',
        id: expect.any(String),
      },
    ])
    expect(await at.rows('select Deal_Name, Contact_Name.Account_Name from Deals where id is not null')).toEqual([
      { Deal_Name: 'D', 'Contact_Name.Account_Name': { name: 'Zylker', id: zylker }, id: expect.any(String) },
      { Deal_Name: 'E', 'Contact_Name.Account_Name': null, id: expect.any(String) },
    ])
  })

  it('keeps records without a partner, their columns empty', async () => {
    const { at } = await company()

    const empty = await at.rows('select Last_Name from Contacts where Account_Name.Account_Name is null')
    const columns = await at.rows(
      `select Contact_Name.Email_Opt_Out, Contact_Name.Created_Time, Contact_Name.Account_Name.Annual_Revenue
       from Deals where Deal_Name = 'E'`,
    )

    expect(empty.map(row => row.Last_Name)).toEqual(['Alone'])
    expect(columns).toEqual([
      {
        'Contact_Name.Email_Opt_Out': null,
        'Contact_Name.Created_Time': null,
        'Contact_Name.Account_Name.Annual_Revenue': null,
        id: expect.any(String),
      },
    ])
  })

  it('orders and compares by what it reaches', async () => {
    const { at } = await company()

    const rows = await at.rows(
      `select Last_Name from Contacts where Account_Name.Annual_Revenue is null or Account_Name.Annual_Revenue > 5
       order by Account_Name.Account_Name desc`,
    )

    expect(rows.map(row => row.Last_Name)).toEqual(['Boyle', 'Alone'])
  })

  it('reaches the owner, the role and the profile', async () => {
    const { at } = await company()

    const [row] = await at.rows(
      `select Owner.last_name, Owner.email, Owner.role.name, Owner.profile.name, Owner.profile, Owner.profile.created_by
       from Contacts where (Owner.role.name = 'CEO' and Owner.profile.name in ('Administrator')) limit 1`,
    )

    expect(row).toEqual({
      'Owner.last_name': 'Marlow',
      'Owner.email': 'admin@acme.example',
      'Owner.role.name': 'CEO',
      'Owner.profile.name': 'Administrator',
      'Owner.profile': { name: 'Administrator', id: expect.stringMatching(/^\d{19}$/) },
      'Owner.profile.created_by': null,
      id: expect.any(String),
    })
    expect(await at.rows("select !Contacts.Owner.role.id from Contacts where Last_Name = 'Alone'")).toEqual([
      { 'Owner.role.id': expect.stringMatching(/^\d{19}$/), id: expect.any(String) },
    ])
  })

  it('through a lookup to several modules goes to the one that is named', async () => {
    const { at, zylker, boyle } = await company()
    const [ada] = await at.insert('Leads', lead('Ada', { Industry: 'ERP' }))
    await at.insert(
      'Tasks',
      { Subject: 'One', What_Id: ada, $se_module: 'Leads' },
      { Subject: 'Two', What_Id: zylker, $se_module: 'Accounts', Who_Id: boyle },
      { Subject: 'Three' },
    )

    const rows = await at.rows(
      `select Subject, What_Id, 'What_Id->Leads.Last_Name', 'What_Id->Accounts.Account_Name' from Tasks
       where What_Id is not null order by 'What_Id->Accounts.Account_Name' desc`,
    )
    const filtered = await at.rows(
      `select Subject from Tasks where ('What_Id->Leads.id' in ('${ada}')) and ('What_Id->Leads.Industry' != 'CRM')`,
    )

    expect(rows).toEqual([
      {
        Subject: 'Two',
        What_Id: { id: zylker },
        'What_Id->Leads.Last_Name': null,
        'What_Id->Accounts.Account_Name': 'Zylker',
        id: expect.any(String),
      },
      {
        Subject: 'One',
        What_Id: { id: ada },
        'What_Id->Leads.Last_Name': 'Ada',
        'What_Id->Accounts.Account_Name': null,
        id: expect.any(String),
      },
    ])
    expect(filtered.map(row => row.Subject)).toEqual(['One'])
  })

  it('no longer finds a partner that was deleted, nor does the lookup itself', async () => {
    const { at, zylker } = await company()
    const query = 'select Account_Name, Account_Name.Account_Name from Contacts where Account_Name is not null'
    const before = await at.rows(query)

    await at.call('DELETE', `v8/Accounts/${zylker}`)

    expect(before).toHaveLength(1)
    expect(await at.rows(query)).toEqual([])
    expect(await at.rows("select Account_Name from Contacts where Last_Name = 'Boyle'")).toEqual([
      { Account_Name: null, id: expect.any(String) },
    ])
  })

  it('sees a partner that was renamed since', async () => {
    const { at, king } = await company()
    const query = "select Account_Name.Parent_Account.Account_Name as Top from Contacts where Last_Name = 'Boyle'"
    await at.rows(query)

    await at.call('PUT', `v8/Accounts/${king}`, { data: [{ Account_Name: 'Queen' }] })

    expect(await at.rows(query)).toEqual([{ Top: 'Queen', id: expect.any(String) }])
  })
})

describe('aggregates', () => {
  it('are told over all records, without an id', async () => {
    const at = await people()

    const rows = await at.rows(
      `select SUM(Annual_Revenue), MAX(Annual_Revenue), MIN(Annual_Revenue), AVG(Annual_Revenue), COUNT(Annual_Revenue)
       from Leads where id is not null`,
    )

    expect(rows).toEqual([
      {
        'SUM(Annual_Revenue)': 600.5,
        'MAX(Annual_Revenue)': 300,
        'MIN(Annual_Revenue)': 100,
        'AVG(Annual_Revenue)': 600.5 / 3,
        'COUNT(Annual_Revenue)': 3,
      },
    ])
  })

  it('over nothing are a count of zero and empty values', async () => {
    const at = await people()

    const none = await at.rows("select COUNT(id), SUM(Annual_Revenue), AVG(Annual_Revenue) from Leads where City = 'x'")
    const empty = await at.rows("select MAX(Annual_Revenue), COUNT(Annual_Revenue) from Leads where Last_Name = 'Nil'")
    const groups = await at.query("select COUNT(id), City from Leads where City = 'x' group by City")

    expect(none).toEqual([{ 'COUNT(id)': 0, 'SUM(Annual_Revenue)': null, 'AVG(Annual_Revenue)': null }])
    expect(empty).toEqual([{ 'MAX(Annual_Revenue)': null, 'COUNT(Annual_Revenue)': 0 }])
    expect(groups.status).toBe(204)
  })

  it('are told by groups, empty values a group too', async () => {
    const at = await people()

    const rows = await at.rows(
      'select COUNT(id), Lead_Source, SUM(Annual_Revenue) as Total from Leads where id is not null group by Lead_Source',
    )
    const [best] = await at.rows(
      'select Lead_Source from Leads where id is not null group by Lead_Source order by SUM(Annual_Revenue) desc limit 1',
    )
    const byCount = await at.rows(
      `select COUNT(id) as n, Lead_Source from Leads where id is not null group by Lead_Source
       order by n desc, Lead_Source desc limit 2 offset 1`,
    )

    expect(rows).toEqual([
      { 'COUNT(id)': 2, Lead_Source: 'Cold Call', Total: 400 },
      { 'COUNT(id)': 1, Lead_Source: 'Web Download', Total: 200.5 },
      { 'COUNT(id)': 1, Lead_Source: null, Total: null },
    ])
    expect(best).toEqual({ Lead_Source: 'Cold Call' })
    expect(byCount).toEqual([
      { n: 1, Lead_Source: 'Web Download' },
      { n: 1, Lead_Source: null },
    ])
  })

  it('group by several columns and through joins', async () => {
    const at = await atCoql()
    const [bank] = await at.insert('Accounts', { Account_Name: 'Bank', Industry: 'Banking', Annual_Revenue: 7 })
    await at.insert(
      'Contacts',
      { Last_Name: 'A', Account_Name: bank, Email_Opt_Out: true },
      { Last_Name: 'B', Account_Name: bank },
      { Last_Name: 'C', Account_Name: bank },
      { Last_Name: 'D' },
    )

    const rows = await at.rows(
      `select Account_Name.Industry, Email_Opt_Out, COUNT(id), MAX(Account_Name.Annual_Revenue), Account_Name
       from Contacts where id is not null group by Account_Name.Industry, Email_Opt_Out, Account_Name`,
    )

    const key = (industry: string | null, optOut: boolean, count: number, most: number | null) => ({
      'Account_Name.Industry': industry,
      Email_Opt_Out: optOut,
      'COUNT(id)': count,
      'MAX(Account_Name.Annual_Revenue)': most,
      Account_Name: industry && { name: 'Bank', id: bank },
    })
    expect(rows).toEqual([key('Banking', true, 1, 7), key('Banking', false, 2, 7), key(null, false, 1, null)])
  })

  it('show greatest and least dates and moments as dates and moments', async () => {
    const at = await atCoql()
    const deal = { Stage: 'Qualification', Pipeline: 'Standard (Standard)' }
    await at.insert(
      'Deals',
      { Deal_Name: 'A', Closing_Date: '2026-01-31', ...deal },
      { Deal_Name: 'B', Closing_Date: '2025-12-01', ...deal },
    )

    const [row] = await at.rows(
      'select MAX(Closing_Date), MIN(Closing_Date), MAX(Created_Time) as last from Deals where id is not null',
    )

    expect(row).toEqual({
      'MAX(Closing_Date)': '2026-01-31',
      'MIN(Closing_Date)': '2025-12-01',
      last: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/),
    })
  })
})

describe('versions', () => {
  it.each([
    ['v2', false],
    ['v3', false],
    ['v6', false],
    ['v7', true],
    ['v8', true],
  ])('%s name what a lookup points to: %s', async (version, named) => {
    const at = await atCoql()
    const [account] = await at.insert('Accounts', { Account_Name: 'Big Co' })
    await at.insert('Contacts', { Last_Name: 'Roe', Account_Name: account })

    const [row] = await at.rows('select Account_Name, Owner from Contacts where id is not null', version)

    expect(row!.Account_Name).toEqual(named ? { name: 'Big Co', id: account } : { id: account })
    // of users the last name alone is shown
    expect(row!.Owner).toEqual({ ...(named && { name: 'Marlow' }), id: expect.any(String) })
  })

  it('give the metadata of the selected fields from v7 on', async () => {
    const at = await atCoql()
    await at.insert('Leads', lead('A'))
    const query = 'select Last_Name, Owner.role.name, Converted_Account.Account_Name from Leads where id is not null'

    const v8 = await at.query(query, 'v8', { include_meta: ['fields'] })
    const v6 = await at.query(query, 'v6', { include_meta: ['fields'] })
    const fields = await at.call('GET', 'v8/settings/fields?module=Leads')
    const counted = await at.query('select COUNT(Industry) as n from Leads where id is not null', 'v8', {
      include_meta: ['fields'],
    })

    const lastName = fields.json.fields.find((field: { api_name: string }) => field.api_name === 'Last_Name')
    expect(Object.keys(v8.json)).toEqual(['data', 'fields', 'info'])
    expect(Object.keys(v8.json.fields)).toEqual(['Last_Name', 'Converted_Account.Account_Name'])
    expect(v8.json.fields.Last_Name).toEqual(lastName)
    expect(v6.json).not.toHaveProperty('fields')
    expect(Object.keys(counted.json.fields)).toEqual(['Industry'])
  })

  it('know the fields that they list, and the id always', async () => {
    const at = await atCoql()
    const [id] = await at.insert('Leads', lead('A'))

    expect(await at.rows('select id from Leads where id is not null', 'v2')).toEqual([{ id }])
    expect(await at.rows("select Converted__s from Leads where Converted__s = 'false'", 'v4')).toHaveLength(1)
    expect((await at.query('select Converted__s from Leads where id is not null', 'v3')).json.details).toEqual({
      column_name: 'Converted__s',
    })
  })
})
