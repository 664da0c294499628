/** Tests that run side by side, a tenant each, on one emulator. */

import { expect, it } from 'vitest'
import { type Answer, control, type Directory, everything, type Harness, listen } from '../support/emulator.ts'

const scope = `${everything},ZohoCRM.coql.READ`

const makeTenant = async ({ send }: Harness, input: object = {}): Promise<Directory> =>
  (await control(send, '/_emulator/tenants', input)).json

const removeTenant = ({ send }: Harness, tenant: Directory): Promise<Answer> =>
  send('DELETE', `/_emulator/tenants/${tenant.portals[0]!.id}`)

/** What a test of somebody's app does, from the code to the last record; gives back all that it saw of the CRM. */
async function useTenant(harness: Harness, tenant: Directory, marker: string): Promise<Answer[]> {
  const { send, exchange } = harness
  const [client] = tenant.clients
  const [org] = tenant.portals[0]!.orgs
  const { json } = await control(send, '/_emulator/codes', {
    client_id: client!.client_id,
    user: tenant.users[0]!.email,
    org: org!.zgid,
    scope,
  })
  const credentials = { client_id: client!.client_id, client_secret: client!.client_secret }
  const issued = await exchange({ grant_type: 'authorization_code', code: json.code, ...credentials })
  const { refresh_token } = issued.json
  const seen: Answer[] = []
  for (let round = 0; round < 5; round++) {
    const refreshed = await exchange({ grant_type: 'refresh_token', refresh_token, ...credentials })
    const token = refreshed.json.access_token
    const crm = async (method: string, path: string, body?: object) => {
      const answer = await send(method, `/www.zohoapis.com/crm/v8${path}`, { token, ...(body && { body }) })
      seen.push(answer)
      return answer
    }
    const data = Array.from({ length: 3 }, (_, row) => ({ Last_Name: `${marker} ${round}.${row}`, Company: marker }))
    const created = await crm('POST', '/Leads', { data })
    const [first, second] = created.json.data.map((row: { details: { id: string } }) => row.details.id)
    await crm('PUT', `/Leads/${first}`, { data: [{ City: marker }] })
    await crm('DELETE', `/Leads/${second}`)
    await crm('POST', `/Leads/${first}/Notes`, { data: [{ Note_Content: marker }] })
    await crm('GET', '/Leads?fields=Last_Name,Company,City&per_page=200')
    await crm('GET', '/Notes?fields=Note_Content')
    await crm('GET', '/Leads/deleted')
    await crm('POST', '/coql', { select_query: "select Last_Name, Company from Leads where Last_Name like 'Tenant%'" })
    await crm('GET', '/org')
    await crm('GET', '/users')
  }
  return seen
}

const markerOf = (index: number) => `Tenant${String(index).padStart(2, '0')}`

it('twenty tenants that are used at once see nothing of one another', { timeout: 60_000 }, async () => {
  const harness = await listen()
  const run = async (index: number) => {
    const tenant = await makeTenant(harness)
    return { tenant, marker: markerOf(index), seen: await useTenant(harness, tenant, markerOf(index)) }
  }

  const runs = await Promise.all(Array.from({ length: 20 }, (_, index) => run(index)))

  const prefixes = new Set<string>()
  for (const { tenant, marker, seen } of runs) {
    expect(seen.map(({ status }) => status).filter(status => status >= 400)).toEqual([])
    const text = seen.map(each => each.text).join()
    expect(new Set(text.match(/Tenant\d\d\b/g))).toEqual(new Set([marker]))
    const ids = new Set(text.match(/(?<=")[1-8]\d{18}(?=")/g)!.map(id => id.slice(0, 7)))
    expect(ids.size).toBe(1)
    prefixes.add([...ids][0]!)
    const lists = seen.filter(({ json }) => json?.data?.[0]?.City !== undefined)
    expect(lists.map(({ json }) => json.data.length)).toEqual([2, 4, 6, 8, 10])
    expect(text).toContain(tenant.users[0]!.email)
  }
  expect(prefixes.size).toBe(20)
})

it('a tenant that goes while others are used takes nothing of theirs along', async () => {
  const harness = await listen()
  const stays = await makeTenant(harness)
  const comeAndGo = async () => {
    for (let more = 0; more < 10; more++) {
      const tenant = await makeTenant(harness, { records: 3 })
      await useTenant(harness, tenant, markerOf(99))
      await removeTenant(harness, tenant)
    }
  }

  const [seen] = await Promise.all([useTenant(harness, stays, markerOf(1)), comeAndGo()])

  expect(seen.filter(({ status }) => status >= 400)).toEqual([])
  const { json } = await harness.send('GET', '/_emulator/directory')
  expect(json.portals).toEqual([...harness.directory.portals, ...stays.portals])
})

it('a tenant does the same whether it is alone or beside nineteen others', { timeout: 60_000 }, async () => {
  const withoutTimes = (answers: Answer[]) =>
    answers.map(({ text }) => text.replace(/\d{4}-\d\d-\d\dT[\d:]+[+-][\d:]+/g, 'then'))
  const firstOf = async (count: number) => {
    const harness = await listen()
    await control(harness.send, '/_emulator/clock', { freeze: true })
    const tenants: Directory[] = []
    for (let more = 0; more < count; more++) tenants.push(await makeTenant(harness))
    const runs = tenants.map((tenant, index) => useTenant(harness, tenant, markerOf(index)))
    return withoutTimes((await Promise.all(runs))[0]!)
  }

  expect(await firstOf(20)).toEqual(await firstOf(1))
})

it('a tenant’s token opens no record of another', async () => {
  const harness = await listen()
  const [mine, theirs] = [await makeTenant(harness), await makeTenant(harness)]
  const tokenOf = async (tenant: Directory) =>
    (
      await harness.zoho.issueTokens({
        client: tenant.clients[0]!,
        user: tenant.users[0]!,
        org: tenant.portals[0]!.orgs[0]!,
        scope,
      })
    ).access_token
  const [token, other] = [await tokenOf(mine), await tokenOf(theirs)]
  const leads = '/www.zohoapis.com/crm/v8/Leads'
  const body = { data: [{ Last_Name: 'Ours', Company: 'Ours' }] }
  const made = await harness.send('POST', leads, { token, body })
  const record = `${leads}/${made.json.data[0].details.id}`

  const read = await harness.send('GET', record, { token: other })
  const changed = await harness.send('PUT', record, { token: other, body: { data: [{ City: 'Rome' }] } })
  const deleted = await harness.send('DELETE', record, { token: other })

  expect(read.status).not.toBe(200)
  expect([changed.json.data[0].code, deleted.json.data?.[0].code ?? deleted.json.code]).toEqual([
    'INVALID_DATA',
    'INVALID_DATA',
  ])
  expect((await harness.send('GET', record, { token })).json.data[0].City).toBeNull()
})

it('a tenant that is removed takes along those who were invited to it, unless they belong elsewhere', async () => {
  const harness = await listen()
  const tenant = await makeTenant(harness)
  const org = tenant.portals[0]!.orgs[0]!.zgid
  const { json } = await control(harness.send, '/_emulator/tokens', {
    client_id: tenant.clients[0]!.client_id,
    user: tenant.users[0]!.email,
    org,
    scope,
  })
  const crm = (method: string, path: string, body?: object) =>
    harness.send(method, `/www.zohoapis.com/crm/v8/${path}`, { token: json.access_token, ...(body && { body }) })
  const [{ id: profile }] = (await crm('GET', 'settings/profiles')).json.profiles
  const [{ id: role }] = (await crm('GET', 'settings/roles')).json.roles
  const invite = (email: string) => crm('POST', 'users', { users: [{ last_name: 'N', email, profile, role }] })
  await invite('here@tenant.example')
  await invite('agent@acme.example')
  const gone = await invite('gone@tenant.example')
  await crm('DELETE', `users/${gone.json.users[0].details.id}`)

  await removeTenant(harness, tenant)

  const { users } = (await harness.send('GET', '/_emulator/directory')).json as Directory
  const emails = users.map(({ email }) => email)
  expect(emails).toContain('agent@acme.example')
  expect(emails.filter(email => email.endsWith('@tenant.example'))).toEqual([])
})
