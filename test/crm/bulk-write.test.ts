/** Bulk writes: uploaded, started, waited for; what they write, what they tell of each row, and what is refused. */

import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'
import { type AtBulk, atBulk, type Files, linesOf } from './at-bulk.ts'
import { lead, type Person } from './staff.ts'

const leads = { api_name: 'Leads' }

interface Started {
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: looked into at will
  readonly status: any
  /** The tables that tell of each row, by name. */
  readonly told: Readonly<Record<string, string[]>>
}

const uploadId = async (tested: AtBulk, files: Files, person: Person = 'admin'): Promise<string> => {
  const { json, text, status } = await tested.upload(person, files)
  if (status !== 200) throw new Error(text)
  return json.details.file_id
}

/** Uploads a table, writes it and waits for the end. */
async function write(
  tested: AtBulk,
  csv: string | Files,
  {
    person = 'admin' as Person,
    resource = {} as object,
    version = 'v8',
    ...job
  }: Record<string, unknown> & { person?: Person; resource?: object } = {},
): Promise<Started> {
  const file_id = await uploadId(tested, typeof csv === 'string' ? { 'leads.csv': csv } : csv, person)
  const resources = (Array.isArray(resource) ? resource : [resource]).map(each => ({
    type: 'data',
    module: version === 'v2' ? 'Leads' : leads,
    file_id,
    ...each,
  }))
  const body = { operation: 'insert', ...job, resource: resources }
  const { status, json, text } = await tested.bulk(person, 'POST', `${version}/write`, body)
  if (status !== 201) throw new Error(text)
  await tested.passJobs()
  return finished(tested, json.details.id, person, String(version))
}

async function finished(tested: AtBulk, id: string, person: Person, version = 'v8'): Promise<Started> {
  const { json } = await tested.bulk(person, 'GET', `${version}/write/${id}`)
  const files = json.result ? (await tested.download(person, json.result.download_url)).files : {}
  const told = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, linesOf(text)]))
  return { id, status: json, told }
}

const toldOf = ({ told }: Started, name = 'Leads-leads.csv') =>
  told[name]!.slice(1).map(line => line.split(',').slice(-3).join())

const rowsOf = async (tested: AtBulk, module: string, fields: string) =>
  (await tested.as('admin', 'GET', `${module}?fields=${fields}&sort_order=asc&sort_by=id`)).json?.data ?? []

describe('a bulk write', () => {
  it('is added, runs and is completed by the clock, and tells of each row', async () => {
    const tested = await atBulk()
    const admin = await tested.idOf('admin')
    const upload = await tested.upload('admin', { 'leads.csv': 'Surname,Firm,Mail\nA,C,a@x.example\n"B, x",,b@x\n' })
    const { file_id } = upload.json.details
    const field_mappings = [
      { api_name: 'Last_Name', index: 0 },
      { api_name: 'Company', index: 1 },
      { api_name: 'Email', index: 2 },
      { api_name: 'Lead_Source', default_value: { value: 'Trade Show' } },
    ]
    const resource = [{ type: 'data', module: leads, file_id, file_names: ['leads.csv'], field_mappings }]
    const ear = await listener()
    const callback = { url: `${ear.url}/done`, method: 'post' }

    const created = await tested.bulk('admin', 'POST', 'write', { operation: 'insert', callback, resource })
    const { id } = created.json.details
    const waiting = await tested.bulk('admin', 'GET', `write/${id}`)
    await tested.zoho.advanceClock('1s')
    const running = await tested.bulk('admin', 'GET', `write/${id}`)
    const before = await rowsOf(tested, 'Leads', 'Last_Name')
    await tested.zoho.advanceClock('1s')
    const rows = await rowsOf(tested, 'Leads', 'Last_Name,Company,Email,Lead_Source,Created_By')
    const done = await tested.bulk('admin', 'GET', `write/${id}`)
    const result = await tested.download('admin', done.json.result.download_url)

    expect(upload.json).toEqual({
      status: 'success',
      code: 'FILE_UPLOAD_SUCCESS',
      message: 'file uploaded.',
      details: { file_id: expect.stringMatching(/^\d+$/), created_time: expect.stringMatching(/T.*[+-]\d\d:\d\d$/) },
    })
    const created_by = { id: admin, name: 'admin Example' }
    expect(created.json).toEqual({
      status: 'success',
      code: 'SUCCESS',
      message: 'success',
      details: { id: expect.stringMatching(/^\d+$/), created_by },
    })
    const file = {
      status: 'ADDED',
      name: 'leads.csv',
      added_count: 0,
      skipped_count: 0,
      updated_count: 0,
      total_count: 0,
    }
    const module = { api_name: 'Leads', id: expect.stringMatching(/2175$/) }
    const told = {
      status: 'ADDED',
      character_encoding: 'UTF-8',
      resource: [{ status: 'ADDED', type: 'data', module, field_mappings, file }],
      id,
      created_by,
      operation: 'insert',
      created_time: expect.stringMatching(/T.*[+-]\d\d:\d\d$/),
      callback,
    }
    expect(waiting.json).toEqual(told)
    expect(running.json.resource[0].file.status).toBe('IN PROGRESS')
    expect(before).toEqual([])
    const { zgid } = tested.org('Acme QA')
    expect(done.json).toEqual({
      ...told,
      status: 'COMPLETED',
      resource: [
        {
          ...told.resource[0],
          status: 'COMPLETED',
          file: { ...file, status: 'COMPLETED', added_count: 1, skipped_count: 1, total_count: 2 },
        },
      ],
      result: {
        download_url: `${tested.zoho.url}/download-accl.zoho.com/v2/crm/${zgid}/bulk-write/${id}/${id}.zip`,
      },
    })
    expect(rows).toEqual([
      {
        ...{ Last_Name: 'A', Company: 'C', Email: 'a@x.example', Lead_Source: 'Trade Show', id: expect.any(String) },
        Created_By: { name: 'admin Example', id: admin, email: 'admin@acme.example' },
      },
    ])
    expect(result.headers.get('content-type')).toBe('application/octet-stream;charset=UTF-8')
    expect(linesOf(result.files['Leads-leads.csv'])).toEqual([
      'Surname,Firm,Mail,STATUS,RECORD_ID,ERRORS',
      `A,C,a@x.example,added,${rows[0].id},`,
      '"B, x",,b@x,skipped,,MANDATORY_NOT_FOUND-Firm:INVALID_DATA-Mail',
    ])
    expect(await ear.until(1)).toMatchObject([{ method: 'POST', path: '/done', body: done.json }])
  })

  it('takes the header for the mapping where there is none, and lookups by other fields', async () => {
    const tested = await atBulk()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'Acme' })
    const agent = await tested.idOf('agent')
    const resource = { module: { api_name: 'Contacts' } }

    const byName = await write(
      tested,
      'Last_Name;Account_Name.Account_Name;Owner\nA;acme;agent@acme.example\nB;Nobody;\n',
      { resource },
    )
    const byId = await write(tested, `Last_Name|Account_Name.id|Owner.id\nC|${account}|${agent}\n`, { resource })
    const unknown = await write(tested, 'Last_Name,Nonsense\nA,B\n', { resource })

    expect(byName.told['Contacts-leads.csv']).toEqual([
      'Last_Name,Account_Name.Account_Name,Owner,STATUS,RECORD_ID,ERRORS',
      expect.stringMatching(/^A,acme,agent@acme\.example,added,\d+,$/),
      'B,Nobody,,skipped,,INVALID_DATA-Account_Name.Account_Name',
    ])
    expect(byId.status.resource[0].file).toMatchObject({ added_count: 1, total_count: 1 })
    expect(unknown.status).toMatchObject({
      status: 'FAILED',
      resource: [{ status: 'FAILED', code: 'INVALID_FIELD_NAME', file: { added_count: 0 } }],
    })
    expect(unknown.status).not.toHaveProperty('result')
    const rows = await rowsOf(tested, 'Contacts', 'Last_Name,Account_Name,Owner')
    expect(
      rows.map((row: { Account_Name: object; Owner: { id: string } }) => [row.Account_Name, row.Owner.id]),
    ).toEqual([
      [{ name: 'Acme', id: account }, agent],
      [{ name: 'Acme', id: account }, agent],
    ])
  })

  it('reads every type of value', async () => {
    const tested = await atBulk()
    const names = ['Deal_Name', 'Stage', 'Amount', 'Probability']
    const field_mappings = [
      ...names.map((api_name, index) => ({ api_name, index })),
      { api_name: 'Closing_Date', index: 4, format: 'dd-MM-yyyy' },
    ]
    const deals = { module: { api_name: 'Deals' }, field_mappings }

    const sold = await write(
      tested,
      'a,b,c,d,e\nD,Qualification,2.5,20,24-12-2026\nE,Qualification,x,20,2026-13-40\n',
      { resource: deals },
    )
    const due = await write(
      tested,
      'Subject,Due_Date,Send_Notification_Email\nS,12/31/2026,TRUE\nT,2026-12-31,maybe\n',
      { resource: { module: { api_name: 'Tasks' } } },
    )
    const plain = await write(tested, 'Last_Name,Company,Tag,Email_Opt_Out,No_of_Employees\nA,C,one;two,true,7\n')

    expect(sold.told['Deals-leads.csv']![2]).toMatch(/,skipped,,"INVALID_DATA-(c,e|e,c)"$/)
    expect(due.told['Tasks-leads.csv']!.slice(1)).toEqual([
      expect.stringMatching(/^S,12\/31\/2026,TRUE,added,\d+,$/),
      'T,2026-12-31,maybe,skipped,,INVALID_DATA-Send_Notification_Email',
    ])
    expect(toldOf(plain)).toEqual([expect.stringMatching(/^added,/)])
    expect(await rowsOf(tested, 'Deals', 'Amount,Closing_Date')).toMatchObject([
      { Amount: 2.5, Closing_Date: '2026-12-24' },
    ])
    expect(await rowsOf(tested, 'Leads', 'Tag,Email_Opt_Out,No_of_Employees')).toMatchObject([
      { Tag: [{ name: 'one' }, { name: 'two' }], Email_Opt_Out: true, No_of_Employees: 7 },
    ])
  })

  it('reads moments in the zone of the org', async () => {
    const tested = await atBulk()
    const added = await tested.as('admin', 'POST', 'settings/fields?module=Leads', {
      fields: [{ field_label: 'Seen', data_type: 'datetime' }],
    })
    const named = ['Last_Name', 'Company'].map((api_name, index) => ({ api_name, index }))
    const seen = (format?: string) => ({
      resource: { field_mappings: [...named, { api_name: 'Seen', index: 2, ...(format && { format }) }] },
    })

    await write(tested, 'a,b,c\nA,C,07/01/2026 13:00:00\n', seen())
    await write(tested, 'a,b,c\nB,C,2026-01-01T13:00:00Z\n', seen())
    await write(tested, 'a,b,c\nC,C,1 Feb 2026 - 01:05 pm\n', seen('d MMM yyyy - hh:mm a'))
    const wrong = await write(tested, 'a,b,c\nD,C,13/13/2026\n', seen('MM/dd/yyyy'))

    expect(added.status).toBe(201)
    expect((await rowsOf(tested, 'Leads', 'Seen')).map(({ Seen }: { Seen: string }) => Seen)).toEqual([
      '2026-07-01T13:00:00-07:00',
      '2026-01-01T05:00:00-08:00',
      '2026-02-01T13:05:00-08:00',
    ])
    expect(toldOf(wrong)).toEqual(['skipped,,INVALID_DATA-c'])
  })

  it('updates by id or by a field, and empties what is empty unless told otherwise', async () => {
    const tested = await atBulk()
    const id = await tested.insert('admin', 'Leads', lead('A', { Email: 'a@x.example', City: 'Graz', Phone: '1' }))
    const find = (find_by: string, more = {}) => ({ operation: 'update', resource: { find_by, ...more } })
    const city = async () => (await rowsOf(tested, 'Leads', 'City,Phone,Last_Name'))[0]

    const byId = await write(tested, `id,City,Phone\n${id},Linz,\n1,Wien,\n,Wien,\n`, find('id'))
    const emptied = await city()
    const byEmail = await write(
      tested,
      'Email,City,Last_Name\nA@X.example,,New\nb@x.example,Wien,B\n',
      find('Email', { ignore_empty: true }),
    )
    const kept = await city()
    const global = await write(tested, 'Email,City\na@x.example,\n', { ...find('Email'), ignore_empty: true })
    const mandatory = await write(tested, `id,Last_Name\n${id},\n`, find('id'))

    expect(toldOf(byId)).toEqual([
      `updated,${id},`,
      'skipped,,RESOURCE_NOT_FOUND-id',
      'skipped,,MANDATORY_NOT_FOUND-id',
    ])
    expect(byId.status.resource[0].file).toMatchObject({
      updated_count: 1,
      skipped_count: 2,
      added_count: 0,
      total_count: 3,
    })
    expect(emptied).toMatchObject({ City: 'Linz', Phone: null })
    expect(toldOf(byEmail)).toEqual([`updated,${id},`, 'skipped,,RESOURCE_NOT_FOUND-Email'])
    expect(kept).toMatchObject({ City: 'Linz', Last_Name: 'New' })
    expect(toldOf(global)).toEqual([`updated,${id},`])
    expect((await city()).City).toBe('Linz')
    expect(toldOf(mandatory)).toEqual(['skipped,,MANDATORY_NOT_FOUND-Last_Name'])
  })

  it('upserts, and an insert that looks for duplicates skips them', async () => {
    const tested = await atBulk()
    const id = await tested.insert('admin', 'Leads', lead('A', { Email: 'a@x.example' }))
    const csv = 'Last_Name,Company,Email\nA2,C,a@x.example\nB,C,b@x.example\n'

    const inserted = await write(tested, csv.replace('b@', 'c@'), { resource: { find_by: 'Email' } })
    const upserted = await write(tested, csv, { operation: 'upsert', resource: { find_by: 'Email' } })

    expect(toldOf(inserted)).toEqual(['skipped,,DUPLICATE_DATA-Email', expect.stringMatching(/^added,\d+,$/)])
    expect(toldOf(upserted)).toEqual([`updated,${id},`, expect.stringMatching(/^added,\d+,$/)])
    expect(
      (await rowsOf(tested, 'Leads', 'Last_Name')).map(({ Last_Name }: { Last_Name: string }) => Last_Name),
    ).toEqual(['A2', 'B', 'B'])
  })

  it('writes line items from a second table', async () => {
    const tested = await atBulk()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'Acme' })
    const product = await tested.insert('admin', 'Products', { Product_Name: 'P', Unit_Price: 2 })
    const quotes = `Key,Subject,Account\n1,One,${account}\n2,Two,${account}\n3,Three,${account}\n4,Four,1\n`
    const items = `Of,Product,Amount,Price\n1,${product},2,10\n1,7,1,1\n2,${product},x,1\n1,${product},3,10\n4,${product},1,1\n9,${product},1,1\n`
    const files = { 'quotes.csv': quotes, 'items.csv': items }
    const parent = {
      module: { api_name: 'Quotes' },
      file_names: ['quotes.csv'],
      field_mappings: [
        { api_name: 'Subject', index: 1 },
        { api_name: 'Account_Name', index: 2 },
      ],
    }
    const child = {
      module: { api_name: 'Quoted_Items' },
      file_names: ['items.csv'],
      field_mappings: [
        { api_name: 'Parent_Id', index: 0, parent_column_index: 0 },
        { api_name: 'Product_Name', index: 1 },
        { api_name: 'Quantity', index: 2 },
        { api_name: 'List_Price', index: 3 },
      ],
    }

    const { status, told } = await write(tested, files, { resource: [parent, child] })

    const [one, ...others] = await rowsOf(tested, 'Quotes', 'Subject')
    const { json } = await tested.as('admin', 'GET', `Quotes/${one.id}`)
    const inner = json.data[0].Quoted_Items
    expect(others).toEqual([])
    expect(json.data[0]).toMatchObject({ Subject: 'One', Sub_Total: 50 })
    expect(told['Quotes-quotes.csv']).toEqual([
      'Subject,Account,STATUS,RECORD_ID,ERRORS',
      `One,${account},added,${one.id},`,
      `Two,${account},skipped,,MANDATORY_NOT_FOUND-Quoted_Items`,
      `Three,${account},skipped,,MANDATORY_NOT_FOUND-Quoted_Items`,
      expect.stringMatching(/^Four,1,skipped,,INVALID_DATA-Account$/),
    ])
    expect(told['Quoted_Items-1-items.csv']).toEqual([
      'Of,Product,Amount,STATUS,RECORD_ID,ERRORS',
      `1,${product},2,added,${inner[0].id},`,
      '1,7,1,skipped,,INVALID_DATA-Product',
      `2,${product},x,skipped,,INVALID_DATA-Amount`,
      `1,${product},3,added,${inner[1].id},`,
      `4,${product},1,unprocessed,,`,
      `9,${product},1,unprocessed,,`,
    ])
    expect(status.resource.map(({ file }: { file: object }) => file)).toMatchObject([
      { name: 'quotes.csv', added_count: 1, skipped_count: 3, total_count: 4 },
      { name: 'items.csv', added_count: 2, skipped_count: 4, total_count: 6 },
    ])

    const more = `Parent_Id,Product_Name\n${one.id},${product}\n7,${product}\n`
    const alone = { module: { api_name: 'Quoted_Items' }, file_names: ['more.csv'] }
    const added = await write(tested, { 'more.csv': more }, { resource: alone })
    expect(toldOf(added, 'Quoted_Items-more.csv')).toEqual([
      expect.stringMatching(/^added,\d+,$/),
      'skipped,,RESOURCE_NOT_FOUND-Parent_Id',
    ])
    const grown = await tested.as('admin', 'GET', `Quotes/${one.id}`)
    expect(grown.json.data[0].Quoted_Items).toHaveLength(3)
  })

  it('reads other encodings', async () => {
    const tested = await atBulk()
    const latin = (text: string) => zipSync({ 'a.csv': Uint8Array.from(text, letter => letter.charCodeAt(0)) })
    const utf16 = zipSync({ 'a.csv': new Uint8Array(Buffer.from('Last_Name,Company\nZoë,C\n', 'utf16le')) })

    await write(tested, latin('Last_Name,Company\nJos\u00e9,C\n'))
    const told = await write(tested, utf16, { character_encoding: 'UTF-16LE' })
    await write(tested, zipSync({ 'a.csv': strToU8('\ufeffLast_Name,Company\r\nŁ,C\r\n') }))

    expect(
      (await rowsOf(tested, 'Leads', 'Last_Name')).map(({ Last_Name }: { Last_Name: string }) => Last_Name),
    ).toEqual(['José', 'Zoë', 'Ł'])
    expect(told.status.character_encoding).toBe('UTF-16LE')
  })

  it('names its module by a text in v2', async () => {
    const tested = await atBulk()

    const { status } = await write(tested, 'Last_Name,Company\nA,C\n', { version: 'v2' })

    expect(status).toMatchObject({ status: 'COMPLETED', resource: [{ module: 'Leads', file: { added_count: 1 } }] })
  })
})

describe('a table as a whole fails', () => {
  const wide = Array.from({ length: 201 }, (_, at) => `F${at}`).join()
  const mapped = {
    field_mappings: [
      { api_name: 'Last_Name', index: 0 },
      { api_name: 'Company', index: 7 },
    ],
  }

  it.each<[string, string | Files, object, string]>([
    ['without a table', { 'a.txt': 'x' }, {}, 'INVALID_FILE_FORMAT'],
    ['of another name', { 'a.csv': 'Last_Name,Company\nA,C\n' }, { file_names: ['b.csv'] }, 'INVALID_FILE_FORMAT'],
    ['of which there are two', { 'a.csv': 'Last_Name\n', 'b.csv': 'Last_Name\n' }, {}, 'INVALID_FILE_FORMAT'],
    ['that is empty', '', {}, 'INVALID_FILE_FORMAT'],
    ['with a broken row', 'Last_Name,Company\n"A,C\n', {}, 'INVALID_FILE_FORMAT'],
    ['without a mandatory field', 'Last_Name\nA\n', {}, 'MANDATORY_FIELDS_NOT_MAPPED'],
    ['that is too wide', `${wide}\n`, {}, 'HEADER_LIMIT_EXCEEDED'],
    ['that is too long', `Last_Name,Company\n${'A,C\n'.repeat(25_001)}`, {}, 'LIMIT_EXCEEDED'],
    ['without a mapped column', 'Last_Name,Company\nA,C\n', mapped, 'COLUMN_INDEX_NOT_FOUND'],
    ['in a broken ZIP', zipSync({ 'a.csv': strToU8('x'.repeat(5000)) }).slice(0, 45), {}, 'INVALID_FILE_FORMAT'],
    ['in a bomb', zipSync({ 'a.csv': new Uint8Array(140 * 1024 * 1024) }), {}, 'FILE_TOO_LARGE'],
  ])('%s', async (_, csv, resource, code) => {
    const tested = await atBulk()

    const { status } = await write(tested, csv, { resource })

    expect([status.status, status.resource[0].status, status.resource[0].code]).toEqual(['FAILED', 'FAILED', code])
    expect(await rowsOf(tested, 'Leads', 'Last_Name')).toEqual([])
  })
})

describe('who may', () => {
  it('see and change records only changes those', async () => {
    const tested = await atBulk({ sharing: { Leads: 'public_read_only', Accounts: 'private' } })
    const others = await tested.insert('boss', 'Leads', lead('A'))
    const own = await tested.insert('agent', 'Leads', lead('B'))
    await tested.insert('admin', 'Accounts', { Account_Name: 'Hidden' })
    const update = { person: 'agent' as const, operation: 'update', resource: { find_by: 'id' } }

    const changed = await write(tested, `id,City\n${others},X\n${own},X\n`, update)
    const pointed = await write(tested, 'Last_Name,Account_Name.Account_Name\nC,Hidden\n', {
      person: 'agent',
      resource: { module: { api_name: 'Contacts' } },
    })

    expect(toldOf(changed)).toEqual(['skipped,,CANNOT_PROCESS', `updated,${own},`])
    expect(toldOf(pointed, 'Contacts-leads.csv')).toEqual(['skipped,,INVALID_DATA-Account_Name.Account_Name'])
  })

  it('not create records starts no insert', async () => {
    const tested = await atBulk({ profiles: [{ name: 'Reader', modules: { Leads: ['view'] } }] }, { agent: 'Reader' })
    const file_id = await uploadId(tested, { 'a.csv': 'Last_Name\n' }, 'agent')
    const resource = [{ type: 'data', module: leads, file_id, find_by: 'id' }]

    for (const [operation, permissions] of [
      ['insert', ['Crm_Implied_Create_Leads']],
      ['update', ['Crm_Implied_Edit_Leads']],
      ['upsert', ['Crm_Implied_Create_Leads', 'Crm_Implied_Edit_Leads']],
    ]) {
      const { status, json } = await tested.bulk('agent', 'POST', 'write', { operation, resource })
      expect([status, json.code, json.details.permissions]).toEqual([403, 'NO_PERMISSION', permissions])
    }
  })

  it('did not start a job or upload a file has neither', async () => {
    const tested = await atBulk()
    const { id, status } = await write(tested, 'Last_Name,Company\nA,C\n')
    const file_id = await uploadId(tested, { 'a.csv': 'x' })

    const job = await tested.bulk('agent', 'GET', `write/${id}`)
    const result = await tested.download('agent', status.result.download_url)
    const file = await tested.bulk('agent', 'POST', 'write', {
      operation: 'insert',
      resource: [{ type: 'data', module: leads, file_id }],
    })

    expect([job.status, job.json.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
    expect([result.status, result.json]).toEqual([
      403,
      { info: 'Forbidden', 'x-info': 'Link not valid', http_status: '403' },
    ])
    expect([file.status, file.json.code]).toEqual([400, 'INVALID_FILE_ID'])
  })

  it.each([
    ['ZohoCRM.modules.ALL', 401],
    ['ZohoCRM.bulk.READ,ZohoCRM.modules.ALL', 401],
    ['ZohoCRM.bulk.CREATE,ZohoCRM.modules.leads.READ', 401],
    ['ZohoCRM.bulk.CREATE,ZohoCRM.modules.leads.CREATE', 201],
    ['ZohoCRM.bulk.ALL,ZohoCRM.modules.ALL', 201],
  ])('has the scopes %s', async (scope, expected) => {
    const tested = await atBulk()
    const file_id = await uploadId(tested, { 'a.csv': 'x' })
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', user: 'admin@acme.example', scope })

    const { status } = await tested.send('POST', '/sandbox.zohoapis.com/crm/bulk/v8/write', {
      token,
      body: { operation: 'insert', resource: [{ type: 'data', module: leads, file_id }] },
    })

    expect(status).toBe(expected)
  })
})

describe('an upload', () => {
  it('needs its headers, its scope and a ZIP', async () => {
    const tested = await atBulk()
    const files = { 'a.csv': 'x' }
    const bad = {
      ERROR_CODE: 400,
      ERROR_MESSAGE: 'Bad Request',
      'x-error': 'check if headers [feature, X-CRM-ORG] are present and valid',
    }
    const { access_token: token } = await tested.tokens({
      org: 'Acme QA',
      scope: 'ZohoCRM.bulk.ALL,ZohoFiles.files.CREATE',
      user: 'admin@acme.example',
    })

    const feature = await tested.upload('admin', files, { feature: 'other' })
    const org = await tested.upload('admin', files, { 'X-CRM-ORG': '' })
    const text = await tested.upload('admin', strToU8('Last_Name\nA\n'))
    const scope = await tested.send('POST', '/content.zohoapis.com/crm/v8/upload', {
      token,
      headers: { feature: 'bulk-write', 'X-CRM-ORG': tested.org('Acme QA').zgid },
      body: new FormData(),
    })
    const empty = await tested.send('POST', '/content.zohoapis.com/crm/v8/upload', {
      token: tested.tokenOf('admin'),
      headers: { feature: 'bulk-write', 'X-CRM-ORG': tested.org('Acme QA').zgid },
      body: 'nothing',
    })

    expect([feature.status, feature.json]).toEqual([400, bad])
    expect([org.status, org.json]).toEqual([400, bad])
    expect(text.json).toEqual({
      code: 'INVALID_FILE_FORMAT',
      details: {},
      message: 'invalid file format. only zip format is supported',
      status: 'error',
    })
    expect([scope.status, scope.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
    expect([empty.status, empty.json.code]).toEqual([400, 'MANDATORY_NOT_FOUND'])
  })

  it('may have 25 MB', async () => {
    const tested = await atBulk()
    const noise = (size: number) => {
      const bytes = new Uint8Array(size)
      bytes.set([0x50, 0x4b, 3, 4])
      return bytes
    }

    const large = await tested.upload('admin', noise(25 * 1024 * 1024))
    const larger = await tested.upload('admin', noise(25 * 1024 * 1024 + 1))
    const huge = await tested.upload('admin', noise(26 * 1024 * 1024))

    expect(large.status).toBe(200)
    for (const { status, json } of [larger, huge]) expect([status, json.code]).toEqual([413, 'FILE_TOO_LARGE'])
  })
})

describe('a request is refused', () => {
  type Change = (file: string) => object
  const resource = (file_id: string, more: object = {}) => ({ type: 'data', module: leads, file_id, ...more })
  const job =
    (of: Change, more: object = {}): Change =>
    file => ({ operation: 'insert', resource: [of(file)], ...more })
  const mapping = (...field_mappings: unknown[]) => job(file => resource(file, { field_mappings }))
  const last = { api_name: 'Last_Name', index: 0 }
  const company = { api_name: 'Company', index: 1 }

  it.each<[string, Change, string, string?]>([
    [
      'without an operation',
      () => ({}),
      'MISSING_REQUIRED_KEY',
      'required key operation is not found in request body.',
    ],
    ['of another operation', job(resource, { operation: 'delete' }), 'INVALID_DATA'],
    ['without resources', () => ({ operation: 'insert' }), 'MISSING_REQUIRED_KEY'],
    ['of no resource', () => ({ operation: 'insert', resource: [] }), 'INVALID_DATA'],
    ['of a resource that is none', () => ({ operation: 'insert', resource: [7] }), 'INVALID_DATA'],
    [
      'of too many resources',
      file => ({ operation: 'insert', resource: Array(101).fill(resource(file)) }),
      'LIMIT_EXCEEDED',
    ],
    ['of another type', job(file => resource(file, { type: 'metadata' })), 'INVALID_DATA'],
    [
      'of an unknown module',
      job(file => resource(file, { module: { api_name: 'asdf' } })),
      'MODULE_NOT_AVAILABLE',
      "Requested module 'asdf' is not available.",
    ],
    ['of meetings', job(file => resource(file, { module: { api_name: 'Events' } })), 'MODULE_NOT_AVAILABLE'],
    ['without a file', job(() => ({ type: 'data', module: leads })), 'MISSING_REQUIRED_KEY'],
    ['of an unknown file', job(() => resource('7')), 'INVALID_FILE_ID', 'improper file id'],
    ['of a file that is none', job(() => ({ ...resource('7'), file_id: {} })), 'INVALID_FILE_ID'],
    ['of several tables at once', job(file => resource(file, { file_names: ['a', 'b'] })), 'INVALID_DATA'],
    [
      'of line items without a table',
      job(file => resource(file, { module: { api_name: 'Quoted_Items' } })),
      'MISSING_REQUIRED_KEY',
    ],
    ['of an update that finds nothing', job(resource, { operation: 'update' }), 'MISSING_REQUIRED_KEY'],
    ['that looks for an unknown field', job(file => resource(file, { find_by: 'x' })), 'INVALID_FIELD'],
    ['that looks for what is not unique', job(file => resource(file, { find_by: 'City' })), 'INVALID_FIELD'],
    [
      'of an unknown field',
      mapping(last, company, { api_name: 'ast_Name', index: 2 }),
      'INVALID_FIELD',
      'invalid mapping. invalid api_name ast_Name.',
    ],
    ['of a field that nobody writes', mapping(last, company, { api_name: 'Created_Time', index: 2 }), 'INVALID_FIELD'],
    [
      'without a column',
      mapping(last, { api_name: 'Company' }),
      'MISSING_REQUIRED_KEY',
      'required key index for field Company is not found in request body.',
    ],
    ['of a column that is none', mapping(last, { api_name: 'Company', index: -1 }), 'INVALID_DATA'],
    ['of a mapping that is none', mapping(last, 'Company'), 'INVALID_DATA'],
    [
      'without a mandatory field',
      mapping(last),
      'MANDATORY_FIELDS_NOT_MAPPED',
      'All mandatory fields are not mapped for the layout',
    ],
    [
      'of a format that is none',
      mapping(last, company, { api_name: 'City', index: 2, format: 'QQ' }),
      'INVALID_FORMAT',
    ],
    ['of an unknown encoding', job(resource, { character_encoding: 'klingon' }), 'INVALID_DATA'],
    ['of a flag that is none', job(resource, { ignore_empty: 'yes' }), 'INVALID_DATA'],
    ['of a callback that is none', job(resource, { callback: 'x' }), 'INVALID_CALLBACK_URL'],
    [
      'of a callback in the other spelling',
      job(resource, { callBack: { url: 'http://x', method: 'get' } }),
      'INVALID_CALLBACK_METHOD',
    ],
  ])('%s', async (_, body, code, message) => {
    const tested = await atBulk()
    const file = await uploadId(tested, { 'a.csv': 'Last_Name,Company\nA,C\n' })

    const { status, json } = await tested.bulk('admin', 'POST', 'write', body(file))

    expect([status, json.code, json.status]).toEqual([400, code, 'error'])
    if (message) expect(json.message).toBe(message)
  })
})

it('goes on in a world that was restored on its way', async () => {
  const tested = await atBulk()
  const file_id = await uploadId(tested, { 'leads.csv': 'Last_Name,Company\nA,C\n' })
  const created = await tested.bulk('admin', 'POST', 'write', {
    operation: 'insert',
    resource: [{ type: 'data', module: leads, file_id }],
  })
  await control(tested.send, '/_emulator/snapshots/way', undefined, 'PUT')
  await tested.passJobs()
  await control(tested.send, '/_emulator/snapshots/way', undefined)
  await tested.passJobs()

  const { status } = await finished(tested, created.json.details.id, 'admin')

  expect(status.resource[0].file.added_count).toBe(1)
})
