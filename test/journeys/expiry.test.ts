/** Everything that expires follows the world's clock: still good one second before its end, gone at its end. */

import { expect, it } from 'vitest'
import { admin, callback, control, everything, type Harness, listen } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const credentials = ({ client }: Harness, type = 'server') => ({
  client_id: client(type).client_id,
  client_secret: client(type).client_secret,
})

const accounts = '/accounts.zoho.com'
const crm = '/www.zohoapis.com/crm/v8'

const toggle = ({ send }: Harness, toggles: object) => control(send, '/_emulator/toggles', toggles, 'PATCH')

const redeem = async (harness: Harness, code: string): Promise<boolean> =>
  'access_token' in (await harness.exchange({ grant_type: 'authorization_code', code, ...credentials(harness) })).json

const inAcme = (harness: Harness) => harness.code({ org: harness.org('Acme').zgid })

const isRefreshed = async (harness: Harness, token: string): Promise<boolean> =>
  (await harness.exchange({ grant_type: 'refresh_token', refresh_token: token, ...credentials(harness) })).status ===
  200

const authUrl = ({ client }: Harness) =>
  `${accounts}/oauth/v2/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: client('server').client_id,
    redirect_uri: callback,
    scope: everything,
  })}`

/** Signs in, and out of the harness comes whether the browser still is. */
async function session(harness: Harness, fields: Record<string, string>): Promise<() => Promise<boolean>> {
  const visitor = await new Visitor(harness).open(authUrl(harness))
  await visitor.submit({ email: admin })
  await visitor.submit({ password: 'password', ...fields })
  return async () => (await visitor.open(`${accounts}/sessions/connectedapps`)).text.includes(`which ${admin} has`)
}

/** Makes something, and gives back how to find out whether it is still good. */
type Prepare = (harness: Harness) => Promise<() => Promise<boolean>>

const table: readonly (readonly [what: string, lifetimeMs: number, prepare: Prepare])[] = [
  [
    'an authorization code',
    120_000,
    async harness => {
      const code = await inAcme(harness)
      return () => redeem(harness, code)
    },
  ],
  [
    'an authorization code with a lifetime of its own',
    600_000,
    async harness => {
      const code = await harness.code({ org: harness.org('Acme').zgid, expires_in: 600 })
      return () => redeem(harness, code)
    },
  ],
  [
    'an access token',
    3_600_000,
    async harness => {
      const { access_token: token } = await harness.tokens({ org: 'Acme' })
      return async () => (await harness.send('GET', `${crm}/org`, { token })).status === 200
    },
  ],
  ['a session', 12 * 3_600_000, harness => session(harness, {})],
  ['a session of who wants to stay signed in', 30 * 24 * 3_600_000, harness => session(harness, { stay: 'on' })],
  [
    'a sign-in under way',
    30 * 60_000,
    async harness => {
      const visitor = await new Visitor(harness).open(authUrl(harness))
      return async () => (await visitor.signIn(admin)).status === 200
    },
  ],
  [
    'the user code of a device',
    300_000,
    async harness => {
      const { client_id } = harness.client('device')
      const scope = 'ZohoCRM.modules.READ'
      const start = new URLSearchParams({ client_id, grant_type: 'device_request', scope })
      const { json } = await harness.send('POST', `${accounts}/oauth/v3/device/code?${start}`)
      const poll = { ...credentials(harness, 'device'), grant_type: 'device_token', code: json.device_code }
      return async () => {
        const answer = await harness.send('POST', `${accounts}/oauth/v3/device/token?${new URLSearchParams(poll)}`)
        return answer.json.error === 'authorization_pending'
      }
    },
  ],
  [
    'a token for more scopes',
    600_000,
    async harness => {
      const { refresh_token } = await harness.tokens({ org: 'Acme' })
      const input = { ...credentials(harness), grant_type: 'update_scopes_token', refresh_token: refresh_token! }
      const { json } = await harness.send(
        'POST',
        `${accounts}/oauth/v2/token/scopeenhance?${new URLSearchParams(input)}`,
      )
      const page = new URLSearchParams({
        response_type: 'update_scopes',
        client_id: harness.client('server').client_id,
        redirect_uri: callback,
        scope: 'ZohoCRM.users.READ',
        enhance_token: json.access_token,
      })
      return async () => (await harness.send('GET', `${accounts}/oauth/v2/token/addextrascope?${page}`)).status !== 400
    },
  ],
  [
    'a page token',
    24 * 3_600_000,
    async harness => {
      await toggle(harness, { access_token_lifetime_s: null })
      const { access_token: token } = await harness.tokens({ org: 'Acme' })
      const list = `${crm}/Leads?fields=Last_Name&per_page=1`
      const { json } = await harness.send('GET', list, { token })
      const next = `${list}&page_token=${json.info.next_page_token}`
      return async () => (await harness.send('GET', next, { token })).status === 200
    },
  ],
  [
    'the way of a job',
    2000,
    async harness => {
      const scope = 'ZohoCRM.modules.ALL,ZohoCRM.mass_update.ALL,ZohoCRM.settings.ALL'
      const { access_token: token } = await harness.tokens({ org: 'Acme', scope })
      const views = await harness.send('GET', `${crm}/settings/custom_views?module=Leads`, { token })
      const { json } = await harness.send('POST', `${crm}/Leads/actions/mass_update`, {
        token,
        body: { data: [{ City: 'Graz' }], cvid: views.json.custom_views[0].id },
      })
      const path = `${crm}/Leads/actions/mass_update?job_id=${json.data[0].details.job_id}`
      const status = async () => (await harness.send('GET', path, { token })).json.data[0].Status
      return async () => (await status()) !== 'COMPLETED'
    },
  ],
  [
    'the lag of searches',
    60_000,
    async harness => {
      await toggle(harness, { search_lag_ms: 60_000 })
      const scope = `${everything},ZohoSearch.securesearch.READ`
      const { access_token: token } = await harness.tokens({ org: 'Acme', scope })
      await harness.send('POST', `${crm}/Leads`, { token, body: { data: [{ Last_Name: 'Zzyzx', Company: 'C' }] } })
      return async () => (await harness.send('GET', `${crm}/Leads/search?word=Zzyzx`, { token })).status === 204
    },
  ],
  [
    'the window of codes',
    600_000,
    async harness => {
      await toggle(harness, { codes_per_window: 1 })
      const visitor = new Visitor(harness)
      const consent = async () => {
        await visitor.open(`${authUrl(harness)}&prompt=consent`)
        if (visitor.html.includes('name="email"')) await visitor.signIn(admin)
        await visitor.submit({ org: harness.org('Acme').zgid })
        await visitor.submit({ decision: 'accept' })
        return visitor.url.startsWith(callback)
      }
      await consent()
      return async () => !(await consent())
    },
  ],
  [
    'the window of refreshes',
    600_000,
    async harness => {
      await toggle(harness, { refreshes_per_window: 1 })
      const { refresh_token } = await harness.tokens({ org: 'Acme' })
      await isRefreshed(harness, refresh_token!)
      return async () => !(await isRefreshed(harness, refresh_token!))
    },
  ],
  [
    'the window of refresh tokens',
    600_000,
    async harness => {
      await toggle(harness, { refresh_tokens_per_window: 1 })
      await redeem(harness, await inAcme(harness))
      return async () => !(await redeem(harness, await inAcme(harness)))
    },
  ],
  [
    'the day of API credits',
    24 * 3_600_000,
    async harness => {
      await toggle(harness, { api_credits_per_day: 1, access_token_lifetime_s: null })
      const { access_token: token } = await harness.tokens({ org: 'Acme' })
      const call = async () => (await harness.send('GET', `${crm}/org`, { token })).status
      await call()
      return async () => (await call()) === 429
    },
  ],
]

it.each(table)('%s ends after %i ms of the world’s clock', async (_, lifetimeMs, prepare) => {
  const after = async (ms: number) => {
    const harness = await listen()
    // on the minute, by which credits are counted
    await control(harness.send, '/_emulator/clock', { freeze: true })
    await control(harness.send, '/_emulator/clock', { set: '2030-01-01T00:00:00Z' })
    const isGood = await prepare(harness)
    await harness.zoho.advanceClock(ms)
    return isGood()
  }

  expect([await after(lifetimeMs - 1000), await after(lifetimeMs)]).toEqual([true, false])
})
