import { describe, expect, it } from 'vitest'
import { admin, agent, callback, everything, type Harness, listen } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const authUrl = (
  { zoho, client }: Harness,
  extra: Record<string, string> = {},
  accounts = 'accounts.zoho.com',
): string =>
  `${zoho.url}/${accounts}/oauth/v2/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: client('server').client_id,
    redirect_uri: callback,
    scope: everything,
    access_type: 'offline',
    ...extra,
  })}`

const redeem = (harness: Harness, code: string, location = 'us', accounts = 'accounts.zoho.com') =>
  harness.exchange(
    {
      grant_type: 'authorization_code',
      client_id: harness.client('server').client_id,
      client_secret: harness.client('server').client_secrets[location]!,
      redirect_uri: callback,
      code,
    },
    accounts,
  )

const companyNames = async ({ send }: Harness, token: string): Promise<(string | number)[]> => {
  const names: (string | number)[] = []
  for (const host of ['www', 'sandbox', 'developer']) {
    const { status, json } = await send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })
    names.push(status === 200 ? json.org[0].company_name : json.code)
  }
  return names
}

// Source: https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm; consent once,
// refresh token with it: https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html; the way back:
// https://www.zoho.com/accounts/protocol/oauth/multi-dc.html
describe('the new flow', () => {
  it.each([
    ['Acme', 'www.zohoapis.com', ['Acme', 'INVALID_TOKEN', 'INVALID_TOKEN']],
    ['Acme QA', 'sandbox.zohoapis.com', ['INVALID_TOKEN', 'Acme QA', 'INVALID_TOKEN']],
    ['Acme UAT', 'sandbox.zohoapis.com', ['INVALID_TOKEN', 'Acme UAT', 'INVALID_TOKEN']],
    ['Acme Dev', 'developer.zohoapis.com', ['INVALID_TOKEN', 'INVALID_TOKEN', 'Acme Dev']],
    ['Globex', 'www.zohoapis.com', ['Globex', 'INVALID_TOKEN', 'INVALID_TOKEN']],
  ])('binds the tokens to the chosen org %s alone', async (name, apiHost, reach) => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, { state: 'a b&c' }))

    await visitor.signIn(admin)
    expect(visitor.text).toContain('Choose the org whose data Acme Connector may access')
    await visitor.submit({ org: harness.org(name).zgid })
    expect(visitor.text).toContain(`wants to access data of ${name} `)
    await visitor.submit({ decision: 'accept' })
    const { code, ...rest } = visitor.returned
    const tokens = (await redeem(harness, code!)).json

    expect(visitor.url).toMatch(
      /^http:\/\/localhost:3000\/oauth\/callback\?code=1000\.[0-9a-f]{32}\.[0-9a-f]{32}&location=us&/,
    )
    expect(rest).toEqual({
      location: 'us',
      'accounts-server': `${harness.zoho.url}/accounts.zoho.com`,
      state: 'a b&c',
    })
    expect(Object.keys(tokens)).toEqual([
      'access_token',
      'refresh_token',
      'scope',
      'api_domain',
      'token_type',
      'expires_in',
    ])
    expect(tokens.api_domain).toBe(`${harness.zoho.url}/${apiHost}`)
    expect(tokens.scope).toBe(everything.replaceAll(',', ' '))
    expect(await companyNames(harness, tokens.access_token)).toEqual(reach)
  })

  it('shows the orgs of the user and no others, by portal and environment', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.signIn(agent)

    const choices = [...visitor.html.matchAll(/name="org" value="(\d+)"/g)].map(([, zgid]) => zgid)
    expect(choices).toEqual([harness.org('Acme').zgid, harness.org('Acme QA').zgid])
    expect(visitor.html).not.toContain('checked')
    expect(visitor.text).not.toContain('Globex')
    expect([...visitor.html.matchAll(/<legend>(.*?)<\/legend>/g)].map(([, word]) => word)).toEqual([
      'Production',
      'Sandbox',
    ])
  })

  it('refuses an org that the user does not belong to', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(agent)

    await visitor.submit({ org: harness.org('Globex').zgid })

    expect(visitor.status).toBe(403)
    expect(visitor.text).toContain('is none of agent@acme.example')
  })

  it('asks again when no org was chosen', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)

    await visitor.submit({}, { without: ['org'] })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('Choose an organization.')
  })

  it('cannot be talked into consent without an org', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    const { request, iamcsrcoo, zuid } = visitor.forms()[0]!.values as Record<string, string>
    const consent = `${harness.zoho.url}/accounts.zoho.com/oauth/v2/auth/consent`

    await visitor.open(`${consent}?request=${request}`)
    const shown = visitor.url
    await visitor.post(consent, { request: request!, iamcsrcoo: iamcsrcoo!, zuid: zuid!, decision: 'accept' })

    expect(shown).toContain('/oauth/v2/auth/org')
    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('no org has been chosen yet')
  })

  it('skips the org page for scopes that touch no org', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, { scope: 'AaaServer.profile.READ' }))

    await visitor.signIn(admin)
    await visitor.submit({ decision: 'accept' })
    const { access_token, api_domain } = (await redeem(harness, visitor.returned.code!)).json
    const { json } = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: access_token })

    expect(api_domain).toBe(`${harness.zoho.url}/www.zohoapis.com`)
    expect(json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('skips the consent page when consent is on record, and then brings no refresh token', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })

    await visitor.open(authUrl(harness, { scope: 'ZohoCRM.modules.leads.READ' }))
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    const { json: again } = await redeem(harness, visitor.returned.code!)
    await visitor.open(authUrl(harness))
    await visitor.submit({ org: harness.org('Acme UAT').zgid })

    expect(again).not.toHaveProperty('refresh_token')
    expect(again.scope).toBe('ZohoCRM.modules.leads.READ')
    expect(visitor.text).toContain('wants to access data of Acme UAT')
  })

  it('asks again with prompt=consent, in any letter case, and then brings a refresh token', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })
    await visitor.submit({ decision: 'accept' })

    await visitor.open(authUrl(harness, { prompt: 'Consent' }))
    await visitor.submit({ org: harness.org('Acme').zgid })
    await visitor.submit({ decision: 'accept' })
    const { json } = await redeem(harness, visitor.returned.code!)

    expect(json).toHaveProperty('refresh_token')
  })

  it('brings no refresh token for online access', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, { access_type: 'online' }))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })
    await visitor.submit({ decision: 'accept' })

    const { json } = await redeem(harness, visitor.returned.code!)

    expect(Object.keys(json)).toEqual(['access_token', 'scope', 'api_domain', 'token_type', 'expires_in'])
  })

  it('goes back with access_denied and the state when the person rejects', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, { state: 's' }))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })

    await visitor.submit({ decision: 'reject' })

    expect(visitor.url).toBe(`${callback}?error=access_denied&state=s`)
  })
})

// Source: https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm
describe('the old flow', () => {
  it('skips the org page, says that the token works everywhere, and it does', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.signIn(admin)
    expect(visitor.text).toContain('will work in every environment')
    await visitor.submit({ decision: 'accept' })
    const { json } = await redeem(harness, visitor.returned.code!)

    expect(json.api_domain).toBe(`${harness.zoho.url}/www.zohoapis.com`)
    expect(await companyNames(harness, json.access_token)).toEqual(['Acme', 'Acme QA', 'Acme Dev'])
  })

  it('reaches only environments in which the user has an org', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(agent)
    await visitor.submit({ decision: 'accept' })

    const { json } = await redeem(harness, visitor.returned.code!)

    expect(await companyNames(harness, json.access_token)).toEqual(['Acme', 'Acme QA', 'INVALID_TOKEN'])
  })

  it('leaves the binding of older tokens as it was when the flow is switched', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const unbound = await harness.tokens()
    await harness.zoho.useScenario('org-specific')
    const bound = await harness.tokens({ org: 'Acme QA' })
    await harness.zoho.useScenario('legacy')

    expect(await companyNames(harness, unbound.access_token)).toEqual(['Acme', 'Acme QA', 'Acme Dev'])
    expect(await companyNames(harness, bound.access_token)).toEqual(['INVALID_TOKEN', 'Acme QA', 'INVALID_TOKEN'])
  })

  it('gives no consent for the new flow', async () => {
    const harness = await listen({ scenario: 'legacy' })
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    await visitor.submit({ decision: 'accept' })
    await harness.zoho.useScenario('org-specific')

    await visitor.open(authUrl(harness))
    await visitor.submit({ org: harness.org('Acme').zgid })

    expect(visitor.text).toContain('wants to access data of Acme')
  })
})

// Source: https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm
describe('a phased rollout', () => {
  it('shows the new flow to listed portals and the old one to the others', async () => {
    const harness = await listen({ scenario: 'phased-rollout' })
    const acme = await new Visitor(harness).open(authUrl(harness))
    const initech = await new Visitor(harness).open(authUrl(harness, {}, 'accounts.zoho.eu'))

    await acme.signIn(admin)
    await initech.signIn('admin@initech.example')

    expect(acme.text).toContain('Choose the org whose data')
    expect(initech.text).toContain('will work in every environment')
  })

  it('moves a portal at its moment of the world’s clock', async () => {
    const harness = await listen({ scenario: 'phased-rollout' })
    await harness.zoho.advanceClock(Date.parse('2020-05-06T00:00:00Z') - harness.zoho.now())
    const before = await new Visitor(harness).open(authUrl(harness))
    await before.signIn(admin)

    await harness.zoho.advanceClock('2d')
    const after = await new Visitor(harness).open(authUrl(harness))
    await after.signIn(admin)

    expect(before.text).toContain('will work in every environment')
    expect(after.text).toContain('Choose the org whose data')
  })
})

// Source: multi data center: https://www.zoho.com/accounts/protocol/oauth/multi-dc/client-authorization.html
describe('signing in', () => {
  it('says that an account is unknown, and keeps the request', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.submit({ email: 'nobody@acme.example' })
    expect(visitor.text).toContain('This account cannot be found')
    await visitor.signIn('Admin@ACME.example')

    expect(visitor.text).toContain('Choose the org whose data')
  })

  it('says that a password is wrong, and lets the person try again', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.signIn(admin, 'wrong')
    expect(visitor.text).toContain('Incorrect password')
    await visitor.submit({ password: 'password' })

    expect(visitor.text).toContain('Choose the org whose data')
  })

  it('is remembered until sign-out', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)

    await visitor.open(authUrl(harness))
    const remembered = visitor.url
    await visitor.open(`${harness.zoho.url}/logout`)
    await visitor.open(authUrl(harness))

    expect(remembered).toContain('/oauth/v2/auth/org')
    expect(visitor.url).toContain('/accounts.zoho.com/signin')
  })

  it('ends after twelve hours, unless the person stays signed in', async () => {
    const harness = await listen()
    const brief = await new Visitor(harness).open(authUrl(harness))
    await brief.signIn(admin)
    const lasting = await new Visitor(harness).open(authUrl(harness))
    await lasting.submit({ email: admin })
    await lasting.submit({ password: 'password', stay: '1' })

    await harness.zoho.advanceClock('13h')
    await brief.open(authUrl(harness))
    await lasting.open(authUrl(harness))

    expect(brief.url).toContain('/signin')
    expect(lasting.url).toContain('/oauth/v2/auth/org')
  })

  it('with another account starts the steps anew', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Globex').zgid })
    const other = /href="([^"]*switch=1)"/.exec(visitor.html)![1]!.replaceAll('&amp;', '&')

    await visitor.open(other)
    await visitor.signIn(agent)

    expect(visitor.url).toContain('/oauth/v2/auth/org')
    expect(visitor.text).toContain('agent@acme.example')
    expect(visitor.text).not.toContain('Globex')
  })

  it('moves a user of another data center to the own one, who comes back with that location', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.signIn('admin@initech.example')
    expect(visitor.url).toContain('/accounts.zoho.eu/oauth/v2/auth/org')
    await visitor.submit({ org: harness.org('Initech Sandbox').zgid })
    await visitor.submit({ decision: 'accept' })
    const { code, location } = visitor.returned
    const elsewhere = await redeem(harness, code!)
    const home = await redeem(harness, code!, 'eu', 'accounts.zoho.eu')

    expect(location).toBe('eu')
    expect(visitor.returned['accounts-server']).toBe(`${harness.zoho.url}/accounts.zoho.eu`)
    expect(elsewhere.json).toEqual({ error: 'invalid_code' })
    expect(home.json.api_domain).toBe(`${harness.zoho.url}/sandbox.zohoapis.eu`)
  })
})

describe('forms', () => {
  it.each([
    ['from another site', { Origin: 'https://evil.example' }],
    ['without a name', { Origin: 'null' }],
    ['from another port', { Origin: 'http://localhost:1' }],
  ])('are refused %s', async (_, headers) => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.submit({ email: admin }, { headers })

    expect(visitor.status).toBe(403)
    expect(visitor.text).toContain('not from this page')
  })

  it('are taken from their own page', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))

    await visitor.submit({ email: admin }, { headers: { Origin: harness.zoho.url } })

    expect(visitor.text).toContain('Password')
  })

  it.each([['sign-in'], ['org'], ['consent']])(
    'of the %s page are refused without the anti-forgery token',
    async page => {
      const harness = await listen()
      const visitor = await new Visitor(harness).open(authUrl(harness))
      if (page !== 'sign-in') await visitor.signIn(admin)
      if (page === 'consent') await visitor.submit({ org: harness.org('Acme').zgid })
      const field = {
        'sign-in': { email: admin },
        org: { org: harness.org('Acme').zgid },
        consent: { decision: 'accept' },
      }[page]!

      await visitor.submit(field as unknown as Record<string, string>, { without: ['iamcsrcoo'] })

      expect(visitor.status).toBe(403)
      expect(visitor.text).toContain('anti-forgery')
    },
  )

  it('that show an org which is no longer the chosen one are refused', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    const picker = visitor.forms()[0]!
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    const stale = visitor.forms()[0]!
    await visitor.post(picker.action, { ...picker.values, org: harness.org('Acme').zgid })

    await visitor.post(stale.action, { ...stale.values, decision: 'accept' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('another user or org')
  })

  it('of a finished sign-in are refused', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })
    const consent = visitor.forms()[0]!
    await visitor.submit({ decision: 'accept' })

    await visitor.post(consent.action, { ...consent.values, decision: 'accept' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('finished already')
  })

  it('of a sign-in that took too long are refused', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness))
    await visitor.signIn(admin)

    await harness.zoho.advanceClock('31m')
    await visitor.submit({ org: harness.org('Acme').zgid })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('took too long')
  })

  it('escape what a client sends', async () => {
    const harness = await listen()
    const visitor = new Visitor(harness)

    await visitor.open(authUrl(harness, { scope: '<script>alert(1)</script>' }))

    expect(visitor.status).toBe(400)
    expect(visitor.html).not.toContain('<script>alert')
  })
})

it.each(['%0d%0a', '%E2%82%AC', '../x', '<script>'])('takes no harm from a request that is named %s', async name => {
  const harness = await listen()

  for (const page of ['/signin', '/signin/password', '/oauth/v2/auth/org', '/oauth/v2/auth/consent']) {
    const { status, headers } = await harness.send('GET', `/accounts.zoho.com${page}?request=${name}`)
    expect(status).toBeLessThan(500)
    expect(headers.get('location') ?? '').toMatch(/^[\x21-\x7e]*$/)
  }
  expect((await harness.send('GET', '/_emulator/health')).status).toBe(200)
})

// Source: lines quoted in public fix notes of clients; heading of the scope page:
// https://www.zoho.com/accounts/protocol/oauth/instance-level-oauth.html
describe('what a client asks for wrongly', () => {
  it.each([
    ['an unknown client', { client_id: '1000.X' }, 'Client ID passed does not exist'],
    [
      'a redirect URI with a slash more',
      { redirect_uri: `${callback}/` },
      'Redirect URI passed does not match with the one configured',
    ],
    [
      'a redirect URI in another letter case',
      { redirect_uri: callback.toUpperCase() },
      'Redirect URI passed does not match',
    ],
    [
      'the placeholder of the own callback',
      { redirect_uri: '{emulator}/_emulator/callback' },
      'Redirect URI passed does not match',
    ],
    [
      'the own callback under a foreign name',
      { redirect_uri: 'http://evil.example/_emulator/callback' },
      'Redirect URI passed does not match',
    ],
    [
      'the own callback on another port',
      { redirect_uri: 'http://localhost:1/_emulator/callback' },
      'Redirect URI passed does not match',
    ],
    ['an unknown scope among known ones', { scope: 'ZohoCRM.modules.ALL,ZohoCRM.modulez.ALL' }, 'Scope does not exist'],
    ['no scope', { scope: '' }, 'Scope does not exist'],
    ['another response type', { response_type: 'id_token' }, 'An error occurred while processing your request.'],
  ])('is a page without redirect: %s', async (_, extra, line) => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, extra))

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain(line)
    expect(visitor.url).toContain('/oauth/v2/auth')
  })

  it('a client in a data center where it is not enabled does not exist', async () => {
    const harness = await listen()
    const visitor = await new Visitor(harness).open(authUrl(harness, {}, 'accounts.zoho.com.cn'))

    expect(visitor.text).toContain('Client ID passed does not exist')
  })

  it('the own callback is matched under each own name', async () => {
    const harness = await listen()
    const own = `${harness.zoho.url.replace('localhost', '127.0.0.1')}/_emulator/callback`
    const visitor = await new Visitor(harness).open(authUrl(harness, { redirect_uri: own }))

    expect(visitor.url).toContain('/signin')
  })
})
