import { describe, expect, it } from 'vitest'
import { atCrm, idsOf } from './at-crm.ts'

describe('a related list', () => {
  it('shows the records whose lookup points to the record, paged like any list', async () => {
    const tested = await atCrm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A' })
    const other = await tested.insertOne('Accounts', { Account_Name: 'B' })
    const mine = [
      await tested.insertOne('Contacts', { Last_Name: 'One', Account_Name: account }),
      await tested.insertOne('Contacts', { Last_Name: 'Two', Account_Name: account }),
    ]
    await tested.insertOne('Contacts', { Last_Name: 'Three', Account_Name: other })

    const list = await tested.call('GET', `Accounts/${account}/contacts?fields=Last_Name`)
    const page = await tested.call('GET', `Accounts/${account}/Contacts?fields=id&per_page=1`)
    const next = await tested.call(
      'GET',
      `Accounts/${account}/Contacts?fields=id&per_page=1&page_token=${page.json.info.next_page_token}`,
    )
    const one = await tested.call('GET', `Accounts/${account}/Contacts/${mine[0]}`)

    expect(idsOf(list)).toEqual([...mine].reverse())
    expect([...idsOf(page), ...idsOf(next)]).toEqual([...mine].reverse())
    expect(next.json.info.more_records).toBe(false)
    expect(one.json.data[0]).toMatchObject({ Last_Name: 'One', Account_Name: { id: account, name: 'A' } })
  })

  it('connects and disconnects by the lookup', async () => {
    const tested = await atCrm()
    const account = await tested.insertOne('Accounts', { Account_Name: 'A' })
    const contact = await tested.insertOne('Contacts', { Last_Name: 'One' })

    const added = await tested.call('PUT', `Accounts/${account}/Contacts`, {
      data: [{ id: contact, Title: 'CTO' }, { id: '7' }],
    })
    const listed = await tested.call('GET', `Accounts/${account}/Contacts?fields=Title`)
    const removed = await tested.call('DELETE', `Accounts/${account}/Contacts?ids=${contact},7`)
    const left = await tested.call('GET', `Accounts/${account}/Contacts?fields=id`)

    expect(added.status).toBe(207)
    expect(added.json.data[0]).toEqual({
      code: 'SUCCESS',
      details: { id: contact },
      message: 'relation added',
      status: 'success',
    })
    expect(added.json.data[1]).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'id', json_path: '$.data[1].id' },
    })
    expect(listed.json.data).toEqual([{ id: contact, Title: 'CTO' }])
    expect(removed.json.data.map(({ message }: { message: string }) => message)).toEqual([
      'relation removed',
      'record not deleted',
    ])
    expect(left.status).toBe(204)
  })

  it('that no field stands for is kept for both sides', async () => {
    const tested = await atCrm()
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })
    const product = await tested.insertOne('Products', { Product_Name: 'P' })

    await tested.call('PUT', `Leads/${lead}/Products/${product}`, { data: [{}] })
    const there = await tested.call('GET', `Leads/${lead}/Products?fields=id`)
    const back = await tested.call('GET', `Products/${product}/Leads?fields=id`)
    await tested.call('DELETE', `Products/${product}/Leads/${lead}`)

    expect(idsOf(there)).toEqual([product])
    expect(idsOf(back)).toEqual([lead])
    expect((await tested.call('GET', `Leads/${lead}/Products?fields=id`)).status).toBe(204)
  })

  it('forgets records that were deleted', async () => {
    const tested = await atCrm()
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })
    const product = await tested.insertOne('Products', { Product_Name: 'P' })
    await tested.call('PUT', `Leads/${lead}/Products/${product}`, { data: [{}] })

    await tested.call('DELETE', `Products/${product}`)

    expect((await tested.call('GET', `Leads/${lead}/Products?fields=id`)).status).toBe(204)
  })

  it('needs fields, a list that exists and a record that is there', async () => {
    const tested = await atCrm()
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })

    const fields = await tested.call('GET', `Leads/${lead}/Products`)
    const unknown = await tested.call('GET', `Leads/${lead}/Nonsense?fields=id`)
    const absent = await tested.call('GET', 'Leads/7/Products?fields=id')
    const write = await tested.call('PUT', 'Leads/7/Products', { data: [{ id: '1' }] })

    expect(fields.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'fields' } })
    expect([unknown.status, unknown.json]).toEqual([
      400,
      {
        code: 'INVALID_DATA',
        details: { resource_path_index: 2 },
        message: 'the relation name given seems to be invalid',
        status: 'error',
      },
    ])
    expect(absent.status).toBe(204)
    expect(write.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
  })

  it('needs the scope of both modules', async () => {
    const tested = await atCrm({ scope: 'ZohoCRM.modules.leads.ALL' })
    const lead = await tested.insertOne('Leads', { Last_Name: 'L', Company: 'C' })

    const { status, json } = await tested.call('GET', `Leads/${lead}/Products?fields=id`)

    expect([status, json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })
})
