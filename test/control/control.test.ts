import { describe, expect, it } from 'vitest'
import { admin, agent, callback, control, everything, type Harness, start } from '../support/emulator.ts'

const refused = async (answer: ReturnType<Harness['send']>) => {
  const { status, json } = await answer
  return [status, json.error.code, json.error.path]
}

describe('health', () => {
  it('says that the emulator is ready, which flow it has and what time it is there', async () => {
    const { send, zoho } = await start()
    await zoho.advanceClock('1d')

    const { status, json } = await send('GET', '/_emulator/health')

    expect(status).toBe(200)
    expect(json).toMatchObject({ status: 'ready', version: '0.1.0', flow: 'org-specific', scenario: 'org-specific' })
    expect(Date.parse(json.now) - Date.now()).toBeGreaterThan(86_000_000)
  })
})

describe('directory', () => {
  it('holds the default world', async () => {
    const { directory } = await start()

    expect(directory.data_centers.map(({ location }) => location)).toEqual([
      'us',
      'eu',
      'in',
      'au',
      'jp',
      'cn',
      'ca',
      'sa',
      'uk',
      'ae',
      'sg',
    ])
    expect(directory.data_centers[6]).toEqual({
      location: 'ca',
      accounts: 'http://localhost/accounts.zohocloud.ca',
      console: 'http://localhost/api-console.zohocloud.ca',
      production: 'http://localhost/www.zohoapis.ca',
      sandbox: 'http://localhost/sandbox.zohoapis.ca',
      developer: 'http://localhost/developer.zohoapis.ca',
      content: 'http://localhost/upload.zohocloud.ca',
    })
    expect(
      directory.portals.map(({ name, orgs }) => [name, orgs.map(org => `${org.name}: ${org.environment}`)]),
    ).toEqual([
      ['Acme', ['Acme: production', 'Acme QA: sandbox', 'Acme UAT: sandbox', 'Acme Dev: developer']],
      ['Globex', ['Globex: production', 'Globex Dev: developer']],
      ['Initech', ['Initech: production', 'Initech Sandbox: sandbox']],
    ])
    expect(directory.users.map(({ email, password, orgs }) => [email, password, orgs.length])).toEqual([
      [admin, 'password', 6],
      [agent, 'password', 2],
      ['admin@initech.example', 'password', 2],
    ])
    expect(directory.clients.map(({ type, locations }) => [type, locations])).toEqual([
      ['server', ['us', 'eu', 'in', 'au', 'jp', 'ca', 'sa', 'uk']],
      ['javascript', ['us', 'eu']],
      ['mobile', ['us', 'eu']],
      ['device', ['us', 'eu', 'in', 'au', 'jp', 'ca', 'sa', 'uk']],
      ['self', ['us']],
    ])
    const [server, , , device] = directory.clients
    expect(server!.redirect_uris).toEqual([callback, 'http://localhost/_emulator/callback'])
    expect(new Set(Object.values(server!.client_secrets)).size).toBe(8)
    expect(new Set(Object.values(device!.client_secrets)).size).toBe(1)
    expect(server!.client_id).toMatch(/^1000\.[A-Z0-9]{30}$/)
    expect(server!.client_secret).toMatch(/^[0-9a-f]{42}$/)
  })

  it('of the fixture data-centers has a portal in each', async () => {
    const { directory, tokens, send } = await start({ fixture: 'data-centers' })

    expect(directory.portals.map(({ location }) => location)).toEqual(
      directory.data_centers.map(({ location }) => location),
    )
    for (const dc of directory.data_centers) {
      const { access_token: token, api_domain } = await tokens({
        org: `Company ${dc.location.toUpperCase()} Sandbox`,
        user: `admin@${dc.location}.example`,
      })
      const { json } = await send('GET', `${new URL(api_domain).pathname}/crm/v8/org`, { token })
      expect(api_domain).toBe(dc.sandbox)
      expect(json.org[0].company_name).toBe(`Company ${dc.location.toUpperCase()} Sandbox`)
    }
  })
})

describe('codes and tokens', () => {
  it('are made with what the exchange needs', async () => {
    const { send, client, org } = await start()

    const { status, json } = await control(send, '/_emulator/codes', {
      client_id: client('server').client_id,
      user: 'ADMIN@acme.example',
      org: org('Acme').zgid,
      scope: everything,
      expires_in: 30,
    })

    expect(status).toBe(201)
    expect(json).toEqual({
      code: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
      expires_in: 30,
      accounts_server: 'http://localhost/accounts.zoho.com',
      location: 'us',
    })
  })

  it.each([
    ['client_id', { client_id: '1000.X' }],
    ['user', { user: 'nobody@acme.example' }],
    ['org', { org: undefined }],
    ['org', { org: '1' }],
    ['org', { user: agent, org: '60021003' }],
    ['client_id', { user: 'admin@initech.example', org: '20041001', self: true }],
    ['scope', { scope: 'ZohoCRM.nonsense.ALL' }],
    ['scope', { scope: '' }],
    ['redirect_uri', { redirect_uri: 'http://evil.example' }],
    ['nonsense', { nonsense: 1 }],
    ['expires_in', { expires_in: 0 }],
    ['access_type', { access_type: 'sometimes' }],
  ])('are refused for a wrong %s', async (path, change) => {
    const { send, client, org } = await start()
    const { self, ...rest } = { self: false, ...change }

    const answer = control(send, '/_emulator/codes', {
      client_id: client(self ? 'self' : 'server').client_id,
      user: admin,
      org: org('Acme').zgid,
      scope: everything,
      ...rest,
    })

    expect(await refused(answer)).toEqual([400, 'INVALID_INPUT', path])
  })

  it('of the old flow take no org', async () => {
    const { send, client, org } = await start({ scenario: 'legacy' })

    const answer = control(send, '/_emulator/tokens', {
      client_id: client('server').client_id,
      user: admin,
      org: org('Acme').zgid,
      scope: everything,
    })

    expect(await refused(answer)).toEqual([400, 'INVALID_INPUT', 'org'])
  })

  it('bring an ID token for scopes that ask who the user is', async () => {
    const { tokens } = await start()

    expect(Object.keys(await tokens({ scope: 'email' }))).toContain('id_token')
  })

  it('bring a refresh token for offline access only', async () => {
    const { tokens } = await start()

    expect(await tokens({ org: 'Acme' })).toHaveProperty('refresh_token')
    expect(await tokens({ org: 'Acme', accessType: 'online' })).not.toHaveProperty('refresh_token')
  })
})

describe('scenario', () => {
  it('is put in force by name, and answers whole', async () => {
    const { send } = await start()

    const { status, json } = await control(send, '/_emulator/scenario', { name: 'phased-rollout' }, 'PUT')
    const health = await send('GET', '/_emulator/health')
    const all = await send('GET', '/_emulator/scenarios')

    expect(status).toBe(200)
    expect(json).toMatchObject({
      name: 'phased-rollout',
      flow: 'phased',
      phased: { portals: ['60012001'], since: '2020-05-07T00:00:00.000Z' },
    })
    expect(health.json).toMatchObject({ flow: 'phased', scenario: 'phased-rollout' })
    expect(all.json.scenarios.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['legacy', 'org-specific', 'phased-rollout']),
    )
  })

  it('of an unknown name is refused', async () => {
    const { send } = await start()

    expect(await refused(control(send, '/_emulator/scenario', { name: 'nonsense' }, 'PUT'))).toEqual([
      400,
      'UNKNOWN_SCENARIO',
      'name',
    ])
    expect(await refused(control(send, '/_emulator/scenario', { name: '../package' }, 'PUT'))).toEqual([
      400,
      'INVALID_INPUT',
      'name',
    ])
  })
})

describe('toggles', () => {
  it('are listed with what they mean, and changed', async () => {
    const { send } = await start()

    const before = await send('GET', '/_emulator/toggles')
    const after = await control(
      send,
      '/_emulator/toggles',
      { code_lifetime_s: null, wrong_org_error: 'NO_PERMISSION' },
      'PATCH',
    )

    for (const toggle of before.json.toggles) {
      expect(toggle).toMatchObject({
        name: expect.stringMatching(/^[a-z_0-9]+$/),
        meaning: expect.stringMatching(/\.$/),
      })
      expect(toggle.value).toEqual(toggle.default)
    }
    expect(after.json.toggles).toContainEqual(
      expect.objectContaining({ name: 'code_lifetime_s', value: null, default: 120 }),
    )
    expect(after.json.toggles).toContainEqual(
      expect.objectContaining({ name: 'wrong_org_error', value: 'NO_PERMISSION' }),
    )
  })

  it('refuse unknown names and values, and then change nothing', async () => {
    const { send } = await start()
    const before = (await send('GET', '/_emulator/toggles')).text

    expect(await refused(control(send, '/_emulator/toggles', { code_lifetime_s: 5, nonsense: 1 }, 'PATCH'))).toEqual([
      400,
      'UNKNOWN_TOGGLE',
      'nonsense',
    ])
    expect(await refused(control(send, '/_emulator/toggles', { wrong_org_error: 'X' }, 'PATCH'))).toEqual([
      400,
      'INVALID_INPUT',
      'wrong_org_error',
    ])
    expect(await refused(control(send, '/_emulator/toggles', { code_lifetime_s: -1 }, 'PATCH'))).toEqual([
      400,
      'INVALID_INPUT',
      'code_lifetime_s',
    ])

    expect((await send('GET', '/_emulator/toggles')).text).toBe(before)
  })

  it('go back to their defaults with the next scenario', async () => {
    const { send, zoho } = await start()
    await control(send, '/_emulator/toggles', { code_lifetime_s: 5 }, 'PATCH')

    await zoho.useScenario('legacy')

    const { json } = await send('GET', '/_emulator/toggles')
    expect(json.toggles).toContainEqual(expect.objectContaining({ name: 'code_lifetime_s', value: 120 }))
  })
})

describe('clock', () => {
  const move = async ({ send }: Harness, body: unknown) => (await control(send, '/_emulator/clock', body)).json

  it('is frozen, set, advanced and resumed, and everything that expires follows', async () => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: 'Acme' })
    const status = async () => (await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status

    const before = await status()
    const advanced = await move(harness, { advance: '1h1m' })
    const after = await status()
    await move(harness, { freeze: true })
    const set = await move(harness, { set: '2026-01-01T00:00:00Z' })
    const again = (await harness.send('GET', '/_emulator/clock')).json
    const resumed = await move(harness, { resume: true })

    expect([before, after]).toEqual([200, 401])
    expect(advanced).toEqual({ now: expect.any(String), frozen: false, offset_ms: expect.any(Number) })
    expect(Math.abs(advanced.offset_ms - 3_660_000)).toBeLessThan(1000)
    expect(set).toMatchObject({ now: '2026-01-01T00:00:00.000Z', frozen: true })
    expect(again.now).toBe('2026-01-01T00:00:00.000Z')
    expect(resumed).toMatchObject({ frozen: false, offset_ms: 0 })
  })

  it.each([
    [{}],
    [{ advance: 'soon' }],
    [{ advance: '999999999999d' }],
    [{ set: 'yesterday' }],
    [{ freeze: true, resume: true }],
    [{ freeze: 1 }],
  ])('refuses %j', async body => {
    const { send } = await start()

    const { status, json } = await control(send, '/_emulator/clock', body)

    expect([status, json.error.code]).toEqual([400, 'INVALID_INPUT'])
  })
})

describe('clients', () => {
  it('are made for an owner, and work at once', async () => {
    const harness = await start()
    const input = {
      type: 'server',
      name: 'Mine',
      owner: admin,
      redirect_uris: ['https://app.example/cb'],
      locations: ['us', 'eu'],
    }

    const { status, json } = await control(harness.send, '/_emulator/clients', input)
    const code = await harness.code({
      client_id: json.client_id,
      org: harness.org('Acme').zgid,
      redirect_uri: 'https://app.example/cb',
    })
    const tokens = await harness.exchange({
      grant_type: 'authorization_code',
      client_id: json.client_id,
      client_secret: json.client_secrets.us,
      redirect_uri: 'https://app.example/cb',
      code,
    })

    expect(status).toBe(201)
    expect(json).toMatchObject({
      type: 'server',
      name: 'Mine',
      owner: admin,
      locations: ['us', 'eu'],
      javascript_domains: [],
    })
    expect(Object.keys(json)).toEqual(Object.keys(harness.client('server')))
    expect(tokens.json).toHaveProperty('access_token')
  })

  it.each([
    ['owner', { owner: 'nobody@acme.example' }],
    ['type', { type: 'other' }],
    ['redirect_uris.0', { redirect_uris: ['ftp://x'] }],
    ['locations.0', { locations: ['de'] }],
    ['nonsense', { nonsense: 1 }],
  ])('are refused for a wrong %s', async (path, change) => {
    const { send } = await start()

    const answer = control(send, '/_emulator/clients', { type: 'server', name: 'Mine', owner: admin, ...change })

    expect(await refused(answer)).toEqual([400, 'INVALID_INPUT', path])
  })
})

describe('reset', () => {
  it('equals a fresh emulator of the same seed: records, tokens, clock, scenario and toggles', async () => {
    const [used, fresh] = [await start(), await start()]
    const { access_token: token } = await used.tokens({ org: 'Acme' })
    await used.send('POST', '/www.zohoapis.com/crm/v8/Leads', {
      token,
      body: { data: [{ Last_Name: 'A', Company: 'B' }] },
    })
    await used.zoho.advanceClock('3d')
    await used.zoho.useScenario('legacy')

    const { status, json } = await used.send('POST', '/_emulator/reset')
    const old = await used.send('GET', '/www.zohoapis.com/crm/v8/org', { token })
    const [a, b] = [await used.tokens({ org: 'Acme' }), await fresh.tokens({ org: 'Acme' })]
    const leads = async ({ send }: Harness, { access_token }: { access_token: string }) =>
      (await send('GET', '/www.zohoapis.com/crm/v2/Leads', { token: access_token })).text

    expect([status, json]).toEqual([200, {}])
    expect(old.status).toBe(401)
    expect(a).toEqual(b)
    expect(await leads(used, a)).toBe(await leads(fresh, b))
    expect(Math.abs(used.zoho.now() - Date.now())).toBeLessThan(5000)
    expect((await used.send('GET', '/_emulator/scenario')).json.name).toBe('org-specific')
  })
})

describe('the guard', () => {
  it.each([
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['no origin to speak of', { Origin: 'null' }],
  ])('refuses %s', async (_, headers) => {
    const { send } = await start()

    expect(await refused(send('POST', '/_emulator/reset', { headers }))).toEqual([403, 'FOREIGN_ORIGIN', 'origin'])
  })

  it('refuses a foreign Host', async () => {
    const { send } = await start()

    const { status } = await send('GET', '/_emulator/directory', { headers: { Host: 'evil.example' } })
    const zohoHost = await send('GET', '/_emulator/directory', { headers: { Host: 'accounts.zoho.com' } })

    expect([status, zohoHost.status]).toEqual([421, 421])
  })

  it('refuses bodies that are not JSON', async () => {
    const { send } = await start()

    expect(
      await refused(send('POST', '/_emulator/tokens', { headers: { 'Content-Type': 'text/plain' }, body: '{}' })),
    ).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', ''])
    expect(
      await refused(send('POST', '/_emulator/tokens', { headers: { 'Content-Type': 'application/json' }, body: '{' })),
    ).toEqual([400, 'INVALID_JSON', ''])
  })

  it('refuses input where there is nothing to put in, and keys that no schema sees', async () => {
    const { send } = await start()
    const json = { 'Content-Type': 'application/json' }

    expect(
      await refused(send('POST', '/_emulator/reset', { headers: { 'Content-Type': 'text/plain' }, body: 'x' })),
    ).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', ''])
    expect(await refused(send('POST', '/_emulator/reset', { headers: json, body: '{"a":1}' }))).toEqual([
      400,
      'INVALID_INPUT',
      'a',
    ])
    expect(await refused(send('PATCH', '/_emulator/toggles', { headers: json, body: '{"__proto__":1}' }))).toEqual([
      400,
      'INVALID_INPUT',
      '__proto__',
    ])
    expect(
      await refused(
        send('PATCH', '/_emulator/toggles', { headers: { 'Content-Type': 'application/json-patch+json' }, body: '{}' }),
      ),
    ).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', ''])
    expect(
      await refused(
        send('PATCH', '/_emulator/toggles', { headers: json, body: '{"access_token_lifetime_s":9007199254740991}' }),
      ),
    ).toEqual([400, 'INVALID_INPUT', 'access_token_lifetime_s'])
  })

  it('takes an own name with a trailing dot', async () => {
    const { send } = await start()

    const { status } = await send('POST', '/_emulator/reset', {
      headers: { Host: 'localhost.:8400', Origin: 'http://localhost.:8400' },
    })

    expect(status).toBe(200)
  })

  it('asks for the token where there is one, except for health', async () => {
    const { zoho } = await start({ token: undefined })
    const guarded = await import('../../src/index.ts').then(({ createEmulator }) =>
      createEmulator({ token: 'secret word' }),
    )
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await guarded.fetch(path, { headers, redirect: 'manual' })).status

    expect(await status('/_emulator/directory')).toBe(401)
    expect(await status('/_emulator/directory', { Authorization: 'Bearer wrong' })).toBe(401)
    expect(await status('/_emulator/directory', { Authorization: 'Bearer secret word' })).toBe(200)
    expect(await status('/_emulator/directory', { Cookie: 'zoho_emulator_token=secret%20word' })).toBe(200)
    expect(await status('/_emulator/health')).toBe(200)
    expect(await status('/')).toBe(401)
    expect(await status('/', { Cookie: 'zoho_emulator_token=secret%20word' })).toBe(200)
    expect((await zoho.fetch('/_emulator/directory')).status).toBe(200)
    const login = await guarded.fetch('/?token=secret%20word', { redirect: 'manual' })
    expect(login.status).toBe(303)
    expect(login.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
  })

  it('answers unknown calls with 404', async () => {
    const { send } = await start()

    expect(await refused(send('GET', '/_emulator/nonsense'))).toEqual([404, 'NOT_FOUND', ''])
    expect((await send('GET', '/nonsense')).status).toBe(404)
  })
})

it('puts its version on every answer', async () => {
  const { send } = await start()

  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/nonsense'],
    ['GET', '/_emulator/health'],
    ['GET', '/accounts.zoho.com/signin'],
    ['GET', '/accounts.zoho.com/oauth/v2/auth'],
    ['POST', '/accounts.zoho.com/oauth/v2/token'],
    ['GET', '/accounts.zoho.com/nonsense'],
    ['GET', '/api-console.zoho.com/'],
    ['GET', '/www.zohoapis.com/crm/v8/org'],
    ['GET', '/content.zohoapis.com/crm/v8/upload'],
    ['GET', '/download-accl.zoho.com/v2/crm/x'],
    ['GET', '/nonsense.zoho.com/x'],
  ] as const) {
    const { headers } = await send(method, path)
    expect(headers.get('x-zoho-emulator'), path).toBe('0.1.0')
  }
})
