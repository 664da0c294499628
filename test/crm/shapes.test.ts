/**
 * The answers of records key by key, in v2 and in v8, and what clients notice between all versions.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html, insert-records.html, update-records.html,
 * upsert-records.html and delete-records.html, the same pages of v2, and the change logs of the versions between.
 */

import { describe, expect, it } from 'vitest'
import { versionNames } from '../../src/protocol/versions.ts'
import { type Answer, everything, start } from '../support/emulator.ts'

const scope = `${everything},ZohoSearch.securesearch.READ,ZohoCRM.coql.READ`

interface Crm {
  /** A call in the sandbox Acme QA, the version first in the path. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** @returns the new ids */
  insert(module: string, ...rows: object[]): Promise<string[]>
}

async function crm(granted = scope): Promise<Crm> {
  const { send, tokens } = await start({ fixture: 'empty' })
  const { access_token: token } = await tokens({ org: 'Acme QA', scope: granted })
  const call: Crm['call'] = (method, path, body, headers = {}) =>
    send(method, `/sandbox.zohoapis.com/crm/${path}`, { token, body, headers })
  return {
    call,
    insert: async (module, ...rows) =>
      (await call('POST', `v8/${module}`, { data: rows })).json.data.map(
        ({ details }: { details: { id: string } }) => details.id,
      ),
  }
}

const lead = (name: string, more: object = {}) => ({ Last_Name: name, Company: 'C', ...more })

/** Status and body with words for ids, moments and page tokens; objects as lists, so that the order of keys counts too. */
const shape = ({ status, json, text }: Answer) => [status, json === undefined ? text : inOrder(json)]

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, inner]) => [key, inOrder(inner)])
  }
  if (typeof value !== 'string') return value
  if (/^5731204\d{12}$/.test(value)) return 'ID'
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(value)) return 'TIME'
  return /^[\w-]{80,}$/.test(value) ? 'TOKEN' : value
}

/** What an answer should look like. */
const shaped = (status: number, body: unknown) => [status, inOrder(body)]

const person = { name: 'Ada Marlow', id: 'ID' }
const acknowledged = { Modified_Time: 'TIME', Modified_By: person, Created_Time: 'TIME', id: 'ID', Created_By: person }
const unmatched = { per_page: 200, count: 1, page: 1, more_records: false }

/** What differs between the old answers and the new ones. */
const eras = {
  v2: {
    details: acknowledged,
    allFailed: 202,
    at: (api_name: string, _path: string) => ({ api_name }),
  },
  v8: {
    details: { ...acknowledged, $approval_state: 'approved' },
    allFailed: 400,
    at: (api_name: string, json_path: string) => ({ api_name, json_path }),
  },
}

const invalid = (details: object) => ({ code: 'INVALID_DATA', details, message: 'invalid data', status: 'error' })
const missing = (details: object) => ({
  code: 'MANDATORY_NOT_FOUND',
  details,
  message: 'required field not found',
  status: 'error',
})
const invalidId = (details: object) => ({
  code: 'INVALID_DATA',
  details,
  message: 'the id given seems to be invalid',
  status: 'error',
})

describe.each(['v2', 'v8'] as const)('in %s', version => {
  const { details, allFailed, at } = eras[version]
  const row = (message: string) => ({ code: 'SUCCESS', details, message, status: 'success' })

  describe('an insert', () => {
    it('of rows that are all well is 201', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads`, { data: [lead('A'), lead('B')] })

      expect(shape(answer)).toEqual(shaped(201, { data: [row('record added'), row('record added')] }))
    })

    it('of which some rows fail is 207, each row in its place', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads`, {
        data: [
          { Company: 'C' },
          lead('A'),
          lead('B', { Annual_Revenue: 'much' }),
          lead('x'.repeat(81)),
          lead('C', { Owner: { id: '7' } }),
          null,
        ],
      })

      expect(shape(answer)).toEqual(
        shaped(207, {
          data: [
            missing(at('Last_Name', '$.data[0].Last_Name')),
            row('record added'),
            invalid({ expected_data_type: 'double', ...at('Annual_Revenue', '$.data[2].Annual_Revenue') }),
            invalid({ maximum_length: 80, ...at('Last_Name', '$.data[3].Last_Name') }),
            invalidId(at('id', '$.data[4].Owner.id')),
            invalid({ expected_data_type: 'jsonobject', ...at('data', '$.data[5]') }),
          ],
        }),
      )
    })

    it('of which every row fails has the same body under another status', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads`, { data: [{ Company: 'C' }, { Company: 'C', Email: 'no' }] })

      expect(shape(answer)).toEqual(
        shaped(allFailed, {
          data: [
            missing(at('Last_Name', '$.data[0].Last_Name')),
            {
              code: 'MULTIPLE_OR_MULTI_ERRORS',
              details: {
                errors: [
                  missing(at('Last_Name', '$.data[1].Last_Name')),
                  invalid({ expected_data_type: 'email', ...at('Email', '$.data[1].Email') }),
                ],
              },
              message: 'Multiple errors in the request',
              status: 'error',
            },
          ],
        }),
      )
    })

    it('of more than a hundred rows fails as a whole', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads`, { data: Array.from({ length: 101 }, () => lead('A')) })

      expect(shape(answer)).toEqual(
        shaped(400, {
          data: [
            {
              code: 'LIMIT_EXCEEDED',
              details: { maximum_length: 100, api_name: 'data' },
              message: 'count of records in your request exceeds the limit',
              status: 'error',
            },
          ],
        }),
      )
    })

    it('under another key than data says which was expected', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads`, { rows: [lead('A')] })

      expect(shape(answer)).toEqual(shaped(400, missing({ api_name: 'data' })))
    })

    it('with a value that is none of the supported ones names them', async () => {
      const harness = await start({ fixture: 'empty' })
      const { access_token: token } = await harness.tokens({ org: 'Acme QA' })
      await harness.send('PATCH', '/_emulator/toggles', {
        headers: { 'Content-Type': 'application/json' },
        body: { picklist_values_checked: true },
      })

      const answer = await harness.send('POST', `/sandbox.zohoapis.com/crm/${version}/Accounts`, {
        token,
        body: { data: [{ Account_Name: 'A', Ownership: 'Nobody' }] },
      })

      const supported = ['-None-', 'Other', 'Private', 'Public', 'Subsidiary', 'Partnership', 'Government']
      expect(shape(answer)).toEqual(
        shaped(allFailed, {
          data: [invalid({ ...at('Ownership', '$.data[0].Ownership'), supported_values: supported })],
        }),
      )
    })
  })

  describe('an update', () => {
    it.each(['by the path', 'by the body'])('that is all well is 200, %s', async way => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))
      const [path, named] = way === 'by the path' ? [`/${id}`, {}] : ['', { id }]

      const answer = await call('PUT', `${version}/Leads${path}`, { data: [{ ...named, Company: 'D' }] })

      expect(shape(answer)).toEqual(shaped(200, { data: [row('record updated')] }))
    })

    it('of which some rows fail is 207', async () => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))

      const answer = await call('PUT', `${version}/Leads`, {
        data: [{ Company: 'D' }, { id: '7' }, { id, Company: 'D' }, { id, Last_Name: null }],
      })

      expect(shape(answer)).toEqual(
        shaped(207, {
          data: [
            missing(at('id', '$.data[0].id')),
            invalidId(at('id', '$.data[1].id')),
            row('record updated'),
            missing(at('Last_Name', '$.data[3].Last_Name')),
          ],
        }),
      )
    })

    it('of which every row fails has another status, and so has one of a record that is not there', async () => {
      const { call } = await crm()

      const byBody = await call('PUT', `${version}/Leads`, { data: [{ id: '7', Company: 'D' }] })
      const byPath = await call('PUT', `${version}/Leads/7`, { data: [{ Company: 'D' }] })
      const malformed = await call('PUT', `${version}/Leads/seven`, { data: [{ Company: 'D' }] })

      const expected = shaped(allFailed, { data: [invalidId(at('id', '$.data[0].id'))] })
      expect([byBody, byPath].map(shape)).toEqual([expected, expected])
      expect(shape(malformed)).toEqual(shaped(400, invalidId({ resource_path_index: 1 })))
    })

    it('of a record that somebody changed meanwhile is 412', async () => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))

      const since = { 'If-Unmodified-Since': '2020-01-01T00:00:00+00:00' }
      const answer = await call('PUT', `${version}/Leads/${id}`, { data: [{ Company: 'D' }] }, since)

      expect(shape(answer)).toEqual(
        shaped(412, {
          data: [
            {
              code: 'ALREADY_MODIFIED',
              details: acknowledged,
              message: 'record updated time has already passed if-unmodified-since time',
              status: 'error',
            },
          ],
        }),
      )
    })
  })

  describe('an upsert', () => {
    const upserted = (action: 'insert' | 'update', field: string | null) => ({
      code: 'SUCCESS',
      duplicate_field: field,
      action,
      details,
      message: action === 'insert' ? 'record added' : 'record updated',
      status: 'success',
    })

    it('is 200 whether it adds or updates', async () => {
      const { call, insert } = await crm()
      await insert('Leads', lead('A', { Email: 'a@x.example' }))

      const added = await call('POST', `${version}/Leads/upsert`, { data: [lead('B')] })
      const both = await call('POST', `${version}/Leads/upsert`, {
        data: [lead('A', { Email: 'a@x.example' }), lead('C')],
        duplicate_check_fields: ['Email'],
      })

      expect(shape(added)).toEqual(shaped(200, { data: [upserted('insert', null)] }))
      expect(shape(both)).toEqual(shaped(200, { data: [upserted('update', 'Email'), upserted('insert', null)] }))
    })

    it('of which some rows fail is 207, and of which all do has another status', async () => {
      const { call } = await crm()

      const mixed = await call('POST', `${version}/Leads/upsert`, { data: [lead('A'), { Last_Name: 'B' }] })
      const none = await call('POST', `${version}/Leads/upsert`, { data: [{ Last_Name: 'B' }, { id: '7' }] })

      expect(shape(mixed)).toEqual(
        shaped(207, { data: [upserted('insert', null), missing(at('Company', '$.data[1].Company'))] }),
      )
      expect(shape(none)).toEqual(
        shaped(allFailed, { data: [missing(at('Company', '$.data[0].Company')), invalidId(at('id', '$.data[1].id'))] }),
      )
    })

    it('by a field that the module lacks is refused', async () => {
      const { call } = await crm()

      const answer = await call('POST', `${version}/Leads/upsert`, {
        data: [lead('A')],
        duplicate_check_fields: ['Email', 'Nonsense'],
      })

      expect(shape(answer)).toEqual(
        shaped(
          400,
          invalid({
            ...at('duplicate_check_fields', '$.duplicate_check_fields[1]'),
            supported_values: ['Email'],
          }),
        ),
      )
    })
  })

  describe('a delete', () => {
    const deleted = (id: string) => ({ code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' })
    const notDeleted = (id: string) => ({
      code: 'INVALID_DATA',
      details: { id },
      message: 'record not deleted',
      status: 'error',
    })

    it('is 200 for one and for several', async () => {
      const { call, insert } = await crm()
      const [a, b, c] = await insert('Leads', lead('A'), lead('B'), lead('C'))

      const one = await call('DELETE', `${version}/Leads/${a}`)
      const several = await call('DELETE', `${version}/Leads?ids=${b},${c}`)

      expect(shape(one)).toEqual(shaped(200, { data: [deleted('ID')] }))
      expect(shape(several)).toEqual(shaped(200, { data: [deleted('ID'), deleted('ID')] }))
    })

    it('of which some records are not there is 207, and where none is it has another status', async () => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))

      const mixed = await call('DELETE', `${version}/Leads?ids=7,${id},${id}`)
      const none = await call('DELETE', `${version}/Leads?ids=7,8`)
      const one = await call('DELETE', `${version}/Leads/7`)

      expect(shape(mixed)).toEqual(shaped(207, { data: [notDeleted('7'), deleted('ID'), notDeleted('ID')] }))
      expect(shape(none)).toEqual(shaped(allFailed, { data: [notDeleted('7'), notDeleted('8')] }))
      expect(shape(one)).toEqual(shaped(allFailed, { data: [notDeleted('7')] }))
    })

    it('without ids, or of more than a hundred, is refused as a whole', async () => {
      const { call } = await crm()

      const without = await call('DELETE', `${version}/Leads`)
      const many = await call('DELETE', `${version}/Leads?ids=${Array.from({ length: 101 }, (_, id) => id)}`)

      expect(shape(without)).toEqual(
        shaped(400, {
          code: 'REQUIRED_PARAM_MISSING',
          details: { param_name: 'ids' },
          message: 'One of the expected parameter is missing',
          status: 'error',
        }),
      )
      expect(shape(many)).toEqual(
        shaped(400, {
          code: 'LIMIT_EXCEEDED',
          details: { limit: 100, param_name: 'ids' },
          message: 'limit exceeded',
          status: 'error',
        }),
      )
    })
  })

  describe('a read', () => {
    it('of nothing is 204 without a body', async () => {
      const { call } = await crm()

      const answers = await Promise.all([
        call('GET', `${version}/Leads?fields=id`),
        call('GET', `${version}/Leads/7`),
        call('GET', `${version}/Leads/deleted`),
        call('GET', `${version}/Leads/search?word=nobody`),
        call('GET', `${version}/Leads/7/Tasks?fields=id`),
        call('POST', `${version}/coql`, { select_query: 'select Last_Name from Leads where id is not null' }),
      ])

      expect(answers.map(shape)).toEqual(answers.map(() => [204, '']))
      expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(answers.map(() => null))
    })

    it('of one record is a list of one without info', async () => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A', { First_Name: 'B' }))

      const answer = await call('GET', `${version}/Leads/${id}?fields=Last_Name,First_Name,Owner,Created_By,Tag,Fax`)

      const owner = { name: 'Ada Marlow', id: 'ID', email: 'admin@acme.example' }
      const values = { Last_Name: 'A', First_Name: 'B', Owner: owner, Created_By: owner, Tag: [], Fax: null, id: 'ID' }
      expect(shape(answer)).toEqual(shaped(200, { data: [values] }))
    })

    it('of a whole record has the keys that the service adds', async () => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))

      const { json } = await call('GET', `${version}/Leads/${id}`)
      const [record] = json.data
      const added = Object.fromEntries(Object.entries(record).filter(([key]) => key.startsWith('$')))

      expect(added).toEqual({
        $currency_symbol: '$',
        $field_states: null,
        $sharing_permission: 'full_access',
        $process_flow: false,
        $locked_for_me: false,
        $approval: { delegate: false, approve: false, reject: false, resubmit: false },
        $approval_state: 'approved',
        $editable: true,
        $review_process: { approve: false, reject: false, resubmit: false },
        $review: null,
        $wizard_connection_path: null,
        $zia_owner_assignment: 'owner_recommendation_unavailable',
        $zia_visions: null,
        $converted_detail: {},
        $orchestration: null,
        $pathfinder: null,
        $in_merge: false,
        $state: 'save',
        ...(version === 'v2' && { $approved: true, $converted: false }),
      })
      expect(record).toMatchObject({ Record_Status__s: 'Available', Locked__s: false })
    })

    it('of a list has its rows and how they are paged', async () => {
      const { call, insert } = await crm()
      await insert('Leads', lead('A'), lead('B'), lead('C'))

      const first = await call('GET', `${version}/Leads?fields=Last_Name&per_page=2`)
      const whole = await call('GET', `${version}/Leads?fields=Last_Name&sort_by=Created_Time&sort_order=asc`)

      const rows = ['C', 'B', 'A'].map(name => ({ Last_Name: name, id: 'ID' }))
      const info = {
        v2: [
          { per_page: 2, count: 2, page: 1, more_records: true },
          { per_page: 200, count: 3, page: 1, more_records: false },
        ],
        v8: [
          {
            call: false,
            per_page: 2,
            next_page_token: 'TOKEN',
            count: 2,
            sort_by: 'id',
            page: 1,
            previous_page_token: null,
            page_token_expiry: 'TIME',
            sort_order: 'desc',
            email: false,
            more_records: true,
          },
          {
            call: false,
            per_page: 200,
            next_page_token: null,
            count: 3,
            sort_by: 'Created_Time',
            page: 1,
            previous_page_token: null,
            page_token_expiry: null,
            sort_order: 'asc',
            email: false,
            more_records: false,
          },
        ],
      }[version]
      expect(shape(first)).toEqual(shaped(200, { data: rows.slice(0, 2), info: info[0] }))
      expect(shape(whole)).toEqual(shaped(200, { data: [...rows].reverse(), info: info[1] }))
    })

    it('of deleted records names who and when', async () => {
      const { call, insert } = await crm()
      const ids = await insert('Leads', lead('A'))
      await call('DELETE', `${version}/Leads?ids=${ids}`)

      const answer = await call('GET', `${version}/Leads/deleted`)

      const row = { deleted_by: person, id: 'ID', display_name: 'A', type: 'recycle', created_by: person }
      expect(shape(answer)).toEqual(shaped(200, { data: [{ ...row, deleted_time: 'TIME' }], info: unmatched }))
    })

    it('of a search has no tokens', async () => {
      const { call, insert } = await crm()
      await insert('Leads', lead('Quux'))

      const answer = await call('GET', `${version}/Leads/search?word=quux&fields=Last_Name`)

      expect(shape(answer)).toEqual(shaped(200, { data: [{ Last_Name: 'Quux', id: 'ID' }], info: unmatched }))
    })

    it('of what is not there is refused by its place in the path', async () => {
      const { call } = await crm()

      const id = await call('GET', `${version}/Leads/seven`)
      const module = await call('GET', `${version}/Nonsense/7`)
      const relation = await call('GET', `${version}/Leads/7/Nonsense?fields=id`)

      const flat = (code: string, message: string, index: number) =>
        shaped(400, { code, details: { resource_path_index: index }, message, status: 'error' })
      expect(shape(id)).toEqual(flat('INVALID_DATA', 'the id given seems to be invalid', 1))
      expect(shape(module)).toEqual(flat('INVALID_MODULE', 'the module name given seems to be invalid', 0))
      expect(shape(relation)).toEqual(flat('INVALID_DATA', 'the relation name given seems to be invalid', 2))
    })
  })

  describe('a relation', () => {
    it('is added and removed row by row', async () => {
      const { call, insert } = await crm()
      const [account] = await insert('Accounts', { Account_Name: 'A' })
      const [contact] = await insert('Contacts', { Last_Name: 'C' })

      const added = await call('PUT', `${version}/Accounts/${account}/Contacts`, {
        data: [{ id: contact }, { id: '7' }],
      })
      const removed = await call('DELETE', `${version}/Accounts/${account}/Contacts?ids=${contact}`)

      const done = (message: string) => ({ code: 'SUCCESS', details: { id: 'ID' }, message, status: 'success' })
      expect(shape(added)).toEqual(shaped(207, { data: [done('relation added'), invalidId(at('id', '$.data[1].id'))] }))
      expect(shape(removed)).toEqual(shaped(200, { data: [done('relation removed')] }))
    })
  })
})

/** What a client notices in a version. */
type Probe = (version: string) => Promise<unknown>

const fieldsOf = async ({ call }: Crm, version: string, module = 'Leads') =>
  (await call('GET', `${version}/settings/fields?module=${module}`)).json.fields as {
    api_name: string
    lookup: { module?: unknown }
  }[]

/** By topic: how to see it, and what is to be seen in v2, v2.1, v3, v4, v5, v6, v7 and v8. */
const topics: Readonly<Record<string, readonly [Probe, readonly unknown[]]>> = {
  'a list without fields': [
    async version => {
      const { call, insert } = await crm()
      await insert('Leads', lead('A'))
      return (await call('GET', `${version}/Leads`)).status
    },
    [200, 200, 400, 400, 400, 400, 400, 400],
  ],
  'page tokens in the info of a list': [
    async version => {
      const { call, insert } = await crm()
      await insert('Leads', lead('A'))
      return 'next_page_token' in (await call('GET', `${version}/Leads?fields=id`)).json.info
    },
    [false, false, true, true, true, true, true, true],
  ],
  'a page after the first 2000 records': [
    async version => (await (await crm()).call('GET', `${version}/Leads?fields=id&page=11`)).status,
    [204, 204, 400, 400, 400, 400, 400, 400],
  ],
  'where a converted lead says so': [
    async version => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))
      const [record] = (await call('GET', `${version}/Leads/${id}`)).json.data
      return ['$converted', 'Converted__s'].filter(key => key in record).join()
    },
    [...Array(3).fill('$converted'), ...Array(5).fill('Converted__s')],
  ],
  'what a lead was converted into': [
    async version => {
      const { call, insert } = await crm()
      const [id] = await insert('Leads', lead('A'))
      return 'Converted_Account' in (await call('GET', `${version}/Leads/${id}`)).json.data[0]
    },
    [false, false, true, true, true, true, true, true],
  ],
  'the id among the fields of a module': [
    async version => (await fieldsOf(await crm(), version)).some(({ api_name }) => api_name === 'id'),
    [false, false, false, true, true, true, true, true],
  ],
  'the id among the fields that come with a module': [
    async version => {
      const { json } = await (await crm()).call('GET', `${version}/settings/modules/Leads`)
      return json.modules[0].fields.some(({ api_name }: { api_name: string }) => api_name === 'id')
    },
    [false, false, false, true, true, true, true, true],
  ],
  'the key that says whether a module is shown': [
    async version => {
      const [module] = (await (await crm()).call('GET', `${version}/settings/modules`)).json.modules
      return ['visible', 'status'].filter(key => key in module).join()
    },
    [...Array(4).fill('visible'), ...Array(4).fill('status')],
  ],
  'the module of a lookup': [
    async version => {
      const fields = await fieldsOf(await crm(), version, 'Contacts')
      return typeof fields.find(({ api_name }) => api_name === 'Account_Name')!.lookup.module
    },
    [...Array(2).fill('string'), ...Array(6).fill('object')],
  ],
  'where in the body a row error arose': [
    async version => {
      const { json } = await (await crm()).call('POST', `${version}/Leads`, { data: [{ Company: 'C' }] })
      return 'json_path' in json.data[0].details
    },
    [false, true, true, true, true, true, true, true],
  ],
  'the status of a write whose rows all failed': [
    async version => (await (await crm()).call('POST', `${version}/Leads`, { data: [{ Company: 'C' }] })).status,
    [202, 202, 202, 202, 202, 400, 400, 400],
  ],
  'the approval state in an acknowledgement': [
    async version => {
      const { json } = await (await crm()).call('POST', `${version}/Leads`, { data: [lead('A')] })
      return '$approval_state' in json.data[0].details
    },
    [false, false, false, false, false, true, true, true],
  ],
  'a query of 201 records': [
    async version => {
      const select_query = 'select id from Leads where id is not null limit 201'
      return (await (await crm()).call('POST', `${version}/coql`, { select_query })).status
    },
    [400, 400, 400, 204, 204, 204, 204, 204],
  ],
  'a query of 2001 records': [
    async version => {
      const select_query = 'select id from Leads where id is not null limit 2001'
      return (await (await crm()).call('POST', `${version}/coql`, { select_query })).status
    },
    Array(8).fill(400),
  ],
  'a lookup in the answer to a query': [
    async version => {
      const { call, insert } = await crm()
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
      return (await (await crm('ZohoCRM.modules.ALL')).call('POST', `${version}/coql`, { select_query })).status
    },
    [...Array(2).fill(204), ...Array(6).fill(401)],
  ],
  'a search by a range': [
    async version => {
      const criteria = '(Annual_Revenue:greater_than:1)'
      return (await (await crm()).call('GET', `${version}/Leads/search?criteria=${criteria}`)).status
    },
    [400, 204, 204, 204, 204, 204, 204, 204],
  ],
  'a search for a part of a text': [
    async version => {
      const { call, insert } = await crm()
      await insert('Leads', lead('Quux'))
      return (await call('GET', `${version}/Leads/search?criteria=(Last_Name:equals:uu)`)).status
    },
    [204, 204, 200, 200, 200, 200, 200, 200],
  ],
  'the environment of an org': [
    async version => 'type' in (await (await crm()).call('GET', `${version}/org`)).json.org[0],
    [false, true, true, true, true, true, true, true],
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

it.each(['v1', 'v2foo', 'v2.2', 'v22', 'xv8', 'v8x', 'v9'])('%s is no version', async version => {
  const { status, json } = await (await crm()).call('GET', `${version}/org`)

  expect([status, json.code]).toEqual([404, 'INVALID_URL_PATTERN'])
})
