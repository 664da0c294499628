/** Contract of the whole emulator: which token opens which org on which host. One test a cell. */

import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createWorld } from '../../src/world/world.ts'
import { admin, agent, callback, type Harness, listen, start } from '../support/emulator.ts'
import { defaultWorld, fixtureFile } from '../support/fixture-file.ts'
import { Visitor } from '../support/visitor.ts'

const hosts = [
  ['www.zohoapis.com', 'us', 'production'],
  ['sandbox.zohoapis.com', 'us', 'sandbox'],
  ['developer.zohoapis.com', 'us', 'developer'],
  ['www.zohoapis.eu', 'eu', 'production'],
  ['sandbox.zohoapis.eu', 'eu', 'sandbox'],
  ['developer.zohoapis.eu', 'eu', 'developer'],
] as const

const orgs = [
  ['Acme', 'us', 'production'],
  ['Acme QA', 'us', 'sandbox'],
  ['Acme UAT', 'us', 'sandbox'],
  ['Acme Dev', 'us', 'developer'],
  ['Globex', 'us', 'production'],
  ['Globex Dev', 'us', 'developer'],
  ['Initech', 'eu', 'production'],
  ['Initech Sandbox', 'eu', 'sandbox'],
] as const

const ownerOf = (location: string) => (location === 'us' ? admin : 'admin@initech.example')

const whoAnswers = async ({ send }: Harness, host: string, token: string) => {
  const org = await send('GET', `/${host}/crm/v8/org`, { token })
  if (org.status !== 200)
    return { status: org.status, code: org.json.code, reason: org.headers.get('x-zoho-emulator-reason') }
  const leads = await send('GET', `/${host}/crm/v8/Leads?fields=Description&per_page=1`, { token })
  return {
    status: 200,
    name: org.json.org[0].company_name,
    type: org.json.org[0].type,
    lead: leads.json.data[0].Description,
  }
}

describe.each(orgs)('new flow: a token of %s', (name, location, environment) => {
  it.each(hosts)('sent to %s', async (host, hostLocation, hostEnvironment) => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: name, user: ownerOf(location) })

    const answer = await whoAnswers(harness, host, token)

    if (location === hostLocation && environment === hostEnvironment) {
      const kind = environment === 'production' ? name : `${name} (${environment})`
      expect(answer).toMatchObject({ status: 200, name, type: environment })
      expect(answer.lead).toContain(kind)
    } else {
      expect(answer).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
      expect(answer.reason).toContain(location === hostLocation ? environment : `data center ${location}`)
    }
  })
})

// Source: https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm
describe('old flow', () => {
  it.each([
    [admin, ['Acme', 'Acme QA', 'Acme Dev', 401, 401, 401]],
    [agent, ['Acme', 'Acme QA', 401, 401, 401, 401]],
    ['admin@initech.example', [401, 401, 401, 'Initech', 'Initech Sandbox', 401]],
  ] as const)('a token of %s opens the default orgs of its data center', async (user, expected) => {
    const harness = await start({ scenario: 'legacy' })
    const { access_token: token } = await harness.tokens({ user })

    const answers = []
    for (const [host] of hosts) {
      const answer = await whoAnswers(harness, host, token)
      answers.push(answer.status === 200 ? answer.name : answer.status)
    }

    expect(answers).toEqual(expected)
  })
})

// Source: bodies measured on the wire: github.com/googleworkspace/apps-script-oauth2 issue 197,
// github.com/airbytehq/airbyte issues 23484 and 32922; that a foreign org's token is answered so is inferred
describe('what is refused, and in which order', () => {
  const cases = [
    ['no header', {}, 401, 'AUTHENTICATION_FAILURE', 'Authentication failed'],
    ['an empty header', { Authorization: '' }, 401, 'AUTHENTICATION_FAILURE', 'Authentication failed'],
    ['another scheme', { Authorization: 'Basic abc' }, 401, 'AUTHENTICATION_FAILURE', 'Authentication failed'],
    ['a bare token', { Authorization: '1000.a.b' }, 401, 'AUTHENTICATION_FAILURE', 'Authentication failed'],
    ['an unknown token', { Authorization: 'Zoho-oauthtoken 1000.a.b' }, 401, 'INVALID_TOKEN', 'invalid oauth token'],
    ['an unknown bearer token', { Authorization: 'Bearer x' }, 401, 'INVALID_TOKEN', 'invalid oauth token'],
  ] as const

  it.each(cases)('%s', async (_, headers, status, code, message) => {
    const { send } = await start()

    const answer = await send('GET', '/www.zohoapis.com/crm/v8/org', { headers })

    expect(answer.status).toBe(status)
    expect(answer.text).toBe(JSON.stringify({ code, details: {}, message, status: 'error' }))
    expect(answer.headers.get('x-zoho-emulator-reason')).toContain(code)
  })

  it.each(['Zoho-oauthtoken', 'zoho-oauthtoken', 'Bearer', 'bearer'])('but the scheme %s is taken', async scheme => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme' })

    const { status } = await send('GET', '/www.zohoapis.com/crm/v8/org', {
      headers: { Authorization: `${scheme} ${token}` },
    })

    expect(status).toBe(200)
  })

  it('a token in the query string is none', async () => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme' })

    const { json } = await send('GET', `/www.zohoapis.com/crm/v8/org?access_token=${token}&authtoken=${token}`)

    expect(json.code).toBe('AUTHENTICATION_FAILURE')
  })

  it('a token after an hour of the world’s clock', async () => {
    const { send, tokens, zoho } = await start()
    const { access_token: token } = await tokens({ org: 'Acme' })

    await zoho.advanceClock('59m')
    const before = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })
    await zoho.advanceClock('61s')
    const after = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })

    expect(before.status).toBe(200)
    expect(after.json.code).toBe('INVALID_TOKEN')
    expect(after.headers.get('x-zoho-emulator-reason')).toContain('expired')
  })

  it('a missing scope, but only once the org is right', async () => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme QA', scope: 'ZohoCRM.modules.leads.READ' })

    const wrongOrg = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })
    const wrongScope = await send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token })

    expect(wrongOrg.json.code).toBe('INVALID_TOKEN')
    expect(wrongScope.status).toBe(401)
    expect(wrongScope.text).toBe(
      '{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}',
    )
  })

  it('an unknown address, even without a token', async () => {
    const { send } = await start()

    const { status, json } = await send('GET', '/www.zohoapis.com/crm/v8/a/b/c/d/e')
    const version = await send('GET', '/www.zohoapis.com/crm/v9/org')

    expect([status, json.code]).toEqual([404, 'INVALID_URL_PATTERN'])
    expect([version.status, version.json.code]).toEqual([404, 'INVALID_URL_PATTERN'])
  })

  it.each(['/crm/V8/Leads', '/crm/v8/Leads/', '/crm/v8//Leads', '/crm/v8/org/'])(
    'the address %s that merely looks like one of Zoho’s',
    async path => {
      const { send } = await start()

      const { status, json } = await send('GET', `/www.zohoapis.com${path}`)

      expect([status, json.code]).toEqual([404, 'INVALID_URL_PATTERN'])
    },
  )

  it('a wrong method', async () => {
    const { send } = await start()

    const patch = await send('PATCH', '/www.zohoapis.com/crm/v8/Leads')
    const options = await send('OPTIONS', '/www.zohoapis.com/crm/v8/org')

    expect([patch.status, patch.json.code]).toEqual([400, 'INVALID_REQUEST_METHOD'])
    expect([options.status, options.json.code]).toEqual([400, 'INVALID_REQUEST_METHOD'])
  })

  it.each([
    ['POST', '/crm/graphql'],
    ['GET', '/crm/v8/Forecasts'],
    ['GET', '/crm/v8/Attachments'],
  ])('an operation that Zoho has and the emulator lacks, by name: %s %s', async (method, path) => {
    const { send } = await start()

    const { status, json, headers } = await send(method, `/www.zohoapis.com${path}`)

    expect(status).toBe(404)
    expect(json).toMatchObject({ code: 'NOT_EMULATED', status: 'error' })
    expect(json.message).toMatch(/^(GET|POST) \/crm\/.* is not emulated$/)
    expect(headers.get('x-zoho-emulator-reason')).toContain('not emulated')
  })

  it('by the word and status that the toggle wrong_org_error names', async () => {
    const answers = []
    for (const word of ['AUTHENTICATION_FAILURE', 'OAUTH_ORG_MISMATCH', 'NO_PERMISSION']) {
      const { send, tokens } = await start()
      await send('PATCH', '/_emulator/toggles', {
        headers: { 'Content-Type': 'application/json' },
        body: { wrong_org_error: word },
      })
      const { access_token: token } = await tokens({ org: 'Acme QA' })
      const { status, json } = await send('GET', '/www.zohoapis.com/crm/v8/org', { token })
      answers.push([status, json.code])
    }

    expect(answers).toEqual([
      [401, 'AUTHENTICATION_FAILURE'],
      [403, 'OAUTH_ORG_MISMATCH'],
      [403, 'NO_PERMISSION'],
    ])
  })
})

describe('hosts that belong to no environment', () => {
  const scope = 'ZohoCRM.bulk.ALL,ZohoCRM.modules.ALL,ZohoFiles.files.ALL'
  const zgidOf = ({ org }: Harness, name: string) => org(name).zgid

  /** How an upload for an org and a download of its files are answered. */
  async function answersFor(harness: Harness, token: string, name: string, location = 'us') {
    const domain = location === 'us' ? 'com' : location
    const zgid = zgidOf(harness, name)
    const headers = { feature: 'bulk-write', 'X-CRM-ORG': zgid }
    const upload = await harness.send('POST', `/content.zohoapis.${domain}/crm/v8/upload`, {
      token,
      headers,
      body: 'x',
    })
    const path = `/download-accl.zoho.${domain}/v2/crm/${zgid}/bulk-write/1/1.zip`
    const download = await harness.send('GET', path, { token })
    return [upload.json.code ?? upload.status, download.json.code ?? download.status]
  }

  /** Nothing was uploaded, and there is no such result; but the org was opened. */
  const opened = ['MANDATORY_NOT_FOUND', 403]
  const refused = ['INVALID_TOKEN', 'INVALID_TOKEN']

  it.each(orgs)('new flow: open to a token of %s for that org alone', async (name, location) => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: name, user: ownerOf(location), scope })

    for (const [other] of orgs) {
      const expected = other === name ? opened : refused
      expect([other, ...(await answersFor(harness, token, other, location))]).toEqual([other, ...expected])
    }
    const elsewhere = await answersFor(harness, token, name, location === 'us' ? 'eu' : 'us')
    expect(elsewhere).toEqual(refused)
  })

  it.each([
    [admin, 'us', ['Acme', 'Acme QA', 'Acme UAT', 'Acme Dev', 'Globex', 'Globex Dev']],
    [agent, 'us', ['Acme', 'Acme QA']],
    ['admin@initech.example', 'eu', ['Initech', 'Initech Sandbox']],
  ] as const)('old flow: open to a token of %s for any of their orgs in %s', async (user, location, own) => {
    const harness = await start({ scenario: 'legacy' })
    const { access_token: token } = await harness.tokens({ user, scope })

    const open = []
    for (const [name] of orgs) {
      const answers = await answersFor(harness, token, name, location)
      if (answers[0] === opened[0]) open.push(name)
      else expect(answers).toEqual(refused)
    }

    expect(open).toEqual(own)
  })

  it('new flow: closed to a token without a scope of CRM, for which no org was chosen', async () => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope: 'ZohoFiles.files.ALL' })
    const open = []
    for (const [name, location] of orgs) {
      const [upload] = await answersFor(harness, token, name, location)
      if (upload !== 'INVALID_TOKEN') open.push(name)
    }

    expect(open).toEqual([])
  })

  it.each(['1', 'x', '60021001 ', '__proto__'])('refuse the org %j, which there isn’t', async zgid => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
    const headers = { feature: 'bulk-write', 'X-CRM-ORG': zgid }

    const upload = await harness.send('POST', '/content.zohoapis.com/crm/v8/upload', { token, headers, body: 'x' })

    expect([upload.status, upload.json.code]).toEqual([401, 'INVALID_TOKEN'])
  })

  it('have nothing else, and no other host takes uploads', async () => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme', scope })

    for (const [method, path] of [
      ['GET', '/content.zohoapis.com/crm/v8/Leads'],
      ['POST', '/content.zohoapis.com/crm/bulk/v8/read'],
      ['GET', '/download-accl.zoho.com/v2/crm/1'],
      ['GET', '/download-accl.zoho.com/crm/v8/org'],
      ['POST', '/www.zohoapis.com/crm/v8/upload'],
      ['GET', '/www.zohoapis.com/v2/crm/1/bulk-write/1/1.zip'],
    ] as const) {
      const { status, json } = await send(method, path, { token })
      expect([path, status, json.code]).toEqual([path, 404, 'INVALID_URL_PATTERN'])
    }
  })
})

describe('a user without any org', () => {
  const world = defaultWorld()
  const stranger = { ...world.users[1]!, zuid: '700100009', email: 'new@acme.example', orgs: [] }
  const file = fixtureFile({ ...world, records: 'none', users: [...world.users, stranger] })

  it('consents to a token that opens nothing, in the new flow', async () => {
    const harness = await listen({ fixture: file })
    const { client_id, client_secret } = harness.client('server')
    const query = { response_type: 'code', client_id, redirect_uri: callback, scope: 'ZohoCRM.org.READ' }
    const visitor = await new Visitor(harness).open(`/accounts.zoho.com/oauth/v2/auth?${new URLSearchParams(query)}`)
    await visitor.signIn(stranger.email)
    await visitor.submit({ decision: 'accept' })
    const { code } = visitor.returned as { code: string }
    const { json } = await harness.exchange({
      grant_type: 'authorization_code',
      client_id,
      client_secret,
      redirect_uri: callback,
      code,
    })

    const answer = await whoAnswers(harness, 'www.zohoapis.com', json.access_token)

    expect(answer).toMatchObject({ status: 403, code: 'NO_PERMISSION' })
  })

  it('is refused everywhere in the old flow', async () => {
    const harness = await start({ fixture: file, scenario: 'legacy' })
    const { access_token } = await harness.tokens({ user: stranger.email })

    for (const [host] of hosts.slice(0, 3)) {
      expect(await whoAnswers(harness, host, access_token)).toMatchObject({ status: 401, code: 'INVALID_TOKEN' })
    }
  })
})

it('refuses a token whose user has left the org', async () => {
  const world = await createWorld()
  const app = createApp(world)
  const send = async (path: string, init?: RequestInit) =>
    (await app.fetch(new Request(`http://localhost${path}`, init))).json()
  const { clients } = await send('/_emulator/directory')
  const body = { client_id: clients[0].client_id, user: admin, org: '60021001', scope: 'ZohoCRM.org.READ' }
  const headers = { 'Content-Type': 'application/json' }
  const { access_token } = await send('/_emulator/tokens', { method: 'POST', headers, body: JSON.stringify(body) })
  const call = () => send('/www.zohoapis.com/crm/v8/org', { headers: { Authorization: `Bearer ${access_token}` } })

  const before = await call()
  world.memberships.delete('60021001:700100001')
  const after = await call()

  expect(before.org[0].company_name).toBe('Acme')
  expect(after.code).toBe('INVALID_TOKEN')
})

const modules = [
  ...['Leads', 'Contacts', 'Accounts', 'Deals', 'Tasks', 'Events', 'Calls', 'Products', 'Quotes', 'Sales_Orders'],
  ...['Purchase_Orders', 'Invoices', 'Campaigns', 'Vendors', 'Price_Books', 'Cases', 'Solutions'],
]

it('never shows the records of one org in the answer of another', async () => {
  const harness = await start()
  const ids = new Map<string, string>()
  for (const [name, location, environment] of orgs) {
    const { access_token: token } = await harness.tokens({ org: name, user: ownerOf(location) })
    const host = `${{ production: 'www', sandbox: 'sandbox', developer: 'developer' }[environment]}.zohoapis.${location === 'us' ? 'com' : 'eu'}`
    for (const module of modules) {
      const { json } = await harness.send('GET', `/${host}/crm/v8/${module}?fields=Email`, { token })
      expect(json.data.length).toBeGreaterThanOrEqual(20)
      for (const record of json.data) {
        for (const mark of [record.id, record.Email].filter(Boolean)) {
          expect(ids.get(mark) ?? name).toBe(name)
          ids.set(mark, name)
        }
      }
    }
  }
})
