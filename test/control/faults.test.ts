import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Answer, control, type Harness, listen, start } from '../support/emulator.ts'

const org = '/www.zohoapis.com/crm/v8/org'

const order = (harness: Harness, fault: unknown) => control(harness.send, '/_emulator/faults', fault)

const faultsOf = async ({ send }: Harness) => (await send('GET', '/_emulator/faults')).json.faults

/** Calls with a good token. */
async function caller(harness: Harness) {
  const { access_token: token } = await harness.tokens({ org: 'Acme' })
  return (method = 'GET', path = org, body?: unknown) => harness.send(method, path, { token, body })
}

const reasonOf = ({ headers }: Answer) => headers.get('x-zoho-emulator-reason')

afterEach(() => {
  vi.useRealTimers()
})

describe('faults', () => {
  it('are ordered, listed with their hits, and removed one by one or all together', async () => {
    const harness = await start()
    const first = await order(harness, { id: 'outage', match: { path: '/crm/*' }, answer: { status: 503 }, times: 2 })
    const second = await order(harness, { match: { method: 'post' }, delay_ms: 5 })
    await (await caller(harness))()

    const listed = await faultsOf(harness)
    const removed = await harness.send('DELETE', '/_emulator/faults/outage')
    const left = await faultsOf(harness)
    const emptied = await harness.send('DELETE', '/_emulator/faults')

    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.json).toEqual({
      id: 'outage',
      match: { path: '/crm/*' },
      answer: { status: 503 },
      times: 2,
      hits: 0,
    })
    expect(second.json).toEqual({ id: expect.any(String), match: { method: 'POST' }, delay_ms: 5, hits: 0 })
    expect(listed).toEqual([{ ...first.json, hits: 1 }, second.json])
    expect([removed.status, removed.json, left]).toEqual([200, {}, [second.json]])
    expect([emptied.status, await faultsOf(harness)]).toEqual([200, []])
  })

  it('meet as many requests as they say, and then none', async () => {
    const harness = await start()
    await order(harness, { answer: { error: 'INTERNAL_ERROR' }, times: 2 })
    const call = await caller(harness)

    const statuses = [(await call()).status, (await call()).status, (await call()).status]

    expect(statuses).toEqual([500, 500, 200])
    expect((await faultsOf(harness))[0]).toMatchObject({ times: 2, hits: 2 })
  })

  it('meet as many of the requests that come at once', async () => {
    const harness = await start()
    await order(harness, { match: { grant_type: 'refresh_token' }, answer: { error: 'general_error' }, times: 3 })
    const refresh = () => harness.exchange({ grant_type: 'refresh_token', refresh_token: 'x' })

    const answers = await Promise.all(Array.from({ length: 10 }, refresh))

    expect(answers.filter(({ json }) => json.error === 'general_error')).toHaveLength(3)
  })

  it('are tried in their order, and a spent one makes room for the next', async () => {
    const harness = await start()
    await order(harness, { id: 'b', answer: { status: 502 }, times: 1 })
    await order(harness, { id: 'a', answer: { status: 503 } })
    const call = await caller(harness)

    expect([(await call()).status, (await call()).status]).toEqual([502, 503])
  })

  it('that were removed come last when they are ordered again', async () => {
    const harness = await start()
    await order(harness, { id: 'a', answer: { status: 501 } })
    await order(harness, { id: 'b', answer: { status: 502 } })
    await harness.send('DELETE', '/_emulator/faults/a')
    await order(harness, { id: 'a', answer: { status: 503 } })

    expect((await (await caller(harness))()).status).toBe(502)
  })

  it('are gone after a reset', async () => {
    const harness = await start()
    await order(harness, { id: 'a', answer: { status: 503 } })

    await harness.zoho.reset()

    expect(await faultsOf(harness)).toEqual([])
    expect((await order(harness, {})).json.id).toBe('fault-1')
  })

  it('leave the emulator’s own calls alone', async () => {
    const harness = await start()
    await order(harness, { answer: { status: 500 } })

    expect((await harness.send('GET', '/_emulator/health')).status).toBe(200)
  })
})

describe('a fault matches', () => {
  const hits = async (match: object, send: (harness: Harness) => Promise<unknown>): Promise<number> => {
    const harness = await start()
    await order(harness, { match })
    await send(harness)
    return (await faultsOf(harness))[0].hits
  }

  it.each<[object, string, string, number]>([
    [{}, 'GET', org, 1],
    [{ path: '/crm/v8/org' }, 'GET', org, 1],
    [{ path: '/crm/v8' }, 'GET', org, 0],
    [{ path: '/crm/*/org' }, 'GET', org, 1],
    [{ path: '*Leads*' }, 'GET', '/www.zohoapis.com/crm/v2/Leads/1', 1],
    [{ path: '/crm/v8/org.' }, 'GET', org, 0],
    [{ path: '/crm*org' }, 'GET', org, 1],
    [{ path: '/crm/v8/org*org' }, 'GET', org, 0],
    [{ path: '/*v8*org*' }, 'GET', org, 1],
    [{ path: '/*org*v8*' }, 'GET', org, 0],
    [{ path: '*' }, 'GET', org, 1],
    [{ path: '/crm/v8/org' }, 'GET', `${org}?a=/crm`, 1],
    [{ method: 'DELETE' }, 'GET', org, 0],
    [{ method: 'get' }, 'GET', org, 1],
    [{ host: 'www.zohoapis.com' }, 'GET', org, 1],
    [{ host: 'zohoapis.com' }, 'GET', org, 1],
    [{ host: 'www.zohoapis.com' }, 'GET', '/crm/v8/org', 1],
    [{ host: 'sandbox.zohoapis.com' }, 'GET', org, 0],
    [{ host: 'www.zohoapis.eu' }, 'GET', org, 0],
    [{ host: 'accounts.zoho.com' }, 'GET', '/accounts.zoho.com/oauth/serverinfo', 1],
    [{ host: 'api-console.zoho.com' }, 'GET', '/api-console.zoho.com/', 1],
    [{ client_id: 'x' }, 'GET', '/accounts.zoho.com/oauth/v2/auth?client_id=x', 1],
    [{ client_id: 'y' }, 'GET', '/accounts.zoho.com/oauth/v2/auth?client_id=x', 0],
  ])('%j against %s %s: %i', async (match, method, path, count) => {
    expect(await hits(match, ({ send }) => send(method, path))).toBe(count)
  })

  it('a CRM call by the client of its token', async () => {
    const harness = await start()
    const [{ access_token: server }, { access_token: mobile }] = [
      await harness.tokens({ org: 'Acme' }),
      await harness.tokens({ org: 'Acme', client: 'mobile' }),
    ]
    await order(harness, { match: { client_id: harness.client('mobile').client_id }, answer: { status: 500 } })

    const [spared, met] = [server, mobile].map(token => harness.send('GET', org, { token }))

    expect([(await spared!).status, (await met!).status]).toEqual([200, 500])
  })

  const parameters = ({ client }: Harness, token: string) => ({
    client_id: client('server').client_id,
    client_secret: client('server').client_secret,
    grant_type: 'refresh_token',
    refresh_token: token,
  })
  const tokenUrl = '/accounts.zoho.com/oauth/v2/token'

  it.each<[string, (harness: Harness, token: string) => Promise<Answer>]>([
    ['query', (h, token) => h.send('POST', `${tokenUrl}?${new URLSearchParams(parameters(h, token))}`)],
    ['form', (h, token) => h.exchange(parameters(h, token))],
    [
      'multipart',
      (h, token) => {
        const body = new FormData()
        for (const [name, value] of Object.entries(parameters(h, token))) body.set(name, value)
        return h.send('POST', tokenUrl, { body })
      },
    ],
    [
      'Basic',
      (h, token) => {
        const { client_id, client_secret, ...rest } = parameters(h, token)
        const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
        return h.send('POST', tokenUrl, {
          headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(rest).toString(),
        })
      },
    ],
  ])('a token call by what stands in %s, and the endpoint still reads it', async (_, refresh) => {
    const harness = await listen()
    const { refresh_token } = await harness.tokens({ org: 'Acme' })
    const { client_id } = harness.client('server')
    await order(harness, { id: 'other', match: { client_id, grant_type: 'authorization_code' } })
    await order(harness, { id: 'own', match: { client_id, grant_type: 'refresh_token' } })

    const { json } = await refresh(harness, refresh_token!)

    expect(json).toHaveProperty('access_token')
    expect((await faultsOf(harness)).map(({ hits }: { hits: number }) => hits)).toEqual([0, 1])
  })

  it('no call whose form cannot be read, which its room then refuses', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
    const send = ({ send }: Harness) => send('POST', tokenUrl, { headers, body: 'nonsense' })

    expect(await hits({ grant_type: 'refresh_token' }, send)).toBe(0)
  })
})

describe('a fault answers', () => {
  const answerOf = async (answer: unknown, path = org) => {
    const harness = await start()
    await order(harness, { id: 'f', answer })
    return path === org ? (await caller(harness))() : harness.send('POST', path)
  }

  it.each([
    ['INTERNAL_ERROR', 500, 'INTERNAL_ERROR'],
    ['internalError', 500, 'INTERNAL_ERROR'],
    ['TOO_MANY_REQUESTS', 429, 'TOO_MANY_REQUESTS'],
    ['invalidToken', 401, 'INVALID_TOKEN'],
    ['INVALID_DATA', 400, 'INVALID_DATA'],
  ])('a CRM error by the name %s: %i', async (error, status, code) => {
    const answer = await answerOf({ error })

    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({ code, details: {}, message: expect.any(String), status: 'error' })
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=response.json')
    expect(reasonOf(answer)).toMatch(new RegExp(`^fault f: ${error}`))
  })

  it.each<[string, number, object]>([
    ['invalid_code', 200, { error: 'invalid_code' }],
    ['general_error', 200, { error: 'general_error' }],
    ['Access Denied', 400, { error: 'Access Denied', status: 'failure' }],
  ])('an error of the token endpoint by the word %s: %i', async (error, status, body) => {
    const answer = await answerOf({ error }, '/accounts.zoho.com/oauth/v2/token')

    expect([answer.status, answer.json]).toEqual([status, expect.objectContaining(body)])
    expect(reasonOf(answer)).toBe(`fault f: ${error}`)
  })

  it('a page of the authorization endpoint', async () => {
    const { status, text } = await answerOf({ error: 'invalidClient' }, '/accounts.zoho.com/oauth/v2/auth')

    expect([status, text]).toEqual([400, expect.stringContaining('Client ID passed does not exist')])
  })

  it('no request with an error of the other family', async () => {
    expect((await answerOf({ error: 'invalid_code' })).status).toBe(200)
    expect((await answerOf({ error: 'INTERNAL_ERROR' }, '/accounts.zoho.com/oauth/v2/token')).json).toEqual({
      error: 'invalid_client',
    })
  })

  it('a status, headers and a body of any kind', async () => {
    const page = await answerOf({
      status: 502,
      headers: { 'content-type': 'text/html', 'Retry-After': '7' },
      body: '<h1>Bad Gateway</h1>',
    })
    const json = await answerOf({ status: 418, body: { any: ['thing'] } })
    const bare = await answerOf({ status: 503 })

    expect([page.status, page.text, page.headers.get('content-type'), page.headers.get('retry-after')]).toEqual([
      502,
      '<h1>Bad Gateway</h1>',
      'text/html',
      '7',
    ])
    expect([json.status, json.json]).toEqual([418, { any: ['thing'] }])
    expect([bare.status, bare.text, reasonOf(bare)]).toEqual([503, '', 'fault f: status 503'])
    expect(bare.headers.get('x-zoho-emulator')).toBe('0.1.0')
  })

  it('an error with headers and a body of its own', async () => {
    const answer = await answerOf({ error: 'TOO_MANY_REQUESTS', headers: { 'Retry-After': '9' }, body: { own: true } })

    expect([answer.status, answer.json, answer.headers.get('retry-after')]).toEqual([429, { own: true }, '9'])
  })
})

describe('a fault delays', () => {
  it('by real time, and hands the request on', async () => {
    const harness = await start()
    const call = await caller(harness)
    await order(harness, { delay_ms: 2000 })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let status = 0
    const answered = call().then(answer => {
      status = answer.status
    })

    await vi.advanceTimersByTimeAsync(1999)
    const early = status
    await vi.advanceTimersByTimeAsync(1)
    await answered

    expect([early, status]).toEqual([0, 200])
  })

  it('its own answer too, whatever the world’s clock does', async () => {
    const harness = await start()
    const call = await caller(harness)
    await order(harness, { delay_ms: 500, answer: { status: 504 } })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let status = 0
    const answered = call().then(answer => {
      status = answer.status
    })

    await harness.zoho.advanceClock('1h')
    await vi.advanceTimersByTimeAsync(499)
    const early = status
    await vi.advanceTimersByTimeAsync(1)
    await answered

    expect([early, status]).toEqual([0, 504])
  })

  it('nobody any more once the emulator closes', async () => {
    const harness = await listen()
    await order(harness, { delay_ms: 3_600_000, answer: { status: 504 } })
    const waiting = fetch(`${harness.zoho.url}${org}`)
    await vi.waitFor(async () => expect((await faultsOf(harness))[0].hits).toBe(1), { timeout: 10_000 })

    await harness.zoho.close()

    expect((await waiting).status).toBe(504)
  })
})

describe('a fault is refused', () => {
  it.each<[string, unknown, string]>([
    ['an unknown key', { nonsense: 1 }, 'nonsense'],
    ['an unknown key of the match', { match: { nonsense: 1 } }, 'match.nonsense'],
    ['a host that is none of Zoho’s', { match: { host: 'example.com' } }, 'match.host'],
    ['a path that is none', { match: { path: 'crm' } }, 'match.path'],
    ['an unknown error', { answer: { error: 'NONSENSE' } }, 'answer.error'],
    [
      'an error of the other family',
      { match: { host: 'accounts.zoho.com' }, answer: { error: 'INTERNAL_ERROR' } },
      'answer.error',
    ],
    ['an error with a status', { answer: { error: 'INTERNAL_ERROR', status: 503 } }, 'answer.status'],
    ['a status that is none', { answer: { status: 99 } }, 'answer.status'],
    ['a body where there is none', { answer: { status: 204, body: {} } }, 'answer.body'],
    ['a header that splits', { answer: { headers: { a: 'b\r\nc: d' } } }, 'answer.headers.a'],
    ['a header of the server', { answer: { headers: { 'Content-Length': '1' } } }, 'answer.headers.Content-Length'],
    ['no times', { times: 0 }, 'times'],
    ['a delay of days', { delay_ms: 86_400_000 }, 'delay_ms'],
    ['an id that is none', { id: 'a b' }, 'id'],
  ])('for %s', async (_, fault, path) => {
    const harness = await start()

    const { status, json } = await order(harness, fault)

    expect([status, json.error.code, json.error.path]).toEqual([400, 'INVALID_INPUT', path])
    expect(await faultsOf(harness)).toEqual([])
  })

  it('when its id is taken, and not removed when there is none', async () => {
    const harness = await start()
    await order(harness, { id: 'a' })

    const [again, missing] = [await order(harness, { id: 'a' }), await harness.send('DELETE', '/_emulator/faults/b')]

    expect([again.status, again.json.error.path]).toEqual([400, 'id'])
    expect([missing.status, missing.json.error.code]).toEqual([404, 'NOT_FOUND'])
  })
})
