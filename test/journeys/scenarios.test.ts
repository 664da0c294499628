/** Plays every shipped scenario: what a client meets in it, and what a correct one does. */

import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { scenarioNames } from '../../src/world/scenarios.ts'
import { admin, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const credentials = ({ client }: Harness) => ({
  client_id: client('server').client_id,
  client_secret: client('server').client_secret,
})

const redeem = async (harness: Harness, wait = '0ms') => {
  const code = await harness.code({ org: harness.org('Acme').zgid })
  await harness.zoho.advanceClock(wait)
  return harness.exchange({ grant_type: 'authorization_code', code, ...credentials(harness) })
}

const production = '/www.zohoapis.com/crm/v8/org'
const sandbox = '/sandbox.zohoapis.com/crm/v8/org'

const call = async ({ send }: Harness, url: string, token: string) => {
  const { status, json } = await send('GET', url, { token })
  return status === 200 ? json.org[0].company_name : `${status} ${json.code}`
}

/** Signs in with a browser as far as the page after the password. */
async function signIn(harness: Harness, email = admin): Promise<Visitor> {
  const visitor = new Visitor(harness)
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: harness.client('server').client_id,
    redirect_uri: callback,
    scope: everything,
    state: 's',
  })
  await visitor.open(`/accounts.zoho.com/oauth/v2/auth?${query}`)
  return visitor.signIn(email)
}

afterEach(() => {
  vi.useRealTimers()
})

const refresh = (harness: Harness, token: string) =>
  harness.exchange({ grant_type: 'refresh_token', refresh_token: token, ...credentials(harness) })

it('expired-code: a code is dead after a second', async () => {
  const harness = await start({ scenario: 'expired-code' })

  expect((await redeem(harness, '1s')).text).toBe('{"error":"invalid_code"}')
  expect((await redeem(harness)).json).toHaveProperty('access_token')
})

it('missing-refresh-token: an exchange brings an access token alone', async () => {
  const { json } = await redeem(await start({ scenario: 'missing-refresh-token' }))

  expect(json).toHaveProperty('access_token')
  expect(json).not.toHaveProperty('refresh_token')
})

it('refresh-throttled: the second refresh is refused until the window has passed', async () => {
  const harness = await start({ scenario: 'refresh-throttled' })
  const { refresh_token } = (await redeem(harness)).json

  const [first, second] = [await refresh(harness, refresh_token), await refresh(harness, refresh_token)]
  await harness.zoho.advanceClock('10m')

  expect([first.status, second.status, (await refresh(harness, refresh_token)).status]).toEqual([200, 400, 200])
})

it('twenty-first-refresh-token: the second takes the first away', async () => {
  const harness = await start({ scenario: 'twenty-first-refresh-token' })
  const [first, second] = [(await redeem(harness)).json, (await redeem(harness)).json]

  expect((await refresh(harness, first.refresh_token)).json).toEqual({ error: 'invalid_code' })
  expect((await refresh(harness, second.refresh_token)).json).toHaveProperty('access_token')
})

it('unlimited: nothing is refused and nothing taken away', async () => {
  const harness = await start({ scenario: 'unlimited' })
  const first = (await redeem(harness)).json
  for (let more = 0; more < 25; more++) await redeem(harness)

  for (let more = 0; more < 40; more++) expect((await refresh(harness, first.refresh_token)).status).toBe(200)
  await harness.zoho.advanceClock('400d')

  const { status } = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: first.access_token })
  expect(status).toBe(200)
})

it('org-specific: a sign-in chooses one org, and the token opens that one alone', async () => {
  const harness = await listen({ scenario: 'org-specific' })
  const visitor = await signIn(harness)
  const asked = visitor.text
  await visitor.submit({ org: harness.org('Acme QA').zgid })
  await visitor.submit({ decision: 'accept' })

  const { json } = await harness.exchange({
    grant_type: 'authorization_code',
    code: visitor.returned.code!,
    redirect_uri: callback,
    ...credentials(harness),
  })

  expect(asked).toContain('Acme UAT')
  expect(new URL(json.api_domain).pathname).toBe('/sandbox.zohoapis.com')
  expect(await call(harness, sandbox, json.access_token)).toBe('Acme QA')
  expect(await call(harness, production, json.access_token)).toBe('401 INVALID_TOKEN')
})

it('legacy: a sign-in chooses no org, and the token opens one of each environment', async () => {
  const harness = await listen({ scenario: 'legacy' })
  const visitor = await signIn(harness)
  const asked = visitor.text
  await visitor.submit({ decision: 'accept' })

  const { json } = await harness.exchange({
    grant_type: 'authorization_code',
    code: visitor.returned.code!,
    redirect_uri: callback,
    ...credentials(harness),
  })

  expect(asked).not.toContain('Acme UAT')
  expect(await call(harness, production, json.access_token)).toBe('Acme')
  expect(await call(harness, sandbox, json.access_token)).toBe('Acme QA')
})

it('phased-rollout: who is moved and since when decides, by the world’s clock', async () => {
  const harness = await start({ scenario: 'phased-rollout' })
  const inOrg = () => harness.tokens({ org: 'Acme' })
  const inNone = () => harness.tokens({ user: 'admin@initech.example' })

  await expect(inOrg()).resolves.toHaveProperty('access_token')
  await expect(inNone()).resolves.toHaveProperty('access_token')
  await control(harness.send, '/_emulator/clock', { set: '2020-05-06T23:59:59Z' })

  await expect(inOrg()).rejects.toThrow(/org/)
  await expect(harness.tokens({})).resolves.toHaveProperty('access_token')
})

it('refresh-token-revoked: the refresh finds the consent gone, and a new one works until its own refresh', async () => {
  const harness = await start({ scenario: 'refresh-token-revoked' })
  const mine = (await redeem(harness)).json
  const other = await harness.tokens({ org: 'Globex' })
  const before = await call(harness, production, mine.access_token)

  const refused = await refresh(harness, mine.refresh_token)
  const again = (await redeem(harness)).json

  expect([before, refused.status, refused.json]).toEqual(['Acme', 200, { error: 'invalid_code' }])
  expect(await call(harness, production, mine.access_token)).toBe('401 INVALID_TOKEN')
  expect(await call(harness, production, other.access_token)).toBe('Globex')
  expect(await call(harness, production, again.access_token)).toBe('Acme')
  expect((await refresh(harness, again.refresh_token)).json).toEqual({ error: 'invalid_code' })
})

it('wrong-data-center: who ignores where the person belongs is refused, who follows it is not', async () => {
  const harness = await start({ scenario: 'wrong-data-center' })
  const { client_id, client_secrets } = harness.client('server')
  const input = { user: 'admin@eu.example', org: harness.org('Company EU').zgid }
  const redeemAt = (accounts: string, location: string, code: string) =>
    harness.exchange(
      { grant_type: 'authorization_code', code, client_id, client_secret: client_secrets[location]! },
      accounts,
    )

  const atHome = await redeemAt('accounts.zoho.com', 'us', await harness.code(input))
  const withOtherSecret = await redeemAt('accounts.zoho.eu', 'us', await harness.code(input))
  const right = (await redeemAt('accounts.zoho.eu', 'eu', await harness.code(input))).json

  expect(atHome.json).toEqual({ error: 'invalid_code' })
  expect(withOtherSecret.json).toEqual({ error: 'invalid_client_secret' })
  expect(await call(harness, production, right.access_token)).toBe('401 INVALID_TOKEN')
  expect(await call(harness, `${new URL(right.api_domain).pathname}/crm/v8/org`, right.access_token)).toBe('Company EU')
})

it('wrong-environment: a token is refused on the host of another environment, and api_domain is right', async () => {
  const harness = await start({ scenario: 'wrong-environment' })
  const { access_token, api_domain } = await harness.tokens({ org: 'Acme QA' })
  const other = await harness.tokens({ org: 'Acme' })

  expect(await call(harness, production, access_token)).toBe('401 INVALID_TOKEN')
  expect(await call(harness, sandbox, other.access_token)).toBe('401 INVALID_TOKEN')
  expect(await call(harness, `${new URL(api_domain).pathname}/crm/v8/org`, access_token)).toBe('Acme QA')
})

it('scope-mismatch: a scope that the consent lacks is not there after a refresh either, but after a new consent', async () => {
  const harness = await start({ scenario: 'scope-mismatch' })
  const few = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.modules.leads.READ' })
  const renewed = (await refresh(harness, few.refresh_token!)).json
  const more = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.modules.leads.READ,ZohoCRM.org.READ' })

  expect(await call(harness, production, few.access_token)).toBe('401 OAUTH_SCOPE_MISMATCH')
  expect(await call(harness, production, renewed.access_token)).toBe('401 OAUTH_SCOPE_MISMATCH')
  expect(await call(harness, production, more.access_token)).toBe('Acme')
})

it('breached-token: a token works for ever, for its org alone, until its refresh token is revoked', async () => {
  const harness = await start({ scenario: 'breached-token' })
  const { access_token, refresh_token } = await harness.tokens({ org: 'Acme' })
  await harness.zoho.advanceClock('3650d')

  const reach = [await call(harness, production, access_token), await call(harness, sandbox, access_token)]
  await harness.send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${refresh_token}`)

  expect(reach).toEqual(['Acme', '401 INVALID_TOKEN'])
  expect(await call(harness, production, access_token)).toBe('401 INVALID_TOKEN')
})

it('api-outage: three calls of each kind fail, then all is well, and nothing was written meanwhile', async () => {
  const harness = await start({ scenario: 'api-outage', fixture: 'empty' })
  const { access_token: token } = await harness.tokens({ org: 'Acme' })
  const leads = '/www.zohoapis.com/crm/v8/Leads'
  const create = () => harness.send('POST', leads, { token, body: { data: [{ Last_Name: 'Once', Company: 'Acme' }] } })
  const list = () => harness.send('GET', `${leads}?fields=Last_Name`, { token })

  const created = [await create(), await create(), await create(), await create()]
  const listed = [await list(), await list(), await list(), await list()]

  expect(created.map(({ status }) => status)).toEqual([500, 500, 500, 201])
  expect(created[0]!.json.code).toBe('INTERNAL_ERROR')
  expect(created[0]!.headers.get('x-zoho-emulator-reason')).toMatch(/^fault outage-post: /)
  expect(listed.map(({ status }) => status)).toEqual([500, 500, 500, 200])
  expect(listed[3]!.json.data).toHaveLength(1)
})

it('slow-api: a CRM call takes two seconds, a token call none', async () => {
  const harness = await start({ scenario: 'slow-api' })
  const { access_token, refresh_token } = await harness.tokens({ org: 'Acme' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let answered = ''
  const waiting = call(harness, production, access_token).then(answer => {
    answered = answer
  })

  const { status } = await refresh(harness, refresh_token!)
  await vi.advanceTimersByTimeAsync(1999)
  const early = answered
  await vi.advanceTimersByTimeAsync(1)
  await waiting

  expect([status, early, answered]).toEqual([200, '', 'Acme'])
})

it('plays every scenario that is shipped', () => {
  const source = readFileSync('test/journeys/scenarios.test.ts', 'utf8')

  expect(scenarioNames().filter(name => !source.includes(`\nit('${name}: `))).toEqual([])
})
