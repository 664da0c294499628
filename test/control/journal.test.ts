/** The journal as a client of the control API sees it: rows, checks, what nobody read, masking, bounds, the live stream. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { admin, agent, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'

const leads = 'crm/v8/Leads?fields=Last_Name'
const sandbox = '/sandbox.zohoapis.com/'
const production = '/www.zohoapis.com/'

type Check = { name: string; outcome: string; expected: string | null; actual: string | null }

/** The newest request, whole. */
async function lastRequest({ send }: Harness) {
  const [row] = (await send('GET', '/_emulator/requests?limit=1')).json.requests
  return (await send('GET', `/_emulator/requests/${row.id}`)).json
}

const rows = async ({ send }: Harness, query = '') => (await send('GET', `/_emulator/requests${query}`)).json.requests

const outcomes = (checks: Check[]) => checks.map(({ name, outcome }) => `${name}: ${outcome}`)
const failed = (checks: Check[]) => checks.filter(({ outcome }) => outcome === 'failed')

/** The names of CRM's checks in the order of the service. */
const crmOrder = [
  'fault',
  'host',
  'version',
  'path',
  'authorization header',
  'token',
  'data center',
  'environment',
  'org',
  'scope',
  'module',
  'permission',
  'parameters',
]

const until = (name: string): string[] => {
  const at = crmOrder.indexOf(name)
  return crmOrder.map((each, index) => `${each}: ${index < at ? 'passed' : index === at ? 'failed' : 'not_reached'}`)
}

describe('a row of the list', () => {
  it('says who called what, in which org, and with which token', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme QA' })

    await tested.send('GET', `${sandbox}${leads}`, { token })

    expect(await rows(tested)).toEqual([
      {
        id: 'request-1',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        host: 'sandbox.zohoapis.com',
        service: 'api',
        location: 'us',
        environment: 'sandbox',
        method: 'GET',
        path: '/crm/v8/Leads',
        status: 200,
        duration_ms: expect.any(Number),
        client_id: tested.client('server').client_id,
        user: admin,
        org: tested.org('Acme QA').zgid,
        token: `${token.slice(0, 9)}…${token.slice(-2)}`,
        reason: null,
      },
    ])
  })

  it('has the time of the world', async () => {
    const tested = await start()
    await control(tested.send, '/_emulator/clock', { freeze: true })
    await control(tested.send, '/_emulator/clock', { set: '2031-05-06T07:08:09Z' })

    await tested.send('GET', `${production}crm/v8/org`)

    expect((await rows(tested))[0].at).toBe('2031-05-06T07:08:09.000Z')
  })

  it('says whose an expired token was, and why the call was refused', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme', user: agent })
    await tested.zoho.advanceClock('61m')

    await tested.send('GET', `${production}${leads}`, { token })

    const [row] = await rows(tested)
    expect(row).toMatchObject({ status: 401, user: agent, org: tested.org('Acme').zgid })
    expect(row.reason).toMatch(/^INVALID_TOKEN: the token expired at /)
  })

  it('is made of refused hosts and paths too, but not of our own pages and style sheets', async () => {
    const tested = await start()
    await tested.send('GET', '/www.zohoapis.xx/crm/v8/org')
    await tested.send('GET', '/nowhere')
    await tested.send('GET', '/')
    await tested.send('GET', '/_emulator/health')
    const page = await tested.send('GET', '/accounts.zoho.com/signin')
    await tested.send('GET', new URL(/href="([^"]*style[^"]*)"/.exec(page.text)![1]!, 'http://localhost').pathname)

    const [signIn, nowhere, foreign, ...others] = await rows(tested)

    expect(signIn).toMatchObject({ host: 'accounts.zoho.com', service: 'accounts', environment: null, status: 200 })
    expect(nowhere).toMatchObject({ status: 404, service: null, path: '/nowhere' })
    expect(foreign).toMatchObject({ status: 421, service: null, host: 'www.zohoapis.xx' })
    expect(others).toEqual([])
  })

  it('of a token request says which client and user it was for', async () => {
    const tested = await start()
    const { refresh_token } = await tested.tokens({ org: 'Acme' })
    const { client_id, client_secret } = tested.client('server')

    await tested.exchange({ grant_type: 'refresh_token', refresh_token: refresh_token!, client_id, client_secret })

    expect((await rows(tested))[0]).toMatchObject({
      path: '/oauth/v2/token',
      client_id,
      user: admin,
      org: tested.org('Acme').zgid,
      token: `${refresh_token!.slice(0, 9)}…${refresh_token!.slice(-2)}`,
    })
  })
})

describe('in a test', () => {
  it('is had by a call, with the same filters', async () => {
    const zoho = await createEmulator({ token: 'secret-enough' })
    await zoho.fetch('/www.zohoapis.com/crm/v8/org')
    await zoho.fetch('/accounts.zoho.com/oauth/serverinfo')

    const [all, refused] = await Promise.all([zoho.requests(), zoho.requests({ status: '4xx', limit: 5 })])

    expect(all.map(({ status }) => status)).toEqual([200, 401])
    expect(refused.map(({ path }) => path)).toEqual(['/crm/v8/org'])
    await expect(zoho.requests({ limit: 0 })).rejects.toThrow('limit: expected a number from 1 on')
  })
})

describe('filters', () => {
  const calls = async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    await tested.send('GET', `${production}crm/v8/org`, { token })
    await tested.send('GET', `${production}${leads}`, { token })
    await tested.send('GET', `${sandbox}${leads}`, { token })
    return tested
  }

  it.each([
    ['?host=SANDBOX.zohoapis.com', ['request-3']],
    ['?path=/crm/v8/org', ['request-1']],
    ['?path=/crm/*/Leads', ['request-3', 'request-2']],
    ['?path=*', ['request-3', 'request-2', 'request-1']],
    ['?path=/crm', []],
    ['?status=401', ['request-3']],
    ['?status=2xx', ['request-2', 'request-1']],
    ['?limit=2', ['request-3', 'request-2']],
    ['?status=200&limit=1', ['request-2']],
    ['?since=2000-01-01T00:00:00Z', ['request-3', 'request-2', 'request-1']],
    ['?since=2999-01-01T00:00:00%2B02:00', []],
  ])('%s', async (query, ids) => {
    const tested = await calls()

    expect((await rows(tested, query)).map(({ id }: { id: string }) => id)).toEqual(ids)
  })

  it.each([
    ['status=4', 'status'],
    ['since=yesterday', 'since'],
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['path=crm', 'path'],
    ['host=', 'host'],
    ['org=1', 'org'],
  ])('refuse %s', async (query, path) => {
    const { send } = await start()

    const { status, json } = await send('GET', `/_emulator/requests?${query}`)

    expect([status, json.error.code, json.error.path]).toEqual([400, 'INVALID_INPUT', path])
  })

  it('answer 404 for a request that is not there', async () => {
    const { send } = await start()

    const { status, json } = await send('GET', '/_emulator/requests/request-7')

    expect([status, json.error.path]).toEqual([404, 'id'])
  })
})

describe('the checks of a CRM call', () => {
  const call = async (
    path: string,
    options: { org?: string; user?: string; scope?: string; method?: string; body?: unknown; advance?: string } = {},
  ) => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme', ...options })
    if (options.advance) await tested.zoho.advanceClock(options.advance)
    await tested.send(options.method ?? 'GET', path, { token, body: options.body })
    return (await lastRequest(tested)) as { checks: Check[]; reason: string; status: number; token: string }
  }

  it('are all passed where it was answered, with what was compared', async () => {
    const { checks } = await call(`${production}${leads}`)

    expect(outcomes(checks)).toEqual(crmOrder.map(name => `${name}: passed`))
    const said = Object.fromEntries(checks.map(({ name, expected, actual }) => [name, `${expected} <> ${actual}`]))
    expect(said).toMatchObject({
      host: 'a host that the emulator knows <> www.zohoapis.com',
      'data center': 'us <> us',
      environment: 'production <> production',
      scope: `ZohoCRM.modules.Leads.READ <> ${everything.replaceAll(',', ' ')}`,
      module: 'a module of the org <> Leads',
      permission: 'view <> Administrator',
    })
    expect(said.org).toMatch(/^an org of admin@acme\.example <> \d+$/)
  })

  it.each([
    ['wrong data center', 'data center', '/www.zohoapis.eu/crm/v8/org', {}, 'us', 'eu'],
    ['wrong environment', 'environment', `${sandbox}crm/v8/org`, {}, 'production', 'sandbox'],
    [
      'expired token',
      'token',
      `${production}crm/v8/org`,
      { advance: '2h' },
      'a token that is known and alive',
      /^the token expired at /,
    ],
    [
      'missing scope',
      'scope',
      `${production}crm/v8/org`,
      { scope: 'ZohoCRM.modules.ALL' },
      'ZohoCRM.org.READ',
      'ZohoCRM.modules.ALL',
    ],
    ['unknown module', 'module', `${production}crm/v8/Nonsense`, {}, 'a module of the org', 'Nonsense'],
    [
      'missing permission',
      'permission',
      `${production}crm/v8/settings/fields/1?module=Leads`,
      { method: 'DELETE', user: agent },
      'Crm_Implied_Customize_Zoho_CRM',
      'Standard',
    ],
    [
      'missing parameter',
      'parameters',
      `${production}crm/v8/Leads`,
      {},
      'parameters and a body that the call takes',
      'REQUIRED_PARAM_MISSING: required param is missing {"param_name":"fields"}',
    ],
    [
      'wrong row',
      'parameters',
      `${production}crm/v8/Leads`,
      { method: 'POST', body: { data: [{ Company: 'C' }] } },
      'parameters and a body that the call takes',
      /^MANDATORY_NOT_FOUND: required field not found .*"Last_Name"/,
    ],
    [
      'method that is not emulated',
      'path',
      `${production}crm/v8/org`,
      { method: 'DELETE' },
      'an operation that is emulated',
      'DELETE /crm/{v}/org',
    ],
    [
      'unknown path',
      'path',
      `${production}crm/v8/a/b/c/d/e/f`,
      {},
      'an operation of Zoho CRM',
      'GET /crm/v8/a/b/c/d/e/f',
    ],
    ['unknown version', 'version', `${production}crm/v9/Leads`, {}, 'v2 or v2.1', 'v9'],
  ] as const)('name the one that failed: %s', async (_, name, path, options, expected, actual) => {
    const { checks, reason, status } = await call(path, options)

    expect(status).toBeGreaterThanOrEqual(400)
    const [only, ...others] = failed(checks)
    expect(others).toEqual([])
    expect(only).toMatchObject({
      name,
      expected: expect.stringContaining(expected),
      actual: actual instanceof RegExp ? expect.stringMatching(actual) : actual,
    })
    expect(outcomes(checks)).toEqual(until(name))
    expect(reason).toBeTruthy()
  })

  it('name the header where there is none, or one that cannot be read', async () => {
    const tested = await start()

    await tested.send('GET', `${production}crm/v8/org`)
    const without = await lastRequest(tested)
    await tested.send('GET', `${production}crm/v8/org`, { headers: { Authorization: 'Token some-very-secret-thing' } })
    const unreadable = await lastRequest(tested)

    expect(outcomes(without.checks)).toEqual(until('authorization header'))
    expect(without.left_out).toEqual([{ in: 'header', name: 'authorization' }])
    expect(failed(unreadable.checks)).toEqual([
      expect.objectContaining({ name: 'authorization header', actual: 'Token some…ng' }),
    ])
  })

  it('name the org where a token of the old flow opens none in that environment', async () => {
    const tested = await start({ scenario: 'legacy' })
    const { access_token: token } = await tested.tokens({ user: agent })

    await tested.send('GET', '/developer.zohoapis.com/crm/v8/org', { token })
    const refused = await lastRequest(tested)
    await tested.send('GET', `${sandbox}crm/v8/org`, { token })
    const answered = await lastRequest(tested)

    expect(outcomes(refused.checks)).toEqual(until('org'))
    expect(answered.checks.find(({ name }: Check) => name === 'environment')).toEqual({
      name: 'environment',
      outcome: 'passed',
      expected: 'any, as the token is bound to no org',
      actual: 'sandbox',
    })
  })

  it('name a scope that only the query shows to be needed, and say which were there', async () => {
    const tested = await start()
    const scope = 'ZohoCRM.coql.READ,ZohoCRM.modules.Contacts.ALL'
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope })
    const body = { select_query: "select Last_Name from Leads where Last_Name != ''" }

    await tested.send('POST', `${production}crm/v8/coql`, { token, body })
    const { checks } = await lastRequest(tested)

    expect(checks.filter(({ name }: Check) => name === 'scope')).toEqual([
      expect.objectContaining({ outcome: 'passed', expected: 'ZohoCRM.coql.READ' }),
      expect.objectContaining({ outcome: 'failed', expected: 'ZohoCRM.modules.Leads.READ' }),
    ])
    expect(failed(checks)).toHaveLength(1)
  })

  it('name the parameters where the scope was looked at in between', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope: `${everything},ZohoCRM.coql.READ` })

    await tested.send('POST', `${production}crm/v8/coql`, {
      token,
      body: { select_query: "select Nonsense from Leads where Last_Name != ''" },
    })
    const { checks } = await lastRequest(tested)

    expect(failed(checks).map(({ name }) => name)).toEqual(['parameters'])
    expect(checks.find(({ name }: Check) => name === 'scope').outcome).toBe('passed')
  })

  it('name the host of which there is none', async () => {
    const tested = await start()

    await tested.send('GET', '/www.zohoapis.xx/crm/v8/org')

    const { checks } = await lastRequest(tested)
    expect(outcomes(checks)).toEqual(['fault: passed', 'host: failed', 'path: not_reached', 'request: not_reached'])
    expect(failed(checks)[0]).toMatchObject({ actual: 'www.zohoapis.xx', expected: expect.stringContaining(' or ') })
  })
})

describe('the checks of a token request', () => {
  const exchanged = async (changes: Record<string, string>, { accounts, advance, twice = false }: Options = {}) => {
    const tested = await start()
    const code = await tested.code({ org: tested.org('Acme').zgid, redirect_uri: callback })
    const { client_id, client_secret } = tested.client('server')
    const input = {
      grant_type: 'authorization_code',
      client_id,
      client_secret,
      code,
      redirect_uri: callback,
      ...changes,
    }
    const sent = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''))
    if (twice) await tested.exchange(sent)
    if (advance) await tested.zoho.advanceClock(advance)
    await tested.exchange(sent, accounts)
    return (await lastRequest(tested)) as { checks: Check[]; left_out: object[]; reason: string | null }
  }

  interface Options {
    readonly accounts?: string
    readonly advance?: string
    readonly twice?: boolean
  }

  const codeOrder = [
    'fault',
    'host',
    'path',
    'throttle',
    'client',
    'data center',
    'client secret',
    'grant type',
    'client type',
    'redirect URI',
    'code',
    'code not used yet',
    'code not expired',
    'data center of the code',
    'code verifier',
  ]

  it('are all passed where tokens went out', async () => {
    const { checks, reason } = await exchanged({})

    expect(outcomes(checks)).toEqual(codeOrder.map(name => `${name}: passed`))
    expect(reason).toBeNull()
  })

  it.each([
    ['client', { client_id: 'nobody' }, {}],
    ['client secret', { client_secret: 'a'.repeat(42) }, {}],
    ['redirect URI', { redirect_uri: 'http://localhost:3000/other' }, {}],
    ['code', { code: '1000.nothing' }, {}],
    ['code not used yet', {}, { twice: true }],
    ['code not expired', {}, { advance: '3m' }],
    ['data center', {}, { accounts: 'accounts.zoho.com.cn' }],
  ] as const)('name the one that failed: %s', async (name, changes, options) => {
    const { checks } = await exchanged(changes, options)

    const at = codeOrder.indexOf(name)
    expect(outcomes(checks)).toEqual(
      codeOrder.map((each, index) => `${each}: ${index < at ? 'passed' : index === at ? 'failed' : 'not_reached'}`),
    )
  })

  it('name the data center of the code where secret and client are right there', async () => {
    const tested = await start()
    const code = await tested.code({ org: tested.org('Acme').zgid, redirect_uri: callback })
    const { client_id, client_secrets } = tested.client('server')

    await tested.exchange(
      { grant_type: 'authorization_code', client_id, client_secret: client_secrets.eu!, code, redirect_uri: callback },
      'accounts.zoho.eu',
    )

    const { checks } = await lastRequest(tested)
    expect(failed(checks)).toEqual([
      { name: 'data center of the code', outcome: 'failed', expected: 'us', actual: 'eu' },
    ])
  })

  it('name the refresh token that was revoked', async () => {
    const tested = await start()
    const { refresh_token } = await tested.tokens({ org: 'Acme' })
    const { client_id, client_secret } = tested.client('server')
    await tested.send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${refresh_token}`)

    await tested.exchange({ grant_type: 'refresh_token', refresh_token: refresh_token!, client_id, client_secret })

    const { checks } = await lastRequest(tested)
    expect(failed(checks)).toEqual([
      { name: 'refresh token alive', outcome: 'failed', expected: 'alive', actual: 'revoked' },
    ])
  })

  it('name the throttle, before all else', async () => {
    const tested = await start({ scenario: 'refresh-throttled' })
    const { refresh_token } = await tested.tokens({ org: 'Acme' })
    const { client_id, client_secret } = tested.client('server')
    const input = { grant_type: 'refresh_token', refresh_token: refresh_token!, client_id, client_secret }
    await tested.exchange(input)

    await tested.exchange(input)

    const { checks } = await lastRequest(tested)
    expect(failed(checks).map(({ name }) => name)).toEqual(['throttle'])
    expect(checks.find(({ name }: Check) => name === 'client').outcome).toBe('not_reached')
  })

  it('name the grant type that there isn’t', async () => {
    const { checks } = await exchanged({ grant_type: 'password' })

    expect(failed(checks)).toEqual([
      {
        name: 'grant type',
        outcome: 'failed',
        expected: 'authorization_code or refresh_token or client_credentials',
        actual: 'password',
      },
    ])
  })

  it.each(['client_id', 'client_secret', 'code', 'redirect_uri'])('say that %s was left out', async name => {
    const { left_out } = await exchanged({ [name]: '' })

    expect(left_out).toEqual([{ in: 'body', name }])
  })
})

describe('the checks of an authorization request', () => {
  const asked = async (changes: Record<string, string>, accounts = 'accounts.zoho.com') => {
    const tested = await start()
    const { client_id } = tested.client('server')
    const input = { client_id, redirect_uri: callback, response_type: 'code', scope: everything, ...changes }
    const query = new URLSearchParams(Object.entries(input).filter(([, value]) => value !== ''))
    await tested.send('GET', `/${accounts}/oauth/v2/auth?${query}`)
    return (await lastRequest(tested)) as { checks: Check[]; left_out: object[]; status: number }
  }

  const order = [
    'fault',
    'host',
    'path',
    'client',
    'data center',
    'redirect URI',
    'response type',
    'JavaScript domain',
    'scope',
    'scopes of one service',
    'state',
    'code challenge',
  ]

  it('are all passed where the person is asked to sign in', async () => {
    const { checks, status } = await asked({})

    expect(status).toBe(303)
    expect(outcomes(checks)).toEqual(order.map(name => `${name}: passed`))
  })

  it.each([
    ['client', { client_id: 'nobody' }, 'a registered client', '"nobody"'],
    ['redirect URI', { redirect_uri: 'https://evil.example/' }, callback, 'https://evil.example/'],
    ['response type', { response_type: 'token' }, 'code', 'token'],
    ['scope', { scope: 'ZohoCRM.nonsense.ALL' }, 'scopes that exist', 'ZohoCRM.nonsense.ALL'],
    ['state', { state: 's'.repeat(4097) }, 'at most 4096 characters', 'state is longer than 4096 characters'],
    ['code challenge', { code_challenge: 'short' }, null, 'code_challenge is not 43 to 128 unreserved characters'],
  ] as const)('name the one that failed: %s', async (name, changes, expected, actual) => {
    const { checks } = await asked(changes)

    const at = order.indexOf(name)
    expect(outcomes(checks)).toEqual(
      order.map((each, index) => `${each}: ${index < at ? 'passed' : index === at ? 'failed' : 'not_reached'}`),
    )
    expect(failed(checks)[0]).toMatchObject({
      expected: expected && expect.stringContaining(expected),
      actual: expect.stringContaining(actual),
    })
  })

  it('name the data center in which the client is not enabled', async () => {
    const { checks } = await asked({}, 'accounts.zoho.com.cn')

    expect(failed(checks)).toEqual([
      { name: 'data center', outcome: 'failed', expected: expect.stringContaining('us or eu'), actual: 'cn' },
    ])
  })

  it.each(['client_id', 'redirect_uri', 'response_type', 'scope'])('say that %s was left out', async name => {
    const { left_out } = await asked({ [name]: '' })

    expect(left_out).toContainEqual({ in: 'query', name })
  })
})

describe('other requests of accounts and console', () => {
  it('name the path that there isn’t', async () => {
    const tested = await start()

    await tested.send('GET', '/accounts.zoho.com/oauth/nowhere')
    const accounts = await lastRequest(tested)
    await tested.send('GET', '/api-console.zoho.com/nowhere')
    const console = await lastRequest(tested)

    for (const { checks } of [accounts, console]) expect(failed(checks).map(({ name }) => name)).toEqual(['path'])
  })

  it('say the reason where nothing more is checked by name', async () => {
    const tested = await start()

    await tested.send('POST', '/accounts.zoho.com/oauth/v2/token/revoke?token=unknown')

    const { checks } = await lastRequest(tested)
    expect(checks.at(-1)).toEqual({
      name: 'request',
      outcome: 'failed',
      expected: null,
      actual: 'the token is unknown',
    })
  })
})

const searching = `${everything},ZohoCRM.coql.READ,ZohoSearch.securesearch.READ`

describe('what nobody read', () => {
  const sent = async (
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope: searching })
    await tested.send(method, `${production}${path}`, { token, ...options })
    const { unread, left_out, status } = await lastRequest(tested)
    return { unread, left_out, status }
  }

  it('is nothing where all was read, headers of every client left aside', async () => {
    const headers = {
      'User-Agent': 'x',
      Accept: '*/*',
      'If-Modified-Since': '2020-01-01T00:00:00+00:00',
      'sec-fetch-mode': 'cors',
    }

    const { unread, status } = await sent(
      'GET',
      `${leads}&page=1&per_page=2&sort_by=id&sort_order=asc&converted=both`,
      { headers },
    )

    expect([status, unread]).toEqual([200, []])
  })

  it('is a parameter that the operation does not have', async () => {
    const { unread } = await sent('GET', `${leads}&feilds=Email&perpage=3`)

    expect(unread).toEqual([
      { in: 'query', name: 'feilds' },
      { in: 'query', name: 'perpage' },
    ])
  })

  it('is a parameter of an operation that takes none', async () => {
    const { unread } = await sent('GET', 'crm/v8/org?expand=all')

    expect(unread).toEqual([{ in: 'query', name: 'expand' }])
  })

  it('is a parameter that another made meaningless', async () => {
    const { unread, status } = await sent(
      'GET',
      'crm/v8/Leads/search?criteria=(Last_Name:not_equal:zz)&email=a@b.example',
    )

    expect([status, unread]).toEqual([200, [{ in: 'query', name: 'email' }]])
  })

  it('is a header that the operation does not look at', async () => {
    const { unread } = await sent('GET', 'crm/v8/org', { headers: { 'X-CRM-ORG': '1', 'X-EXTERNAL': 'Leads.X' } })

    expect(unread).toEqual([
      { in: 'header', name: 'x-crm-org' },
      { in: 'header', name: 'x-external' },
    ])
  })

  it('is a key of the body, and one of its rows that the module does not have', async () => {
    const body = { data: [{ Last_Name: 'A', Company: 'B', Frist_Name: 'C', Full_Name: 'D' }], triger: [] }

    const { unread, status } = await sent('POST', 'crm/v8/Leads', { body })

    expect(status).toBe(201)
    expect(unread).toEqual([
      { in: 'body', name: 'triger' },
      { in: 'body', name: 'data[].Frist_Name' },
      { in: 'body', name: 'data[].Full_Name' },
    ])
  })

  it('is not told of a request that was refused before anybody would have read it', async () => {
    const { unread, status } = await sent('GET', 'crm/v8/Nonsense?what=1')

    expect([status, unread]).toEqual([400, []])
  })

  it('is a body whose form the token endpoint does not take', async () => {
    const tested = await start()

    await tested.send('POST', '/accounts.zoho.com/oauth/v2/token', {
      headers: { 'Content-Type': 'application/json' },
      body: { grant_type: 'refresh_token' },
    })

    const { unread, left_out } = await lastRequest(tested)
    expect(unread).toEqual([{ in: 'body', name: '(a body of type application/json)' }])
    expect(left_out).toEqual([{ in: 'body', name: 'client_id' }])
  })

  it('is a parameter of a token request that the grant type does not use', async () => {
    const tested = await start()
    const { refresh_token } = await tested.tokens({ org: 'Acme' })
    const { client_id, client_secret } = tested.client('server')

    await tested.exchange({
      grant_type: 'refresh_token',
      refresh_token: refresh_token!,
      client_id,
      client_secret,
      redirect_uri: callback,
    })

    expect((await lastRequest(tested)).unread).toEqual([{ in: 'body', name: 'redirect_uri' }])
  })

  it.each([
    ['GET', 'crm/v8/Leads', undefined, { in: 'query', name: 'fields' }],
    ['GET', 'crm/v8/Leads/search', undefined, { in: 'query', name: 'criteria or email or phone or word' }],
    ['POST', 'crm/v8/Leads', {}, { in: 'body', name: 'data' }],
    ['POST', 'crm/v8/Leads', { data: [{ Company: 'A' }] }, { in: 'body', name: 'data[].Last_Name' }],
    ['POST', 'crm/v8/coql', {}, { in: 'body', name: 'select_query' }],
  ])('and what was left out: %s %s %j', async (method, path, body, missing) => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope: searching })
    await tested.send(method, `${production}${path}`, { token, body })

    expect((await lastRequest(tested)).left_out).toEqual([missing])
  })

  it('and all that was left out of one row', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })

    await tested.send('POST', `${production}crm/v8/Leads`, { token, body: { data: [{ City: 'Rome' }] } })

    expect((await lastRequest(tested)).left_out).toEqual([
      { in: 'body', name: 'data[].Company' },
      { in: 'body', name: 'data[].Last_Name' },
    ])
  })

  it('is summed over the run, ids left aside, the most frequent first', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const list = await tested.send('GET', `${production}${leads}`, { token })
    for (const { id } of list.json.data.slice(0, 3)) {
      await tested.send('GET', `${production}crm/v8/Leads/${id}?expand=1`, { token })
    }
    await tested.send('GET', `${production}crm/v8/org?x=1`, { token })
    await tested.send('GET', `${production}crm/v8/Leads`, { token })

    const { json } = await tested.send('GET', '/_emulator/unread')

    expect(json).toEqual({
      unread: [
        {
          in: 'query',
          name: 'expand',
          service: 'api',
          method: 'GET',
          path: '/crm/v8/Leads/{id}',
          count: 3,
          last: 'request-4',
        },
        { in: 'query', name: 'x', service: 'api', method: 'GET', path: '/crm/v8/org', count: 1, last: 'request-5' },
      ],
      left_out: [
        {
          in: 'query',
          name: 'fields',
          service: 'api',
          method: 'GET',
          path: '/crm/v8/Leads',
          count: 1,
          last: 'request-6',
        },
      ],
    })
  })
})

describe('one request', () => {
  it('has the whole exchange', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const body = JSON.stringify({ data: [{ Last_Name: 'Übel', Company: 'B' }] })

    await tested.send('POST', `${production}crm/v8/Leads?x=1`, { token, body, headers: { 'X-Trace': 'yes' } })

    const { request, response, bodies } = await lastRequest(tested)
    expect(request).toMatchObject({
      method: 'POST',
      url: 'http://localhost/www.zohoapis.com/crm/v8/Leads?x=1',
      body,
      headers: { 'x-trace': 'yes', authorization: `Zoho-oauthtoken ${token.slice(0, 9)}…${token.slice(-2)}` },
    })
    expect(response.status).toBe(201)
    expect(response.headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(JSON.parse(response.body).data[0].code).toBe('SUCCESS')
    expect(bodies).toBe('whole')
  })

  it('shows cookies that are set without their values', async () => {
    const tested = await start()

    await tested.send('GET', '/accounts.zoho.com/signin')

    expect((await lastRequest(tested)).response.headers['set-cookie']).toMatch(/^iamcsr=…; Path=\//)
  })
})

describe('the journal', () => {
  it('keeps the last thousand requests, and bodies only as far as there is room', async () => {
    const tested = await start({ fixture: 'empty' })
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const big = JSON.stringify({ data: [{ Last_Name: 'x'.repeat(300_000), Company: 'B' }] })
    for (let sent = 0; sent < 80; sent++) await tested.send('POST', `${production}crm/v8/Leads`, { token, body: big })
    for (let sent = 0; sent < 930; sent++) await tested.send('GET', `${production}crm/v8/none`)

    const kept = await rows(tested)
    const whole = async (id: string) => (await tested.send('GET', `/_emulator/requests/${id}`)).json

    expect([kept.length, kept[0].id, kept.at(-1).id]).toEqual([1000, 'request-1010', 'request-11'])
    const [old, recent] = [await whole('request-11'), await whole('request-80')]
    expect([old.bodies, old.request.body === null, old.response.body === null]).toEqual(['dropped', true, true])
    expect([recent.bodies, recent.request.body.length]).toEqual(['cut', 256 * 1024])
    expect(recent.checks).toHaveLength(crmOrder.length)
  })

  it('is emptied by a delete, and counts on', async () => {
    const tested = await start()
    await tested.send('GET', `${production}crm/v8/org`)

    const { status, json } = await tested.send('DELETE', '/_emulator/requests')
    const [empty, unread] = [await rows(tested), (await tested.send('GET', '/_emulator/unread')).json]
    await tested.send('GET', `${production}crm/v8/org`)

    expect([status, json, empty]).toEqual([200, {}, []])
    expect(unread).toEqual({ unread: [], left_out: [] })
    expect((await rows(tested))[0].id).toBe('request-2')
  })

  it('has no request that was under way when it was emptied', async () => {
    const tested = await start()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const body = new TransformStream<Uint8Array, Uint8Array>()
    const request = new Request('http://localhost/www.zohoapis.com/crm/v8/Leads', {
      method: 'POST',
      headers: { Authorization: `Zoho-oauthtoken ${token}` },
      body: body.readable,
      duplex: 'half',
    } as RequestInit)
    const answer = tested.zoho.fetch(request)

    await tested.send('DELETE', '/_emulator/requests')
    await body.writable.getWriter().close()

    expect((await answer).status).toBe(400)
    expect(await rows(tested)).toEqual([])
  })

  it('is as in a fresh process after a reset', async () => {
    const tested = await start()
    await tested.send('GET', `${production}crm/v8/org`)

    await control(tested.send, '/_emulator/reset', {})
    await tested.send('GET', `${production}crm/v8/org`)

    expect((await rows(tested)).map(({ id }: { id: string }) => id)).toEqual(['request-1'])
  })

  it('needs the token, as other control calls do', async () => {
    const zoho = await createEmulator({ token: 'secret' })
    const paths = ['requests', 'requests/request-1', 'requests.har', 'events', 'unread']

    const statuses = await Promise.all(paths.map(async path => (await zoho.fetch(`/_emulator/${path}`)).status))

    expect(statuses).toEqual(paths.map(() => 401))
  })
})

/** Reads server-sent events until enough have come. */
async function readEvents(response: Response, count: number): Promise<{ event: string; id: string; data: unknown }[]> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader.cancel())
  const events: { event: string; id: string; data: unknown }[] = []
  let text = ''
  while (events.length < count) {
    const { value, done } = await reader.read()
    if (done) throw new Error('the stream ended')
    text += value
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map(line => line.split(/: (.*)/).slice(0, 2)),
      )
      text = text.slice(end + 2)
      if (fields.event) events.push({ event: fields.event, id: fields.id, data: JSON.parse(fields.data) })
    }
  }
  return events
}

describe('the live stream', () => {
  it('sends each request to every listener when it ends', async () => {
    const tested = await listen()
    const streams = await Promise.all([1, 2].map(() => fetch(`${tested.zoho.url}/_emulator/events`)))

    await fetch(`${tested.zoho.url}/www.zohoapis.com/crm/v8/org`)
    await fetch(`${tested.zoho.url}/_emulator/health`)
    await fetch(`${tested.zoho.url}/accounts.zoho.com/oauth/serverinfo`)

    const listed = (await rows(tested)).reverse()
    for (const stream of streams) {
      expect(stream.headers.get('content-type')).toBe('text/event-stream;charset=UTF-8')
      expect(await readEvents(stream, 2)).toEqual(
        listed.map((row: { id: string }) => ({ event: 'request', id: row.id, data: row })),
      )
    }
  })

  it('sends a listener who comes back what it missed', async () => {
    const tested = await listen()
    for (let sent = 0; sent < 3; sent++) await fetch(`${tested.zoho.url}/www.zohoapis.com/crm/v8/org`)

    const stream = await fetch(`${tested.zoho.url}/_emulator/events`, { headers: { 'Last-Event-ID': 'request-1' } })

    expect((await readEvents(stream, 2)).map(({ id }) => id)).toEqual(['request-2', 'request-3'])
  })

  it('ends at close, which waits for nobody', async () => {
    const tested = await listen()
    const stream = await fetch(`${tested.zoho.url}/_emulator/events`)
    const ended = stream.text()
    const from = performance.now()

    await tested.zoho.close()

    expect(performance.now() - from).toBeLessThan(2000)
    expect(await ended).toBe(': the journal of the emulator\n\n')
  })

  it('forgets a listener who is gone, goes on for the others, and does not hold up the end', async () => {
    const tested = await listen()
    const gone = new AbortController()
    await fetch(`${tested.zoho.url}/_emulator/events`, { signal: gone.signal })
    const stays = await fetch(`${tested.zoho.url}/_emulator/events`)
    gone.abort()

    await fetch(`${tested.zoho.url}/www.zohoapis.com/crm/v8/org`)

    expect((await readEvents(stays, 1))[0]!.id).toBe('request-1')
    const from = performance.now()
    await tested.zoho.close()
    expect(performance.now() - from).toBeLessThan(2000)
  })

  it('keeps a bounded number of events for a listener who does not read, and says how many it lost', async () => {
    const tested = await start()
    const stream = await tested.zoho.fetch('/_emulator/events')
    for (let sent = 0; sent < 600; sent++) await tested.send('GET', '/nowhere')

    const events = await readEvents(stream, 500)

    expect(events.slice(0, 2).map(({ id }) => id)).toEqual(['request-1', 'request-2'])
    expect(events.filter(({ event }) => event === 'lost')).toEqual([
      { event: 'lost', id: undefined, data: { count: 101 } },
    ])
  })
})

describe('secrets', () => {
  const password = 'Correct-Horse-77'

  /** An emulator in which the words of the fixture give no secret away by chance. */
  async function withOwnPassword(): Promise<Harness> {
    const folder = mkdtempSync(join(tmpdir(), 'journal-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'fixture.json')
    const shipped = readFileSync('fixtures/default.json', 'utf8')
    writeFileSync(file, shipped.replaceAll('"password": "password"', `"password": "${password}"`))
    return start({ fixture: file })
  }

  it('stand in no answer of the journal, however they were sent', async () => {
    const tested = await withOwnPassword()
    const secrets = new Set<string>()
    const { send } = tested
    const server = tested.client('server')
    const accounts = '/accounts.zoho.com'
    for (const client of tested.directory.clients)
      for (const each of Object.values(client.client_secrets)) secrets.add(each)
    const keep = (answer: { text: string; headers: Headers }) => {
      for (const [token] of answer.text.matchAll(/\b1\d{3}\.[0-9a-f]{32}\.[0-9a-f]{32}\b/g)) secrets.add(token)
      for (const [token] of (answer.headers.get('location') ?? '').matchAll(/\b1\d{3}\.[0-9a-f.]{65}\b/g))
        secrets.add(token)
      for (const cookie of answer.headers.getSetCookie()) {
        const value = /=([^;]+)/.exec(cookie)?.[1]
        if (value) secrets.add(value)
      }
      return answer
    }

    // the token endpoint: form, query, basic, multipart, JSON; right and wrong
    const { access_token: token, refresh_token } = await tested.tokens({ org: 'Acme' })
    secrets.add(token).add(refresh_token!)
    const code = await tested.code({ org: tested.org('Acme').zgid, redirect_uri: callback })
    secrets.add(code)
    const wrong = 'not-a-right-secret-1234'
    secrets.add(wrong).add(password)
    const exchange = { client_id: server.client_id, client_secret: server.client_secret }
    keep(await tested.exchange({ ...exchange, grant_type: 'authorization_code', code, redirect_uri: callback }))
    keep(await tested.exchange({ ...exchange, grant_type: 'refresh_token', refresh_token: refresh_token! }))
    keep(
      await tested.exchange({ ...exchange, client_secret: wrong, grant_type: 'refresh_token', refresh_token: wrong }),
    )
    const query = new URLSearchParams({ ...exchange, client_secret: wrong, code: wrong })
    keep(await send('POST', `${accounts}/oauth/v2/token?${query}`))
    keep(await send('GET', `${accounts}/oauth/v2/token?${query}`))
    keep(
      await send(
        'GET',
        `${accounts}/oauth/v2/token?client%5Fsecret=${wrong}&x=${encodeURIComponent(token).replaceAll('.', '%2E')}`,
      ),
    )
    const basic = Buffer.from(`${server.client_id}:${server.client_secret}`).toString('base64')
    secrets.add(basic)
    keep(await send('POST', `${accounts}/oauth/v2/token`, { headers: { Authorization: `Basic ${basic}` } }))
    const form = new FormData()
    form.set('client_secret', wrong)
    form.set('refresh_token', refresh_token!)
    keep(await send('POST', `${accounts}/oauth/v2/token`, { body: form }))
    await control(send, `${accounts}/oauth/v2/token`, { ...exchange, refresh_token, password: wrong })

    // CRM: header, a wrong header, a token in a path and a query
    keep(await send('GET', `${production}${leads}`, { token }))
    keep(await send('GET', `${production}crm/v8/org?access_token=${token}&${token}=1`, { token }))
    keep(await send('GET', `${production}crm/v8/${token}`, { token }))
    keep(await send('GET', `${production}crm/v8/org`, { headers: { Authorization: wrong } }))
    keep(
      await send('GET', `${production}crm/v8/org`, {
        headers: { Authorization: `Bearer ${wrong}`, Cookie: `a=${wrong}` },
      }),
    )
    keep(await send('POST', `${production}crm/v8/Leads`, { token, body: { data: [], password, [token]: 1 } }))

    // pages: sign-in, consent, the console
    const page = keep(await send('GET', `${accounts}/signin`))
    const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
    const iamcsrcoo = /name="iamcsrcoo" value="([^"]+)"/.exec((page as { text: string }).text)![1]!
    secrets.add(iamcsrcoo)
    const headers = { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' }
    const post = async (path: string, fields: Record<string, string>) =>
      keep(await send('POST', path, { headers, body: new URLSearchParams({ iamcsrcoo, ...fields }).toString() }))
    await post(`${accounts}/signin/password`, { email: admin, password: wrong })
    await post(`${accounts}/signin`, { email: admin, fill: '1' })
    const signedIn = await post(`${accounts}/signin/password`, { email: admin, password })
    headers.Cookie += `; ${signedIn.headers
      .getSetCookie()
      .map(each => each.split(';')[0])
      .join('; ')}`
    const ticket = keep(await send('GET', `${accounts}/signin?service=console`, { headers }))
    const to = new URL(ticket.headers.get('location')!)
    secrets.add(to.searchParams.get('ticket')!)
    const atConsole = keep(await send('GET', to.pathname + to.search, { headers }))
    headers.Cookie += `; ${atConsole.headers
      .getSetCookie()
      .map(each => each.split(';')[0])
      .join('; ')}`
    keep(await send('GET', `/api-console.zoho.com/client/${server.client_id}`, { headers }))
    keep(await send('GET', `/api-console.zoho.com/client/${server.client_id}/secret`, { headers }))

    // a session where nobody would look for one
    const session = /session_us=([^;]+)/.exec(headers.Cookie)![1]!
    keep(await send('GET', `${production}crm/v8/org?anything=${session}`, { token }))

    const list = await send('GET', '/_emulator/requests')
    const outputs = [
      list.text,
      (await send('GET', '/_emulator/requests.har')).text,
      (await send('GET', '/_emulator/unread')).text,
    ]
    for (const { id } of list.json.requests) outputs.push((await send('GET', `/_emulator/requests/${id}`)).text)
    const stream = await tested.zoho.fetch('/_emulator/events', { headers: { 'Last-Event-ID': 'request-0' } })
    outputs.push(JSON.stringify(await readEvents(stream, list.json.requests.length)))

    expect(list.json.requests.length).toBeGreaterThan(20)
    expect(secrets.size).toBeGreaterThan(20)
    for (const secret of secrets) {
      for (const output of outputs) expect(output.includes(secret) && `${secret} in ${output}`).toBe(false)
    }
    expect(list.text).not.toContain('undefined')
  })
})
