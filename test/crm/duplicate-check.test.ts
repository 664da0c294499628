import { describe, expect, it } from 'vitest'
import { type AtCrm, atCrm, lead } from './at-crm.ts'
import { staff } from './staff.ts'

const root = 'duplicate_check_preference'
const path = `settings/${root}?module=Leads`

interface Compared extends AtCrm {
  readonly mapped: { type: string; type_configurations: object[] }
  readonly fields: Record<'Leads' | 'Contacts', { id: string; api_name: string }>
}

/** An org in which the e-mail addresses of leads and of contacts are unique. */
async function withUniqueMail(): Promise<Compared> {
  const crm = await atCrm()
  const unique = async (module: string) => {
    const { fields } = (await crm.call('GET', `settings/fields?module=${module}`)).json
    const field = fields.find(({ api_name }: { api_name: string }) => api_name === 'Email')
    const { status, text } = await crm.call('PATCH', `settings/fields/${field.id}?module=${module}`, {
      fields: [{ unique: { case_sensitive: false } }],
    })
    if (status !== 200) throw new Error(text)
    return { id: field.id, api_name: 'Email' }
  }
  const fields = { Leads: await unique('Leads'), Contacts: await unique('Contacts') }
  const { modules } = (await crm.call('GET', 'settings/modules/Contacts')).json
  const configuration = {
    field_mappings: [{ current_field: fields.Leads, mapped_field: fields.Contacts }],
    mapped_module: { id: modules[0].id },
  }
  return { ...crm, fields, mapped: { type: 'mapped_module_records', type_configurations: [configuration] } }
}

describe('the duplicate check of leads', () => {
  it('is set, read back, changed and taken away', async () => {
    const { call, mapped, fields } = await withUniqueMail()

    const before = await call('GET', path)
    const made = await call('POST', path, { [root]: mapped })
    const again = await call('POST', path, { [root]: mapped })
    const read = await call('GET', path)
    const changed = await call('PUT', path, { [root]: { type: 'converted_records' } })
    const after = await call('GET', path)
    const deleted = await call('DELETE', path)

    expect(before.status).toBe(204)
    expect(made.json[root]).toEqual({
      code: 'SUCCESS',
      details: {},
      message: 'Duplicate check enabled for mapped_module_records successfully.',
      status: 'success',
    })
    expect(again.json).toMatchObject({ code: 'ALREADY_CONFIGURED', details: {} })
    expect(read.json[root].type_configurations).toEqual([
      {
        field_mappings: [
          { mapped_field: { ...fields.Contacts, name: 'Contacts' }, current_field: { ...fields.Leads, name: 'Leads' } },
        ],
        mapped_module: { api_name: 'Contacts', name: 'Contacts', id: expect.any(String) },
      },
    ])
    expect(changed.status).toBe(200)
    expect(after.json[root]).toEqual({ type: 'converted_records', type_configurations: [] })
    expect(deleted.json[root].message).toBe('Duplicate check disabled for converted_records successfully.')
    for (const method of ['DELETE', 'PUT']) {
      const { status, json } = await call(method, path, method === 'PUT' ? { [root]: mapped } : undefined)
      expect({ status, code: json.code }).toEqual({ status: 403, code: 'FEATURE_NOT_ENABLED' })
    }
  })

  it('refuses a lead that a contact is', async () => {
    const { call, insert, mapped } = await withUniqueMail()
    const [contact] = await insert('Contacts', { Last_Name: 'B', Email: 'b@example.com' })
    const [early] = await insert('Leads', lead('Early', { Email: 'b@example.com' }))
    await call('POST', path, { [root]: mapped })

    const { status, json } = await call('POST', 'Leads', { data: [lead('A', { Email: 'B@example.com' }), lead('C')] })
    const own = await call('PUT', `Leads/${early}`, { data: [{ City: 'X' }] })

    expect(status).toBe(207)
    // the lead that was there already comes first
    expect(json.data[0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'Email', id: early } })
    await call('DELETE', `Leads/${early}`)
    const { json: then } = await call('POST', 'Leads', { data: [lead('A', { Email: 'B@example.com' })] })
    expect(then.data[0]).toMatchObject({
      code: 'DUPLICATE_DATA',
      details: { id: contact, duplicate_record: { module: { api_name: 'Contacts' } } },
    })
    expect(own.status).toBe(200)
    await call('DELETE', path)
    expect((await call('POST', 'Leads', { data: [lead('A', { Email: 'B@example.com' })] })).status).toBe(201)
  })

  it.each([
    [{ sharing: { Contacts: 'private' } }, {}],
    [{ profiles: [{ name: 'Hunter', modules: { Contacts: [] } }] }, { agent: 'Hunter' }],
  ])('does not say which contact it is to who may not see it: %j', async (org, people) => {
    const { as, insert } = await staff(org, people)
    for (const module of ['Leads', 'Contacts']) {
      const { fields } = (await as('admin', 'GET', `settings/fields?module=${module}`)).json
      const { id } = fields.find(({ api_name }: { api_name: string }) => api_name === 'Email')
      await as('admin', 'PATCH', `settings/fields/${id}?module=${module}`, {
        fields: [{ unique: { case_sensitive: false } }],
      })
    }
    const idOf = async (module: string) =>
      (await as('admin', 'GET', `settings/fields?module=${module}`)).json.fields.find(
        ({ api_name }: { api_name: string }) => api_name === 'Email',
      ).id
    const { modules } = (await as('admin', 'GET', 'settings/modules/Contacts')).json
    const field_mappings = [
      { current_field: { id: await idOf('Leads') }, mapped_field: { id: await idOf('Contacts') } },
    ]
    await as('admin', 'POST', path, {
      [root]: {
        type: 'mapped_module_records',
        type_configurations: [{ field_mappings, mapped_module: { id: modules[0].id } }],
      },
    })
    await insert('boss', 'Contacts', { Last_Name: 'B', Email: 'b@example.com' })

    const { json } = await as('agent', 'POST', 'Leads', { data: [lead('A', { Email: 'b@example.com' })] })

    expect(json.data[0]).toMatchObject({ code: 'DUPLICATE_DATA' })
    expect(json.data[0].details).not.toHaveProperty('id')
  })

  type Configuration = { field_mappings: Record<string, object>[]; mapped_module: object }

  it.each<[string, (each: Configuration) => object, string]>([
    ['no type', () => ({ type: undefined }), 'MANDATORY_NOT_FOUND'],
    ['a type that is none', () => ({ type: 'all' }), 'INVALID_DATA'],
    ['nothing to compare with', () => ({ type_configurations: [] }), 'DEPENDENT_FIELD_MISSING'],
    ['another module', each => ({ type_configurations: [{ ...each, mapped_module: { id: '1' } }] }), 'INVALID_DATA'],
    ['no fields', each => ({ type_configurations: [{ ...each, field_mappings: [] }] }), 'MANDATORY_NOT_FOUND'],
    [
      'a field that is none',
      each => ({
        type_configurations: [{ ...each, field_mappings: [{ ...each.field_mappings[0], current_field: { id: '1' } }] }],
      }),
      'INVALID_DATA',
    ],
    [
      'a field of another name',
      each => ({
        type_configurations: [
          {
            ...each,
            field_mappings: [
              {
                ...each.field_mappings[0],
                mapped_field: { ...each.field_mappings[0]!.mapped_field, api_name: 'Phone' },
              },
            ],
          },
        ],
      }),
      'AMBIGUITY_DURING_PROCESSING',
    ],
  ])('is refused with %s', async (_, more, code) => {
    const { call, mapped } = await withUniqueMail()

    const sent = { ...mapped, ...more(mapped.type_configurations[0] as Configuration) }
    const { status, json } = await call('POST', path, { [root]: sent })

    expect({ status, code: json[root].code }).toEqual({ status: 400, code })
    expect((await call('GET', path)).status).toBe(204)
  })

  it('compares unique fields only', async () => {
    const { call, mapped, fields } = await withUniqueMail()
    const { fields: all } = (await call('GET', 'settings/fields?module=Leads')).json
    const phone = all.find(({ api_name }: { api_name: string }) => api_name === 'Phone')
    const [configuration] = mapped.type_configurations
    const field_mappings = [{ current_field: { id: phone.id }, mapped_field: fields.Contacts }]

    const { json } = await call('POST', path, {
      [root]: { ...mapped, type_configurations: [{ ...configuration, field_mappings }] },
    })

    expect(json[root]).toMatchObject({
      code: 'NOT_ALLOWED',
      message: 'the given current_field API name is not a unique field API name.',
    })
  })

  it('is one of leads, and needs its scope', async () => {
    const { call } = await atCrm()
    const other = await atCrm({ scope: 'ZohoCRM.settings.fields.ALL' })

    expect((await call('GET', `settings/${root}`)).json.code).toBe('REQUIRED_PARAM_MISSING')
    expect((await call('GET', `settings/${root}?module=Deals`)).json.code).toBe('NOT_SUPPORTED')
    expect((await call('POST', path, {})).json.code).toBe('MANDATORY_NOT_FOUND')
    expect((await other.call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})
