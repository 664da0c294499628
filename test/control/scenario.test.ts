import { describe, expect, it } from 'vitest'
import { control, type Harness, start } from '../support/emulator.ts'

const put = ({ send }: Harness, scenario: unknown) => control(send, '/_emulator/scenario', scenario, 'PUT')

const read = async ({ send }: Harness, what: string) => (await send('GET', `/_emulator/${what}`)).json

const whole = {
  title: 'A bad day',
  description: 'Everything at once.',
  flow: 'phased',
  phased: { portals: ['60012001'], since: '2020-05-07T00:00:00.000Z' },
  fixture: 'empty',
  toggles: { refreshes_per_window: 2, mixed_rows_status: 200 },
  faults: [{ id: 'outage', match: { path: '/crm/*' }, answer: { error: 'INTERNAL_ERROR' }, delay_ms: 5, times: 3 }],
  functions: { sum: { output: { total: 3 } } },
  clock: { set: '2030-01-02T03:04:05.000Z', advance: '3600000ms', freeze: true },
}

describe('a whole scenario', () => {
  it('is put in force as custom: flow, toggles, faults and clock', async () => {
    const harness = await start()

    const { status, json } = await put(harness, whole)

    expect([status, json]).toEqual([200, { name: 'custom', ...whole }])
    expect(await read(harness, 'scenario')).toEqual(json)
    expect(await read(harness, 'health')).toMatchObject({ scenario: 'custom', flow: 'phased' })
    expect(await read(harness, 'clock')).toMatchObject({ now: '2030-01-02T04:04:05.000Z', frozen: true })
    expect((await read(harness, 'faults')).faults).toEqual([{ ...whole.faults[0], hits: 0 }])
    const { toggles } = await read(harness, 'toggles')
    const changed = toggles.filter(({ value, default: byDefault }: Record<string, unknown>) => value !== byDefault)
    expect(changed.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(whole.toggles).sort())
  })

  it('can be read, put away, and put back as it was read', async () => {
    const harness = await start()
    const { json } = await put(harness, whole)
    await put(harness, { name: 'org-specific' })

    expect((await put(harness, json)).json).toEqual(json)
  })

  it('sends what it does not name to its default, while data and tokens stay', async () => {
    const harness = await start()
    const { access_token: token } = await harness.tokens({ org: 'Acme' })
    await put(harness, { ...whole, clock: { freeze: true }, faults: [{ id: 'other', match: { path: '/x' } }] })
    await control(harness.send, '/_emulator/toggles', { window_s: 5 }, 'PATCH')
    await harness.zoho.advanceClock('10m')

    const { json } = await put(harness, { title: 'Plain' })

    expect(json).toEqual({
      name: 'custom',
      title: 'Plain',
      description: '',
      flow: 'org-specific',
      toggles: {},
      faults: [],
      functions: {},
    })
    expect((await read(harness, 'faults')).faults).toEqual([])
    expect(await read(harness, 'clock')).toMatchObject({ frozen: false, offset_ms: 0 })
    const { toggles } = await read(harness, 'toggles')
    expect(toggles.every(({ value, default: byDefault }: Record<string, unknown>) => value === byDefault)).toBe(true)
    expect((await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status).toBe(200)
  })

  it('that is shipped brings its faults, and a reset brings back those of the start', async () => {
    const harness = await start({ scenario: 'slow-api' })
    const slow = (await read(harness, 'faults')).faults
    await put(harness, { name: 'api-outage' })
    const outage = (await read(harness, 'faults')).faults

    await harness.zoho.reset()

    expect(outage).toHaveLength(5)
    expect((await read(harness, 'faults')).faults).toEqual(slow)
    expect(await read(harness, 'scenario')).toMatchObject({ name: 'slow-api' })
  })

  it.each<[string, unknown, string]>([
    ['an unknown key', { nonsense: 1 }, 'nonsense'],
    ['an unknown flow', { flow: 'new' }, 'flow'],
    ['a rollout without its flow', { phased: whole.phased }, 'phased'],
    ['the flow phased without a rollout', { flow: 'phased' }, 'phased'],
    ['an unknown toggle', { toggles: { nonsense: 1 } }, 'toggles.nonsense'],
    ['a wrong value of a toggle', { toggles: { window_s: -1 } }, 'toggles.window_s'],
    ['a wrong fault', { faults: [{}, { match: { host: 'x' } }] }, 'faults.1.match.host'],
    ['two faults of one name', { faults: [{ id: 'a' }, { id: 'a' }] }, 'faults.1.id'],
    ['a duration that is none', { clock: { advance: 'soon' } }, 'clock.advance'],
    ['a moment that is none', { clock: { set: 'soon' } }, 'clock.set'],
    ['a function without an output', { functions: { sum: {} } }, 'functions.sum.output'],
  ])('is refused for %s, and nothing changes', async (_, scenario, path) => {
    const harness = await start()
    const before = await read(harness, 'scenario')

    const { status, json } = await put(harness, { title: 'x', ...(scenario as object) })

    expect([status, json.error.path]).toEqual([400, path])
    expect(await read(harness, 'scenario')).toEqual(before)
  })
})

it('an empty input is refused, as nobody means it', async () => {
  const { status, json } = await put(await start(), {})

  expect([status, json.error.path]).toEqual([400, ''])
})

it('every shipped scenario is listed whole', async () => {
  const { scenarios } = await read(await start(), 'scenarios')

  const outage = scenarios.find(({ name }: { name: string }) => name === 'api-outage')
  expect(outage.faults[0]).toMatchObject({ id: 'outage-get', times: 3 })
})
