/** Modules that an org adds by the API. */

import { describe, expect, it } from 'vitest'
import { agent, everything } from '../support/emulator.ts'
import { atCrm, idOf } from './at-crm.ts'
import { addModule } from './customize.ts'

describe('a custom module', () => {
  it('takes, lists, finds, queries, deletes and restores records like any other', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()
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
    const tested = await atCrm()
    await addModule(tested)
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', user: agent, scope: everything })

    const read = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/Machines?fields=Name', { token })
    const listed = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/settings/modules', { token })

    expect(read.json).toMatchObject({ code: 'NO_PERMISSION', details: { permissions: ['Crm_Implied_View_Machines'] } })
    expect(listed.json.modules.map(({ api_name }: { api_name: string }) => api_name)).not.toContain('Machines')
  })

  it('belongs to its org alone', async () => {
    const tested = await atCrm()
    await addModule(tested)
    const { access_token: token } = await tested.tokens({ org: 'Acme', scope: everything })

    const elsewhere = await tested.send('GET', '/www.zohoapis.com/crm/v8/Machines?fields=Name', { token })

    expect(elsewhere.status).toBe(400)
    expect(elsewhere.json.code).toBe('INVALID_MODULE')
  })

  it('is opened by its own scope, by that of custom modules and by no other', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()

    await addModule(tested, { api_name: undefined, plural_label: 'Big Machines' })

    expect((await tested.call('GET', 'settings/modules/Big_Machines')).status).toBe(200)
  })

  it('keeps counting where its name is a number', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()

    const { status, json } = await addModule(tested, more)

    expect(status).toBe(400)
    expect(json.modules[0]).toMatchObject({ code, details: { api_name: apiName }, status: 'error' })
    expect((await tested.call('GET', 'settings/modules/Machines')).status).toBe(400)
  })

  it('is renamed, and keeps its name in the API', async () => {
    const tested = await atCrm()
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
    const tested = await atCrm()
    const since = new Date(tested.zoho.now()).toISOString()
    await tested.zoho.advanceClock('1m')

    const before = await tested.call('GET', 'settings/modules', undefined, { 'If-Modified-Since': since })
    await addModule(tested)
    const after = await tested.call('GET', 'settings/modules', undefined, { 'If-Modified-Since': since })

    expect([before.status, after.status]).toEqual([304, 200])
  })

  it('goes with a reset', async () => {
    const tested = await atCrm()
    await addModule(tested)

    await tested.zoho.reset()
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', scope: everything })
    const { json } = await tested.send('GET', '/sandbox.zohoapis.com/crm/v8/settings/modules/Machines', { token })

    expect(json.code).toBe('INVALID_MODULE')
  })

  it('cannot be added in a version that only reads settings', async () => {
    const tested = await atCrm()

    const { status, json } = await tested.call('POST', 'v5/settings/modules', { modules: [{}] })

    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'API_NOT_SUPPORTED', details: { supported_version: 6 } })
  })
})
