/** Mass update and mass delete: by id at once, by view or criteria in jobs. */

import { describe, expect, it } from 'vitest'
import { type Answer, agent, control } from '../support/emulator.ts'
import { lead } from './at-crm.ts'
import { type AtViews, atViews } from './at-views.ts'

const scope = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.mass_update.ALL',
  'ZohoCRM.mass_delete.ALL',
  'ZohoCRM.settings.custom_views.READ',
  'ZohoSearch.securesearch.READ',
].join()

const ownView = (name: string, city: string, more: object = {}) => ({
  module: 'Leads',
  name,
  criteria: { field: { api_name: 'City' }, comparator: 'equal', value: city },
  ...more,
})

const views = [
  ownView('In Graz', 'Graz'),
  ownView('In Linz', 'Linz'),
  ownView('In Nowhere', 'Nowhere'),
  ownView('Of the agent', 'Graz', { access_type: 'only_to_me', created_by: agent }),
]

interface Crm extends AtViews {
  /** The id of such a view of leads. */
  viewId(name: string, user?: string): Promise<string>
}

/** The clock stands still, so that only the tests move it. */
async function crm({ scope: granted = scope } = {}): Promise<Crm> {
  const tested = await atViews({ views, scope: granted })
  await control(tested.send, '/_emulator/clock', { freeze: true })
  return { ...tested, viewId: async (name, user) => (await tested.view('Leads', name, user)).id }
}

const update = ({ call }: Crm, body: object, module = 'Leads') => call('POST', `${module}/actions/mass_update`, body)
const remove = ({ call }: Crm, body: object, module = 'Leads') => call('POST', `${module}/actions/mass_delete`, body)

const status = async ({ call }: Crm, kind: 'update' | 'delete', jobId: string) =>
  (await call('GET', `Leads/actions/mass_${kind}?job_id=${jobId}`)).json.data[0]

/** A field of each lead, by last name. */
async function read({ call }: Crm, field: string): Promise<Record<string, unknown>> {
  const { json } = await call('GET', `Leads?fields=Last_Name,${field}`)
  return Object.fromEntries((json?.data ?? []).map((row: Record<string, unknown>) => [row.Last_Name, row[field]]))
}

const single = (answer: Answer) => [answer.status, answer.json.data[0].code, answer.json.data[0].message]

describe('a mass update by id', () => {
  it('writes the value into each record and acknowledges it as an update', async () => {
    const tested = await crm()
    const ids = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))
    await tested.zoho.advanceClock('30m')

    const answer = await update(tested, { data: [{ City: 'Graz' }], ids: ids.slice(0, 2) })
    const cities = await read(tested, 'City')
    const one = await tested.call('GET', `Leads/${ids[0]}`)

    expect(answer.status).toBe(200)
    expect(answer.json.data).toHaveLength(2)
    expect(answer.json.data[0]).toMatchObject({
      code: 'SUCCESS',
      details: { id: ids[0], Modified_By: { name: 'Ada Marlow' } },
      message: 'record updated',
      status: 'success',
    })
    expect(cities).toEqual({ A: 'Graz', B: 'Graz', C: null })
    expect(Date.parse(one.json.data[0].Modified_Time) - Date.parse(one.json.data[0].Created_Time)).toBe(1_800_000)
  })

  it('clears a field, and takes ids that came as numbers', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A', { City: 'Graz' }))

    const cleared = await update(tested, { data: [{ City: null }], ids: [id] })
    const numbers = await update(tested, { data: [{ City: null }], ids: [7] })

    expect(cleared.status).toBe(200)
    expect(await read(tested, 'City')).toEqual({ A: null })
    expect(numbers.json.data[0].details).toEqual({ id: '7' })
  })

  it('answers for each record that is not there, in its place', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A'))

    const mixed = await update(tested, { data: [{ City: 'Graz' }], ids: ['7', id, 'x'] })
    const none = await update(tested, { data: [{ City: 'Graz' }], ids: ['7'] })

    expect(mixed.status).toBe(207)
    expect(mixed.json.data[0]).toEqual({
      code: 'INVALID_DATA',
      details: { id: '7' },
      message: 'the id given seems to be invalid',
      status: 'error',
    })
    expect(mixed.json.data.map((row: { status: string }) => row.status)).toEqual(['error', 'success', 'error'])
    expect(none.status).toBe(400)
  })

  it('adds to a multi-select pick list, unless over_write says that it replaces', async () => {
    const tested = await crm()
    const ids = await tested.insert('Products', { Product_Name: 'P', Tax: ['Vat'] }, { Product_Name: 'Q' })
    const taxes = async () =>
      Promise.all(ids.map(async id => (await tested.call('GET', `Products/${id}`)).json.data[0].Tax))

    await update(tested, { data: [{ Tax: ['Sales Tax'] }], ids }, 'Products')
    const added = await taxes()
    await update(tested, { data: [{ Tax: ['Sales Tax'] }], ids, over_write: true }, 'Products')
    const replaced = await taxes()

    expect(added).toEqual([['Vat', 'Sales Tax'], ['Sales Tax']])
    expect(replaced).toEqual([['Sales Tax'], ['Sales Tax']])
  })

  it.each([
    [{ City: 'Graz', State: 'S' }, 'Leads', 'Max field limit exceeded', { limit: 1 }],
    [
      { Type: 'New Business', Lead_Source: 'X', Amount: 1, Probability: 5 },
      'Deals',
      'Max field limit exceeded',
      { limit: 3 },
    ],
    [{}, 'Leads', 'No field found', {}],
    [
      { Nonsense: 1 },
      'Leads',
      'This field cannot be updated in the Mass Update',
      { api_name: 'Nonsense', json_path: '$.data[0].Nonsense' },
    ],
    [{ Email: 'a@x.example' }, 'Leads', 'This field cannot be updated in the Mass Update', { api_name: 'Email' }],
    [{ Description: 'D' }, 'Leads', 'This field cannot be updated in the Mass Update', { api_name: 'Description' }],
    [
      { Account_Name: { id: '7' } },
      'Contacts',
      'This field cannot be updated in the Mass Update',
      { api_name: 'Account_Name' },
    ],
    [{ Created_Time: null }, 'Leads', 'This field cannot be updated in the Mass Update', { api_name: 'Created_Time' }],
    [{ id: '7' }, 'Leads', 'This field cannot be updated in the Mass Update', { api_name: 'id' }],
    [{ City: 7 }, 'Leads', 'invalid data', { api_name: 'City', expected_data_type: 'string' }],
    [{ City: 'x'.repeat(500) }, 'Leads', 'invalid data', { api_name: 'City', maximum_length: 100 }],
    ['text', 'Leads', 'invalid data', { expected_data_type: 'jsonobject' }],
    [null, 'Leads', 'invalid data', { expected_data_type: 'jsonobject' }],
  ])('refuses to write %j into %s: %s', async (values, module, message, details) => {
    const tested = await crm()

    const { status: code, json } = await update(tested, { data: [values], ids: ['7'] }, module)

    expect(code).toBe(400)
    expect(json.data).toHaveLength(1)
    expect(json.data[0]).toMatchObject({ code: 'INVALID_DATA', message, details })
  })

  it('takes three fields of deals', async () => {
    const tested = await crm()
    const ids = await tested.insert('Deals', { Deal_Name: 'D', Stage: 'Qualification' })

    const { status: code } = await update(
      tested,
      { data: [{ Stage: 'Closed Won', Amount: 5, Type: 'New Business' }], ids },
      'Deals',
    )
    const { json } = await tested.call('GET', `Deals/${ids[0]}`)

    expect(code).toBe(200)
    expect(json.data[0]).toMatchObject({ Stage: 'Closed Won', Amount: 5, Type: 'New Business' })
  })

  it('refuses to clear a mandatory field, in any record', async () => {
    const tested = await crm()
    const ids = await tested.insert('Leads', lead('A'))

    const answer = await update(tested, { data: [{ Company: null }], ids })

    expect(single(answer)).toEqual([400, 'MANDATORY_NOT_FOUND', 'required field not found'])
  })

  it('needs records and a value', async () => {
    const tested = await crm()

    const records = await update(tested, { data: [{ City: 'Graz' }] })
    const value = await update(tested, { ids: ['7'] })
    const values = await update(tested, { data: [{ City: 'Graz' }, { City: 'Linz' }], ids: ['7'] })

    expect([records.status, records.json]).toEqual([
      400,
      { data: [{ code: 'MANDATORY_NOT_FOUND', details: {}, message: 'required field not found', status: 'error' }] },
    ])
    expect([value.status, value.json]).toMatchObject([
      400,
      { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'data' } },
    ])
    expect(values.json.data[0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { maximum_length: 1 } })
  })

  it('takes 500 records and no more', async () => {
    const tested = await crm()
    const ids = Array.from({ length: 501 }, (_, at) => String(at + 1))

    const most = await update(tested, { data: [{ City: 'Graz' }], ids: ids.slice(1) })
    const more = await update(tested, { data: [{ City: 'Graz' }], ids })

    expect(most.json.data).toHaveLength(500)
    expect([more.status, more.json.data]).toMatchObject([
      400,
      [{ code: 'LIMIT_EXCEEDED', details: { maximum_length: 500, api_name: 'ids' } }],
    ])
  })

  it.each([
    [{ ids: 'x' }, { expected_data_type: 'jsonarray', api_name: 'ids', json_path: '$.ids' }],
    [{ ids: [] }, { expected_data_type: 'jsonarray', api_name: 'ids', json_path: '$.ids' }],
    [{ ids: ['7', {}] }, { expected_data_type: 'bigint', api_name: 'ids', json_path: '$.ids[1]' }],
    [
      { ids: ['7'], over_write: 'yes' },
      { expected_data_type: 'boolean', api_name: 'over_write', json_path: '$.over_write' },
    ],
    [{ cvid: '9' }, { api_name: 'cvid', json_path: '$.cvid' }],
    [{ cvid: {} }, { api_name: 'cvid', json_path: '$.cvid' }],
    [
      { cvid: '9', territory: { id: '9' } },
      { api_name: 'territory', json_path: '$.territory' },
    ],
  ])('refuses %j', async (body, details) => {
    const tested = await crm()

    const { status: code, json } = await update(tested, { data: [{ City: 'Graz' }], ...body })

    expect([code, json.code, json.details]).toEqual([400, 'INVALID_DATA', details])
  })

  it('is for ids or a view, not both', async () => {
    const tested = await crm()

    const { json } = await update(tested, {
      data: [{ City: 'Graz' }],
      ids: ['7'],
      cvid: await tested.viewId('In Graz'),
    })

    expect(json).toEqual({
      code: 'AMBIGUITY_DURING_PROCESSING',
      details: {
        ambiguity_due_to: [
          { api_name: 'ids', json_path: '$.ids' },
          { api_name: 'cvid', json_path: '$.cvid' },
        ],
      },
      message: 'Ambiguity while processing the request',
      status: 'error',
    })
  })

  it('names no paths in v2', async () => {
    const tested = await crm()

    const ids = await tested.call('POST', 'v2/Leads/actions/mass_update', { data: [{ City: 'Graz' }], ids: 'x' })
    const field = await tested.call('POST', 'v2/Leads/actions/mass_update', {
      data: [{ Email: 'a@x.example' }],
      ids: ['7'],
    })

    expect(ids.json.details).toEqual({ expected_data_type: 'jsonarray', api_name: 'ids' })
    expect(field.json.data[0].details).toEqual({ api_name: 'Email' })
  })
})

describe('a mass update by view', () => {
  it('is scheduled, runs and is completed as the clock goes on', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Graz' }), lead('C', { City: 'Linz' }))
    const counts = { Failed_Count: 0, Updated_Count: 0, Not_Updated_Count: 2, Total_Count: 2 }

    const { status: code, json } = await update(tested, {
      data: [{ State: 'Styria' }],
      cvid: await tested.viewId('In Graz'),
    })
    const jobId = json.data[0].details.job_id
    const scheduled = [await status(tested, 'update', jobId), await read(tested, 'State')]
    await tested.zoho.advanceClock('1s')
    const running = [await status(tested, 'update', jobId), await read(tested, 'State')]
    await tested.zoho.advanceClock('1s')
    const completed = [await status(tested, 'update', jobId), await read(tested, 'State')]

    expect(code).toBe(200)
    expect(json.data).toEqual([
      {
        code: 'SUCCESS',
        details: { job_id: expect.stringMatching(/^\d{17,19}$/) },
        message: 'mass update scheduled successfully',
        status: 'success',
      },
    ])
    expect(scheduled).toEqual([
      { Status: 'SCHEDULED', ...counts },
      { A: null, B: null, C: null },
    ])
    expect(running).toEqual([
      { Status: 'RUNNING', ...counts },
      { A: null, B: null, C: null },
    ])
    expect(completed).toEqual([
      { Status: 'COMPLETED', Failed_Count: 0, Updated_Count: 2, Not_Updated_Count: 0, Total_Count: 2 },
      { A: 'Styria', B: 'Styria', C: null },
    ])
  })

  it('has its effect for whoever looks next, dated with the end of the job', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A', { City: 'Graz' }))
    const { json: before } = await tested.call('GET', `Leads/${id}`)
    await update(tested, { data: [{ State: 'Styria' }], cvid: await tested.viewId('In Graz') })
    await tested.zoho.advanceClock('30m')

    const search = await tested.call('GET', 'Leads/search?criteria=(State:equals:Styria)')
    const { json: after } = await tested.call('GET', `Leads/${id}`)

    expect(search.json.data[0].id).toBe(id)
    expect(Date.parse(after.data[0].Modified_Time) - Date.parse(before.data[0].Modified_Time)).toBe(2000)
  })

  it('is done at once where job_step_ms is 0', async () => {
    const tested = await crm()
    await control(tested.send, '/_emulator/toggles', { job_step_ms: 0 }, 'PATCH')
    await tested.insert('Leads', lead('A', { City: 'Graz' }))

    const { json } = await update(tested, { data: [{ State: 'Styria' }], cvid: await tested.viewId('In Graz') })

    expect(await read(tested, 'State')).toEqual({ A: 'Styria' })
    expect(await status(tested, 'update', json.data[0].details.job_id)).toMatchObject({ Status: 'COMPLETED' })
  })

  it('is for the records that were there when it was scheduled; those that are gone since have failed', async () => {
    const tested = await crm()
    const [first] = await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Graz' }))
    const { json } = await update(tested, { data: [{ State: 'Styria' }], cvid: await tested.viewId('In Graz') })
    await tested.call('DELETE', `Leads/${first}`)
    await tested.insert('Leads', lead('C', { City: 'Graz' }))
    await tested.zoho.advanceClock('2s')

    expect(await status(tested, 'update', json.data[0].details.job_id)).toEqual({
      Status: 'COMPLETED',
      Failed_Count: 1,
      Updated_Count: 1,
      Not_Updated_Count: 0,
      Total_Count: 2,
    })
    expect(await read(tested, 'State')).toEqual({ B: 'Styria', C: null })
  })

  it('changes nothing after a reset', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }))
    const { json } = await update(tested, { data: [{ State: 'Styria' }], cvid: await tested.viewId('In Graz') })

    await tested.zoho.reset()
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', scope })
    const path = `/sandbox.zohoapis.com/crm/v8/Leads/actions/mass_update?job_id=${json.data[0].details.job_id}`

    expect((await tested.send('GET', path, { token })).json.code).toBe('INVALID_DATA')
  })

  it('answers nobody but who asked for it, and administrators', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }))
    const { json } = await update(tested, { data: [{ State: 'Styria' }], cvid: await tested.viewId('In Graz') })
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', user: agent, scope })

    const path = `/sandbox.zohoapis.com/crm/v8/Leads/actions/mass_update?job_id=${json.data[0].details.job_id}`
    const others = await tested.send('GET', path, { token })

    expect([others.status, others.json.code]).toEqual([400, 'INVALID_DATA'])
    expect(await status(tested, 'update', json.data[0].details.job_id)).toMatchObject({ Total_Count: 1 })
  })

  it('can be of criteria instead, or of a view and criteria together', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Graz' }), lead('C', { City: 'Linz' }))
    const named = (value: string) => ({ field: { api_name: 'Last_Name' }, comparator: 'equal', value })

    await update(tested, { data: [{ State: 'one' }], criteria: named('C') })
    await update(tested, { data: [{ State: 'three' }], criteria: [{ ...named('A'), field: 'Last_Name' }] })
    await update(tested, { data: [{ State: 'two' }], criteria: [named('B')], cvid: await tested.viewId('In Graz') })
    await tested.zoho.advanceClock('2s')

    expect(await read(tested, 'State')).toEqual({ A: 'three', B: 'two', C: 'one' })
  })

  it('is refused for criteria that cannot be read, and for a view that only another user sees', async () => {
    const tested = await crm()
    const cvid = await tested.viewId('Of the agent', agent)
    const data = [{ State: 'S' }]

    const nonsense = { field: { api_name: 'City' }, comparator: 'resembles', value: 'Graz' }
    const criteria = await update(tested, { data, criteria: [nonsense] })
    const field = await update(tested, { data, criteria: [{ ...nonsense, field: 'Nonsense' }] })
    const view = await update(tested, { data, cvid })

    expect([criteria.status, criteria.json]).toMatchObject([
      400,
      { code: 'INVALID_DATA', details: { json_path: '$.criteria[0].comparator' } },
    ])
    expect(field.json).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.criteria[0].field' } })
    expect(view.json).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.cvid' } })
  })

  it('is refused while one for the view is on its way, and where the view is empty', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Linz' }))
    const graz = await tested.viewId('In Graz')
    const linz = await tested.viewId('In Linz')
    const nowhere = await tested.viewId('In Nowhere')
    await update(tested, { data: [{ State: 'S' }], cvid: graz })

    const again = await remove(tested, { cvid: graz })
    const other = await update(tested, { data: [{ State: 'S' }], cvid: linz })
    const empty = await update(tested, { data: [{ State: 'S' }], cvid: nowhere })
    await tested.zoho.advanceClock('2s')
    const later = await update(tested, { data: [{ State: 'S' }], cvid: graz })

    expect([again.status, again.json]).toEqual([
      400,
      {
        code: 'ALREADY_SCHEDULED',
        details: { api_name: 'cvid' },
        message: 'Already a Mass Action scheduler is running for the given cvid',
        status: 'error',
      },
    ])
    expect([empty.status, empty.json]).toEqual([
      400,
      { code: 'NO_RECORDS_FOUND', details: {}, message: 'no record found to update', status: 'error' },
    ])
    expect([other.status, later.status]).toEqual([200, 200])
  })
})

describe('a mass delete', () => {
  it('by id moves records to the recycle bin', async () => {
    const tested = await crm()
    const [first, second] = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))

    const answer = await remove(tested, { ids: [first, second] })
    const deleted = await tested.call('GET', 'Leads/deleted?type=recycle')

    expect([answer.status, answer.json]).toEqual([
      200,
      {
        data: [first, second].map(id => ({
          code: 'SUCCESS',
          details: { id },
          message: 'record is deleted',
          status: 'success',
        })),
      },
    ])
    expect(await read(tested, 'City')).toEqual({ C: null })
    expect(deleted.json.data.map(({ id }: { id: string }) => id).sort()).toEqual([first, second])
  })

  it('by id answers for each record that is not there', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A'))

    const mixed = await remove(tested, { ids: [id, '7'] })

    expect(mixed.status).toBe(207)
    expect(mixed.json.data[1]).toMatchObject({
      code: 'INVALID_DATA',
      details: { id: '7' },
      message: 'the id given seems to be invalid',
    })
  })

  it('by view is a job', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B', { City: 'Graz' }), lead('C', { City: 'Linz' }))
    const { json } = await remove(tested, { cvid: await tested.viewId('In Graz') })
    const jobId = json.data[0].details.job_id

    const before = [await status(tested, 'delete', jobId), Object.keys(await read(tested, 'City')).length]
    await tested.zoho.advanceClock('30m')
    const after = [await status(tested, 'delete', jobId), Object.keys(await read(tested, 'City')).length]
    const deleted = await tested.call('GET', 'Leads/deleted')
    const sinceDeleted = Math.floor(tested.zoho.now() / 1000) * 1000 - Date.parse(deleted.json.data[0].deleted_time)

    expect(json.data[0].message).toBe('mass delete scheduled successfully')
    expect(before).toEqual([{ Status: 'SCHEDULED', Failed_Count: 0, Deleted_Count: 0, Total_Count: 2 }, 3])
    expect(after).toEqual([{ Status: 'COMPLETED', Failed_Count: 0, Deleted_Count: 2, Total_Count: 2 }, 1])
    expect(sinceDeleted).toBe(1_798_000)
  })

  it('needs ids or a view', async () => {
    const tested = await crm()

    const { status: code, json } = await remove(tested, {})
    const view = await remove(tested, { cvid: '9' })

    expect([code, json]).toEqual([
      400,
      {
        code: 'MANDATORY_NOT_FOUND',
        details: { api_name: 'ids', expected_data_type: 'jsonarray' },
        message: 'required field not found',
        status: 'error',
      },
    ])
    expect(view.json).toMatchObject({ code: 'INVALID_DATA', message: 'the cvid given seems to be invalid' })
  })
})

describe('the status of a mass action', () => {
  it('needs the id of such a job, of that module and kind', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }))
    const { json } = await update(tested, { data: [{ State: 'S' }], cvid: await tested.viewId('In Graz') })
    const jobId = json.data[0].details.job_id

    const missing = await tested.call('GET', 'Leads/actions/mass_update')
    const others = await Promise.all(
      [
        `Leads/actions/mass_update?job_id=7`,
        `Leads/actions/mass_delete?job_id=${jobId}`,
        `Deals/actions/mass_update?job_id=${jobId}`,
      ].map(path => tested.call('GET', path)),
    )

    expect([missing.status, missing.json]).toEqual([
      400,
      {
        code: 'MANDATORY_NOT_FOUND',
        details: { param_name: 'job_id' },
        message: 'mandatory param missing',
        status: 'error',
      },
    ])
    for (const other of others) {
      expect([other.status, other.json]).toEqual([
        400,
        {
          code: 'INVALID_DATA',
          details: { param_name: 'job_id' },
          message: 'The jobid given seems to be invalid',
          status: 'error',
        },
      ])
    }
  })

  it('is not for another org', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }))
    const { json } = await update(tested, { data: [{ State: 'S' }], cvid: await tested.viewId('In Graz') })
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope })
    const path = `/www.zohoapis.com/crm/v8/Leads/actions/mass_update?job_id=${json.data[0].details.job_id}`

    expect((await tested.send('GET', path, { token })).json).toMatchObject({ details: { param_name: 'job_id' } })
  })
})

describe('the scopes of mass actions', () => {
  it.each([
    ['ZohoCRM.mass_update.UPDATE', 'POST', 'mass_update', 400],
    ['ZohoCRM.mass_update.leads.UPDATE', 'POST', 'mass_update', 400],
    ['ZohoCRM.mass_update.contacts.UPDATE', 'POST', 'mass_update', 401],
    ['ZohoCRM.mass_update.UPDATE', 'GET', 'mass_update', 401],
    ['ZohoCRM.mass_update.READ', 'GET', 'mass_update', 400],
    ['ZohoCRM.mass_delete.DELETE', 'POST', 'mass_delete', 400],
    ['ZohoCRM.mass_delete.leads.READ', 'GET', 'mass_delete', 400],
    ['ZohoCRM.modules.ALL', 'POST', 'mass_update', 401],
    ['ZohoCRM.modules.ALL', 'POST', 'mass_delete', 401],
  ])('%s lets a %s of %s through to %i', async (granted, method, action, expected) => {
    const { call } = await crm({ scope: granted })

    const { status: code } = await call(method, `Leads/actions/${action}`, method === 'POST' ? {} : undefined)

    expect(code).toBe(expected)
  })
})
