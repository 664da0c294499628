/** What single operations cost, and how many calls run at a time. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { allScopes, atCrm, lead } from './at-crm.ts'

const scope = `${allScopes},ZohoCRM.composite_requests.CUSTOM,ZohoCRM.notifications.ALL,ZohoCRM.mass_delete.ALL`

async function limited(toggles: object) {
  const crm = await atCrm({ scope })
  await control(crm.send, '/_emulator/toggles', toggles, 'PATCH')
  /** Holds up the calls of a path, so that they run at the same time. */
  const slow = (path: string) => control(crm.send, '/_emulator/faults', { match: { path }, delay_ms: 30 })
  return { ...crm, slow }
}

const statuses = (answers: { readonly status: number }[]) => answers.map(({ status }) => status).sort()

describe('the cost of a call', () => {
  const query = (limit: number) => ({ select_query: `select id from Leads where id != 0 limit ${limit}` })
  const part = { method: 'POST', uri: '/crm/v8/Leads', body: { data: [lead('A')] } }
  const watch = { channel_id: '1', events: ['Leads.all'], notify_url: 'http://localhost:9/' }

  it.each([
    ['a query', 'POST', 'coql', query(200), 1],
    ['a longer query', 'POST', 'coql', query(201), 2],
    ['the longest query', 'POST', 'coql', query(2000), 3],
    ['a list', 'GET', 'Leads?fields=Last_Name', undefined, 1],
    ['twenty-one records', 'POST', 'Leads', { data: Array.from({ length: 21 }, (_, i) => lead(`N${i}`)) }, 3],
    ['many channels', 'POST', 'actions/watch', { watch: Array(30).fill(watch) }, 1],
    ['a mass deletion', 'POST', 'Leads/actions/mass_delete', { ids: Array(150).fill('1') }, 2],
    ['a conversion', 'POST', 'Leads/1/actions/convert', { data: [{}] }, 5],
    ['five requests in one', 'POST', '__composite_requests', { __composite_requests: Array(5).fill(part) }, 1],
    [
      'requests that would be undone',
      'POST',
      '__composite_requests',
      { rollback_on_fail: true, __composite_requests: [part, { ...part, uri: '/crm/v8/Contacts' }] },
      2,
    ],
    [
      'requests that are undone',
      'POST',
      '__composite_requests',
      { rollback_on_fail: true, __composite_requests: [part, { ...part, body: { data: [{}] } }] },
      1,
    ],
  ])('%s', async (_, method, path, body, cost) => {
    const { call } = await limited({ api_credits_per_day: 12 })
    // as many as it takes until answers tell of the rest
    await Promise.all(Array.from({ length: 6 }, () => call('GET', 'org')))

    const answer = await call(method, path, body)
    const { headers } = await call('GET', 'org')

    expect(answer.json?.code).not.toBe('NOT_EMULATED')
    expect(Number(headers.get('x-api-credits-remaining'))).toBe(12 - 6 - cost - 1)
  })

  it('a list by a view costs three', async () => {
    const { call } = await limited({ api_credits_per_day: 10 })
    const { json } = await call('GET', 'settings/custom_views?module=Leads')

    for (let count = 0; count < 2; count++) {
      await call('GET', `Leads?fields=Last_Name&cvid=${json.custom_views[0].id}`)
    }
    const { headers } = await call('GET', 'org')

    expect(headers.get('x-api-credits-remaining')).toBe('2')
  })
})

describe('calls that run at a time', () => {
  it('are as many as they like, unless that is limited', async () => {
    const { call, slow } = await limited({})
    await slow('/crm/v8/org')

    expect(statuses(await Promise.all(Array.from({ length: 30 }, () => call('GET', 'org'))))).not.toContain(429)
  })

  it('beyond the limit are refused, and come through later', async () => {
    const { call, slow } = await limited({ concurrent_calls: 2 })
    await slow('/crm/v8/org')

    const answers = await Promise.all([call('GET', 'org'), call('GET', 'org'), call('GET', 'org')])

    expect(statuses(answers)).toEqual([200, 200, 429])
    expect(answers[2]!.json).toEqual({
      code: 'TOO_MANY_REQUESTS',
      details: {},
      message: expect.any(String),
      status: 'error',
    })
    expect(answers[2]!.headers.get('x-zoho-emulator-reason')).toMatch(/2 calls of the org and the client run already/)
    expect((await call('GET', 'org')).status).toBe(200)
  })

  it('count per org and client', async () => {
    const { call, slow, tokens, send } = await limited({ concurrent_calls: 1 })
    await slow('*/org')
    const client = await tokens({ org: 'Acme QA', scope, client: 'device' })
    const org = await tokens({ org: 'Acme UAT', scope })
    const by = ({ access_token: token }: { access_token: string }) =>
      send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token })

    expect(statuses(await Promise.all([call('GET', 'org'), by(client), by(org)]))).toEqual([200, 200, 200])
    expect(statuses(await Promise.all([call('GET', 'org'), by(client), by(client)]))).toEqual([200, 200, 429])
  })

  it('are refused no sooner than the token', async () => {
    const { call, slow, send } = await limited({ concurrent_calls: 1 })
    await slow('/crm/v8/org')

    const [, wrong, none] = await Promise.all([
      call('GET', 'org'),
      send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token: 'nonsense' }),
      send('GET', '/sandbox.zohoapis.com/crm/v8/org'),
    ])

    expect([wrong.json.code, none.json.code]).toEqual(['INVALID_TOKEN', 'AUTHENTICATION_FAILURE'])
  })

  it('are fewer where they are heavy', async () => {
    const { call, slow } = await limited({ concurrent_heavy_calls: 1 })
    await slow('/crm/v8/*')
    const rows = (count: number) => ({ data: Array.from({ length: count }, (_, index) => lead(`N${index}`)) })
    const query = () => call('POST', 'coql', { select_query: 'select id from Leads where id != 0' })

    expect(statuses(await Promise.all([query(), query(), call('GET', 'org'), call('GET', 'org')]))).toEqual([
      200, 200, 204, 429,
    ])
    expect(statuses(await Promise.all([query(), call('POST', 'Leads', rows(10))]))).toEqual([201, 204])
    expect(statuses(await Promise.all([query(), call('GET', 'Leads?fields=Last_Name&sort_by=id')]))).toEqual([200, 429])
  })

  it('with many rows are heavy as soon as the rows are known', async () => {
    const { call, slow } = await limited({ concurrent_heavy_calls: 1 })
    await slow('/crm/v8/coql')
    const data = Array.from({ length: 11 }, (_, index) => lead(`N${index}`))

    const [first, second] = await Promise.all([
      call('POST', 'coql', { select_query: 'select id from Leads where id != 0' }),
      call('POST', 'Leads', { data }),
    ])

    expect([first.status, second.status]).toEqual([204, 429])
    expect((await call('GET', 'Leads?fields=Last_Name')).status).toBe(204)
    expect((await call('POST', 'Leads', { data })).status).toBe(201)
    expect((await call('POST', 'Leads', { data })).status).toBe(201)
  })

  it('are five for a composite request', async () => {
    const { call, slow } = await limited({ concurrent_calls: 5 })
    await slow('/crm/v8/__composite_requests')
    await slow('/crm/v8/org')
    const composite = () =>
      call('POST', '__composite_requests', { __composite_requests: [{ method: 'GET', uri: '/crm/v8/users' }] })

    expect(statuses(await Promise.all([composite(), call('GET', 'org')]))).toEqual([200, 429])
    expect(statuses(await Promise.all([call('GET', 'org'), composite()]))).toEqual([200, 429])
  })
})
