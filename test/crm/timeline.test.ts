/** The timeline of a record: what happened to it, by whom and from where. */

import { describe, expect, it } from 'vitest'
import { type Answer, control } from '../support/emulator.ts'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'
import { staff } from './staff.ts'
import { bytes, form } from './uploads.ts'

// biome-ignore lint/suspicious/noExplicitAny: as answers are
type Event = Record<string, any>

async function withLead(more: object = {}) {
  const tested = await atCrm({ scope: `${allScopes},ZohoCRM.mass_update.ALL` })
  await control(tested.send, '/_emulator/clock', { freeze: true })
  const [id] = await tested.insert('Leads', lead('A', more))
  return { ...tested, id: id! }
}

const events = async ({ call }: Pick<AtCrm, 'call'>, path: string, query = ''): Promise<Event[]> =>
  (await call('GET', `${path}/__timeline${query}`)).json?.__timeline ?? []

const actions = (rows: readonly Event[]) => rows.map(({ action, source }) => `${action} ${source}`)

const filter = (condition: object) => `?filters=${encodeURIComponent(JSON.stringify(condition))}`

describe('a timeline', () => {
  it('begins with the making of the record', async () => {
    const tested = await withLead()

    const { status, json } = await tested.call('GET', `Leads/${tested.id}/__timeline`)

    expect(status).toBe(200)
    expect(json).toEqual({
      __timeline: [
        {
          done_by: { name: 'Ada Marlow', id: expect.any(String) },
          related_record: null,
          automation_details: null,
          record: { module: { api_name: 'Leads', id: expect.any(String) }, name: 'A', id: tested.id },
          audited_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
          action: 'added',
          id: expect.stringMatching(/^\d{19}$/),
          source: 'crm_api',
          field_history: null,
        },
      ],
      info: {
        next_page_token: null,
        previous_page_token: null,
        count: 1,
        more_records: false,
        page: 1,
        per_page: 25,
      },
    })
  })

  it('says of an update what each field was and is', async () => {
    const tested = await withLead({ City: 'Graz' })
    await tested.zoho.advanceClock('30m')

    await tested.call('PUT', `Leads/${tested.id}`, {
      data: [{ City: 'Linz', Annual_Revenue: 5, Email_Opt_Out: true, Lead_Status: 'Contacted' }],
    })
    const [update, made] = await events(tested, `Leads/${tested.id}`)

    expect(update!.action).toBe('updated')
    expect(Date.parse(update!.audited_time) - Date.parse(made!.audited_time)).toBe(1_800_000)
    expect(Object.fromEntries(update!.field_history.map((each: Event) => [each.api_name, each._value]))).toEqual({
      City: { old: 'Graz', new: 'Linz' },
      Annual_Revenue: { old: null, new: '5' },
      Email_Opt_Out: { old: 'false', new: 'true' },
      Lead_Status: { old: null, new: 'Contacted' },
    })
  })

  it('does not mention what stayed as it was', async () => {
    const tested = await withLead({ City: 'Graz' })

    await tested.call('PUT', `Leads/${tested.id}`, { data: [{ City: 'Graz', Last_Name: 'A' }] })

    expect(actions(await events(tested, `Leads/${tested.id}`))).toEqual(['added crm_api'])
  })

  it('names what a lookup leads to, and a new owner by itself', async () => {
    const tested = await staff()
    const [one, other] = [
      await tested.insert('admin', 'Accounts', { Account_Name: 'One' }),
      await tested.insert('admin', 'Accounts', { Account_Name: 'Other' }),
    ]
    const id = await tested.insert('admin', 'Contacts', { Last_Name: 'A', Account_Name: { id: one } })

    await tested.as('admin', 'PUT', `Contacts/${id}`, {
      data: [{ Account_Name: { id: other }, Owner: { id: await tested.idOf('agent') } }],
    })
    const { json } = await tested.as('admin', 'GET', `Contacts/${id}/__timeline`)

    expect(json.__timeline.map(({ action }: Event) => action)).toEqual(['owner_reassigned', 'updated', 'added'])
    expect(json.__timeline[0].field_history[0]._value).toEqual({ new: 'agent Example', old: 'admin Example' })
    expect(json.__timeline[1].field_history[0]._value).toEqual({ new: 'Other', old: 'One' })
  })

  it('tells of notes and activities of the record', async () => {
    const tested = await withLead()
    const { json } = await tested.call('POST', `Leads/${tested.id}/Notes`, {
      data: [{ Note_Title: 'T', Note_Content: 'C' }],
    })
    const noteId = json.data[0].details.id
    await tested.call('PUT', `Notes/${noteId}`, { data: [{ Note_Content: 'D' }] })
    await tested.insert('Tasks', { Subject: 'Call', What_Id: { id: tested.id }, $se_module: 'Leads' })
    await tested.call('DELETE', `Notes/${noteId}`)

    const rows = await events(tested, `Leads/${tested.id}`)
    const notes = await events(
      tested,
      `Leads/${tested.id}`,
      filter({ field: { api_name: 'record.module.api_name' }, comparator: 'in', value: ['Notes'] }),
    )

    expect(rows.map(({ action, record }) => `${record.module.api_name} ${action}`)).toEqual([
      'Notes deleted',
      'Tasks added',
      'Notes updated',
      'Notes added',
      'Leads added',
    ])
    expect(rows[1]!.record.name).toBe('Call')
    expect(rows[1]!.related_record).toMatchObject({ module: { api_name: 'Leads' }, id: tested.id, name: 'A' })
    expect(notes).toHaveLength(3)
  })

  it('tells of attachments of the record', async () => {
    const tested = await withLead()
    const { json } = await tested.call('POST', `Leads/${tested.id}/Attachments`, form(['a.txt', bytes('text')]))
    const attachment = json.data[0].details.id
    await tested.call('DELETE', `Leads/${tested.id}/Attachments/${attachment}`)

    const told = await events(tested, `Leads/${tested.id}`)

    expect(told.map(({ action, record }) => [action, record.module.api_name, record.name])).toEqual([
      ['deleted', 'Attachments', 'a.txt'],
      ['added', 'Attachments', 'a.txt'],
      ['added', 'Leads', 'A'],
    ])
  })

  it('outlives the recycle bin', async () => {
    const tested = await withLead()
    await tested.call('DELETE', `Leads/${tested.id}`)
    const gone = await tested.call('GET', `Leads/${tested.id}/__timeline`)
    await tested.call('POST', 'settings/recycle_bin/actions/restore', { recycle_bin: [{ id: tested.id }] })

    expect(gone.status).toBe(400)
    expect(actions(await events(tested, `Leads/${tested.id}`))).toEqual([
      'restored crm_api',
      'deleted crm_api',
      'added crm_api',
    ])
  })

  it('knows mass updates', async () => {
    const tested = await withLead()
    await tested.call('POST', 'Leads/actions/mass_update', { data: [{ City: 'Graz' }], ids: [tested.id] })

    expect(actions(await events(tested, `Leads/${tested.id}`))).toEqual(['updated mass_update', 'added crm_api'])
  })

  it('shows more of fields and users on demand', async () => {
    const tested = await withLead()
    await tested.call('PUT', `Leads/${tested.id}`, { data: [{ Lead_Status: 'Contacted' }] })

    const [plain] = await events(tested, `Leads/${tested.id}`)
    const [full] = await events(
      tested,
      `Leads/${tested.id}`,
      '?include=extension,type&include_inner_details=field_history.data_type,field_history.field_label,' +
        'field_history.pick_list_values,field_history.enable_colour_code,done_by.profile,done_by.type__s',
    )

    expect(Object.keys(plain!.field_history[0])).toEqual(['api_name', 'id', '_value'])
    expect(full).toMatchObject({
      extension: null,
      type: 'timeline',
      done_by: { profile: { name: 'Administrator' }, type__s: 'Regular User' },
      field_history: [{ data_type: 'picklist', field_label: 'Lead Status', enable_colour_code: false }],
    })
    expect(full!.field_history[0].pick_list_values.length).toBeGreaterThan(5)
  })

  it('is paged by tokens, in either order', async () => {
    const tested = await withLead()
    for (let n = 0; n < 4; n++) await tested.call('PUT', `Leads/${tested.id}`, { data: [{ City: `${n}` }] })
    const path = `Leads/${tested.id}/__timeline`
    const cities = ({ json }: Pick<Answer, 'json'>) =>
      json.__timeline.map(({ field_history: fields }: Event) => fields?.[0]._value.new)

    const first = await tested.call('GET', `${path}?per_page=2&sort_by=audited_time&sort_order=asc`)
    const { next_page_token: next } = first.json.info
    const second = await tested.call('GET', `${path}?page_token=${next}&sort_by=audited_time&sort_order=asc`)
    const back = await tested.call(
      'GET',
      `${path}?page_token=${second.json.info.previous_page_token}&sort_by=audited_time&sort_order=asc`,
    )
    const beside = await tested.call('GET', `${path}?page_token=${next}&per_page=2&sort_by=audited_time&sort_order=asc`)
    const other = await tested.call('GET', `${path}?page_token=${next}`)
    const last = await tested.call('GET', `${path}?per_page=2&page=3`)
    const beyond = await tested.call('GET', `${path}?per_page=2&page=4`)

    expect(cities(first)).toEqual([undefined, '0'])
    expect(cities(second)).toEqual(['1', '2'])
    expect(second.json.info).toMatchObject({ page: 2, per_page: 2, more_records: true })
    expect(cities(back)).toEqual(cities(first))
    expect(beside.json.code).toBe('AMBIGUITY_DURING_PROCESSING')
    expect(other.json.code).toBe('TOKEN_BOUND_DATA_MISMATCH')
    expect(cities(last)).toEqual([undefined])
    expect(beyond.status).toBe(204)
  })

  it('keeps no more than two hundred events', async () => {
    const tested = await withLead()
    for (let n = 0; n < 205; n++) await tested.call('PUT', `Leads/${tested.id}`, { data: [{ City: `${n}` }] })

    const rows = await events(tested, `Leads/${tested.id}`, '?per_page=200')
    const { json } = await tested.call('GET', `Leads/${tested.id}/__timeline?per_page=200&page=2`)

    expect(rows).toHaveLength(200)
    expect(rows[0]!.field_history[0]._value.new).toBe('204')
    expect(rows.at(-1)!.field_history[0]._value.new).toBe('5')
    expect(json).toBeUndefined()
  })

  it('is filtered by source, user and time', async () => {
    const tested = await withLead()
    await tested.zoho.advanceClock('30m')
    await tested.call('POST', 'Leads/actions/mass_update', { data: [{ City: 'Graz' }], ids: [tested.id] })
    const rows = await events(tested, `Leads/${tested.id}`)
    const userId = rows[0]!.done_by.id
    const bySource = { field: { api_name: 'source' }, comparator: 'equal', value: 'mass_update' }
    const byUser = { field: { api_name: 'done_by.id' }, comparator: 'in', value: [userId] }
    const byTime = {
      field: { api_name: 'audited_time' },
      comparator: 'between',
      value: [rows[1]!.audited_time, rows[1]!.audited_time],
    }
    const all = (condition: object) => events(tested, `Leads/${tested.id}`, filter(condition))

    expect(actions(await all(bySource))).toEqual(['updated mass_update'])
    expect(await all(byUser)).toHaveLength(2)
    expect(actions(await all(byTime))).toEqual(['added crm_api'])
    expect(await all({ group_operator: 'AND', group: [bySource, byTime] })).toEqual([])
    expect(await all({ group_operator: 'or', group: [bySource, byTime] })).toHaveLength(2)
  })

  it.each([
    'filters=x',
    'filters=[]',
    'filters={}',
    `filters=${encodeURIComponent('{"field":{"api_name":"__proto__"},"comparator":"equal","value":"x"}')}`,
    `filters=${encodeURIComponent('{"field":{"api_name":"source"},"comparator":"contains","value":"x"}')}`,
    `filters=${encodeURIComponent('{"group_operator":"xor","group":[{}]}')}`,
    'per_page=0',
    'per_page=201',
    'page=x',
    'page_token=x',
    'sort_by=id',
    'sort_order=up',
    'include=all',
    'include_inner_details=secret',
    'include_timeline_type=signals',
    'include_timeline_type=nonsense&include=type',
  ])('refuses %s', async query => {
    const tested = await withLead()

    const { status, json } = await tested.call('GET', `Leads/${tested.id}/__timeline?${query}`)

    expect(status).toBe(400)
    expect(json.details).toMatchObject({ param_name: expect.any(String) })
  })

  it('needs the record, the scope and a version that has it', async () => {
    const tested = await withLead()
    const { call } = await atCrm({ scope: 'ZohoCRM.modules.Contacts.ALL' })

    const absent = await tested.call('GET', 'Leads/7/__timeline')
    const old = await tested.call('GET', `v4/Leads/${tested.id}/__timeline`)

    expect(absent.json.message).toBe('the related id given seems to be invalid')
    expect(old.json.code).toBe('API_NOT_SUPPORTED')
    expect((await call('GET', 'Leads/7/__timeline')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('hides records and events that the caller may not see', async () => {
    const tested = await staff({ sharing: { Tasks: 'private', Deals: 'private' } })
    const leadId = await tested.insert('admin', 'Leads', lead('A'))
    await tested.insert('admin', 'Tasks', { Subject: 'Secret', What_Id: { id: leadId }, $se_module: 'Leads' })
    const dealId = await tested.insert('admin', 'Deals', { Deal_Name: 'D', Stage: 'Qualification' })

    const seen = await tested.as('agent', 'GET', `Leads/${leadId}/__timeline`)
    const all = await tested.as('admin', 'GET', `Leads/${leadId}/__timeline`)
    const deal = await tested.as('agent', 'GET', `Deals/${dealId}/__timeline`)

    expect(seen.json.__timeline).toHaveLength(1)
    expect(all.json.__timeline).toHaveLength(2)
    expect(deal.status).toBe(400)
  })
})

describe('the timeline of a record', () => {
  it('tells of tags and owners that were changed by calls of their own', async () => {
    const { as, insert, idOf } = await staff({}, {}, `${allScopes},ZohoCRM.change_owner.ALL`)
    const id = await insert('admin', 'Leads', lead('A'))
    await as('admin', 'POST', `Leads/${id}/actions/add_tags`, { tags: [{ name: 'Hot' }] })
    await as('admin', 'POST', `Leads/${id}/actions/remove_tags`, { tags: [{ name: 'Hot' }] })
    await as('admin', 'POST', `Leads/${id}/actions/change_owner`, { owner: { id: await idOf('agent') } })
    const { json } = await as('admin', 'GET', `Leads/${id}/__timeline`)

    expect(json.__timeline.map(({ action }: Event) => action)).toEqual([
      'owner_reassigned',
      'tag_removed',
      'tag_added',
      'added',
    ])
  })
})
