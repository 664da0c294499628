/** Files in fields of a record: written by the id of an upload, used once, read, downloaded, removed. */

import { describe, expect, it } from 'vitest'
import { everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { bytes, form, png, refusal } from './uploads.ts'

const scope = `${everything},ZohoCRM.files.ALL`

interface Tested extends AtCrm {
  upload(name: string, content?: Uint8Array): Promise<string>
  read(id: string): Promise<Record<string, never>>
}

async function withFields(): Promise<Tested> {
  const crm = await atCrm({ scope })
  const added = await crm.call('POST', 'settings/fields?module=Leads', {
    fields: [
      { field_label: 'Papers', data_type: 'fileupload', maximum_files: 2 },
      { field_label: 'Pictures', data_type: 'imageupload' },
    ],
  })
  if (added.status >= 300) throw new Error(added.text)
  return {
    ...crm,
    upload: async (name, content = bytes(name)) => idOf(await crm.call('POST', 'files', form([name, content]))),
    read: async id => (await crm.call('GET', `Leads/${id}`)).json.data[0],
  }
}

const user = { name: 'Ada Marlow', id: expect.any(String), email: 'admin@acme.example' }
const hex = expect.stringMatching(/^[0-9a-f]{64}$/)
const invalidId = (path: string) =>
  refusal('INVALID_DATA', 'the id given seems to be invalid', {
    api_name: 'File_Id__s',
    json_path: `$.data[0].${path}`,
  })

describe('a field of files', () => {
  it('takes uploads and gives them back with what they are', async () => {
    const { insert, upload, read, call } = await withFields()
    const sent = await upload('a.pdf')

    const [id] = await insert('Leads', lead('Roe', { Papers: [{ File_Id__s: sent }] }))
    const [row] = (await read(id!)).Papers as unknown as { id: string; File_Id__s: string }[]
    const byRow = await call('GET', `Leads/${id}/actions/download_fields_attachment?fields_attachment_id=${row!.id}`)
    const byFile = await call('GET', `files?id=${row!.File_Id__s}`)

    expect(row).toEqual({
      ...{ File_Id__s: hex, File_Name__s: 'a.pdf', Size__s: '5', id: expect.stringMatching(/^\d{19}$/) },
      ...{ Owner__s: user, Created_By__s: user, Modified_By__s: user },
      ...{ Created_Time__s: expect.any(String), Modified_Time__s: expect.any(String) },
    })
    expect([byRow.text, byFile.text]).toEqual(['a.pdf', 'a.pdf'])
    expect(byRow.headers.get('content-disposition')).toBe("attachment;filename*=UTF-8''a.pdf")
    expect((await call('GET', `files?id=${sent}`)).status).toBe(204)
  })

  it('takes each upload once', async () => {
    const { insert, upload, call, read } = await withFields()
    const sent = await upload('a.pdf')
    const [id] = await insert('Leads', lead('Roe', { Papers: [{ File_Id__s: sent }] }))
    const [{ File_Id__s: own }] = (await read(id!)).Papers as unknown as [{ File_Id__s: string }]

    for (const used of [sent, own, 'nonsense']) {
      const { status, json } = await call('POST', 'Leads', { data: [lead('Doe', { Papers: [{ File_Id__s: used }] })] })
      expect([status, json.data[0]]).toEqual([400, invalidId('Papers[0].File_Id__s')])
    }
    const twice = await upload('b.pdf')
    const rows = [{ File_Id__s: twice }, { File_Id__s: twice }]
    const refused = await call('POST', 'Leads', { data: [lead('Doe', { Papers: rows })] })
    expect(refused.json.data[0]).toEqual(invalidId('Papers[1].File_Id__s'))
    // what is refused uses nothing up
    await call('POST', 'Leads', { data: [lead('Doe', { Papers: [{ File_Id__s: twice }], Email: 'no' })] })
    expect((await call('GET', `files?id=${twice}`)).text).toBe('b.pdf')
  })

  it('gains and loses files, as many as it may have', async () => {
    const { insert, upload, call, read } = await withFields()
    const [id] = await insert('Leads', lead('Roe', { Papers: [{ File_Id__s: await upload('a.pdf') }] }))
    const papers = async () =>
      (await read(id!)).Papers as unknown as { id: string; File_Id__s: string; File_Name__s: string }[]
    const [first] = await papers()
    const put = (rows: object[]) => call('PUT', `Leads/${id}`, { data: [{ Papers: rows }] })

    await put([{ File_Id__s: await upload('b.pdf') }])
    const tooMany = await put([{ File_Id__s: await upload('c.pdf') }])
    const both = await papers()
    await put([{ id: first!.id, _delete: null }])
    const left = await papers()

    expect(tooMany.json.data[0].details.maximum_length).toBe(2)
    expect(both.map(row => row.File_Name__s)).toEqual(['a.pdf', 'b.pdf'])
    expect(both[0]).toEqual(first)
    expect(left.map(row => row.File_Name__s)).toEqual(['b.pdf'])
    expect((await call('GET', `files?id=${first!.File_Id__s}`)).status).toBe(204)
    await call('PUT', `Leads/${id}`, { data: [{ Papers: null }] })
    expect(await papers()).toEqual([])
    expect((await call('GET', `files?id=${left[0]!.File_Id__s}`)).status).toBe(204)
  })

  it('of images takes no others, and gives them a place and a preview', async () => {
    const { insert, upload, call, read } = await withFields()
    const [image, text] = [await upload('a.png', png()), await upload('a.txt')]

    const refused = await call('POST', 'Leads', { data: [lead('Doe', { Pictures: [{ File_Id__s: text }] })] })
    const [id] = await insert('Leads', lead('Roe', { Pictures: [{ File_Id__s: image, Description__s: 'front' }] }))

    expect(refused.json.data[0]).toEqual(invalidId('Pictures[0].File_Id__s'))
    expect((await read(id!)).Pictures).toEqual([
      expect.objectContaining({
        ...{ File_Id__s: hex, Preview_Id__s: hex, File_Name__s: 'a.png', Size__s: '40' },
        ...{ Description__s: 'front', Sequence_Number__s: 1, State__s: 'save' },
      }),
    ])
  })

  it('names the photo of a record too', async () => {
    const { insert, upload, call } = await withFields()
    const image = await upload('a.png', png())

    const [id] = await insert('Leads', lead('Roe', { Record_Image: image }))

    expect((await call('GET', `Leads/${id}/photo`)).headers.get('content-type')).toBe('image/png;charset=UTF-8')
    expect((await call('GET', `files?id=${image}`)).status).toBe(204)
    const { json } = await call('PUT', `Leads/${id}`, { data: [{ Record_Image: image }] })
    expect(json.data[0].code).toBe('INVALID_DATA')
  })

  it('is copied by a clone, and gone for good with its record', async () => {
    const { insert, upload, call, read } = await withFields()
    const [id] = await insert('Leads', lead('Roe', { Papers: [{ File_Id__s: await upload('a.pdf') }] }))
    const clone = idOf(await call('POST', `Leads/${id}/actions/clone`, { data: [{ Last_Name: 'Doe' }] }))
    const fileOf = async (record: string) =>
      ((await read(record)).Papers as unknown as { File_Id__s: string }[])[0]!.File_Id__s
    const [original, copy] = [await fileOf(id!), await fileOf(clone)]

    await call('DELETE', `Leads/${id}`)
    await call('DELETE', `settings/recycle_bin/${id}`)

    expect(copy).not.toBe(original)
    expect((await call('GET', `files?id=${original}`)).status).toBe(204)
    expect((await call('GET', `files?id=${copy}`)).text).toBe('a.pdf')
  })

  it('is downloaded by the id of a row that the record has', async () => {
    const { insert, call } = await withFields()
    const [id] = await insert('Leads', lead('Roe'))
    const path = (record: string, query = '') => `Leads/${record}/actions/download_fields_attachment${query}`

    const answers = [
      await call('GET', path(id!)),
      await call('GET', path(id!, '?fields_attachment_id=7')),
      await call('GET', path('7', '?fields_attachment_id=7')),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.details])).toEqual([
      [400, 'REQUIRED_PARAM_MISSING', { param_name: 'fields_attachment_id' }],
      [400, 'INVALID_DATA', { param_name: 'fields_attachment_id' }],
      [400, 'INVALID_DATA', { resource_path_index: 1 }],
    ])
  })
})
