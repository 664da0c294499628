/** The emulator in the hands of a test: what `startEmulator` and `createEmulator` give. */

import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf, createEmulator, type Emulator, orgOf, startEmulator } from '../src/index.ts'

const scope = 'ZohoCRM.org.READ'

const orgOfToken = async (zoho: Emulator, { access_token, api_domain }: { access_token: string; api_domain: string }) =>
  zoho.fetch(`${api_domain}/crm/v8/org`, { headers: { Authorization: `Zoho-oauthtoken ${access_token}` } })

describe('tokens', () => {
  it('are issued for things of the directory', async () => {
    const zoho = await createEmulator()
    const directory = await zoho.directory()
    const org = orgOf(directory, 'sandbox')

    const tokens = await zoho.issueTokens({
      client: clientOf(directory, 'server'),
      user: directory.users[0]!,
      org,
      scope,
    })

    const answer = await orgOfToken(zoho, tokens)
    expect(await answer.json()).toMatchObject({ org: [{ zgid: org.zgid }] })
  })

  it('are issued for ids, and for the client’s owner where no user is named', async () => {
    const zoho = await createEmulator({ token: 'secret' })
    const directory = await zoho.directory()
    const client = clientOf(directory, 'server')

    const byId = await zoho.issueTokens({
      client: client.client_id,
      user: 'agent@acme.example',
      org: orgOf(directory, 'production').zgid,
      scope,
      accessType: 'online',
    })
    const byOwner = await zoho.issueTokens({ client: client.client_id, org: orgOf(directory, 'production'), scope })

    expect(byId.refresh_token).toBeUndefined()
    expect(byOwner.refresh_token).toMatch(/^1000\./)
  })

  it('come for a code', async () => {
    const zoho = await createEmulator()
    const directory = await zoho.directory()
    const { client_id, client_secret, redirect_uris } = clientOf(directory, 'server')
    const [redirectUri] = redirect_uris
    const { code, accounts_server } = await zoho.issueCode({
      client: client_id,
      org: orgOf(directory, 'developer'),
      scope,
      redirectUri: redirectUri!,
    })

    const answer = await zoho.fetch(`${accounts_server}/oauth/v2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id,
        client_secret,
        redirect_uri: redirectUri!,
        code,
      }),
    })

    expect(await answer.json()).toMatchObject({ api_domain: 'http://localhost/developer.zohoapis.com' })
  })

  it('are refused with the control API’s words', async () => {
    const zoho = await createEmulator()
    const client = clientOf(await zoho.directory(), 'server')

    await expect(zoho.issueTokens({ client, scope: 'ZohoCRM.modules.ALL' })).rejects.toThrow(
      'org: in the new flow a CRM scope needs the zgid of an org',
    )
    await expect(zoho.issueTokens({ client: 'nobody', scope })).rejects.toThrow('client_id: no client nobody')
  })
})

describe('a finder', () => {
  it('says what is not there', async () => {
    const { portals, clients } = await (await createEmulator()).directory()
    const production = portals.map(portal => ({
      ...portal,
      orgs: portal.orgs.filter(org => org.environment === 'production'),
    }))

    expect(() => orgOf({ portals: production }, 'sandbox')).toThrow('no sandbox org in this directory')
    expect(() => clientOf({ clients: clients.slice(0, 0) }, 'self')).toThrow('no client of type self in this directory')
  })
})

describe('time and behaviour', () => {
  it('move with the clock, change with the scenario and come back with a reset', async () => {
    const zoho = await createEmulator()
    const directory = await zoho.directory()
    const issue = () =>
      zoho.issueTokens({ client: clientOf(directory, 'server'), org: orgOf(directory, 'production'), scope })
    const tokens = await issue()
    const before = zoho.now()

    await zoho.advanceClock('61m')
    expect(zoho.now() - before).toBeGreaterThanOrEqual(61 * 60_000)
    expect((await orgOfToken(zoho, tokens)).status).toBe(401)
    await zoho.useScenario('legacy')
    await expect(issue()).rejects.toThrow('org: in the old flow a grant is bound to no org')

    await zoho.reset()
    expect(Math.abs(zoho.now() - Date.now())).toBeLessThan(60_000)
    expect(await issue()).toEqual(tokens)
  })
})

describe('a tenant', () => {
  it('shares nothing with another and is gone after its removal', async context => {
    const zoho = await startEmulator({ port: 0 })
    onTestFinished(() => zoho.close())
    if (await lacks(zoho, 'POST', '/tenants')) context.skip('no control call POST /_emulator/tenants')
    const before = await zoho.directory()

    const [one, other] = [await zoho.createTenant({ sandboxes: 2 }), await zoho.createTenant({ flow: 'legacy' })]

    const ids = (tenant: typeof one) => tenant.portals.flatMap(({ id, orgs }) => [id, ...orgs.map(({ zgid }) => zgid)])
    expect(new Set([...ids(before), ...ids(one), ...ids(other)]).size).toBe(
      [...ids(before), ...ids(one), ...ids(other)].length,
    )
    const tokens = await zoho.issueTokens({ client: clientOf(one, 'server'), org: orgOf(one, 'sandbox'), scope })
    expect((await orgOfToken(zoho, tokens)).status).toBe(200)
    await zoho.issueTokens({ client: clientOf(other, 'server'), scope })

    await zoho.removeTenant(one)
    await zoho.removeTenant(other)
    expect(await zoho.directory()).toEqual(before)
    expect((await orgOfToken(zoho, tokens)).status).toBe(401)
  })
})

describe('requests', () => {
  it('are listed, newest first, and can be filtered', async context => {
    const zoho = await createEmulator()
    if (await lacks(zoho, 'GET', '/requests')) context.skip('no control call GET /_emulator/requests')
    await zoho.fetch('/www.zohoapis.com/crm/v8/org')
    await zoho.fetch('/sandbox.zohoapis.com/crm/v8/Leads')

    const all = await zoho.requests()
    const some = await zoho.requests({ host: 'www.zohoapis.com', status: 401 })

    expect(all.slice(0, 2).map(({ path }) => path)).toEqual(['/crm/v8/Leads', '/crm/v8/org'])
    expect(some).toHaveLength(1)
    expect(some[0]).toMatchObject({ method: 'GET', status: 401, environment: 'production' })
  })
})

const lacks = async (zoho: Emulator, method: string, path: string): Promise<boolean> =>
  (await zoho.fetch(`/_emulator${path}`, { method })).status === 404
