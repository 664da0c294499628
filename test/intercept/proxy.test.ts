/** The forward proxy and the TLS port, spoken to by hand. */

import { lookup } from 'node:dns/promises'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectSecurely } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openAuthority } from '../../src/intercept/authority.ts'
import { listen } from '../support/emulator.ts'

const data = mkdtempSync(join(tmpdir(), 'proxy-'))
const before = process.env.XDG_DATA_HOME
process.env.XDG_DATA_HOME = data
beforeAll(() => openAuthority(join(data, 'zoho-emulator/ca')))
afterAll(() => {
  if (before === undefined) delete process.env.XDG_DATA_HOME
  else process.env.XDG_DATA_HOME = before
  rmSync(data, { recursive: true, force: true })
})
const rootFile = join(data, 'zoho-emulator/ca/root.pem')

/** Sends text over a connection and reads until it is closed. */
function talk(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    socket.on('data', part => {
      answer += part
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write(text)
  })
}

const toPort = (url: string): number => Number(new URL(url).port)

/** Asks for a tunnel. */
function tunnel(
  port: number,
  authority: string,
): Promise<{ status: number; reason: string | undefined; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: authority })
    asked.on('connect', (answer, socket) => {
      const reason = answer.headers['x-zoho-emulator-reason'] as string | undefined
      resolve({ status: answer.statusCode!, reason, socket })
    })
    asked.on('error', reject)
    asked.end()
  })
}

const get = (host: string, path = '/crm/v8/org') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

/** What is said in TLS through a tunnel. */
async function askSecurely(socket: Socket, host: string, text = get(host)) {
  const secure = connectSecurely({ socket, servername: host, ca: readFileSync(rootFile) })
  await new Promise((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject))
  return { issuer: secure.getPeerCertificate().issuer.CN, text: await talk(secure, text) }
}

describe('CONNECT', () => {
  it.each(['www.zohoapis.com', 'sandbox.zohoapis.eu', 'accounts.zohocloud.ca', 'download-accl.zoho.in'])(
    'to %s ends in the emulator, under a certificate of the local authority',
    async host => {
      const { zoho } = await listen()
      const { socket, status } = await tunnel(toPort(zoho.url), `${host}:443`)

      const { issuer, text } = await askSecurely(socket, host, get(host, '/crm/v8/nothing'))

      expect({ status, issuer }).toEqual({ status: 200, issuer: 'zoho-emulator authority for Zoho hosts' })
      expect(text).toMatch(/^HTTP\/1\.1 4\d\d .*\r\n(?:.*\r\n)*x-zoho-emulator: /)
      expect(zoho.connections()).toEqual({ zoho: 1, others: {} })
    },
  )

  it('serves plain HTTP too, and several requests of one connection', async () => {
    const { zoho } = await listen()
    const { socket } = await tunnel(toPort(zoho.url), 'www.zohoapis.com:80')
    const first = get('www.zohoapis.com').replace('Connection: close\r\n', '')

    const text = await talk(socket, first + get('www.zohoapis.com'))

    expect(text.match(/HTTP\/1\.1 401/g)).toHaveLength(2)
  })

  it('hands out addresses of the way it came: Zoho’s own', async () => {
    const { zoho, client, code, org } = await listen()
    const redirect = client('server').redirect_uris[0]!
    const given = await code({ org: org('Acme QA').zgid, redirect_uri: redirect })
    const { socket } = await tunnel(toPort(zoho.url), 'accounts.zoho.com:443')
    const { client_id, client_secret } = client('server')
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: given,
      client_id,
      client_secret,
      redirect_uri: redirect,
    }).toString()
    const post = `POST /oauth/v2/token HTTP/1.1\r\nHost: accounts.zoho.com\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`

    const { text } = await askSecurely(socket, 'accounts.zoho.com', post)

    expect(text).toContain('"api_domain":"https://sandbox.zohoapis.com"')
  })

  it.each(['example.com:443', '93.184.216.34:80', 'zohoapis.com.example.org:443', 'notzoho.com:443'])(
    'to %s is refused and counted',
    async place => {
      const { zoho } = await listen()
      const port = toPort(zoho.url)

      const { status, reason } = await tunnel(port, place)
      await tunnel(port, place)

      expect({ status, reason }).toEqual({ status: 403, reason: expect.stringContaining(place) })
      expect(zoho.connections()).toEqual({ zoho: 0, others: { [place]: 2 } })
    },
  )

  it.each(['desk.zoho.com:443', 'www.zohopublic.eu:443'])('to %s stays here, whatever is allowed', async place => {
    const host = place.split(':')[0]!
    const { zoho } = await listen({ allow: [host, place] })
    const { socket } = await tunnel(toPort(zoho.url), place)

    expect(await talk(socket, get(host))).toMatch(/^HTTP\/1\.1 421 /)
    expect(zoho.connections()).toEqual({ zoho: 1, others: {} })
  })

  it.each(['', 'nowhere', 'a b:1', 'example.com:99999', '[::1', 'http://example.com'])(
    'to %j gets an answer',
    async place => {
      const { zoho } = await listen()
      const socket = connect(toPort(zoho.url), '127.0.0.1')

      expect(await talk(socket, `CONNECT ${place} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 40[03] /,
      )
    },
  )

  it('outlasts clients that go away', async () => {
    const { zoho, send } = await listen()
    const port = toPort(zoho.url)
    for (const rest of ['', '\x16\x03\x01', 'GET / HT']) {
      const { socket } = await tunnel(port, 'www.zohoapis.com:443')
      socket.write(rest)
      socket.destroy()
    }

    expect((await send('GET', '/_emulator/health')).status).toBe(200)
  })
})

/** A server of this machine, on a port of its own. */
async function serve(answer: (outgoing: ServerResponse) => void): Promise<number> {
  const server = createServer((_, outgoing) => answer(outgoing))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as { port: number }).port
}

describe('another program of this machine', () => {
  it.each(['127.0.0.1', '0.0.0.0', '[::ffff:7f00:1]'])('is reached as %s', async host => {
    const { zoho } = await listen()
    const port = await serve(outgoing => outgoing.end('here'))
    const { socket } = await tunnel(toPort(zoho.url), `${host}:${port}`)

    expect(await talk(socket, get('localhost', '/'))).toContain('here')
    expect(zoho.connections()).toEqual({ zoho: 0, others: {} })
  })

  it('that is not there is a bad gateway', async () => {
    const { zoho } = await listen()

    expect(await tunnel(toPort(zoho.url), '127.0.0.1:1')).toMatchObject({
      status: 502,
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('may say a great deal at its end to somebody who reads slowly', async () => {
    const length = 8_000_000
    const { zoho } = await listen()
    const port = await serve(outgoing => outgoing.end(Buffer.alloc(length)))
    const { socket } = await tunnel(toPort(zoho.url), `127.0.0.1:${port}`)
    let read = 0
    socket.write(get('localhost', '/'))
    await new Promise(resolve => setTimeout(resolve, 50))

    for await (const part of socket) read += part.length

    expect(read).toBeGreaterThan(length)
  })

  it('that breaks off in the middle of an answer breaks off for the client too', async () => {
    const { zoho } = await listen()
    const port = await serve(outgoing => {
      outgoing.writeHead(200, { 'Content-Length': 100 })
      outgoing.write('begun', () => outgoing.destroy())
    })
    const socket = connect(toPort(zoho.url), '127.0.0.1')

    expect(await talk(socket, get('localhost', `http://127.0.0.1:${port}/`))).toContain('begun')
  })
})

describe('an end', () => {
  it('waits for nobody who has not said yet what he wants', async () => {
    const { zoho } = await listen({ tlsPort: 0 })
    const port = toPort(zoho.url)
    const waiting = [connect(port, '127.0.0.1'), connect(zoho.tlsPort!, '127.0.0.1')]
    for (const rest of ['', '\x16', '\x16\x03\x01\x02\x00', 'GET / HT']) {
      const { socket } = await tunnel(port, 'www.zohoapis.com:443')
      socket.write(rest)
      waiting.push(socket)
    }
    const closed = waiting.map(socket => new Promise(resolve => socket.on('error', () => {}).once('close', resolve)))
    const begun = performance.now()
    for (const socket of waiting) socket.resume()

    await zoho.close()
    await Promise.all(closed)

    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

describe('an allowed host', async () => {
  // the only name of this machine that is not looked at as loopback
  const name = hostname().toLowerCase()
  const isFound = await lookup(name).then(
    () => true,
    () => false,
  )

  it.skipIf(!isFound)('is let through, and counted', async () => {
    const server = createServer((incoming, outgoing) => outgoing.end(`you asked for ${incoming.url}`))
    await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const { zoho } = await listen({ allow: [name] })
    const place = `${name}:${port}`

    const { socket, status } = await tunnel(toPort(zoho.url), place)
    const through = await talk(socket, get(place, '/a'))
    const whole = connect(toPort(zoho.url), '127.0.0.1')
    const absolute = await talk(whole, get(place, `http://${place}/b`))

    expect(status).toBe(200)
    expect(through).toContain('you asked for /a')
    expect(absolute).toContain('you asked for /b')
    expect(zoho.connections()).toEqual({ zoho: 0, others: { [place]: 2 } })
  })
})

describe('a request with a whole address', () => {
  it('for a Zoho host is answered here', async () => {
    const { zoho } = await listen()
    const socket = connect(toPort(zoho.url), '127.0.0.1')

    const text = await talk(socket, get('www.zohoapis.com', 'http://www.zohoapis.com/crm/v8/org'))

    expect(text).toMatch(/^HTTP\/1\.1 401 .*\r\n(?:.*\r\n)*x-zoho-emulator: /)
    expect(zoho.connections()).toEqual({ zoho: 1, others: {} })
  })

  it.each(['http://example.com/', 'https://example.com/', 'ftp://example.com/'])('for %s is refused', async address => {
    const { zoho } = await listen()
    const socket = connect(toPort(zoho.url), '127.0.0.1')

    const text = await talk(socket, get('example.com', address))

    expect(text).toMatch(/^HTTP\/1\.1 403 /)
    expect(Object.values(zoho.connections().others)).toEqual([1])
  })

  it('for the emulator itself is answered as if it were asked directly', async () => {
    const { zoho } = await listen()
    const socket = connect(toPort(zoho.url), '127.0.0.1')

    const text = await talk(socket, get('localhost', `${zoho.url}/_emulator/health`))

    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(zoho.connections()).toEqual({ zoho: 0, others: {} })
  })
})

it('a client that says no more after its request gets its answer, the first one too', async () => {
  const { zoho } = await listen()
  const socket = connect({ port: toPort(zoho.url), host: '127.0.0.1', allowHalfOpen: true })
  let answer = ''
  socket.on('data', part => {
    answer += part
  })
  socket.end(get('www.zohoapis.com'))
  await new Promise(resolve => socket.once('end', resolve))

  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
})

describe('the TLS port', () => {
  it.each([
    ['www.zohoapis.eu', '/crm/v8/org', 401],
    ['localhost', '/_emulator/health', 200],
  ])('serves %s', async (host, path, status) => {
    const { zoho } = await listen({ tlsPort: 0 })
    const socket = connect(zoho.tlsPort!, '127.0.0.1')

    const { text } = await askSecurely(socket, host, get(host, path))

    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it('is not there unless it is asked for', async () => {
    const { zoho } = await listen()

    expect(zoho.tlsPort).toBeNull()
  })

  it('serves no other name', async () => {
    const { zoho } = await listen({ tlsPort: 0 })
    const socket = connect(zoho.tlsPort!, '127.0.0.1')

    await expect(askSecurely(socket, 'example.com')).rejects.toThrow()
  })
})
