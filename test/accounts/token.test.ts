import { describe, expect, it } from 'vitest'
import { admin, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'

const formOf = async (harness: Harness, extra: Record<string, string> = {}): Promise<Record<string, string>> => ({
  grant_type: 'authorization_code',
  client_id: harness.client('server').client_id,
  client_secret: harness.client('server').client_secret,
  redirect_uri: callback,
  code: await harness.code({ org: harness.org('Acme QA').zgid, redirect_uri: callback }),
  ...extra,
})

const tokenPath = '/accounts.zoho.com/oauth/v2/token'

// Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html (query, body, Basic);
// multipart as the official SDKs send it; JSON as no parameters is inferred
describe('parameters', () => {
  it('are read from the query string of a POST without body, even under a JSON content type', async () => {
    const harness = await start()
    const query = new URLSearchParams(await formOf(harness))

    const { json } = await harness.send('POST', `${tokenPath}?${query}`, {
      headers: { 'Content-Type': 'application/json' },
    })

    expect(json).toHaveProperty('access_token')
  })

  it('are read from a multipart body, as the official SDKs send it', async () => {
    const harness = await start()
    const form = new FormData()
    for (const [name, value] of Object.entries(await formOf(harness))) form.append(name, value)

    const { json } = await harness.send('POST', tokenPath, { body: form })

    expect(json).toHaveProperty('access_token')
  })

  it('are read from query and body mixed, with client id and secret in a Basic header', async () => {
    const harness = await start()
    const { client_id, client_secret, grant_type, ...rest } = await formOf(harness)

    const { json } = await harness.send('POST', `${tokenPath}?grant_type=${grant_type}`, {
      headers: {
        Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: new URLSearchParams(rest).toString(),
    })

    expect(json).toHaveProperty('access_token')
  })

  it('of a JSON body count as none', async () => {
    const harness = await start()

    const { status, text } = await harness.send('POST', tokenPath, {
      headers: { 'Content-Type': 'application/json' },
      body: await formOf(harness),
    })

    expect([status, text]).toEqual([200, '{"error":"invalid_client"}'])
  })

  it('that stand twice count the first time', async () => {
    const harness = await start()
    const form = await formOf(harness)
    const { client_secret, ...rest } = form

    const { json } = await harness.send('POST', `${tokenPath}?client_secret=${client_secret}`, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...rest, client_secret: 'wrong' }).toString(),
    })

    expect(json).toHaveProperty('access_token')
  })

  it('in a body that claims to be multipart and is not are none', async () => {
    const { send } = await start()

    const { text } = await send('POST', tokenPath, { headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' })

    expect(text).toBe('{"error":"invalid_client"}')
  })

  it('longer than a megabyte are refused', async () => {
    const { send } = await start()

    const { status } = await send('POST', tokenPath, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `code=${'x'.repeat(1024 * 1024)}`,
    })

    expect(status).toBe(413)
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html,
// https://www.zoho.com/crm/developer/docs/api/v8/token-validity.html (once, two minutes);
// https://www.zoho.com/accounts/protocol/oauth/self-client/authorization-code-flow.html (no redirect URI)
describe('a code', () => {
  it('is redeemed once', async () => {
    const harness = await start()
    const form = await formOf(harness)

    const first = await harness.exchange(form)
    const second = await harness.exchange(form)

    expect(first.json).toHaveProperty('refresh_token')
    expect([second.status, second.text]).toEqual([200, '{"error":"invalid_code"}'])
    expect(second.headers.get('x-zoho-emulator-reason')).toContain('redeemed already')
  })

  it('is redeemed once by fifty who try at the same time', async () => {
    const harness = await listen()
    const form = await formOf(harness)

    const answers = await Promise.all(Array.from({ length: 50 }, () => harness.exchange(form)))

    expect(answers.filter(({ json }) => json.access_token)).toHaveLength(1)
    expect(answers.filter(({ json }) => json.error === 'invalid_code')).toHaveLength(49)
  })

  it('expires after two minutes', async () => {
    const harness = await start()
    const [inTime, late] = [await formOf(harness), await formOf(harness)]

    await harness.zoho.advanceClock('110s')
    const before = await harness.exchange(inTime)
    await harness.zoho.advanceClock('11s')
    const after = await harness.exchange(late)

    expect(before.json).toHaveProperty('access_token')
    expect(after.text).toBe('{"error":"invalid_code"}')
  })

  it('of the self client is redeemed without redirect URI', async () => {
    const harness = await start()
    const { client_id, client_secret } = harness.client('self')
    const code = await harness.code({ client_id, org: harness.org('Acme Dev').zgid })

    const { json } = await harness.exchange({ grant_type: 'authorization_code', client_id, client_secret, code })

    expect(json.api_domain).toBe('http://localhost/developer.zohoapis.com')
    expect(json).toHaveProperty('refresh_token')
  })

  it('made without redirect URI takes any registered one or none', async () => {
    const harness = await start()
    const codes = [1, 2, 3].map(() => harness.code({ org: harness.org('Acme').zgid }))
    const { redirect_uri: _, ...form } = await formOf(harness)

    const none = await harness.exchange({ ...form, code: await codes[0]! })
    const registered = await harness.exchange({ ...form, code: await codes[1]!, redirect_uri: callback })
    const foreign = await harness.exchange({ ...form, code: await codes[2]!, redirect_uri: 'http://evil.example' })

    expect(none.json).toHaveProperty('access_token')
    expect(registered.json).toHaveProperty('access_token')
    expect(foreign.text).toBe('{"error":"invalid_redirect_uri"}')
  })

  it('brings no refresh token when the toggle says so', async () => {
    const harness = await start()
    await control(harness.send, '/_emulator/toggles', { refresh_token_on_exchange: false }, 'PATCH')

    const { json } = await harness.exchange(await formOf(harness))

    expect(json).not.toHaveProperty('refresh_token')
  })
})

// Source: captured answers with status 200 in github.com/asciisd/zoho issues 6, 18 and 20,
// github.com/Weble/ZohoBooksApi issue 84
describe('a refusal', () => {
  it.each([
    ['client_id is missing', { client_id: '' }, 'invalid_client'],
    ['client_id is unknown', { client_id: '1000.NOBODY' }, 'invalid_client'],
    ['client_secret is missing', { client_secret: '' }, 'invalid_client_secret'],
    ['client_secret is wrong', { client_secret: 'wrong' }, 'invalid_client_secret'],
    ['grant_type is missing', { grant_type: '' }, 'invalid_client'],
    ['grant_type is unknown', { grant_type: 'password' }, 'invalid_client'],
    ['grant_type is a word of JavaScript', { grant_type: 'constructor' }, 'invalid_client'],
    ['redirect_uri is missing', { redirect_uri: '' }, 'invalid_redirect_uri'],
    ['redirect_uri is another', { redirect_uri: 'http://localhost:3000/oauth/callback/' }, 'invalid_redirect_uri'],
    [
      'redirect_uri is registered but not the one the code was sent to',
      { redirect_uri: 'http://localhost/_emulator/callback' },
      'invalid_redirect_uri',
    ],
    ['code is missing', { code: '' }, 'invalid_code'],
    ['code is unknown', { code: `1000.${'a'.repeat(32)}.${'b'.repeat(32)}` }, 'invalid_code'],
    ['refresh_token is missing', { grant_type: 'refresh_token' }, 'invalid_code'],
    ['refresh_token is unknown', { grant_type: 'refresh_token', refresh_token: '1000.x.y' }, 'invalid_code'],
  ])('is 200 and one word when %s', async (_, extra, error) => {
    const harness = await start()

    const answer = await harness.exchange(await formOf(harness, extra as Record<string, string>))

    expect([answer.status, answer.text]).toEqual([200, JSON.stringify({ error })])
    expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(answer.headers.get('x-zoho-emulator-reason')).toMatch(new RegExp(`^${error}: .`))
  })

  it('is invalid_client where the client is not enabled, and invalid_client_secret for the secret of another data center', async () => {
    const harness = await start()
    const form = await formOf(harness)

    const disabled = await harness.exchange(form, 'accounts.zoho.com.cn')
    const otherSecret = await harness.exchange({ ...form, client_secret: harness.client('server').client_secrets.eu! })

    expect(disabled.json).toEqual({ error: 'invalid_client' })
    expect(otherSecret.json).toEqual({ error: 'invalid_client_secret' })
    expect(otherSecret.headers.get('x-zoho-emulator-reason')).toContain('data center eu')
  })

  it('meets a code of another client', async () => {
    const harness = await start()
    const { client_id, client_secret } = harness.client('mobile')

    const { json } = await harness.exchange(await formOf(harness, { client_id, client_secret }))

    expect(json).toEqual({ error: 'invalid_code' })
  })

  it('meets a client of a type that has no such grant', async () => {
    const harness = await start()
    const { client_id, client_secret } = harness.client('javascript')

    const { json } = await harness.exchange(await formOf(harness, { client_id, client_secret }))

    expect(json).toEqual({ error: 'invalid_client' })
  })

  it('of another method is 400 and a page', async () => {
    const { send } = await start()

    const { status, headers } = await send('GET', tokenPath)

    expect(status).toBe(400)
    expect(headers.get('content-type')).toContain('text/html')
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html; one data center only:
// https://www.zoho.com/accounts/protocol/oauth/multi-dc.html
describe('a refresh', () => {
  const refresh = (harness: Harness, token: string, accounts?: string, location = 'us') =>
    harness.exchange(
      {
        grant_type: 'refresh_token',
        client_id: harness.client('server').client_id,
        client_secret: harness.client('server').client_secrets[location]!,
        refresh_token: token,
      },
      accounts,
    )

  it('brings an access token for the same org and scopes, and no refresh token', async () => {
    const harness = await start()
    const first = await harness.tokens({ org: 'Acme UAT', scope: 'ZohoCRM.org.READ ZohoCRM.modules.leads.READ' })

    const { json } = await refresh(harness, first.refresh_token!)
    const org = await harness.send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token: json.access_token })

    expect(Object.keys(json)).toEqual(['access_token', 'scope', 'api_domain', 'token_type', 'expires_in'])
    expect(json).toMatchObject({
      scope: 'ZohoCRM.org.READ ZohoCRM.modules.leads.READ',
      api_domain: 'http://localhost/sandbox.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600,
    })
    expect(json.access_token).toMatch(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/)
    expect(json.access_token).not.toBe(first.access_token)
    expect(org.json.org[0].company_name).toBe('Acme UAT')
  })

  it('leaves the scope key out when the toggle says so', async () => {
    const harness = await start()
    const { refresh_token } = await harness.tokens({ org: 'Acme' })
    await control(harness.send, '/_emulator/toggles', { scope_on_refresh: false }, 'PATCH')

    const { json } = await refresh(harness, refresh_token!)

    expect(json).not.toHaveProperty('scope')
  })

  it('at another data center is refused', async () => {
    const harness = await start()
    const { refresh_token } = await harness.tokens({ org: 'Acme' })

    const elsewhere = await refresh(harness, refresh_token!, 'accounts.zoho.eu', 'eu')

    expect(elsewhere.json).toEqual({ error: 'invalid_code' })
  })

  it('names the production host when the toggle takes the environment out of api_domain', async () => {
    const harness = await start()
    const { refresh_token } = await harness.tokens({ org: 'Acme QA' })
    await control(harness.send, '/_emulator/toggles', { api_domain_of_environment: false }, 'PATCH')

    const { json } = await refresh(harness, refresh_token!)

    expect(json.api_domain).toBe('http://localhost/www.zohoapis.com')
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/revoke-refresh-token.html
describe('revoking', () => {
  const revoke = (harness: Harness, token: string, accounts = 'accounts.zoho.com') =>
    harness.send('POST', `/${accounts}/oauth/v2/token/revoke?token=${token}`)

  it('a refresh token ends all access tokens that came from it, and no others', async () => {
    const harness = await start()
    const [acme, qa] = [await harness.tokens({ org: 'Acme' }), await harness.tokens({ org: 'Acme QA' })]
    const statusOf = async (host: string, token: string) =>
      (await harness.send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })).status

    const { status, text } = await revoke(harness, acme.refresh_token!)

    expect([status, text]).toEqual([200, '{"status":"success"}'])
    expect(await statusOf('www', acme.access_token)).toBe(401)
    expect(await statusOf('sandbox', qa.access_token)).toBe(200)
    expect((await revoke(harness, acme.refresh_token!)).status).toBe(400)
  })

  it('an access token ends that one alone', async () => {
    const harness = await start()
    const tokens = await harness.tokens({ org: 'Acme' })
    const form = new FormData()
    form.append('token', tokens.access_token)

    const { status } = await harness.send('POST', '/accounts.zoho.com/oauth/v2/token/revoke', { body: form })
    const call = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: tokens.access_token })
    const refreshed = await harness.exchange({
      grant_type: 'refresh_token',
      client_id: harness.client('server').client_id,
      client_secret: harness.client('server').client_secret,
      refresh_token: tokens.refresh_token!,
    })

    expect(status).toBe(200)
    expect(call.headers.get('x-zoho-emulator-reason')).toContain('revoked')
    expect(refreshed.json).toHaveProperty('access_token')
  })

  it('an unknown token or one of another data center is 400', async () => {
    const harness = await start()
    const { access_token } = await harness.tokens({ org: 'Acme' })

    const unknown = await revoke(harness, '1000.x.y')
    const elsewhere = await revoke(harness, access_token, 'accounts.zoho.eu')

    expect([unknown.status, unknown.text]).toEqual([400, '{"error":"invalid_token"}'])
    expect(elsewhere.status).toBe(400)
  })
})

it('gives every grant of the same seed the same tokens', async () => {
  const issue = async (seed: string) => (await start({ seed })).tokens({ org: 'Acme', user: admin, scope: everything })

  expect(await issue('a')).toEqual(await issue('a'))
  expect((await issue('a')).access_token).not.toBe((await issue('b')).access_token)
})
