import { describe, expect, it } from 'vitest'
import { denied, idsOf, lead, type Person, type Staff, staff } from './staff.ts'

const privateLeads = () => staff({ sharing: { Leads: 'private' } })

/** One lead of each of them. */
async function oneEach({ insert }: Staff, ...people: Person[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const person of people) ids[person] = await insert(person, 'Leads', lead(person))
  return ids
}

const addTextField = ({ as }: Staff, field: object) =>
  as('admin', 'POST', 'settings/fields?module=Leads', { fields: [{ data_type: 'text', ...field }] })

const everybody: Person[] = ['admin', 'boss', 'agent', 'peer']

describe('private records', () => {
  it.each([
    ['admin', everybody],
    ['boss', everybody],
    ['agent', ['agent']],
    ['peer', ['peer']],
  ] as const)(
    'are listed to %s as far as their own, those below and an administrator’s sight go',
    async (person, seen) => {
      const tested = await privateLeads()
      const ids = await oneEach(tested, ...everybody)
      const expected = seen.map(each => ids[each]).reverse()

      const list = await tested.as(person, 'GET', 'Leads?fields=id')
      const named = await tested.as(person, 'GET', `Leads?fields=id&ids=${Object.values(ids).join()}`)
      const sorted = await tested.as(person, 'GET', 'Leads?fields=id&sort_by=Created_Time')
      const found = await tested.as(person, 'GET', 'Leads/search?criteria=(Company:equals:C)')
      const queried = await tested.query(person, 'select id from Leads where id is not null order by id desc')

      for (const answer of [list, named, sorted, found, queried]) expect(idsOf(answer)).toEqual(expected)
      expect(list.json.info).toMatchObject({ count: expected.length, more_records: false })
    },
  )

  it('belong to whoever owns them now, not to who made them', async () => {
    const tested = await privateLeads()
    const id = await tested.insert('admin', 'Leads', lead('Handed over'))
    const before = await tested.as('agent', 'GET', `Leads/${id}`)

    await tested.as('admin', 'PUT', `Leads/${id}`, { data: [{ Owner: await tested.idOf('agent') }] })
    const after = await tested.as('agent', 'GET', `Leads/${id}`)

    expect([before.status, after.status]).toEqual([204, 200])
  })

  it('do not count for the pages of those who may not see them', async () => {
    const tested = await privateLeads()
    for (let count = 0; count < 3; count++) await oneEach(tested, 'agent', 'peer')

    const page = await tested.as('agent', 'GET', 'Leads?fields=Last_Name&per_page=2')
    const token = page.json.info.next_page_token
    const last = await tested.as('agent', 'GET', `Leads?fields=Last_Name&per_page=2&page_token=${token}`)
    const all = await tested.as('agent', 'GET', 'Leads?fields=Last_Name&per_page=3')
    const found = await tested.as('agent', 'GET', 'Leads/search?word=age&per_page=3')
    const query = await tested.query('agent', 'select Last_Name from Leads where id is not null limit 3')

    expect([page, last].flatMap(({ json }) => json.data.map((row: { Last_Name: string }) => row.Last_Name))).toEqual(
      Array(3).fill('agent'),
    )
    for (const { json } of [last, all, found, query]) expect(json.info.more_records).toBe(false)
  })

  it('have to be there for the others as little as records that never were', async () => {
    const tested = await privateLeads()
    const { peer } = await oneEach(tested, 'peer')
    const unknown = `${peer!.slice(0, -1)}${(Number(peer!.at(-1)) + 1) % 10}`
    const data = [lead('X')]
    const calls: [string, string, unknown?][] = [
      ['GET', 'Leads/ID'],
      ['GET', 'Leads?fields=id&ids=ID'],
      ['PUT', 'Leads/ID', { data }],
      ['PUT', 'Leads', { data: [{ ...data[0], id: 'ID' }] }],
      ['POST', 'Leads/upsert', { data: [{ ...data[0], id: 'ID' }] }],
      ['DELETE', 'Leads/ID'],
      ['DELETE', 'Leads?ids=ID'],
      ['POST', 'Leads/ID/actions/clone'],
      ['GET', 'Leads/ID/Products?fields=id'],
      ['PUT', 'Leads/ID/Products', { data: [{ id: 'ID' }] }],
      ['GET', 'Leads/search?criteria=(id:equals:ID)'],
      ['POST', 'coql', { select_query: "select Last_Name from Leads where id = 'ID'" }],
    ]

    for (const [method, path, body] of calls) {
      const call = async (id: string) => {
        const sent = body && JSON.parse(JSON.stringify(body).replaceAll('ID', id))
        const answer = await tested.as('agent', method, path.replaceAll('ID', id), sent)
        return [answer.status, answer.text.replaceAll(id, 'ID')]
      }
      expect(await call(peer!), `${method} ${path}`).toEqual(await call(unknown))
    }
    expect((await tested.as('peer', 'GET', `Leads/${peer}`)).json.data[0].Last_Name).toBe('peer')
  })

  it('are not told to have changed', async () => {
    const tested = await privateLeads()
    const { peer } = await oneEach(tested, 'peer')
    const headers = { 'If-Modified-Since': '2020-01-01T00:00:00Z' }

    const list = await tested.as('agent', 'GET', 'Leads?fields=id', undefined, headers)
    const one = await tested.as('agent', 'GET', `Leads/${peer}`, undefined, headers)

    expect([list.status, one.status]).toEqual([304, 204])
  })

  it.each([
    'search?email=secret@b.example',
    'search?phone=5551234',
    'search?word=Secret',
    'search?criteria=(Email:equals:secret@b.example)',
  ])('are not found by Leads/%s', async search => {
    const tested = await privateLeads()
    await tested.insert('peer', 'Leads', lead('Secret', { Email: 'secret@b.example', Phone: '5551234' }))

    const [mine, theirs] = [
      await tested.as('agent', 'GET', `Leads/${search}`),
      await tested.as('boss', 'GET', `Leads/${search}`),
    ]

    expect([mine.status, theirs.status]).toEqual([204, 200])
  })

  it('count in no aggregate and make no group', async () => {
    const tested = await privateLeads()
    await tested.insert('agent', 'Leads', lead('A', { City: 'Rome', Annual_Revenue: 1 }))
    await tested.insert('peer', 'Leads', lead('B', { City: 'Oslo', Annual_Revenue: 100 }))

    const { json } = await tested.query(
      'agent',
      'select City, COUNT(id), SUM(Annual_Revenue), MAX(Annual_Revenue) from Leads where id is not null group by City',
    )

    expect(json.data).toEqual([{ City: 'Rome', 'COUNT(id)': 1, 'SUM(Annual_Revenue)': 1, 'MAX(Annual_Revenue)': 1 }])
  })

  it('are joined to a query as if they were gone, but named by the lookup', async () => {
    const tested = await staff({ sharing: { Accounts: 'private' } })
    const hidden = await tested.insert('peer', 'Accounts', { Account_Name: 'Hidden', Phone: '1' })
    const seen = await tested.insert('agent', 'Accounts', { Account_Name: 'Seen', Phone: '2' })
    await tested.insert('peer', 'Contacts', { Last_Name: 'One', Account_Name: hidden })
    await tested.insert('agent', 'Contacts', { Last_Name: 'Two', Account_Name: seen })

    const joined = await tested.query(
      'agent',
      'select Account_Name, Account_Name.Phone from Contacts where id is not null order by id',
    )
    const filtered = await tested.query('agent', "select id from Contacts where Account_Name.Phone = '1'")
    const whole = await tested.query('boss', "select id from Contacts where Account_Name.Phone = '1'")

    expect(joined.json.data).toMatchObject([
      { Account_Name: { id: hidden, name: 'Hidden' }, 'Account_Name.Phone': null },
      { Account_Name: { id: seen, name: 'Seen' }, 'Account_Name.Phone': '2' },
    ])
    expect([filtered.status, whole.status]).toEqual([204, 200])
  })

  it('are neither listed, connected nor disconnected as related records', async () => {
    const tested = await staff({ sharing: { Contacts: 'private' } })
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const mine = await tested.insert('agent', 'Contacts', { Last_Name: 'Mine', Account_Name: account })
    const hidden = await tested.insert('peer', 'Contacts', { Last_Name: 'Hidden', Account_Name: account })

    const list = await tested.as('agent', 'GET', `Accounts/${account}/Contacts?fields=id`)
    const one = await tested.as('agent', 'GET', `Accounts/${account}/Contacts/${hidden}`)
    const connected = await tested.as('agent', 'PUT', `Accounts/${account}/Contacts`, { data: [{ id: hidden }] })
    const removed = await tested.as('agent', 'DELETE', `Accounts/${account}/Contacts/${hidden}`)
    const all = await tested.as('peer', 'GET', `Accounts/${account}/Contacts?fields=id`)

    expect(idsOf(list)).toEqual([mine])
    expect(list.json.info).toMatchObject({ count: 1, more_records: false })
    expect(one.status).toBe(204)
    expect(connected.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].id' } })
    expect(removed.json.data[0]).toMatchObject({ code: 'INVALID_DATA', message: 'record not deleted' })
    expect(idsOf(all)).toEqual([hidden])
  })

  it('stay unlinked and linked by those who may not see them', async () => {
    const tested = await privateLeads()
    const product = await tested.insert('agent', 'Products', { Product_Name: 'P' })
    const { agent, peer } = await oneEach(tested, 'agent', 'peer')
    await tested.as('admin', 'PUT', `Products/${product}/Leads`, { data: [{ id: agent }, { id: peer }] })

    const list = await tested.as('agent', 'GET', `Products/${product}/Leads?fields=id`)
    const removed = await tested.as('agent', 'DELETE', `Products/${product}/Leads?ids=${peer}`)
    const all = await tested.as('admin', 'GET', `Products/${product}/Leads?fields=id`)

    expect(idsOf(list)).toEqual([agent])
    expect(removed.json.data[0].message).toBe('record not deleted')
    expect(idsOf(all)).toEqual([peer, agent])
  })

  it('are passed over by an upsert, which adds another', async () => {
    const tested = await privateLeads()
    const hidden = await tested.insert('peer', 'Leads', lead('Hidden', { Email: 'a@b.example' }))
    const row = lead('Mine', { Email: 'a@b.example' })

    const first = await tested.as('agent', 'POST', 'Leads/upsert', { data: [row] })
    const second = await tested.as('agent', 'POST', 'Leads/upsert', { data: [row] })
    const theirs = await tested.as('peer', 'GET', `Leads/${hidden}`)

    expect(first.json.data[0]).toMatchObject({ action: 'insert', duplicate_field: null })
    expect(second.json.data[0]).toMatchObject({ action: 'update', duplicate_field: 'Email' })
    expect(second.json.data[0].details.id).toBe(first.json.data[0].details.id)
    expect(theirs.json.data[0].Last_Name).toBe('Hidden')
  })

  it('are told of when deleted, and when gone for good, to those who saw them', async () => {
    const tested = await privateLeads()
    const { agent, peer } = await oneEach(tested, 'agent', 'peer')
    await tested.as('admin', 'DELETE', `Leads?ids=${agent},${peer}`)

    const recycled = await tested.as('agent', 'GET', 'Leads/deleted')
    await tested.as('admin', 'POST', 'settings/recycle_bin/actions/empty')
    const purged = await tested.as('agent', 'GET', 'Leads/deleted?type=permanent')
    const all = await tested.as('admin', 'GET', 'Leads/deleted?type=permanent')

    expect(idsOf(recycled)).toEqual([agent])
    expect(recycled.json.info).toMatchObject({ count: 1, more_records: false })
    expect(idsOf(purged)).toEqual([agent])
    expect(idsOf(all)).toHaveLength(2)
  })

  it('leave the recycle bin of those who may no longer see them', async () => {
    const tested = await staff()
    const { peer } = await oneEach(tested, 'peer')
    await tested.as('agent', 'DELETE', `Leads/${peer}`)
    const before = await tested.as('agent', 'GET', 'settings/recycle_bin')

    await share(tested, 'Leads', 'private')
    const after = await tested.as('agent', 'GET', 'settings/recycle_bin')

    expect([before.status, after.status]).toEqual([200, 204])
  })

  it('are not named by a unique value that they took, be it inserted or restored', async () => {
    const tested = await privateLeads()
    await addTextField(tested, { field_label: 'Badge', unique: { case_sensitive: false } })
    const mine = await tested.insert('agent', 'Leads', lead('Mine', { Badge: 'x' }))
    await tested.as('agent', 'DELETE', `Leads/${mine}`)
    const hidden = await tested.insert('peer', 'Leads', lead('Hidden', { Badge: 'x' }))

    const inserted = await tested.as('agent', 'POST', 'Leads', { data: [lead('Again', { Badge: 'X' })] })
    const restored = await tested.as('agent', 'POST', `settings/recycle_bin/${mine}/actions/restore`)

    for (const { text } of [inserted, restored]) {
      expect(text).toContain('DUPLICATE_DATA')
      expect(text).not.toContain(hidden)
    }
    expect(restored.json.recycle_bin[0].details).toEqual({ api_name: 'Badge' })
  })

  it('have no external value for those who may not see them', async () => {
    const tested = await privateLeads()
    await addTextField(tested, { field_label: 'Ext', external: { type: 'user' } })
    const lookup = { field_label: 'From', data_type: 'lookup', lookup: { module: { api_name: 'Leads' } } }
    await tested.as('admin', 'POST', 'settings/fields?module=Contacts', { fields: [lookup] })
    await tested.insert('peer', 'Leads', lead('Hidden', { Ext: 'known' }))
    const header = { 'X-EXTERNAL': 'Contacts.From.Ext,Leads.Ext' }
    const answersTo = async (value: string) => {
      const data = [{ Last_Name: 'A', From: { Ext: value } }]
      const answers = [
        await tested.as('agent', 'POST', 'Contacts', { data }, header),
        await tested.as('agent', 'GET', `Leads/${value}`, undefined, header),
        await tested.as('agent', 'PUT', 'Leads', { data: [{ Ext: value }] }, header),
        await tested.as('agent', 'DELETE', `Leads?ids=${value}`, undefined, header),
      ]
      return answers.map(({ status, text }) => [status, text.replaceAll(value, 'VALUE')])
    }

    expect(await answersTo('known')).toEqual(await answersTo('unknown'))
  })

  it('are shown by their names where a lookup points to them, but no new lookup finds them out', async () => {
    const tested = await staff({ sharing: { Accounts: 'private', Contacts: 'private' } })
    const account = await tested.insert('peer', 'Accounts', { Account_Name: 'Hidden' })
    const contact = await tested.insert('agent', 'Contacts', { Last_Name: 'Mine' })
    const point = (Account_Name: unknown) =>
      tested.as('agent', 'PUT', `Contacts/${contact}`, { data: [{ Account_Name }] })

    const byId = await point({ id: account })
    const byName = await point({ name: 'Hidden' })
    await tested.as('admin', 'PUT', `Contacts/${contact}`, { data: [{ Account_Name: account }] })
    const read = await tested.as('agent', 'GET', `Contacts/${contact}`)
    const again = await point(read.json.data[0].Account_Name)

    expect(byId.json.data[0]).toMatchObject({ code: 'INVALID_DATA', message: 'the id given seems to be invalid' })
    expect(byName.json.data[0].code).toBe('MANDATORY_NOT_FOUND')
    expect(read.json.data[0].Account_Name).toEqual({ name: 'Hidden', id: account })
    expect(again.json.data[0].code).toBe('SUCCESS')
  })

  it('are no new participants, and stay as known where they are some', async () => {
    const tested = await staff({ sharing: { Leads: 'private' } })
    const hidden = await tested.insert('peer', 'Leads', lead('Hidden', { Email: 'old@b.example' }))
    const times = { Start_DateTime: '2026-01-01T10:00:00Z', End_DateTime: '2026-01-01T11:00:00Z' }
    const event = { Event_Title: 'E', ...times, Participants: [{ type: 'lead', participant: hidden }] }

    const mine = await tested.as('agent', 'POST', 'Events', { data: [event] })
    const id = await tested.insert('peer', 'Events', event)
    await tested.as('peer', 'PUT', `Leads/${hidden}`, { data: [{ Email: 'new@b.example' }] })
    const kept = await tested.as('agent', 'PUT', `Events/${id}`, { data: [{ Participants: event.Participants }] })
    const read = await tested.as('agent', 'GET', `Events/${id}`)

    expect(mine.json.data[0].code).toBe('INVALID_DATA')
    expect(kept.json.data[0].code).toBe('SUCCESS')
    expect(read.json.data[0].Participants[0]).toMatchObject({ Email: 'old@b.example', participant: hidden })
  })

  it('leak through no read at all', async () => {
    const tested = await staff({
      sharing: { Leads: 'private', Contacts: 'private', Accounts: 'private', Deals: 'private' },
    })
    const account = await tested.insert('peer', 'Accounts', { Account_Name: 'topsecret', Phone: '5551234' })
    const contact = await tested.insert('peer', 'Contacts', { Last_Name: 'topsecret', Account_Name: account })
    const hidden = await tested.insert('peer', 'Leads', lead('topsecret', { Email: 'topsecret@b.example' }))
    const deal = { Deal_Name: 'topsecret', Stage: 'Qualification', Account_Name: account, Contact_Name: contact }
    const dealId = await tested.insert('peer', 'Deals', deal)
    const product = await tested.insert('agent', 'Products', { Product_Name: 'P' })
    await tested.as('admin', 'PUT', `Products/${product}/Leads`, { data: [{ id: hidden }] })
    const gone = await tested.insert('peer', 'Leads', lead('topsecret'))
    await tested.as('peer', 'DELETE', `Leads/${gone}`)
    const paths = ['Leads', 'Contacts', 'Accounts', 'Deals'].flatMap(module => [
      `${module}?fields=id,Owner,Phone`,
      `v2/${module}`,
      `${module}?fields=id&ids=${hidden},${contact},${account},${dealId}`,
      `${module}/deleted`,
      `${module}/search?word=topsecret`,
      ...[hidden, contact, account, dealId, gone].map(id => `${module}/${id}`),
      ...['Contacts', 'Deals', 'Products'].map(list => `${module}/${account}/${list}?fields=id`),
    ])
    paths.push(`Products/${product}/Leads?fields=id`, `Products/${product}/Leads/${hidden}`)
    paths.push('settings/recycle_bin', `settings/recycle_bin/${gone}`)

    const secrets = ['topsecret', hidden, contact, account, dealId, gone]
    const tellTo = async (person: Person) => {
      const telling: string[] = []
      for (const path of paths) {
        const { text } = await tested.as(person, 'GET', path)
        if (secrets.some(secret => text.includes(secret))) telling.push(path)
      }
      return telling
    }

    expect(await tellTo('agent')).toEqual([])
    expect((await tellTo('admin')).length).toBeGreaterThan(20)
  })
})

describe('records that are shared in part', () => {
  const touched = async (shareType: string, person: Person) => {
    const tested = await staff({ sharing: { Leads: shareType } })
    const id = await tested.insert('peer', 'Leads', lead('Theirs', { Email: 'a@b.example' }))
    const read = await tested.as(person, 'GET', `Leads/${id}`)
    const edited = await tested.as(person, 'PUT', `Leads/${id}`, { data: [{ City: 'Rome' }] })
    const upserted = await tested.as(person, 'POST', 'Leads/upsert', { data: [lead('X', { Email: 'a@b.example' })] })
    const cloned = await tested.as(person, 'POST', `Leads/${id}/actions/clone`)
    const deleted = await tested.as(person, 'DELETE', `Leads?ids=${id}`)
    const { $editable, $sharing_permission } = read.json.data[0]
    const rows = [edited, upserted, deleted].map(({ json }) => json.data[0])
    return { access: [$editable, $sharing_permission], rows, cloned: cloned.status, status: edited.status }
  }
  const codes = (rows: { code: string }[]) => rows.map(({ code }) => code)

  it('for reading, are read by everybody and changed by their owners and those above', async () => {
    const agent = await touched('public_read_only', 'agent')
    const boss = await touched('public_read_only', 'boss')
    const owner = await touched('public_read_only', 'peer')

    expect(agent.access).toEqual([false, 'read_only'])
    expect(agent.rows).toEqual([denied('Edit_Leads'), denied('Edit_Leads'), denied('Delete_Leads')])
    expect([agent.status, agent.cloned]).toEqual([400, 201])
    for (const { access, rows } of [boss, owner]) {
      expect(access).toEqual([true, 'full_access'])
      expect(codes(rows)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
    }
  })

  it('for reading and writing, are deleted by their owners and those above alone', async () => {
    const agent = await touched('public_read_write', 'agent')
    const boss = await touched('public_read_write', 'boss')

    expect(agent.access).toEqual([true, 'read_write'])
    expect(codes(agent.rows)).toEqual(['SUCCESS', 'SUCCESS', 'NO_PERMISSION'])
    expect(codes(boss.rows)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
  })

  it('say so in lists and results too, where their keys are shown', async () => {
    const tested = await staff({ sharing: { Leads: 'public_read_only' } })
    await oneEach(tested, 'peer', 'agent')

    const list = await tested.as('agent', 'GET', 'v2/Leads?sort_order=asc')
    const found = await tested.as('agent', 'GET', 'v2/Leads/search?criteria=(Last_Name:equals:peer)')
    const linked = await tested.as('agent', 'GET', 'v8/Leads?fields=Last_Name')

    expect(list.json.data.map(({ $editable }: { $editable: boolean }) => $editable)).toEqual([false, true])
    expect(found.json.data[0].$editable).toBe(false)
    expect(linked.json.data[0]).not.toHaveProperty('$editable')
  })

  it('are not disconnected by those who may not edit them', async () => {
    const tested = await staff({ sharing: { Leads: 'public_read_only' } })
    const product = await tested.insert('agent', 'Products', { Product_Name: 'P' })
    const { peer } = await oneEach(tested, 'peer')
    await tested.as('peer', 'PUT', `Products/${product}/Leads/${peer}`, { data: [{}] })

    const connected = await tested.as('agent', 'PUT', `Products/${product}/Leads/${peer}`, { data: [{}] })
    const removed = await tested.as('agent', 'DELETE', `Products/${product}/Leads/${peer}`)
    const list = await tested.as('agent', 'GET', `Products/${product}/Leads?fields=id`)

    for (const { json } of [connected, removed]) expect(json.data[0]).toEqual(denied('Edit_Leads'))
    expect(idsOf(list)).toEqual([peer])
  })
})

const share = async ({ as }: Staff, module: string, share_type: string) => {
  const { json } = await as('admin', 'GET', `settings/modules/${module}`)
  return as('admin', 'PUT', 'settings/data_sharing', {
    data_sharing: [{ share_type, module: { id: json.modules[0].id } }],
  })
}

describe('the data sharing of an org', () => {
  it('is read as the fixture says, public where it says nothing', async () => {
    const tested = await privateLeads()

    const { status, json } = await tested.as('admin', 'GET', 'settings/data_sharing')
    const of = (name: string) =>
      json.data_sharing.find((row: { module: { api_name: string } }) => row.module.api_name === name)

    expect(status).toBe(200)
    expect(of('Leads')).toEqual({
      share_type: 'private',
      public_in_portals: false,
      module: { api_name: 'Leads', id: '5731204000000002175' },
      rule_computation_running: false,
    })
    expect(of('Deals').share_type).toBe('public')
  })

  it('is changed at once, read back, and reset', async () => {
    const tested = await privateLeads()
    const { peer } = await oneEach(tested, 'peer')
    const before = await tested.as('agent', 'GET', `Leads/${peer}`)

    const changed = await share(tested, 'Leads', 'public')
    const after = await tested.as('agent', 'GET', `Leads/${peer}`)
    const read = await tested.as('admin', 'GET', 'settings/data_sharing')
    await tested.zoho.reset()

    expect([changed.status, changed.json]).toEqual([
      200,
      {
        data_sharing: [
          {
            code: 'SUCCESS',
            details: { module: 'Leads' },
            message: 'data sharing settings updated successfully',
            status: 'success',
          },
        ],
      },
    ])
    expect([before.status, after.status]).toEqual([204, 200])
    expect(read.json.data_sharing[0]).toMatchObject({ share_type: 'public' })
    const token = await tested.tokens({ org: 'Acme QA' })
    const again = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/settings/data_sharing', {
      token: token.access_token,
    })
    expect(again.json.data_sharing[0]).toMatchObject({ share_type: 'private' })
  })

  it('of one org is nothing to another', async () => {
    const tested = await staff()
    await share(tested, 'Leads', 'private')
    const { access_token: token } = await tested.tokens({ org: 'Initech', user: 'admin@initech.example' })

    const { json } = await tested.send('GET', '/www.zohoapis.eu/crm/v8/settings/data_sharing', { token })

    expect(json.data_sharing[0]).toMatchObject({ share_type: 'public', module: { api_name: 'Leads' } })
  })

  const leads = '5731204000000002175'
  it.each([
    [{ share_type: 'secret', module: { id: leads } }, { regex: 'private|public_read_only|public_read_write|public' }],
    [
      { share_type: 1, module: { id: leads } },
      { expected_data_type: 'text', json_path: '$.data_sharing[0].share_type' },
    ],
    [{ module: { id: leads } }, { api_name: 'share_type', json_path: '$.data_sharing[0].share_type' }],
    [{ share_type: 'private' }, { api_name: 'module', json_path: '$.data_sharing[0].module' }],
    [
      { share_type: 'private', module: 'Leads' },
      { expected_data_type: 'jsonobject', api_name: 'module' },
    ],
    [{ share_type: 'private', module: { api_name: 'Leads' } }, { json_path: '$.data_sharing[0].module.id' }],
    [
      { share_type: 'private', module: { id: 'x' } },
      { expected_data_type: 'bigint', api_name: 'id' },
    ],
    [
      { share_type: 'private', module: { id: '7' } },
      { api_name: 'id', json_path: '$.data_sharing[0].module.id' },
    ],
    [{ share_type: 'private', module: { id: leads, api_name: 'Deals' } }, { supported_values: ['Leads'] }],
    ['Leads', { expected_data_type: 'jsonobject', json_path: '$.data_sharing[0]' }],
  ])('refuses the row %j and stays as it was', async (row, details) => {
    const tested = await staff()

    const { status, json } = await tested.as('admin', 'PUT', 'settings/data_sharing', { data_sharing: [row] })
    const read = await tested.as('admin', 'GET', 'settings/data_sharing')

    expect(status).toBe(400)
    expect(json.data_sharing[0]).toMatchObject({ status: 'error', details })
    expect(new Set(read.json.data_sharing.map((each: { share_type: string }) => each.share_type))).toEqual(
      new Set(['public']),
    )
  })

  it('needs its own scope', async () => {
    const tested = await staff({}, {}, 'ZohoCRM.settings.data_sharing.READ')

    const read = await tested.as('admin', 'GET', 'settings/data_sharing')
    const write = await tested.as('admin', 'PUT', 'settings/data_sharing', { data_sharing: [] })

    expect([read.status, write.status]).toEqual([200, 401])
  })
})
