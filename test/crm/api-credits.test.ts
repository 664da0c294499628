import { describe, expect, it } from 'vitest'
import { control, type Harness, start } from '../support/emulator.ts'

const leads = '/www.zohoapis.com/crm/v8/Leads'

/** An emulator that counts credits, a token, and how to call. */
async function metered(toggles: Record<string, unknown>) {
  const harness = await start({ fixture: 'empty' })
  await control(harness.send, '/_emulator/toggles', { access_token_lifetime_s: null, ...toggles }, 'PATCH')
  const { access_token: token } = await harness.tokens({ org: 'Acme' })
  const call = (path = '/www.zohoapis.com/crm/v8/org') => harness.send('GET', path, { token })
  const create = (rows: number) =>
    harness.send('POST', leads, {
      token,
      body: { data: Array.from({ length: rows }, () => ({ Last_Name: 'A', Company: 'B' })) },
    })
  return { ...harness, call, create }
}

const remaining = ({ headers }: Awaited<ReturnType<Harness['send']>>) => headers.get('x-api-credits-remaining')

describe('api_credits_per_day', () => {
  it('is off unless it is set', async () => {
    const { call } = await metered({})

    expect(remaining(await call())).toBeNull()
  })

  it('says what is left once half is gone, and refuses the call beyond the last', async () => {
    const { call } = await metered({ api_credits_per_day: 4 })

    const answers = [await call(), await call(), await call(), await call(), await call()]

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429])
    expect(answers.map(remaining)).toEqual([null, '2', '1', '0', '0'])
    expect(answers[4]!.json).toEqual({
      code: 'TOO_MANY_REQUESTS',
      details: {},
      message: expect.any(String),
      status: 'error',
    })
    expect(answers[4]!.headers.get('x-zoho-emulator-reason')).toMatch(/has spent its 4 credits/)
    expect(answers[4]!.headers.get('retry-after')).toBeNull()
  })

  it('counts for 24 hours of the world’s clock', async () => {
    const { call, zoho } = await metered({ api_credits_per_day: 1 })
    await call()

    await zoho.advanceClock('23h58m')
    const before = await call()
    await zoho.advanceClock('2m')

    expect([before.status, (await call()).status]).toEqual([429, 200])
  })

  it('counts per org, whoever calls', async () => {
    const { call, tokens, send } = await metered({ api_credits_per_day: 1 })
    await call()
    const [same, other] = [await tokens({ org: 'Acme' }), await tokens({ org: 'Globex' })]

    const statuses = [same, other].map(async ({ access_token: token }) => {
      return (await send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status
    })

    expect(await Promise.all(statuses)).toEqual([429, 200])
  })

  it('counts one for each ten rows of a write', async () => {
    const { create } = await metered({ api_credits_per_day: 10 })

    expect(remaining(await create(45))).toBe('5')
    expect(remaining(await create(1))).toBe('4')
  })

  it('counts no call that was refused before its org was known', async () => {
    const { call, send } = await metered({ api_credits_per_day: 1 })

    await send('GET', '/www.zohoapis.com/crm/v8/org', { token: 'nonsense' })

    expect((await call()).status).toBe(200)
  })

  it('goes with Retry-After where a toggle says so', async () => {
    const { call, zoho } = await metered({ api_credits_per_day: 1, retry_after_header: true })
    await call()
    await zoho.advanceClock('1h')

    const { status, headers } = await call()

    const seconds = Number(headers.get('retry-after'))
    await zoho.advanceClock(seconds * 1000)
    expect(status).toBe(429)
    expect(seconds).toBeGreaterThan(22 * 3600)
    expect((await call()).status).toBe(200)
  })
})

describe('legacy_rate_limit_headers', () => {
  it('are those of v2, of the minute and of the day', async () => {
    const { call } = await metered({ legacy_rate_limit_headers: true })
    await call()

    const { headers } = await call()

    const names = ['limit', 'remaining', 'day-limit', 'day-remaining']
    expect(names.map(name => headers.get(`x-ratelimit-${name}`))).toEqual(['100', '98', '5000', '4998'])
    expect(Number(headers.get('x-ratelimit-reset')) - Date.now()).toBeLessThanOrEqual(60_000)
  })

  it('follow the limit of the day, and are absent by default', async () => {
    const off = await metered({ legacy_rate_limit_headers: false })
    const on = await metered({ legacy_rate_limit_headers: true, api_credits_per_day: 9 })

    expect((await off.call()).headers.get('x-ratelimit-day-limit')).toBeNull()
    expect((await on.call()).headers.get('x-ratelimit-day-remaining')).toBe('8')
  })
})
