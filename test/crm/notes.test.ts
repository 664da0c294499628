/** Notes through HTTP: of all records, and of one. */

import { describe, expect, it } from 'vitest'
import { type Answer, admin, agent, everything, type Harness } from '../support/emulator.ts'
import { type AtCrm, atCrm, idsOf } from './at-crm.ts'

async function caller({ send, tokens }: Harness, user: string, scope = everything): Promise<AtCrm['call']> {
  const { access_token: token } = await tokens({ org: 'Acme QA', user, scope })
  return (method, path, body) =>
    send(method, `/sandbox.zohoapis.com/crm/${/^v\d/.test(path) ? path : `v8/${path}`}`, { token, body })
}

const addLead = (tested: AtCrm, name = 'Roe') => tested.insertOne('Leads', { Last_Name: name, Company: 'C' })
const addNote = (tested: AtCrm, lead: string, content = 'text') =>
  tested.insertOne(`Leads/${lead}/Notes`, { Note_Content: content })
const messages = ({ json }: Answer): string[] => json.data.map(({ message }: { message: string }) => message)

describe('a note', () => {
  it('is made under its record and read with its parent, in every newer version', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)

    const added = await tested.call('POST', 'Notes', {
      data: [{ Note_Title: 'T', Note_Content: 'C', Parent_Id: { module: { api_name: 'Leads' }, id: lead } }],
    })
    const id = added.json.data[0].details.id
    const { json } = await tested.call('GET', `Notes/${id}`)
    const [leads] = (await tested.call('GET', 'settings/modules/Leads')).json.modules

    expect([added.status, added.json.data[0].message]).toEqual([201, 'record added'])
    expect(json.data[0]).toEqual({
      Owner: { name: 'Ada Marlow', id: expect.any(String), email: admin },
      Modified_Time: expect.any(String),
      $attachments: null,
      Created_Time: expect.any(String),
      Parent_Id: { module: { api_name: 'Leads', id: leads.id }, name: 'Roe', id: lead },
      $editable: true,
      $sharing_permission: 'full_access',
      $is_shared_to_client: false,
      Modified_By: expect.any(Object),
      $size: null,
      $state: 'save',
      $voice_note: false,
      id,
      Created_By: expect.any(Object),
      Note_Title: 'T',
      Note_Content: 'C',
    })
  })

  it('names the module of its parent beside it in older versions', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const forms = [
      { Parent_Id: lead, se_module: 'Leads' },
      { Parent_Id: { id: lead }, $se_module: 'Leads' },
    ]

    const added = await tested.call('POST', 'v2/Notes', {
      data: forms.map(parent => ({ Note_Content: 'C', ...parent })),
    })
    const { json } = await tested.call('GET', `v2/Notes/${added.json.data[1].details.id}`)

    expect(added.status).toBe(201)
    expect(json.data[0]).toMatchObject({ Parent_Id: { name: 'Roe', id: lead }, $se_module: 'Leads' })
    expect(json.data[0].Parent_Id).not.toHaveProperty('module')
  })

  it('takes the id of a module in place of its name', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const [{ id }] = (await tested.call('GET', 'settings/modules/Leads')).json.modules

    const added = await tested.call('POST', 'Notes', {
      data: [{ Note_Content: 'C', Parent_Id: { module: { id }, id: lead } }],
    })

    expect(added.status).toBe(201)
  })

  it('is refused without content, parent or module, and with a parent that is not there', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const leads = { module: { api_name: 'Leads' } }
    const rows = [
      { Parent_Id: { ...leads, id: lead } },
      { Note_Content: 'C' },
      { Note_Content: 'C', Parent_Id: { id: lead } },
      { Note_Content: 'C', Parent_Id: lead },
      { Note_Content: 'C', Parent_Id: { ...leads, id: '7' } },
      { Note_Content: 'C', Parent_Id: { module: { api_name: 'Nonsense' }, id: lead } },
      { Note_Content: 'C', Parent_Id: { module: { api_name: 'Notes' }, id: lead } },
      { Note_Content: 'C'.repeat(65_536), Note_Title: 'T'.repeat(121), Parent_Id: { ...leads, id: lead } },
    ]

    const { status, json } = await tested.call('POST', 'Notes', { data: rows })
    const problems = json.data.map(({ code, details }: { code: string; details: { json_path?: string } }) => [
      code,
      details.json_path,
    ])

    expect(status).toBe(400)
    expect(problems).toEqual([
      ['MANDATORY_NOT_FOUND', '$.data[0].Note_Content'],
      ['MANDATORY_NOT_FOUND', '$.data[1].Parent_Id'],
      ['MANDATORY_NOT_FOUND', '$.data[2].Parent_Id.module'],
      ['MANDATORY_NOT_FOUND', '$.data[3].se_module'],
      ['INVALID_DATA', '$.data[4].Parent_Id.id'],
      ['INVALID_MODULE', '$.data[5].Parent_Id.module'],
      ['INVALID_MODULE', '$.data[6].Parent_Id.module'],
      ['MULTIPLE_OR_MULTI_ERRORS', undefined],
    ])
    expect(json.data[7].details.errors.map((each: { details: object }) => each.details)).toMatchObject([
      { maximum_length: 120 },
      { maximum_length: 65_535 },
    ])
    expect((await tested.call('GET', 'Notes?fields=id')).status).toBe(204)
  })

  it('is changed and deleted by its id, in any letter case of the address', async () => {
    const tested = await atCrm()
    const id = await addNote(tested, await addLead(tested))

    const changed = await tested.call('PUT', `notes/${id}`, { data: [{ Note_Title: 'new' }] })
    const several = await tested.call('PUT', 'NOTES', { data: [{ id, Note_Content: 'newer' }, { id: '7' }] })
    const read = await tested.call('GET', `Notes/${id}?fields=Note_Title,Note_Content`)
    const deleted = await tested.call('DELETE', `Notes?ids=${id},7`)

    expect(messages(changed)).toEqual(['record updated'])
    expect(several.status).toBe(207)
    expect(read.json.data).toEqual([{ Note_Title: 'new', Note_Content: 'newer', id }])
    expect(messages(deleted)).toEqual(['record deleted', 'record not deleted'])
    expect((await tested.call('GET', `Notes/${id}`)).status).toBe(204)
    expect((await tested.call('DELETE', `Notes/${id}`)).status).toBe(400)
  })
})

describe('the list of all notes', () => {
  it('is for administrators; others read one by its id', async () => {
    const tested = await atCrm()
    const id = await addNote(tested, await addLead(tested))
    const asAgent = await caller(tested, agent)

    const { status, json } = await asAgent('GET', 'Notes?fields=Note_Title')
    const one = await asAgent('GET', `Notes/${id}`)

    expect([status, json]).toEqual([
      403,
      {
        code: 'NOT_SUPPORTED',
        details: { resource_path_index: 0 },
        message: 'This API is supported only for admin users.',
        status: 'error',
      },
    ])
    expect(one.status).toBe(200)
  })

  it('pages as other lists do, without the keys for calls and e-mails', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const notes = [await addNote(tested, lead), await addNote(tested, lead)]

    const { json } = await tested.call('GET', 'Notes?fields=Note_Content&per_page=1')
    const ofRecord = await tested.call('GET', `Leads/${lead}/Notes?fields=Note_Content`)
    const leads = await tested.call('GET', 'Leads?fields=id')

    expect(idsOf({ json } as Answer)).toEqual([notes[1]])
    expect(json.info).toMatchObject({ more_records: true, next_page_token: expect.any(String) })
    for (const info of [json.info, ofRecord.json.info]) {
      expect(info).not.toHaveProperty('call')
      expect(info).not.toHaveProperty('email')
    }
    expect(leads.json.info).toMatchObject({ call: false, email: false })
  })

  it('starts with notes that each belong to a record', async () => {
    const tested = await atCrm({ fixture: 'default' })

    const { json } = await tested.call('GET', 'Notes?fields=Note_Content,Parent_Id')
    const first = json.data[0].Parent_Id
    const parent = await tested.call('GET', `${first.module.api_name}/${first.id}`)
    const notes = await tested.call('GET', `${first.module.api_name}/${first.id}/Notes?fields=id`)

    expect(json.data.length).toBeGreaterThanOrEqual(20)
    for (const note of json.data) {
      expect(note).toMatchObject({ Note_Content: expect.any(String), Parent_Id: { id: expect.any(String) } })
    }
    expect(parent.status).toBe(200)
    expect(idsOf(notes)).toContain(json.data[0].id)
  })
})

describe('the notes of a record', () => {
  it('are made, changed and deleted there', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)

    const added = await tested.call('POST', `Leads/${lead}/Notes`, { data: [{ Note_Content: 'a' }, {}] })
    const id = added.json.data[0].details.id
    const put = await tested.call('PUT', `leads/${lead}/notes`, { data: [{ id, Note_Title: 'T' }, { id: '7' }, {}] })
    const putOne = await tested.call('PUT', `Leads/${lead}/Notes/${id}`, { data: [{ Note_Content: 'b' }] })
    const listed = await tested.call('GET', `Leads/${lead}/notes?fields=Note_Title,Note_Content`)
    const deleted = await tested.call('DELETE', `Leads/${lead}/Notes/${id}`)

    expect([added.status, added.json.data[1].details]).toEqual([
      207,
      { api_name: 'Note_Content', json_path: '$.data[1].Note_Content' },
    ])
    expect(put.json.data.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'INVALID_DATA',
      'MANDATORY_NOT_FOUND',
    ])
    expect(messages(putOne)).toEqual(['record updated'])
    expect(listed.json.data).toEqual([{ Note_Title: 'T', Note_Content: 'b', id }])
    expect(messages(deleted)).toEqual(['record deleted'])
    expect((await tested.call('GET', `Leads/${lead}/Notes?fields=id`)).status).toBe(204)
  })

  it('are not those of another record', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const other = await addLead(tested, 'Other')
    const id = await addNote(tested, lead)

    const read = await tested.call('GET', `Leads/${other}/Notes/${id}`)
    const put = await tested.call('PUT', `Leads/${other}/Notes/${id}`, { data: [{ Note_Content: 'b' }] })
    const deleted = await tested.call('DELETE', `Leads/${other}/Notes?ids=${id}`)
    const added = await tested.call('POST', 'Leads/7/Notes', { data: [{ Note_Content: 'a' }] })
    const mine = await tested.call('GET', `Leads/${lead}/Notes/${id}`)

    expect(read.status).toBe(204)
    expect([put.status, put.json]).toMatchObject([
      400,
      { message: 'the related id given seems to be invalid', details: { resource_path_index: 3 } },
    ])
    expect([deleted.status, messages(deleted)]).toEqual([400, ['record not deleted']])
    expect([added.status, added.json.details]).toEqual([400, { resource_path_index: 1 }])
    expect(mine.json.data[0].Note_Content).toBe('text')
  })

  it('belong to the record that the address names, whatever a row says', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const other = await addLead(tested, 'Other')

    const id = await tested.insertOne(`Leads/${lead}/Notes`, {
      Note_Content: 'a',
      Parent_Id: other,
      se_module: 'Leads',
    })

    expect((await tested.call('GET', `Notes/${id}`)).json.data[0].Parent_Id.id).toBe(lead)
  })

  it('need the scopes of both modules', async () => {
    const scopes = [
      'ZohoCRM.modules.leads.ALL',
      'ZohoCRM.modules.notes.ALL',
      'ZohoCRM.modules.leads.READ,ZohoCRM.modules.notes.ALL',
    ]
    const tested = await atCrm()
    const lead = await addLead(tested)
    const id = await addNote(tested, lead)
    const answers = []

    for (const scope of scopes) {
      const call = await caller(tested, admin, scope)
      answers.push([
        (await call('GET', `Leads/${lead}/Notes?fields=id`)).status,
        (await call('POST', `Leads/${lead}/Notes`, { data: [{ Note_Content: 'a' }] })).status,
        (await call('GET', `Notes/${id}`)).status,
      ])
    }

    expect(answers).toEqual([
      [401, 401, 401],
      [401, 401, 200],
      [200, 201, 200],
    ])
  })

  it('go with their record and come back with it', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const [single, kept] = [await addNote(tested, lead), await addNote(tested, lead)]
    await tested.call('DELETE', `Notes/${single}`)

    await tested.call('DELETE', `Leads/${lead}`)
    const whileGone = await tested.call('GET', `Notes/${kept}`)
    const bin = await tested.call('GET', 'settings/recycle_bin')
    const early = await tested.call('POST', `settings/recycle_bin/${single}/actions/restore`)
    await tested.call('POST', `settings/recycle_bin/${lead}/actions/restore`)
    const restored = await tested.call('GET', `Leads/${lead}/Notes?fields=id`)
    await tested.call('POST', `settings/recycle_bin/${single}/actions/restore`)
    const all = await tested.call('GET', `Leads/${lead}/Notes?fields=id`)

    expect(whileGone.status).toBe(204)
    expect(bin.json.recycle_bin.map(({ id }: { id: string }) => id).sort()).toEqual([lead, single].sort())
    expect([early.status, early.json.recycle_bin[0].code]).toEqual([400, 'INVALID_DATA'])
    expect(idsOf(restored)).toEqual([kept])
    expect(idsOf(all).sort()).toEqual([single, kept].sort())
  })

  it('are gone for good with their record', async () => {
    const tested = await atCrm()
    const lead = await addLead(tested)
    const id = await addNote(tested, lead)

    await tested.call('DELETE', `Leads/${lead}`)
    await tested.call('DELETE', `settings/recycle_bin/${lead}`)

    expect((await tested.call('GET', `Notes/${id}`)).status).toBe(204)
    expect((await tested.call('POST', `settings/recycle_bin/${lead}/actions/restore`)).status).toBe(400)
  })
})

describe('the settings', () => {
  it('describe notes and attachments as modules without a tab', async () => {
    const { call } = await atCrm()

    const { modules } = (await call('GET', 'settings/modules')).json
    const named = (name: string) => modules.find(({ api_name }: { api_name: string }) => api_name === name)
    const fields = async (name: string) =>
      (await call('GET', `settings/fields?module=${name}`)).json.fields.map(
        ({ api_name }: { api_name: string }) => api_name,
      )

    for (const name of ['Notes', 'Attachments']) {
      expect(named(name)).toMatchObject({ api_supported: true, show_as_tab: false, generated_type: 'default' })
    }
    expect((await fields('notes')).slice(0, 3)).toEqual(['Note_Title', 'Note_Content', 'Parent_Id'])
    expect(await fields('Attachments')).toEqual(expect.arrayContaining(['File_Name', 'Size', 'Parent_Id', 'Owner']))
    expect((await call('GET', 'settings/related_lists?module=Notes')).status).toBe(204)
    const { related_lists } = (await call('GET', 'settings/related_lists?module=Leads')).json
    expect(related_lists.slice(0, 2)).toMatchObject([
      { api_name: 'Notes', href: 'Notes', module: { api_name: 'Notes', id: named('Notes').id } },
      { api_name: 'Attachments', module: { api_name: 'Attachments', id: named('Attachments').id } },
    ])
  })

  it('are all that there is of attachments apart from records', async () => {
    const tested = await atCrm()

    const all = await tested.call('GET', 'Attachments')

    expect(all.json.code).toBe('NOT_EMULATED')
  })
})
