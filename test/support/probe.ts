/**
 * Asks an emulator all that can be asked: what it holds, which ids and tokens it gives out next, what its records say. Two
 * emulators that answer alike, byte for byte, are alike. Run as a program, it asks a fresh emulator in a process of its own.
 */

import { pathToFileURL } from 'node:url'
import { createEmulator, type Emulator } from '../../src/index.ts'

export interface Exchange {
  readonly call: string
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
}

const scope = [
  ...['modules', 'settings', 'org', 'users', 'coql', 'functions.execute'].map(name => `ZohoCRM.${name}.ALL`),
  ...['mass_update', 'mass_delete'].map(name => `ZohoCRM.${name}.ALL`),
].join()

const orgs = [
  { zgid: '60021001', host: 'www.zohoapis.com', user: 'admin@acme.example' },
  { zgid: '60021002', host: 'sandbox.zohoapis.com', user: 'admin@acme.example' },
  { zgid: '60031001', host: 'www.zohoapis.com', user: 'admin@acme.example' },
  { zgid: '20041001', host: 'www.zohoapis.eu', user: 'admin@initech.example' },
]
const server = { id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV', secret: '8fa75fc49ed09af5250947c822834d11ce37cfdb0b' }

const readings = [
  '/org',
  '/users',
  '/settings/modules',
  ...['Leads', 'Deals', 'Contacts', 'Quotes'].flatMap(module => [
    `/settings/fields?module=${module}`,
    `/settings/layouts?module=${module}`,
    `/settings/custom_views?module=${module}`,
    `/settings/related_lists?module=${module}`,
    `/${module}?fields=id,Owner,Modified_Time&per_page=200&sort_by=Modified_Time`,
    `/${module}/deleted`,
  ]),
  '/Leads?fields=Last_Name,Email,Company,Annual_Revenue,Tag&per_page=200',
  '/settings/data_sharing',
  '/settings/recycle_bin',
  '/Boats?fields=Name',
  '/Notes?fields=Note_Title,Parent_Id',
]

/** What was exchanged, in order; each of two like emulators gives the same. */
export async function probe({ fetch }: Pick<Emulator, 'fetch'>): Promise<Exchange[]> {
  const exchanges: Exchange[] = []
  const ask = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await fetch(path, { method, redirect: 'manual', ...init })
    const text = await response.text()
    const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'))
    exchanges.push({ call: `${method} ${path}`, status: response.status, headers, text })
    // biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
    return (text.startsWith('{') ? JSON.parse(text) : {}) as any
  }
  const control = (method: string, path: string, body?: object) =>
    ask(method, `/_emulator${path}`, {
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    })

  for (const path of ['/scenario', '/toggles', '/directory', '/outbox', '/functions/greet', '/openapi.json']) {
    await control('GET', path)
  }
  const { frozen, offset_ms } = await control('GET', '/clock')
  exchanges.pop()
  exchanges.push({ call: 'clock', status: 200, headers: {}, text: `${frozen} ${Math.abs(offset_ms) < 1000}` })
  await control('POST', '/clock', { freeze: true })
  exchanges.pop()
  await control('POST', '/clock', { set: '2026-02-03T04:05:06Z' })
  exchanges.pop()

  for (const { zgid, host, user } of orgs) {
    const consent = { client_id: server.id, user, org: zgid, scope }
    const { access_token } = await control('POST', '/tokens', consent)
    const { code, accounts_server } = await control('POST', '/codes', consent)
    const accounts = `${new URL(accounts_server).pathname}/oauth/v2/token`
    await ask('POST', accounts, {
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: server.id,
        client_secret: host.endsWith('.eu') ? '7b0e81ad808e229cca6237f2e49b1c2a3045f3fe51' : server.secret,
      }),
    })
    const crm = (method: string, path: string, body?: object) =>
      ask(method, `/${host}/crm/v8${path}`, {
        headers: { Authorization: `Zoho-oauthtoken ${access_token}` },
        ...(body && { body: JSON.stringify(body) }),
      })
    for (const path of readings) await crm('GET', path)
    await crm('POST', '/coql', { select_query: 'select Stage, COUNT(id) from Deals where Amount > 0 group by Stage' })
    const made = await crm('POST', '/Leads', { data: [{ Last_Name: 'Probe', Company: 'Probe' }] })
    await crm('GET', `/Leads/${made.data?.[0].details.id}`)
    await crm('POST', `/Leads/${made.data?.[0].details.id}/Notes`, { data: [{ Note_Content: 'Seen' }] })
    await crm('POST', '/functions/greet/actions/execute')
    const more = await control('POST', `/orgs/${zgid}/records`, { module: 'Quotes', count: 2 })
    await crm('GET', `/Quotes/${more.ids?.[1]}`)
  }
  const tenant = await control('POST', '/tenants', { records: 2 })
  const [org] = tenant.portals[0].orgs
  const issued = await control('POST', '/tokens', {
    client_id: tenant.clients[0].client_id,
    user: tenant.users[0].email,
    org: org.zgid,
    scope,
  })
  const headers = { Authorization: `Zoho-oauthtoken ${issued.access_token}` }
  await ask('GET', '/www.zohoapis.com/crm/v8/Contacts?fields=Email,Account_Name', { headers })
  await control('POST', '/clients', { type: 'server', name: 'Probe', owner: 'admin@acme.example' })
  await control('PUT', '/functions/greet', { output: 'Hello' })
  await ask('GET', '/www.zohoapis.com/crm/v8/functions/greet/actions/execute?auth_type=apikey&zapikey=1003.a.b')
  await ask('GET', '/accounts.zoho.com/signin')
  await ask('POST', '/accounts.zoho.com/oauth/v3/device/code', {
    body: new URLSearchParams({
      client_id: '1004.TQZMUXFD3HHKTZ1BRECK8QBMAPD8RI',
      grant_type: 'device_request',
      scope: 'ZohoCRM.org.READ',
    }),
  })
  await control('GET', '/directory')
  return exchanges
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(await probe(await createEmulator())))
}
