/** Counts of related lists, and the related lists of deleted records. */

import { describe, expect, it } from 'vitest'
import { type Answer, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

const root = 'get_related_records_count'

interface Crm extends AtCrm {
  /** The counts of lists of a record. */
  count(record: string, ...lists: unknown[]): Promise<Answer>
}

async function crm(scope = everything): Promise<Crm> {
  const tested = await atCrm({ scope })
  return {
    ...tested,
    count: (record, ...lists) => tested.call('POST', `${record}/actions/${root}`, { [root]: lists }),
  }
}

/** An account with three contacts and a deal. */
async function account(tested: Crm): Promise<{ id: string; path: string; lists: Record<string, string> }> {
  const id = await tested.insertOne('Accounts', { Account_Name: 'A' })
  for (const [name, city] of [
    ['One', 'Graz'],
    ['Two', 'Graz'],
    ['Three', 'Linz'],
  ]) {
    await tested.insertOne('Contacts', { Last_Name: name, Mailing_City: city, Account_Name: { id } })
  }
  await tested.insertOne('Deals', { Deal_Name: 'D', Stage: 'Qualification', Amount: 5, Account_Name: { id } })
  const { json } = await tested.call('GET', 'settings/related_lists?module=Accounts')
  const lists = json.related_lists.map(({ api_name, id: listId }: Record<string, string>) => [api_name, listId])
  return { id, path: `Accounts/${id}`, lists: Object.fromEntries(lists) }
}

const first = ({ json }: Answer) => json[root][0]

describe('related counts', () => {
  it('answer for each list, named by id, by API name or by both', async () => {
    const tested = await crm()
    const { path, lists } = await account(tested)
    const contacts = { api_name: 'Contacts', id: lists.Contacts }
    const deals = { api_name: 'Deals', id: lists.Deals }

    const { status, json } = await tested.count(
      path,
      { related_list: contacts },
      { related_list: { api_name: 'deals' } },
      { related_list: { id: lists.Contacts } },
      { related_list: { api_name: 'Invoices' } },
    )

    expect(status).toBe(200)
    expect(json).toEqual({
      [root]: [
        { count: 3, related_list: contacts },
        { count: 1, related_list: deals },
        { count: 3, related_list: contacts },
        { count: 0, related_list: { api_name: 'Invoices', id: lists.Invoices } },
      ],
    })
  })

  it('follow what is connected, disconnected and deleted', async () => {
    const tested = await crm()
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })
    const product = await tested.insertOne('Products', { Product_Name: 'P' })
    const count = async () =>
      first(await tested.count(`Leads/${lead}`, { related_list: { api_name: 'Products' } })).count
    const before = await count()

    await tested.call('PUT', `Leads/${lead}/Products/${product}`, { data: [{}] })
    const linked = await count()
    await tested.call('DELETE', `Products/${product}`)
    const deleted = await count()

    expect([before, linked, deleted]).toEqual([0, 1, 0])
  })

  it.each([
    [{ filters: { field: { api_name: 'Mailing_City' }, comparator: 'equal', value: 'graz' } }, 2],
    [{ filters: { field: { api_name: 'Mailing_City' }, comparator: 'equal', value: 'Wien' } }, 0],
    [{ approved: true, approval_state: 'approved' }, 3],
    [{ approved: false }, 0],
    [{ converted: false }, 3],
    [{ converted: true }, 0],
    [{}, 3],
  ])('with the params %j are %i', async (params, expected) => {
    const tested = await crm()
    const { path } = await account(tested)

    const answer = await tested.count(path, { related_list: { api_name: 'Contacts' }, params })

    expect([answer.status, first(answer).count]).toEqual([200, expected])
  })

  it('compare numbers and lookups as such', async () => {
    const tested = await crm()
    const { path, id } = await account(tested)
    const deals = (field: string, value: unknown) => ({
      related_list: { api_name: 'Deals' },
      params: { filters: { field: { api_name: field }, comparator: 'equal', value } },
    })

    const { json } = await tested.count(
      path,
      deals('Amount', '5.0'),
      deals('Amount', 6),
      deals('Account_Name', id),
      deals('Stage', 'Qualification'),
    )

    expect(json[root].map(({ count }: { count: number }) => count)).toEqual([1, 0, 1, 1])
  })

  const list = `$.${root}[0].related_list`
  const filters = `$.${root}[0].params.filters`
  const filter = { field: { api_name: 'Mailing_City' }, comparator: 'equal', value: 'Graz' }
  it.each([
    [{}, 'MANDATORY_NOT_FOUND', { api_name: 'related_list', json_path: list }],
    ['x', 'INVALID_DATA', { expected_data_type: 'jsonobject', api_name: root, json_path: `$.${root}[0]` }],
    [
      { related_list: 'x' },
      'INVALID_DATA',
      { expected_data_type: 'jsonobject', api_name: 'related_list', json_path: list },
    ],
    [
      { related_list: {} },
      'EXPECTED_FIELD_MISSING',
      {
        expected_fields: [
          { api_name: 'api_name', json_path: `${list}.api_name` },
          { api_name: 'id', json_path: `${list}.id` },
        ],
      },
    ],
    [{ related_list: { id: '7' } }, 'INVALID_DATA', { api_name: 'id', json_path: `${list}.id` }],
    [
      { related_list: { api_name: 'Nonsense' } },
      'INVALID_DATA',
      { api_name: 'api_name', json_path: `${list}.api_name` },
    ],
    [{ related_list: { api_name: 'Contacts' }, params: [] }, 'INVALID_DATA', { api_name: 'params' }],
    [
      { related_list: { api_name: 'Contacts' }, params: { approved: 'yes' } },
      'INVALID_DATA',
      { expected_data_type: 'boolean', api_name: 'approved' },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { approval_state: 'x' } },
      'INVALID_DATA',
      { supported_values: ['approved'] },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { filters: [] } },
      'INVALID_DATA',
      { api_name: 'filters', json_path: filters },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { filters: {} } },
      'MANDATORY_NOT_FOUND',
      { api_name: 'comparator' },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { filters: { ...filter, comparator: 'less' } } },
      'INVALID_DATA',
      { supported_values: ['equal'] },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { filters: { ...filter, field: { api_name: 'X' } } } },
      'INVALID_DATA',
      { json_path: `${filters}.field.api_name` },
    ],
    [
      { related_list: { api_name: 'Contacts' }, params: { filters: { ...filter, field: 'Mailing_City' } } },
      'INVALID_DATA',
      { json_path: `${filters}.field.api_name` },
    ],
    [
      {
        related_list: { api_name: 'Contacts' },
        params: { filters: { ...filter, field: { api_name: 'Account_Name' } } },
      },
      'INVALID_DATA',
      { expected_data_type: 'lookup', json_path: `${filters}.value` },
    ],
  ])('refuse %j with %s', async (sent, code, details) => {
    const tested = await crm()
    const { path } = await account(tested)

    const answer = await tested.count(path, sent)

    expect(answer.status).toBe(400)
    expect(first(answer)).toMatchObject({ code, details, status: 'error' })
  })

  it('refuse an id and a name that are not of one list', async () => {
    const tested = await crm()
    const { path, lists } = await account(tested)

    const answer = await tested.count(path, { related_list: { api_name: 'Contacts', id: lists.Deals } })

    expect([answer.status, first(answer)]).toEqual([
      400,
      {
        code: 'AMBIGUITY_DURING_PROCESSING',
        details: {
          ambiguity_due_to: [
            { api_name: 'id', json_path: `${list}.id` },
            { api_name: 'api_name', json_path: `${list}.api_name` },
          ],
        },
        message: 'Ambiguity while processing the request',
        status: 'error',
      },
    ])
  })

  it('are answered with 207 where some are refused', async () => {
    const tested = await crm()
    const { path } = await account(tested)

    const { status, json } = await tested.count(path, { related_list: { api_name: 'Contacts' } }, {})

    expect(status).toBe(207)
    expect(json[root][0].count).toBe(3)
    expect(json[root][1].details.json_path).toBe(`$.${root}[1].related_list`)
  })

  it('need a record that is there, and twenty lists at most', async () => {
    const tested = await crm()
    const { path } = await account(tested)
    const contacts = { related_list: { api_name: 'Contacts' } }

    const absent = await tested.count('Accounts/7', contacts)
    const most = await tested.count(path, ...Array.from({ length: 20 }, () => contacts))
    const more = await tested.count(path, ...Array.from({ length: 21 }, () => contacts))
    const none = await tested.call('POST', `${path}/actions/${root}`, {})

    expect([absent.status, absent.json]).toEqual([
      400,
      {
        code: 'INVALID_DATA',
        details: { resource_path_index: 1 },
        message: 'the related id given seems to be invalid',
        status: 'error',
      },
    ])
    expect([most.status, most.json[root]]).toMatchObject([200, Array.from({ length: 20 }, () => ({ count: 3 }))])
    expect([more.status, first(more)]).toMatchObject([400, { code: 'LIMIT_EXCEEDED', details: { maximum_length: 20 } }])
    expect(none.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: root } })
  })

  it('need the scopes of both modules', async () => {
    const full = await crm()
    const { path } = await account(full)
    const { access_token: token } = await full.tokens({ org: 'Acme QA', scope: 'ZohoCRM.modules.accounts.READ' })

    const { status, json } = await full.send('POST', `/sandbox.zohoapis.com/crm/v8/${path}/actions/${root}`, {
      token,
      body: { [root]: [{ related_list: { api_name: 'Contacts' } }] },
    })

    expect([status, json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })

  it('came with v8', async () => {
    const tested = await crm()

    const { status, json } = await tested.count('v7/Accounts/7', { related_list: { api_name: 'Contacts' } })

    expect([status, json.code, json.details]).toEqual([400, 'API_NOT_SUPPORTED', { supported_version: 'v8' }])
  })
})

describe('the related list of a deleted record', () => {
  it('is what it was, as long as the record lies in the recycle bin', async () => {
    const tested = await crm()
    const { id, path } = await account(tested)
    const read = () => tested.call('GET', `Accounts/deleted/${id}/Contacts?fields=Last_Name&sort_order=asc`)
    const alive = await read()

    await tested.call('DELETE', path)
    const deleted = await read()
    await tested.call('DELETE', `settings/recycle_bin/${id}`)
    const gone = await read()

    const refusal = {
      code: 'INVALID_DATA',
      details: { resource_path_index: 2 },
      message: 'the related id given seems to be invalid',
      status: 'error',
    }
    expect([alive.status, alive.json]).toEqual([400, refusal])
    expect(deleted.json.data.map((row: { Last_Name: string }) => row.Last_Name)).toEqual(['One', 'Two', 'Three'])
    expect(deleted.json.info).toMatchObject({ count: 3, more_records: false })
    expect([gone.status, gone.json]).toEqual([400, refusal])
  })

  it('has the links that no field stands for, and is empty without any', async () => {
    const tested = await crm()
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })
    const product = await tested.insertOne('Products', { Product_Name: 'P' })
    await tested.call('PUT', `Leads/${lead}/Products/${product}`, { data: [{}] })
    await tested.call('DELETE', `Leads/${lead}`)

    const products = await tested.call('GET', `leads/deleted/${lead}/products?fields=Product_Name`)
    const campaigns = await tested.call('GET', `Leads/deleted/${lead}/Campaigns?fields=id`)

    expect(products.json.data).toEqual([{ Product_Name: 'P', id: product }])
    expect([campaigns.status, campaigns.text]).toEqual([204, ''])
  })

  it('needs fields, a list that exists, an id of digits and a record of that module', async () => {
    const tested = await crm()
    const { id, path } = await account(tested)
    await tested.call('DELETE', path)

    const answers = await Promise.all(
      [
        `Accounts/deleted/${id}/Contacts`,
        `Accounts/deleted/${id}/Nonsense?fields=id`,
        'Accounts/deleted/x/Contacts?fields=id',
        `Vendors/deleted/${id}/Products?fields=id`,
      ].map(address => tested.call('GET', address)),
    )

    expect(answers.map(({ status, json }) => [status, json.code, json.details])).toEqual([
      [400, 'REQUIRED_PARAM_MISSING', { param_name: 'fields' }],
      [400, 'INVALID_DATA', { resource_path_index: 3 }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
    ])
  })

  it('needs the scopes of both modules', async () => {
    const tested = await crm('ZohoCRM.modules.leads.ALL')
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })
    await tested.call('DELETE', `Leads/${lead}`)

    const { status, json } = await tested.call('GET', `Leads/deleted/${lead}/Products?fields=id`)

    expect([status, json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })
})
