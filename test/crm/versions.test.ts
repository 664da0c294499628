/**
 * What clients notice between the versions.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/change-log.html and its older siblings.
 */

import { describe, expect, it } from 'vitest'
import { versionNames } from '../../src/protocol/versions.ts'
import { everything, start } from '../support/emulator.ts'
import { type AtCrm, atCrm, lead } from './at-crm.ts'
import { atViews } from './at-views.ts'
import { addField } from './customize.ts'

/** What a client notices in a version. */
type Probe = (version: string) => Promise<unknown>

const fieldsOf = async ({ call }: AtCrm, version: string, module = 'Leads') =>
  (await call('GET', `${version}/settings/fields?module=${module}`)).json.fields as {
    api_name: string
    lookup: { module?: unknown }
  }[]

const inGraz = {
  module: 'Leads',
  name: 'In Graz',
  criteria: { field: { api_name: 'City' }, comparator: 'equal', value: 'Graz' },
  sort_by: 'Last_Name',
}

const ownView = async (version: string) => {
  const { call, view } = await atViews({ views: [inGraz] })
  const { id } = await view('Leads', 'In Graz')
  return (await call('GET', `${version}/settings/custom_views/${id}?module=Leads`)).json.custom_views[0]
}

/** By topic: how to see it, and what is to be seen in v2, v2.1, v3, v4, v5, v6, v7 and v8. */
const topics: Readonly<Record<string, readonly [Probe, readonly unknown[]]>> = {
  'a list without fields': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'))
      return (await call('GET', `${version}/Leads`)).status
    },
    [200, 200, 400, 400, 400, 400, 400, 400],
  ],
  'page tokens in the info of a list': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'))
      return 'next_page_token' in (await call('GET', `${version}/Leads?fields=id`)).json.info
    },
    [false, false, true, true, true, true, true, true],
  ],
  'a page after the first 2000 records': [
    async version => (await (await atCrm()).call('GET', `${version}/Leads?fields=id&page=11`)).status,
    [204, 204, 400, 400, 400, 400, 400, 400],
  ],
  'where a converted lead says so': [
    async version => {
      const { call, insert } = await atCrm()
      const [id] = await insert('Leads', lead('A'))
      const [record] = (await call('GET', `${version}/Leads/${id}`)).json.data
      return ['$converted', 'Converted__s'].filter(key => key in record).join()
    },
    [...Array(3).fill('$converted'), ...Array(5).fill('Converted__s')],
  ],
  'what a lead was converted into': [
    async version => {
      const { call, insert } = await atCrm()
      const [id] = await insert('Leads', lead('A'))
      return 'Converted_Account' in (await call('GET', `${version}/Leads/${id}`)).json.data[0]
    },
    [false, false, true, true, true, true, true, true],
  ],
  'the id among the fields of a module': [
    async version => (await fieldsOf(await atCrm(), version)).some(({ api_name }) => api_name === 'id'),
    [false, false, false, true, true, true, true, true],
  ],
  'the id among the fields that come with a module': [
    async version => {
      const { json } = await (await atCrm()).call('GET', `${version}/settings/modules/Leads`)
      return json.modules[0].fields.some(({ api_name }: { api_name: string }) => api_name === 'id')
    },
    [false, false, false, true, true, true, true, true],
  ],
  'the key that says whether a module is shown': [
    async version => {
      const [module] = (await (await atCrm()).call('GET', `${version}/settings/modules`)).json.modules
      return ['visible', 'status'].filter(key => key in module).join()
    },
    [...Array(4).fill('visible'), ...Array(4).fill('status')],
  ],
  'the module of a lookup': [
    async version => {
      const fields = await fieldsOf(await atCrm(), version, 'Contacts')
      return typeof fields.find(({ api_name }) => api_name === 'Account_Name')!.lookup.module
    },
    [...Array(2).fill('string'), ...Array(6).fill('object')],
  ],
  'where in the body a row error arose': [
    async version => {
      const { json } = await (await atCrm()).call('POST', `${version}/Leads`, { data: [{ Company: 'C' }] })
      return 'json_path' in json.data[0].details
    },
    [false, true, true, true, true, true, true, true],
  ],
  'the status of a write whose rows all failed': [
    async version => (await (await atCrm()).call('POST', `${version}/Leads`, { data: [{ Company: 'C' }] })).status,
    [202, 202, 202, 202, 202, 400, 400, 400],
  ],
  'the approval state in an acknowledgement': [
    async version => {
      const { json } = await (await atCrm()).call('POST', `${version}/Leads`, { data: [lead('A')] })
      return '$approval_state' in json.data[0].details
    },
    [false, false, false, false, false, true, true, true],
  ],
  'a query of 201 records': [
    async version => {
      const select_query = 'select id from Leads where id is not null limit 201'
      return (await (await atCrm()).call('POST', `${version}/coql`, { select_query })).status
    },
    [400, 400, 400, 204, 204, 204, 204, 204],
  ],
  'a query of 2001 records': [
    async version => {
      const select_query = 'select id from Leads where id is not null limit 2001'
      return (await (await atCrm()).call('POST', `${version}/coql`, { select_query })).status
    },
    Array(8).fill(400),
  ],
  'a lookup in the answer to a query': [
    async version => {
      const { call, insert } = await atCrm()
      const [account] = await insert('Accounts', { Account_Name: 'A' })
      await insert('Contacts', { Last_Name: 'C', Account_Name: account })
      const select_query = 'select Account_Name from Contacts where id is not null'
      const [row] = (await call('POST', `${version}/coql`, { select_query })).json.data
      return Object.keys(row.Account_Name).join()
    },
    [...Array(6).fill('id'), ...Array(2).fill('name,id')],
  ],
  'a query with the scope of modules alone': [
    async version => {
      const select_query = 'select id from Leads where id is not null'
      return (await (await atCrm({ scope: 'ZohoCRM.modules.ALL' })).call('POST', `${version}/coql`, { select_query }))
        .status
    },
    [...Array(2).fill(204), ...Array(6).fill(401)],
  ],
  'a search by a range': [
    async version => {
      const criteria = '(Annual_Revenue:greater_than:1)'
      return (await (await atCrm()).call('GET', `${version}/Leads/search?criteria=${criteria}`)).status
    },
    [400, 204, 204, 204, 204, 204, 204, 204],
  ],
  'a search for a part of a text': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('Quux'))
      return (await call('GET', `${version}/Leads/search?criteria=(Last_Name:equals:uu)`)).status
    },
    [204, 204, 200, 200, 200, 200, 200, 200],
  ],
  'the environment of an org': [
    async version => 'type' in (await (await atCrm()).call('GET', `${version}/org`)).json.org[0],
    [false, true, true, true, true, true, true, true],
  ],
  'tasks, meetings and calls as one module': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Tasks', { Subject: 'T' })
      const { json } = await call('GET', `${version}/Activities?fields=Subject`)
      return json.code ?? json.data[0].Subject
    },
    ['T', 'T', ...Array(6).fill('INVALID_MODULE')],
  ],
  'the module of what a note is about': [
    async version => {
      const { call, insert } = await atCrm()
      const [id] = await insert('Leads', lead('A'))
      const [noteId] = await insert(`Leads/${id}/Notes`, { Note_Content: 'N' })
      const [note] = (await call('GET', `${version}/Notes/${noteId}`)).json.data
      return { $se_module: note.$se_module, module: note.Parent_Id.module?.api_name }
    },
    [...Array(5).fill({ $se_module: 'Leads' }), ...Array(3).fill({ module: 'Leads' })],
  ],
  'the key of line items': [
    async version => {
      const { call, insert } = await atCrm()
      const [account] = await insert('Accounts', { Account_Name: 'A' })
      const [product] = await insert('Products', { Product_Name: 'P' })
      const items = [{ Product_Name: { id: product }, Quantity: 1 }]
      const [id] = await insert('Quotes', { Subject: 'Q', Account_Name: { id: account }, Quoted_Items: items })
      const [quote] = (await call('GET', `${version}/Quotes/${id}`)).json.data
      return ['Product_Details', 'Quoted_Items'].filter(key => key in quote).join()
    },
    ['Product_Details', ...Array(7).fill('Quoted_Items')],
  ],
  'the count of records': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'))
      const { json } = await call('GET', `${version}/Leads/actions/count`)
      return json.count ?? json.code
    },
    ['API_NOT_SUPPORTED', ...Array(7).fill(1)],
  ],
  'the count of related records': [
    async version => {
      const { call, insert } = await atCrm()
      const [id] = await insert('Leads', lead('A'))
      const path = `${version}/Leads/${id}/actions/get_related_records_count`
      const { json } = await call('POST', path, {
        get_related_records_count: [{ related_list: { api_name: 'Tasks' } }],
      })
      return json.code ?? json.get_related_records_count[0].count
    },
    [...Array(7).fill('API_NOT_SUPPORTED'), 0],
  ],
  'the rich texts of a record': [
    async version => {
      const { status, json } = await (await atCrm()).call('GET', `${version}/Leads/7/actions/fetch_full_data`)
      return json?.code ?? status
    },
    [...Array(5).fill('API_NOT_SUPPORTED'), ...Array(3).fill(204)],
  ],
  'the rich texts of several records': [
    async version => {
      const path = `${version}/Leads/actions/fetch_full_data?ids=7&fields=Story`
      const { status, json } = await (await atCrm()).call('GET', path)
      return json?.code ?? status
    },
    [...Array(7).fill('API_NOT_SUPPORTED'), 204],
  ],
  'the recycle bin': [
    async version => {
      const { status, json } = await (await atCrm()).call('GET', `${version}/settings/recycle_bin`)
      return json?.code ?? status
    },
    [...Array(7).fill('API_NOT_SUPPORTED'), 204],
  ],
  'with whom records are shared': [
    async version => {
      const { status, json } = await (await atCrm()).call('GET', `${version}/settings/data_sharing`)
      return json?.code ?? status
    },
    [...Array(7).fill('API_NOT_SUPPORTED'), 200],
  ],
  'the keys of a custom view': [
    async version => {
      const view = await ownView(version)
      return ['shared_type', 'shared_details', 'access_type', 'shared_to', 'created_by']
        .filter(key => key in view)
        .join()
    },
    ['shared_type,shared_details', ...Array(7).fill('access_type,shared_to,created_by')],
  ],
  'the field in the criteria of a custom view': [
    async version => typeof (await ownView(version)).criteria.field,
    ['string', ...Array(7).fill('object')],
  ],
  'the field that sorts a custom view': [
    async version => typeof (await ownView(version)).sort_by,
    [...Array(2).fill('string'), ...Array(6).fill('object')],
  ],
  'the records of a custom view': [
    async version => {
      const { call, insert, view } = await atViews({ views: [inGraz] })
      await insert('Leads', lead('A', { City: 'Graz' }), lead('B'))
      const { id } = await view('Leads', 'In Graz')
      const { json } = await call('GET', `${version}/Leads?cvid=${id}&fields=Last_Name`)
      return json.data.map(({ Last_Name }: { Last_Name: string }) => Last_Name).join()
    },
    Array(8).fill('A'),
  ],
  'a field that an org adds': [
    async version => {
      const fields = [{ field_label: 'X', data_type: 'text' }]
      const { json } = await (await atCrm()).call('POST', `${version}/settings/fields?module=Leads`, { fields })
      return json.code ?? json.fields[0].code
    },
    [...Array(5).fill('API_NOT_SUPPORTED'), ...Array(3).fill('SUCCESS')],
  ],
  'a pipeline that an org adds': [
    async version => {
      const { json } = await (await atCrm()).call('POST', `${version}/settings/pipeline?layout_id=1`, {
        pipeline: [{}],
      })
      return json.code
    },
    ['API_NOT_SUPPORTED', ...Array(7).fill('INVALID_DATA')],
  ],
  'how a duplicate of a unique value is described': [
    async version => {
      const tested = await atCrm()
      await addField(tested, 'Leads', { field_label: 'Badge', data_type: 'text', unique: { case_sensitive: false } })
      await tested.insert('Leads', lead('A', { Badge: 'x' }))
      const { json } = await tested.call('POST', `${version}/Leads`, { data: [lead('B', { Badge: 'x' })] })
      return 'duplicate_record' in json.data[0].details
    },
    [...Array(5).fill(false), ...Array(3).fill(true)],
  ],
  'a list of what is not approved': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'))
      return (await call('GET', `${version}/Leads?fields=id&approved=false`)).status
    },
    [...Array(5).fill(204), ...Array(3).fill(200)],
  ],
  'the order of what a search finds': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'), lead('B'))
      const path = `${version}/Leads/search?criteria=(Company:equals:C)&sort_by=Created_Time&sort_order=asc`
      return (await call('GET', path)).json.data[0].Last_Name
    },
    [...Array(7).fill('B'), 'A'],
  ],
  'the fields of a query in its answer': [
    async version => {
      const { call, insert } = await atCrm()
      await insert('Leads', lead('A'))
      const body = { select_query: 'select Last_Name from Leads where id is not null', include_meta: ['fields'] }
      return 'fields' in (await call('POST', `${version}/coql`, body)).json
    },
    [...Array(6).fill(false), ...Array(2).fill(true)],
  ],
  'a query of a column that is not there': [
    async version => {
      const select_query = 'select Nonsense from Leads where id is not null'
      return (await (await atCrm()).call('POST', `${version}/coql`, { select_query })).json.message
    },
    [...Array(7).fill('column given seems to be invalid'), 'unsupported column'],
  ],
  'the name format of a user': [
    async version => {
      const [user] = (await (await atCrm()).call('GET', `${version}/users`)).json.users
      return ['name_format', 'name_format__s'].filter(key => key in user).join()
    },
    [...Array(2).fill('name_format'), ...Array(6).fill('name_format__s')],
  ],
}

describe.each(Object.entries(topics))('%s', (_topic, [probe, expected]) => {
  it.each(versionNames.map((version, index) => [version, expected[index]] as const))(
    'in %s: %j',
    async (version, seen) => {
      expect(await probe(version)).toEqual(seen)
    },
  )
})

it.each(['v1', 'v2foo', 'v2.2', 'v2.10', 'v21', 'v22', 'xv8', 'v8x', 'v9'])('%s is no version', async version => {
  const { send, tokens } = await start({ fixture: 'empty' })
  const { access_token: token } = await tokens({ org: 'Acme QA', scope: everything })

  const paths = ['Leads', 'org', 'Leads/search?word=graz', 'settings/modules']
  const answers = await Promise.all(
    paths.map(path => send('GET', `/sandbox.zohoapis.com/crm/${version}/${path}`, { token })),
  )

  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(paths.map(() => [404, 'INVALID_URL_PATTERN']))
})

it.each(['settings/recycle_bin', 'settings/recycle_bin/actions/count', 'settings/data_sharing'])(
  '%s came with v8',
  async path => {
    const { send, tokens } = await start({ fixture: 'empty' })
    const { access_token: token } = await tokens({ org: 'Acme QA', scope: everything })

    const [older, newer] = await Promise.all(
      ['v7', 'v8'].map(version => send('GET', `/sandbox.zohoapis.com/crm/${version}/${path}`, { token })),
    )

    expect([older!.status, older!.json.code, older!.json.details]).toEqual([
      400,
      'API_NOT_SUPPORTED',
      { supported_version: 'v8' },
    ])
    expect(newer!.status).toBeLessThan(300)
  },
)
