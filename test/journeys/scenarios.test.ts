/** Plays the shipped scenarios that are about tokens; those about the flow are played in sign-in.test.ts. */

import { expect, it } from 'vitest'
import { type Harness, start } from '../support/emulator.ts'

const credentials = ({ client }: Harness) => ({
  client_id: client('server').client_id,
  client_secret: client('server').client_secret,
})

const redeem = async (harness: Harness, wait = '0ms') => {
  const code = await harness.code({ org: harness.org('Acme').zgid })
  await harness.zoho.advanceClock(wait)
  return harness.exchange({ grant_type: 'authorization_code', code, ...credentials(harness) })
}

const refresh = (harness: Harness, token: string) =>
  harness.exchange({ grant_type: 'refresh_token', refresh_token: token, ...credentials(harness) })

it('expired-code: a code is dead after a second', async () => {
  const harness = await start({ scenario: 'expired-code' })

  expect((await redeem(harness, '1s')).text).toBe('{"error":"invalid_code"}')
  expect((await redeem(harness)).json).toHaveProperty('access_token')
})

it('missing-refresh-token: an exchange brings an access token alone', async () => {
  const { json } = await redeem(await start({ scenario: 'missing-refresh-token' }))

  expect(json).toHaveProperty('access_token')
  expect(json).not.toHaveProperty('refresh_token')
})

it('refresh-throttled: the second refresh is refused until the window has passed', async () => {
  const harness = await start({ scenario: 'refresh-throttled' })
  const { refresh_token } = (await redeem(harness)).json

  const [first, second] = [await refresh(harness, refresh_token), await refresh(harness, refresh_token)]
  await harness.zoho.advanceClock('10m')

  expect([first.status, second.status, (await refresh(harness, refresh_token)).status]).toEqual([200, 400, 200])
})

it('twenty-first-refresh-token: the second takes the first away', async () => {
  const harness = await start({ scenario: 'twenty-first-refresh-token' })
  const [first, second] = [(await redeem(harness)).json, (await redeem(harness)).json]

  expect((await refresh(harness, first.refresh_token)).json).toEqual({ error: 'invalid_code' })
  expect((await refresh(harness, second.refresh_token)).json).toHaveProperty('access_token')
})

it('unlimited: nothing is refused and nothing taken away', async () => {
  const harness = await start({ scenario: 'unlimited' })
  const first = (await redeem(harness)).json
  for (let more = 0; more < 25; more++) await redeem(harness)

  for (let more = 0; more < 40; more++) expect((await refresh(harness, first.refresh_token)).status).toBe(200)

  const { status } = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: first.access_token })
  expect(status).toBe(200)
})
