/** Upsert, clone, conditional updates, deleted records and the recycle bin. */

import { describe, expect, it } from 'vitest'
import type { Answer } from '../support/emulator.ts'
import { atCrm, lead } from './at-crm.ts'

const ids = ({ json }: Answer): string[] => json.data.map((row: { details: { id: string } }) => row.details.id)

describe('an upsert', () => {
  it('adds what is new and updates what the module’s own field finds, without case', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A', { Email: 'a@x.example' }))

    const answer = await tested.call('POST', 'Leads/upsert', {
      data: [lead('A2', { Email: 'A@X.example' }), lead('B', { Email: 'b@x.example' })],
    })
    const { json } = await tested.call('GET', `Leads/${id}`)

    expect(answer.status).toBe(200)
    expect(Object.keys(answer.json.data[0])).toEqual([
      'code',
      'duplicate_field',
      'action',
      'details',
      'message',
      'status',
    ])
    expect(
      answer.json.data.map(({ duplicate_field, action, message }: Record<string, string>) => [
        duplicate_field,
        action,
        message,
      ]),
    ).toEqual([
      ['Email', 'update', 'record updated'],
      [null, 'insert', 'record added'],
    ])
    expect(json.data[0].Last_Name).toBe('A2')
  })

  it('looks in the fields that the caller names, in their order, and no others', async () => {
    const tested = await atCrm()
    const [byPhone, byMail] = await tested.insert(
      'Leads',
      lead('A', { Phone: '555-1', Email: 'a@x.example' }),
      lead('B', { Phone: '555-2', Email: 'b@x.example' }),
    )

    const mailOnly = await tested.call('POST', 'Leads/upsert', {
      data: [lead('D', { Phone: '555-1', Email: 'b@x.example' })],
      duplicate_check_fields: ['Email'],
    })
    const both = await tested.call('POST', 'Leads/upsert', {
      data: [lead('C', { Phone: '555-1', Email: 'b@x.example' })],
      duplicate_check_fields: ['Phone', 'Email'],
    })
    const neither = await tested.call('POST', 'Leads/upsert', {
      data: [lead('E', { Email: 'b@x.example' })],
      duplicate_check_fields: ['Phone'],
    })

    expect(both.json.data[0]).toMatchObject({ action: 'update', duplicate_field: 'Phone', details: { id: byPhone } })
    expect(mailOnly.json.data[0]).toMatchObject({ action: 'update', details: { id: byMail } })
    expect(neither.json.data[0]).toMatchObject({ action: 'insert', duplicate_field: null })
  })

  it('updates the record whose id a row names, and needs no mandatory fields for it', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A'))

    const { json } = await tested.call('POST', 'Leads/upsert', { data: [{ id, Company: 'D' }] })

    expect(json.data[0]).toMatchObject({ action: 'update', duplicate_field: null, details: { id } })
  })

  it('answers row by row, and refuses fields that the module lacks', async () => {
    const { call } = await atCrm()

    const mixed = await call('POST', 'Leads/upsert', { data: [lead('A'), { Email: 'x@y.example' }] })
    const none = await call('POST', 'v2/Leads/upsert', { data: [{ Email: 'x@y.example' }] })
    const unknown = await call('POST', 'Leads/upsert', { data: [lead('A')], duplicate_check_fields: ['Nonsense'] })

    expect([mixed.status, mixed.json.data[1].code]).toEqual([207, 'MULTIPLE_OR_MULTI_ERRORS'])
    expect(none.status).toBe(202)
    expect([unknown.status, unknown.json.code, unknown.json.details.json_path]).toEqual([
      400,
      'INVALID_DATA',
      '$.duplicate_check_fields[0]',
    ])
  })
})

describe('an update on condition', () => {
  it('is refused with 412 once somebody has changed the record', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A'))
    const read = new Date(tested.zoho.now() + 1000).toISOString()
    const update = (since: string) =>
      tested.call('PUT', `Leads/${id}`, { data: [{ Company: 'D' }] }, { 'If-Unmodified-Since': since })

    const first = await update(read)
    await tested.zoho.advanceClock('1m')
    await update(new Date(tested.zoho.now()).toUTCString())
    const stale = await update(read)

    expect(first.status).toBe(200)
    expect(stale.status).toBe(412)
    expect(stale.json.data[0]).toMatchObject({
      code: 'ALREADY_MODIFIED',
      message: 'record updated time has already passed if-unmodified-since time',
      details: { id, Modified_By: { name: 'Ada Marlow' } },
    })
  })
})

describe('a clone', () => {
  it('has the values of its original but for those that are sent', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A', { Email: 'a@x.example', Phone: '1' }))

    const plain = await tested.call('POST', `Leads/${id}/actions/clone`)
    const changed = await tested.call('POST', `Leads/${id}/actions/clone`, { data: [{ Last_Name: 'B' }] })
    const { json } = await tested.call('GET', `Leads/${ids(changed)[0]}`)

    expect([plain.status, plain.json.data[0].message]).toEqual([201, 'record added'])
    expect(ids(plain)[0]).not.toBe(id)
    expect(json.data[0]).toMatchObject({ Last_Name: 'B', Full_Name: 'B', Email: 'a@x.example', Phone: '1' })
  })

  it('of a record that is not there is refused', async () => {
    const { call } = await atCrm()

    expect((await call('POST', 'Leads/7/actions/clone')).json).toMatchObject({
      code: 'INVALID_DATA',
      details: { resource_path_index: 1 },
    })
  })
})

describe('deleted records', () => {
  it('are listed with who deleted them, until they are restored', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', lead('A'), lead('B'))
    await tested.call('DELETE', `Leads/${id}`)

    const deleted = await tested.call('GET', 'Leads/deleted?type=recycle')
    const bin = await tested.call('GET', 'settings/recycle_bin')
    const restored = await tested.call('POST', `settings/recycle_bin/${id}/actions/restore`)
    const back = await tested.call('GET', `Leads/${id}`)
    const none = await tested.call('GET', 'Leads/deleted')

    expect(deleted.json).toEqual({
      data: [
        {
          deleted_by: { name: 'Ada Marlow', id: expect.any(String) },
          id,
          display_name: 'A',
          type: 'recycle',
          created_by: { name: 'Ada Marlow', id: expect.any(String) },
          deleted_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
        },
      ],
      info: { per_page: 200, count: 1, page: 1, more_records: false },
    })
    expect(bin.json.recycle_bin).toMatchObject([{ id, display_name: 'A', module: { api_name: 'Leads' } }])
    expect(restored.json.recycle_bin).toEqual([
      { code: 'SUCCESS', details: { id }, message: 'record restored', status: 'success' },
    ])
    expect(back.json.data[0].Last_Name).toBe('A')
    expect(none.status).toBe(204)
  })

  it('that are gone for good keep their id alone', async () => {
    const tested = await atCrm()
    const [a, b] = await tested.insert('Leads', lead('A'), lead('B'))
    await tested.call('DELETE', `Leads?ids=${a},${b}`)

    await tested.call('DELETE', `settings/recycle_bin/${a}`)
    const permanent = await tested.call('GET', 'Leads/deleted?type=permanent')
    const count = await tested.call('GET', 'settings/recycle_bin/actions/count')
    await tested.call('POST', 'settings/recycle_bin/actions/empty')
    const restore = await tested.call('POST', 'settings/recycle_bin/actions/restore', {
      recycle_bin: [{ id: a }, { id: b }],
    })

    expect(permanent.json.data).toMatchObject([
      { id: a, display_name: null, deleted_by: null, created_by: null, type: 'permanent' },
    ])
    expect(count.json).toEqual({ count: 1 })
    expect(restore.status).toBe(400)
    expect(restore.json.recycle_bin).toHaveLength(2)
    expect((await tested.call('GET', 'settings/recycle_bin')).status).toBe(204)
  })

  it('are refused by a type that is none', async () => {
    const { call } = await atCrm()

    const { status, json } = await call('GET', 'Leads/deleted?type=some')

    expect([status, json.code, json.details]).toEqual([400, 'PATTERN_NOT_MATCHED', { param_name: 'type' }])
  })
})
