/** Values of forms that nobody expects: each is refused where it stands, or means no more than what it says. */

import { describe, expect, it } from 'vitest'
import { lead, type Staff, staff } from './staff.ts'

/** An object of which JavaScript can make no text. */
const noText = { toString: 1, valueOf: 1 }

const meeting = { Event_Title: 'E', Start_DateTime: '2026-01-01T10:00:00Z', End_DateTime: '2026-01-01T11:00:00Z' }

describe('an object in place of a text', () => {
  const rows = (key: string, row: object) => ({ [key]: [row] })
  const counted = (list: object) => rows('get_related_records_count', list)
  const filtered = (filter: object) =>
    counted({
      related_list: { api_name: 'Notes' },
      params: { filters: { comparator: 'equal', field: { api_name: 'Owner' }, value: 'x', ...filter } },
    })
  const formula = { field_label: 'F', data_type: 'formula', formula: { return_type: noText, expression: '1' } }

  it.each<[string, string, object, string]>([
    ['POST', 'Leads/upsert', { data: [lead('A')], duplicate_check_fields: [noText] }, '$.duplicate_check_fields[0]'],
    [
      'POST',
      'Notes',
      rows('data', { Note_Content: 'N', Parent_Id: { id: '1', module: { api_name: noText } } }),
      'Parent_Id.module',
    ],
    [
      'POST',
      'Events',
      rows('data', { ...meeting, Participants: [{ type: 'lead', participant: noText }] }),
      'participant',
    ],
    ['PUT', 'Leads', rows('data', { id: noText }), '$.data[0].id'],
    ['POST', 'Leads/upsert', rows('data', lead('A', { id: noText })), '$.data[0].id'],
    [
      'POST',
      'Leads/ID/actions/get_related_records_count',
      counted({ related_list: { id: noText } }),
      'related_list.id',
    ],
    ['POST', 'Leads/ID/actions/get_related_records_count', filtered({ field: { api_name: noText } }), 'field.api_name'],
    ['POST', 'Leads/ID/actions/get_related_records_count', filtered({ value: noText }), 'filters.value'],
    ['POST', 'settings/fields?module=Leads', rows('fields', formula), 'formula.return_type'],
  ])('is refused by %s %s, %#', async (method, path, body, place) => {
    const tested = await staff()
    const id = await tested.insert('admin', 'Leads', lead('A'))

    const { status, json, text } = await tested.as('admin', method, path.replace('ID', id), body)

    expect(status, text).toBe(400)
    expect(JSON.stringify(json)).toContain(place)
  })

  it('names no row of a subform', async () => {
    const tested = await staff()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const product = await tested.insert('admin', 'Products', { Product_Name: 'P' })
    const items = [{ Product_Name: product, Quantity: 1 }]
    const id = await tested.insert('admin', 'Quotes', { Subject: 'Q', Account_Name: account, Quoted_Items: items })

    const data = [{ Quoted_Items: [{ id: noText, Quantity: 2 }] }]
    const { status, json } = await tested.as('admin', 'PUT', `Quotes/${id}`, { data })

    expect([status, json.data[0].details.json_path]).toEqual([400, '$.data[0].Quoted_Items[0].id'])
  })
})

describe('a word that means something to objects', () => {
  const addField = (tested: Staff, field_label: string) =>
    tested.as('admin', 'POST', 'settings/fields?module=Leads', { fields: [{ field_label, data_type: 'text' }] })

  it('is a stage without a probability', async () => {
    const tested = await staff()
    const deal = { Deal_Name: 'D', Stage: 'constructor', Probability: 30, Amount: 100 }

    const id = await tested.insert('admin', 'Deals', deal)
    const moved = await tested.as('admin', 'PUT', `Deals/${id}`, { data: [{ Stage: 'toString' }] })
    const { json } = await tested.as('admin', 'GET', `Deals/${id}`)

    expect(moved.status).toBe(200)
    expect(json.data[0]).toMatchObject({ Stage: 'toString', Probability: 30, Expected_Revenue: 30 })
  })

  it('is a label, but no API name of a field', async () => {
    const tested = await staff()
    const id = await tested.insert('admin', 'Leads', lead('A'))

    const added = await addField(tested, 'constructor')
    const { json } = await tested.as('admin', 'GET', `Leads/${id}?fields=constructor,constructor1`)

    expect(added.status).toBe(201)
    expect(json.data).toEqual([{ constructor1: null, id }])
  })

  it.each(['__proto__', 'constructor', 'toString'])('is no module, no field and no view: %s', async word => {
    const tested = await staff()
    await tested.insert('admin', 'Leads', lead('A'))

    const answers = [
      await tested.as('admin', 'GET', `${word}?fields=id`),
      await tested.as('admin', 'GET', `settings/fields?module=${word}`),
      await tested.as('admin', 'GET', `Leads/search?criteria=(${word}:equals:A)`),
      await tested.as('admin', 'GET', `Leads?fields=id&cvid=${word}`),
      await tested.query('admin', `select "${word}" from Leads where id is not null`),
      await tested.query('admin', `select id from "${word}" where id is not null`),
    ]
    const list = await tested.as('admin', 'GET', `Leads?fields=Last_Name,${word}`)

    for (const { status, text } of answers) expect(status, text).toBe(400)
    expect(Object.keys(list.json.data[0])).toEqual(['Last_Name', 'id'])
  })
})

describe('more than anybody needs', () => {
  it('of values is no pick list, and up to there each is looked up once', { timeout: 6000 }, async () => {
    const tested = await staff()
    const values = (count: number) => Array.from({ length: count }, (_, at) => ({ display_value: `V${at}` }))
    const path = 'settings/fields?module=Leads'
    const field = { field_label: 'P', data_type: 'picklist', pick_list_values: values(10_000) }

    const longer = await tested.as('admin', 'POST', path, {
      fields: [{ ...field, pick_list_values: values(10_001) }],
    })
    const added = await tested.as('admin', 'POST', path, { fields: [{ ...field, pick_list_values: values(1) }] })
    const { id } = added.json.fields[0].details
    const rows = values(9_000)
      .slice(1)
      .map(value => ({ ...value, sequence_number: 1 }))
    const changed = await tested.as('admin', 'PATCH', path, { fields: [{ id, pick_list_values: rows }] })
    const beyond = await tested.as('admin', 'PATCH', path, {
      fields: [{ id, pick_list_values: values(11_000).slice(9_000) }],
    })

    expect([longer.status, added.status, changed.status, beyond.status]).toEqual([400, 201, 200, 400])
    for (const { json } of [longer, beyond]) expect(json.fields[0].details.maximum_length).toBe(10_000)
  })

  it('of a field in an upsert is that field once', { timeout: 3000 }, async () => {
    const tested = await staff()
    const data = Array.from({ length: 100 }, (_, at) => lead(`L${at}`, { Email: `${at}@b.example` }))

    const { status } = await tested.as('admin', 'POST', 'Leads/upsert', {
      data,
      duplicate_check_fields: Array(100_000).fill('Email'),
    })

    expect(status).toBe(200)
  })

  it('of a query is not read', async () => {
    const tested = await staff()

    const { status, json } = await tested.query('admin', `select id from Leads where ${'('.repeat(1024 * 1024)}`)

    expect([status, json.code]).toEqual([413, 'BODY_SIZE_REACHED'])
  })

  it('of criteria chooses nothing', async () => {
    const tested = await staff({}, {}, 'ZohoCRM.modules.ALL,ZohoCRM.mass_update.ALL')
    await tested.insert('admin', 'Leads', lead('A'))
    const criteria = Array(26).fill({ field: { api_name: 'Last_Name' }, comparator: 'equal', value: 'A' })
    const update = (sent: object[]) =>
      tested.as('admin', 'POST', 'Leads/actions/mass_update', { data: [{ Company: 'D' }], criteria: sent })

    const refused = await update(criteria)
    const taken = await update(criteria.slice(1))

    expect([refused.status, refused.json.code]).toEqual([400, 'CRITERIA_LIMIT_EXCEEDED'])
    expect(taken.json.data[0].code).toBe('SUCCESS')
  })
})
