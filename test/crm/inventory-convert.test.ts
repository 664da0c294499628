/** Quotes become sales orders and invoices, sales orders become invoices; many of them and many leads by jobs. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.mass_convert.Leads.ALL,ZohoCRM.mass_convert.Quotes.ALL`

async function withQuote(more: object = {}) {
  const tested = await atCrm({ scope })
  await control(tested.send, '/_emulator/clock', { freeze: true })
  const [account] = await tested.insert('Accounts', { Account_Name: 'A' })
  const [dealId] = await tested.insert('Deals', { Deal_Name: 'D', Stage: 'Qualification' })
  const [product] = await tested.insert('Products', { Product_Name: 'P' })
  const quote = {
    Subject: 'Q',
    Account_Name: { id: account },
    Deal_Name: { id: dealId },
    Billing_City: 'Graz',
    Carrier: 'UPS',
    Quote_Stage: 'Confirmed',
    Discount: 5,
    Tag: [{ name: 'hot' }],
    Quoted_Items: [
      { Product_Name: { id: product }, Quantity: 2, List_Price: 100 },
      { Product_Name: { id: product }, Quantity: 1, List_Price: 50, Discount: 10 },
    ],
    ...more,
  }
  const [id] = await tested.insert('Quotes', quote)
  const into = (module: string, path = `Quotes/${id}`) =>
    tested.call('POST', `${path}/actions/convert`, { data: [{ convert_to: [{ module: { api_name: module } }] }] })
  return { ...tested, id: id!, quote, product: product!, into }
}

const read = async ({ call }: Pick<AtCrm, 'call'>, path: string) => (await call('GET', path)).json?.data?.[0]

describe('a quote', () => {
  it('becomes a sales order with its items, and that an invoice', async () => {
    const tested = await withQuote()

    const order = await tested.into('Sales_Orders')
    const orderId = order.json.data[0].details.Sales_Orders.id
    const invoice = await tested.into('Invoices', `Sales_Orders/${orderId}`)
    const invoiceId = invoice.json.data[0].details.Invoices.id
    const [quote, made, last] = [
      await read(tested, `Quotes/${tested.id}`),
      await read(tested, `Sales_Orders/${orderId}`),
      await read(tested, `Invoices/${invoiceId}`),
    ]

    expect(order.status).toBe(200)
    expect(order.json).toEqual({
      data: [
        {
          code: 'SUCCESS',
          details: { Sales_Orders: { name: 'Q', id: orderId } },
          message: 'The record has been converted successfully',
          status: 'success',
        },
      ],
    })
    expect(made).toMatchObject({
      Subject: 'Q',
      Billing_City: 'Graz',
      Carrier: 'UPS',
      Status: 'Created',
      Quote_Name: { id: tested.id },
      Deal_Name: { name: 'D' },
      Account_Name: { name: 'A' },
      Grand_Total: quote.Grand_Total,
      Tag: [{ name: 'hot' }],
    })
    expect(made.SO_Number).not.toBeNull()
    expect(made.Ordered_Items).toHaveLength(2)
    expect(made.Ordered_Items[1]).toMatchObject({
      Product_Name: { id: tested.product },
      Quantity: 1,
      Discount: 10,
      Net_Total: 40,
      Sequence_Number: 2,
      Parent_Id: { id: orderId },
    })
    const rowIds = [...quote.Quoted_Items, ...made.Ordered_Items, ...last.Invoiced_Items].map(({ id }) => id)
    expect(new Set(rowIds).size).toBe(6)
    expect(last).toMatchObject({
      Sales_Order: { id: orderId },
      Deal_Name__s: { name: 'D' },
      Grand_Total: quote.Grand_Total,
    })
    const listed = await tested.call('GET', `Quotes/${tested.id}/Sales_Orders?fields=Subject`)
    expect(listed.json.data).toEqual([{ Subject: 'Q', id: orderId }])
  })

  it('is converted once, and says so in its timeline', async () => {
    const tested = await withQuote()

    const first = await tested.into('Invoices')
    const second = await tested.into('Sales_Orders')
    const { json } = await tested.call('GET', `Quotes/${tested.id}/__timeline`)

    expect(first.status).toBe(200)
    expect([second.status, second.json.code]).toEqual([400, 'ID_ALREADY_CONVERTED'])
    expect(json.__timeline.map(({ action }: { action: string }) => action)).toEqual(['converted', 'added'])
  })

  it.each([
    [{}, 'MANDATORY_NOT_FOUND', { api_name: 'convert_to', json_path: '$.data[0].convert_to' }],
    [{ convert_to: [] }, 'MANDATORY_NOT_FOUND', { api_name: 'convert_to' }],
    [{ convert_to: {} }, 'INVALID_DATA', { expected_data_type: 'jsonarray' }],
    [{ convert_to: [{}] }, 'MANDATORY_NOT_FOUND', { api_name: 'module' }],
    [{ convert_to: [{ module: 'Invoices' }] }, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    [
      { convert_to: [{ module: {} }] },
      'EXPECTED_FIELD_MISSING',
      {
        expected_fields: [
          { api_name: 'api_name', json_path: '$.data[0].convert_to[0].module.api_name' },
          { api_name: 'id', json_path: '$.data[0].convert_to[0].module.id' },
        ],
      },
    ],
    [
      { convert_to: [{ module: { api_name: 'Leads' } }] },
      'INVALID_DATA',
      { supported_values: ['Sales_Orders', 'Invoices'] },
    ],
    [{ convert_to: [{ module: { id: '7' } }] }, 'INVALID_DATA', { api_name: 'id' }],
    [
      { convert_to: [{ module: { api_name: 'Invoices' }, carry_over_tags: false }] },
      'NOT_ALLOWED',
      { reason: 'Carry over tags will be automatically converted' },
    ],
    [null, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
  ])('is not converted by %j', async (row, code, details) => {
    const tested = await withQuote()

    const { status, json } = await tested.call('POST', `Quotes/${tested.id}/actions/convert`, { data: [row] })

    expect(status).toBe(400)
    expect(json.data?.[0] ?? json).toMatchObject({ code, details })
  })

  it('is converted though it is a copy of one that was', async () => {
    const tested = await withQuote()
    await tested.into('Sales_Orders')

    const { json } = await tested.call('POST', `Quotes/${tested.id}/actions/clone`, { data: [{}] })
    const { status } = await tested.into('Sales_Orders', `Quotes/${json.data[0].details.id}`)

    expect(status).toBe(200)
  })

  it('is not converted into two modules at once', async () => {
    const tested = await withQuote()
    const { json: modules } = await tested.call('GET', 'settings/modules/Invoices')
    const module = { api_name: 'Sales_Orders', id: modules.modules[0].id }
    const body = { data: [{ convert_to: [{ module }] }] }

    const { json } = await tested.call('POST', `Quotes/${tested.id}/actions/convert`, body)

    expect(json.data[0].code).toBe('AMBIGUITY_DURING_PROCESSING')
  })

  it('needs scopes, permissions and a version that knows it', async () => {
    const tested = await withQuote()
    const old = await tested.call('POST', `v6/Quotes/${tested.id}/actions/convert`, { data: [{}] })
    const other = await tested.call('POST', 'Vendors/7/actions/convert', { data: [{}] })
    const people = await staff({ profiles: [{ name: 'Standard', modules: { Invoices: ['view'] } }] })
    const account = await people.insert('agent', 'Accounts', { Account_Name: 'A' })
    const product = await people.insert('agent', 'Products', { Product_Name: 'P' })
    const id = await people.insert('agent', 'Quotes', {
      Subject: 'Q',
      Account_Name: { id: account },
      Quoted_Items: [{ Product_Name: { id: product } }],
    })
    const body = { data: [{ convert_to: [{ module: { api_name: 'Invoices' } }] }] }

    const forbidden = await people.as('agent', 'POST', `Quotes/${id}/actions/convert`, body)

    expect(old.json.code).toBe('API_NOT_SUPPORTED')
    expect(other.json.code).toBe('INVALID_MODULE')
    expect([forbidden.status, forbidden.json]).toEqual([
      403,
      {
        data: [
          {
            code: 'NO_PERMISSION',
            details: {
              permissions: ['Crm_Implied_Create_Invoices'],
              api_name: 'module',
              json_path: '$.data[0].convert_to[0].module',
            },
            message: 'permission denied',
            status: 'error',
          },
        ],
      },
    ])
  })
})

describe('a mass conversion', () => {
  it('of quotes is a job that can be asked', async () => {
    const tested = await withQuote()
    const [other] = await tested.insert('Quotes', { ...tested.quote, Subject: 'R' })
    await tested.into('Invoices', `Quotes/${other}`)
    const body = { convert_to: [{ module: { api_name: 'Sales_Orders' } }], ids: [tested.id, other] }

    const posted = await tested.call('POST', 'Quotes/actions/mass_convert', body)
    const path = `Quotes/actions/mass_convert?job_id=${posted.json.details.job_id}`
    const before = await tested.call('GET', path)
    await tested.zoho.advanceClock('1s')
    const during = await tested.call('GET', path)
    await tested.zoho.advanceClock('1s')
    const after = await tested.call('GET', path)
    const orders = await tested.call('GET', 'Sales_Orders?fields=Subject')

    expect([posted.status, posted.json]).toEqual([
      202,
      {
        code: 'SCHEDULED',
        details: { job_id: expect.any(String) },
        message: 'Mass Convert scheduled successfully',
        status: 'success',
      },
    ])
    const counts = (converted: number, failed: number, status: string) => ({
      data: [
        {
          total_count: 2,
          not_converted_count: 2 - converted - failed,
          failed_count: failed,
          converted_count: converted,
          status,
        },
      ],
    })
    expect(before.json).toEqual(counts(0, 0, 'SCHEDULED'))
    expect(during.json).toEqual(counts(0, 0, 'IN PROGRESS'))
    expect(after.json).toEqual(counts(1, 1, 'COMPLETED'))
    expect(orders.json.data).toHaveLength(1)
  })

  it('leaves activities that the caller may not change', async () => {
    const profiles = [{ name: 'Viewer', modules: { Calls: ['view'] } }]
    const tested = await staff({ sharing: { Tasks: 'public_read_only' }, profiles }, { agent: 'Viewer' }, scope)
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const product = await tested.insert('admin', 'Products', { Product_Name: 'P' })
    const items = [{ Product_Name: { id: product }, Quantity: 1, List_Price: 1 }]
    const quote = { Subject: 'Q', Account_Name: { id: account }, Quoted_Items: items }
    const id = await tested.insert('admin', 'Quotes', quote)
    const about = { What_Id: { id }, $se_module: 'Quotes' }
    const task = await tested.insert('admin', 'Tasks', { Subject: 'T', ...about })
    const call = await tested.insert('admin', 'Calls', {
      ...{ Subject: 'C', Call_Type: 'Outbound', Call_Start_Time: '2026-01-01T10:00:00+00:00', ...about },
    })

    const posted = await tested.as('agent', 'POST', 'Quotes/actions/mass_convert', {
      ids: [id],
      convert_to: [{ module: { api_name: 'Invoices' } }],
      assign_to: { id: await tested.idOf('agent') },
      related_modules: [{ api_name: 'Tasks' }, { api_name: 'Calls' }],
    })
    await tested.zoho.advanceClock('1m')
    const made = await tested.as('agent', 'GET', 'Invoices?fields=Owner')

    expect(posted.status).toBe(202)
    expect(made.json.data[0].Owner.name).toBe('agent Example')
    for (const path of [`Tasks/${task}`, `Calls/${call}`]) {
      expect((await tested.as('admin', 'GET', path)).json.data[0].Owner.name).toBe('admin Example')
    }
  })

  it('of leads makes contacts, accounts and deals', async () => {
    const tested = await withQuote()
    const ids = await tested.insert(
      'Leads',
      lead('A', { Company: 'One', Tag: [{ name: 't' }] }),
      lead('B', { Company: 'Two' }),
    )
    const deal = {
      Deal_Name: 'New',
      Stage: 'Qualification',
      Closing_Date: '2030-01-01',
      Pipeline: 'Standard (Standard)',
    }
    const body = {
      ids,
      Deals: deal,
      carry_over_tags: [{ api_name: 'Contacts' }],
      move_attachments_to: { api_name: 'Deals' },
      related_modules: [{ api_name: 'Tasks' }],
    }

    const posted = await tested.call('POST', 'Leads/actions/mass_convert', body)
    await tested.zoho.advanceClock('2s')
    const status = await tested.call('GET', `Leads/actions/mass_convert?job_id=${posted.json.details.job_id}`)
    const contacts = await tested.call('GET', 'Contacts?fields=Last_Name,Account_Name&sort_order=asc')
    const leads = await tested.call('GET', 'Leads?fields=Last_Name')

    expect(posted.status).toBe(202)
    expect(status.json).toEqual({
      data: [{ Status: 'completed', Total_Count: 2, Converted_Count: 2, Not_Converted_Count: 0, Failed_Count: 0 }],
    })
    expect(contacts.json.data).toMatchObject([
      { Last_Name: 'A', Account_Name: { name: 'One' } },
      { Last_Name: 'B', Account_Name: { name: 'Two' } },
    ])
    expect((await read(tested, `Contacts/${contacts.json.data[0].id}`)).Tag).toMatchObject([{ name: 't' }])
    expect(leads.status).toBe(204)
    expect((await tested.call('GET', 'Deals?fields=id')).json.data).toHaveLength(3)
  })

  it.each([
    [{}, 'MANDATORY_NOT_FOUND', { api_name: 'ids', json_path: '$.ids' }],
    [{ ids: 'x' }, 'INVALID_DATA', { expected_data_type: 'jsonarray' }],
    [{ ids: ['x'] }, 'INVALID_DATA', { expected_data_type: 'long', json_path: '$.ids[0]' }],
    [{ ids: ['7'] }, 'INVALID_DATA', { json_path: '$.ids[0]' }],
    [{ ids: Array(51).fill('7') }, 'LIMIT_EXCEEDED', { limit: 50 }],
    [{ ids: [], assign_to: 7 }, 'INVALID_DATA', {}],
    [{ ids: 'lead', assign_to: { id: '7' } }, 'INVALID_DATA', { json_path: '$.assign_to.id' }],
    [{ ids: 'lead', portal_user_type: { id: '7' } }, 'INVALID_DATA', { json_path: '$.portal_user_type.id' }],
    [{ ids: 'lead', apply_assignment_threshold: 1 }, 'INVALID_DATA', { json_path: '$.apply_assignment_threshold' }],
    [{ ids: 'lead', related_modules: [{}] }, 'EXPECTED_FIELD_MISSING', {}],
    [{ ids: 'lead', related_modules: [{ api_name: 'Leads' }] }, 'INVALID_DATA', {}],
    [{ ids: 'lead', Deals: {} }, 'MANDATORY_NOT_FOUND', { json_path: '$.Deals.Deal_Name' }],
    [
      { ids: 'lead', Deals: { Deal_Name: 'D', Stage: 'S', Closing_Date: 'x', Pipeline: 'P' } },
      'INVALID_DATA',
      { json_path: '$.Deals.Closing_Date' },
    ],
  ])('refuses %j', async (sent, code, details) => {
    const tested = await withQuote()
    const [id] = await tested.insert('Leads', lead('A'))
    const body = 'ids' in sent && sent.ids === 'lead' ? { ...sent, ids: [id] } : sent

    const { status, json } = await tested.call('POST', 'Leads/actions/mass_convert', body)

    expect(status).toBe(400)
    expect(json).toMatchObject({ code, details })
  })

  it('is asked for by a job id of its module', async () => {
    const tested = await withQuote()
    const [id] = await tested.insert('Leads', lead('A'))
    const { json } = await tested.call('POST', 'Leads/actions/mass_convert', { ids: [id] })

    const missing = await tested.call('GET', 'Leads/actions/mass_convert')
    const other = await tested.call('GET', `Quotes/actions/mass_convert?job_id=${json.details.job_id}`)
    const wrong = await tested.call('GET', 'Vendors/actions/mass_convert?job_id=7')

    expect(missing.json).toEqual({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param: 'job_id', json_path: '$.job_id' },
      message: 'job_id is required.',
      status: 'error',
    })
    expect(other.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'job_id' } })
    expect(wrong.json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('needs its own scope, and a profile that may make what it makes', async () => {
    const plain = await atCrm()
    const people = await staff(
      { profiles: [{ name: 'Standard', modules: { Contacts: ['view'] } }] },
      {},
      `${allScopes},ZohoCRM.mass_convert.Leads.ALL`,
    )
    const id = await people.insert('agent', 'Leads', lead('A'))

    expect((await plain.call('POST', 'Leads/actions/mass_convert', { ids: ['7'] })).json.code).toBe(
      'OAUTH_SCOPE_MISMATCH',
    )
    expect((await people.as('agent', 'POST', 'Leads/actions/mass_convert', { ids: [id] })).json).toEqual(
      denied('Create_Contacts'),
    )
  })
})
