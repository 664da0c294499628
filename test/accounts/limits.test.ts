import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count, isExhausted } from '../../src/world/limits.ts'
import { createWorld } from '../../src/world/world.ts'
import {
  type Answer,
  admin,
  agent,
  callback,
  control,
  everything,
  type Harness,
  listen,
  start,
} from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const credentials = ({ client }: Harness) => ({
  client_id: client('server').client_id,
  client_secret: client('server').client_secret,
})

const refresh = (harness: Harness, token: string): Promise<Answer> =>
  harness.exchange({ grant_type: 'refresh_token', refresh_token: token, ...credentials(harness) })

/** A refresh token as a client gets it, so that all limits count it. */
const redeem = async (harness: Harness, input: Record<string, unknown> = {}) => {
  const code = await harness.code({ org: harness.org('Acme').zgid, ...input })
  return harness.exchange({ grant_type: 'authorization_code', code, ...credentials(harness) })
}

const works = async ({ send }: Harness, token: string) =>
  (await send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status === 200

const set = ({ send }: Harness, toggles: object) => control(send, '/_emulator/toggles', toggles, 'PATCH')

const throttled =
  '{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}'

// Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html; body and status of the
// refusal captured in github.com/guanguans/notify
describe('refreshes', () => {
  it('of one refresh token are ten in ten minutes, then 400 with three keys until the window has moved on', async () => {
    const harness = await start()
    const { refresh_token: token } = (await redeem(harness)).json

    const answers: Answer[] = []
    for (let attempt = 0; attempt < 12; attempt++) {
      answers.push(await refresh(harness, token))
      await harness.zoho.advanceClock('30s')
    }
    await harness.zoho.advanceClock('4m1s')
    const later = [await refresh(harness, token), await refresh(harness, token)]

    expect(answers.slice(0, 10).every(({ json }) => json.access_token)).toBe(true)
    expect(answers.slice(10).map(({ status, text }) => [status, text])).toEqual([
      [400, throttled],
      [400, throttled],
    ])
    expect(answers[10]!.headers.get('x-zoho-emulator-reason')).toContain('too many refreshes')
    // refused ones were not counted: the first of the ten is the only one that has left the window
    expect(later.map(({ status }) => status)).toEqual([200, 400])
  })

  it('of another refresh token are counted apart', async () => {
    const harness = await start()
    const [a, b] = [(await redeem(harness)).json.refresh_token, (await redeem(harness)).json.refresh_token]
    for (let attempt = 0; attempt < 10; attempt++) await refresh(harness, a)

    expect((await refresh(harness, a)).status).toBe(400)
    expect((await refresh(harness, b)).status).toBe(200)
  })

  it.each([
    [{ throttle_status: 200 }, 200],
    [{ throttle_status: 400 }, 400],
  ])('too many with %j are answered %i', async (toggles, status) => {
    const harness = await start()
    await set(harness, { refreshes_per_window: 0, ...toggles })
    const { refresh_token } = (await redeem(harness)).json

    const answer = await refresh(harness, refresh_token)

    expect([answer.status, answer.text]).toEqual([status, throttled])
  })

  it('are unlimited when the limit is off', async () => {
    const harness = await start()
    await set(harness, { refreshes_per_window: null })
    const { refresh_token } = (await redeem(harness)).json

    for (let attempt = 0; attempt < 30; attempt++) expect((await refresh(harness, refresh_token)).status).toBe(200)
  })

  it('at the same time respect the limit too', async () => {
    const harness = await listen()
    const { refresh_token } = (await redeem(harness)).json

    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(harness, refresh_token)))

    expect(answers.filter(({ json }) => json.access_token)).toHaveLength(10)
    expect(answers.filter(({ text }) => text === throttled)).toHaveLength(40)
  })

  it('count for tokens of the control API as well, whose issuing alone is uncounted', async () => {
    const harness = await start()
    const { refresh_token } = await harness.tokens({ org: 'Acme' })

    for (let attempt = 0; attempt < 10; attempt++) expect((await refresh(harness, refresh_token!)).status).toBe(200)

    expect((await refresh(harness, refresh_token!)).status).toBe(400)
  })
})

// Source: https://www.zoho.com/crm/developer/docs/api/v8/token-validity.html,
// https://help.zoho.com/portal/en/community/topic/kaizen-43-tokens-and-limitations
describe('active access tokens', () => {
  it('of one refresh token are fifteen; the sixteenth silently takes the oldest away', async () => {
    const harness = await start()
    await set(harness, { refreshes_per_window: null })
    const first = (await redeem(harness)).json
    const minted = [first.access_token]
    for (let more = 0; more < 14; more++) minted.push((await refresh(harness, first.refresh_token)).json.access_token)
    const before = await works(harness, minted[0])

    const last = (await refresh(harness, first.refresh_token)).json.access_token
    const gone = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: minted[0] })

    expect(before).toBe(true)
    expect(gone.json.code).toBe('INVALID_TOKEN')
    expect(gone.headers.get('x-zoho-emulator-reason')).toContain('evicted')
    expect(await works(harness, minted[1])).toBe(true)
    expect(await works(harness, last)).toBe(true)
  })

  it('that expired by themselves take nobody’s place', async () => {
    const harness = await start()
    await set(harness, { refreshes_per_window: null, active_access_tokens: 2 })
    const first = (await redeem(harness)).json
    await harness.zoho.advanceClock('30m')
    const second = (await refresh(harness, first.refresh_token)).json.access_token
    await harness.zoho.advanceClock('31m')

    await refresh(harness, first.refresh_token)

    expect(await works(harness, first.access_token)).toBe(false)
    expect(await works(harness, second)).toBe(true)
  })

  it.each([[10], [30], [null]])('may be %s', async most => {
    const harness = await start()
    await set(harness, { refreshes_per_window: null, active_access_tokens: most })
    const first = (await redeem(harness)).json

    for (let more = 1; more < (most ?? 40); more++) await refresh(harness, first.refresh_token)
    const before = await works(harness, first.access_token)
    await refresh(harness, first.refresh_token)

    expect(before).toBe(true)
    expect(await works(harness, first.access_token)).toBe(most === null)
  })
})

// Source: https://help.zoho.com/portal/en/community/topic/kaizen-43-tokens-and-limitations
describe('refresh tokens', () => {
  it('are twenty per user and client; the 21st takes the first and its access tokens along, without a word', async () => {
    const harness = await start()
    await set(harness, { refresh_tokens_per_window: null })
    const made = []
    for (let more = 0; more < 20; more++) made.push((await redeem(harness)).json)
    const before = await works(harness, made[0].access_token)

    const last = await redeem(harness)
    const dead = await refresh(harness, made[0].refresh_token)

    expect(before).toBe(true)
    expect(last.status).toBe(200)
    expect(dead.text).toBe('{"error":"invalid_code"}')
    expect(dead.headers.get('x-zoho-emulator-reason')).toContain('evicted')
    expect(await works(harness, made[0].access_token)).toBe(false)
    expect(await works(harness, made[1].access_token)).toBe(true)
  })

  it('of other orgs count together, of other users apart', async () => {
    const harness = await start()
    await set(harness, { refresh_tokens_per_user_and_client: 2 })
    const first = (await redeem(harness)).json
    await redeem(harness, { org: harness.org('Acme QA').zgid })
    await redeem(harness, { user: agent })
    const before = await works(harness, first.access_token)

    await redeem(harness, { org: harness.org('Acme Dev').zgid })

    expect(before).toBe(true)
    expect(await works(harness, first.access_token)).toBe(false)
  })

  it('made by the control API neither evict nor are evicted', async () => {
    const harness = await start()
    await set(harness, { refresh_tokens_per_user_and_client: 1 })
    const [free, counted] = [await harness.tokens({ org: 'Acme' }), (await redeem(harness)).json]

    await harness.tokens({ org: 'Acme' })

    expect(await works(harness, counted.access_token)).toBe(true)
    expect(await works(harness, free.access_token)).toBe(true)
  })

  it('are made ten times in ten minutes per user and client; the code stays good', async () => {
    const harness = await start()
    for (let more = 0; more < 10; more++) expect((await redeem(harness)).status).toBe(200)
    const code = await harness.code({ org: harness.org('Acme').zgid, expires_in: 3600 })
    const exchange = () => harness.exchange({ grant_type: 'authorization_code', code, ...credentials(harness) })

    const refused = await exchange()
    await harness.zoho.advanceClock('10m')
    const later = await exchange()

    expect([refused.status, refused.text]).toEqual([400, throttled])
    expect(later.json).toHaveProperty('refresh_token')
  })
})

// Source: https://www.zoho.com/crm/developer/docs/api/v8/token-validity.html; what an excess is answered no page says
describe('codes', () => {
  const signIn = async (harness: Harness, visitor: Visitor) => {
    const query = {
      response_type: 'code',
      client_id: harness.client('server').client_id,
      redirect_uri: callback,
      scope: everything,
      state: 's',
    }
    await visitor.open(`/accounts.zoho.com/oauth/v2/auth?${new URLSearchParams(query)}`)
    if (visitor.url.includes('/signin')) await visitor.signIn(admin)
    await visitor.submit({ org: harness.org('Acme').zgid })
    if (visitor.url.includes('/consent')) await visitor.submit({ decision: 'accept' })
  }

  it('are ten in ten minutes per user and client, then a page', async () => {
    const harness = await listen()
    const visitor = new Visitor(harness)
    for (let more = 0; more < 10; more++) {
      await signIn(harness, visitor)
      expect(visitor.returned.code).toBeTruthy()
    }

    await signIn(harness, visitor)
    const refused = [visitor.status, visitor.text]
    await harness.zoho.advanceClock('10m')
    await signIn(harness, visitor)

    expect(refused[0]).toBe(400)
    expect(refused[1]).toContain('too many codes')
    expect(visitor.returned.code).toBeTruthy()
  })

  it('go back with access_denied instead when the toggle says so', async () => {
    const harness = await listen()
    await set(harness, { codes_per_window: 0, code_excess: 'redirect' })
    const visitor = new Visitor(harness)

    await signIn(harness, visitor)

    expect(visitor.url).toBe(`${callback}?error=access_denied&state=s`)
  })

  it('of the control API are not counted', async () => {
    const harness = await start()

    for (let more = 0; more < 15; more++)
      expect(await harness.code({ org: harness.org('Acme').zgid })).toMatch(/^1000\./)
  })

  it.each([[60], [120], [180]])('live %i seconds when the toggle says so', async seconds => {
    const harness = await start()
    await set(harness, { code_lifetime_s: seconds })
    const code = await harness.code({ org: harness.org('Acme').zgid })
    const late = await harness.code({ org: harness.org('Acme').zgid })
    const exchange = (which: string) =>
      harness.exchange({ grant_type: 'authorization_code', code: which, ...credentials(harness) })

    await harness.zoho.advanceClock(`${seconds - 1}s`)
    const inTime = await exchange(code)
    await harness.zoho.advanceClock('1s')

    expect(inTime.json).toHaveProperty('access_token')
    expect((await exchange(late)).json).toEqual({ error: 'invalid_code' })
  })
})

it('windows agree with a simple model whatever the order of requests and the passing of time', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('try' as const), key: fc.constantFrom('a', 'b') }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  )

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async steps => {
      let now = 1_000_000
      const world = await createWorld({ realNow: () => now })
      const model: { key: string; at: number }[] = []
      for (const each of steps) {
        if (each.kind === 'wait') now += each.seconds * 1000
        else {
          const expected = model.filter(({ key, at }) => key === each.key && at > now - 600_000).length < 10
          expect(!isExhausted(world, 'refreshes_per_window', each.key)).toBe(expected)
          if (expected) {
            count(world, 'refreshes_per_window', each.key)
            model.push({ key: each.key, at: now })
          }
        }
      }
    }),
    { numRuns: 60 },
  )
})
