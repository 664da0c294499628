/** Records named by the ids that another system gave them: the header X-EXTERNAL. */

import { describe, expect, it } from 'vitest'
import type { Answer } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'

interface Crm extends Omit<AtCrm, 'call'> {
  call(method: string, path: string, body?: unknown, external?: string): Promise<Answer>
}

/** Accounts, contacts and products with an external field each. */
async function crm(): Promise<Crm> {
  const tested = await atCrm()
  const call: Crm['call'] = (method, path, body, external) =>
    tested.call(method, path, body, external === undefined ? {} : { 'X-EXTERNAL': external })
  for (const module of ['Accounts', 'Contacts', 'Products']) {
    const fields = [{ field_label: 'Ext ID', data_type: 'text', external: { type: 'org', show: true } }]
    await call('POST', `settings/fields?module=${module}`, { fields })
  }
  return { ...tested, call }
}

const contacts = 'Contacts.Ext_ID'

describe('a record', () => {
  it('is read, changed, cloned and deleted by its external value', async () => {
    const tested = await crm()
    const id = await tested.insertOne('Contacts', { Last_Name: 'A', Ext_ID: 'ext-1' })

    const got = await tested.call('GET', 'Contacts/ext-1?fields=Last_Name', undefined, contacts)
    const updated = await tested.call('PUT', 'Contacts/ext-1', { data: [{ Last_Name: 'B' }] }, contacts)
    const rows = await tested.call(
      'PUT',
      'Contacts',
      { data: [{ Ext_ID: 'EXT-1', Title: 'CTO' }, { Ext_ID: 'no' }] },
      contacts,
    )
    const read = await tested.call('GET', `Contacts/${id}`)
    const deleted = await tested.call('DELETE', 'Contacts?ids=ext-1,no', undefined, contacts)

    expect(got.json.data).toEqual([{ Last_Name: 'A', id }])
    expect(updated.json.data[0].details).toMatchObject({ Ext_ID: 'ext-1', id })
    expect(rows.json.data).toMatchObject([
      { code: 'SUCCESS', details: { Ext_ID: 'EXT-1', id } },
      { code: 'INVALID_DATA', details: { api_name: 'Ext_ID', json_path: '$.data[1].Ext_ID' } },
    ])
    expect(read.json.data[0]).toMatchObject({ Last_Name: 'B', Title: 'CTO' })
    expect(deleted.json.data.map(({ details }: { details: object }) => details)).toEqual([
      { Ext_ID: 'EXT-1', id },
      { Ext_ID: 'no' },
    ])
  })

  it('is deleted by the path, and listed by ids, by its external value', async () => {
    const tested = await crm()
    const id = await tested.insertOne('Contacts', { Last_Name: 'A', Ext_ID: 'ext-1' })
    const other = await tested.insertOne('Contacts', { Last_Name: 'B', Ext_ID: 'ext-2' })
    await tested.insertOne('Contacts', { Last_Name: 'C', Ext_ID: 'ext-3' })

    const listed = await tested.call('GET', 'Contacts?ids=ext-2,no,ext-1&fields=Ext_ID', undefined, contacts)
    const deleted = await tested.call('DELETE', 'Contacts/ext-1', undefined, contacts)
    const again = await tested.call('DELETE', 'Contacts/ext-1', undefined, contacts)

    expect(listed.json.data).toEqual([
      { Ext_ID: 'ext-2', id: other },
      { Ext_ID: 'ext-1', id },
    ])
    expect(deleted.json.data[0].details).toEqual({ Ext_ID: 'ext-1', id })
    expect([again.status, again.json.data[0].details]).toEqual([400, { Ext_ID: 'ext-1' }])
  })

  it('that nobody has under that value is answered as one whose id is absent', async () => {
    const tested = await crm()
    const id = await tested.insertOne('Contacts', { Last_Name: 'A', Ext_ID: 'ext-1' })

    const got = await tested.call('GET', 'Contacts/ext-2', undefined, contacts)
    const byId = await tested.call('GET', `Contacts/${id}`, undefined, contacts)
    const updated = await tested.call('PUT', 'Contacts/ext-2', { data: [{ Last_Name: 'B' }] }, contacts)
    const withoutHeader = await tested.call('GET', 'Contacts/ext-1')

    expect([got.status, byId.status]).toEqual([204, 204])
    expect(updated.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'Ext_ID' } })
    expect(withoutHeader.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
  })

  it('is found by an upsert without being named', async () => {
    const tested = await crm()
    const id = await tested.insertOne('Contacts', { Last_Name: 'A', Ext_ID: 'ext-1' })

    const { json } = await tested.call('POST', 'Contacts/upsert', {
      data: [
        { Last_Name: 'B', Ext_ID: 'ext-1' },
        { Last_Name: 'C', Ext_ID: 'ext-2' },
      ],
    })

    expect(json.data[0]).toMatchObject({ action: 'update', duplicate_field: 'Ext_ID', details: { id } })
    expect(json.data[1]).toMatchObject({ action: 'insert' })
  })

  it('has related records that are named in the same way', async () => {
    const tested = await crm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A', Ext_ID: 'acc' })
    const contact = await tested.insertOne('Contacts', { Last_Name: 'C', Ext_ID: 'con', Account_Name: { id: account } })
    const both = 'Accounts.Ext_ID, Contacts.Ext_ID'

    const list = await tested.call('GET', 'Accounts/acc/Contacts?fields=Last_Name', undefined, both)
    const one = await tested.call('GET', 'Accounts/acc/Contacts/con?fields=Last_Name', undefined, both)
    const removed = await tested.call('DELETE', 'Accounts/acc/Contacts?ids=con', undefined, both)
    const left = await tested.call('GET', 'Accounts/acc/Contacts?fields=Last_Name', undefined, both)

    expect(list.json.data).toEqual([{ Last_Name: 'C', id: contact }])
    expect(one.json.data).toEqual([{ Last_Name: 'C', id: contact }])
    expect(removed.json.data[0]).toMatchObject({ message: 'relation removed', details: { id: contact } })
    expect(left.status).toBe(204)
  })

  it('is connected by its external value, which each row has to say', async () => {
    const tested = await crm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A', Ext_ID: 'acc' })
    const contact = await tested.insertOne('Contacts', { Last_Name: 'C', Ext_ID: 'con' })
    const both = 'Accounts.Ext_ID, Contacts.Ext_ID'
    const data = [{ Ext_ID: 'con', Title: 'CTO' }, { Ext_ID: 'no' }, { id: contact }]

    const { json } = await tested.call('PUT', 'Accounts/acc/Contacts', { data }, both)
    const one = await tested.call('PUT', 'Accounts/acc/Contacts/con', { data: [{ Title: 'CEO' }] }, both)
    const read = await tested.call('GET', `Contacts/${contact}`)

    expect(json.data).toMatchObject([
      { message: 'relation added', details: { Ext_ID: 'con', id: contact } },
      { code: 'INVALID_DATA', details: { api_name: 'Ext_ID', json_path: '$.data[1].Ext_ID' } },
      { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Ext_ID', json_path: '$.data[2].Ext_ID' } },
    ])
    expect(one.json.data[0]).toMatchObject({ message: 'relation added', details: { Ext_ID: 'con', id: contact } })
    expect(read.json.data[0]).toMatchObject({ Title: 'CEO', Account_Name: { id: account } })
  })

  it('that is not there has no related records, and says so', async () => {
    const tested = await crm()

    const external = await tested.call('GET', 'Accounts/acc/Contacts?fields=id', undefined, 'Accounts.Ext_ID')
    const byId = await tested.call('GET', 'Accounts/7/Contacts?fields=id')

    expect([external.status, external.json.code, external.json.details]).toEqual([
      400,
      'INVALID_DATA',
      { resource_path_index: 1 },
    ])
    expect(byId.status).toBe(204)
  })
})

describe('a lookup in a body', () => {
  it('names its target by an external value, which counts before an id', async () => {
    const tested = await crm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A', Ext_ID: 'acc' })
    const other = await tested.insertOne('Accounts', { Account_Name: 'B' })
    const header = 'Contacts.Account_Name.Ext_ID'
    const row = { Last_Name: 'C', Account_Name: { Ext_ID: 'acc', id: other } }

    const withHeader = await tested.call('POST', 'Contacts', { data: [row] }, header)
    const without = await tested.call('POST', 'Contacts', { data: [row] })
    const accountOf = async (answer: Answer) =>
      (await tested.call('GET', `Contacts/${idOf(answer)}`)).json.data[0].Account_Name.id

    expect(await accountOf(withHeader)).toBe(account)
    expect(await accountOf(without)).toBe(other)
  })

  it('that names nobody refuses its row and says where', async () => {
    const tested = await crm()
    const data = [{ Last_Name: 'C', Account_Name: { Ext_ID: 'nobody' } }, { Last_Name: 'D' }]

    const { status, json } = await tested.call('POST', 'Contacts', { data }, 'Contacts.Account_Name.Ext_ID')
    const old = await tested.call('POST', 'v2/Contacts', { data }, 'Contacts.Account_Name.Ext_ID')

    expect(status).toBe(207)
    expect(json.data[0]).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'Ext_ID', json_path: '$.data[0].Account_Name.Ext_ID' },
    })
    expect(old.json.data[0].details).toEqual({ api_name: 'Ext_ID' })
  })

  it.each(['Quotes.Quoted_Items.Product_Name.Ext_ID', 'Quotes.Product_Details.Product_Name.Ext_ID'])(
    'stands in line items too: %s',
    async header => {
      const tested = await crm()
      const account = await tested.insertOne('Accounts', { Account_Name: 'A' })
      const product = await tested.insertOne('Products', { Product_Name: 'P', Ext_ID: 'p' })
      const quote = (Ext_ID: string) => ({
        Subject: 'Q',
        Account_Name: { id: account },
        Quoted_Items: [{ Product_Name: { Ext_ID }, Quantity: 2, List_Price: 5 }],
      })

      const { json } = await tested.call('POST', 'Quotes', { data: [quote('p'), quote('q')] }, header)
      const got = await tested.call('GET', `Quotes/${json.data[0].details.id}`)

      expect(got.json.data[0].Quoted_Items[0].Product_Name.id).toBe(product)
      expect(json.data[1].details.json_path).toBe('$.data[1].Quoted_Items[0].Product_Name.Ext_ID')
    },
  )

  it('says which module it means where it may lead to several', async () => {
    const tested = await crm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A', Ext_ID: 'acc' })
    const contact = await tested.insertOne('Contacts', { Last_Name: 'C', Ext_ID: 'con' })
    const header = 'Events.What_Id->Accounts.Ext_ID, Events.Participants.participant->Contacts.Ext_ID'
    const event = {
      Event_Title: 'E',
      Start_DateTime: '2026-05-10T10:10:10+05:30',
      End_DateTime: '2026-05-10T11:10:10+05:30',
      $se_module: 'Accounts',
      What_Id: { Ext_ID: 'acc' },
      Participants: [{ type: 'contact', participant: { Ext_ID: 'con' } }],
    }

    const inserted = await tested.call('POST', 'Events', { data: [event] }, header)
    const got = (await tested.call('GET', `Events/${idOf(inserted)}`)).json.data[0]

    expect(got.What_Id.id).toBe(account)
    expect(got.Participants[0]).toMatchObject({ participant: contact, name: 'C' })
  })
})

it.each([
  'Contacts.Last_Name',
  'Nothing.Ext_ID',
  'Contacts',
  'Contacts.Nothing.Ext_ID',
  '.',
  'Contacts.Account_Name->.Ext_ID',
])('is refused where it names no external field: %s', async header => {
  const tested = await crm()

  const { status, json } = await tested.call('GET', 'Contacts/1', undefined, header)

  expect(status).toBe(400)
  expect(json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'X-EXTERNAL' } })
})
