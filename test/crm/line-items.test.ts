/** Quotes, orders, invoices and price books through HTTP: rows inside records, and what the service adds up. */

import { describe, expect, it } from 'vitest'
import { type Answer, everything, type Harness, start } from '../support/emulator.ts'

interface Shop extends Harness {
  /** A call in the sandbox Acme QA, v8 unless the path says otherwise. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
  readonly account: string
  readonly pen: string
  readonly ink: string
}

async function shop(fixture = 'empty'): Promise<Shop> {
  const harness = await start({ fixture })
  const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope: everything })
  const call: Shop['call'] = (method, path, body) =>
    harness.send(method, `/sandbox.zohoapis.com/crm/${path.startsWith('v') ? path : `v8/${path}`}`, { token, body })
  const add = async (module: string, row: object): Promise<string> =>
    (await call('POST', module, { data: [row] })).json.data[0].details.id
  return {
    ...harness,
    call,
    account: await add('Accounts', { Account_Name: 'Big Co' }),
    pen: await add('Products', { Product_Name: 'Pen', Product_Code: 'P-1', Unit_Price: 3 }),
    ink: await add('Products', { Product_Name: 'Ink', Product_Code: 'I-1' }),
  }
}

const quoteOf = ({ account, pen, ink }: Shop) => ({
  Subject: 'Office',
  Account_Name: { id: account },
  Quoted_Items: [
    { Product_Name: { id: pen }, Quantity: 10, List_Price: 2.5, Discount: 5 },
    { Product_Name: pen, Quantity: 2, List_Price: 100, Description: 'again' },
    { Product_Name: { id: ink }, List_Price: 8 },
  ],
})

async function addQuote(tested: Shop, more: object = {}): Promise<string> {
  const { json } = await tested.call('POST', 'Quotes', { data: [{ ...quoteOf(tested), ...more }] })
  return json.data[0].details.id
}

const read = async ({ call }: Shop, path: string) => (await call('GET', path)).json.data[0]

interface Item {
  readonly id: string
  readonly Quantity: number
  readonly Sequence_Number: number
}

describe('a record with line items', () => {
  it('is read with them alone, and without them in a list', async () => {
    const tested = await shop()
    const id = await addQuote(tested)

    const quote = await read(tested, `Quotes/${id}`)
    const listed = await read(tested, 'Quotes?fields=Subject,Quoted_Items,Grand_Total')

    expect(quote.Quoted_Items).toHaveLength(3)
    expect(quote.Quoted_Items[0]).toEqual({
      Product_Name: { Product_Code: 'P-1', name: 'Pen', id: tested.pen },
      Quantity: 10,
      Price_Book_Name: null,
      List_Price: 2.5,
      Total: 25,
      Discount: 5,
      Total_After_Discount: 20,
      Tax: 0,
      Line_Tax: [],
      Net_Total: 20,
      Description: null,
      Sequence_Number: 1,
      Created_Time: quote.Created_Time,
      Modified_Time: quote.Modified_Time,
      $in_merge: false,
      $field_states: null,
      $zia_visions: null,
      Parent_Id: { name: 'Office', id },
      id: expect.stringMatching(/^\d{19}$/),
    })
    expect(new Set(quote.Quoted_Items.map((item: Item) => item.id)).size).toBe(3)
    expect(quote.$has_more).toEqual({ Quoted_Items: false })
    expect(listed).toEqual({ Subject: 'Office', Grand_Total: 228, id })
  })

  it('is added up: items, discount, tax and adjustment', async () => {
    const tested = await shop()
    const id = await addQuote(tested, { Discount: 28, Tax: 20, Adjustment: -0.5 })

    const quote = await read(tested, `Quotes/${id}`)

    expect(quote).toMatchObject({ Sub_Total: 228, Discount: 28, Tax: 20, Adjustment: -0.5, Grand_Total: 219.5 })
  })

  it('ignores sums that a client sends', async () => {
    const tested = await shop()
    const [item] = quoteOf(tested).Quoted_Items
    const id = await addQuote(tested, {
      Grand_Total: 1,
      Sub_Total: 1,
      Quoted_Items: [{ ...item, Net_Total: 1, Total: 1 }],
    })

    const quote = await read(tested, `Quotes/${id}`)

    expect(quote).toMatchObject({ Sub_Total: 20, Grand_Total: 20 })
  })

  it('takes a discount in per cent, and several taxes of an item', async () => {
    const tested = await shop()
    const taxes = [
      { name: 'Vat', percentage: 20 },
      { name: 'Sales Tax', percentage: 2.5 },
    ]
    const item = { Product_Name: tested.pen, Quantity: 4, List_Price: 25, Discount: '10%', Line_Tax: taxes }
    const id = await addQuote(tested, { Quoted_Items: [item] })

    const [row] = (await read(tested, `Quotes/${id}`)).Quoted_Items

    expect(row).toMatchObject({ Total: 100, Discount: '10%', Total_After_Discount: 90, Tax: 20.25, Net_Total: 110.25 })
    expect(row.Line_Tax).toEqual([
      { name: 'Vat', percentage: 20, value: 18 },
      { name: 'Sales Tax', percentage: 2.5, value: 2.25 },
    ])
  })

  it('counts quotes from one on, without gaps for those that were refused', async () => {
    const tested = await shop()
    const numbers = []
    for (let at = 0; at < 3; at++) {
      await tested.call('POST', 'Quotes', { data: [{ Subject: 'no items' }] })
      numbers.push((await read(tested, `Quotes/${await addQuote(tested)}`)).Quote_Number)
    }

    expect(numbers).toEqual(['1', '2', '3'])
  })

  it('counts on after the quotes that the org starts with', async () => {
    const tested = await shop('default')
    const { json } = await tested.call('GET', 'Quotes?fields=Quote_Number')

    const quote = await read(tested, `Quotes/${await addQuote(tested, { Quote_Number: '7' })}`)

    expect(quote.Quote_Number).toBe(String(json.data.length + 1))
  })

  it('that the org starts with is read like any other', async () => {
    const tested = await shop('default')

    for (const [module, subform] of [
      ['Quotes', 'Quoted_Items'],
      ['Sales_Orders', 'Ordered_Items'],
      ['Purchase_Orders', 'Purchase_Items'],
      ['Invoices', 'Invoiced_Items'],
    ] as const) {
      const { id } = await read(tested, `${module}?fields=id`)
      const row = await read(tested, `${module}/${id}`)
      const sum = row[subform].reduce((total: number, item: { Net_Total: number }) => total + item.Net_Total, 0)

      expect(row[subform][0].Product_Name).toMatchObject({ name: expect.any(String), Product_Code: expect.any(String) })
      expect(row.Sub_Total).toBeCloseTo(sum, 2)
    }
  })
})

describe('an insert is refused', () => {
  it.each([
    ['without items', {}],
    ['with no items', { Quoted_Items: [] }],
    ['with null', { Quoted_Items: null }],
  ])('%s', async (_, more) => {
    const tested = await shop()
    const { Quoted_Items: _items, ...quote } = quoteOf(tested)

    const { status, json } = await tested.call('POST', 'Quotes', { data: [{ ...quote, ...more }] })

    expect(status).toBe(400)
    expect(json.data[0]).toEqual({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Quoted_Items', json_path: '$.data[0].Quoted_Items' },
      message: 'required field not found',
      status: 'error',
    })
  })

  it.each([
    [{ Quantity: 1 }, 'MANDATORY_NOT_FOUND', 'Product_Name', 'Product_Name'],
    [{ Product_Name: { id: '5' } }, 'INVALID_DATA', 'id', 'Product_Name.id'],
    [{ Product_Name: { name: 'Pen' } }, 'MANDATORY_NOT_FOUND', 'id', 'Product_Name.id'],
    [{ Quantity: 'many' }, 'INVALID_DATA', 'Quantity', 'Quantity'],
    [{ Line_Tax: [{ percentage: 5 }] }, 'MANDATORY_NOT_FOUND', 'name', 'Line_Tax[0].name'],
  ])('for an item that is %j', async (wrong, code, apiName, below) => {
    const tested = await shop()
    const quote = quoteOf(tested)
    const good = quote.Quoted_Items[0]!
    const item = apiName === 'Product_Name' ? wrong : { ...good, ...wrong }
    const body = { data: [{ ...quote, Quoted_Items: [good, item] }] }

    const v8 = (await tested.call('POST', 'Quotes', body)).json.data[0]
    const v2 = (await tested.call('POST', 'v2/Quotes', body)).json.data[0]

    expect([v8.code, v8.details.api_name, v8.details.json_path]).toEqual([
      code,
      apiName,
      `$.data[0].Quoted_Items[1].${below}`,
    ])
    expect([v2.code, v2.details.api_name]).toEqual([code, apiName])
    expect(v2.details).not.toHaveProperty('json_path')
  })

  it('for a row that is no object, by its position', async () => {
    const tested = await shop()

    const { json } = await tested.call('POST', 'Quotes', { data: [{ ...quoteOf(tested), Quoted_Items: ['x'] }] })

    expect(json.data[0].details).toEqual({
      expected_data_type: 'jsonobject',
      api_name: 'Quoted_Items',
      json_path: '$.data[0].Quoted_Items[0]',
    })
  })
})

describe('an update', () => {
  type Request = (id: string, row: object) => [method: string, path: string, body: object]
  const bothWays: [string, Request][] = [
    ['by path', (id, row) => ['PUT', `Quotes/${id}`, { data: [row] }]],
    ['by list', (id, row) => ['PUT', 'Quotes', { data: [{ id, ...row }] }]],
  ]

  describe.each(bothWays)('%s', (_, request) => {
    it('changes the row of an id, adds one without, removes one with _delete, and adds up again', async () => {
      const tested = await shop()
      const id = await addQuote(tested)
      const [first, second, third] = (await read(tested, `Quotes/${id}`)).Quoted_Items as Item[]
      await tested.zoho.advanceClock('5m')

      const { status } = await tested.call(
        ...request(id, {
          Quoted_Items: [
            { id: second!.id, Quantity: 3 },
            { Product_Name: tested.ink, Quantity: 1, List_Price: 40 },
            { id: first!.id, _delete: null },
          ],
        }),
      )
      const quote = await read(tested, `Quotes/${id}`)

      expect(status).toBe(200)
      expect(quote.Quoted_Items.map((item: Item) => item.id).slice(0, 2)).toEqual([second!.id, third!.id])
      expect(quote.Quoted_Items).toMatchObject([
        { Quantity: 3, Net_Total: 300, Description: 'again', Sequence_Number: 1 },
        { Quantity: 1, Net_Total: 8, Sequence_Number: 2 },
        { Quantity: 1, Net_Total: 40, Sequence_Number: 3 },
      ])
      expect(quote.Quoted_Items[0].Modified_Time).toBe(quote.Modified_Time)
      expect(quote.Quoted_Items[1].Modified_Time).toBe(quote.Created_Time)
      expect(quote).toMatchObject({ Sub_Total: 348, Grand_Total: 348 })
    })

    it('leaves the rows alone when it does not name them, and sums up what it changes', async () => {
      const tested = await shop()
      const id = await addQuote(tested)
      const before = (await read(tested, `Quotes/${id}`)).Quoted_Items

      await tested.call(...request(id, { Adjustment: 2 }))
      const quote = await read(tested, `Quotes/${id}`)

      expect(quote.Quoted_Items).toEqual(before)
      expect(quote.Grand_Total).toBe(230)
    })

    it('cannot clear a list that has to be there', async () => {
      const tested = await shop()
      const id = await addQuote(tested)

      const answers = [
        await tested.call(...request(id, { Quoted_Items: [] })),
        await tested.call(...request(id, { Quoted_Items: null })),
      ]

      for (const { status, json } of answers) {
        expect(status).toBe(400)
        expect(json.data[0]).toMatchObject({
          code: 'MANDATORY_NOT_FOUND',
          details: { api_name: 'Quoted_Items', json_path: '$.data[0].Quoted_Items' },
        })
      }
    })

    it('holds a row against its fields as an insert does', async () => {
      const tested = await shop()
      const id = await addQuote(tested)
      const [first] = (await read(tested, `Quotes/${id}`)).Quoted_Items as Item[]

      const { json } = await tested.call(
        ...request(id, { Quoted_Items: [{ id: first!.id, Product_Name: null }, { Quantity: 1 }] }),
      )

      expect(json.data[0].code).toBe('MULTIPLE_OR_MULTI_ERRORS')
      expect(
        json.data[0].details.errors.map(({ details }: { details: { json_path: string } }) => details.json_path),
      ).toEqual(['$.data[0].Quoted_Items[0].Product_Name', '$.data[0].Quoted_Items[1].Product_Name'])
    })
  })

  it('refuses the id of a row that the record does not have', async () => {
    const tested = await shop()
    const [id, other] = [await addQuote(tested), await addQuote(tested)]
    const [foreign] = (await read(tested, `Quotes/${other}`)).Quoted_Items as Item[]

    const { json } = await tested.call('PUT', 'Quotes', {
      data: [{ id, Quoted_Items: [{ id: foreign!.id, Quantity: 5 }] }],
    })

    expect(json.data[0]).toMatchObject({
      code: 'INVALID_DATA',
      message: 'the id given seems to be invalid',
      details: { api_name: 'id', json_path: '$.data[0].Quoted_Items[0].id' },
    })
  })

  it('cannot remove the last rows one by one either', async () => {
    const tested = await shop()
    const id = await addQuote(tested)
    const items = (await read(tested, `Quotes/${id}`)).Quoted_Items as Item[]

    const { json } = await tested.call('PUT', 'Quotes', {
      data: [{ id, Quoted_Items: items.map(item => ({ id: item.id, _delete: null })) }],
    })

    expect(json.data[0]).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Quoted_Items' } })
  })
})

it.each([
  ['Sales_Orders', 'Ordered_Items', 'SO_Number'],
  ['Invoices', 'Invoiced_Items', 'Invoice_Number'],
])('%s keep their items in %s and have a number', async (module, subform, number) => {
  const tested = await shop()
  const { Quoted_Items: items, ...order } = quoteOf(tested)

  const { json } = await tested.call('POST', module, { data: [{ ...order, [subform]: items }] })
  const row = await read(tested, `${module}/${json.data[0].details.id}`)

  expect(row).toMatchObject({ Status: 'Created', Grand_Total: 228, [number]: '1' })
  expect(row[subform]).toHaveLength(3)
})

it('a purchase order is for a vendor', async () => {
  const tested = await shop()
  const items = [{ Product_Name: tested.pen, Quantity: 2, List_Price: 1 }]
  const vendor = (await tested.call('POST', 'Vendors', { data: [{ Vendor_Name: 'V' }] })).json.data[0].details.id

  const none = await tested.call('POST', 'Purchase_Orders', { data: [{ Subject: 'S', Purchase_Items: items }] })
  const one = await tested.call('POST', 'purchase_orders', {
    data: [{ Subject: 'S', Vendor_Name: vendor, Purchase_Items: items }],
  })

  expect(none.json.data[0].details.api_name).toBe('Vendor_Name')
  expect(one.status).toBe(201)
})

it('a price book has ranges with keys in small letters', async () => {
  const tested = await shop()
  const ranges = [
    { from_range: 1, to_range: 10, discount: 0 },
    { from_range: 11, to_range: 100, discount: 5.5 },
  ]
  const book = { Price_Book_Name: 'Volume', Pricing_Model: 'Flat', Pricing_Details: ranges }

  const { json } = await tested.call('POST', 'Price_Books', {
    data: [book, { ...book, Pricing_Details: [{ from_range: 1 }] }],
  })
  const stored = await read(tested, `Price_Books/${json.data[0].details.id}`)

  expect(stored.Pricing_Details).toEqual(ranges.map(range => ({ ...range, id: expect.any(String) })))
  expect(json.data[1].details.errors).toHaveLength(2)
})

it('meetings, calls, cases and solutions take what they are made of', async () => {
  const tested = await shop()
  const contact = (await tested.call('POST', 'Contacts', { data: [{ Last_Name: 'Roe' }] })).json.data[0].details.id
  const add = async (module: string, row: object) => {
    const { json } = await tested.call('POST', module, { data: [row] })
    return read(tested, `${module}/${json.data[0].details.id}`)
  }

  const meeting = await add('Events', {
    Event_Title: 'Kick-off',
    Start_DateTime: '2026-12-01T09:00:00Z',
    End_DateTime: '2026-12-01T10:00:00Z',
    What_Id: { id: tested.account },
    $se_module: 'Accounts',
    Participants: [{ type: 'contact', participant: contact }],
    Remind_At: [{ unit: 15, period: 'minutes' }],
    Recurring_Activity: { RRULE: 'FREQ=DAILY;INTERVAL=1;UNTIL=2026-12-05' },
  })
  const call = await add('Calls', {
    Subject: 'Price',
    Call_Type: 'Outbound',
    Call_Start_Time: '2026-12-01T09:00:00Z',
    Call_Duration: '02:05',
    Who_Id: contact,
  })
  const complaint = await add('Cases', {
    Subject: 'Broken',
    Status: 'New',
    Case_Origin: 'Web',
    Account_Name: tested.account,
    Related_To: contact,
    Product_Name: tested.pen,
  })
  const solution = await add('Solutions', { Solution_Title: 'Repair', Product_Name: tested.pen })
  const task = await add('Tasks', { Subject: 'T', Remind_At: { ALARM: 'ACTION=EMAIL;TRIGGER=2026-12-01T09:00:00Z' } })

  expect(meeting).toMatchObject({
    All_day: false,
    What_Id: { name: 'Big Co' },
    $se_module: 'Accounts',
    Participants: [{ name: 'Roe', type: 'contact', participant: contact }],
    Remind_At: [{ unit: 15, period: 'minutes' }],
    Recurring_Activity: { RRULE: 'FREQ=DAILY;INTERVAL=1;UNTIL=2026-12-05' },
  })
  expect(call).toMatchObject({ Call_Duration: '02:05', Call_Duration_in_seconds: 125, Who_Id: { name: 'Roe' } })
  expect(complaint).toMatchObject({ Case_Number: '1', Product_Name: { name: 'Pen' }, Comments: [] })
  expect(complaint.Product_Name).not.toHaveProperty('Product_Code')
  expect(solution).toMatchObject({ Solution_Number: '1', Status: 'Created', Published: false })
  expect(task.Remind_At).toEqual({ ALARM: 'ACTION=EMAIL;TRIGGER=2026-12-01T09:00:00Z' })
})

describe('the fields of line items', () => {
  it('are described under the module of the rows, which the subform names', async () => {
    const { call } = await shop()

    const quotes = (await call('GET', 'settings/fields?module=Quotes')).json.fields
    const subform = quotes.find((field: { api_name: string }) => field.api_name === 'Quoted_Items')
    const rows = (await call('GET', `settings/fields?module=${subform.associated_module.module}`)).json.fields
    const one = await call('GET', `settings/fields/${rows[0].id}?module=quoted_items`)

    expect(subform).toMatchObject({ data_type: 'subform', json_type: 'jsonarray', system_mandatory: true })
    expect(rows.map((field: { api_name: string }) => field.api_name)).toEqual(
      expect.arrayContaining(['Product_Name', 'Quantity', 'List_Price', 'Net_Total', 'Parent_Id', 'id']),
    )
    expect(one.json.fields).toMatchObject([{ api_name: 'Product_Name', lookup: { module: { api_name: 'Products' } } }])
    expect(new Set([...quotes, ...rows].map(({ id }) => id)).size).toBe(quotes.length + rows.length)
  })

  it('say which are worked out', async () => {
    const { call } = await shop()

    const { fields } = (await call('GET', 'settings/fields?module=Quotes')).json
    const typeOf = (name: string) => fields.find((field: { api_name: string }) => field.api_name === name)

    expect(typeOf('Grand_Total')).toMatchObject({
      data_type: 'formula',
      formula: { return_type: 'currency' },
      read_only: true,
    })
    expect(typeOf('Quote_Number')).toMatchObject({ data_type: 'autonumber', auto_number: { start_number: 1 } })
  })
})

describe('line items in v2', () => {
  const inV2 = ({ account, pen, ink }: Shop) => ({
    Subject: 'Office',
    Account_Name: account,
    Product_Details: [
      { product: { id: pen }, quantity: 10, list_price: 2.5, Discount: 5, product_description: 'blue' },
      { product: ink, list_price: 8, line_tax: [{ name: 'Vat', percentage: 25 }], unit_price: 99, total: 99 },
    ],
  })
  const addInV2 = async (tested: Shop): Promise<string> =>
    (await tested.call('POST', 'v2/Quotes', { data: [inV2(tested)] })).json.data[0].details.id

  it('are one list of product details, in the spelling of that version', async () => {
    const tested = await shop()
    const id = await addInV2(tested)

    const quote = await read(tested, `v2/Quotes/${id}`)
    const named = await read(tested, `v2/Quotes/${id}?fields=Product_Details`)

    expect(quote).not.toHaveProperty('Quoted_Items')
    expect(quote.$has_more).toEqual({ Product_Details: false })
    expect(quote.Grand_Total).toBe(30)
    expect(quote.Product_Details[0]).toEqual({
      product: { Product_Code: 'P-1', name: 'Pen', id: tested.pen },
      quantity: 10,
      Discount: 5,
      total_after_discount: 20,
      net_total: 20,
      book: null,
      Tax: 0,
      list_price: 2.5,
      total: 25,
      id: expect.stringMatching(/^\d{19}$/),
      product_description: 'blue',
      line_tax: [],
      unit_price: 3,
      quantity_in_stock: null,
    })
    expect(quote.Product_Details[1]).toMatchObject({ total: 8, net_total: 10, unit_price: null })
    expect(named.Product_Details).toEqual(quote.Product_Details)
  })

  it('are the rows that newer versions show, whichever wrote them', async () => {
    const tested = await shop()
    const older = await addInV2(tested)
    const newer = await addQuote(tested)

    const [item] = (await read(tested, `v2.1/Quotes/${older}`)).Quoted_Items
    const [details] = (await read(tested, `v2/Quotes/${newer}`)).Product_Details

    expect(item).toMatchObject({ Product_Name: { id: tested.pen }, Quantity: 10, Description: 'blue', Net_Total: 20 })
    expect(details).toMatchObject({ product: { id: tested.pen }, quantity: 10, list_price: 2.5, net_total: 20 })
  })

  it('are changed, added and removed by an update', async () => {
    const tested = await shop()
    const id = await addInV2(tested)
    const [first, second] = (await read(tested, `v2/Quotes/${id}`)).Product_Details

    const { status } = await tested.call('PUT', `v2/Quotes/${id}`, {
      data: [
        {
          Product_Details: [
            { id: first.id, quantity: 1, Discount: 0 },
            { id: second.id, delete: true },
            { product: tested.ink, quantity: 2, list_price: 1 },
          ],
        },
      ],
    })
    const quote = await read(tested, `v2/Quotes/${id}`)

    expect(status).toBe(200)
    expect(quote.Product_Details).toMatchObject([
      { id: first.id, quantity: 1, product_description: 'blue' },
      { product: { id: tested.ink }, quantity: 2 },
    ])
    expect(quote.Grand_Total).toBe(4.5)
  })

  it.each([
    ['Product_Details', { Product_Details: undefined }, 'MANDATORY_NOT_FOUND'],
    ['Product_Details', { Product_Details: [] }, 'MANDATORY_NOT_FOUND'],
    ['Product_Details', { Product_Details: 'pens' }, 'INVALID_DATA'],
    ['product', { Product_Details: [{ quantity: 1 }] }, 'MANDATORY_NOT_FOUND'],
    ['product', { Product_Details: [{ product: '7' }] }, 'INVALID_DATA'],
    ['quantity', { Product_Details: [{ product: '{pen}', quantity: 'many' }] }, 'INVALID_DATA'],
    ['Quoted_Items', { Product_Details: undefined, Quoted_Items: [] }, 'MANDATORY_NOT_FOUND'],
  ])('are refused by the name %s when sent as %j', async (name, change, code) => {
    const tested = await shop()
    const row = JSON.parse(JSON.stringify({ ...inV2(tested), ...change }).replace('{pen}', tested.pen))

    const { json } = await tested.call('POST', 'v2/Quotes', { data: [row] })

    expect(json.data[0]).toMatchObject({ code, details: { api_name: name } })
  })

  it('may be sent under the newer name too, and are described under their own', async () => {
    const tested = await shop()

    const added = await tested.call('POST', 'v2/Quotes', { data: [quoteOf(tested)] })
    const names = async (version: string): Promise<string[]> =>
      (await tested.call('GET', `${version}/settings/fields?module=Quotes`)).json.fields.map(
        ({ api_name }: { api_name: string }) => api_name,
      )

    expect(added.status).toBe(201)
    expect(await names('v2')).toContain('Product_Details')
    expect(await names('v2')).not.toContain('Quoted_Items')
    expect(await names('v2.1')).toContain('Quoted_Items')
  })

  it.each(['Sales_Orders', 'Invoices', 'Purchase_Orders'])('are the same in %s', async module => {
    const tested = await shop()
    const vendor = (await tested.call('POST', 'Vendors', { data: [{ Vendor_Name: 'V' }] })).json.data[0].details.id

    const { json } = await tested.call('POST', `v2/${module}`, { data: [{ ...inV2(tested), Vendor_Name: vendor }] })
    const row = await read(tested, `v2/${module}/${json.data[0].details.id}`)

    expect(row.Product_Details).toMatchObject([{ product: { id: tested.pen } }, { product: { id: tested.ink } }])
  })
})
