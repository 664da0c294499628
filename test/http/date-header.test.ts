import { expect, it } from 'vitest'
import { control, type Harness, listen, start } from '../support/emulator.ts'

/** Milliseconds between what a whole answer over the wire says and some moment. */
const dateOf = async ({ zoho }: Harness, path = '/www.zohoapis.com/crm/v8/org'): Promise<number> =>
  Date.parse((await fetch(`${zoho.url}${path}`)).headers.get('date')!)

it.each(['/www.zohoapis.com/crm/v8/org', '/accounts.zoho.com/oauth/serverinfo', '/_emulator/health', '/nonsense'])(
  'the Date of %s follows the world’s clock',
  async path => {
    const harness = await listen()
    await control(harness.send, '/_emulator/clock', { freeze: true })
    await control(harness.send, '/_emulator/clock', { set: '2031-05-06T07:08:09.900Z' })

    const response = await fetch(`${harness.zoho.url}${path}`)

    expect(response.headers.get('date')).toBe('Tue, 06 May 2031 07:08:09 GMT')
  },
)

it('moves with the clock, already in the answer that moved it, and comes back to real time', async () => {
  const harness = await listen()
  const near = (at: number) => Math.abs(at - Date.now()) < 5000

  const before = await dateOf(harness)
  const { headers } = await control(harness.send, '/_emulator/clock', { advance: '61m' })
  const moved = await dateOf(harness)
  await control(harness.send, '/_emulator/clock', { resume: true })

  const hour = 61 * 60_000
  expect(near(before)).toBe(true)
  expect(near(Date.parse(headers.get('date')!) - hour)).toBe(true)
  expect(near(moved - hour)).toBe(true)
  expect(near(await dateOf(harness))).toBe(true)
})

it('is one header only', async () => {
  const harness = await listen()
  await harness.zoho.advanceClock('1d')

  const { headers } = await fetch(`${harness.zoho.url}/_emulator/directory`)

  expect(headers.get('date')).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)
})

it('is there without a socket too', async () => {
  const { zoho, send } = await start()
  await zoho.advanceClock('1d')

  const { headers } = await send('GET', '/_emulator/health')

  expect(Math.abs(Date.parse(headers.get('date')!) - zoho.now())).toBeLessThan(2000)
})
