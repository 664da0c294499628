/** What sign-in and consent make of people who were invited, deactivated or deleted in an org. */

import { describe, expect, it } from 'vitest'
import { type AtCrm, atCrm, idOf } from '../crm/at-crm.ts'
import { agent, callback, control, everything } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const newcomer = 'nia@acme.example'
const crmHost = 'www.zohoapis.com'

const authUrl = ({ zoho, client }: AtCrm): string =>
  `${zoho.url}/accounts.zoho.com/oauth/v2/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: client('server').client_id,
    redirect_uri: callback,
    scope: everything,
    access_type: 'offline',
  })}`

const redeem = ({ exchange, client }: AtCrm, parameters: Record<string, string>) =>
  exchange({
    client_id: client('server').client_id,
    client_secret: client('server').client_secrets.us!,
    redirect_uri: callback,
    ...parameters,
  })

/** Acme, as its administrator writes it. */
async function acme() {
  const crm = await atCrm({ org: 'Acme', listening: true })
  const [, { id: profile }] = (await crm.call('GET', 'settings/profiles')).json.profiles
  const [, { id: role }] = (await crm.call('GET', 'settings/roles')).json.roles
  const ben = (await crm.call('GET', 'users')).json.users[1].id
  const me = (token: string, host = crmHost) => crm.send('GET', `/${host}/crm/v8/users?type=CurrentUser`, { token })
  return {
    ...crm,
    ben,
    me,
    invite: async () =>
      idOf(await crm.call('POST', 'users', { users: [{ last_name: 'N', email: newcomer, profile, role }] }), 'users'),
    set: (id: string, status: string) => crm.call('PUT', `users/${id}`, { users: [{ status }] }),
  }
}

describe('who was invited', () => {
  it('accepts by signing in, and consents for the org', async () => {
    const crm = await acme()
    const id = await crm.invite()
    const visitor = await new Visitor(crm).open(authUrl(crm))

    await visitor.signIn(newcomer)
    expect(visitor.text).toContain('wants to access data of Acme ')
    await visitor.submit({ decision: 'accept' })
    const { json } = await redeem(crm, { grant_type: 'authorization_code', code: visitor.returned.code! })

    expect((await crm.me(json.access_token)).json.users[0]).toMatchObject({ id, confirm: true })
  })

  it('signs in with another password in vain', async () => {
    const crm = await acme()
    const id = await crm.invite()
    const visitor = await new Visitor(crm).open(authUrl(crm))

    await visitor.signIn(newcomer, 'other')

    expect(visitor.text).toContain('Incorrect password')
    expect((await crm.call('GET', `users/${id}`)).json.users[0].confirm).toBe(false)
  })
})

describe('who is deactivated', () => {
  it('finds the org nowhere, while other orgs stay', async () => {
    const crm = await acme()
    await crm.set(crm.ben, 'inactive')
    const visitor = await new Visitor(crm).open(authUrl(crm))

    await visitor.signIn(agent)

    // of two orgs one is left, so there is nothing to choose
    expect(visitor.text).toContain('wants to access data of Acme QA ')
    const { access_token: token } = await crm.tokens({ org: 'Acme QA', user: agent })
    expect((await crm.me(token, 'sandbox.zohoapis.com')).status).toBe(200)
  })

  it('still refreshes tokens, which open nothing until they are activated again', async () => {
    const crm = await acme()
    const tokens = await crm.tokens({ org: 'Acme', user: agent, accessType: 'offline' })
    const refresh = async () =>
      (await redeem(crm, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! })).json.access_token

    await crm.set(crm.ben, 'inactive')
    const fresh = await refresh()
    const refused = await crm.me(fresh)
    await crm.set(crm.ben, 'active')

    expect([refused.status, refused.json.code]).toEqual([401, 'INVALID_TOKEN'])
    expect((await crm.me(fresh)).status).toBe(200)
  })

  it('is refused with what the toggle says', async () => {
    const crm = await acme()
    const { access_token: token } = await crm.tokens({ org: 'Acme', user: agent })
    await crm.set(crm.ben, 'inactive')
    await control(crm.send, '/_emulator/toggles', { wrong_org_error: 'NO_PERMISSION' }, 'PATCH')

    const { status, json } = await crm.me(token)

    expect([status, json.code]).toEqual([403, 'NO_PERMISSION'])
  })
})

describe('who is deleted', () => {
  it('cannot be made to consent any more', async () => {
    const crm = await acme()
    await crm.call('DELETE', `users/${crm.ben}`)

    await expect(crm.tokens({ org: 'Acme', user: agent })).rejects.toThrow('no member of that org')
  })

  it('in the old flow reaches no org in that environment', async () => {
    const crm = await acme()
    await crm.zoho.useScenario('legacy')
    const { access_token: token } = await crm.tokens({ user: agent })
    const before = await crm.me(token)

    await crm.call('DELETE', `users/${crm.ben}`)
    const after = await crm.me(token)

    expect(before.status).toBe(200)
    expect([after.status, after.json.code]).toEqual([401, 'INVALID_TOKEN'])
    expect((await crm.me(token, 'sandbox.zohoapis.com')).status).toBe(200)
  })
})
