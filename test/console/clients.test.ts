/**
 * Sources: https://www.zoho.com/accounts/protocol/oauth-setup.html (types, fields, buttons); messages from the community post
 * Kaizen 4, Troubleshooting OAuth2.0; data centers: https://www.zoho.com/accounts/protocol/oauth/multi-dc.html
 */

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { admin, agent, callback, everything, type Harness, listen } from '../support/emulator.ts'
import type { Visitor } from '../support/visitor.ts'
import { atConsole, type Credentials, consoleUrl, credentials, details, register } from './at-console.ts'

const initech = 'admin@initech.example'

const authUrl = (clientId: string, extra: Record<string, string> = {}, accounts = 'accounts.zoho.com') =>
  `/${accounts}/oauth/v2/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    scope: everything,
    access_type: 'offline',
    prompt: 'consent',
    ...extra,
  })}`

/** Lets the app in for Acme QA and redeems the code. */
async function obtain(harness: Harness, visitor: Visitor, client: Credentials, extra: Record<string, string> = {}) {
  await visitor.open(authUrl(client.client_id, extra))
  await visitor.submit({ org: harness.org('Acme QA').zgid })
  await visitor.submit({ decision: 'accept' })
  return redeem(harness, client, visitor.returned.code!)
}

const redeem = async (
  harness: Harness,
  client: Credentials,
  code: string,
  more: Record<string, string> = {},
  accounts?: string,
) =>
  (
    await harness.exchange(
      { grant_type: 'authorization_code', redirect_uri: callback, ...client, code, ...more },
      accounts,
    )
  ).json

const refresh = async (harness: Harness, client: Credentials, token: string, accounts?: string) =>
  (await harness.exchange({ grant_type: 'refresh_token', ...client, refresh_token: token }, accounts)).json

const callQa = async ({ send }: Harness, token: string) =>
  (await send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token })).json

describe('the list of clients', () => {
  it('shows name, type and client id of the own clients and of nobody else’s', async () => {
    const harness = await listen()

    const visitor = await atConsole(harness)

    expect(visitor.url).toBe(consoleUrl(harness))
    for (const client of harness.directory.clients) {
      expect(visitor.text).toContain(client.name)
      expect(visitor.text.replaceAll('. ', '.')).toContain(client.client_id)
    }
    expect(visitor.text).toContain('Server-based Applications')
    expect(visitor.text).toContain('ADD CLIENT')
    expect((await atConsole(harness, agent)).text).not.toContain('Acme Connector')
  })

  it('is a way to start for those who have none', async () => {
    const harness = await listen()

    const visitor = await atConsole(harness, agent)

    expect(visitor.text).toContain('GET STARTED')
    expect(visitor.text).not.toContain('ADD CLIENT')
  })

  it('leads to the five types', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)

    await visitor.open(consoleUrl(harness, '/add'))

    const types = [...visitor.html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, label]) => label)
    expect(types).toEqual([
      'Client-based Applications',
      'Server-based Applications',
      'Mobile-based Applications',
      'Non-browser Applications',
      'Self Client',
    ])
    expect(visitor.text.match(/CREATE NOW/g)).toHaveLength(5)
  })

  it('knows no other type', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)

    await visitor.open(consoleUrl(harness, '/add/toString'))

    expect(visitor.status).toBe(404)
  })
})

describe('the fields of a new client', () => {
  it.each([
    ['javascript', ['name', 'homepage_url', 'redirect_uris', 'javascript_domains']],
    ['server', ['name', 'homepage_url', 'redirect_uris']],
    ['mobile', ['name', 'homepage_url', 'redirect_uris']],
    ['device', ['name', 'homepage_url']],
    ['self', []],
  ])('of type %s are %j', async (type, fields) => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)

    await visitor.open(consoleUrl(harness, `/add/${type}`))

    const names = [...visitor.html.matchAll(/<(?:input|textarea)\b[^>]* name="([^"]*)"/g)].map(([, name]) => name)
    expect(names.filter(name => name !== 'iamcsrcoo')).toEqual(fields)
  })

  it.each([
    ['name', '', 'Enter a valid client name'],
    ['name', 'Shop-1', 'Enter a valid client name'],
    ['name', '<b>Shop</b>', 'Enter a valid client name'],
    ['name', "Shop'", 'Enter a valid client name'],
    ['homepage_url', '', 'Enter a valid homepage URL'],
    ['homepage_url', 'localhost:3000', 'Enter a valid homepage URL'],
    ['homepage_url', 'ftp://localhost', 'Enter a valid homepage URL'],
    ['homepage_url', 'http://', 'Enter a valid homepage URL'],
    ['redirect_uris', '', 'Enter a valid redirect URI'],
    ['redirect_uris', 'shop://callback', 'Enter a valid redirect URI'],
    ['redirect_uris', `${callback}\nlocalhost`, 'Enter a valid redirect URI'],
    ['redirect_uris', `${callback}#part`, 'Enter a valid redirect URI'],
    ['redirect_uris', 'http://local host/callback', 'Enter a valid redirect URI'],
    ['redirect_uris', '{emulator}/elsewhere', 'Enter a valid redirect URI'],
    ['javascript_domains', '', 'Enter a valid JavaScript Domain URI'],
    ['javascript_domains', 'localhost:3000', 'Enter a valid JavaScript Domain URI'],
    ['javascript_domains', 'http://localhost:3000, shop.example', 'Enter a valid JavaScript Domain URI'],
  ])('%s may not be %j', async (field, value, message) => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)
    await visitor.open(consoleUrl(harness, '/add/javascript'))

    await visitor.submit({ ...details.javascript, [field]: value })

    expect(visitor.status).toBe(400)
    expect(visitor.html).toMatch(new RegExp(`id="${field}-error" role="alert">${message}<`))
    expect(visitor.html.match(/role="alert"/g)).toHaveLength(1)
    expect((await visitor.open(consoleUrl(harness))).text).toContain('GET STARTED')
  })

  it('keep what was typed beside the complaint', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)
    await visitor.open(consoleUrl(harness, '/add/server'))

    await visitor.submit({ ...details.server, name: '"><script>alert(1)</script>' })

    expect(visitor.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(visitor.html).toContain(`${callback}</textarea>`)
  })

  it.each(['Shop 2_0 & Co', 'Büro', 'شركة النور', '店'])('take %s for a name', async name => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)

    await register(harness, visitor, 'server', { name })

    expect(visitor.text).toContain(name)
    expect(visitor.text).toContain('The client is registered and works at once.')
  })
})

describe('a client made here', () => {
  it('of type server gets codes at each of its redirect URIs', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const second = 'https://shop.example/back?from=zoho'
    const client = await register(harness, visitor, 'server', { redirect_uris: `${callback}\r\n\r\n ${second} \r\n` })

    const tokens = await obtain(harness, visitor, client)
    await visitor.open(authUrl(client.client_id, { redirect_uri: second }))
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })
    const again = await redeem(harness, client, visitor.returned.code!, { redirect_uri: second })

    expect(client.client_id).toMatch(/^1000\.[A-Z0-9]{30}$/)
    expect(client.client_secret).toMatch(/^[0-9a-f]{42}$/)
    expect((await callQa(harness, tokens.access_token)).org[0].company_name).toBe('Acme QA')
    expect(visitor.url.startsWith(`${second}&code=`)).toBe(true)
    expect(again).toHaveProperty('refresh_token')
    expect((await refresh(harness, client, tokens.refresh_token)).access_token).toMatch(/^1000\./)
  })

  it('of type mobile gets codes with PKCE', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'mobile')
    const verifier = 'v'.repeat(43)
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')

    await visitor.open(authUrl(client.client_id, { code_challenge, code_challenge_method: 'S256' }))
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })
    const tokens = await redeem(harness, client, visitor.returned.code!, { code_verifier: verifier })

    expect((await callQa(harness, tokens.access_token)).org[0].company_name).toBe('Acme QA')
  })

  it('of type javascript gets a token in the redirect', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = await register(harness, visitor, 'javascript')

    await visitor.open(authUrl(client_id, { response_type: 'token' }))
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })
    const token = new URLSearchParams(new URL(visitor.url).hash.slice(1)).get('access_token')!

    expect((await callQa(harness, token)).org[0].company_name).toBe('Acme QA')
  })

  it('of type device has the ids of that family and is let in by a person', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'device')
    const ask = async (step: string, parameters: Record<string, string>) =>
      (
        await harness.send(
          'POST',
          `/accounts.zoho.com/oauth/v3/device/${step}?${new URLSearchParams({ ...client, ...parameters })}`,
        )
      ).json

    const started = await ask('code', { grant_type: 'device_request', scope: everything, access_type: 'offline' })
    await visitor.open('/accounts.zoho.com/oauth/v3/device')
    await visitor.submit({ user_code: started.user_code })
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })
    const tokens = await ask('token', { grant_type: 'device_token', code: started.device_code })

    expect(client.client_id).toMatch(/^1004\.[A-Z0-9]{30}$/)
    expect(tokens.access_token).toMatch(/^1004\./)
    expect((await callQa(harness, tokens.access_token)).org[0].company_name).toBe('Acme QA')
  })

  it('of type self is one for each account', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)
    await visitor.open(consoleUrl(harness, '/add/self'))
    const form = visitor.forms()[0]!

    await visitor.post(form.action, form.values)
    const { client_id } = credentials(visitor)
    await visitor.post(form.action, form.values)

    expect(client_id).toMatch(/^1000\./)
    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('This account has a self client already, and can have only one')
    await visitor.open(consoleUrl(harness))
    expect(visitor.html.match(/class="client-card"/g)).toHaveLength(1)
  })

  it('is enabled in the data center of its console', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness, initech)
    await visitor.open(consoleUrl(harness, '/add/server', 'api-console.zoho.eu'))
    await visitor.submit(details.server!)
    const client = credentials(visitor, 'eu')

    await visitor.open(authUrl(client.client_id, {}, 'accounts.zoho.eu'))
    await visitor.submit({ org: harness.org('Initech').zgid })
    await visitor.submit({ decision: 'accept' })
    const { code } = visitor.returned

    expect(await redeem(harness, client, code!)).toEqual({ error: 'invalid_client' })
    expect(await redeem(harness, client, code!, {}, 'accounts.zoho.eu')).toHaveProperty('access_token')
  })

  it('may send people to the emulator’s own callback page', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = await register(harness, visitor, 'server', {
      redirect_uris: '{emulator}/_emulator/callback',
    })

    await visitor.open(authUrl(client_id, { redirect_uri: `${harness.zoho.url}/_emulator/callback` }))

    expect(visitor.text).toContain('Choose the org whose data Shop may access')
  })
})

describe('changing a client', () => {
  it('takes effect at once: the new redirect URI works, the old one no longer', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = await register(harness, visitor, 'server')
    const moved = 'http://localhost:4000/back'

    await visitor.open(consoleUrl(harness, `/client/${client_id}`))
    await visitor.submit({ ...details.server, name: 'Shop & Sons', redirect_uris: moved })
    expect(visitor.text).toContain('The changes are in force.')
    await visitor.open(authUrl(client_id))
    const old = visitor.text
    await visitor.open(authUrl(client_id, { redirect_uri: moved }))

    expect(old).toContain('Redirect URI passed does not match with the one configured')
    expect(visitor.text).toContain('Choose the org whose data Shop & Sons may access')
  })

  it('starts from what is registered, and changes nothing when that is sent back', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = harness.client('javascript')
    await visitor.open(consoleUrl(harness, `/client/${client_id}`))
    const before = harness.directory.clients
    const value = (name: string) =>
      new RegExp(`name="${name}"[^>]*>([^<]*)</textarea>`).exec(visitor.html)?.[1] ??
      new RegExp(`<input[^>]*value="([^"]*)"[^>]*name="${name}"|name="${name}"[^>]*value="([^"]*)"`)
        .exec(visitor.html)
        ?.slice(1)
        .find(Boolean) ??
      ''

    await visitor.submit(
      Object.fromEntries(
        ['name', 'homepage_url', 'redirect_uris', 'javascript_domains'].map(name => [name, value(name)]),
      ),
    )

    expect(visitor.text).toContain('The changes are in force.')
    expect((await harness.send('GET', '/_emulator/directory')).json.clients).toEqual(before)
  })

  it('obeys the same rules', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    await visitor.open(consoleUrl(harness, `/client/${harness.client('server').client_id}`))

    await visitor.submit({ ...details.server, redirect_uris: 'nowhere' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('Enter a valid redirect URI')
    expect(visitor.text).not.toContain('The changes are in force.')
  })
})

describe('a new secret', () => {
  it('makes the old one useless, for refreshes too', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'server')
    const { refresh_token } = await obtain(harness, visitor, client)

    await visitor.open(consoleUrl(harness, `/client/${client.client_id}/secret`))
    await visitor.submit({ data_center: 'us' })
    const renewed = credentials(visitor)

    expect(visitor.text).toContain('The old secret works no longer.')
    expect(renewed.client_id).toBe(client.client_id)
    expect(await refresh(harness, client, refresh_token)).toEqual({ error: 'invalid_client_secret' })
    expect(await refresh(harness, renewed, refresh_token)).toHaveProperty('access_token')
  })

  it('of one data center leaves the others as they are', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id, client_secrets } = harness.client('server')
    await visitor.open(consoleUrl(harness, `/client/${client_id}/secret`))

    await visitor.submit({ data_center: 'eu' })

    expect(credentials(visitor, 'us').client_secret).toBe(client_secrets.us)
    expect(credentials(visitor, 'eu').client_secret).not.toBe(client_secrets.eu)
  })

  it('that all data centers share is new in all', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id, client_secret } = harness.client('mobile')
    await visitor.open(consoleUrl(harness, `/client/${client_id}/secret`))

    await visitor.submit({ data_center: 'us' })

    const secrets = (await harness.send('GET', '/_emulator/directory')).json.clients.find(
      (each: { client_id: string }) => each.client_id === client_id,
    ).client_secrets
    expect(secrets.us).toBe(secrets.eu)
    expect(secrets.us).not.toBe(client_secret)
  })

  it('is not made for a data center in which the client is not enabled', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = harness.client('server')
    await visitor.open(consoleUrl(harness, `/client/${client_id}/secret`))

    await visitor.submit({ data_center: 'cn' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('is not enabled in data center cn')
  })
})

describe('the data centers of a client', () => {
  const answerIn = async (harness: Harness, client: Credentials, accounts: string) =>
    (await redeem(harness, client, 'none', {}, accounts)).error

  it('are enabled and disabled one by one', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'server')
    const settings = consoleUrl(harness, `/client/${client.client_id}/settings`)

    const before = await answerIn(harness, client, 'accounts.zoho.eu')
    await visitor.open(settings)
    await visitor.submit({ enable_us: '1', enable_eu: '1' })
    await visitor.open(consoleUrl(harness, `/client/${client.client_id}/secret`))
    const european = credentials(visitor, 'eu')
    const enabled = await answerIn(harness, european, 'accounts.zoho.eu')
    await visitor.open(settings)
    await visitor.submit({ enable_eu: '1' })

    expect(before).toBe('invalid_client')
    expect(enabled).toBe('invalid_code')
    expect(await answerIn(harness, client, 'accounts.zoho.com')).toBe('invalid_client')
  })

  it('have a secret each, or one together', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'server')
    const settings = consoleUrl(harness, `/client/${client.client_id}/settings`)
    const secret = consoleUrl(harness, `/client/${client.client_id}/secret`)

    await visitor.open(settings)
    await visitor.submit({ enable_us: '1', enable_eu: '1' })
    await visitor.open(secret)
    const apart = [credentials(visitor, 'us'), credentials(visitor, 'eu')]
    await visitor.open(settings)
    await visitor.submit({ enable_us: '1', enable_eu: '1', same_credentials: '1' })

    expect(apart[0]!.client_secret).toBe(client.client_secret)
    expect(apart[1]!.client_secret).not.toBe(client.client_secret)
    expect(await answerIn(harness, apart[1]!, 'accounts.zoho.com')).toBe('invalid_client_secret')
    expect(await answerIn(harness, client, 'accounts.zoho.com')).toBe('invalid_code')
    expect(await answerIn(harness, client, 'accounts.zoho.eu')).toBe('invalid_code')
    expect(await answerIn(harness, apart[1]!, 'accounts.zoho.eu')).toBe('invalid_client_secret')
  })

  it('have secrets of their own again, the home one the one they shared', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id, client_secret } = harness.client('mobile')
    await visitor.open(consoleUrl(harness, `/client/${client_id}/settings`))

    await visitor.submit({ enable_us: '1', enable_eu: '1' })
    await visitor.open(consoleUrl(harness, `/client/${client_id}/secret`))

    expect(credentials(visitor, 'us').client_secret).toBe(client_secret)
    expect(credentials(visitor, 'eu').client_secret).not.toBe(client_secret)
  })

  it('that are enabled again have the secret they had', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id, client_secrets } = harness.client('server')
    const settings = consoleUrl(harness, `/client/${client_id}/settings`)

    await visitor.open(settings)
    await visitor.submit({ enable_us: '1' })
    await visitor.open(settings)
    await visitor.submit({ enable_us: '1', enable_eu: '1' })
    await visitor.open(consoleUrl(harness, `/client/${client_id}/secret`))

    expect(credentials(visitor, 'eu').client_secret).toBe(client_secrets.eu)
  })

  it('cannot all be disabled', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    await visitor.open(consoleUrl(harness, `/client/${harness.client('server').client_id}/settings`))

    await visitor.submit({ same_credentials: '1' })

    expect(visitor.status).toBe(400)
    expect(visitor.text).toContain('Enable at least one data center.')
  })

  it('are no matter of a self client', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = harness.client('self')

    await visitor.open(consoleUrl(harness, `/client/${client_id}`))
    const tabs = visitor.text
    await visitor.open(consoleUrl(harness, `/client/${client_id}/settings`))

    expect(tabs).not.toContain('Settings')
    expect(visitor.status).toBe(404)
  })
})

describe('deleting a client', () => {
  it('asks first', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = harness.client('server')

    await visitor.open(consoleUrl(harness, `/client/${client_id}/delete`))

    expect(visitor.text).toContain('Delete Acme Connector ?')
    expect((await visitor.open(consoleUrl(harness, `/client/${client_id}`))).status).toBe(200)
  })

  it('ends its codes, its tokens and the sign-ins under way', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const client = await register(harness, visitor, 'server')
    const tokens = await obtain(harness, visitor, client)
    await visitor.open(authUrl(client.client_id))
    await visitor.submit({ org: harness.org('Acme QA').zgid })
    await visitor.submit({ decision: 'accept' })
    const { code } = visitor.returned
    const underWay = await visitor.open(authUrl(client.client_id))
    const { url } = underWay
    const others = await harness.tokens({ org: 'Acme QA' })

    await visitor.open(consoleUrl(harness, `/client/${client.client_id}/delete`))
    await visitor.submit({})

    expect(visitor.text).toContain('The client is deleted')
    expect(visitor.text).not.toContain('Shop')
    expect(await redeem(harness, client, code!)).toEqual({ error: 'invalid_client' })
    expect(await refresh(harness, client, tokens.refresh_token)).toEqual({ error: 'invalid_client' })
    const { code: answer } = await callQa(harness, tokens.access_token)
    expect(answer).toBe('INVALID_TOKEN')
    const revoked = await harness.send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${tokens.refresh_token}`)
    expect(revoked.status).toBe(400)
    expect((await visitor.open(url)).text).toContain('there is no such sign-in under way')
    expect((await visitor.open(authUrl(client.client_id))).text).toContain('Client ID passed does not exist')
    expect((await visitor.open(consoleUrl(harness, `/client/${client.client_id}`))).status).toBe(404)
    expect((await callQa(harness, others.access_token)).org[0].company_name).toBe('Acme QA')
    expect((await visitor.open('/accounts.zoho.com/sessions/connectedapps')).text).not.toContain(client.client_id)
  })

  it('makes room for another self client', async () => {
    const harness = await listen()
    const visitor = await atConsole(harness)
    const { client_id } = harness.client('self')

    await visitor.open(consoleUrl(harness, `/client/${client_id}/delete`))
    await visitor.submit({})
    await visitor.open(consoleUrl(harness, '/add/self'))
    await visitor.submit({})

    expect(credentials(visitor).client_id).not.toBe(client_id)
  })
})

describe('a client of somebody else', () => {
  it.each(['', '/secret', '/settings', '/delete'])('has no page: /client/ID%s', async page => {
    const harness = await listen()
    const visitor = await atConsole(harness, agent)
    const { client_id, client_secrets } = harness.client('server')

    await visitor.open(consoleUrl(harness, `/client/${client_id}${page}`))
    const unknown = await atConsole(harness, agent)
    await unknown.open(consoleUrl(harness, `/client/1000.NONE${page}`))

    expect(visitor.status).toBe(404)
    expect(visitor.html).not.toContain(client_secrets.us)
    expect(visitor.text).not.toContain('Acme Connector')
    expect(visitor.text.replaceAll(client_id, '1000.NONE')).toBe(unknown.text)
  })

  it.each(['', '/secret', '/settings', '/delete', '/code'])(
    'takes no form, with the token of the own browser either: /client/ID%s',
    async page => {
      const harness = await listen()
      const visitor = await atConsole(harness, agent)
      await visitor.open(consoleUrl(harness, '/add/server'))
      const { iamcsrcoo } = visitor.forms()[0]!.values
      const { client_id } = harness.client(page === '/code' ? 'self' : 'server')

      await visitor.post(consoleUrl(harness, `/client/${client_id}${page}`), {
        ...details.server,
        iamcsrcoo: iamcsrcoo!,
        data_center: 'us',
        enable_us: '1',
        scope: everything,
        duration: '3',
        description: 'Taken',
        org: harness.org('Acme').zgid,
      })

      expect(visitor.status).toBe(404)
      expect((await harness.send('GET', '/_emulator/directory')).json.clients).toEqual(harness.directory.clients)
    },
  )
})

describe('forms of the console', () => {
  const pages = [
    '/add/server',
    '/add/self',
    '/client/ID',
    '/client/ID/secret',
    '/client/ID/settings',
    '/client/ID/delete',
  ]

  it.each(pages)('are refused without the anti-forgery token, or from elsewhere: %s', async page => {
    const harness = await listen()
    const visitor = await atConsole(harness, page === '/add/self' ? agent : admin)
    const path = page.replace('ID', harness.client('server').client_id)
    await visitor.open(consoleUrl(harness, path))
    const { action, values } = visitor.forms()[0]!
    const sent = { ...details.server, ...values, enable_us: '1' }

    await visitor.post(action, sent, { Origin: 'https://evil.example' })
    const foreign = visitor.status
    await visitor.post(action, { ...sent, iamcsrcoo: '' })

    expect([foreign, visitor.status]).toEqual([403, 403])
    expect(visitor.text).toContain('anti-forgery')
    expect((await harness.send('GET', '/_emulator/directory')).json.clients).toEqual(harness.directory.clients)
  })
})
