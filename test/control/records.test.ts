import { expect, it } from 'vitest'
import { type Answer, control, everything, type Harness, start } from '../support/emulator.ts'

const make = async (harness: Harness, org: string, module: string, count: number): Promise<string[]> => {
  const path = `/_emulator/orgs/${harness.org(org).zgid}/records`
  const { status, json, text } = await control(harness.send, path, { module, count })
  if (status !== 201) throw new Error(text)
  return json.ids
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into records of many shapes
type Record = globalThis.Record<string, any>

const reader = async (harness: Harness, org = 'Acme') => {
  const scope = `${everything},ZohoCRM.coql.READ`
  const { access_token: token, api_domain } = await harness.tokens({ org, scope })
  const base = `${new URL(api_domain).pathname}/crm/v8`
  const get = (path: string): Promise<Answer> => harness.send('GET', `${base}${path}`, { token })
  return {
    get,
    send: (method: string, path: string, body?: unknown) => harness.send(method, `${base}${path}`, { token, body }),
    record: async (module: string, id: string): Promise<Record> => (await get(`/${module}/${id}`)).json.data[0],
    count: async (module: string): Promise<number> => (await get(`/${module}?fields=id&per_page=200`)).json.info.count,
  }
}

const refused = ({ status, json }: Answer) => [status, json.error.code, json.error.path]

it('adds as many records as asked for, which are read like any other', async () => {
  const harness = await start()
  const { count, record } = await reader(harness)
  const before = await count('Leads')

  const ids = await make(harness, 'Acme', 'Leads', 7)

  const lead = await record('Leads', ids[6]!)
  expect(ids).toHaveLength(7)
  expect(new Set(ids).size).toBe(7)
  expect(await count('Leads')).toBe(before + 7)
  expect(lead).toMatchObject({ id: ids[6], Last_Name: expect.any(String), Company: expect.any(String) })
  expect(lead.Email).toMatch(/\.60021001\.example$/)
})

it('answers with the name of the module as it is spelled', async () => {
  const { send, org } = await start()

  const { json } = await control(send, `/_emulator/orgs/${org('Acme').zgid}/records`, { module: 'leads', count: 1 })

  expect(json).toEqual({ module: 'Leads', ids: [expect.stringMatching(/^5725767\d{12}$/)] })
})

it('makes the same records on every run, in whatever portions', async () => {
  const leadsOf = async (portions: number[], seed = 'a') => {
    const harness = await start({ seed })
    const { record } = await reader(harness)
    const ids: string[] = []
    for (const count of portions) ids.push(...(await make(harness, 'Acme', 'Leads', count)))
    return Promise.all(ids.map(id => record('Leads', id)))
  }

  const all = await leadsOf([6])

  expect(await leadsOf([6])).toEqual(all)
  expect(await leadsOf([1, 3, 2])).toEqual(all)
  expect((await leadsOf([6], 'b'))[0]!.Email).not.toBe(all[0]!.Email)
  expect(new Set(all.map(({ Email }) => Email)).size).toBe(6)
})

it('goes on where the starting records end, and repeats none of them', async () => {
  const harness = await start()
  const { get } = await reader(harness)

  await make(harness, 'Acme', 'Contacts', 100)

  const { json } = await get('/Contacts?fields=Email&per_page=200')
  const emails = json.data.map(({ Email }: Record) => Email)
  expect(new Set(emails).size).toBe(emails.length)
})

it('makes other records in another org', async () => {
  const harness = await start()
  const [acme, globex] = [await reader(harness), await reader(harness, 'Globex')]

  const [ours] = await make(harness, 'Acme', 'Leads', 1)
  const [theirs] = await make(harness, 'Globex', 'Leads', 1)

  expect(ours!.slice(0, 7)).not.toBe(theirs!.slice(0, 7))
  expect((await acme.record('Leads', ours!)).Email).not.toBe((await globex.record('Leads', theirs!)).Email)
  expect((await acme.get(`/Leads/${theirs}`)).status).not.toBe(200)
})

const someModules = ['Accounts', 'Contacts', 'Deals', 'Tasks', 'Events', 'Calls', 'Products', 'Quotes', 'Invoices']

it.each([...someModules, 'Sales_Orders', 'Purchase_Orders', 'Price_Books', 'Cases', 'Solutions', 'Campaigns'])(
  'makes %s whose lookups point to records that exist',
  async module => {
    const harness = await start()
    const { get, record, send } = await reader(harness)
    const { json: meta } = await get(`/settings/fields?module=${module}`)
    const lookups = meta.fields.filter((field: Record) => field.lookup?.module)
    for (const linked of new Set<string>(lookups.map((field: Record) => field.lookup.module.api_name))) {
      const { json } = await get(`/${linked}?fields=id&per_page=10`)
      await send('DELETE', `/${linked}?ids=${json.data.map(({ id }: Record) => id).join()}`)
    }

    const ids = await make(harness, 'Acme', module, 30)

    const made = await Promise.all(ids.map(id => record(module, id)))
    const links = made.flatMap(row =>
      lookups.flatMap(({ api_name, lookup }: Record) =>
        row[api_name] ? [{ module: lookup.module.api_name, id: row[api_name].id }] : [],
      ),
    )
    expect(lookups.length === 0 || links.length > 0).toBe(true)
    for (const link of links) expect((await get(`/${link.module}/${link.id}`)).status).toBe(200)
  },
)

it('lets new records point to others that were made so', async () => {
  const { send, zoho } = await start()
  const { json: tenant } = await control(send, '/_emulator/tenants', {})
  const { zgid } = tenant.portals[0].orgs[0]
  const more = async (module: string, count: number) =>
    (await control(send, `/_emulator/orgs/${zgid}/records`, { module, count })).json.ids as string[]

  const accounts = await more('Accounts', 5)
  const contacts = await more('Contacts', 20)

  const { access_token: token } = await zoho.issueTokens({
    client: tenant.clients[0],
    user: tenant.users[0],
    org: zgid,
    scope: everything,
  })
  const { json } = await send('GET', '/www.zohoapis.com/crm/v8/Contacts?fields=Account_Name&per_page=200', { token })
  const linked = json.data.flatMap(({ Account_Name }: Record) => (Account_Name ? [Account_Name.id] : []))
  expect(json.data).toHaveLength(contacts.length)
  expect(linked.length).toBeGreaterThan(10)
  expect(linked.every((id: string) => accounts.includes(id))).toBe(true)
})

it('makes no note where there is nothing that it could belong to, and leaves nothing half-made', async () => {
  const { send } = await start()
  const { json: tenant } = await control(send, '/_emulator/tenants', {})
  const path = `/_emulator/orgs/${tenant.portals[0].orgs[0].zgid}/records`

  const before = await control(send, path, { module: 'Notes', count: 1 })
  const account = await control(send, path, { module: 'Accounts', count: 1 })
  const after = await control(send, path, { module: 'Notes', count: 3 })

  expect(refused(before)).toEqual([400, 'INVALID_INPUT', 'module'])
  expect(account.json.ids[0]).toMatch(/1000000001$/)
  expect([after.status, after.json.ids.length]).toEqual([201, 3])
})

const addBoats = async ({ send }: Awaited<ReturnType<typeof reader>>, display_field: object) => {
  const { json: users } = await send('GET', '/users?type=CurrentUser')
  const { json, text } = await send('POST', '/settings/modules', {
    modules: [
      {
        singular_label: 'Boat',
        plural_label: 'Boats',
        api_name: 'Boats',
        profiles: [{ id: users.users[0].profile.id }],
        display_field,
      },
    ],
  })
  expect(json.modules[0].code, text).toBe('SUCCESS')
}

it('numbers on where the module’s own numbers are', async () => {
  const harness = await start()
  const crm = await reader(harness)
  await addBoats(crm, { field_label: 'Boat Name', data_type: 'text' })
  const added = await crm.send('POST', '/settings/fields?module=Boats', {
    fields: [{ field_label: 'No', data_type: 'autonumber', auto_number: { prefix: 'B-', start_number: '100' } }],
  })
  const create = () => crm.send('POST', '/Boats', { data: [{ Name: 'Ann' }] })

  await create()
  await make(harness, 'Acme', 'Boats', 2)
  await create()

  const { json } = await crm.get('/Boats?fields=No&sort_by=id&sort_order=asc')
  expect(added.json.fields[0].code, added.text).toBe('SUCCESS')
  expect(json.data.map(({ No }: Record) => No)).toEqual(['B-100', 'B-101', 'B-102', 'B-103'])
})

it('fills custom modules and fields, and keeps unique values unique', async () => {
  const harness = await start()
  const crm = await reader(harness)
  await addBoats(crm, { field_label: 'Boat Name', data_type: 'text' })
  const field = await crm.send('POST', '/settings/fields?module=Boats', {
    fields: [{ field_label: 'Sail', data_type: 'text', length: 40, unique: { casesensitive: false } }],
  })
  expect(field.json.fields[0].code, field.text).toBe('SUCCESS')
  await crm.send('POST', '/Boats', { data: [{ Name: 'Ann', Sail: 'BOAT-2' }] })

  const ids = await make(harness, 'Acme', 'Boats', 5)

  const boats = await Promise.all(ids.map(id => crm.record('Boats', id)))
  expect(new Set([...boats.map(({ Sail }) => Sail.toLowerCase()), 'boat-2']).size).toBe(6)
  expect(boats[0]!.Name).toEqual(expect.any(String))
})

it('makes ten thousand', async () => {
  const harness = await start()

  expect(await make(harness, 'Acme', 'Contacts', 10_000)).toHaveLength(10_000)
})

it.each([
  ['module', { module: 'Nonsense', count: 1 }],
  ['module', { count: 1 }],
  ['count', { module: 'Leads' }],
  ['count', { module: 'Leads', count: 0 }],
  ['count', { module: 'Leads', count: 100_001 }],
  ['count', { module: 'Leads', count: 1.5 }],
  ['nonsense', { module: 'Leads', count: 1, nonsense: 1 }],
])('refuses a wrong %s: %j', async (path, input) => {
  const { send, org } = await start()

  const answer = await control(send, `/_emulator/orgs/${org('Acme').zgid}/records`, input)

  expect(refused(answer)).toEqual([400, 'INVALID_INPUT', path])
})

it('refuses an org that is not there', async () => {
  const { send } = await start()

  const answer = await control(send, '/_emulator/orgs/1/records', { module: 'Leads', count: 1 })

  expect(refused(answer)).toEqual([404, 'NOT_FOUND', 'zgid'])
})

it('leaves what is made to be changed and deleted like any record', async () => {
  const harness = await start()
  const { record, send, get } = await reader(harness)
  const [first, second] = await make(harness, 'Acme', 'Leads', 2)

  await send('PUT', '/Leads', { data: [{ id: first, Last_Name: 'Changed' }] })
  await send('DELETE', `/Leads?ids=${second}`)
  const { json } = await send('POST', '/coql', { select_query: "select id from Leads where Last_Name = 'Changed'" })

  expect((await record('Leads', first!)).Last_Name).toBe('Changed')
  expect((await get(`/Leads/${second}`)).status).toBe(204)
  expect(json.data).toEqual([{ id: first }])
})
