/** Fields that an org adds by the API, changes and deletes. */

import { describe, expect, it } from 'vitest'
import { atCrm, idOf } from './at-crm.ts'
import { addField, addModule } from './customize.ts'

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
    const tested = await atCrm()

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
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
    const count = async () => (await tested.call('GET', 'settings/fields?module=Leads')).json.fields.length
    const before = await count()

    const { status, json } = await addField(tested, 'Leads', field)

    expect(status).toBe(400)
    expect(json.fields[0]).toMatchObject({ code, details: { api_name: apiName }, status: 'error' })
    expect(json.fields[0].details.json_path).toContain('$.fields[0]')
    expect(await count()).toBe(before)
  })

  it('is one of at most five in a request, each with an answer of its own', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
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

describe('what is asked of a field that is there', () => {
  const amount = { field_label: 'Score', data_type: 'double', decimal_place: 1 }

  it.each<[string, object, object, object]>([
    ['decimal places', amount, { decimal_place: 4 }, { decimal_place: 4 }],
    [
      'the precision of money',
      { field_label: 'Score', data_type: 'currency' },
      { currency: { precision: 5 } },
      { currency: { rounding_option: 'normal', precision: 5 } },
    ],
    [
      'the number of files',
      { field_label: 'Score', data_type: 'fileupload', maximum_files: 1 },
      { maximum_files: 3 },
      { length: 3 },
    ],
  ])('is done: %s', async (_, field, change, expected) => {
    const tested = await atCrm()
    const id = idOf(await addField(tested, 'Leads', field), 'fields')

    const changed = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, { fields: [change] })
    const { json } = await tested.call('GET', `settings/fields/${id}?module=Leads`)

    expect(changed.status).toBe(200)
    expect(json.fields[0]).toMatchObject(expected)
  })

  it('rounds a formula anew', async () => {
    const tested = await atCrm()
    const field = {
      field_label: 'Score',
      data_type: 'formula',
      formula: { return_type: 'double', expression: '2 / 3' },
    }
    const id = idOf(await addField(tested, 'Leads', field), 'fields')
    const lead = idOf(await tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C' }] }))

    await tested.call('PATCH', `settings/fields/${id}?module=Leads`, { fields: [{ decimal_place: 3 }] })

    expect((await tested.call('GET', `Leads/${lead}`)).json.data[0].Score).toBe(0.667)
  })

  it.each<[string, object, object, object]>([
    [
      'how numbers count',
      { field_label: 'Score', data_type: 'autonumber', auto_number: { prefix: 'A', start_number: 1 } },
      { auto_number: { prefix: 'A', suffix: '', start_number: 1 } },
      { auto_number: { prefix: 'B' } },
    ],
    [
      'the label of a related list',
      { field_label: 'Score', data_type: 'lookup', lookup: { module: { api_name: 'Deals' }, display_label: 'Scores' } },
      { lookup: { display_label: 'Scores' } },
      { lookup: { display_label: 'Points' } },
    ],
  ])('is refused where it would not be done: %s', async (_, field, same, other) => {
    const tested = await atCrm()
    const id = idOf(await addField(tested, 'Leads', field), 'fields')
    const change = (fields: object) => tested.call('PATCH', `settings/fields/${id}?module=Leads`, { fields: [fields] })

    const kept = await change({ ...same, field_label: 'Renamed' })
    const changed = await change(other)

    expect(kept.status).toBe(200)
    expect(changed.json.fields[0].code).toBe('NOT_EMULATED')
  })

  it('leaves the decimal places of standard fields', async () => {
    const tested = await atCrm()
    const { fields } = (await tested.call('GET', 'settings/fields?module=Leads')).json
    const { id } = fields.find(({ api_name }: { api_name: string }) => api_name === 'Annual_Revenue')

    const { json } = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ currency: { precision: 7 } }],
    })

    expect(json.fields[0].code).toBe('NOT_ALLOWED')
  })
})
