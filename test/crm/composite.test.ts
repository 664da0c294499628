/** `/__composite_requests`: several requests in one. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'

const scope = `${allScopes},ZohoCRM.composite_requests.CUSTOM,ZohoCRM.notifications.ALL`

type Part = Record<string, unknown>

const post = (body: object, more: Part = {}): Part => ({ method: 'POST', uri: '/crm/v8/Leads', body, ...more })
const create = (name: string, more: Part = {}) => post({ data: [lead(name)] }, more)
const get = (uri: string, more: Part = {}): Part => ({ method: 'GET', uri: `/crm/v8/${uri}`, ...more })

async function composing(given?: AtCrm) {
  const crm = given ?? (await atCrm({ scope }))
  const send = (parts: unknown, flags: object = {}) =>
    crm.call('POST', '__composite_requests', { ...flags, __composite_requests: parts })
  return { ...crm, http: crm.send, send }
}

/** The code of each row, or the status of its answer. */
const told = ({ json }: Awaited<ReturnType<AtCrm['call']>>) =>
  json.__composite_requests.map((row: { code: string; details: { response?: { status_code: number } } }) =>
    row.code === 'SUCCESS' ? row.details.response!.status_code : row.code,
  )
const rowOf = ({ json }: Awaited<ReturnType<AtCrm['call']>>, index = 0) => json.__composite_requests[index]
const bodyOf = (answer: Awaited<ReturnType<AtCrm['call']>>, index: number) => rowOf(answer, index).details.response.body

const ordered = { parallel_execution: false }
const undone = { rollback_on_fail: true }

describe('a composite request', () => {
  it('uses the answers of earlier parts in path, parameters, headers and body', async () => {
    const { send } = await composing()

    const answer = await send(
      [
        create('Boyle', { sub_request_id: '1', headers: {} }),
        {
          sub_request_id: '2',
          method: 'PUT',
          uri: '/crm/v8/Leads/@{1:$.data[0].details.id}',
          body: { data: [{ Company: 'by @{1:$.data[0].details.Created_By.name}' }] },
        },
        get('Leads', { params: { fields: 'Company', ids: "@{2:$['data'][0].details.id}" }, sub_request_id: 'three' }),
        post({ data: [{ id: '@{1:$.data[0].details.id}', Phone: '7' }] }, { method: 'PUT' }),
        get('Leads/@{1:$.data[0].details.id}', { params: { fields: 'Phone,Company' } }),
      ],
      ordered,
    )

    expect(told(answer)).toEqual([201, 200, 200, 200, 200])
    expect(answer.status).toBe(200)
    expect(rowOf(answer)).toMatchObject({
      code: 'SUCCESS',
      message: 'composite sub request executed successfully',
      status: 'success',
      details: { response: { headers: { 'Content-Disposition': expect.any(String) }, status_code: 201 } },
    })
    expect(Object.keys(rowOf(answer).details.response)).toEqual(['headers', 'status_code', 'body'])
    expect(bodyOf(answer, 4).data[0]).toMatchObject({ Phone: '7', Company: expect.stringMatching(/^by \w/) })
    expect(JSON.stringify(answer.json)).not.toContain('x-zoho-emulator')
  })

  it('runs parts in the order of their references, unless told otherwise', async () => {
    const { send } = await composing()
    const backwards = [
      get('Leads/@{a:$.data[0].details.id}', { params: { fields: 'Last_Name' } }),
      create('A', { sub_request_id: 'a' }),
    ]

    const free = await send(backwards)
    const inOrder = await send(backwards, ordered)

    expect([free.status, told(free)]).toEqual([200, [200, 201]])
    expect([inOrder.status, told(inOrder)]).toEqual([207, ['INVALID_REFERENCE', 201]])
  })

  it('says which references lead nowhere, and which in a circle', async () => {
    const { send } = await composing()
    const to = (id: string, place = '$.x') => ({ uri: `/crm/v8/Leads/@{${id}:${place}}`, method: 'GET' })

    const answer = await send([
      { ...to('b'), sub_request_id: 'a' },
      { ...to('a'), sub_request_id: 'b' },
      { ...to('c'), sub_request_id: 'c' },
      to('zzz'),
      { method: 'GET', uri: '/crm/v8/Leads', params: { fields: '@{broken}' } },
    ])

    expect(answer.status).toBe(400)
    expect(told(answer)).toEqual([
      'LOOPING_FOUND',
      'LOOPING_FOUND',
      'INVALID_REFERENCE',
      'INVALID_REFERENCE',
      'INVALID_REFERENCE',
    ])
    expect(rowOf(answer).details).toEqual({
      dependent_data: [
        { sub_request_id: 'a', referred_sub_request_ids: ['b'] },
        { sub_request_id: 'b', referred_sub_request_ids: ['a'] },
      ],
    })
    expect(rowOf(answer, 4).details).toEqual({
      api_name: 'fields',
      json_path: '$.__composite_requests[4].params.fields',
      reference: '@{broken}',
    })
  })

  it('gives no value of a part that failed', async () => {
    const { send } = await composing()

    const answer = await send([
      post({ data: [{ Company: 'no name' }] }, { sub_request_id: '1' }),
      get('Leads/@{1:$.data[0].details.id}'),
      get('Leads/@{1:$.data[0].code}'),
    ])

    expect([answer.status, told(answer)]).toEqual([207, [400, 'INVALID_REFERENCE', 'INVALID_REFERENCE']])
  })

  it.each([
    [{ rollback_on_fail: 'yes' }, 'INVALID_DATA', 'rollback_on_fail'],
    [{ parallel_execution: 1 }, 'INVALID_DATA', 'parallel_execution'],
    [{ __composite_requests: undefined }, 'MANDATORY_NOT_FOUND', '__composite_requests'],
    [{ __composite_requests: null }, 'MANDATORY_NOT_FOUND', '__composite_requests'],
    [{ __composite_requests: {} }, 'INVALID_DATA', '__composite_requests'],
    [{ __composite_requests: [] }, 'INVALID_DATA', '__composite_requests'],
    [{ __composite_requests: Array(6).fill(get('org')) }, 'INVALID_DATA', '__composite_requests'],
  ])('is refused as a whole for %j', async (wrong, code, api_name) => {
    const { call } = await composing()

    const { status, json } = await call('POST', '__composite_requests', {
      __composite_requests: [get('org')],
      ...wrong,
    })

    expect([status, json.code, json.details.api_name]).toEqual([400, code, api_name])
  })

  it('cannot run at the same time what may be undone', async () => {
    const { send } = await composing()

    expect((await send([get('org')], { ...undone, parallel_execution: true })).json).toMatchObject({
      code: 'AMBIGUITY_DURING_PROCESSING',
      details: { ambiguity_due_to: [{ api_name: 'rollback_on_fail' }, { api_name: 'parallel_execution' }] },
    })
    expect((await send([get('org')], { ...undone, concurrent_execution: true })).status).toBe(400)
  })

  it.each([
    ['text', 'INVALID_DATA'],
    [null, 'INVALID_DATA'],
    [{ uri: '/crm/v8/org' }, 'MANDATORY_NOT_FOUND'],
    [{ method: 'GET' }, 'MANDATORY_NOT_FOUND'],
    [get('org', { method: 'HEAD' }), 'INVALID_DATA'],
    [get('org', { method: 7 }), 'INVALID_DATA'],
    [get('org', { uri: '/other/v8/org' }), 'INVALID_DATA'],
    [get('org', { uri: 'https://www.zohoapis.com/crm/v8/org' }), 'INVALID_DATA'],
    [get('org', { uri: {} }), 'INVALID_DATA'],
    [get('org', { uri: `/crm/v8/${'x'.repeat(2050)}` }), 'INVALID_DATA'],
    [get('org', { sub_request_id: '-' }), 'INVALID_DATA'],
    [get('org', { sub_request_id: 1 }), 'INVALID_DATA'],
    [get('org', { headers: [] }), 'INVALID_DATA'],
    [get('org', { headers: { AUTHORIZATION: 'x' } }), 'INVALID_DATA'],
    [get('org', { headers: { 'X-CRM-ORG': '1' } }), 'INVALID_DATA'],
    [get('org', { params: { a: {} } }), 'INVALID_DATA'],
    [post(7 as never), 'INVALID_DATA'],
    [post(JSON.parse(`${'{"a":'.repeat(150)}1${'}'.repeat(150)}`)), 'INVALID_DATA'],
    [get('x', { uri: '/crm/v9/org' }), 'NOT_ALLOWED'],
    [post({ __composite_requests: [get('org')] }, { uri: '/crm/v8/__composite_requests' }), 'NOT_SUPPORTED'],
    [post({ __composite_requests: [get('org')] }, { uri: '/crm/v8/%5F_composite_requests' }), 'NOT_SUPPORTED'],
    [get('x', { uri: '/crm/v8/../../../_emulator/directory' }), 'NOT_SUPPORTED'],
    [get('x', { uri: '/crm/v8/%2e%2e/%2e%2e/%2e%2e/_emulator/directory' }), 'NOT_SUPPORTED'],
    [get('x', { uri: '/crm/v8/../../../www.zohoapis.com/crm/v8/org' }), 'NOT_SUPPORTED'],
    [get('x', { uri: '/crm/bulk/v8/read/1' }), 'NOT_SUPPORTED'],
    [get('Leads', { method: 'DELETE', params: { ids: '1,2' } }), 'NOT_SUPPORTED'],
    [post({ ids: ['1'] }, { uri: '/crm/v8/Leads/actions/mass_delete' }), 'NOT_SUPPORTED'],
  ])('refuses a part like %j', async (part, code) => {
    const { send } = await composing()

    const alone = await send([part])
    const beside = await send([part, get('org')])

    expect([alone.status, told(alone)]).toEqual([400, [code]])
    expect([beside.status, told(beside)]).toEqual([207, [code, 200]])
  })

  it('refuses parts that share an id', async () => {
    const { send } = await composing()
    const same = { sub_request_id: 'a' }

    const answer = await send([get('org', same), get('org'), get('org', same)])

    expect([answer.status, told(answer)]).toEqual([207, ['DUPLICATE_DATA', 200, 'DUPLICATE_DATA']])
    expect(rowOf(answer).details).toMatchObject({ sub_request_indexes: [0, 2] })
  })

  it('limits the records of a part', async () => {
    const { send, insert } = await composing()
    await insert('Leads', ...Array.from({ length: 30 }, (_, index) => lead(`N${index}`)))
    const query = (limit: string) =>
      post({ select_query: `select Last_Name from Leads where id != 0 ${limit}` }, { uri: '/crm/v8/coql' })

    const first = await send([
      post({ data: [lead('A'), lead('B')] }),
      get('Leads', { params: { fields: 'Last_Name' } }),
      get('Leads', { params: { fields: 'Last_Name', per_page: 26 } }),
      query('limit 26'),
      query(''),
    ])
    const second = await send([query('offset 10'), query('limit 3'), query('nonsense')])

    expect(told(first)).toEqual([400, 200, 400, 400, 200])
    expect(bodyOf(first, 0)).toEqual({
      code: 'LIMIT_EXCEEDED',
      details: { by: 'data', limit: 1 },
      message: 'limit exceeded',
      status: 'error',
    })
    expect(bodyOf(first, 1).info).toMatchObject({ per_page: 25, count: 25 })
    expect(bodyOf(first, 3).details).toEqual({ by: 'limit', limit: 25 })
    expect(bodyOf(first, 4).data).toHaveLength(25)
    expect(told(second)).toEqual([200, 200, 400])
    expect(bodyOf(second, 0).data).toHaveLength(20)
  })

  it('gives parts no more than the token has', async () => {
    const narrow = await composing(await atCrm({ scope: 'ZohoCRM.composite_requests.CUSTOM,ZohoCRM.org.READ' }))
    const without = await composing(await atCrm({ scope: 'ZohoCRM.org.READ' }))

    const answer = await narrow.send([
      get('org'),
      create('A'),
      get('Leads', { headers: { Host: 'accounts.zoho.com' } }),
    ])

    expect([answer.status, told(answer)]).toEqual([200, [200, 401, 401]])
    expect(bodyOf(answer, 1).code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await without.send([get('org')])).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('passes headers on, and stands in the journal with its parts', async () => {
    const { send, zoho } = await composing()

    const answer = await send([
      create('A', { sub_request_id: '1' }),
      get('Leads/@{1:$.data[0].details.id}', { headers: { 'If-Modified-Since': '2099-01-01T00:00:00+00:00' } }),
      get('Leads/1'),
    ])

    expect(told(answer)).toEqual([201, 304, 204])
    expect(bodyOf(answer, 2)).toBeNull()
    const paths = (await zoho.requests()).map(({ path }) => path)
    expect(paths.slice(0, 2)).toEqual(['/crm/v8/__composite_requests', '/crm/v8/Leads/1'])
  })

  it('works by every way in which a host is named, and is unknown before v3', async () => {
    const { call, tokens, http } = await composing()
    const { access_token: token } = await tokens({ org: 'Acme', scope })
    const body = { __composite_requests: [{ method: 'GET', uri: '/crm/v3/org' }] }

    for (const [path, headers] of [
      ['/crm/v3/__composite_requests', {}],
      ['/crm/v3/__composite_requests', { Host: 'www.zohoapis.com' }],
      ['/crm/v3/__composite_requests', { Host: 'www.zohoapis.com.localhost:8400' }],
    ] as const) {
      expect(told(await http('POST', path, { token, headers, body }))).toEqual([200])
    }
    expect((await call('POST', 'v2.1/__composite_requests', body)).json.code).toBe('API_NOT_SUPPORTED')
  })
})

describe('rollback_on_fail', () => {
  const failing = post({ data: [{ Company: 'no name' }] })

  it('undoes everything, counters too', async () => {
    const { send, insert, zoho, call } = await composing()
    const [kept] = await insert('Leads', lead('kept'))
    const [deleted] = await insert('Leads', lead('deleted'))
    const state = async () => (await zoho.fetch('/_emulator/snapshot')).text()
    const before = await state()

    const answer = await send(
      [
        create('A', { sub_request_id: '1' }),
        { method: 'PUT', uri: `/crm/v8/Leads/${kept}`, body: { data: [{ Company: 'other' }] } },
        { method: 'DELETE', uri: `/crm/v8/Leads/${deleted}` },
        failing,
        get('org'),
      ],
      undone,
    )

    expect(answer.status).toBe(400)
    expect(told(answer)).toEqual([
      'ROLLBACK_PERFORMED',
      'ROLLBACK_PERFORMED',
      'ROLLBACK_PERFORMED',
      400,
      'PROCESSING_STOPPED',
    ])
    expect(rowOf(answer)).toEqual({
      code: 'ROLLBACK_PERFORMED',
      details: { rollbacked_by_sub_request_index: 3 },
      message: 'the transaction was rolled back since another sub request in the same transaction failed.',
      status: 'error',
    })
    expect(await state()).toBe(before)
    expect((await call('GET', `Leads/${kept}?fields=Company`)).json.data[0].Company).toBe('C')
  })

  it('keeps everything where all goes well', async () => {
    const { send, call } = await composing()

    const answer = await send([create('A', { sub_request_id: '1' }), get('Leads/@{1:$.data[0].details.id}')], undone)

    expect([answer.status, told(answer)]).toEqual([200, [201, 200]])
    expect((await call('GET', 'Leads?fields=Last_Name')).json.data).toHaveLength(1)
  })

  it('fails by a part that cannot be asked, and by rows that failed with 202', async () => {
    const { send, call } = await composing()

    const twice = await send([create('A'), get('x', { uri: '/crm/v9/org' }), get('org')], undone)
    const old = await send([create('A'), { ...failing, uri: '/crm/v3/Leads' }], undone)

    expect(told(twice)).toEqual(['ROLLBACK_PERFORMED', 'NOT_ALLOWED', 'PROCESSING_STOPPED'])
    expect([old.status, told(old)]).toEqual([400, ['ROLLBACK_PERFORMED', 202]])
    expect((await call('GET', 'Leads?fields=Last_Name')).status).toBe(204)
  })

  it('leaves alone what others do meanwhile', async () => {
    const { send, insert, call } = await composing()
    const [shared] = await insert('Leads', lead('shared'))
    const change = (Company: string) => ({
      method: 'PUT',
      uri: `/crm/v8/Leads/${shared}`,
      body: { data: [{ Company }] },
    })

    const answers = await Promise.all([
      send([create('A'), change('undone'), failing], undone),
      insert('Leads', lead('other'), lead('another')),
      send([create('B'), failing], undone),
      insert('Leads', lead('third')),
      send([create('C')], undone),
    ])
    const { json } = await call('GET', 'Leads?fields=Last_Name,Company')
    const names = json.data.map((row: { Last_Name: string }) => row.Last_Name).sort()
    const [fresh] = await insert('Leads', lead('fresh'))

    expect(names).toEqual(['C', 'another', 'other', 'shared', 'third'])
    expect(json.data.find((row: { id: string }) => row.id === shared).Company).toBe('C')
    expect(new Set([...json.data.map((row: { id: string }) => row.id), fresh]).size).toBe(6)
    expect(told(answers[4] as never)).toEqual([201])
  })

  it('sends notifications only once all went well', async () => {
    const { send, call, zoho, http } = await composing()
    await control(http, '/_emulator/faults', { match: { path: '/crm/v8/users' }, delay_ms: 30, times: 1 })
    const ear = await listener()
    const watch = [{ channel_id: '1', events: ['Leads.create'], notify_url: `${ear.url}/hook` }]
    await call('POST', 'actions/watch', { watch })

    // while the second part is held up, others are answered, after which callbacks leave
    const undoing = send([create('A'), get('users'), failing], undone)
    while ((await zoho.requests({ path: '/crm/v8/Leads' })).length === 0) await call('GET', 'org')
    await call('GET', 'org')
    await undoing
    const well = await send([create('B', { sub_request_id: '1' }), create('C')], undone)
    await ear.until(2)
    await expect.poll(() => zoho.requests({ path: '/hook' })).toHaveLength(2)

    const ids = [0, 1].map(index => bodyOf(well, index).data[0].details.id)
    expect(ear.received.flatMap(({ body }) => body.ids).sort()).toEqual(ids.sort())
  })
})

it('meets faults part by part', async () => {
  const { send, http } = await composing()
  await control(http, '/_emulator/faults', { match: { path: '/crm/v8/org' }, answer: { status: 500 }, times: 1 })

  expect(told(await send([get('org'), get('org')]))).toEqual([500, 200])
})
