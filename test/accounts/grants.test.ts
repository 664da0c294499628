/** The ways to tokens beside code and refresh: PKCE, implicit, client credentials, device, more scopes, whole orgs. */

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { admin, agent, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const set = ({ send }: Harness, toggles: object) => control(send, '/_emulator/toggles', toggles, 'PATCH')

const authUrl = (harness: Harness, type: string, extra: Record<string, string>, path = '/oauth/v2/auth') =>
  `/accounts.zoho.com${path}?${new URLSearchParams({
    client_id: harness.client(type).client_id,
    response_type: 'code',
    redirect_uri: callback,
    scope: everything,
    ...extra,
  })}`

const walk = async (
  harness: Harness,
  url: string,
  { user = admin, org = 'Acme QA', consent = {} as Record<string, string> } = {},
) => {
  const visitor = await new Visitor(harness).open(url)
  if (visitor.url.includes('/signin')) await visitor.signIn(user)
  if (visitor.url.includes('/auth/org')) await visitor.submit({ org: harness.org(org).zgid })
  if (visitor.url.includes('/auth/consent')) await visitor.submit({ decision: 'accept', ...consent })
  return visitor
}

const credentials = (harness: Harness, type: string) => ({
  client_id: harness.client(type).client_id,
  client_secret: harness.client(type).client_secret,
})

const companyAt = async ({ send }: Harness, host: string, token: string) => {
  const { json } = await send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })
  return json.org?.[0].company_name ?? json.code
}

// Source: https://www.zoho.com/accounts/protocol/oauth/mobile-and-desktop-apps/get-authorization-code.html; the error
// word is inferred
describe('PKCE', () => {
  const verifier = 'v'.repeat(43)
  const s256 = createHash('sha256').update(verifier).digest('base64url')

  it.each([
    ['S256', { code_challenge: s256, code_challenge_method: 'S256' }],
    ['plain', { code_challenge: verifier, code_challenge_method: 'plain' }],
    ['plain by default', { code_challenge: verifier }],
  ])('with %s lets the holder of the verifier in, without a secret too, and nobody else', async (_, challenge) => {
    const harness = await listen()
    const codes = []
    for (let more = 0; more < 3; more++) {
      codes.push((await walk(harness, authUrl(harness, 'mobile', challenge))).returned.code!)
    }
    const { client_id, client_secret } = credentials(harness, 'mobile')
    const form = { grant_type: 'authorization_code', client_id, redirect_uri: callback }

    const wrong = await harness.exchange({ ...form, client_secret, code: codes[0]!, code_verifier: 'w'.repeat(43) })
    const missing = await harness.exchange({ ...form, client_secret, code: codes[1]! })
    const right = await harness.exchange({ ...form, code: codes[2]!, code_verifier: verifier })

    expect([wrong.text, missing.text]).toEqual(['{"error":"invalid_code"}', '{"error":"invalid_code"}'])
    expect(right.json).toHaveProperty('access_token')
  })

  it('is checked for a server client that sent a challenge', async () => {
    const harness = await listen()
    const { returned } = await walk(
      harness,
      authUrl(harness, 'server', { code_challenge: s256, code_challenge_method: 'S256' }),
    )

    const answer = await harness.exchange({
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code: returned.code!,
      ...credentials(harness, 'server'),
    })

    expect(answer.json).toEqual({ error: 'invalid_code' })
  })

  it('names another error word when the toggle says so', async () => {
    const harness = await listen()
    await set(harness, { pkce_mismatch_error: 'invalid_client' })
    const { returned } = await walk(
      harness,
      authUrl(harness, 'mobile', { code_challenge: s256, code_challenge_method: 'S256' }),
    )

    const answer = await harness.exchange({
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code: returned.code!,
      ...credentials(harness, 'mobile'),
    })

    expect(answer.json).toEqual({ error: 'invalid_client' })
  })

  it.each([
    ['of a mobile client without challenge', {}],
    ['with an unknown method', { code_challenge: s256, code_challenge_method: 'S512' }],
    ['with a short challenge', { code_challenge: 'short' }],
    ['with a challenge of other characters', { code_challenge: '/'.repeat(43) }],
  ])('refuses a request %s', async (_, extra) => {
    const harness = await listen()

    const visitor = await new Visitor(harness).open(authUrl(harness, 'mobile', extra))

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('code_challenge')
  })

  it('excuses nobody from the secret where no challenge is met', async () => {
    const harness = await listen()
    const { client_id } = credentials(harness, 'mobile')
    const { refresh_token } = await harness.tokens({ org: 'Acme', client: 'mobile' })
    const code = await harness.code({ client_id, org: harness.org('Acme').zgid })
    const ask = async (form: Record<string, string>) =>
      (await harness.exchange({ client_id, code_verifier: 'v'.repeat(43), ...form })).json

    expect(await ask({ grant_type: 'refresh_token', refresh_token: refresh_token! })).toEqual({
      error: 'invalid_client_secret',
    })
    expect(await ask({ grant_type: 'authorization_code', code })).toEqual({ error: 'invalid_client_secret' })
    const { returned } = await walk(
      harness,
      authUrl(harness, 'mobile', { code_challenge: s256, code_challenge_method: 'S256' }),
    )
    expect(
      await ask({
        grant_type: 'authorization_code',
        code: returned.code!,
        redirect_uri: callback,
        code_verifier: 'w'.repeat(43),
      }),
    ).toEqual({ error: 'invalid_code' })
  })

  it('is not asked of mobile clients when the toggle says so', async () => {
    const harness = await listen()
    await set(harness, { pkce_required_for_mobile: false })

    const visitor = await new Visitor(harness).open(authUrl(harness, 'mobile', {}))

    expect(visitor.url).toContain('/signin')
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/js-apps/access-token.html; silent re-issue:
// https://www.zoho.com/accounts/protocol/oauth/js-apps/access-expiry.html
describe('the implicit flow', () => {
  const implicit = { response_type: 'token', scope: 'ZohoCRM.org.READ', state: 'a&b' }
  const fragmentOf = (visitor: Visitor) => Object.fromEntries(new URLSearchParams(new URL(visitor.url).hash.slice(1)))

  it('answers in the fragment, bound to the chosen org, without a refresh token', async () => {
    const harness = await listen()

    const visitor = await walk(harness, authUrl(harness, 'javascript', implicit))
    const { access_token, ...rest } = fragmentOf(visitor)

    expect(visitor.url).toMatch(
      /^http:\/\/localhost:3000\/oauth\/callback#access_token=1000\.[0-9a-f.]{65}&expires_in=3600&location=us&api_domain=/,
    )
    expect(rest).toEqual({
      expires_in: '3600',
      location: 'us',
      api_domain: `${harness.zoho.url}/sandbox.zohoapis.com`,
      state: 'a&b',
    })
    expect(await companyAt(harness, 'sandbox', access_token!)).toBe('Acme QA')
    expect(await companyAt(harness, 'www', access_token!)).toBe('INVALID_TOKEN')
  })

  it('begins the fragment with an ampersand when the toggle says so', async () => {
    const harness = await listen()
    await set(harness, { implicit_fragment: 'leading_ampersand' })

    expect((await walk(harness, authUrl(harness, 'javascript', implicit))).url).toContain('callback#&access_token=')
  })

  it('carries access_denied in the fragment', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, 'javascript', implicit))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })

    await visitor.submit({ decision: 'reject' })

    expect(visitor.url).toBe(`${callback}#error=access_denied&state=a%26b`)
  })

  it('is for JavaScript clients alone, and they have no other', async () => {
    const harness = await listen()

    const server = await new Visitor(harness).open(authUrl(harness, 'server', implicit))
    const code = await new Visitor(harness).open(authUrl(harness, 'javascript', {}))

    expect([server.status, code.status]).toEqual([400, 400])
  })

  it('refuses a calling page outside the JavaScript domains', async () => {
    const harness = await listen()
    const statusFor = async (referer: string) =>
      (await harness.send('GET', authUrl(harness, 'javascript', implicit), { headers: { Referer: referer } })).status

    expect(await statusFor('https://evil.example/page')).toBe(400)
    expect(await statusFor('http://localhost:3000/page')).toBe(303)
  })

  it('takes the own callback under each own name', async () => {
    const harness = await listen()
    const own = `${harness.zoho.url.replace('localhost', '127.0.0.1')}/_emulator/callback`

    const visitor = await new Visitor(harness).open(authUrl(harness, 'javascript', { ...implicit, redirect_uri: own }))

    expect(visitor.url).toContain('/signin')
    expect(
      (
        await harness.send('GET', authUrl(harness, 'javascript', implicit), {
          headers: { Referer: 'http://localhost:1/x' },
        })
      ).status,
    ).toBe(400)
  })

  it('issues again silently for a consent that was given for the session', async () => {
    const harness = await listen()
    const silent = (extra = {}) => authUrl(harness, 'javascript', { ...implicit, ...extra }, '/oauth/v2/auth/refresh')
    const visitor = await walk(harness, authUrl(harness, 'javascript', implicit), { consent: { session: '1' } })

    const again = fragmentOf(await visitor.open(silent()))
    const wider = fragmentOf(await visitor.open(silent({ scope: 'ZohoCRM.modules.ALL' })))
    const other = fragmentOf(await visitor.open(silent().replace('/auth/refresh', '/refresh')))
    await visitor.open('/logout')
    const signedOut = fragmentOf(await visitor.open(silent()))

    expect(await companyAt(harness, 'sandbox', again.access_token!)).toBe('Acme QA')
    expect(wider).toEqual({ error: 'prompt_required', state: 'a&b' })
    expect(other).toHaveProperty('access_token')
    expect(signedOut).toEqual({ error: 'client_not_granted', state: 'a&b' })
  })

  it('does not issue again where the consent was for once', async () => {
    const harness = await listen()
    const visitor = await walk(harness, authUrl(harness, 'javascript', implicit))

    await visitor.open(authUrl(harness, 'javascript', implicit, '/oauth/v2/auth/refresh'))

    expect(fragmentOf(visitor).error).toBe('client_not_granted')
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/self-client/client-credentials-flow.html,
// https://www.zoho.com/crm/developer/docs/api/v8/client-credentials.html
describe('client credentials', () => {
  const ask = (harness: Harness, extra: Record<string, string> = {}, type = 'self') =>
    harness.exchange({
      grant_type: 'client_credentials',
      scope: 'ZohoCRM.org.READ',
      soid: `ZohoCRM.${harness.org('Acme').zgid}`,
      ...credentials(harness, type),
      ...extra,
    })

  it('give a token for the org of the soid alone, without refresh token', async () => {
    const harness = await start()

    const { json } = await ask(harness, { soid: `zohocrm.${harness.org('Acme QA').zgid}` })

    expect(Object.keys(json)).toEqual(['access_token', 'scope', 'api_domain', 'token_type', 'expires_in'])
    expect(json.api_domain).toBe('http://localhost/sandbox.zohoapis.com')
    expect(await companyAt(harness, 'sandbox', json.access_token)).toBe('Acme QA')
    expect(await companyAt(harness, 'www', json.access_token)).toBe('INVALID_TOKEN')
  })

  it('are answered at the address that CRM’s pages print too', async () => {
    const harness = await start()
    const query = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'ZohoCRM.org.READ',
      soid: `ZohoCRM.${harness.org('Acme').zgid}`,
      ...credentials(harness, 'self'),
    })

    const { json } = await harness.send('POST', `/accounts.zoho.com/oauth/v2/auth?${query}`)
    const other = await harness.send('POST', '/accounts.zoho.com/oauth/v2/auth')

    expect(json).toHaveProperty('access_token')
    expect(other.status).toBe(400)
  })

  it('of the old flow are bound to their org as well', async () => {
    const harness = await start({ scenario: 'legacy' })
    const { json } = await ask(harness)

    expect(await companyAt(harness, 'www', json.access_token)).toBe('Acme')
    expect(await companyAt(harness, 'sandbox', json.access_token)).toBe('INVALID_TOKEN')
  })

  it.each([
    ['without soid', { soid: '' }, 'missing_org_info'],
    ['with a soid of another form', { soid: '60021001' }, 'invalid_soid'],
    ['with the soid of an org that is not the owner’s', { soid: 'ZohoCRM.20041001' }, 'invalid_soid'],
    ['with an unknown scope', { scope: 'ZohoCRM.nonsense.ALL' }, 'invalid_scope'],
    ['without scope', { scope: '' }, 'invalid_scope'],
    ['with a wrong secret', { client_secret: 'x' }, 'invalid_client_secret'],
  ])('are refused %s', async (_, extra, error) => {
    const answer = await ask(await start(), extra as Record<string, string>)

    expect([answer.status, answer.json]).toEqual([200, { error }])
  })

  it('are refused to other clients', async () => {
    expect((await ask(await start(), {}, 'server')).json).toEqual({ error: 'invalid_client' })
  })

  it('need no soid where no org is touched', async () => {
    expect((await ask(await start(), { soid: '', scope: 'AaaServer.profile.READ' })).json).toHaveProperty(
      'access_token',
    )
  })

  it.each([
    [{ sandbox_soid: 'refused' }, { error: 'invalid_soid' }],
    [{ sandbox_soid: 'refused', bad_soid_error: 'missing_org_info' }, { error: 'missing_org_info' }],
  ])('for a sandbox under %j', async (toggles, expected) => {
    const harness = await start()
    await set(harness, toggles)

    expect((await ask(harness, { soid: `ZohoCRM.${harness.org('Acme QA').zgid}` })).json).toEqual(expected)
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/devices/initiation-request.html,
// https://www.zoho.com/accounts/protocol/oauth/devices/polling-request.html; other_dc:
// https://www.zoho.com/accounts/protocol/oauth/multi-dc/client-authorization/limited-input-devices.html
describe('the device flow', () => {
  const begin = async (harness: Harness, extra: Record<string, string> = {}) =>
    harness.send(
      'POST',
      `/accounts.zoho.com/oauth/v3/device/code?${new URLSearchParams({
        client_id: harness.client('device').client_id,
        grant_type: 'device_request',
        scope: 'ZohoCRM.org.READ',
        access_type: 'offline',
        ...extra,
      })}`,
    )
  const poll = (harness: Harness, code: string, location = 'us', accounts = 'accounts.zoho.com') =>
    harness.send(
      'POST',
      `/${accounts}/oauth/v3/device/token?${new URLSearchParams({
        client_id: harness.client('device').client_id,
        client_secret: harness.client('device').client_secrets[location]!,
        grant_type: 'device_token',
        code,
      })}`,
    )
  const verify = async (
    harness: Harness,
    started: { user_code: string; verification_url: string },
    decision = 'accept',
    user = admin,
    org = 'Acme QA',
  ) => {
    const visitor = await new Visitor(harness).open(started.verification_url)
    await visitor.submit({ user_code: started.user_code.toLowerCase() })
    await visitor.signIn(user)
    await visitor.submit({ org: harness.org(org).zgid })
    return visitor.submit({ decision })
  }

  it('goes from the user code to tokens of the chosen org', async () => {
    const harness = await listen()
    const { json: started } = await begin(harness)

    const pending = await poll(harness, started.device_code)
    const visitor = await verify(harness, started)
    await harness.zoho.advanceClock('5s')
    const { json: tokens } = await poll(harness, started.device_code)
    const again = await poll(harness, started.device_code)

    expect(Object.keys(started)).toEqual([
      'user_code',
      'device_code',
      'verification_url',
      'verification_uri_complete',
      'expires_in',
      'interval',
    ])
    expect(started).toMatchObject({ expires_in: 300_000, interval: 5000 })
    expect(started.device_code).toMatch(/^1004\./)
    expect(pending.json).toEqual({ error: 'authorization_pending' })
    expect(visitor.text).toContain('Your device is connected')
    expect(Object.keys(tokens)).toEqual(['access_token', 'refresh_token', 'api_domain', 'token_type', 'expires_in'])
    expect(tokens.access_token).toMatch(/^1004\./)
    expect(await companyAt(harness, 'sandbox', tokens.access_token)).toBe('Acme QA')
    expect(await companyAt(harness, 'www', tokens.access_token)).toBe('INVALID_TOKEN')
    expect(again.json).toEqual({ error: 'invalid_code' })
  })

  it('prefills the code of the complete address', async () => {
    const harness = await listen()
    const { json } = await begin(harness)

    const visitor = await new Visitor(harness).open(json.verification_uri_complete)

    expect(visitor.html).toContain(`value="${json.user_code}"`)
  })

  it('says access_denied after a rejection', async () => {
    const harness = await listen()
    const { json } = await begin(harness)

    const visitor = await verify(harness, json, 'reject')

    expect(visitor.text).toContain('not connected')
    expect((await poll(harness, json.device_code)).json).toEqual({ error: 'access_denied' })
  })

  it('says expired after five minutes, and the page no longer takes the code', async () => {
    const harness = await listen()
    const { json } = await begin(harness)
    await harness.zoho.advanceClock('5m')

    const visitor = await new Visitor(harness).open(json.verification_url)
    await visitor.submit({ user_code: json.user_code })

    expect(visitor.text).toContain('wrong or has expired')
    expect((await poll(harness, json.device_code)).json).toEqual({ error: 'expired' })
  })

  it.each([
    [5, '4s', 'slow_down'],
    [5, '5s', 'authorization_pending'],
    [30, '29s', 'slow_down'],
    [30, '30s', 'authorization_pending'],
  ])('with a spacing of %i s a poll after %s gets %s', async (spacing, wait, error) => {
    const harness = await start()
    await set(harness, { device_poll_spacing_s: spacing })
    const { json } = await begin(harness)
    await poll(harness, json.device_code)

    await harness.zoho.advanceClock(wait)

    expect((await poll(harness, json.device_code)).json).toEqual({ error })
  })

  it('counts in seconds when the toggle says so', async () => {
    const harness = await start()
    await set(harness, { device_time_unit: 's', device_code_lifetime_s: 60 })

    expect((await begin(harness)).json).toMatchObject({ expires_in: 60, interval: 5 })
  })

  it('sends the device to the data center of its person', async () => {
    const harness = await listen()
    const { json } = await begin(harness)
    await verify(harness, json, 'accept', 'admin@initech.example', 'Initech')

    const here = await poll(harness, json.device_code)
    await harness.zoho.advanceClock('5s')
    const there = await poll(harness, json.device_code, 'eu', 'accounts.zoho.eu')

    expect(here.text).toBe('{"user_location":"eu","error":"other_dc"}')
    expect(there.json.api_domain).toBe(`${harness.zoho.url}/www.zohoapis.eu`)
  })

  it('is answered once, whoever else typed the code', async () => {
    const harness = await listen()
    const { json } = await begin(harness)
    const upToConsent = async (user: string, org: string) => {
      const visitor = await new Visitor(harness).open(json.verification_url)
      await visitor.submit({ user_code: json.user_code })
      await visitor.signIn(user)
      return visitor.submit({ org: harness.org(org).zgid })
    }
    const [first, second, third] = [
      await upToConsent(admin, 'Acme QA'),
      await upToConsent(agent, 'Acme'),
      await upToConsent(agent, 'Acme'),
    ]

    await first.submit({ decision: 'accept' })
    await second.submit({ decision: 'reject' })
    const { json: tokens } = await poll(harness, json.device_code)
    await third.submit({ decision: 'accept' })
    await harness.zoho.advanceClock('5s')
    const again = await poll(harness, json.device_code)

    expect([second.status, third.status]).toEqual([400, 400])
    expect(await companyAt(harness, 'sandbox', tokens.access_token)).toBe('Acme QA')
    expect(again.json).toEqual({ error: 'invalid_code' })
  })

  it('is not answered after it expired', async () => {
    const harness = await listen()
    const { json } = await begin(harness)
    const visitor = await new Visitor(harness).open(json.verification_url)
    await visitor.submit({ user_code: json.user_code })
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })

    await harness.zoho.advanceClock('6m')
    await visitor.submit({ decision: 'accept' })

    expect(visitor.status).toBe(400)
    expect((await poll(harness, json.device_code)).json).toEqual({ error: 'expired' })
  })

  it('brings no refresh token for online access', async () => {
    const harness = await listen()
    const { json } = await begin(harness, { access_type: 'online' })
    await verify(harness, json)

    expect((await poll(harness, json.device_code)).json).not.toHaveProperty('refresh_token')
  })

  it.each([
    ['another client', { client_id: 'server' }, 'invalid_client'],
    ['another grant type', { grant_type: 'x' }, 'invalid_client'],
    ['an unknown scope', { scope: 'nonsense' }, 'invalid_scope'],
  ])('refuses %s', async (_, extra, error) => {
    const harness = await start()
    const { client_id, ...rest } = extra as Record<string, string>

    const { json } = await begin(harness, {
      ...rest,
      ...(client_id && { client_id: harness.client(client_id).client_id }),
    })

    expect(json).toEqual({ error })
  })

  it('refuses a poll for an unknown code', async () => {
    expect((await poll(await start(), '1004.x.y')).json).toEqual({ error: 'invalid_code' })
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/incremental-auth/initiation-request.html,
// https://www.zoho.com/accounts/protocol/oauth/incremental-auth/scope-enhance-request.html
describe('more scopes for a refresh token', () => {
  const enhance = (harness: Harness, refreshToken: string) =>
    harness.send('POST', '/accounts.zoho.com/oauth/v2/token/scopeenhance', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'update_scopes_token',
        refresh_token: refreshToken,
        ...credentials(harness, 'server'),
      }).toString(),
    })
  const addUrl = (harness: Harness, token: string, extra = {}) =>
    authUrl(
      harness,
      'server',
      { response_type: 'update_scopes', scope: 'ZohoCRM.users.READ', enhance_token: token, ...extra },
      '/oauth/v2/token/addextrascope',
    )
  const users = async ({ send }: Harness, token: string) =>
    (await send('GET', '/sandbox.zohoapis.com/crm/v8/users', { token })).status

  it('come to the token and its access tokens by a consent, for the same org', async () => {
    const harness = await listen()
    const tokens = await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
    const { json } = await enhance(harness, tokens.refresh_token!)
    const before = await users(harness, tokens.access_token)

    const visitor = await walk(harness, addUrl(harness, json.access_token, { logout: 'true' }))
    const after = await users(harness, tokens.access_token)
    await visitor.open(authUrl(harness, 'server', {}))

    expect(json).toEqual({ access_token: expect.stringMatching(/^1000\./), token_type: 'Bearer', expires_in: 600 })
    expect([before, after]).toEqual([401, 200])
    expect(await companyAt(harness, 'sandbox', tokens.access_token)).toBe('Acme QA')
    expect(await companyAt(harness, 'www', tokens.access_token)).toBe('INVALID_TOKEN')
    // logout=true signed the person out on the way back
    expect(visitor.url).toContain('/signin')
  })

  it('send the browser back with what became of it', async () => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
    const [a, b] = [(await enhance(harness, refresh_token!)).json, (await enhance(harness, refresh_token!)).json]

    const accepted = await walk(harness, addUrl(harness, a.access_token))
    const rejected = await new Visitor(harness).open(addUrl(harness, b.access_token))
    await rejected.signIn(admin)
    await rejected.submit({ decision: 'reject' })

    expect(accepted.url).toBe(`${callback}?status=success&scope_enhanced=true`)
    expect(rejected.url).toBe(`${callback}?error=access_denied`)
  })

  it('are for the token’s own user', async () => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
    const { json } = await enhance(harness, refresh_token!)

    const visitor = await new Visitor(harness).open(addUrl(harness, json.access_token))
    await visitor.signIn(agent)

    expect(visitor.status).toBe(403)
    expect(visitor.text).toContain('somebody else')
  })

  it('never let a token without an org come to one', async () => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ scope: 'AaaServer.profile.READ' })
    const { json } = await enhance(harness, refresh_token!)

    const visitor = await new Visitor(harness).open(addUrl(harness, json.access_token))

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('bound to no org')
  })

  it('bring no consent back that was revoked meanwhile', async () => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
    const { json } = await enhance(harness, refresh_token!)
    const visitor = await new Visitor(harness).open(addUrl(harness, json.access_token))
    await visitor.signIn(admin)

    await harness.send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${refresh_token}`)
    await visitor.submit({ decision: 'accept' })
    const apps = await visitor.open('/accounts.zoho.com/sessions/connectedapps')

    expect(apps.text).not.toContain('ZohoCRM.users.READ')
  })

  it('need an enhancement token that is fresh and unused', async () => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
    const [used, old] = [(await enhance(harness, refresh_token!)).json, (await enhance(harness, refresh_token!)).json]
    await new Visitor(harness).open(addUrl(harness, used.access_token))
    const twice = await new Visitor(harness).open(addUrl(harness, used.access_token))

    await harness.zoho.advanceClock('10m')
    const late = await new Visitor(harness).open(addUrl(harness, old.access_token))

    expect([twice.status, late.status]).toEqual([400, 400])
  })

  it('are asked for with a living refresh token and by POST', async () => {
    const harness = await start()

    expect((await enhance(harness, '1000.x.y')).json).toEqual({ error: 'invalid_code' })
    expect((await harness.send('GET', '/accounts.zoho.com/oauth/v2/token/scopeenhance')).status).toBe(400)
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/instance-level-oauth.html
describe('an administrator’s consent for a whole org', () => {
  const orgAuth = (harness: Harness, extra: Record<string, string> = {}) =>
    authUrl(harness, 'server', { access_type: 'offline', ...extra }, '/oauth/v2/org/auth')

  it('is bound to the chosen org, in the old flow too', async () => {
    const harness = await listen({ scenario: 'legacy' })

    const { returned } = await walk(harness, orgAuth(harness))
    const { json } = await harness.exchange({
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code: returned.code!,
      ...credentials(harness, 'server'),
    })

    expect(await companyAt(harness, 'sandbox', json.access_token)).toBe('Acme QA')
    expect(await companyAt(harness, 'www', json.access_token)).toBe('INVALID_TOKEN')
  })

  it('is not for people who administer nothing', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(orgAuth(harness))

    await visitor.signIn(agent)

    expect(visitor.status).toBe(403)
    expect(visitor.text).toContain('administrator of no org')
  })

  it('covers one app beside the shared services', async () => {
    const harness = await listen()

    const two = await new Visitor(harness).open(
      orgAuth(harness, { scope: 'ZohoCRM.org.READ,ZohoBooks.fullaccess.ALL' }),
    )
    const one = await new Visitor(harness).open(
      orgAuth(harness, { scope: 'ZohoCRM.org.READ,ZohoFiles.files.ALL,AaaServer.profile.READ' }),
    )

    expect(two.text).toContain('Invalid OAuth Scope')
    expect(one.url).toContain('/signin')
  })
})
