/** `/actions/watch`: channels, and what comes over them. */

import { describe, expect, it } from 'vitest'
import { control, everything, listen } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'
import { allScopes, atCrm, idOf, lead } from './at-crm.ts'
import { staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.notifications.ALL,ZohoCRM.mass_update.ALL,ZohoCRM.mass_delete.ALL`
const url = 'http://localhost:9/hook'

const channel = (more: object = {}) => ({ channel_id: '10000', events: ['Leads.all'], notify_url: url, ...more })
const onLeads = (...fields: string[]) => [
  {
    type: 'field_selection',
    module: { api_name: 'Leads' },
    field_selection: { group_operator: 'or', group: fields.map(api_name => ({ field: { api_name } })) },
  },
]

/** An emulator with a token, and somebody who listens. */
async function watching(more: object = {}, statuses: number[] = [200]) {
  const crm = await atCrm({ scope })
  const ear = await listener(statuses)
  const hear = { notify_url: `${ear.url}/hook?key=value`, ...more }
  const { json, status, text } = await crm.call('POST', 'actions/watch', { watch: [channel(hear)] })
  if (status !== 201) throw new Error(text)
  return { ...crm, ear, subscribed: json.watch[0] }
}

const write = async (watch: object[], method = 'POST', path = 'actions/watch') => {
  const crm = await atCrm({ scope })
  return crm.call(method, path, { watch })
}

describe('a channel', () => {
  it('is made, listed, changed, and gone', async () => {
    const { call } = await atCrm({ scope })
    const base = 'http://localhost/sandbox.zohoapis.com/crm/v8'

    const made = await call('POST', 'actions/watch', {
      watch: [channel({ token: 'secret', events: ['Deals.edit', 'deals.create', 'Contacts.delete'] })],
    })
    const listed = await call('GET', 'actions/watch')
    const ofDeals = await call('GET', 'actions/watch?module=Deals&channel_id=10000')
    const changed = await call('PATCH', 'actions/watch', { watch: [channel({ events: ['Leads.create'], token: 't' })] })
    const removed = await call('PATCH', 'actions/watch', {
      watch: [{ channel_id: '10000', events: ['Deals.edit', 'Contacts.all'], _delete_events: true }],
    })
    const left = await call('GET', 'actions/watch')
    const replaced = await call('PUT', 'actions/watch', { watch: [channel({ events: ['Tasks.all'] })] })
    const disabled = await call('DELETE', 'actions/watch?channel_ids=10000,999')
    const gone = await call('GET', 'actions/watch')

    expect(made.status).toBe(201)
    expect(made.json.watch).toEqual([
      {
        code: 'SUCCESS',
        details: {
          events: [
            {
              channel_expiry: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
              resource_uri: `${base}/Deals`,
              resource_id: expect.any(String),
              resource_name: 'Deals',
              channel_id: '10000',
            },
            expect.objectContaining({ resource_name: 'Contacts' }),
          ],
        },
        message: 'Successfully subscribed for actions-watch of the given module',
        status: 'success',
      },
    ])
    expect(listed.json.info).toEqual({ per_page: 200, count: 2, page: 1, more_records: false })
    expect(Object.keys(listed.json.watch[0])).toEqual([
      'notify_on_related_action',
      'channel_expiry',
      'return_affected_field_values',
      'resource_uri',
      'resource_id',
      'notify_url',
      'resource_name',
      'fields',
      'notification_condition',
      'channel_id',
      'events',
      'token',
    ])
    expect(ofDeals.json.watch).toMatchObject([
      { events: ['Deals.edit', 'Deals.create'], token: 'secret', notify_url: url, notify_on_related_action: true },
    ])
    expect(changed.json.watch[0]).toMatchObject({ message: 'Successfully updated the subscribe details' })
    expect(removed.json.watch[0]).toMatchObject({ message: 'Successfully removed the subscribe details' })
    expect(removed.json.watch[0].details.events[0]).not.toHaveProperty('channel_expiry')
    expect(left.json.watch.map(({ events }: { events: string[] }) => events)).toEqual([
      ['Deals.create'],
      ['Leads.create'],
    ])
    expect(replaced.json.watch[0].details.events).toMatchObject([{ resource_name: 'Tasks' }])
    expect(disabled.status).toBe(207)
    expect(disabled.json.watch).toEqual([
      {
        code: 'SUCCESS',
        details: { resource_uri: `${base}/Tasks`, resource_id: expect.any(String), channel_id: '10000' },
        message: 'Successfully un-subscribed from actions-watch',
        status: 'success',
      },
      expect.objectContaining({ code: 'NOT_SUBSCRIBED', status: 'error' }),
    ])
    expect(gone.status).toBe(204)
  })

  it('ends when it says, at the latest after a week or in old versions a day, else after an hour', async () => {
    const { zoho, send, tokens } = await atCrm({ scope })
    await control(send, '/_emulator/toggles', { access_token_lifetime_s: null }, 'PATCH')
    const { access_token: token } = await tokens({ org: 'Acme QA', scope })
    const call = (method: string, path: string, body?: object) =>
      send(method, `/sandbox.zohoapis.com/crm/v8/${path}`, { token, body })
    const inDays = (days: number) => `${new Date(zoho.now() + days * 86_400_000).toISOString().slice(0, 19)}+00:00`
    const hoursOf = async (channel_expiry: string | undefined, version = 'v8') => {
      const { json } = await call('POST', `../${version}/actions/watch`, { watch: [channel({ channel_expiry })] })
      return Math.round((Date.parse(json.watch[0].details.events[0].channel_expiry) - zoho.now()) / 3_600_000)
    }

    expect([await hoursOf(undefined), await hoursOf(inDays(8)), await hoursOf(inDays(6))]).toEqual([1, 1, 144])
    expect([await hoursOf(inDays(2), 'v3'), await hoursOf(inDays(2), 'v4')]).toEqual([1, 48])
    await hoursOf(inDays(6))
    await zoho.advanceClock('145h')
    expect((await call('GET', 'actions/watch')).status).toBe(204)
    const late = await call('PATCH', 'actions/watch', { watch: [channel()] })
    expect(late.json.watch[0].code).toBe('NOT_SUBSCRIBED')
  })

  it.each([
    [{ channel_id: undefined }, 'MANDATORY_NOT_FOUND', 'channel_id'],
    [{ channel_id: 'abc' }, 'INVALID_DATA', 'channel_id'],
    [{ channel_id: {} }, 'INVALID_DATA', 'channel_id'],
    [{ notify_url: undefined }, 'MANDATORY_NOT_FOUND', 'notify_url'],
    [{ notify_url: 'ftp://x' }, 'INVALID_DATA', 'notify_url'],
    [{ notify_url: 'http://[x' }, 'INVALID_DATA', 'notify_url'],
    [{ events: undefined }, 'MANDATORY_NOT_FOUND', 'events'],
    [{ events: 'Leads.all' }, 'INVALID_DATA', 'events'],
    [{ events: [] }, 'MANDATORY_NOT_FOUND', 'events'],
    [{ events: [7] }, 'INVALID_DATA', 'events'],
    [{ events: ['Leads.read'] }, 'INVALID_DATA', 'events'],
    [{ events: ['Nonsense.all'] }, 'INVALID_DATA', 'events'],
    [{ events: ['Notes.all'] }, 'INVALID_DATA', 'events'],
    [{ events: ['users.all'] }, 'NOT_EMULATED', 'events'],
    [{ token: 'x'.repeat(51) }, 'INVALID_DATA', 'token'],
    [{ token: 7 }, 'INVALID_DATA', 'token'],
    [{ channel_expiry: 'tomorrow' }, 'INVALID_DATA', 'channel_expiry'],
    [{ channel_expiry: '2020-01-01T00:00:00+00:00' }, 'INVALID_DATA', 'channel_expiry'],
    [{ return_affected_field_values: 'yes' }, 'INVALID_DATA', 'return_affected_field_values'],
    [{ notify_on_related_action: 1 }, 'INVALID_DATA', 'notify_on_related_action'],
    [{ _delete_events: 1 }, 'INVALID_DATA', '_delete_events'],
    [{ fields: ['Last_Name'] }, 'NOT_EMULATED', 'fields'],
    [{ notification_condition: {} }, 'INVALID_DATA', 'notification_condition'],
  ])('refuses %j', async (wrong, code, api_name) => {
    const { status, json } = await write([channel(wrong)])

    expect(status).toBe(400)
    expect(json.watch[0]).toMatchObject({ code, details: { api_name, json_path: `$.watch[0].${api_name}` } })
  })

  const condition = (more: object) => [{ ...onLeads('Company')[0], ...more }]
  const selection = (more: object) => condition({ field_selection: { group_operator: 'or', group: [], ...more } })

  it.each([
    [condition({ type: undefined }), 'MANDATORY_NOT_FOUND', 'type'],
    [condition({ type: 7 }), 'INVALID_DATA', 'type'],
    [condition({ type: 'x' }), 'INVALID_DATA', 'type'],
    [condition({ module: undefined }), 'MANDATORY_NOT_FOUND', 'module'],
    [condition({ module: 'Leads' }), 'INVALID_DATA', 'module'],
    [condition({ module: {} }), 'EXPECTED_FIELD_MISSING', 'module'],
    [condition({ module: { api_name: 'X' } }), 'INVALID_DATA', 'module.api_name'],
    [condition({ module: { api_name: 'Leads', id: '1' } }), 'INVALID_DATA', 'module.id'],
    [condition({ field_selection: undefined }), 'DEPENDENT_FIELD_MISSING', 'field_selection'],
    [selection({ group_operator: undefined }), 'MANDATORY_NOT_FOUND', 'field_selection.group_operator'],
    [selection({ group_operator: 'xor' }), 'INVALID_DATA', 'field_selection.group_operator'],
    [selection({}), 'MANDATORY_NOT_FOUND', 'field_selection.field'],
    [selection({ group: [{}] }), 'MANDATORY_NOT_FOUND', 'field_selection.group[0].field'],
    [selection({ group: [{ field: { api_name: 'X' } }] }), 'INVALID_DATA', 'field_selection.group[0].field.api_name'],
    [onLeads(...Array(11).fill('Company')), 'INVALID_DATA', 'field_selection'],
  ])('refuses the condition %j', async (notification_condition, code, place) => {
    const { json } = await write([channel({ notification_condition })])

    expect(json.watch[0]).toMatchObject({
      code,
      details: { json_path: `$.watch[0].notification_condition[0].${place}` },
    })
  })

  it('refuses a condition whose module and id do not agree, and one without events', async () => {
    const { call } = await atCrm({ scope })
    const { json } = await call('GET', 'settings/modules/Deals')
    const module = { api_name: 'Leads', id: json.modules[0].id }

    const torn = await call('POST', 'actions/watch', {
      watch: [channel({ notification_condition: condition({ module }) })],
    })
    const other = await call('POST', 'actions/watch', {
      watch: [channel({ events: ['Deals.all'], notification_condition: onLeads('Company') })],
    })

    expect(torn.json.watch[0].code).toBe('AMBIGUITY_DURING_PROCESSING')
    expect(other.json.watch[0].code).toBe('INVALID_DATA')
  })

  it('refuses the request where there are no rows, too many, and no ids', async () => {
    const { call } = await atCrm({ scope })

    expect((await call('POST', 'actions/watch', {})).json).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect((await call('POST', 'actions/watch', { watch: Array(51).fill(channel()) })).status).toBe(400)
    expect((await call('DELETE', 'actions/watch')).json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING' })
    expect((await call('GET', 'actions/watch?module=X')).json).toMatchObject({ code: 'INVALID_MODULE' })
    expect((await call('PUT', 'actions/watch', { watch: [channel()] })).json.watch[0].code).toBe('NOT_SUBSCRIBED')
  })

  it('needs its own scope', async () => {
    const crm = await atCrm({ scope: everything })
    const reader = await atCrm({ scope: 'ZohoCRM.notifications.READ' })

    expect((await crm.call('GET', 'actions/watch')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await reader.call('GET', 'actions/watch')).status).toBe(204)
    expect((await reader.call('POST', 'actions/watch', { watch: [channel()] })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('belongs to its user and org', async () => {
    const { as, tokens, send } = await staff({}, {}, scope)
    await as('admin', 'POST', 'actions/watch', { watch: [channel()] })
    const { access_token: token } = await tokens({ org: 'Acme UAT', user: 'admin@acme.example', scope }).catch(() => ({
      access_token: '',
    }))

    expect((await as('agent', 'GET', 'actions/watch')).status).toBe(204)
    expect((await as('agent', 'DELETE', 'actions/watch?channel_ids=10000')).json.watch[0].code).toBe('NOT_SUBSCRIBED')
    expect((await as('admin', 'GET', 'actions/watch')).status).toBe(200)
    if (token) expect((await send('GET', '/sandbox.zohoapis.com/crm/v8/actions/watch', { token })).status).toBe(204)
  })

  it('knows conditions from v6 on, and places from v2.1 on', async () => {
    const { call } = await atCrm({ scope })

    await call('POST', 'v5/actions/watch', { watch: [channel({ notification_condition: 7 })] })
    const old = await call('POST', 'v2/actions/watch', { watch: [channel({ token: 7 })] })

    expect((await call('GET', 'v5/actions/watch')).json.watch[0]).not.toHaveProperty('notification_condition')
    expect((await call('GET', 'actions/watch')).json.watch[0].notification_condition).toBeNull()
    expect(old.json.watch[0].details).toEqual({ api_name: 'token', expected_data_type: 'string' })
    expect(old.status).toBe(202)
  })
})

describe('a notification', () => {
  it('tells of a record that was inserted, changed, deleted and restored', async () => {
    const { call, insert, ear, zoho } = await watching({ token: 't', return_affected_field_values: true })

    const [id] = await insert('Leads', lead('A'))
    await ear.until(1)
    await call('PUT', 'Leads', { data: [{ id, Company: 'D', Phone: '1' }] })
    await ear.until(2)
    await call('DELETE', `Leads?ids=${id}`)
    await ear.until(3)
    await call('POST', 'settings/recycle_bin/actions/restore', { recycle_bin: [{ id }] })
    const [inserted, updated, deleted, restored] = await ear.until(4)

    expect(inserted).toMatchObject({ method: 'POST', path: '/hook?key=value' })
    expect(inserted!.headers['content-type']).toMatch(/^application\/json/)
    expect(inserted!.body).toEqual({
      server_time: expect.any(Number),
      affected_values: [],
      query_params: { key: 'value' },
      module: 'Leads',
      resource_uri: 'http://localhost/sandbox.zohoapis.com/crm/v2/Leads',
      ids: [id],
      affected_fields: [],
      operation: 'insert',
      channel_id: '10000',
      token: 't',
    })
    expect(Math.abs(inserted!.body.server_time - zoho.now())).toBeLessThan(60_000)
    expect(updated!.body).toMatchObject({
      affected_values: [{ record_id: id, values: { Company: 'D', Phone: '1' } }],
      ids: [id],
      operation: 'update',
    })
    expect(updated!.body.affected_fields[0][id!].sort()).toEqual(['Company', 'Phone'])
    expect(deleted!.body).toMatchObject({ ids: [id], operation: 'delete', affected_fields: [] })
    expect(restored!.body).toMatchObject({ ids: [id], operation: 'insert' })
  })

  it('tells of all records of a request at once, of a hundred at most', async () => {
    const { call, insert, ear, zoho } = await watching()

    const ids = await insert('Leads', ...Array.from({ length: 100 }, (_, index) => lead(`N${index}`)))
    const more = await insert('Leads', lead('M'))
    await ear.until(2)
    const { json } = await call('POST', 'Leads/actions/mass_update', {
      data: [{ Lead_Status: 'Contacted' }],
      criteria: { field: { api_name: 'Company' }, comparator: 'equal', value: 'C' },
      over_write: true,
    })
    expect(json.data[0].code).toBe('SUCCESS')
    await zoho.advanceClock('2s')
    await call('GET', 'Leads?fields=Last_Name')
    const bodies = (await ear.until(4)).map(({ body }) => body)

    expect(bodies[0].ids).toEqual(ids)
    expect(bodies[1].ids).toEqual(more)
    expect(
      bodies
        .slice(2)
        .map(({ operation, ids: told }) => [operation, told.length])
        .sort(),
    ).toEqual([
      ['update', 1],
      ['update', 100],
    ])
  })

  it('of an upsert tells what was inserted and what was changed', async () => {
    const { call, ear } = await watching()

    await call('POST', 'Leads/upsert', { data: [lead('A', { Email: 'a@example.com' })] })
    await ear.until(1)
    await call('POST', 'Leads/upsert', {
      data: [lead('B', { Email: 'a@example.com' }), lead('C', { Email: 'c@example.com' })],
    })

    const told = (await ear.until(3)).map(({ body }) => body.operation)
    expect([told[0], ...told.slice(1).sort()]).toEqual(['insert', 'insert', 'update'])
  })

  it('comes for the events and fields that were asked for alone', async () => {
    const { call, insert, ear } = await watching({
      events: ['Leads.edit', 'Contacts.create'],
      notification_condition: onLeads('Company', 'Phone'),
    })

    const [id] = await insert('Leads', lead('A'))
    await call('PUT', 'Leads', { data: [{ id, Description: 'x' }] })
    await call('PUT', 'Leads', { data: [{ id, Company: 'other' }] })
    await insert('Deals', { Deal_Name: 'D', Stage: 'Qualification' })
    await insert('Contacts', { Last_Name: 'E' })

    const told = (await ear.until(2)).map(({ body }) => `${body.module} ${body.operation}`)
    expect(told.sort()).toEqual(['Contacts insert', 'Leads update'])
  })

  it('tells of a related record as updated, unless it is to do without', async () => {
    const { call, insert, ear, zoho } = await watching({ events: ['Accounts.edit', 'Tasks.create'] })
    const without = { channel_id: '2', notify_on_related_action: false, notify_url: `${ear.url}/without` }
    const onField = { channel_id: '3', notify_url: `${ear.url}/field`, events: ['Accounts.edit'] }
    const condition = [{ ...onLeads('Phone')[0], module: { api_name: 'Accounts' } }]
    await call('POST', 'actions/watch', {
      watch: [
        channel({ ...without, events: ['Accounts.all'] }),
        channel({ ...onField, notification_condition: condition }),
      ],
    })
    const [account] = await insert('Accounts', { Account_Name: 'A' })
    await ear.until(1)

    await insert('Contacts', { Last_Name: 'B', Account_Name: account }, { Last_Name: 'C', Account_Name: account })
    await ear.until(2)
    await insert('Tasks', { Subject: 'D', What_Id: account, $se_module: 'Accounts' })
    const heard = await ear.until(4)

    expect(heard[0]!.path).toBe('/without')
    expect(heard[1]!.body).toMatchObject({ operation: 'update', ids: [account], affected_fields: [{ [account!]: [] }] })
    expect(
      heard
        .slice(2)
        .map(({ body }) => `${body.module} ${body.operation}`)
        .sort(),
    ).toEqual(['Accounts update', 'Tasks insert'])
    expect((await zoho.requests({ limit: 100 })).filter(({ path }) => path === '/field')).toEqual([])
  })

  it('comes no more once the channel has expired, by the world’s clock', async () => {
    const inTenMinutes = `${new Date(Date.now() + 600_000).toISOString().slice(0, 19)}+00:00`
    const { insert, ear, zoho } = await watching({ channel_expiry: inTenMinutes })

    await zoho.advanceClock('9m')
    await insert('Leads', lead('A'))
    await ear.until(1)
    await zoho.advanceClock('2m')
    await insert('Leads', lead('B'))

    await expect.poll(() => zoho.requests({ path: '/hook' })).toHaveLength(1)
    expect(ear.received).toHaveLength(1)
  })

  it('tells nobody of records that they may not see', async () => {
    const { as, insert } = await staff({ sharing: { Leads: 'private' } }, {}, scope)
    const ear = await listener()
    await as('agent', 'POST', 'actions/watch', { watch: [channel({ notify_url: ear.url })] })

    await insert('boss', 'Leads', lead('hidden'))
    const own = await insert('agent', 'Leads', lead('seen'))

    const [told] = await ear.until(1)
    expect(told!.body.ids).toEqual([own])
  })

  it('tells somebody who was deactivated nothing more', async () => {
    const { as, insert, idOf: userOf } = await staff({}, {}, scope)
    const [gone, ear] = [await listener(), await listener()]
    const values = { return_affected_field_values: true }
    await as('agent', 'POST', 'actions/watch', { watch: [channel({ notify_url: gone.url, ...values })] })
    await as('peer', 'POST', 'actions/watch', { watch: [channel({ notify_url: ear.url, ...values })] })
    await as('admin', 'PUT', `users/${await userOf('agent')}`, { users: [{ status: 'inactive' }] })

    const id = await insert('boss', 'Leads', lead('later'))

    expect((await ear.until(1))[0]!.body.ids).toEqual([id])
    expect(gone.received).toEqual([])
  })

  it('is refused to those whose profile has no access to the module', async () => {
    const profile = { name: 'Blind', modules: { Leads: [] } }
    const { as } = await staff({ profiles: [profile] }, { agent: 'Blind' }, scope)

    const { json, status } = await as('agent', 'POST', 'actions/watch', { watch: [channel()] })

    expect(status).toBe(400)
    expect(json.watch[0].code).toBe('NO_PERMISSION')
  })

  it('reaches a function of the emulator itself', async () => {
    const harness = await listen({ fixture: 'empty' })
    const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
    const notify_url = `${harness.zoho.url}/sandbox.zohoapis.com/crm/v2/functions/hook/actions/execute?auth_type=apikey&zapikey=1`
    const api = '/sandbox.zohoapis.com/crm/v8'
    await harness.send('POST', `${api}/actions/watch`, { token, body: { watch: [channel({ notify_url })] } })

    const events = await fetch(`${harness.zoho.url}/_emulator/events`)
    const answer = await harness.send('POST', `${api}/Leads`, { token, body: { data: [lead('A')] } })
    let seen = ''
    for await (const part of events.body!.pipeThrough(new TextDecoderStream())) {
      seen += part
      if (seen.includes('"service":"callback"')) break
    }

    const rows = await harness.zoho.requests()
    expect(idOf(answer)).toBeDefined()
    expect(
      rows
        .filter(({ path }) => path.includes('/functions/hook/'))
        .map(({ service }) => service)
        .sort(),
    ).toEqual(['api', 'callback'])
  })
})
