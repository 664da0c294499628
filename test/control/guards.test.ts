/** What guards the control API, tried on every call that its description names. */

import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createWorld } from '../../src/world/world.ts'
import { listen, start } from '../support/emulator.ts'

type Paths = Record<string, Record<string, { requestBody?: object; security?: object[] }>>

const app = createApp(await createWorld())
const document = (await (await app.fetch(new Request('http://localhost/_emulator/openapi.json'))).json()) as {
  paths: Paths
}
const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody, security }]) => ({
    method: method.toUpperCase(),
    path: path.replace(/\{\w+\}/g, '1'),
    takesInput: requestBody !== undefined,
    isOpen: security !== undefined,
    name: `${method.toUpperCase()} ${path}`,
  })),
)
const writing = calls.filter(({ method }) => method !== 'GET')
/** A whole state may be larger and says itself what is wrong with it, see snapshots.test.ts. */
const readingJson = writing.filter(({ name }) => name !== 'PUT /_emulator/snapshot')

const ask = async (url: string, init: RequestInit = {}) => {
  const response = await app.fetch(new Request(url, init))
  const { error } = (await response.json()) as { error?: { code: string; message: string; path: string } }
  return { status: response.status, error, reason: response.headers.get('x-zoho-emulator-reason') }
}

const withBody = (method: string, type: string, body: string): RequestInit => ({
  method,
  headers: { 'Content-Type': type },
  body,
})

describe.each(calls)('$name', ({ method, path, isOpen }) => {
  it('is refused to a foreign page', async () => {
    for (const origin of ['http://evil.example', 'http://localhost:9999', 'null']) {
      const { status, error, reason } = await ask(`http://localhost${path}`, { method, headers: { Origin: origin } })

      expect([origin, status, error?.code, error?.path]).toEqual([origin, 403, 'FOREIGN_ORIGIN', 'origin'])
      expect(reason).toBe(error!.message)
    }
  })

  it('is not answered under a name that was bound to this machine from outside', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', 'www.zohoapis.com', '127.0.0.1.evil.example']) {
      const { status, error } = await ask(`http://localhost${path}`, { method, headers: { Host: host } })

      expect([host, status, error?.path]).toEqual([host, 421, 'host'])
    }
  })

  it(isOpen ? 'needs no token' : 'needs the token, where there is one', async () => {
    const locked = createApp(await createWorld(), { token: 'secret' })
    const statusOf = async (headers: HeadersInit) =>
      (await locked.fetch(new Request(`http://localhost${path}`, { method, headers }))).status

    const statuses = [
      await statusOf({}),
      await statusOf({ Authorization: 'Bearer wrong' }),
      await statusOf({ Authorization: 'Bearer secre' }),
    ]

    expect(statuses).toEqual(isOpen ? [200, 200, 200] : [401, 401, 401])
    expect(await statusOf({ Authorization: 'Bearer secret' })).not.toBe(401)
  })
})

describe.each(writing)('$name', ({ method, path }) => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'takes no body of type %s',
    async type => {
      const { status, error } = await ask(`http://localhost${path}`, withBody(method, type, '{}'))

      expect([status, error?.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    },
  )
})

describe.each(readingJson)('$name', ({ method, path, takesInput }) => {
  it('takes no body of more than 64 MiB', async () => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(64 * 1024 * 1024 + 1) }

    const { status, error } = await ask(`http://localhost${path}`, { method, headers, body: '{}' })

    expect([status, error?.code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it('takes no body that is no JSON', async () => {
    const { status, error } = await ask(`http://localhost${path}`, withBody(method, 'application/json', '{'))

    expect([status, error?.code]).toEqual([400, 'INVALID_JSON'])
  })

  it.each(['nonsense', '__proto__'])('knows no key %s', async key => {
    const { status, error } = await ask(
      `http://localhost${path}`,
      withBody(method, 'application/json', `{${JSON.stringify(key)}:1}`),
    )

    expect(status).toBe(400)
    // a call that needs other keys may miss those first
    if (!takesInput || key === '__proto__') expect(error?.path).toBe(key)
    expect(error?.message).not.toBe('')
  })

  it('goes without a body where it needs none', async () => {
    const { status } = await ask(`http://localhost${path}`, { method })

    expect(status).not.toBe(415)
    if (!takesInput) expect([200, 201, 404]).toContain(status)
  })
})

it('reads no further into a body of unknown length than 64 MiB', async () => {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32))
    },
  })

  const { status } = await ask('http://localhost/_emulator/tenants', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit)

  expect(status).toBe(413)
  expect(sent).toBeLessThan(70)
})

it('lets in its own pages and callers without an Origin', async () => {
  const { send, zoho } = await listen()

  const own = await send('POST', '/_emulator/reset', { headers: { Origin: zoho.url } })
  const program = await send('POST', '/_emulator/reset')

  expect([own.status, program.status]).toEqual([200, 200])
})

it('answers under the names that were given, and on loopback addresses', async () => {
  const { zoho } = await start({ publicHost: ['emulator.test'] })
  const statusOf = async (host: string) =>
    (await zoho.fetch('http://localhost/_emulator/health', { headers: { Host: host } })).status

  const statuses = [await statusOf('emulator.test:8400'), await statusOf('127.0.0.1'), await statusOf('[::1]:8400')]

  expect(statuses).toEqual([200, 200, 200])
})

it('says that it has no call of that name', async () => {
  expect(await ask('http://localhost/_emulator/nonsense')).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
  expect(await ask('http://localhost/_emulator/health', { method: 'DELETE' })).toMatchObject({ status: 404 })
})
