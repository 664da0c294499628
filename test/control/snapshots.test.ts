import { describe, expect, it } from 'vitest'
import { type Answer, admin, callback, control, type Harness, listen, start } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const production = '/www.zohoapis.com/crm/v8'

/** An emulator with a token for Acme, and what its leads are. */
async function withLeads(options: Parameters<typeof start>[0] = { fixture: 'empty' }) {
  const harness = await start(options)
  const { access_token: token } = await harness.tokens({ org: 'Acme' })
  const create = async (name: string): Promise<string> =>
    (
      await harness.send('POST', `${production}/Leads`, {
        token,
        body: { data: [{ Last_Name: name, Company: 'Acme' }] },
      })
    ).json.data[0].details.id
  const leads = async (): Promise<string[]> => {
    const { status, json } = await harness.send('GET', `${production}/Leads?fields=Last_Name&sort_order=asc`, { token })
    return status === 204 ? [] : json.data.map((lead: { Last_Name: string }) => lead.Last_Name)
  }
  return { ...harness, token, create, leads }
}

const save = ({ send }: Pick<Harness, 'send'>, name: string) => send('PUT', `/_emulator/snapshots/${name}`)
const restore = ({ send }: Pick<Harness, 'send'>, name: string) => send('POST', `/_emulator/snapshots/${name}`)
const take = async ({ send }: Pick<Harness, 'send'>) => (await send('GET', '/_emulator/snapshot')).json
const give = ({ send }: Pick<Harness, 'send'>, state: unknown): Promise<Answer> =>
  control(send, '/_emulator/snapshot', state, 'PUT')
const viewOfAll = async ({ send, token }: Pick<Harness, 'send'> & { token: string }): Promise<string> => {
  const { json } = await send('GET', `${production}/settings/custom_views?module=Leads`, { token })
  return json.custom_views.find(({ system_name }: { system_name: string }) => system_name === 'ALLVIEWS').id
}
const error = ({ status, json }: Answer) => [status, json.error.code, json.error.path]

describe('a named snapshot', () => {
  it('says its name and when it was taken, is listed, and can be deleted', async () => {
    const { send, zoho } = await start()
    await send('POST', '/_emulator/clock', { headers: { 'Content-Type': 'application/json' }, body: { freeze: true } })
    const now = new Date(zoho.now()).toISOString()

    const saved = await save({ send }, 'before')
    const again = await save({ send }, 'before')
    const listed = await send('GET', '/_emulator/snapshots')
    const deleted = await send('DELETE', '/_emulator/snapshots/before')

    expect([saved.status, saved.json]).toEqual([201, { name: 'before', at: now }])
    expect(again.status).toBe(200)
    expect(listed.json).toEqual({ snapshots: [{ name: 'before', at: now }] })
    expect([deleted.status, deleted.json]).toEqual([200, {}])
    expect((await send('GET', '/_emulator/snapshots')).json).toEqual({ snapshots: [] })
  })

  it('of another name is not there', async () => {
    const harness = await start()

    expect(error(await restore(harness, 'nonsense'))).toEqual([404, 'NOT_FOUND', 'name'])
    expect(error(await harness.send('DELETE', '/_emulator/snapshots/nonsense'))).toEqual([404, 'NOT_FOUND', 'name'])
  })

  it('brings records back, deleted and changed ones too, again and again', async () => {
    const emulator = await withLeads()
    const first = await emulator.create('First')
    await emulator.create('Second')
    await save(emulator, 'two')

    for (const round of ['a', 'b']) {
      await emulator.send('DELETE', `${production}/Leads/${first}`, { token: emulator.token })
      await emulator.create(`Third ${round}`)
      expect(await emulator.leads()).toEqual(['Second', `Third ${round}`])
      const { status, json } = await restore(emulator, 'two')

      expect([status, json]).toEqual([200, {}])
      expect(await emulator.leads()).toEqual(['First', 'Second'])
    }
  })

  it('brings back what the org started with', async () => {
    const emulator = await withLeads({})
    const before = await emulator.leads()
    await save(emulator, 'start')
    const { json } = await emulator.send('GET', `${production}/Leads?fields=id&per_page=3`, { token: emulator.token })
    for (const { id } of json.data)
      await emulator.send('DELETE', `${production}/Leads/${id}`, { token: emulator.token })

    await restore(emulator, 'start')

    expect(before.length).toBeGreaterThanOrEqual(20)
    expect(await emulator.leads()).toEqual(before)
  })

  it('goes on with ids and tokens where it was', async () => {
    const emulator = await withLeads()
    await save(emulator, 'here')
    const id = await emulator.create('Lead')
    const tokens = await emulator.tokens({ org: 'Acme' })

    await restore(emulator, 'here')

    expect(await emulator.create('Lead')).toBe(id)
    expect(await emulator.tokens({ org: 'Acme' })).toEqual(tokens)
  })

  it('brings tokens back that were revoked, and ends those that came later', async () => {
    const { send, tokens, code, exchange, client } = await start()
    const { client_id, client_secret } = client('server')
    const grant = await code({ org: '60021001', redirect_uri: callback })
    const { json } = await exchange({
      grant_type: 'authorization_code',
      code: grant,
      client_id,
      client_secret,
      redirect_uri: callback,
    })
    await save({ send }, 'here')
    await send('POST', `/accounts.zoho.com/oauth/v2/token/revoke?token=${json.refresh_token}`)
    const later = await tokens({ org: 'Acme' })
    const revoked = await send('GET', `${production}/org`, { token: json.access_token })

    await restore({ send }, 'here')

    expect(revoked.status).toBe(401)
    expect((await send('GET', `${production}/org`, { token: json.access_token })).status).toBe(200)
    expect((await send('GET', `${production}/org`, { token: later.access_token })).status).toBe(401)
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token, client_id, client_secret }
    expect((await exchange(refresh)).json).toHaveProperty('access_token')
  })

  it('keeps a frozen clock frozen and lets a running one run on from its offset', async () => {
    const { send, zoho } = await start()
    await zoho.advanceClock('30d')
    await save({ send }, 'running')
    await control(send, '/_emulator/clock', { set: '2030-01-01T00:00:00Z' })
    await control(send, '/_emulator/clock', { freeze: true })
    await save({ send }, 'frozen')

    await restore({ send }, 'running')
    const running = (await send('GET', '/_emulator/clock')).json
    await restore({ send }, 'frozen')
    const frozen = (await send('GET', '/_emulator/clock')).json

    expect(running.frozen).toBe(false)
    expect(Math.abs(running.offset_ms - 30 * 24 * 3600 * 1000)).toBeLessThan(1000)
    expect(frozen).toMatchObject({ now: expect.stringMatching(/^2030-01-01T00:00:0\d/), frozen: true })
  })

  it('brings the scenario and the toggles back that were in force', async () => {
    const { send, zoho } = await start()
    await zoho.useScenario('legacy')
    await control(send, '/_emulator/toggles', { refreshes_per_window: 3 }, 'PATCH')
    await save({ send }, 'legacy')
    await send('POST', '/_emulator/reset')
    const fresh = (await send('GET', '/_emulator/health')).json.scenario

    await restore({ send }, 'legacy')

    const toggles: { name: string; value: unknown }[] = (await send('GET', '/_emulator/toggles')).json.toggles
    expect(fresh).toBe('org-specific')
    expect((await send('GET', '/_emulator/health')).json).toMatchObject({ scenario: 'legacy', flow: 'legacy' })
    expect(toggles.find(({ name }) => name === 'refreshes_per_window')?.value).toBe(3)
  })

  it('brings jobs back that were on their way', async () => {
    const emulator = await withLeads()
    const { send, zoho } = emulator
    await emulator.create('One')
    await control(send, '/_emulator/clock', { freeze: true })
    const scope = 'ZohoCRM.mass_delete.ALL'
    const { access_token: token } = await emulator.tokens({ org: 'Acme', scope })
    const path = `${production}/Leads/actions/mass_delete`
    const { json } = await send('POST', path, { token, body: { cvid: await viewOfAll(emulator) } })
    const look = async () =>
      (await send('GET', `${path}?job_id=${json.data[0].details.job_id}`, { token })).json.data[0]
    await save(emulator, 'scheduled')
    const scheduled = await look()
    await zoho.advanceClock('5s')
    const completed = await look()

    await restore(emulator, 'scheduled')
    const again = await look()
    await zoho.advanceClock('5s')

    expect([scheduled.Status, completed.Status]).toEqual(['SCHEDULED', 'COMPLETED'])
    expect(again).toEqual(scheduled)
    expect(await look()).toEqual(completed)
    expect(await emulator.leads()).toEqual([])
  })

  it('survives a reset', async () => {
    const emulator = await withLeads()
    await emulator.create('Kept')
    await save(emulator, 'kept')

    await emulator.send('POST', '/_emulator/reset')
    await restore(emulator, 'kept')

    expect(await emulator.leads()).toEqual(['Kept'])
  })

  it('signs a browser in again that was signed in then', async () => {
    const harness = await listen()
    const page = '/accounts.zoho.com/sessions/connectedapps'
    const visitor = await (await new Visitor(harness).open('/accounts.zoho.com/signin')).signIn(admin)
    await save(harness, 'signed-in')
    await harness.send('POST', '/_emulator/reset')
    const signedOut = await visitor.open(page)
    const before = signedOut.text

    await restore(harness, 'signed-in')

    expect(before).not.toContain('None yet.')
    expect((await visitor.open(page)).text).toContain('None yet.')
  })
})

describe('the whole state', () => {
  it('goes out with a format version and what it was made with', async () => {
    const { send } = await start({ fixture: 'empty', seed: 'spring', scenario: 'legacy' })

    const { status, headers, json } = await send('GET', '/_emulator/snapshot')

    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(json).toMatchObject({
      format: 1,
      emulator: '0.1.0',
      generator: 1,
      seed: 'spring',
      fixture: 'empty',
      scenario: 'legacy',
    })
  })

  it('goes into another emulator, which then answers the same', async () => {
    const from = await withLeads()
    const deleted = await from.create('Deleted')
    await from.create('Kept')
    await from.send('DELETE', `${production}/Leads/${deleted}`, { token: from.token })
    await from.zoho.advanceClock('2d')
    const { access_token: token } = await from.tokens({ org: 'Acme' })
    const to = await start({ fixture: 'empty' })

    const { status, json } = await give(to, await take(from))

    expect([status, json]).toEqual([200, {}])
    const look = async (send: Harness['send']) => {
      const paths = ['Leads?fields=Last_Name,Created_Time,Owner', 'Leads/deleted?type=recycle', 'org']
      const answers = await Promise.all(paths.map(path => send('GET', `${production}/${path}`, { token })))
      return answers.map(answer => [answer.status, answer.json])
    }
    expect(await look(to.send)).toEqual(await look(from.send))
    expect(await take(to)).toEqual(await take(from))
    expect(await to.tokens({ org: 'Acme' })).toEqual(await from.tokens({ org: 'Acme' }))
  })

  it('is after a reset that of a fresh emulator', async () => {
    const emulator = await withLeads()
    await emulator.create('Lead')
    await emulator.zoho.useScenario('legacy')
    await emulator.send('POST', '/_emulator/reset')

    const fresh = await start({ fixture: 'empty' })

    expect((await emulator.send('GET', '/_emulator/snapshot')).text).toBe(
      (await fresh.send('GET', '/_emulator/snapshot')).text,
    )
  })

  it('may be longer than other bodies, up to --max-snapshot', async () => {
    const wide = await listen({ fixture: 'empty' })
    const narrow = await start({ fixture: 'empty', maxSnapshot: 2000 })
    const state = await take(wide)
    const padded = (bytes: number) => JSON.stringify(state).replace(/\}$/, `${' '.repeat(bytes)}}`)

    expect((await give(wide, padded(65 * 1024 * 1024))).status).toBe(200)
    expect(error(await give(narrow, padded(2000)))).toEqual([413, 'BODY_TOO_LARGE', ''])
    expect((await give(narrow, state)).status).toBe(200)
  })

  it.each<[string, (state: Record<string, never>) => unknown, string]>([
    ['a newer format', state => ({ ...state, format: 2, unheard: 'of' }), 'format'],
    ['no format', ({ format: _, ...state }) => state, 'format'],
    ['another generator', state => ({ ...state, generator: 2 }), 'generator'],
    ['another seed', state => ({ ...state, seed: 'other' }), 'seed'],
    ['another fixture', state => ({ ...state, fixture: 'default' }), 'fixture'],
    ['an unknown key', state => ({ ...state, nonsense: 1 }), 'nonsense'],
    ['no tables', ({ tables: _, ...state }) => state, 'tables'],
    ['tables that are a list', state => ({ ...state, tables: [] }), 'tables'],
    ['a table that is none', state => ({ ...state, tables: { counters: {} } }), 'tables.counters'],
    ['a row that is none', state => ({ ...state, tables: { counters: [7] } }), 'tables.counters.0'],
    ['a row without an id', state => ({ ...state, tables: { counters: [{ value: 1 }] } }), 'tables.counters.0.id'],
    [
      'a row with a wrong value',
      state => ({
        ...state,
        tables: {
          counters: [
            { id: 'a', value: 1 },
            { id: 'b', value: '1' },
          ],
        },
      }),
      'tables.counters.1.value',
    ],
    [
      'an unknown toggle',
      state => ({
        ...state,
        tables: {
          behaviour: [
            {
              id: 'behaviour',
              scenario: {
                name: 'x',
                title: 'x',
                description: 'x',
                flow: 'legacy',
                phased: null,
                toggles: {},
                faults: [],
                functions: {},
                clock: null,
              },
              toggles: { nonsense: 1 },
            },
          ],
        },
      }),
      'tables.behaviour.0.toggles.nonsense',
    ],
    [
      'two rows of one id',
      state => ({
        ...state,
        tables: {
          counters: [
            { id: 'a', value: 1 },
            { id: 'a', value: 2 },
          ],
        },
      }),
      'tables.counters.1',
    ],
    ['text that is no object', () => [], ''],
    ['text that is no JSON', () => '{"format":1,\n"seed"', ''],
    ['nothing', () => '', ''],
  ])('is refused whole when it has %s', async (_, change, path) => {
    const emulator = await withLeads()
    await emulator.create('Lead')
    const before = await take(emulator)

    const answer = await give(emulator, change(before))

    expect(error(answer)).toEqual([400, 'INVALID_SNAPSHOT', path])
    expect(answer.json.error.message).not.toBe('')
    expect(await take(emulator)).toEqual(before)
    expect(await emulator.leads()).toEqual(['Lead'])
  })

  it('says in which line it is no JSON', async () => {
    const emulator = await start()

    const { json } = await give(emulator, '{"format": 1,\n\n"seed" 7}')

    expect(json.error.message).toBe('line 3: no valid JSON: expected a colon')
  })

  it('is guarded like other control calls', async () => {
    const { send } = await start()

    const foreign = await send('GET', '/_emulator/snapshot', { headers: { Origin: 'http://evil.example' } })
    const plain = await send('PUT', '/_emulator/snapshot', { headers: { 'Content-Type': 'text/plain' }, body: '{}' })
    const input = await control(send, '/_emulator/snapshots/x', { nonsense: 1 }, 'PUT')

    expect(error(foreign)[0]).toBe(403)
    expect(error(plain)[0]).toBe(415)
    expect(error(input)).toEqual([400, 'INVALID_INPUT', 'nonsense'])
  })
})
