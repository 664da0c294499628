// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how formulas name fields
/** Modules and fields that an org adds, by the API and in a fixture. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Answer, agent, control, everything, type Harness, start } from '../support/emulator.ts'

interface Crm extends Harness {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

async function crm({
  fixture = 'empty',
  org = 'Acme QA',
  scope = `${everything},ZohoCRM.coql.READ,ZohoSearch.securesearch.READ`,
} = {}): Promise<Crm> {
  const harness = await start({ fixture })
  const { access_token: token } = await harness.tokens({ org, scope })
  const host = org === 'Acme QA' ? 'sandbox.zohoapis.com' : 'www.zohoapis.com'
  const call: Crm['call'] = (method, path, body, headers = {}) =>
    harness.send(method, `/${host}/crm/${/^v\d/.test(path) ? path : `v8/${path}`}`, { token, headers, body })
  return { ...harness, call }
}

const idOf = ({ json }: Answer, root = 'data'): string => json[root][0].details.id

async function administrator({ call }: Crm): Promise<{ id: string }> {
  const { json } = await call('GET', 'users?type=CurrentUser')
  return { id: json.users[0].profile.id }
}

const addModule = async (tested: Crm, more: object = {}) =>
  tested.call('POST', 'settings/modules', {
    modules: [
      {
        plural_label: 'Machines',
        singular_label: 'Machine',
        api_name: 'Machines',
        profiles: [await administrator(tested)],
        ...more,
      },
    ],
  })

const addField = (tested: Crm, module: string, field: object) =>
  tested.call('POST', `settings/fields?module=${module}`, { fields: [field] })

/** The default fixture with more about Acme's production org. */
function fixtureWith(more: object): string {
  const world = JSON.parse(readFileSync(new URL('../../fixtures/default.json', import.meta.url), 'utf8'))
  delete world.$schema
  Object.assign(world.portals[0].orgs[0], more)
  const file = join(mkdtempSync(join(tmpdir(), 'zoho-emulator-')), 'world.json')
  writeFileSync(file, JSON.stringify(world))
  return file
}

describe('a custom module', () => {
  it('takes, lists, finds, queries, deletes and restores records like any other', async () => {
    const tested = await crm()
    const { call } = tested

    const added = await addModule(tested)
    const module = (await call('GET', 'settings/modules/machines')).json.modules[0]
    const fields = (await call('GET', 'settings/fields?module=Machines')).json.fields
    const inserted = await call('POST', 'Machines', { data: [{ Name: 'Press', Email: 'press@x.example' }] })
    const id = idOf(inserted)
    const listed = await call('GET', 'Machines?fields=Name')
    const found = await call('GET', 'Machines/search?criteria=(Name:equals:press)')
    const queried = await call('POST', 'coql', { select_query: "select Name from Machines where Name = 'Press'" })
    const upserted = await call('POST', 'Machines/upsert', { data: [{ Name: 'press', Email: 'new@x.example' }] })
    const deleted = await call('DELETE', `Machines/${id}`)
    const restored = await call('POST', `settings/recycle_bin/${id}/actions/restore`)
    const got = await call('GET', `Machines/${id}`)

    expect(added.status).toBe(201)
    expect(added.json.modules[0]).toMatchObject({ code: 'SUCCESS', message: 'module created successfully' })
    expect(module).toMatchObject({
      id: idOf(added, 'modules'),
      api_name: 'Machines',
      singular_label: 'Machine',
      generated_type: 'custom',
      modified_by: { name: 'Ada Marlow' },
    })
    expect(fields.map(({ api_name }: { api_name: string }) => api_name)).toEqual(
      expect.arrayContaining(['Name', 'Owner', 'Email', 'Created_Time', 'Tag']),
    )
    expect(inserted.status).toBe(201)
    expect(listed.json.data).toEqual([{ Name: 'Press', id }])
    expect(found.json.data[0].id).toBe(id)
    expect(queried.json.data).toEqual([{ Name: 'Press', id }])
    expect(upserted.json.data[0]).toMatchObject({ action: 'update', duplicate_field: 'Name', details: { id } })
    expect(deleted.status).toBe(200)
    expect(restored.status).toBe(200)
    expect(got.json.data[0]).toMatchObject({ Name: 'press', Email: 'new@x.example' })
  })

  it('is what activities and notes may be about', async () => {
    const tested = await crm()
    await addModule(tested)
    const id = idOf(await tested.call('POST', 'Machines', { data: [{ Name: 'Press' }] }))

    const task = await tested.call('POST', 'Tasks', {
      data: [{ Subject: 'T', What_Id: { id }, $se_module: 'Machines' }],
    })
    const note = await tested.call('POST', `Machines/${id}/Notes`, { data: [{ Note_Content: 'N' }] })
    const tasks = await tested.call('GET', `Machines/${id}/Tasks?fields=Subject,What_Id`)
    const notes = await tested.call('GET', `Machines/${id}/Notes?fields=Note_Content`)

    expect([task.status, note.status]).toEqual([201, 201])
    expect(tasks.json.data[0]).toMatchObject({ Subject: 'T', What_Id: { name: 'Press', id } })
    expect(notes.json.data[0].Note_Content).toBe('N')
  })

  it('is hidden from profiles that it is not for', async () => {
    const tested = await crm()
    await addModule(tested)
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', user: agent, scope: everything })

    const read = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/Machines?fields=Name', { token })
    const listed = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/settings/modules', { token })

    expect(read.json).toMatchObject({ code: 'NO_PERMISSION', details: { permissions: ['Crm_Implied_View_Machines'] } })
    expect(listed.json.modules.map(({ api_name }: { api_name: string }) => api_name)).not.toContain('Machines')
  })

  it('belongs to its org alone', async () => {
    const tested = await crm()
    await addModule(tested)
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope: everything })

    const elsewhere = await tested.send('GET', '/www.zohoapis.com/crm/v8/Machines?fields=Name', { token })

    expect(elsewhere.status).toBe(400)
    expect(elsewhere.json.code).toBe('INVALID_MODULE')
  })

  it('is opened by its own scope, by that of custom modules and by no other', async () => {
    const tested = await crm()
    await addModule(tested)
    const read = async (scope: string) => {
      const { access_token: token } = await tested.tokens({ org: 'Acme QA', scope })
      return (await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/Machines?fields=Name', { token })).status
    }

    expect(await read('ZohoCRM.modules.Machines.READ')).toBe(204)
    expect(await read('ZohoCRM.modules.custom.READ')).toBe(204)
    expect(await read('ZohoCRM.modules.Leads.READ')).toBe(401)
  })

  it('gets its API name from its label', async () => {
    const tested = await crm()

    await addModule(tested, { api_name: undefined, plural_label: 'Big Machines' })

    expect((await tested.call('GET', 'settings/modules/Big_Machines')).status).toBe(200)
  })

  it('keeps counting where its name is a number', async () => {
    const tested = await crm()
    const display_field = {
      field_label: 'No',
      data_type: 'autonumber',
      auto_number: { prefix: 'M-', start_number: '21' },
    }

    await addModule(tested, { display_field })
    const { fields } = (await tested.call('GET', 'settings/fields?module=Machines')).json

    expect(fields[0]).toMatchObject({
      api_name: 'Name',
      field_label: 'No',
      data_type: 'autonumber',
      auto_number: { prefix: 'M-', suffix: '', start_number: 21 },
    })
  })

  it.each([
    ['no label', { singular_label: undefined }, 'MANDATORY_NOT_FOUND', 'singular_label'],
    ['no profile', { profiles: undefined }, 'MANDATORY_NOT_FOUND', 'profiles'],
    ['an unknown profile', { profiles: [{ id: '7' }] }, 'INVALID_DATA', 'id'],
    ['a label that is too long', { plural_label: 'x'.repeat(26) }, 'INVALID_DATA', 'plural_label'],
    ['special characters', { plural_label: 'A & B' }, 'INVALID_DATA', 'plural_label'],
    ['a label that a module has', { plural_label: 'leads' }, 'DUPLICATE_DATA', 'plural_label'],
    ['a name that a module has', { api_name: 'LEADS' }, 'DUPLICATE_DATA', 'api_name'],
    ['a malformed name', { api_name: '1__x' }, 'INVALID_DATA', 'api_name'],
    ['a word of the API’s own', { api_name: 'coql' }, 'RESERVED_KEYWORD_NOT_ALLOWED', 'api_name'],
    [
      'a number without counting',
      { display_field: { field_label: 'No', data_type: 'autonumber' } },
      'DEPENDENT_FIELD_MISSING',
      'auto_number',
    ],
    [
      'an unknown type of name',
      { display_field: { field_label: 'No', data_type: 'date' } },
      'INVALID_DATA',
      'data_type',
    ],
  ])('is refused with %s', async (_, more, code, apiName) => {
    const tested = await crm()

    const { status, json } = await addModule(tested, more)

    expect(status).toBe(400)
    expect(json.modules[0]).toMatchObject({ code, details: { api_name: apiName }, status: 'error' })
    expect((await tested.call('GET', 'settings/modules/Machines')).status).toBe(400)
  })

  it('is renamed, and keeps its name in the API', async () => {
    const tested = await crm()
    const id = idOf(await addModule(tested), 'modules')

    const renamed = await tested.call('PUT', `settings/modules/${id}`, { modules: [{ plural_label: 'Engines' }] })
    const other = await tested.call('PUT', 'settings/modules', {
      modules: [{ id, singular_label: 'Engine' }, { singular_label: 'X' }, { id: '7' }],
    })
    const refused = await tested.call('PUT', 'settings/modules/Machines', { modules: [{ api_name: 'Engines' }] })
    const { modules } = (await tested.call('GET', 'settings/modules/Machines')).json

    expect(renamed.json.modules[0]).toMatchObject({ code: 'SUCCESS', message: 'module updated successfully' })
    expect(other.status).toBe(207)
    expect(other.json.modules.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'INVALID_DATA',
    ])
    expect(refused.json.modules[0].code).toBe('NOT_ALLOWED')
    expect(modules[0]).toMatchObject({ api_name: 'Machines', plural_label: 'Engines', singular_label: 'Engine' })
  })

  it('changes what a client that asks for changes is told', async () => {
    const tested = await crm()
    const since = new Date(tested.zoho.now()).toISOString()
    await tested.zoho.advanceClock('1m')

    const before = await tested.call('GET', 'settings/modules', undefined, { 'If-Modified-Since': since })
    await addModule(tested)
    const after = await tested.call('GET', 'settings/modules', undefined, { 'If-Modified-Since': since })

    expect([before.status, after.status]).toEqual([304, 200])
  })

  it('goes with a reset', async () => {
    const tested = await crm()
    await addModule(tested)

    await tested.zoho.reset()
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', scope: everything })
    const { json } = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/settings/modules/Machines', { token })

    expect(json.code).toBe('INVALID_MODULE')
  })

  it('cannot be added in a version that only reads settings', async () => {
    const tested = await crm()

    const { status, json } = await tested.call('POST', 'v5/settings/modules', { modules: [{}] })

    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'API_NOT_SUPPORTED', details: { supported_version: 6 } })
  })
})

describe('a custom field', () => {
  it.each([
    ['text', { data_type: 'text' }, 'abc', 7],
    ['textarea', { data_type: 'textarea' }, 'a\nb', 7],
    ['rich text', { data_type: 'textarea', textarea: { type: 'rich_text' } }, '<b>x</b>', 7],
    ['email', { data_type: 'email' }, 'a@b.example', 'nobody'],
    ['phone', { data_type: 'phone' }, '+1 555', '?'],
    ['website', { data_type: 'website' }, 'https://x.example', 'a b'],
    ['integer', { data_type: 'integer' }, 7, 7.5],
    ['bigint', { data_type: 'bigint' }, '123456789012', 'x'],
    ['double', { data_type: 'double', decimal_place: 3 }, 7.125, 'x'],
    ['currency', { data_type: 'currency', currency: { rounding_option: 'normal', precision: 2 } }, 7.25, 'x'],
    ['percent', { data_type: 'percent' }, 50, 'x'],
    ['boolean', { data_type: 'boolean' }, true, 'perhaps'],
    ['date', { data_type: 'date' }, '2026-02-28', '2026-02-30'],
    ['datetime', { data_type: 'datetime' }, '2026-02-28T10:00:00-08:00', 'now'],
    ['pick list', { data_type: 'picklist', pick_list_values: [{ display_value: 'Red' }] }, 'Red', 7],
    [
      'multi-select pick list',
      { data_type: 'multiselectpicklist', pick_list_values: [{ display_value: 'Red' }] },
      ['Red'],
      'Red',
    ],
  ])('of type %s takes its values and refuses others', async (_, field, good, bad) => {
    const tested = await crm()

    const added = await addField(tested, 'Leads', { field_label: 'My Field', ...field })
    const insert = (value: unknown) =>
      tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', My_Field: value }] })
    const accepted = await insert(good)
    const refused = await insert(bad)
    const got = await tested.call('GET', `Leads/${idOf(accepted)}`)
    const listed = await tested.call('GET', 'Leads?fields=My_Field')
    const meta = (await tested.call('GET', `settings/fields/${idOf(added, 'fields')}?module=Leads`)).json.fields[0]

    expect(added.status).toBe(201)
    expect(added.json.fields[0]).toMatchObject({ code: 'SUCCESS', message: 'field created', status: 'success' })
    expect(meta).toMatchObject({ api_name: 'My_Field', data_type: field.data_type, custom_field: true })
    expect(got.json.data[0].My_Field).toEqual(good)
    expect(listed.json.data[0].My_Field).toEqual(good)
    expect(refused.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'My_Field' } })
  })

  it('that counts gives each new record a number', async () => {
    const tested = await crm()
    await addField(tested, 'Leads', {
      field_label: 'No',
      data_type: 'autonumber',
      auto_number: { prefix: 'L-', suffix: '', start_number: 5 },
    })

    await tested.call('POST', 'Leads', { data: ['A', 'B'].map(name => ({ Last_Name: name, Company: 'C' })) })
    const { json } = await tested.call('GET', 'Leads?fields=No&sort_order=asc')

    expect(json.data.map(({ No }: { No: string }) => No)).toEqual(['L-5', 'L-6'])
  })

  it('that is a lookup shows its target and makes a related list there', async () => {
    const tested = await crm()
    const { call } = tested
    await addModule(tested)
    const lookup = { module: { api_name: 'Machines' }, display_label: 'Users of it' }
    await addField(tested, 'Leads', { field_label: 'Machine', data_type: 'lookup', lookup })
    const machine = idOf(await call('POST', 'Machines', { data: [{ Name: 'Press' }] }))
    const lead = idOf(
      await call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', Machine: { id: machine } }] }),
    )

    const got = await call('GET', `Leads/${lead}`)
    const lists = await call('GET', 'settings/related_lists?module=Machines')
    const related = await call('GET', `Machines/${machine}/Users_of_it?fields=Last_Name`)
    const joined = await call('POST', 'coql', {
      select_query: 'select Machine.Name from Leads where Machine is not null',
    })
    const wrong = await call('POST', 'Leads', { data: [{ Last_Name: 'B', Company: 'C', Machine: { id: lead } }] })

    expect(got.json.data[0].Machine).toEqual({ name: 'Press', id: machine })
    expect(lists.json.related_lists).toContainEqual(
      expect.objectContaining({ api_name: 'Users_of_it', module: expect.objectContaining({ api_name: 'Leads' }) }),
    )
    expect(related.json.data).toEqual([{ Last_Name: 'A', id: lead }])
    expect(joined.json.data).toEqual([{ 'Machine.Name': 'Press', id: lead }])
    expect(wrong.json.data[0].code).toBe('INVALID_DATA')
  })

  it('that links to many shows them all', async () => {
    const tested = await crm()
    const { call } = tested
    await addField(tested, 'Leads', {
      field_label: 'Markets',
      data_type: 'multiselectlookup',
      multiselectlookup: { connected_details: { module: { api_name: 'Accounts' } } },
    })
    const accounts = (
      await call('POST', 'Accounts', { data: [{ Account_Name: 'A' }, { Account_Name: 'B' }] })
    ).json.data.map(({ details }: { details: { id: string } }) => details.id)

    const lead = idOf(
      await call('POST', 'Leads', {
        data: [{ Last_Name: 'A', Company: 'C', Markets: accounts.map((id: string) => ({ Markets: { id } })) }],
      }),
    )
    const { json } = await call('GET', `Leads/${lead}`)

    expect(json.data[0].Markets.map(({ Markets }: { Markets: object }) => Markets)).toEqual([
      { name: 'A', id: accounts[0] },
      { name: 'B', id: accounts[1] },
    ])
  })

  it('says its default in new records', async () => {
    const tested = await crm()
    const pick_list_values = [{ display_value: 'Red' }, { display_value: 'Blue' }]
    await addField(tested, 'Leads', {
      field_label: 'Colour',
      data_type: 'picklist',
      pick_list_values,
      default_value: 'Blue',
    })

    await tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C' }] })
    const { json } = await tested.call('GET', 'Leads?fields=Colour')

    expect(json.data[0].Colour).toBe('Blue')
  })

  it.each([
    ['no label', { data_type: 'text' }, 'MANDATORY_NOT_FOUND', 'field_label'],
    ['no type', { field_label: 'X' }, 'MANDATORY_NOT_FOUND', 'data_type'],
    ['an unknown type', { field_label: 'X', data_type: 'colour' }, 'INVALID_DATA', 'data_type'],
    [
      'a label that another field has',
      { field_label: 'last name', data_type: 'text' },
      'DUPLICATE_DATA',
      'field_label',
    ],
    ['a length beyond its type’s', { field_label: 'X', data_type: 'text', length: 256 }, 'INVALID_DATA', 'length'],
    [
      'a pick list without values',
      { field_label: 'X', data_type: 'picklist' },
      'DEPENDENT_FIELD_MISSING',
      'pick_list_values',
    ],
    [
      'the same value twice',
      { field_label: 'X', data_type: 'picklist', pick_list_values: [{ display_value: 'A' }, { display_value: 'A' }] },
      'DUPLICATE_DATA',
      'display_value',
    ],
    [
      'a lookup to nowhere',
      { field_label: 'X', data_type: 'lookup', lookup: { module: { api_name: 'Nothing' } } },
      'INVALID_DATA',
      'api_name',
    ],
    ['a lookup without module', { field_label: 'X', data_type: 'lookup' }, 'DEPENDENT_FIELD_MISSING', 'lookup'],
    [
      'uniqueness that its type cannot have',
      { field_label: 'X', data_type: 'boolean', unique: { case_sensitive: false } },
      'INVALID_DATA',
      'unique',
    ],
    [
      'a default that it cannot have',
      { field_label: 'X', data_type: 'integer', default_value: 'x' },
      'INVALID_DATA',
      'default_value',
    ],
    [
      'what is not emulated',
      { field_label: 'X', data_type: 'text', crypt: { mode: 'decryption' } },
      'NOT_EMULATED',
      'crypt',
    ],
  ])('is refused with %s', async (_, field, code, apiName) => {
    const tested = await crm()
    const count = async () => (await tested.call('GET', 'settings/fields?module=Leads')).json.fields.length
    const before = await count()

    const { status, json } = await addField(tested, 'Leads', field)

    expect(status).toBe(400)
    expect(json.fields[0]).toMatchObject({ code, details: { api_name: apiName }, status: 'error' })
    expect(json.fields[0].details.json_path).toContain('$.fields[0]')
    expect(await count()).toBe(before)
  })

  it('is one of at most five in a request, each with an answer of its own', async () => {
    const tested = await crm()
    const text = (field_label: string) => ({ field_label, data_type: 'text' })

    const mixed = await tested.call('POST', 'settings/fields?module=Leads', {
      fields: [text('One'), text('One'), text('Two')],
    })
    const many = await tested.call('POST', 'settings/fields?module=Leads', { fields: [...'abcdef'].map(text) })
    const nowhere = await tested.call('POST', 'settings/fields?module=Nothing', { fields: [text('One')] })

    expect(mixed.status).toBe(207)
    expect(mixed.json.fields.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'DUPLICATE_DATA',
      'SUCCESS',
    ])
    expect(many.json.fields[0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { maximum_length: 5 } })
    expect(nowhere.json.code).toBe('INVALID_MODULE')
  })

  it('is changed: label, length, tooltip', async () => {
    const tested = await crm()
    const id = idOf(await addField(tested, 'Leads', { field_label: 'Old', data_type: 'text', length: 3 }), 'fields')

    const changed = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ field_label: 'New', length: 5, tooltip: { name: 'static_text', value: 'five at most' } }],
    })
    const shorter = await tested.call('PATCH', 'settings/fields?module=Leads', {
      fields: [{ id, length: 2 }, { id: '7' }, {}],
    })
    const { fields } = (await tested.call('GET', `settings/fields/${id}?module=Leads`)).json
    const insert = (Old: string) => tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', Old }] })

    expect(changed.json.fields[0]).toMatchObject({ code: 'SUCCESS', message: 'field updated', details: { id } })
    expect(shorter.json.fields.map(({ code }: { code: string }) => code)).toEqual([
      'NOT_ALLOWED',
      'INVALID_DATA',
      'MANDATORY_NOT_FOUND',
    ])
    expect(fields[0]).toMatchObject({
      api_name: 'Old',
      field_label: 'New',
      length: 5,
      tooltip: { name: 'static_text', value: 'five at most' },
    })
    expect((await insert('12345')).status).toBe(201)
    expect((await insert('123456')).json.data[0].details.maximum_length).toBe(5)
  })

  it('of Zoho’s own keeps its label and stays', async () => {
    const tested = await crm()
    const { fields } = (await tested.call('GET', 'settings/fields?module=Leads')).json
    const { id } = fields.find(({ api_name }: { api_name: string }) => api_name === 'Company')

    const renamed = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ field_label: 'Firm' }],
    })
    const deleted = await tested.call('DELETE', `settings/fields/${id}?module=Leads`)

    expect(renamed.json.fields[0]).toMatchObject({ code: 'NOT_ALLOWED', details: { api_name: 'field_label' } })
    expect(deleted.json).toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('that is deleted is gone from metadata and records, and comes back empty', async () => {
    const tested = await crm()
    const field = { field_label: 'Extra', data_type: 'text' }
    const id = idOf(await addField(tested, 'Leads', field), 'fields')
    const lead = idOf(await tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', Extra: 'x' }] }))

    const deleted = await tested.call('DELETE', `settings/fields/${id}?module=Leads`)
    const without = await tested.call('GET', `Leads/${lead}`)
    const meta = await tested.call('GET', `settings/fields/${id}?module=Leads`)
    await addField(tested, 'Leads', { ...field, data_type: 'integer' })
    const again = await tested.call('GET', `Leads/${lead}`)
    const found = await tested.call('GET', 'Leads/search?criteria=(Extra:equals:7)')

    expect(deleted.json.fields[0]).toMatchObject({ code: 'SUCCESS', message: 'field deleted', details: { id } })
    expect(without.json.data[0]).not.toHaveProperty('Extra')
    expect(meta.status).toBe(400)
    expect(again.json.data[0].Extra).toBeNull()
    expect(found.status).toBe(204)
  })
})

describe('a formula field', () => {
  const formula = (expression: string, more: object = {}) => ({
    field_label: 'Score',
    data_type: 'formula',
    formula: { return_type: 'double', expression },
    ...more,
  })
  const lead = { Last_Name: 'A', Company: 'C', Annual_Revenue: 10, No_of_Employees: 4 }

  it('computes in records that were there, in new ones, and anew when it is changed', async () => {
    const tested = await crm()
    const old = idOf(await tested.call('POST', 'Leads', { data: [lead] }))

    const added = await addField(tested, 'Leads', formula('${Annual_Revenue} + ${No_of_Employees}'))
    const fresh = idOf(await tested.call('POST', 'Leads', { data: [{ ...lead, Annual_Revenue: 20 }] }))
    const scores = async () => {
      const { json } = await tested.call('GET', `Leads?fields=Score&ids=${old},${fresh}&sort_order=asc`)
      return json.data.map(({ Score }: { Score: number }) => Score)
    }
    const before = await scores()
    const id = idOf(added, 'fields')
    const changed = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ formula: { expression: '${Annual_Revenue} * 2' } }],
    })
    const found = await tested.call('GET', 'Leads/search?criteria=(Score:greater_than:30)')

    expect(before).toEqual([14, 24])
    expect(changed.status).toBe(200)
    expect(await scores()).toEqual([20, 40])
    expect(found.json.data.map(({ id: one }: { id: string }) => one)).toEqual([fresh])
  })

  it('is empty once a field that it reads is gone', async () => {
    const tested = await crm()
    const bonus = idOf(await addField(tested, 'Leads', { field_label: 'Bonus', data_type: 'integer' }), 'fields')
    await addField(tested, 'Leads', formula('${Bonus} * 2'))
    const id = idOf(await tested.call('POST', 'Leads', { data: [{ ...lead, Bonus: 4 }] }))
    const score = async () => (await tested.call('GET', `Leads/${id}`)).json.data[0].Score

    const before = await score()
    await tested.call('DELETE', `settings/fields/${bonus}?module=Leads`)

    expect(before).toBe(8)
    expect(await score()).toBeNull()
  })

  it.each([
    ['syntax', '${Annual_Revenue} +', 'SYNTAX_ERROR'],
    ['brackets', '(${Annual_Revenue} + 1', 'MISSING_BRACES'],
    ['the number of parameters', 'Abs(1, 2)', 'INCORRECT_NUMBER_OF_PARAM'],
    ['the type of a parameter', "Abs('x')", 'INCORRECT_DATA_TYPE_PARAM'],
    ['a field', '${Nothing} + 1', 'PARTICIPATING_FIELD_NOT_FOUND'],
    ['its length', '1'.repeat(5001), 'INVALID_DATA'],
  ])('is refused when its expression is wrong in %s', async (_, expression, code) => {
    const tested = await crm()

    const { status, json } = await addField(tested, 'Leads', formula(expression))

    expect(status).toBe(400)
    expect(json.fields[0]).toMatchObject({
      code,
      details: { api_name: 'expression', json_path: '$.fields[0].formula.expression' },
    })
  })

  it('keeps the type of its result', async () => {
    const tested = await crm()
    const id = idOf(await addField(tested, 'Leads', formula('1 + 1')), 'fields')

    const { json } = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ formula: { return_type: 'text', expression: "'x'" } }],
    })
    const without = await addField(tested, 'Leads', { field_label: 'X', data_type: 'formula' })

    expect(json.fields[0].code).toBe('NOT_ALLOWED')
    expect(without.json.fields[0].code).toBe('DEPENDENT_FIELD_MISSING')
  })
})

describe('the values of a pick list', () => {
  const valuesOf = async ({ call }: Crm, name: string) => {
    const { fields } = (await call('GET', 'settings/fields?module=Leads')).json
    return fields.find(({ api_name }: { api_name: string }) => api_name === name)
  }

  it('are added, renamed, moved and taken away, of standard fields too', async () => {
    const tested = await crm()
    const rating = await valuesOf(tested, 'Rating')
    const [, first, second] = rating.pick_list_values

    const changed = await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [
        {
          pick_list_values: [
            { id: first.id, _delete: true },
            { id: second.id, display_value: 'Renamed', colour_code: '#57B1FD' },
            { display_value: 'Brand new', sequence_number: 2 },
          ],
        },
      ],
    })
    const after = (await valuesOf(tested, 'Rating')).pick_list_values
    const by = await tested.call('GET', `settings/fields/${rating.id}/pick_list_values?module=Leads`)

    expect(changed.json.fields[0].code).toBe('SUCCESS')
    expect(after.map((each: { display_value: string }) => each.display_value).slice(0, 3)).toEqual([
      '-None-',
      'Brand new',
      'Renamed',
    ])
    expect(after[2]).toMatchObject({ id: second.id, actual_value: second.actual_value, colour_code: '#57B1FD' })
    expect(after.some((each: { id: string }) => each.id === first.id)).toBe(false)
    expect(by.json.pick_list_values.map((each: { display_value: string }) => each.display_value)).toEqual(
      after.map((each: { display_value: string }) => each.display_value),
    )
  })

  it('are what records are held against where they are checked', async () => {
    const tested = await crm()
    await control(tested.send, '/_emulator/toggles', { picklist_values_checked: true }, 'PATCH')
    const rating = await valuesOf(tested, 'Rating')
    const insert = () => tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', Rating: 'Superb' }] })

    const before = await insert()
    await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [{ pick_list_values: [{ display_value: 'Superb' }] }],
    })
    const after = await insert()

    expect([before.status, after.status]).toEqual([400, 201])
  })

  it.each([
    ['an unknown id', [{ id: '7', display_value: 'x' }], 'INVALID_DATA'],
    ['a value that is there', [{ display_value: 'Active' }], 'DUPLICATE_DATA'],
    ['no name', [{}], 'MANDATORY_NOT_FOUND'],
    ['a colour that is none', [{ display_value: 'x', colour_code: 'blue' }], 'INVALID_DATA'],
  ])('are not changed by %s', async (_, pick_list_values, code) => {
    const tested = await crm()
    const rating = await valuesOf(tested, 'Rating')

    const { json } = await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [{ pick_list_values }],
    })

    expect(json.fields[0].code).toBe(code)
    expect((await valuesOf(tested, 'Rating')).pick_list_values).toEqual(rating.pick_list_values)
  })
})

describe('a unique field', () => {
  const unique = { field_label: 'Badge', data_type: 'text', unique: { case_sensitive: false } }
  const lead = (Last_Name: string, Badge: string | null) => ({ Last_Name, Company: 'C', Badge })

  it('is refused in a second record, in another letter case too, and says which record has it', async () => {
    const tested = await crm()
    await addField(tested, 'Leads', unique)
    const first = idOf(await tested.call('POST', 'Leads', { data: [lead('A', 'x1')] }))

    const inserted = await tested.call('POST', 'Leads', {
      data: [lead('B', 'X1'), lead('C', 'x2'), lead('D', 'x2'), lead('E', null)],
    })
    const old = await tested.call('POST', 'v2/Leads', { data: [lead('B', 'X1')] })
    const own = await tested.call('PUT', `Leads/${first}`, { data: [{ Badge: 'x1', Last_Name: 'A2' }] })
    const taken = await tested.call('PUT', `Leads/${first}`, { data: [{ Badge: 'X2' }] })
    const { json } = await tested.call('GET', 'Leads?fields=Last_Name')

    expect(inserted.status).toBe(207)
    expect(inserted.json.data.map(({ code }: { code: string }) => code)).toEqual([
      'DUPLICATE_DATA',
      'SUCCESS',
      'DUPLICATE_DATA',
      'SUCCESS',
    ])
    expect(inserted.json.data[0]).toEqual({
      code: 'DUPLICATE_DATA',
      details: {
        api_name: 'Badge',
        json_path: '$.data[0].Badge',
        id: first,
        more_records: false,
        duplicate_record: {
          id: first,
          Owner: { name: 'Ada Marlow', id: expect.any(String), zuid: expect.any(String) },
          module: { api_name: 'Leads', id: expect.any(String) },
        },
      },
      message: 'duplicate data',
      status: 'error',
    })
    expect(old.status).toBe(202)
    expect(old.json.data[0].details).toEqual({ api_name: 'Badge', id: first })
    expect(own.status).toBe(200)
    expect(taken.json.data[0].code).toBe('DUPLICATE_DATA')
    expect(json.data.map(({ Last_Name }: { Last_Name: string }) => Last_Name).sort()).toEqual(['A2', 'C', 'E'])
  })

  it('tells letter cases apart where it says so', async () => {
    const tested = await crm()
    await addField(tested, 'Leads', { ...unique, unique: { case_sensitive: true } })

    const { json } = await tested.call('POST', 'Leads', { data: [lead('A', 'x'), lead('B', 'X'), lead('C', 'x')] })

    expect(json.data.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'SUCCESS', 'DUPLICATE_DATA'])
  })

  it('keeps a record in the recycle bin whose value another took meanwhile', async () => {
    const tested = await crm()
    await addField(tested, 'Leads', unique)
    const id = idOf(await tested.call('POST', 'Leads', { data: [lead('A', 'x')] }))
    await tested.call('DELETE', `Leads/${id}`)
    const other = idOf(await tested.call('POST', 'Leads', { data: [lead('B', 'x')] }))

    const restored = await tested.call('POST', `settings/recycle_bin/${id}/actions/restore`)
    await tested.call('DELETE', `Leads/${other}`)
    const later = await tested.call('POST', `settings/recycle_bin/${id}/actions/restore`)

    expect(restored.json.recycle_bin[0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { id: other } })
    expect(later.status).toBe(200)
  })

  it('cannot become so while two records agree in it', async () => {
    const tested = await crm()
    const id = idOf(await addField(tested, 'Leads', { field_label: 'Badge', data_type: 'text' }), 'fields')
    await tested.call('POST', 'Leads', { data: [lead('A', 'x'), lead('B', 'X')] })

    const { json } = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ unique: { case_sensitive: false } }],
    })

    expect(json.fields[0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'unique' } })
  })

  it.each([
    // a record that is found first may not take what another record has, and the refusal tells which was found
    [
      'the system’s field, then the others',
      undefined,
      ['Email', 'U1'],
      { code: 'DUPLICATE_DATA', details: { api_name: 'U1' } },
    ],
    ['the others in their order', undefined, ['U1', 'U2'], { code: 'DUPLICATE_DATA', details: { api_name: 'U2' } }],
    ['a named field, then the others', ['U2'], ['U1', 'U2'], { code: 'DUPLICATE_DATA', details: { api_name: 'U1' } }],
    ['no system’s field that is not named', ['U2'], ['Email', 'U1'], { action: 'update', duplicate_field: 'U1' }],
    ['the others after a named system’s field', ['Email'], ['U2'], { action: 'update', duplicate_field: 'U2' }],
  ])('is checked by an upsert in Zoho’s order: %s', async (_, duplicate_check_fields, sent, expected) => {
    const tested = await crm()
    for (const field_label of ['U1', 'U2']) await addField(tested, 'Leads', { ...unique, field_label })
    const values: Record<string, string> = { Email: 'a@x.example', U1: 'one', U2: 'two' }
    const data = Object.entries(values).map(([name, value]) => ({ Last_Name: 'A', Company: 'C', [name]: value }))
    await tested.call('POST', 'Leads', { data })

    const { json } = await tested.call('POST', 'Leads/upsert', {
      data: [{ Last_Name: 'A', Company: 'C', ...Object.fromEntries(sent.map(name => [name, values[name]])) }],
      duplicate_check_fields,
    })

    expect(json.data[0]).toMatchObject(expected)
  })
})

describe('a fixture', () => {
  it('gives an org modules and fields with plausible records', async () => {
    const fixture = fixtureWith({
      records: 4,
      modules: [
        {
          api_name: 'Machines',
          singular_label: 'Machine',
          plural_label: 'Machines',
          fields: [
            { field_label: 'Serial', data_type: 'text', external: 'org' },
            { field_label: 'Account', data_type: 'lookup', lookup: { module: 'Accounts' } },
          ],
        },
      ],
      fields: { Leads: [{ field_label: 'Colour', data_type: 'picklist', pick_list_values: ['Red', 'Blue'] }] },
    })
    const tested = await crm({ fixture, org: 'Acme' })

    const machines = await tested.call('GET', 'Machines?fields=Name,Serial,Account&sort_order=asc')
    const leads = await tested.call('GET', 'Leads?fields=Colour')
    const [first] = machines.json.data
    const related = await tested.call('GET', `Accounts/${first.Account.id}/Machines?fields=Name`)

    expect(machines.json.data).toHaveLength(4)
    expect(first).toMatchObject({ Name: 'Machine 1', Serial: 'MACHINE-1', Account: { name: expect.any(String) } })
    expect(leads.json.data.some(({ Colour }: { Colour: string | null }) => Colour === 'Red' || Colour === 'Blue')).toBe(
      true,
    )
    expect(related.json.data).toContainEqual({ Name: 'Machine 1', id: first.id })
  })

  it.each([
    [
      'portals.0.orgs.0.modules.0.api_name',
      { modules: [{ api_name: 'Leads', singular_label: 'A', plural_label: 'B' }] },
    ],
    ['portals.0.orgs.0.fields.Nothing', { fields: { Nothing: [] } }],
    ['portals.0.orgs.0.fields.Leads.0.data_type', { fields: { Leads: [{ field_label: 'X', data_type: 'colour' }] } }],
    [
      'portals.0.orgs.0.fields.Leads.0.pick_list_values',
      { fields: { Leads: [{ field_label: 'X', data_type: 'picklist' }] } },
    ],
    [
      'portals.0.orgs.0.fields.Leads.0.lookup.module',
      { fields: { Leads: [{ field_label: 'X', data_type: 'lookup', lookup: { module: 'Nothing' } }] } },
    ],
    [
      'portals.0.orgs.0.fields.Leads.0.api_name',
      { fields: { Leads: [{ field_label: 'X', api_name: 'Company', data_type: 'text' }] } },
    ],
  ])('that is wrong at %s says so', async (path, more) => {
    await expect(start({ fixture: fixtureWith(more) })).rejects.toThrow(path)
  })
})
