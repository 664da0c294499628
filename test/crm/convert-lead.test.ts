/** Leads become contacts, accounts and deals. */

import { describe, expect, it } from 'vitest'
import { type Answer, control, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'
import { bytes, form } from './uploads.ts'

const deal = (more: object = {}) => ({
  Deal_Name: 'Big',
  Closing_Date: '2030-01-31',
  Stage: 'Qualification',
  Pipeline: 'Standard (Standard)',
  ...more,
})

const convert = ({ call }: Pick<AtCrm, 'call'>, id: string, row: unknown = {}, version = 'v8') =>
  call('POST', `${version}/Leads/${id}/actions/convert`, { data: [row] })

const read = async ({ call }: Pick<AtCrm, 'call'>, path: string) => (await call('GET', path)).json?.data?.[0]

const ids = ({ json }: Answer) => {
  const { Contacts: contact, Accounts: account, Deals: made } = json.data[0].details
  return { contact: contact?.id, account: account?.id, deal: made?.id }
}

const full = {
  Last_Name: 'Boyle',
  First_Name: 'Pat',
  Company: 'Zylker',
  Email: 'pat@zylker.example',
  Phone: '123',
  Designation: 'CEO',
  Street: 'Main',
  Zip_Code: '8010',
  Lead_Source: 'Chat',
  No_of_Employees: 12,
  Description: 'Tall',
}

describe('a conversion', () => {
  it('makes a contact and an account of what the lead says', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)

    const answer = await convert(tested, id!)
    const { contact, account } = ids(answer)

    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      data: [
        {
          code: 'SUCCESS',
          details: {
            Contacts: { name: 'Pat Boyle', id: contact },
            Deals: null,
            Accounts: { name: 'Zylker', id: account },
          },
          message: 'The record has been converted successfully',
          status: 'success',
        },
      ],
    })
    expect(await read(tested, `Contacts/${contact}`)).toMatchObject({
      Full_Name: 'Pat Boyle',
      Email: 'pat@zylker.example',
      Title: 'CEO',
      Mailing_Street: 'Main',
      Mailing_Zip: '8010',
      Lead_Source: 'Chat',
      Description: 'Tall',
      Account_Name: { name: 'Zylker', id: account },
    })
    expect(await read(tested, `Accounts/${account}`)).toMatchObject({
      Account_Name: 'Zylker',
      Phone: '123',
      Employees: 12,
      Billing_Street: 'Main',
    })
  })

  it('marks the lead, which stands in no list any more and is not converted twice', async () => {
    const tested = await atCrm()
    await control(tested.send, '/_emulator/clock', { freeze: true })
    const [id] = await tested.insert('Leads', full)
    await tested.zoho.advanceClock('30m')

    const { contact, account, deal: dealId } = ids(await convert(tested, id!, { Deals: deal() }))
    const record = await read(tested, `Leads/${id}`)
    const old = await read(tested, `v2/Leads/${id}`)
    const listed = await tested.call('GET', 'Leads?fields=Last_Name')
    const asked = await tested.call('GET', 'Leads?fields=Last_Name&converted=true')
    const again = await convert(tested, id!)

    expect(record).toMatchObject({
      Converted__s: true,
      Converted_Contact: { id: contact, name: 'Pat Boyle' },
      Converted_Account: { id: account },
      Converted_Deal: { id: dealId, name: 'Big' },
      Lead_Conversion_Time: 0,
      $converted_detail: { contact, account, deal: dealId },
    })
    expect(Date.parse(record.Converted_Date_Time) - Date.parse(record.Created_Time)).toBe(1_800_000)
    expect(old.$converted).toBe(true)
    expect(listed.status).toBe(204)
    expect(asked.json.data).toHaveLength(1)
    expect([again.status, again.json]).toEqual([
      400,
      {
        code: 'ID_ALREADY_CONVERTED',
        details: { resource_path_index: 1 },
        message: 'id already converted',
        status: 'error',
      },
    ])
  })

  it('makes a deal that belongs to both, with the contact’s role in it', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    const role = (await tested.call('GET', 'Contacts/roles')).json.contact_roles[1]

    const {
      contact,
      account,
      deal: dealId,
    } = ids(await convert(tested, id!, { Deals: deal({ Amount: 500, Contact_Role: role.id }) }))
    const roles = await tested.call('GET', `Deals/${dealId}/Contact_Roles?fields=Contact_Role`)

    expect(await read(tested, `Deals/${dealId}`)).toMatchObject({
      Deal_Name: 'Big',
      Amount: 500,
      Probability: 10,
      Lead_Source: 'Chat',
      Contact_Name: { id: contact },
      Account_Name: { id: account },
    })
    expect(roles.json.data).toEqual([{ Contact_Role: { name: role.name, id: role.id }, id: contact }])
  })

  it('takes and gives bare ids up to v5', async () => {
    const tested = await atCrm()
    const [accountId] = await tested.insert('Accounts', { Account_Name: 'Other' })
    const [contactId] = await tested.insert('Contacts', { Last_Name: 'Known' })
    const [one, other, third] = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))

    const made = await convert(tested, one!, {}, 'v2')
    const { Pipeline: _, ...plain } = deal()
    const named = await convert(tested, other!, { Accounts: accountId, Contacts: contactId, Deals: plain }, 'v5')
    const wrong = await convert(tested, third!, { Accounts: { id: accountId } }, 'v2')
    const newer = await convert(tested, third!, { Accounts: accountId }, 'v6')

    expect(made.json).toEqual({
      data: [{ Contacts: expect.any(String), Deals: null, Accounts: expect.any(String) }],
    })
    expect(named.json.data).toEqual([{ Contacts: contactId, Deals: expect.any(String), Accounts: accountId }])
    expect(wrong.status).toBe(202)
    expect(wrong.json.data[0].details).toEqual({ expected_data_type: 'bigint', api_name: 'Accounts' })
    expect(newer.json.data[0].details).toMatchObject({ expected_data_type: 'jsonobject', api_name: 'Accounts' })
  })
})

describe('what a lead matches', () => {
  async function withMatches() {
    const tested = await atCrm()
    const [zylker, other] = await tested.insert('Accounts', { Account_Name: 'ZYLKER' }, { Account_Name: 'Other' })
    const [byMail, namesake] = await tested.insert(
      'Contacts',
      { Last_Name: 'Else', Email: 'PAT@zylker.example', Account_Name: { id: other } },
      { Last_Name: 'Boyle', First_Name: 'Pat' },
    )
    const make = async (more: object = {}) => (await tested.insert('Leads', { ...full, ...more }))[0]!
    return { ...tested, zylker: zylker!, other: other!, byMail: byMail!, namesake: namesake!, make }
  }

  it('is first a contact of the same address, who stays with their account', async () => {
    const tested = await withMatches()

    const found = ids(await convert(tested, await tested.make()))

    expect(found).toEqual({ contact: tested.byMail, account: tested.other, deal: undefined })
    expect((await read(tested, `Contacts/${tested.byMail}`)).Title).toBeNull()
  })

  it('takes over the company where it overwrites', async () => {
    const tested = await withMatches()

    const found = ids(await convert(tested, await tested.make(), { overwrite: true }))

    expect(found).toMatchObject({ contact: tested.byMail, account: tested.zylker })
    expect((await read(tested, `Contacts/${tested.byMail}`)).Account_Name.id).toBe(tested.zylker)
  })

  it('is then an account of the company’s name, with a new contact', async () => {
    const tested = await withMatches()

    const found = ids(await convert(tested, await tested.make({ Email: null })))

    expect(found.account).toBe(tested.zylker)
    expect([tested.byMail, tested.namesake]).not.toContain(found.contact)
  })

  it('is last a contact of the same name', async () => {
    const tested = await withMatches()

    const found = ids(await convert(tested, await tested.make({ Email: null, Company: 'New' })))

    expect(found.contact).toBe(tested.namesake)
    expect((await read(tested, `Contacts/${tested.namesake}`)).Account_Name).toEqual({ name: 'New', id: found.account })
  })

  it('is passed over where nothing is to be added to', async () => {
    const tested = await withMatches()

    const found = ids(await convert(tested, await tested.make(), { add_to_existing_record: false }))

    expect([tested.zylker, tested.other]).not.toContain(found.account)
    expect([tested.byMail, tested.namesake]).not.toContain(found.contact)
  })

  it('gives way to what is named', async () => {
    const tested = await withMatches()

    const found = ids(
      await convert(tested, await tested.make(), {
        Contacts: { id: tested.namesake },
        Accounts: { id: tested.other },
        overwrite: true,
      }),
    )

    expect(found).toMatchObject({ contact: tested.namesake, account: tested.other })
    // overwriting, an account that is named takes the company's name
    expect((await read(tested, `Accounts/${tested.other}`)).Account_Name).toBe('Zylker')
    expect((await read(tested, `Contacts/${tested.namesake}`)).Account_Name.id).toBe(tested.other)
  })

  it('is listed before the conversion', async () => {
    const tested = await withMatches()
    const id = await tested.make()
    const [unknown] = await tested.insert('Leads', lead('Nobody', { Company: 'Nowhere' }))

    const { status, json } = await tested.call('GET', `Leads/${id}/__conversion_options`)
    const none = await tested.call('GET', `Leads/${unknown}/__conversion_options`)
    const absent = await tested.call('GET', 'Leads/7/__conversion_options')

    expect(status).toBe(200)
    expect(json.__conversion_options).toEqual({
      module_preference: { api_name: 'Contacts', id: expect.any(String) },
      Contacts: [
        {
          Full_Name: 'Else',
          Email: 'PAT@zylker.example',
          Layout: { name: 'Standard', id: expect.any(String) },
          Account_Name: { name: 'Other', Locked__s: false, id: tested.other },
          Data_Processing_Basis: null,
          Locked__s: false,
          $editable: true,
          id: tested.byMail,
          $approval_state: 'approved',
        },
      ],
      preference_field_matched_value: {
        Contacts: [
          {
            field: { api_name: 'Email', field_label: 'Email', unique: null, id: expect.any(String) },
            matched_lead_value: 'pat@zylker.example',
          },
        ],
        Accounts: [expect.objectContaining({ matched_lead_value: 'Zylker' })],
      },
      Accounts: [expect.objectContaining({ Account_Name: 'ZYLKER', id: tested.zylker })],
      modules_with_multiple_layouts: null,
    })
    expect(none.json.__conversion_options).toEqual({
      module_preference: null,
      Contacts: null,
      preference_field_matched_value: null,
      Accounts: null,
      modules_with_multiple_layouts: null,
    })
    expect(absent.json).toMatchObject({ code: 'INVALID_DATA', message: 'the given id seems to be invalid' })
  })

  it('goes where the fields of leads say', async () => {
    const { call } = await atCrm()
    const mappingOf = async (module: string, field: string) =>
      (await call('GET', `settings/fields?module=${module}`)).json.fields.find(
        ({ api_name: name }: { api_name: string }) => name === field,
      ).convert_mapping

    expect(await mappingOf('Leads', 'Phone')).toEqual({ Contacts: 'Phone', Deals: null, Accounts: 'Phone' })
    expect(await mappingOf('Contacts', 'Phone')).toEqual({})
  })
})

describe('what a lead has', () => {
  it('goes to what it was converted into', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    const [campaign] = await tested.insert('Campaigns', { Campaign_Name: 'C' })
    const [product] = await tested.insert('Products', { Product_Name: 'P' })
    await tested.call('PUT', `Leads/${id}/Campaigns/${campaign}`, { data: [{}] })
    await tested.call('PUT', `Leads/${id}/Products/${product}`, { data: [{}] })
    await tested.call('POST', `Leads/${id}/Notes`, { data: [{ Note_Content: 'N' }] })
    const [task] = await tested.insert('Tasks', { Subject: 'T', What_Id: { id }, $se_module: 'Leads' })
    const [event] = await tested.insert('Events', {
      Event_Title: 'E',
      Start_DateTime: '2030-01-01T10:00:00+00:00',
      End_DateTime: '2030-01-01T11:00:00+00:00',
      Meeting_Venue__s: 'Online',
      Participants: [{ type: 'lead', participant: id }],
    })

    const { contact, deal: dealId } = ids(await convert(tested, id!, { Deals: deal() }))
    const listed = async (path: string) =>
      (await tested.call('GET', `${path}?fields=id`)).json?.data.map((row: { id: string }) => row.id) ?? []

    expect(await listed(`Contacts/${contact}/Notes`)).toHaveLength(1)
    expect(await listed(`Leads/${id}/Notes`)).toEqual([])
    expect(await listed(`Contacts/${contact}/Campaigns`)).toEqual([campaign])
    expect(await listed(`Campaigns/${campaign}/Leads`)).toEqual([])
    expect(await listed(`Contacts/${contact}/Products`)).toEqual([product])
    expect(await listed(`Contacts/${contact}/Tasks`)).toEqual([task])
    expect(await listed(`Deals/${dealId}/Tasks`)).toEqual([task])
    expect((await read(tested, `Events/${event}`)).Participants).toMatchObject([
      { type: 'contact', participant: contact },
    ])
  })

  it('brings the tags that are named', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', { ...full, Tag: [{ name: 'a' }, { name: 'b' }] })

    const { contact, account } = ids(
      await convert(tested, id!, {
        carry_over_tags: { Contacts: ['a', 'z'], Accounts: [{ name: 'b' }], Deals: ['a'] },
      }),
    )
    const tags = async (path: string) => (await read(tested, path)).Tag.map(({ name }: { name: string }) => name)

    expect(await tags(`Contacts/${contact}`)).toEqual(['a'])
    expect(await tags(`Accounts/${account}`)).toEqual(['b'])
  })

  it('leaves no tags behind where it is refused', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', { ...full, Tag: [{ name: 'hot' }] })
    const tagsOfContacts = () => crm.call('GET', 'settings/tags?module=Contacts')

    const refused = await convert(crm, id!, {
      carry_over_tags: { Contacts: ['hot'] },
      Deals: deal({ Stage: 'No such' }),
    })
    const before = await tagsOfContacts()
    const done = await convert(crm, id!, { carry_over_tags: { Contacts: ['hot'] } })
    const after = await tagsOfContacts()

    expect([refused.status, done.status]).toEqual([400, 200])
    expect(before.json.tags).toEqual([])
    expect(after.json.tags.map(({ name }: { name: string }) => name)).toEqual(['hot'])
  })

  it('belongs to its owner, or to whom it is assigned, who hear of it', async () => {
    const tested = await staff()
    const agent = await tested.idOf('agent')
    const id = await tested.insert('admin', 'Leads', { ...full, Owner: { id: agent } })
    const other = await tested.insert('admin', 'Leads', lead('Other'))
    const call = (method: string, path: string, body?: unknown) => tested.as('admin', method, path, body)

    const first = ids(await convert({ call }, id, { notify_lead_owner: true, notify_new_entity_owner: true }))
    const second = ids(await convert({ call }, other, { assign_to: { id: agent }, Deals: deal() }))
    const { json } = await tested.send('GET', '/_emulator/outbox', {})

    expect((await read({ call }, `Contacts/${first.contact}`)).Owner.id).toBe(agent)
    expect((await read({ call }, `Deals/${second.deal}`)).Owner.id).toBe(agent)
    expect(
      json.mails.map((mail: { to: { email: string }[]; module: string; record_id: string }) => [
        mail.to[0]!.email,
        mail.module,
        mail.record_id,
      ]),
    ).toEqual([
      ['agent@acme.example', 'Leads', id],
      ['agent@acme.example', 'Contacts', first.contact],
      ['agent@acme.example', 'Accounts', first.account],
    ])
  })

  it('stands in its timeline, and in those of the others', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    const { contact } = ids(await convert(tested, id!))
    const actions = async (path: string) =>
      (await tested.call('GET', `${path}/__timeline`)).json.__timeline.map(
        ({ action, source }: { action: string; source: string }) => `${action} ${source}`,
      )

    expect(await actions(`Leads/${id}`)).toEqual(['converted convert', 'added crm_api'])
    expect(await actions(`Contacts/${contact}`)).toEqual(['added convert'])
  })

  it.each([
    ['the contact', {}, 'Contacts', 'contact'],
    ['whom it is told', { move_attachments_to: { api_name: 'Deals' }, Deals: deal() }, 'Deals', 'deal'],
  ] as const)('gives attachments to %s', async (_, row, module, made) => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    const { json } = await tested.call('POST', `Leads/${id}/Attachments`, form(['a.txt', bytes('text')]))
    const attachment = json.data[0].details.id

    const holder = `${module}/${ids(await convert(tested, id!, row))[made]}`
    await tested.call('DELETE', `Leads/${id}`)
    await tested.call('DELETE', `settings/recycle_bin/${id}`)

    expect((await read(tested, `${holder}/Attachments?fields=id,Parent_Id`)).id).toBe(attachment)
    expect((await tested.call('GET', `${holder}/Attachments/${attachment}`)).text).toBe('text')
  })

  it('is none of the copy of a lead', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    await convert(tested, id!)

    const { json } = await tested.call('POST', `Leads/${id}/actions/clone`, { data: [{}] })
    const copy = await read(tested, `Leads/${json.data[0].details.id}`)

    expect(copy).toMatchObject({
      Converted__s: false,
      Converted_Date_Time: null,
      Converted_Contact: null,
      Converted_Account: null,
      $converted_detail: {},
    })
  })
})

describe('a conversion is refused', () => {
  it.each([
    ['a row that is none', null, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    [
      'a text for a flag',
      { overwrite: 'yes' },
      'INVALID_DATA',
      { expected_data_type: 'boolean', api_name: 'overwrite' },
    ],
    ['a contact that is none', { Contacts: { id: '7' } }, 'INVALID_DATA', { json_path: '$.data[0].Contacts.id' }],
    ['an account without an id', { Accounts: {} }, 'MANDATORY_NOT_FOUND', { json_path: '$.data[0].Accounts.id' }],
    ['an account of nonsense', { Accounts: { id: [] } }, 'INVALID_DATA', { expected_data_type: 'bigint' }],
    ['a user who is none', { assign_to: { id: '7' } }, 'INVALID_DATA', { json_path: '$.data[0].assign_to.id' }],
    ['attachments for nobody', { move_attachments_to: { api_name: 'Tasks' } }, 'INVALID_MODULE', {}],
    ['attachments for no deal', { move_attachments_to: { api_name: 'Deals' } }, 'INVALID_DATA', {}],
    [
      'tags that are no list',
      { carry_over_tags: { Contacts: 'a' } },
      'INVALID_DATA',
      { expected_data_type: 'jsonarray' },
    ],
    ['a deal that is a text', { Deals: 'D' }, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    ['a deal without a name', { Deals: deal({ Deal_Name: null }) }, 'MANDATORY_NOT_FOUND', { api_name: 'Deal_Name' }],
    [
      'a deal without an end',
      { Deals: deal({ Closing_Date: undefined }) },
      'MANDATORY_NOT_FOUND',
      { api_name: 'Closing_Date' },
    ],
    [
      'a deal with a role that is none',
      { Deals: deal({ Contact_Role: '7' }) },
      'INVALID_DATA',
      { api_name: 'Contact_Role' },
    ],
    [
      'a deal with a long name',
      { Deals: deal({ Next_Step: 'x'.repeat(101) }) },
      'INVALID_DATA',
      { maximum_length: 100, json_path: '$.data[0].Next_Step' },
    ],
    [
      'a stage of another pipeline',
      { Deals: deal({ Stage: 'Nowhere' }) },
      'MAPPING_MISMATCH',
      { mapped_field: 'Pipeline', json_path: '$.data[0].Stage' },
    ],
  ])('for %s', async (_, row, code, details) => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)

    const { status, json } = await convert(tested, id!, row)
    const contacts = await tested.call('GET', 'Contacts?fields=id')

    expect(status).toBe(400)
    expect(json.data[0]).toMatchObject({ code, details })
    expect(contacts.status).toBe(204)
    expect((await read(tested, `Leads/${id}`)).Converted__s).toBe(false)
  })

  it('for leads that are not there, other modules and bodies without a row', async () => {
    const tested = await atCrm()
    const [id] = await tested.insert('Leads', full)
    const other = await atCrm({ org: 'Acme UAT' })

    const absent = await convert(tested, '7')
    const foreign = await convert(other, id!)
    const body = await tested.call('POST', `Leads/${id}/actions/convert`, {})
    const rows = await tested.call('POST', `Leads/${id}/actions/convert`, { data: [{}, {}] })

    expect(absent.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
    expect(foreign.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
    expect(body.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'data' } })
    expect(rows.status).toBe(400)
  })

  it('without scopes of what is made', async () => {
    const tested = await atCrm({ scope: `${everything}` })
    const [id] = await tested.insert('Leads', full)
    const scopes = 'ZohoCRM.modules.Leads.ALL,ZohoCRM.modules.Contacts.ALL'
    const { tokens, org, send } = tested
    const as = async (scope: string, row: object) => {
      const { access_token: token } = await tokens({ org: 'Acme QA', scope })
      const body = { data: [row] }
      return (await send('POST', `/sandbox.zohoapis.com/crm/v8/Leads/${id}/actions/convert`, { token, body })).json
    }

    expect(org('Acme QA').environment).toBe('sandbox')
    expect((await as('ZohoCRM.modules.Leads.READ', {})).code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await as('ZohoCRM.modules.Leads.CREATE', {})).code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await as(scopes, {})).code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await as(`${scopes},ZohoCRM.modules.Accounts.CREATE`, { Deals: deal() })).code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await as(`${scopes},ZohoCRM.modules.Accounts.CREATE`, {})).data[0].code).toBe('SUCCESS')
  })

  it('where the profile or the sharing forbids it', async () => {
    const tested = await staff({
      profiles: [{ name: 'Standard', modules: { Accounts: ['view'] } }],
      sharing: { Contacts: 'private', Leads: 'public_read_only' },
    })
    const hidden = await tested.insert('admin', 'Contacts', { Last_Name: 'Boyle', Email: full.Email })
    const own = await tested.insert('agent', 'Leads', full)
    const foreign = await tested.insert('admin', 'Leads', full)
    const call = (method: string, path: string, body?: unknown) => tested.as('agent', method, path, body)

    const account = await convert({ call }, own)
    const named = await convert({ call }, own, { Contacts: { id: hidden } })
    const readOnly = await convert({ call }, foreign)
    const options = await call('GET', `Leads/${own}/__conversion_options`)

    expect([account.status, account.json]).toEqual([403, denied('Create_Accounts')])
    expect(named.json.data[0]).toMatchObject({ code: 'INVALID_DATA', message: 'the id given seems to be invalid' })
    expect(readOnly.json.data[0]).toEqual(denied('Edit_Leads'))
    expect(options.json.__conversion_options.Contacts).toBeNull()
  })
})
