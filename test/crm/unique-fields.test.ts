/** Fields in which no two records may agree. */

import { describe, expect, it } from 'vitest'
import { atCrm, idOf } from './at-crm.ts'
import { addField } from './customize.ts'

describe('a unique field', () => {
  const unique = { field_label: 'Badge', data_type: 'text', unique: { case_sensitive: false } }
  const lead = (Last_Name: string, Badge: string | null) => ({ Last_Name, Company: 'C', Badge })

  it('is refused in a second record, in another letter case too, and says which record has it', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()
    await addField(tested, 'Leads', { ...unique, unique: { case_sensitive: true } })

    const { json } = await tested.call('POST', 'Leads', { data: [lead('A', 'x'), lead('B', 'X'), lead('C', 'x')] })

    expect(json.data.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'SUCCESS', 'DUPLICATE_DATA'])
  })

  it('tells letter cases apart where it is to, whichever of them came first', async () => {
    const tested = await atCrm()
    const exact = { case_sensitive: true }
    const field = idOf(await addField(tested, 'Leads', { ...unique, unique: exact }), 'fields')
    const first = idOf(await tested.call('POST', 'Leads', { data: [lead('A', 'X')] }))
    const second = idOf(await tested.call('POST', 'Leads', { data: [lead('B', 'x')] }))

    const inserted = await tested.call('POST', 'Leads', { data: [lead('C', 'x')] })
    const updated = await tested.call('PUT', `Leads/${first}`, { data: [{ Badge: 'x' }] })
    const upserted = await tested.call('POST', 'Leads/upsert', { data: [lead('B2', 'x')] })
    const loosened = await tested.call('PATCH', `settings/fields/${field}?module=Leads`, {
      fields: [{ unique: { case_sensitive: false } }],
    })

    for (const { json } of [inserted, updated])
      expect(json.data[0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'Badge', id: second } })
    expect(upserted.json.data[0]).toMatchObject({ action: 'update', details: { id: second } })
    expect(loosened.json.fields[0].code).toBe('DUPLICATE_DATA')
  })

  it('keeps a record in the recycle bin whose value another took meanwhile', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
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
