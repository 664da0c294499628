/** Photos: of records, and of the org. */

import { describe, expect, it } from 'vitest'
import { atCrm, lead } from './at-crm.ts'
import { staff } from './staff.ts'
import { bytes, form, png, refusal } from './uploads.ts'

const photo = (...size: readonly [number?, number?]) => form(['me.png', png(...size)])

describe('the photo of a record', () => {
  it('is uploaded, read, replaced and deleted, and named by its record', async () => {
    const { call, insert, zoho } = await atCrm()
    const [id] = await insert('Contacts', { Last_Name: 'Roe' })
    const path = `Contacts/${id}/photo`
    const named = async () => (await call('GET', `Contacts/${id}`)).json.data[0]

    const none = await call('GET', path)
    const before = await named()
    await zoho.advanceClock('10m')
    const uploaded = await call('POST', `${path}?restrict_triggers=workflow`, photo())
    const read = await call('GET', path)
    const first = await named()
    await call('POST', path, form(['me.gif', bytes('GIF89a\x01\0\x01\0')]))
    const replaced = await call('GET', path)
    const deleted = await call('DELETE', path)

    expect(none.status).toBe(204)
    expect(before.Record_Image).toBeNull()
    expect([uploaded.status, uploaded.json]).toEqual([
      200,
      { code: 'SUCCESS', details: {}, message: 'photo uploaded successfully', status: 'success' },
    ])
    expect(read.headers.get('content-type')).toBe('image/png;charset=UTF-8')
    expect(read.headers.get('content-length')).toBe('40')
    expect(first.Record_Image).toMatch(/^[0-9a-f]{64}$/)
    expect(first.Modified_Time > before.Modified_Time).toBe(true)
    expect(replaced.headers.get('content-type')).toBe('image/gif;charset=UTF-8')
    expect(deleted.json).toEqual({ code: 'SUCCESS', details: {}, message: 'Photo deleted', status: 'success' })
    expect((await call('GET', path)).status).toBe(204)
    expect((await named()).Record_Image).toBeNull()
  })

  it.each([
    ['no file', new FormData(), 400, 'failure_in_attachment_handling'],
    ['a text', form(['me.png', bytes('text')]), 415, 'INVALID_DATA'],
    ['much too many pixels', photo(20_000, 20_000), 415, 'FILE_RESOLUTION_EXCEEDS'],
    ['too many bytes', form(['me.png', new Uint8Array(10 * 1024 * 1024 + 1)]), 413, 'FILE_SIZE_EXCEEDS'],
    ['many more', form(['me.png', new Uint8Array(12 * 1024 * 1024)]), 413, 'FILE_SIZE_EXCEEDS'],
  ])('is refused from %s', async (_, body, status, code) => {
    const { call, insert } = await atCrm()
    const [id] = await insert('Leads', lead('Roe'))

    const answer = await call('POST', `Leads/${id}/photo`, body)

    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect((await call('GET', `Leads/${id}/photo`)).status).toBe(204)
  })

  it('is one of a record that is there, of a module that has some', async () => {
    const { call, insert } = await atCrm()
    const [task] = await insert('Tasks', { Subject: 'T' })

    for (const [method, body] of [['GET'], ['POST', photo()], ['DELETE']] as const) {
      const absent = await call(method, 'Leads/7/photo', body)
      const without = await call(method, `Tasks/${task}/photo`, body)
      expect([absent.status, absent.json]).toEqual([
        400,
        refusal('INVALID_DATA', 'the id given seems to be invalid', { resource_path_index: 1 }),
      ])
      expect(without.json.code).toBe('INVALID_MODULE')
    }
  })

  it('is changed by those who may change the record', async () => {
    const { as, insert, tokens, send } = await staff({ sharing: { Leads: 'public_read_only' } })
    const id = await insert('boss', 'Leads', lead('Roe'))
    const { access_token: token } = await tokens({
      org: 'Acme QA',
      user: 'admin@acme.example',
      scope: 'ZohoCRM.modules.leads.READ',
    })
    const path = `/sandbox.zohoapis.com/crm/v8/Leads/${id}/photo`

    const foreign = await as('agent', 'POST', `Leads/${id}/photo`, photo())
    const own = await as('boss', 'POST', `Leads/${id}/photo`, photo())
    const deleted = await as('agent', 'DELETE', `Leads/${id}/photo`)

    expect([foreign.status, foreign.json.code]).toEqual([400, 'CANNOT_PERFORM_ACTION'])
    expect(own.status).toBe(200)
    expect(deleted.json.code).toBe('CANNOT_PERFORM_ACTION')
    expect((await as('agent', 'GET', `Leads/${id}/photo`)).status).toBe(200)
    expect((await send('POST', path, { token, body: photo() })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await send('DELETE', path, { token })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await send('GET', path, { token })).status).toBe(200)
  })

  it('stays as it is while the record is locked', async () => {
    const { call, insert } = await atCrm()
    const [id] = await insert('Leads', lead('Roe'))
    await call('POST', `Leads/${id}/photo`, photo())
    const root = 'record_locking_configurations'
    await call('POST', `settings/${root}?module=Leads`, { [root]: [{ lock_type: 'manual' }] })
    await call('POST', `Leads/${id}/Locking_Information__s`, { data: [{ Locked_Reason__s: 'In review' }] })

    const answers = [await call('POST', `Leads/${id}/photo`, photo()), await call('DELETE', `Leads/${id}/photo`)]

    for (const { status, json } of answers) expect([status, json.code]).toEqual([400, 'RECORD_LOCKED'])
    expect((await call('GET', `Leads/${id}/photo`)).status).toBe(200)
  })

  it('is deleted and restored with the record, and copied with a clone', async () => {
    const { call, insert } = await atCrm()
    const [id] = await insert('Leads', lead('Roe'))
    await call('POST', `Leads/${id}/photo`, photo())

    const cloned = await call('POST', `Leads/${id}/actions/clone`, { data: [{ Last_Name: 'Doe' }] })
    await call('DELETE', `Leads/${id}/photo`)
    const clone = cloned.json.data[0].details.id
    await call('DELETE', `Leads/${clone}`)
    await call('POST', `settings/recycle_bin/${clone}/actions/restore`)

    expect((await call('GET', `Leads/${clone}/photo`)).status).toBe(200)
  })
})

describe('the photo of the org', () => {
  it('is uploaded, named by the org, read and deleted', async () => {
    const { call } = await atCrm()
    const named = async () => (await call('GET', 'org')).json.org[0].photo_id

    const none = [(await call('GET', 'org/photo')).status, await named()]
    const uploaded = await call('POST', 'org/photo', photo())
    const id = await named()
    const read = await call('GET', 'org/photo')
    const deleted = await call('DELETE', 'org/photo')

    expect(none).toEqual([204, null])
    expect(uploaded.json.message).toBe('Organization photo uploaded successfully')
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect(read.headers.get('content-type')).toBe('image/png;charset=UTF-8')
    expect(deleted.json.message).toBe('Organization photo deleted successfully')
    expect([(await call('GET', 'org/photo')).status, await named()]).toEqual([204, null])
  })

  it('is no file of anybody who knows its id', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.org.ALL,ZohoCRM.files.READ' })
    await call('POST', 'org/photo', photo())
    const { photo_id: id } = (await call('GET', 'org')).json.org[0]

    expect((await call('GET', `files?id=${id}`)).status).toBe(204)
  })

  it('is changed by administrators', async () => {
    const { as } = await staff()

    const uploaded = await as('boss', 'POST', 'org/photo', photo())
    const deleted = await as('boss', 'DELETE', 'org/photo')

    expect([uploaded.status, uploaded.json]).toEqual([
      403,
      refusal('NO_PERMISSION', 'Permission denied to upload organization photo', { permissions: ['org.photo.upload'] }),
    ])
    expect(deleted.status).toBe(403)
    expect((await as('boss', 'GET', 'org/photo')).status).toBe(204)
  })
})
