import { get } from 'node:http'
import { describe, expect, it } from 'vitest'
import { Located, locate } from '../../src/http/locate.ts'
import { dataCenters, type Location } from '../../src/protocol/data-centers.ts'
import { listen, start } from '../support/emulator.ts'

const options = { publicHosts: new Set(['zoho']), defaultLocation: 'us' as Location }

const place = (authority: string, path: string, scheme: 'http' | 'https' = 'http') => {
  const located = locate({ scheme, authority, path }, options)
  if (!(located instanceof Located)) return located
  return { host: located.host?.name ?? null, path: located.path, way: located.way }
}

/** Every host of every data center, irregular ones included. */
const hosts = Object.values(dataCenters).flatMap(dc => {
  const api = dc.production.replace('www.', '')
  return [
    dc.accounts,
    dc.console,
    dc.production,
    api,
    dc.sandbox,
    dc.developer,
    dc.content,
    `content.${api}`,
    dc.download,
  ]
})

describe('a Zoho host', () => {
  it.each(hosts)('%s is found by path segment, name under .localhost, and Host header', host => {
    expect(place('localhost:8400', `/${host}/a/b`)).toEqual({ host, path: '/a/b', way: 'path' })
    expect(place(`${host}.localhost:8400`, '/a/b')).toEqual({ host, path: '/a/b', way: 'localhost-name' })
    expect(place(host, '/a/b')).toEqual({ host, path: '/a/b', way: 'host' })
  })

  it('is found in any letter case and with a trailing dot', () => {
    expect(place('localhost:8400', '/Sandbox.ZohoAPIs.com./crm/v8/org')).toMatchObject({ host: 'sandbox.zohoapis.com' })
    expect(place('WWW.ZOHOAPIS.EU.', '/crm/v8/org')).toMatchObject({ host: 'www.zohoapis.eu', way: 'host' })
    expect(place('accounts.zoho.IN.LOCALHOST:1', '/')).toMatchObject({ host: 'accounts.zoho.in', path: '/' })
  })

  it.each([
    ['/oauth/v2/auth', 'accounts.zoho.com'],
    ['/signin', 'accounts.zoho.com'],
    ['/signin/password', 'accounts.zoho.com'],
    ['/logout', 'accounts.zoho.com'],
    ['/developerconsole', 'accounts.zoho.com'],
    ['/crm/v8/org', 'www.zohoapis.com'],
  ])('is meant by the short form %s', (path, host) => {
    expect(place('localhost:8400', path)).toEqual({ host, path, way: 'path' })
  })

  it('is taken from the Host header even where the path begins with another', () => {
    expect(place('sandbox.zohoapis.com', '/www.zohoapis.com/crm/v8/org')).toEqual({
      host: 'sandbox.zohoapis.com',
      path: '/www.zohoapis.com/crm/v8/org',
      way: 'host',
    })
  })
})

describe('own names', () => {
  it.each(['localhost', 'localhost:8400', '127.0.0.1:8400', '127.9.9.9', '[::1]:8400', 'zoho:8400', 'LOCALHOST'])(
    '%s is one',
    name => {
      expect(place(name, '/_emulator/health')).toEqual({ host: null, path: '/_emulator/health', way: 'path' })
    },
  )

  it.each([
    'example.com',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '10.0.0.1',
    'other',
    'foo.localhost',
    '0.0.0.0',
  ])('%s is none', name => {
    expect(place(name, '/_emulator/health')).toHaveProperty('misdirected')
  })

  it('alone answer the control API', () => {
    expect(place('accounts.zoho.com', '/_emulator/health')).toHaveProperty('misdirected')
    expect(place('accounts.zoho.com.localhost', '/_emulator/health')).toHaveProperty('misdirected')
  })

  it('have no other paths', () => {
    expect(place('localhost', '/favicon.png')).toBeNull()
    expect(place('localhost', '/example.com/a')).toBeNull()
  })

  it('read an unknown first segment as a host where it looks like one', () => {
    expect(place('localhost', '/sandbx.zohoapis.com/crm/v8/org')).toMatchObject({ misdirected: 'sandbx.zohoapis.com' })
    expect(place('localhost', '/accounts.zoho.ca/oauth/v2/auth')).toMatchObject({ misdirected: 'accounts.zoho.ca' })
    expect(place('localhost', '/foo/crm/v8/org')).toMatchObject({ misdirected: 'foo' })
    expect(place('localhost', '/foo/oauth/v2/token')).toMatchObject({ misdirected: 'foo' })
  })
})

describe('addresses handed out', () => {
  const addressOf = (authority: string, path: string, scheme: 'http' | 'https' = 'http') =>
    (locate({ scheme, authority, path }, options) as Located).addressOf('sandbox.zohoapis.eu')

  it.each([
    ['localhost:49153', '/accounts.zoho.com/oauth/v2/token', 'http', 'http://localhost:49153/sandbox.zohoapis.eu'],
    ['127.0.0.1:8400', '/oauth/v2/token', 'http', 'http://127.0.0.1:8400/sandbox.zohoapis.eu'],
    ['zoho:8400', '/oauth/v2/token', 'https', 'https://zoho:8400/sandbox.zohoapis.eu'],
    ['accounts.zoho.com.localhost:8400', '/oauth/v2/token', 'http', 'http://sandbox.zohoapis.eu.localhost:8400'],
    ['accounts.zoho.com', '/oauth/v2/token', 'http', 'https://sandbox.zohoapis.eu'],
    ['accounts.zoho.com:8400', '/oauth/v2/token', 'http', 'http://sandbox.zohoapis.eu:8400'],
  ] as const)('follow the way in by %s%s', (authority, path, scheme, expected) => {
    expect(addressOf(authority, path, scheme)).toBe(expected)
  })

  it('follow it in serverinfo for all eleven data centers', async () => {
    const { zoho, send } = await listen()

    const { json } = await send('GET', '/accounts.zoho.sa/oauth/serverinfo')
    const real = await rawGet(zoho.url, '/oauth/serverinfo', ['Host', 'accounts.zohocloud.ca'])

    expect(Object.keys(json)).toEqual(['result', 'locations'])
    expect(json.result).toBe('success')
    expect(Object.keys(json.locations).sort()).toEqual(Object.keys(dataCenters).sort())
    expect(json.locations.ca).toBe(`${zoho.url}/accounts.zohocloud.ca`)
    expect(JSON.parse(real.body).locations.cn).toBe('https://accounts.zoho.com.cn')
  })

  it('follow forwarded headers only when the proxy is trusted', async () => {
    const headers = { 'X-Forwarded-Host': 'zoho.example:443', 'X-Forwarded-Proto': 'https' }
    const plain = await start({ publicHost: ['zoho.example'] })
    const trusting = await start({ publicHost: ['zoho.example'], trustProxy: true })
    const accountsOf = async ({ send }: typeof plain) =>
      (await send('GET', '/_emulator/directory', { headers })).json.data_centers[0].accounts

    expect(await accountsOf(plain)).toBe('http://localhost/accounts.zoho.com')
    expect(await accountsOf(trusting)).toBe('https://zoho.example:443/accounts.zoho.com')
  })

  it.each(['localhost:1@evil.example', 'localhost:80?x', 'accounts.zoho.com:1/../..'])(
    'never follow the forwarded host %s',
    async host => {
      const { send } = await start({ trustProxy: true })

      expect((await send('GET', '/_emulator/directory', { headers: { 'X-Forwarded-Host': host } })).status).toBe(400)
    },
  )
})

describe('a request that names no host of ours', () => {
  it('is answered 421 with the nearest known names', async () => {
    const { send } = await start()

    const { status, json, headers } = await send('GET', '/accounts.zoho.de/oauth/v2/auth')

    expect(status).toBe(421)
    expect(json.error.nearest).toContain('accounts.zoho.eu')
    expect(headers.get('x-zoho-emulator-reason')).toContain('accounts.zoho.de')
  })

  it('with several Host headers is answered 400', async () => {
    const { zoho } = await listen()

    const { status } = await rawGet(zoho.url, '/_emulator/health', [
      'Host',
      'localhost',
      'Host',
      'sandbox.zohoapis.com',
    ])

    expect(status).toBe(400)
  })

  it('is told apart from an absolute-form request, in which the target decides', async () => {
    const { zoho } = await listen()

    const { body } = await rawGet(zoho.url, 'http://accounts.zoho.eu/oauth/serverinfo', ['Host', 'localhost'])

    expect(JSON.parse(body).locations.eu).toBe('https://accounts.zoho.eu')
  })
})

/** Headers as a list reach the wire as they are, doubles too. */
function rawGet(url: string, path: string, headers: string[]): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    get({ hostname, port, path, headers: headers as never }, response => {
      let body = ''
      response.on('data', chunk => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode!, body }))
    }).on('error', reject)
  })
}
