import { describe, expect, it } from 'vitest'
import { readFixtureFile } from '../../src/world/fixtures.ts'
import { agent, control, start } from '../support/emulator.ts'
import { fixtureWith } from '../support/fixture-file.ts'
import { lead } from './at-crm.ts'
import { atViews } from './at-views.ts'

const deal = (name: string, more: object = {}) => ({ Deal_Name: name, Stage: 'Qualification', ...more })
const is = (field: string, comparator: string, value: unknown) => ({ comparator, field: { api_name: field }, value })
const group = (operator: string, ...parts: object[]) => ({ group_operator: operator, group: parts })
const ownView = (criteria: unknown, more: object = {}) => ({ module: 'Leads', name: 'Mine', criteria, ...more })

describe('the views of a module', () => {
  it('are Zoho’s own, described as Zoho does', async () => {
    const { call } = await atViews()

    const { status, json } = await call('GET', 'settings/custom_views?module=Leads')
    const [first, second] = json.custom_views

    expect(status).toBe(200)
    expect(json.info).toEqual({
      page: 1,
      per_page: 200,
      more_records: false,
      count: json.custom_views.length,
      default: first.id,
      translation: {
        public_views: 'Public Views',
        other_users_views: "Other Users' Views",
        shared_with_me: 'Shared With Me',
        created_by_me: 'Created By Me',
      },
    })
    expect(first).toMatchObject({
      name: 'All Leads',
      display_value: 'All Leads',
      system_name: 'ALLVIEWS',
      category: 'public_views',
      access_type: 'public',
      shared_to: [],
      criteria: null,
      default: true,
      system_defined: true,
      sort_by: null,
      sort_order: null,
      module: { api_name: 'Leads', id: expect.stringMatching(/^\d{19}$/) },
      id: expect.stringMatching(/^5731204\d{12}$/),
    })
    expect(first.fields[0]).toEqual({ api_name: 'Full_Name', id: expect.stringMatching(/^\d{19}$/), _pin: false })
    expect(second).toMatchObject({
      name: 'My Leads',
      system_name: 'MYVIEWS',
      default: false,
      criteria: {
        comparator: 'equal',
        field: { api_name: 'Owner', id: expect.stringMatching(/^\d{19}$/) },
        value: `\${CURRENTUSER}`,
      },
    })
  })

  it('come in pages, and none beyond the last', async () => {
    const { call } = await atViews()

    const first = await call('GET', 'settings/custom_views?module=Deals&per_page=3')
    const second = await call('GET', 'settings/custom_views?module=Deals&per_page=3&page=2')
    const beyond = await call('GET', 'settings/custom_views?module=Deals&page=9')

    expect(first.json.info).toMatchObject({ page: 1, per_page: 3, count: 3, more_records: true })
    expect(second.json.custom_views[0].id).not.toBe(first.json.custom_views[0].id)
    expect(beyond.status).toBe(204)
  })

  it('have ids that nothing else in the org has', async () => {
    const { call } = await atViews()
    const modules = (await call('GET', 'settings/modules')).json.modules.filter(
      (module: { generated_type: string }) => module.generated_type === 'default',
    )

    const ids: string[] = []
    for (const { api_name: name } of modules) {
      const { json } = await call('GET', `settings/custom_views?module=${name}`)
      ids.push(...(json?.custom_views ?? []).map((view: { id: string }) => view.id))
    }

    expect(modules.length).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('can all be listed', async () => {
    const { call } = await atViews({ fixture: 'default' })
    const { json } = await call('GET', 'settings/modules')
    const modules = json.modules.filter((each: { generated_type: string }) => each.generated_type === 'default')

    for (const { api_name: module } of modules) {
      const { json: described } = await call('GET', `settings/custom_views?module=${module}`)
      for (const { id, name } of described?.custom_views ?? []) {
        const { status, text } = await call('GET', `${module}?fields=id&cvid=${id}`)
        expect([200, 204], `${name}: ${text}`).toContain(status)
      }
    }
  })

  it('are read one by one, and module and id have to fit', async () => {
    const { call, view } = await atViews()
    const { id } = await view('Leads', "Today's Leads")

    const one = await call('GET', `settings/custom_views/${id}?module=Leads`)
    const ofOther = await call('GET', `settings/custom_views/${id}?module=Deals`)
    const bad = await call('GET', 'settings/custom_views/x?module=Leads')
    const without = await call('GET', `settings/custom_views/${id}`)
    const unknown = await call('GET', 'settings/custom_views?module=Nonsense')

    expect(one.json.custom_views).toMatchObject([{ id, name: "Today's Leads" }])
    expect(one.json.info).toMatchObject({ count: 1, more_records: false })
    expect(ofOther.status).toBe(204)
    expect([bad.status, bad.json.code, bad.json.details]).toEqual([400, 'INVALID_DATA', { resource_path_index: 2 }])
    expect(without.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } })
    expect(unknown.json).toMatchObject({ code: 'INVALID_MODULE', details: { param_name: 'module' } })
  })

  it('need their scope', async () => {
    const { call } = await atViews({ scope: 'ZohoCRM.modules.ALL,ZohoCRM.settings.fields.READ' })

    const { status, json } = await call('GET', 'settings/custom_views?module=Leads')

    expect([status, json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })

  it('of old versions go by the older names', async () => {
    const { call } = await atViews({ views: [ownView(is('Company', 'equal', 'C'), { sort_by: 'Company' })] })

    const described = async (version: string) =>
      (await call('GET', `${version}/settings/custom_views?module=Leads`)).json.custom_views.at(-1)
    const [v2, v21, v3] = [await described('v2'), await described('v2.1'), await described('v3')]

    expect(v2).toMatchObject({ shared_type: 'public', shared_details: [], sort_by: 'Company' })
    expect(v2.criteria.field).toBe('Company')
    expect(v2).not.toHaveProperty('created_by')
    expect(v21).toMatchObject({
      access_type: 'public',
      sort_by: 'Company',
      criteria: { field: { api_name: 'Company' } },
    })
    expect(v3).toMatchObject({ sort_by: { api_name: 'Company' }, created_by: { name: 'Ada Marlow' } })
  })

  it('one of them stands in the metadata of the module', async () => {
    const { call } = await atViews({ views: [ownView(undefined, { default: true })] })

    const leads = (await call('GET', 'settings/modules/Leads')).json.modules[0]
    const deals = (await call('GET', 'settings/modules/Deals')).json.modules[0]

    expect(leads.custom_view).toMatchObject({ name: 'Mine', default: true, system_defined: false })
    expect(deals.custom_view).toMatchObject({ name: 'All Deals', default: true })
  })
})

describe('a list by cvid', () => {
  it('has the records that the view lets through', async () => {
    const { insert, listed } = await atViews()
    await insert('Leads', lead('A', { Lead_Status: 'Junk Lead' }), lead('B'), lead('C', { Lead_Status: 'junk lead' }))

    expect(await listed('Leads', 'Junk Leads', 'Last_Name')).toEqual(['C', 'A'])
    expect(await listed('Leads', 'Open Leads', 'Last_Name')).toEqual(['B'])
    expect(await listed('Leads', 'All Leads', 'Last_Name')).toEqual(['C', 'B', 'A'])
    expect(await listed('Leads', 'All Leads', 'Last_Name', '&sort_order=asc')).toEqual(['A', 'B', 'C'])
  })

  it('follows what is changed', async () => {
    const { insert, call, listed } = await atViews()
    const [first, second] = await insert('Leads', lead('A', { Lead_Status: 'Junk Lead' }), lead('B'))
    await listed('Leads', 'Junk Leads', 'Last_Name')

    await call('PUT', 'Leads', {
      data: [
        { id: first, Lead_Status: 'Contacted' },
        { id: second, Lead_Status: 'Junk Lead' },
      ],
    })

    expect(await listed('Leads', 'Junk Leads', 'Last_Name')).toEqual(['B'])
  })

  it('of what is mine differs by user', async () => {
    const { insert, call, listed } = await atViews()
    await insert('Leads', lead('Admin’s'))
    await call('POST', 'Leads', { data: [lead('Agent’s')] }, agent)

    expect(await listed('Leads', 'My Leads', 'Last_Name')).toEqual(['Admin’s'])
    expect(await listed('Leads', 'My Leads', 'Last_Name', '', agent)).toEqual(['Agent’s'])
  })

  it('of today goes by the days of the org’s time zone', async () => {
    const { insert, listed, setClock } = await atViews()
    await setClock('2026-03-07T07:30:00Z')
    await insert('Leads', lead('Late on the 6th in Los Angeles'))
    await setClock('2026-03-07T08:30:00Z')
    await insert('Leads', lead('Early on the 7th'))

    expect(await listed('Leads', "Today's Leads", 'Last_Name')).toEqual(['Early on the 7th'])
    // that night the clocks go forward, so this is the last half hour of the 8th
    await setClock('2026-03-09T06:30:00Z')
    await insert('Leads', lead('Late on the 8th'))
    expect(await listed('Leads', "Today's Leads", 'Last_Name')).toEqual(['Late on the 8th'])
    await setClock('2026-03-09T07:00:00Z')
    expect(await listed('Leads', "Today's Leads", 'Last_Name')).toEqual([])
  })

  it('of today knows when a day began on which the clocks went forward', async () => {
    const { send, tokens } = await start({ fixture: 'data-centers' })
    const call = async (method: string, path: string, body?: object) => {
      const { access_token: token } = await tokens({ org: 'Company AU', user: 'admin@au.example' })
      return send(method, `/www.zohoapis.com.au/crm/v8/${path}`, { token, body })
    }
    // in Sydney 23:30 of the 3rd, two and a half hours before the clocks change, and 0:30 of the 4th
    for (const moment of ['2026-10-03T13:30:00Z', '2026-10-03T14:30:00Z']) {
      await control(send, '/_emulator/clock', { set: moment })
      await call('POST', 'Leads', { data: [lead(moment)] })
    }

    const { json: described } = await call('GET', 'settings/custom_views?module=Leads')
    const { id } = described.custom_views.find((view: { name: string }) => view.name === "Today's Leads")
    const { json } = await call('GET', `Leads?fields=Last_Name&cvid=${id}`)

    expect(json.data.map((row: { Last_Name: string }) => row.Last_Name)).toEqual(['2026-10-03T14:30:00Z'])
  })

  it('of this month and the next moves with the clock', async () => {
    const { insert, listed, setClock } = await atViews()
    await insert(
      'Deals',
      deal('November', { Closing_Date: '2026-11-30' }),
      deal('December', { Closing_Date: '2026-12-01' }),
      deal('January', { Closing_Date: '2027-01-31' }),
      deal('Never'),
    )

    await setClock('2026-11-15T12:00:00Z')
    expect(await listed('Deals', 'Closing This Month', 'Deal_Name')).toEqual(['November'])
    expect(await listed('Deals', 'Closing Next Month', 'Deal_Name')).toEqual(['December'])
    await setClock('2026-12-31T12:00:00Z')
    expect(await listed('Deals', 'Closing This Month', 'Deal_Name')).toEqual(['December'])
    expect(await listed('Deals', 'Closing Next Month', 'Deal_Name')).toEqual(['January'])
  })

  it('of weeks counts from Sunday to Saturday', async () => {
    const { insert, listed, setClock } = await atViews()
    for (const day of ['2026-05-02', '2026-05-03', '2026-05-09', '2026-05-10']) {
      await setClock(`${day}T20:00:00Z`)
      await insert('Accounts', { Account_Name: day })
    }

    await setClock('2026-05-11T20:00:00Z')

    expect(await listed('Accounts', 'New This Week', 'Account_Name')).toEqual(['2026-05-10'])
    expect(await listed('Accounts', 'New Last Week', 'Account_Name')).toEqual(['2026-05-09', '2026-05-03'])
  })

  it('of overdue tasks has open ones with an earlier day', async () => {
    const { insert, listed, setClock } = await atViews()
    await setClock('2026-06-15T12:00:00Z')
    await insert(
      'Tasks',
      { Subject: 'late', Due_Date: '2026-06-14' },
      { Subject: 'done late', Due_Date: '2026-06-14', Status: 'Completed' },
      { Subject: 'today', Due_Date: '2026-06-15' },
      { Subject: 'some day' },
    )

    expect(await listed('Tasks', 'Overdue Tasks', 'Subject')).toEqual(['late'])
    expect(await listed('Tasks', "Today's Tasks", 'Subject')).toEqual(['today'])
    expect(await listed('Tasks', 'Closed Tasks', 'Subject')).toEqual(['done late'])
  })

  it('of meetings to come has those that have not begun', async () => {
    const { insert, listed, setClock } = await atViews()
    const meeting = (title: string, hour: string) => ({
      Event_Title: title,
      Start_DateTime: `2026-06-15T${hour}:00:00Z`,
      End_DateTime: '2026-06-15T23:00:00Z',
    })
    await insert('Events', meeting('begun', '11'), meeting('to come', '13'))

    await setClock('2026-06-15T12:00:00Z')

    expect(await listed('Events', 'Upcoming Meetings', 'Event_Title')).toEqual(['to come'])
    expect(await listed('Events', "Today's Meetings", 'Event_Title')).toEqual(['to come', 'begun'])
  })

  it('is refused for a view that is not there, or of another module', async () => {
    const { call, view } = await atViews()
    const { id } = await view('Deals', 'All Deals')

    for (const cvid of [id, '1', 'x', '']) {
      const { status, json } = await call('GET', `Leads?fields=Last_Name&cvid=${cvid}`)
      expect([status, json]).toEqual([
        400,
        { code: 'INVALID_DATA', details: { param_name: 'cvid' }, message: 'invalid data', status: 'error' },
      ])
    }
  })

  it('is refused together with sort_by', async () => {
    const { call, view } = await atViews()
    const { id } = await view('Leads', 'All Leads')

    const { status, json } = await call('GET', `Leads?fields=Last_Name&cvid=${id}&sort_by=id`)

    expect([status, json.code, json.details]).toEqual([
      400,
      'AMBIGUITY_DURING_PROCESSING',
      { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'sort_by' }] },
    ])
  })

  it('goes on with its page token, which is good for no other view', async () => {
    const { call, insert, view } = await atViews()
    await insert('Leads', lead('A'), lead('B'), lead('C'))
    const [{ id: all }, { id: mine }] = [await view('Leads', 'All Leads'), await view('Leads', 'My Leads')]
    const list = (rest: string) => call('GET', `Leads?fields=Last_Name&per_page=2&${rest}`)

    const first = await list(`cvid=${all}`)
    const token = first.json.info.next_page_token
    const second = await list(`cvid=${all}&page_token=${token}`)
    const other = await list(`cvid=${mine}&page_token=${token}`)
    const none = await list(`page_token=${token}`)

    expect(first.json.info.more_records).toBe(true)
    expect(second.json.data.map((row: { Last_Name: string }) => row.Last_Name)).toEqual(['A'])
    expect([other.json.code, none.json.code]).toEqual(['TOKEN_BOUND_DATA_MISMATCH', 'TOKEN_BOUND_DATA_MISMATCH'])
  })

  it('is narrowed by ids and changes too', async () => {
    const { call, insert, view } = await atViews()
    const [first] = await insert(
      'Leads',
      lead('A', { Lead_Status: 'Junk Lead' }),
      lead('B', { Lead_Status: 'Junk Lead' }),
    )
    const [other] = await insert('Leads', lead('C'))
    const { id } = await view('Leads', 'Junk Leads')

    const { json } = await call('GET', `Leads?fields=Last_Name&cvid=${id}&ids=${first},${other}`)

    expect(json.data).toEqual([{ Last_Name: 'A', id: first }])
  })
})

describe('a view of the fixture', () => {
  const rows = [
    lead('A', { Company: 'Acme', Annual_Revenue: 10, City: 'Rome', Email_Opt_Out: true }),
    lead('B', { Company: 'Bcme Inc', Annual_Revenue: 20, City: 'Paris' }),
    lead('C', { Company: 'Ccme', Annual_Revenue: 30 }),
  ]

  it.each<[string, object | null, string[]]>([
    ['equal', is('Company', 'equal', 'ACME'), ['A']],
    ['not_equal', is('City', 'not_equal', 'Rome'), ['B', 'C']],
    ['in', is('City', 'in', ['Rome', 'paris']), ['A', 'B']],
    ['not_in', is('City', 'not_in', ['Rome']), ['B', 'C']],
    ['contains', is('Company', 'contains', 'CME'), ['A', 'B', 'C']],
    ['not_contains', is('Company', 'not_contains', 'inc'), ['A', 'C']],
    ['starts_with', is('Company', 'starts_with', 'b'), ['B']],
    ['ends_with', is('Company', 'ends_with', 'inc'), ['B']],
    ['less_than', is('Annual_Revenue', 'less_than', 20), ['A']],
    ['less_equal', is('Annual_Revenue', 'less_equal', '20'), ['A', 'B']],
    ['greater_than', is('Annual_Revenue', 'greater_than', 20), ['C']],
    ['greater_equal', is('Annual_Revenue', 'greater_equal', 20), ['B', 'C']],
    ['between', is('Annual_Revenue', 'between', [15, 25]), ['B']],
    ['not_between', is('Annual_Revenue', 'not_between', [15, 25]), ['A', 'C']],
    ['nothing', null, ['A', 'B', 'C']],
    ['a check box', is('Email_Opt_Out', 'equal', true), ['A']],
    ['what is empty', is('City', 'equal', `\${EMPTY}`), ['C']],
    ['what is not', is('City', 'not_equal', `\${EMPTY}`), ['A', 'B']],
    ['and', group('AND', is('Annual_Revenue', 'greater_than', 10), is('City', 'equal', 'Paris')), ['B']],
    ['or', group('or', is('City', 'equal', 'Rome'), is('City', 'equal', 'Paris')), ['A', 'B']],
    [
      'groups in groups',
      group(
        'OR',
        group('AND', is('City', 'equal', 'Rome'), is('Company', 'equal', 'x')),
        is('Last_Name', 'equal', 'C'),
      ),
      ['C'],
    ],
    [
      'criteria as the service writes them',
      { ...group('AND', { ...is('City', 'equal', 'Rome'), group_operator: null, group: null }), comparator: null },
      ['A'],
    ],
    ['a user by name', is('Owner', 'equal', { name: 'ada marlow' }), ['A', 'B', 'C']],
    ['days', is('Created_Time', 'not_between', [`\${YESTERDAY}`, `\${TODAY}`]), []],
    ['several days', is('Created_Time', 'not_in', ['2000-01-01', `\${TODAY}`]), []],
  ])('filters by %s', async (_, criteria, names) => {
    const { insert, listed, view } = await atViews({ views: [ownView(criteria)] })
    await insert('Leads', ...rows)

    expect(JSON.stringify((await view('Leads', 'Mine')).criteria)).toMatch(criteria ? /"field":\{"api_name":"/ : 'null')

    expect(await listed('Leads', 'Mine', 'Last_Name', '&sort_order=asc')).toEqual(names)
  })

  it.each<[string, string | undefined, string[]]>([
    ['Annual_Revenue', 'desc', ['C', 'B', 'A']],
    ['Company', undefined, ['A', 'B', 'C']],
    ['City', 'asc', ['C', 'B', 'A']],
    ['City', 'desc', ['A', 'B', 'C']],
    ['Email_Opt_Out', 'desc', ['A', 'C', 'B']],
  ])('is listed in its order: %s %s', async (field, order, names) => {
    const { insert, listed } = await atViews({
      views: [ownView(undefined, { sort_by: field, ...(order && { sort_order: order }) })],
    })
    await insert('Leads', ...rows)

    expect(await listed('Leads', 'Mine', 'Last_Name')).toEqual(names)
  })

  it('sorts by what lookups are called, and says so', async () => {
    const { insert, call, listed, view } = await atViews({
      views: [{ module: 'Contacts', name: 'By account', sort_by: 'Account_Name', sort_order: 'desc' }],
    })
    const [zeta, alpha] = await insert('Accounts', { Account_Name: 'Zeta' }, { Account_Name: 'alpha' })
    const contact = (name: string, account?: string) => ({ Last_Name: name, ...(account && { Account_Name: account }) })
    await insert('Contacts', contact('of alpha', alpha), contact('of none'), contact('of Zeta', zeta))

    const names = await listed('Contacts', 'By account', 'Last_Name')
    const { json } = await call('GET', `Contacts?fields=Last_Name&cvid=${(await view('Contacts', 'By account')).id}`)

    expect(names).toEqual(['of Zeta', 'of alpha', 'of none'])
    expect(json.info).toMatchObject({ sort_by: 'Account_Name', sort_order: 'desc' })
  })

  it('that is only for one user is there for that user alone', async () => {
    const { call, view } = await atViews({
      views: [
        ownView(undefined, { name: 'Private', access_type: 'only_to_me', created_by: agent, default: true }),
        ownView(undefined, { name: 'Shared', access_type: 'shared', shared_to: [agent] }),
      ],
    })
    const { id } = await view('Leads', 'Private', agent)

    const listed = await call('GET', 'settings/custom_views?module=Leads')
    const read = await call('GET', `settings/custom_views/${id}?module=Leads`)
    const records = await call('GET', `Leads?fields=Last_Name&cvid=${id}`)
    const shared = await view('Leads', 'Shared', agent)

    expect(await view('Leads', 'Private', agent)).toMatchObject({ category: 'created_by_me', default: true })
    expect(shared).toMatchObject({
      category: 'shared_with_me',
      shared_to: [{ type: 'users', name: expect.any(String) }],
    })
    expect(listed.json.custom_views.map((each: { name: string }) => each.name)).not.toContain('Private')
    expect(listed.json.custom_views.find((each: { default: boolean }) => each.default).name).toBe('All Leads')
    expect([read.status, records.status]).toEqual([204, 400])
  })

  it('that names what the org has not got is refused when it is used, with the reason', async () => {
    const { call, view } = await atViews({ views: [ownView(is('Shoe_Size', 'equal', 3))] })
    const { id } = await view('Leads', 'Mine')

    const { status, json, headers } = await call('GET', `Leads?fields=Last_Name&cvid=${id}`)

    expect([status, json.details]).toEqual([400, { param_name: 'cvid' }])
    expect(headers.get('x-zoho-emulator-reason')).toContain('criteria.field.api_name: there is no field Shoe_Size')
  })

  it.each<[string, object[], string]>([
    [
      'a comparator that is none',
      [ownView(is('Company', 'like', 'x'))],
      '0.criteria.comparator: expected one of equal, ',
    ],
    [
      'one that the type lacks',
      [ownView(is('Company', 'less_than', 'x'))],
      '0.criteria.comparator: expected one of equal, ',
    ],
    [
      'a value of another type, deep down',
      [ownView(group('and', is('City', 'equal', 'x'), group('or', is('Annual_Revenue', 'between', [1, 'x']))))],
      '0.criteria.group.1.group.0.value.1: expected a value of type currency',
    ],
    ['no value', [ownView({ comparator: 'equal', field: { api_name: 'City' } })], '0.criteria.value: is missing'],
    ['no field', [ownView({ comparator: 'equal', value: 1 })], '0.criteria.field: is missing'],
    [
      'a field by its id',
      [ownView({ ...is('', 'equal', 1), field: { id: '1' } })],
      '0.criteria.field.id: there is no field',
    ],
    ['a group of nothing', [ownView(group('and'))], '0.criteria.group: expected a value of type jsonarray'],
    [
      'a group by no word',
      [ownView(group('xor', is('City', 'equal', 'x')))],
      '0.criteria.group_operator: expected one of and, or',
    ],
    [
      'a token that means nothing there',
      [ownView(is('Owner', 'equal', `\${TODAY}`))],
      '0.criteria.value: expected one of',
    ],
    ['criteria that are text', [ownView('(City:equals:x)')], '0.criteria: expected a value of type jsonobject'],
    [
      'an order that cannot be',
      [ownView(undefined, { sort_by: 'Description' })],
      '0.sort_by: records are not sorted by',
    ],
    ['sharing with nobody', [ownView(undefined, { access_type: 'shared' })], '0.shared_to: expected the users'],
    ['a stranger', [ownView(undefined, { created_by: 'x@y.example' })], '0.created_by: no member x@y.example'],
    ['two of a name', [ownView(undefined), ownView(undefined)], '1.name: Leads has two views Mine'],
    ['an unknown key', [ownView(undefined, { nonsense: 1 })], '0.nonsense: unknown key'],
  ])('is refused at start for %s, with file and place', async (_, views, message) => {
    const file = fixtureWith({ custom_views: views })

    await expect(readFixtureFile(file)).rejects.toThrow(`${file} at portals.0.orgs.1.custom_views.${message}`)
  })
})

describe('change_sort', () => {
  it('changes in what order a view is listed, and is read back', async () => {
    const { call, insert, listed, view } = await atViews()
    await insert('Leads', lead('B'), lead('A'), lead('C'))
    const { id } = await view('Leads', 'All Leads')

    const { status, json } = await call('PUT', `settings/custom_views/${id}/actions/change_sort?module=Leads`, {
      custom_views: [{ sort_by: { api_name: 'Last_Name' }, sort_order: 'asc' }],
    })

    expect(status).toBe(200)
    expect(json.custom_views).toEqual([
      { code: 'SUCCESS', details: { id }, message: 'custom view updated', status: 'success' },
    ])
    expect(await view('Leads', 'All Leads')).toMatchObject({ sort_by: { api_name: 'Last_Name' }, sort_order: 'asc' })
    expect(await listed('Leads', 'All Leads', 'Last_Name')).toEqual(['A', 'B', 'C'])
  })

  it('takes the field by its id, and several views at once', async () => {
    const { call, view } = await atViews()
    const [all, mine] = [await view('Leads', 'All Leads'), await view('Leads', 'My Leads')]
    const { id: field } = (all.fields as { api_name: string; id: string }[]).find(each => each.api_name === 'Company')!

    const { status } = await call('PUT', 'settings/custom_views/actions/change_sort?module=Leads', {
      custom_views: [all, mine].map(({ id }) => ({ id, sort_by: { id: field }, sort_order: 'desc' })),
    })

    expect(status).toBe(200)
    expect(await view('Leads', 'My Leads')).toMatchObject({ sort_by: { api_name: 'Company', id: field } })
  })

  it('is undone by a reset', async () => {
    const { call, view, reset } = await atViews()
    const { id } = await view('Leads', 'All Leads')
    const { json } = await call('PUT', `settings/custom_views/${id}/actions/change_sort?module=Leads`, {
      custom_views: [{ sort_by: { api_name: 'Last_Name' }, sort_order: 'asc' }],
    })
    expect(json.custom_views[0].code).toBe('SUCCESS')

    await reset()

    expect(await view('Leads', 'All Leads')).toMatchObject({ sort_by: null })
  })

  const by = (name: string, order: unknown = 'asc') => ({ sort_by: { api_name: name }, sort_order: order })
  const at = (name: string, place: string) => ({ api_name: name, json_path: `$.custom_views[0].${place}` })

  it.each<[string, object, string, object]>([
    ['no field', { sort_order: 'asc' }, 'MANDATORY_NOT_FOUND', at('sort_by', 'sort_by')],
    [
      'a field that is text',
      { sort_by: 'Email', sort_order: 'asc' },
      'INVALID_DATA',
      { expected_data_type: 'jsonobject', ...at('sort_by', 'sort_by') },
    ],
    [
      'a field without a name',
      { sort_by: {}, sort_order: 'asc' },
      'EXPECTED_FIELD_MISSING',
      { expected_fields: [at('api_name', 'sort_by.api_name'), at('id', 'sort_by.id')] },
    ],
    ['an unknown field', by('Nonsense'), 'INVALID_DATA', at('api_name', 'sort_by.api_name')],
    ['a field that sorts nothing', by('Description'), 'INVALID_DATA', at('api_name', 'sort_by.api_name')],
    [
      'name and id that differ',
      { sort_by: { api_name: 'Email', id: '1' }, sort_order: 'asc' },
      'INVALID_DATA',
      at('id', 'sort_by.id'),
    ],
    ['no order', { sort_by: { api_name: 'Email' } }, 'MANDATORY_NOT_FOUND', at('sort_order', 'sort_order')],
    [
      'an order that is none',
      by('Email', 'up'),
      'INVALID_DATA',
      { ...at('sort_order', 'sort_order'), supported_values: ['asc', 'desc'] },
    ],
  ])('refuses %s', async (_, row, code, details) => {
    const { call, view } = await atViews()
    const { id } = await view('Leads', 'All Leads')

    const { status, json } = await call('PUT', `settings/custom_views/${id}/actions/change_sort?module=Leads`, {
      custom_views: [row],
    })

    expect([status, json.custom_views[0].code, json.custom_views[0].details]).toEqual([400, code, details])
    expect(await view('Leads', 'All Leads')).toMatchObject({ sort_by: null })
  })

  it('answers row by row: unknown, repeated and missing ids fail alone', async () => {
    const { call, view } = await atViews()
    const { id } = await view('Leads', 'All Leads')
    const { id: ofDeals } = await view('Deals', 'All Deals')

    const { status, json } = await call('PUT', 'settings/custom_views/actions/change_sort?module=Leads', {
      custom_views: [{ id, ...by('Email') }, { id, ...by('Email') }, { id: ofDeals, ...by('Email') }, by('Email'), 'x'],
    })

    expect(status).toBe(207)
    expect(json.custom_views.map(({ code, details }: { code: string; details: object }) => [code, details])).toEqual([
      ['SUCCESS', { id }],
      ['DUPLICATE_DATA', { api_name: 'id', json_path: '$.custom_views[1].id' }],
      ['INVALID_DATA', { id: ofDeals }],
      ['MANDATORY_NOT_FOUND', { api_name: 'id', json_path: '$.custom_views[3].id' }],
      ['MANDATORY_NOT_FOUND', { api_name: 'id', json_path: '$.custom_views[4].id' }],
    ])
  })

  it('refuses a view in the path that is not there, a body without views, and a token that may only read', async () => {
    const { call } = await atViews()
    const reading = await atViews({ scope: 'ZohoCRM.settings.custom_views.READ' })

    const unknown = await call('PUT', 'settings/custom_views/1/actions/change_sort?module=Leads', {
      custom_views: [{}],
    })
    const empty = await call('PUT', 'settings/custom_views/actions/change_sort?module=Leads', { data: [] })
    const forbidden = await reading.call('PUT', 'settings/custom_views/actions/change_sort?module=Leads', {})

    expect([unknown.status, unknown.json.details]).toEqual([400, { resource_path_index: 2 }])
    expect([empty.status, empty.json.code, empty.json.details.api_name]).toEqual([
      400,
      'MANDATORY_NOT_FOUND',
      'custom_views',
    ])
    expect([forbidden.status, forbidden.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })
})
