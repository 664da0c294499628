/** What writes say beside their rows, values that are added to a list, and parameters that only some versions take. */

import { describe, expect, it } from 'vitest'
import { admin, agent, control } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

const lead = { Last_Name: 'Roe', Company: 'C' }
const allTriggers = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration']

describe('the keys beside the rows of a write', () => {
  it('are taken where they say what the service knows', async () => {
    const { call } = await atCrm()
    const bodies = [
      { trigger: [] },
      { trigger: allTriggers },
      { trigger: null },
      { process: ['review_process'] },
      { apply_feature_execution: [{ name: 'layout_rules' }, { name: 'criteria_validation_rule' }] },
      { skip_feature_execution: [{ name: 'cadences' }] },
      { wf_trigger: 'true' },
      { wf_trigger: false },
    ]

    for (const body of bodies) {
      const { status } = await call('POST', 'Leads/upsert', { data: [lead], ...body })
      expect(status, JSON.stringify(body)).toBe(200)
    }
  })

  it.each([
    [{ trigger: 'workflow' }, { expected_data_type: 'jsonarray', api_name: 'trigger', json_path: '$.trigger' }],
    [{ trigger: [7] }, { expected_data_type: 'string', api_name: 'trigger', json_path: '$.trigger[0]' }],
    [
      { trigger: ['workflow', 'magic'] },
      { api_name: 'trigger', json_path: '$.trigger[1]', supported_values: allTriggers },
    ],
    [{ process: {} }, { expected_data_type: 'jsonarray', api_name: 'process', json_path: '$.process' }],
    [
      { apply_feature_execution: ['layout_rules'] },
      {
        expected_data_type: 'jsonobject',
        api_name: 'apply_feature_execution',
        json_path: '$.apply_feature_execution[0]',
      },
    ],
    [
      { apply_feature_execution: [{ name: 'magic' }] },
      {
        api_name: 'name',
        json_path: '$.apply_feature_execution[0].name',
        supported_values: expect.arrayContaining(['layout_rules', 'assignment_rules']),
      },
    ],
    [
      { skip_feature_execution: [{ name: 'workflow' }] },
      { api_name: 'name', json_path: '$.skip_feature_execution[0].name', supported_values: ['cadences'] },
    ],
    [{ wf_trigger: 'perhaps' }, { expected_data_type: 'boolean', api_name: 'wf_trigger', json_path: '$.wf_trigger' }],
    [{ lar_id: 'rule' }, { expected_data_type: 'bigint', api_name: 'lar_id', json_path: '$.lar_id' }],
    [{ lar_id: '5731204000000999999' }, { api_name: 'lar_id', json_path: '$.lar_id' }],
  ])('are refused with %j before a row is written, by every write', async (keys, details) => {
    const tested = await atCrm()
    const id = await tested.insertOne('Leads', lead)
    const body = { data: [{ id, ...lead, Last_Name: 'Doe' }], ...keys }

    const answers = [
      await tested.call('POST', 'Leads', body),
      await tested.call('PUT', 'Leads', body),
      await tested.call('PUT', `Leads/${id}`, body),
      await tested.call('POST', 'Leads/upsert', body),
      await tested.call('POST', `Leads/${id}/actions/clone`, body),
      await tested.call('POST', `Leads/${id}/Notes`, { ...body, data: [{ Note_Content: 'C' }] }),
    ]
    const { json } = await tested.call('GET', 'Leads?fields=Last_Name')

    for (const answer of answers) {
      expect([answer.status, answer.json]).toEqual([
        400,
        { code: 'INVALID_DATA', details, message: expect.any(String), status: 'error' },
      ])
    }
    expect(json.data).toEqual([{ Last_Name: 'Roe', id }])
  })

  it('need a name for each feature', async () => {
    const { call } = await atCrm()

    const { json } = await call('POST', 'Leads', { data: [lead], apply_feature_execution: [{}] })

    expect(json).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'name', json_path: '$.apply_feature_execution[0].name' },
    })
  })

  it('are named without a path in v2', async () => {
    const { call } = await atCrm()

    const { json } = await call('POST', 'v2/Leads', { data: [lead], trigger: ['magic'] })

    expect(json.details).toEqual({ api_name: 'trigger', supported_values: allTriggers })
  })
})

it('takes wf_trigger with a delete, and nothing else than true or false', async () => {
  const tested = await atCrm()
  const id = await tested.insertOne('Leads', lead)

  const wrong = [
    await tested.call('DELETE', `Leads/${id}?wf_trigger=perhaps`),
    await tested.call('DELETE', `Leads?ids=${id}&wf_trigger=perhaps`),
  ]
  const right = await tested.call('DELETE', `Leads?ids=${id}&wf_trigger=false`)

  for (const { status, json } of wrong) {
    expect([status, json]).toMatchObject([400, { code: 'INVALID_DATA', details: { param_name: 'wf_trigger' } }])
  }
  expect(right.json.data[0].message).toBe('record deleted')
})

describe('$append_values', () => {
  const product = { Product_Name: 'Pen', Tax: ['Vat'] }
  const taxesOf = async ({ call }: AtCrm, id: string) => (await call('GET', `Products/${id}`)).json.data[0].Tax

  it('adds values to a multi-select pick list, each once, where an update otherwise replaces them', async () => {
    const tested = await atCrm()
    const id = await tested.insertOne('Products', product)
    const update = (row: object) => tested.call('PUT', `Products/${id}`, { data: [row] })

    await update({ Tax: ['Sales Tax', 'Vat'], $append_values: { Tax: true } })
    const added = await taxesOf(tested, id)
    await update({ Tax: [], $append_values: { Tax: true } })
    await update({ Tax: null, $append_values: { Tax: true } })
    const kept = await taxesOf(tested, id)
    await update({ Tax: ['Sales Tax'], $append_values: { Tax: false } })

    expect(added).toEqual(['Vat', 'Sales Tax'])
    expect(kept).toEqual(['Vat', 'Sales Tax'])
    expect(await taxesOf(tested, id)).toEqual(['Sales Tax'])
  })

  it('counts in an upsert and means nothing in an insert or for other fields', async () => {
    const tested = await atCrm()
    const id = await tested.insertOne('Products', { ...product, $append_values: { Tax: true, Product_Name: true } })
    const $append_values = { Tax: true, Product_Code: true, Nonsense: true }

    const { json } = await tested.call('POST', 'Products/upsert', {
      data: [{ Product_Name: 'Pen', Product_Code: 'P', Tax: ['Sales Tax'], $append_values }],
    })

    expect(json.data[0].action).toBe('update')
    expect(await taxesOf(tested, id)).toEqual(['Vat', 'Sales Tax'])
    expect((await tested.call('GET', `Products/${id}`)).json.data[0].Product_Code).toBe('P')
  })

  it.each([
    ['yes', 'jsonobject', '$append_values', '$.data[0].$append_values'],
    [['Tax'], 'jsonobject', '$append_values', '$.data[0].$append_values'],
    [{ Tax: 'yes' }, 'boolean', 'Tax', '$.data[0].$append_values.Tax'],
  ])('is refused as %j', async ($append_values, expected_data_type, api_name, json_path) => {
    const tested = await atCrm()
    const id = await tested.insertOne('Products', product)

    const { json } = await tested.call('PUT', `Products/${id}`, { data: [{ Tax: ['Sales Tax'], $append_values }] })

    expect(json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { expected_data_type, api_name, json_path } })
    expect(await taxesOf(tested, id)).toEqual(['Vat'])
  })
})

describe('the state of listed records', () => {
  it('is asked for by approved up to v5: none here waits for approval', async () => {
    const tested = await atCrm()
    await tested.insertOne('Leads', lead)
    const status = async (version: string, approved: string) =>
      (await tested.call('GET', `${version}/Leads?fields=id&approved=${approved}`)).status

    for (const version of ['v2', 'v2.1', 'v5']) {
      expect(await status(version, 'false')).toBe(204)
      expect(await status(version, 'true')).toBe(200)
      expect(await status(version, 'both')).toBe(200)
      expect(await status(version, 'perhaps')).toBe(400)
    }
    expect(await status('v6', 'false')).toBe(200)
    expect(await status('v8', 'false')).toBe(200)
  })

  it.each(['v2', 'v3', 'v8'])('is asked for by converted in %s', async version => {
    const tested = await atCrm()
    await tested.insertOne('Leads', lead)
    const status = async (converted: string) =>
      (await tested.call('GET', `${version}/Leads?fields=id&converted=${converted}`)).status

    expect(await status('false')).toBe(200)
    expect(await status('true')).toBe(204)
    expect(await status('both')).toBe(200)
  })
})

describe('fields that only the newest description demands', () => {
  const deal = { Deal_Name: 'D', Stage: 'Qualification' }
  const meeting = {
    Event_Title: 'E',
    Start_DateTime: '2026-01-05T10:00:00+00:00',
    End_DateTime: '2026-01-05T11:00:00+00:00',
  }

  it('may be left out, unless the toggle newer_mandatory_fields says otherwise', async () => {
    const { call, send } = await atCrm()
    const post = async (path: string, row: object) => (await call('POST', path, { data: [row] })).json.data[0]

    const before = await post('Deals', deal)
    await control(send, '/_emulator/toggles', { newer_mandatory_fields: true }, 'PATCH')
    const refused = [await post('Deals', deal), await post('Events', meeting)]
    const older = [await post('v7/Deals', deal), await post('v7/Events', meeting)]
    const whole = [
      await post('Deals', { ...deal, Closing_Date: '2026-03-01', Pipeline: 'Standard (Standard)' }),
      await post('Events', { ...meeting, Meeting_Venue__s: 'Online' }),
    ]

    expect(before.code).toBe('SUCCESS')
    expect(refused[0].details.errors.map(({ details }: { details: { api_name: string } }) => details.api_name)).toEqual(
      ['Closing_Date', 'Pipeline'],
    )
    expect(refused[1]).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Meeting_Venue__s' } })
    expect([...older, ...whole].map(({ code }) => code)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS'])
  })
})

describe('a user who is named in a record', () => {
  it('is one of the org, by id or e-mail address', async () => {
    const tested = await atCrm()
    const { users } = (await tested.call('GET', 'users')).json
    const other = users.find(({ email }: { email: string }) => email === agent)
    const forms = [other.id, { id: other.id }, { email: agent.toUpperCase() }]

    for (const form of forms) {
      const id = await tested.insertOne('Products', { Product_Name: 'Pen', Owner: form, Handler: form })
      const row = (await tested.call('GET', `Products/${id}`)).json.data[0]
      expect([row.Owner.id, row.Handler.id]).toEqual([other.id, other.id])
    }
  })

  it('is refused where he belongs to another org or to none', async () => {
    const tested = await atCrm()
    const { access_token: token } = await tested.tokens({ org: 'Globex', user: admin })
    const foreign = (await tested.send('GET', '/www.zohoapis.com/crm/v8/users', { token })).json.users[0].id
    const rows = [
      { Owner: foreign },
      { Handler: { id: foreign } },
      { Owner: { id: '7' } },
      { Owner: { email: 'x@y.example' } },
    ]

    const { json } = await tested.call('POST', 'Products', {
      data: rows.map(row => ({ Product_Name: 'Pen', ...row })),
    })

    expect(
      json.data.map(({ message, details }: { message: string; details: { json_path: string } }) => [
        message,
        details.json_path,
      ]),
    ).toEqual([
      ['the id given seems to be invalid', '$.data[0].Owner'],
      ['the id given seems to be invalid', '$.data[1].Handler.id'],
      ['the id given seems to be invalid', '$.data[2].Owner.id'],
      ['the id given seems to be invalid', '$.data[3].Owner.email'],
    ])
  })
})
