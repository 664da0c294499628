/** Rich texts in full. Zoho ships no module with one, so the leads here get two custom fields. */

import { describe, expect, it } from 'vitest'
import { fixtureWith } from '../support/fixture-file.ts'
import { atCrm, lead } from './at-crm.ts'

const richtext = (field_label: string) => ({ field_label, data_type: 'richtext' })

const crm = (scope = 'ZohoCRM.modules.ALL') =>
  atCrm({ fixture: fixtureWith({ fields: { Leads: [richtext('Story'), richtext('Notice')] } }), scope })

const long = `<b>${'x'.repeat(1000)}</b>`

describe('the full data of a record', () => {
  it('has its rich texts whole, where a list cuts them short', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A', { Story: long }))

    const list = await tested.call('GET', 'Leads?fields=Story')
    const full = await tested.call('GET', `Leads/${id}/actions/fetch_full_data`)

    expect(list.json.data[0].Story).toHaveLength(500)
    expect([full.status, full.json]).toEqual([200, { data: [{ Story: long, Notice: null, id }] }])
  })

  it('has the fields that are asked for, as far as they are rich texts', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A', { Story: long, Notice: '<i>n</i>' }))

    const one = await tested.call('GET', `Leads/${id}/actions/fetch_full_data?fields=Notice,Last_Name,Nonsense`)
    const none = await tested.call('GET', `Leads/${id}/actions/fetch_full_data?fields=Last_Name`)

    expect(one.json).toEqual({ data: [{ Notice: '<i>n</i>', id }] })
    expect([none.status, none.text]).toEqual([204, ''])
  })

  it('is nothing for a record that is not there or has no text', async () => {
    const tested = await crm()
    const [id] = await tested.insert('Leads', lead('A'))

    const absent = await tested.call('GET', 'Leads/7/actions/fetch_full_data')
    const empty = await tested.call('GET', `Leads/${id}/actions/fetch_full_data`)
    const malformed = await tested.call('GET', 'Leads/x/actions/fetch_full_data')

    expect([absent.status, empty.status]).toEqual([204, 204])
    expect([malformed.status, malformed.json.details]).toEqual([400, { resource_path_index: 1 }])
  })

  it('needs the scope of the module, and v6', async () => {
    const { call } = await crm('ZohoCRM.modules.contacts.ALL')

    const scope = await call('GET', 'Leads/7/actions/fetch_full_data')
    const old = await call('GET', 'v5/Contacts/7/actions/fetch_full_data')
    const first = await call('GET', 'v6/Contacts/7/actions/fetch_full_data')

    expect([scope.status, scope.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
    expect([old.status, old.json.details]).toEqual([400, { supported_version: 'v6' }])
    expect(first.status).toBe(204)
  })
})

describe('the full data of several records', () => {
  it('comes in the order of their ids, without those that are not there', async () => {
    const tested = await crm()
    const [first, second] = await tested.insert('Leads', lead('A', { Story: long }), lead('B', { Story: 's' }))

    const { status, json } = await tested.call(
      'GET',
      `Leads/actions/fetch_full_data?ids=${second},7,${first},${second}&fields=Story`,
    )

    expect([status, json]).toEqual([
      200,
      {
        data: [
          { Story: 's', id: second },
          { Story: long, id: first },
        ],
      },
    ])
  })

  it('needs ids and fields, 200 and 8 at most', async () => {
    const { call } = await crm()
    const many = (count: number) => Array.from({ length: count }, (_, at) => at + 1).join()
    const fetch = (query: string) => call('GET', `Leads/actions/fetch_full_data?${query}`)

    const ids = await fetch('fields=Story')
    const fields = await fetch('ids=7')
    const tooManyIds = await fetch(`ids=${many(201)}&fields=Story`)
    const tooManyFields = await fetch(`ids=7&fields=${many(9)}`)
    const most = await fetch(`ids=${many(200)}&fields=${many(8)}`)

    expect([ids.status, ids.json]).toMatchObject([
      400,
      { code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'ids' } },
    ])
    expect(fields.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'fields' } })
    for (const answer of [tooManyIds, tooManyFields]) {
      expect([answer.status, answer.json.code, answer.json.details]).toEqual([400, 'INVALID_REQUEST', {}])
    }
    expect(most.status).toBe(204)
  })

  it('came with v8', async () => {
    const { call } = await crm()

    const { status, json } = await call('GET', 'v7/Leads/actions/fetch_full_data?ids=7&fields=Story')

    expect([status, json.code, json.details]).toEqual([400, 'API_NOT_SUPPORTED', { supported_version: 'v8' }])
  })
})
