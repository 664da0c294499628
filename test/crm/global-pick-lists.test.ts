import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'settings/global_picklists'
const root = 'global_picklists'

const levels = {
  display_label: 'Level',
  pick_list_values: [{ display_value: 'High' }, { display_value: 'Low' }, { display_value: 'Old', type: 'unused' }],
}

interface Shown {
  readonly id: string
  readonly display_value: string
}

interface Levels extends AtCrm {
  readonly list: string
  readonly field: string
  readonly many: string
  values(): Promise<Shown[]>
  fieldOf(name: string): Promise<{ pick_list_values: Shown[]; global_picklist: unknown; id: string }>
}

/** An org with a global pick list, a field of leads and one of contacts that use it; the clock stands still. */
async function withLevels(): Promise<Levels> {
  const crm = await atCrm()
  const { call } = crm
  await control(crm.send, '/_emulator/clock', { freeze: true })
  const list = idOf(await call('POST', path, { [root]: [levels] }), root)
  const add = async (module: string, data_type: string) => {
    const fields = [{ field_label: 'Level', data_type, global_picklist: { id: list } }]
    return idOf(await call('POST', `settings/fields?module=${module}`, { fields }), 'fields')
  }
  const field = await add('Leads', 'picklist')
  const many = await add('Contacts', 'multiselectpicklist')
  return {
    ...crm,
    list,
    field,
    many,
    values: async () => (await call('GET', `${path}/${list}`)).json[root][0].pick_list_values,
    fieldOf: async module => {
      const { fields } = (await call('GET', `settings/fields?module=${module}`)).json
      return fields.find(({ api_name }: { api_name: string }) => api_name === 'Level')
    },
  }
}

const names = (values: readonly Shown[]) => values.map(({ display_value }) => display_value)

const advance = ({ send }: AtCrm) => control(send, '/_emulator/clock', { advance: '5s' })

describe('global pick lists', () => {
  it('are written, read back, listed and changed', async () => {
    const { call } = await atCrm()

    const made = await call('POST', path, { [root]: [levels] })
    const id = idOf(made, root)
    const one = await call('GET', `${path}/${id}`)
    const listed = await call('GET', path)
    const full = await call('GET', `${path}?include=pick_list_values,used_in_modules,associated_fields_count`)
    const named = await call('GET', `${path}/${id}?fields=api_name`)
    const changed = await call('PATCH', `${path}/${id}`, { [root]: [{ display_label: 'Rank', api_name: 'rank' }] })

    expect(made.status).toBe(201)
    expect(made.json[root][0]).toMatchObject({ message: 'global picklist added successfully' })
    expect(one.json[root][0]).toMatchObject({ display_label: 'Level', api_name: 'Level', presence: true, id })
    expect(one.json[root][0].pick_list_values[2]).toEqual({
      display_value: 'Old',
      sequence_number: 3,
      reference_value: 'Old',
      actual_value: 'Old',
      id: expect.any(String),
      type: 'unused',
    })
    expect(listed.json[root][0]).not.toHaveProperty('pick_list_values')
    expect(full.json[root][0]).toMatchObject({ used_in_modules: [], associated_fields_count: 0 })
    expect(full.json[root][0].pick_list_values).toHaveLength(3)
    expect(named.json[root]).toEqual([{ api_name: 'Level', id }])
    expect(changed.status).toBe(200)
    expect((await call('GET', `${path}/${id}`)).json[root][0]).toMatchObject({
      display_label: 'Rank',
      api_name: 'rank',
    })
  })

  const value = (more: object) => ({ pick_list_values: [{ display_value: 'A', ...more }] })

  it.each([
    ['no label', { display_label: undefined }, 'MANDATORY_NOT_FOUND', 'display_label'],
    ['a long label', { display_label: 'x'.repeat(51) }, 'INVALID_DATA', 'display_label'],
    ['a picture in its label', { display_label: 'a🎉' }, 'INVALID_DATA', 'display_label'],
    ['the label of another', { display_label: 'level' }, 'DUPLICATE_DATA', 'display_label'],
    ['an API name that is none', { api_name: '1a' }, 'INVALID_DATA', 'api_name'],
    ['no values', { pick_list_values: undefined }, 'MANDATORY_NOT_FOUND', 'pick_list_values'],
    ['no used value', value({ type: 'unused' }), 'INVALID_DATA', 'pick_list_values'],
    ['a type that is none', value({ type: 'new' }), 'INVALID_DATA', 'type'],
    ['a value without name', value({ display_value: '' }), 'MANDATORY_NOT_FOUND', 'display_value'],
    ['a value that stands for none', value({ display_value: '-None-' }), 'INVALID_DATA', 'display_value'],
    ['no reference', value({ reference_value: null }), 'MANDATORY_NOT_FOUND', 'reference_value'],
    [
      'a value twice',
      { pick_list_values: [{ display_value: 'A' }, { display_value: 'a' }] },
      'DUPLICATE_DATA',
      'pick_list_values',
    ],
  ])('are refused with %s', async (_, more, code, key) => {
    const { call } = await atCrm()
    await call('POST', path, { [root]: [levels] })

    const { status, json } = await call('POST', path, { [root]: [{ ...levels, display_label: 'Other', ...more }] })

    expect(status).toBe(400)
    expect(json[root][0]).toMatchObject({ code, details: { api_name: key } })
    expect((await call('GET', path)).json[root]).toHaveLength(1)
  })

  it('have a thousand used values and five hundred others at most', async () => {
    const { call } = await atCrm()
    const values = (length: number, type: string) =>
      Array.from({ length }, (_, index) => ({ display_value: `${type} ${index}`, type }))

    const used = await call('POST', path, { [root]: [{ display_label: 'A', pick_list_values: values(1001, 'used') }] })
    const others = [...values(501, 'unused'), ...values(1, 'used')]
    const unused = await call('POST', path, { [root]: [{ display_label: 'B', pick_list_values: others }] })

    expect(used.json[root][0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 1000 } })
    expect(unused.json[root][0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 500 } })
  })

  it('are for those who may customize, and for their own scopes', async () => {
    const { as } = await staff()
    const { call } = await atCrm({ scope: 'ZohoCRM.settings.global_picklist.READ,ZohoCRM.settings.fields.ALL' })

    expect((await as('agent', 'POST', path, { [root]: [levels] })).json).toEqual(denied('Customize_Zoho_CRM'))
    expect((await call('POST', path, { [root]: [levels] })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await call('GET', path)).status).toBe(204)
  })

  it('of another org are none', async () => {
    const { call, send, org, tokens } = await withLevels()
    const { id } = (await call('GET', path)).json[root][0]
    const { access_token: token } = await tokens({ org: 'Acme UAT' })
    expect(org('Acme UAT').environment).toBe('sandbox')

    expect((await send('GET', `/sandbox.zohoapis.com/crm/v8/${path}/${id}`, { token })).status).toBe(204)
  })
})

describe('the fields of a global pick list', () => {
  it('have its values, and change with it', async () => {
    const { call, list, values, fieldOf } = await withLevels()
    const before = await fieldOf('Leads')
    const [high, low, old] = await values()

    const pick_list_values = [
      { id: high!.id, display_value: 'Highest' },
      { id: old!.id, type: 'used', sequence_number: 1 },
      { id: low!.id, _delete: true },
      { display_value: 'New' },
    ]
    const changed = await call('PATCH', `${path}/${list}`, { [root]: [{ pick_list_values }] })
    const [onLeads, onContacts] = [await fieldOf('Leads'), await fieldOf('Contacts')]

    expect(names(before.pick_list_values)).toEqual(['-None-', 'High', 'Low'])
    expect(before.global_picklist).toEqual({ api_name: 'Level', id: list })
    expect(changed.json[root][0]).toMatchObject({ message: 'global picklist updated successfully' })
    expect(names(onLeads.pick_list_values)).toEqual(['-None-', 'Old', 'Highest', 'New'])
    expect(onLeads.pick_list_values[2]).toMatchObject({ id: high!.id, actual_value: 'High' })
    expect(names(onContacts.pick_list_values)).toEqual(['Old', 'Highest', 'New'])
  })

  it('show them in alphabetical order where the list asks for it', async () => {
    const { call, list, fieldOf } = await withLevels()

    await call('PATCH', path, {
      [root]: [{ id: list, pick_list_values: [{ display_value: 'Average' }], pick_list_values_sorted_lexically: true }],
    })

    expect(names((await fieldOf('Leads')).pick_list_values)).toEqual(['-None-', 'Average', 'High', 'Low'])
  })

  it('are checked against them', async () => {
    const { call, send } = await withLevels()
    await control(send, '/_emulator/toggles', { picklist_values_checked: true }, 'PATCH')

    const right = await call('POST', 'Leads', { data: [lead('A', { Level: 'High' })] })
    const wrong = await call('POST', 'Leads', { data: [lead('A', { Level: 'Old' })] })

    expect(right.status).toBe(201)
    expect(wrong.json.data[0].code).toBe('INVALID_DATA')
  })

  it('are told by the list, with modules and layouts', async () => {
    const { call, list, field } = await withLevels()

    const { json } = await call('GET', `${path}/${list}/actions/associations?include_inner_details=layouts.status`)
    const counted = await call('GET', `${path}?include=used_in_modules,associated_fields_count`)

    expect(json.associations).toHaveLength(2)
    expect(json.associations[0]).toMatchObject({
      field: { api_name: 'Level', id: field },
      module: { api_name: 'Leads' },
      layouts: [{ name: 'Standard', status: 'active' }],
    })
    expect(json.info).toEqual({ per_page: 200, count: 2, page: 1, more_records: false })
    expect(counted.json[root][0]).toMatchObject({
      associated_fields_count: 2,
      used_in_modules: [{ api_name: 'Leads' }, { api_name: 'Contacts' }],
    })
  })

  it('do not change them by themselves, nor take those of another list', async () => {
    const { call, field } = await withLevels()
    const other = idOf(await call('POST', path, { [root]: [{ ...levels, display_label: 'Other' }] }), root)
    const patch = (change: object) => call('PATCH', `settings/fields/${field}?module=Leads`, { fields: [change] })

    const values = await patch({ pick_list_values: [{ display_value: 'Mine' }] })
    const list = await patch({ global_picklist: { id: other } })
    const none = await call('POST', 'settings/fields?module=Leads', {
      fields: [{ field_label: 'X', data_type: 'picklist', global_picklist: { id: '12345' } }],
    })

    expect(values.json.fields[0].code).toBe('NOT_ALLOWED')
    expect(list.json.fields[0].code).toBe('NOT_EMULATED')
    expect(none.json.fields[0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'id' } })
  })

  it('keep them as their own once the list is deleted', async () => {
    const crm = await withLevels()
    const { call, list, fieldOf } = crm

    const deleted = await call('DELETE', `${path}/${list}`)
    const again = await call('DELETE', `${path}/${list}`)
    const many = await call('DELETE', `${path}?ids=${list},12345`)
    const change = await call('PATCH', `${path}/${list}`, { [root]: [{ description: 'x' }] })
    const onItsWay = await call('GET', `${path}/${list}`)
    await advance(crm)

    expect(deleted.status).toBe(202)
    expect(deleted.json[root][0]).toMatchObject({ code: 'SCHEDULED', message: 'Deletion scheduled' })
    for (const { json } of [again, change]) expect(json).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(many.json[root].map(({ code }: { code: string }) => code)).toEqual(['NOT_ALLOWED', 'INVALID_DATA'])
    expect(onItsWay.json[root][0].presence).toBe(false)
    expect((await call('GET', path)).status).toBe(204)
    expect(await fieldOf('Leads')).toMatchObject({ global_picklist: null })
    expect(names((await fieldOf('Leads')).pick_list_values)).toEqual(['-None-', 'High', 'Low'])
  })
})

describe('a value of a global pick list', () => {
  const replaceBy = (crm: Levels, from: Shown, to: Shown) =>
    crm.call('POST', `${path}/${crm.list}/actions/replace_picklist_values`, {
      replace_picklist_values: [{ old_value: { id: from.id }, new_value: { id: to.id } }],
    })

  it('gives its place in records to another, and leaves the list', async () => {
    const crm = await withLevels()
    const { call, insert, list, values, fieldOf } = crm
    const [high, low] = (await values()) as [Shown, Shown]
    const [id] = await insert('Leads', lead('A', { Level: 'High' }))
    const [contact] = await insert('Contacts', { Last_Name: 'B', Level: ['High', 'Low'] })

    const replaced = await replaceBy(crm, high, low)
    const change = { pick_list_values: [{ id: high.id, display_value: 'Top' }] }
    const meanwhile = await call('PATCH', `${path}/${list}`, { [root]: [change] })
    await advance(crm)

    expect(replaced.status).toBe(202)
    expect(replaced.json.replace_picklist_values[0]).toMatchObject({
      code: 'SCHEDULED',
      details: { job_id: expect.any(String) },
    })
    expect(meanwhile.json[root][0].code).toBe('NOT_ALLOWED')
    expect((await call('GET', `Leads/${id}`)).json.data[0].Level).toBe('Low')
    expect((await call('GET', `Contacts/${contact}`)).json.data[0].Level).toEqual(['Low'])
    expect(names((await fieldOf('Leads')).pick_list_values)).toEqual(['-None-', 'Low'])
    expect((await call('GET', `${path}/${list}/actions/replaced_values`)).json.replaced_values).toMatchObject([
      { display_value: 'High', reference_value: 'High' },
    ])
  })

  it('goes at once where no record holds it', async () => {
    const crm = await withLevels()
    const [high, low] = (await crm.values()) as [Shown, Shown]

    const replaced = await replaceBy(crm, high, low)

    expect({ status: replaced.status, row: replaced.json.replace_picklist_values[0].code }).toEqual({
      status: 200,
      row: 'SUCCESS',
    })
    expect(names(await crm.values())).toEqual(['Low', 'Old'])
  })

  it('is not replaced by itself, nor by what the list has not', async () => {
    const crm = await withLevels()
    const [high] = (await crm.values()) as [Shown]

    const itself = await replaceBy(crm, high, high)
    const unknown = await replaceBy(crm, high, { ...high, id: '12345' })

    for (const { status, json } of [itself, unknown]) {
      expect(status).toBe(400)
      expect(json.replace_picklist_values[0]).toMatchObject({
        code: 'INVALID_DATA',
        details: { api_name: 'id', json_path: '$.replace_picklist_values[0].new_value.id' },
      })
    }
    expect((await crm.call('GET', `${path}/${crm.list}/actions/replaced_values`)).status).toBe(204)
  })

  it('goes, or becomes unused, alone', async () => {
    const { call, list, values } = await withLevels()
    const [high, low] = await values()
    const patch = (change: object) =>
      call('PATCH', `${path}/${list}`, {
        [root]: [{ pick_list_values: [high, low].map(each => ({ id: each!.id, ...change })) }],
      })

    for (const change of [{ _delete: true }, { type: 'unused' }]) {
      expect((await patch(change)).json[root][0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 1 } })
    }
    expect(names(await values())).toEqual(['High', 'Low', 'Old'])
  })

  it('is asked for by its id', async () => {
    const { call, list, values } = await withLevels()
    const [high] = await values()
    const ask = (query: string) => call('GET', `${path}/${list}/actions/pick_list_values_associations${query}`)

    expect((await ask('')).json).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param: 'picklist_value_id' },
    })
    expect((await ask('?picklist_value_id=1')).json).toMatchObject({ code: 'INVALID_DATA' })
    expect((await ask(`?picklist_value_id=${high!.id}`)).status).toBe(204)
  })
})
