import { expect, it } from 'vitest'
import {
  type Answer,
  callback,
  control,
  type Directory,
  everything,
  type Harness,
  listen,
  start,
} from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const make = async (send: Harness['send'], input: object = {}): Promise<Directory> => {
  const { status, json, text } = await control(send, '/_emulator/tenants', input)
  if (status !== 201) throw new Error(text)
  return json
}

const remove = (send: Harness['send'], tenant: Directory): Promise<Answer> =>
  send('DELETE', `/_emulator/tenants/${tenant.portals[0]!.id}`)

const clientOf = (tenant: Directory, type = 'server') => tenant.clients.find(each => each.type === type)!
const orgOf = (tenant: Directory, environment = 'production') =>
  tenant.portals[0]!.orgs.find(each => each.environment === environment)!

const tokensFor = (zoho: Harness['zoho'], tenant: Directory, environment = 'production', type = 'server') =>
  zoho.issueTokens({
    client: clientOf(tenant, type),
    user: tenant.users[0]!,
    org: orgOf(tenant, environment),
    scope: everything,
  })

const refused = ({ status, json }: Answer) => [status, json.error.code, json.error.path]

it('has a user, three orgs and one client of each type, in the shape of the directory', async () => {
  const { send } = await start()

  const tenant = await make(send)

  const [portal] = tenant.portals
  const [user] = tenant.users
  expect(tenant.data_centers).toHaveLength(11)
  expect(portal!.orgs.map(({ environment }) => environment)).toEqual(['production', 'sandbox', 'developer'])
  expect(portal!.orgs.map(({ name }) => name)).toEqual([
    portal!.name,
    `${portal!.name} Sandbox`,
    `${portal!.name} Developer`,
  ])
  expect(user).toMatchObject({
    password: 'password',
    location: 'us',
    default_portal: portal!.id,
    portals: [portal!.id],
    orgs: portal!.orgs.map(({ zgid }) => ({ zgid, profile: 'Administrator', role: 'CEO' })),
  })
  expect(tenant.clients.map(({ type, owner }) => [type, owner])).toEqual(
    ['server', 'javascript', 'mobile', 'device', 'self'].map(type => [type, user!.email]),
  )
  expect(clientOf(tenant).redirect_uris).toEqual([callback, 'http://localhost/_emulator/callback'])
})

it('stands in the directory from then on', async () => {
  const { send, directory } = await start()

  const tenant = await make(send, { name: 'Umbrella' })

  const { json } = await send('GET', '/_emulator/directory')
  expect(json.portals).toEqual([...directory.portals, ...tenant.portals])
  expect(json.users).toEqual([...directory.users, ...tenant.users])
  expect(json.clients).toEqual([...directory.clients, ...tenant.clients])
  expect(orgOf(tenant).name).toBe('Umbrella')
})

it('has as many orgs and records as asked for, in the data center asked for', async () => {
  const { send, zoho } = await start()

  const tenant = await make(send, { location: 'eu', sandboxes: 2, developers: 0, records: 3 })

  const { access_token: token, api_domain } = await tokensFor(zoho, tenant, 'sandbox')
  const leads = await send('GET', `${new URL(api_domain).pathname}/crm/v8/Leads?fields=Email`, { token })
  expect(tenant.portals[0]!.orgs.map(({ environment }) => environment)).toEqual(['production', 'sandbox', 'sandbox'])
  expect(api_domain).toBe('http://localhost/sandbox.zohoapis.eu')
  expect(leads.json.data).toHaveLength(3)
})

it('starts without records', async () => {
  const { send, zoho } = await start()
  const { access_token: token } = await tokensFor(zoho, await make(send))

  expect((await send('GET', '/www.zohoapis.com/crm/v8/Leads?fields=Email', { token })).status).toBe(204)
})

it('can meet a flow of its own', async () => {
  const { send, zoho, client, org } = await start()

  const tenant = await make(send, { flow: 'legacy' })

  const request = { client: clientOf(tenant), user: tenant.users[0]!, scope: everything }
  await expect(zoho.issueTokens({ ...request, org: orgOf(tenant) })).rejects.toThrow('bound to no org')
  const { access_token: token } = await zoho.issueTokens(request)
  for (const host of ['www', 'sandbox', 'developer']) {
    expect((await send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })).status).toBe(200)
  }
  const acme = { client: client('server'), user: 'admin@acme.example', scope: everything }
  await expect(zoho.issueTokens({ ...acme, org: org('Acme') })).resolves.toHaveProperty('access_token')
})

it('shares no id, no record and no credential with another', async () => {
  const { send, zoho, directory } = await start()

  const [first, second] = [await make(send, { records: 5 }), await make(send, { records: 5 })]

  const ids = [directory, first, second].flatMap(({ portals, users, clients }) => [
    ...portals.flatMap(({ id, orgs }) => [id, ...orgs.map(({ zgid }) => zgid)]),
    ...users.flatMap(({ zuid, email }) => [zuid, email]),
    ...clients.flatMap(each => [each.client_id, ...new Set(Object.values(each.client_secrets))]),
  ])
  expect(new Set(ids).size).toBe(ids.length)
  const emails: string[] = []
  for (const tenant of [first, second]) {
    for (const environment of ['production', 'sandbox', 'developer']) {
      const { access_token: token, api_domain } = await tokensFor(zoho, tenant, environment)
      const { json } = await send('GET', `${new URL(api_domain).pathname}/crm/v8/Contacts?fields=Email`, { token })
      emails.push(...json.data.map(({ id, Email }: { id: string; Email: string }) => `${id.slice(0, 7)} ${Email}`))
    }
  }
  expect(emails).toHaveLength(30)
  expect(new Set(emails.map(each => each.split(' ')[0])).size).toBe(6)
  expect(new Set(emails.map(each => each.split(' ')[1])).size).toBe(30)
})

it('is the same on every run of one seed, and another with another seed', async () => {
  const make2 = async (seed: string) => {
    const { send } = await start({ seed })
    return [await make(send), await make(send)]
  }

  const [once, again, other] = [await make2('a'), await make2('a'), await make2('b')]

  expect(again).toEqual(once)
  expect(other![0]!.portals[0]!.id).not.toBe(once![0]!.portals[0]!.id)
  expect(other![0]!.clients[0]!.client_id).not.toBe(once![0]!.clients[0]!.client_id)
})

it.each([
  ['name', { name: '' }],
  ['location', { location: 'mars' }],
  ['sandboxes', { sandboxes: 21 }],
  ['developers', { developers: -1 }],
  ['records', { records: 100_001 }],
  ['flow', { flow: 'phased' }],
  ['nonsense', { nonsense: 1 }],
])('is refused for a wrong %s', async (path, input) => {
  const { send, directory } = await start()

  expect(refused(await control(send, '/_emulator/tenants', input))).toEqual([400, 'INVALID_INPUT', path])
  expect((await send('GET', '/_emulator/directory')).json).toEqual(directory)
})

it('leaves nothing behind when it is deleted, and its tokens are unknown', async () => {
  const harness = await start()
  const { send, zoho, exchange, directory } = harness
  const tenant = await make(send)
  const { access_token: token, refresh_token } = await tokensFor(zoho, tenant)
  const client = clientOf(tenant)
  const code = await harness.code({
    client_id: client.client_id,
    user: tenant.users[0]!.email,
    org: orgOf(tenant).zgid,
  })
  await send('POST', '/www.zohoapis.com/crm/v8/Leads', { token, body: { data: [{ Last_Name: 'Gone' }] } })

  const { status, json } = await remove(send, tenant)

  expect([status, json]).toEqual([200, {}])
  expect((await send('GET', '/_emulator/directory')).json).toEqual(directory)
  const call = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })
  expect([call.status, call.json.code]).toEqual([401, 'INVALID_TOKEN'])
  expect(call.headers.get('x-zoho-emulator-reason')).toContain('the token is unknown')
  const credentials = { client_id: client.client_id, client_secret: client.client_secret }
  expect((await exchange({ grant_type: 'refresh_token', refresh_token: refresh_token!, ...credentials })).json).toEqual(
    { error: 'invalid_client' },
  )
  expect((await exchange({ grant_type: 'authorization_code', code, ...credentials })).json).toEqual({
    error: 'invalid_client',
  })
})

it('takes away what others consented to for its clients, and what its user consented to for others', async () => {
  const { send, zoho, org, client, exchange } = await start()
  const tenant = await make(send)
  const forItsClient = await zoho.issueTokens({
    client: clientOf(tenant),
    user: 'admin@acme.example',
    org: org('Acme'),
    scope: everything,
  })
  const byItsUser = await zoho.issueTokens({
    client: client('server'),
    user: tenant.users[0]!,
    org: orgOf(tenant),
    scope: everything,
  })
  const own = await zoho.issueTokens({
    client: client('server'),
    user: 'admin@acme.example',
    org: org('Acme'),
    scope: everything,
  })

  await remove(send, tenant)

  for (const { access_token: token } of [forItsClient, byItsUser]) {
    const { status, headers } = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })
    expect([status, headers.get('x-zoho-emulator-reason')]).toEqual([401, expect.stringContaining('unknown')])
  }
  const refresh = await exchange({
    grant_type: 'refresh_token',
    refresh_token: byItsUser.refresh_token!,
    client_id: client('server').client_id,
    client_secret: client('server').client_secret,
  })
  expect(refresh.json).toEqual({ error: 'invalid_code' })
  expect((await send('GET', '/www.zohoapis.com/crm/v8/org', { token: own.access_token })).status).toBe(200)
})

it('signs its user out when it is deleted', async () => {
  const harness = await listen()
  const tenant = await make(harness.send)
  const connectedApps = '/accounts.zoho.com/sessions/connectedapps'
  const visitor = await (await new Visitor(harness).open('/accounts.zoho.com/signin')).signIn(tenant.users[0]!.email)
  const before = (await visitor.open(connectedApps)).text

  await remove(harness.send, tenant)

  const after = (await visitor.open(connectedApps)).text
  expect([before.includes('None yet.'), after.includes('None yet.')]).toEqual([true, false])
})

it('never gives its ids to a later one', async () => {
  const { send } = await start()
  const first = await make(send)
  await remove(send, first)

  const second = await make(send)

  expect(second.portals[0]!.id).not.toBe(first.portals[0]!.id)
  expect(second.users[0]!.email).not.toBe(first.users[0]!.email)
})

it('is deleted by its id alone; the portals of the fixture stay', async () => {
  const { send, directory } = await start()

  expect(refused(await send('DELETE', '/_emulator/tenants/1'))).toEqual([404, 'NOT_FOUND', 'portal_id'])
  expect(refused(await send('DELETE', `/_emulator/tenants/${directory.portals[0]!.id}`))).toEqual([
    400,
    'NOT_A_TENANT',
    'portal_id',
  ])
})

it('is gone after a reset, and the next one is the first again, whatever that one started with', async () => {
  const { send, zoho } = await start()
  const first = await make(send, { records: 5 })
  const { access_token } = await tokensFor(zoho, first)
  await send('GET', '/www.zohoapis.com/crm/v8/Leads?fields=Email', { token: access_token })

  await zoho.reset()
  const second = await make(send, { records: 2, name: first.portals[0]!.name })

  const { access_token: token } = await tokensFor(zoho, second)
  const { json } = await send('GET', '/www.zohoapis.com/crm/v8/Leads?fields=Email', { token })
  expect(second).toEqual(first)
  expect(json.data).toHaveLength(2)
})
