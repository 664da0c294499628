/** Attachments of records: files and links, with their records and without them. */

import { describe, expect, it } from 'vitest'
import { everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { denied, idsOf, staff } from './staff.ts'
import { bytes, fields, form, refusal } from './uploads.ts'

const upload = async ({ call }: Pick<AtCrm, 'call'>, record: string, name = 'a.txt', content = 'text') =>
  idOf(await call('POST', `${record}/Attachments`, form([name, bytes(content)])))
const linkTo = (url: string, title = 'Zoho') => fields({ attachmentUrl: url, title })
const list = ({ call }: Pick<AtCrm, 'call'>, record: string, query = 'fields=id') =>
  call('GET', `${record}/Attachments?${query}`)

describe('an attachment', () => {
  it('is uploaded, listed, downloaded and deleted', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))

    const uploaded = await crm.call(
      'POST',
      `Leads/${id}/Attachments`,
      form(['naïve.pdf', bytes('four'), 'application/pdf']),
    )
    const file = idOf(uploaded)
    const listed = await list(
      crm,
      `Leads/${id}`,
      'fields=id,Owner,File_Name,Size,Created_Time,Modified_Time,Created_By,Modified_By,Parent_Id',
    )
    const downloaded = await crm.call('GET', `leads/${id}/attachments/${file}`)
    const deleted = await crm.call('DELETE', `Leads/${id}/Attachments/${file}`)
    const again = await crm.call('DELETE', `Leads/${id}/Attachments/${file}`)

    const user = { name: 'Ada Marlow', id: expect.any(String) }
    expect([uploaded.status, uploaded.json]).toEqual([
      200,
      {
        data: [
          {
            code: 'SUCCESS',
            details: {
              Modified_Time: expect.stringMatching(/^\d{4}-.*:\d\d$/),
              Modified_By: user,
              Created_Time: expect.any(String),
              id: expect.stringMatching(/^\d{19}$/),
              Created_By: user,
            },
            message: 'attachment uploaded successfully',
            status: 'success',
          },
        ],
      },
    ])
    const full = { ...user, email: 'admin@acme.example' }
    expect(listed.json).toEqual({
      data: [
        {
          ...{ Owner: full, Created_By: full, Modified_By: full },
          ...{ File_Name: 'naïve.pdf', Size: '4', Parent_Id: { name: 'Roe', id }, id: file },
          ...{ Created_Time: expect.any(String), Modified_Time: expect.any(String) },
          ...{ $field_states: null, $sharing_permission: 'full_access', $editable: true, $state: 'save' },
          ...{ $file_id: expect.stringMatching(/^[0-9a-f]+$/), $type: 'File', $se_module: 'Leads', $link_url: null },
        },
      ],
      info: {
        ...{ per_page: 200, count: 1, page: 1, more_records: false },
        ...{ next_page_token: null, previous_page_token: null, page_token_expiry: null },
      },
    })
    expect(downloaded.text).toBe('four')
    expect(downloaded.headers.get('content-type')).toBe('application/pdf;charset=UTF-8')
    expect(downloaded.headers.get('content-disposition')).toBe("attachment;filename*=UTF-8''na%C3%AFve.pdf")
    expect(deleted.json).toEqual({
      data: [{ code: 'SUCCESS', details: { id: file }, message: 'record deleted', status: 'success' }],
    })
    expect([again.status, again.json]).toEqual([
      400,
      refusal('INVALID_DATA', 'record not deleted', { resource_path_index: 3 }),
    ])
    expect((await list(crm, `Leads/${id}`)).status).toBe(204)
    expect((await crm.call('GET', `Leads/${id}/Attachments/${file}`)).status).toBe(204)
  })

  it('may be a link, in the body or in the query, which is not downloaded', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const path = `Leads/${id}/Attachments`

    await crm.call('POST', path, linkTo('https://www.zoho.com/crm'))
    await crm.call('POST', `${path}?attachmentUrl=www.zoho.com&title=Home`)
    await crm.call('POST', path, fields({ attachmentUrl: 'https://zoho.com' }))
    const listed = await list(crm, `Leads/${id}`, 'fields=File_Name,Size&sort_by=id&sort_order=asc')
    const downloaded = await crm.call('GET', `${path}/${listed.json.data[0].id}`)

    expect(listed.json.data).toMatchObject([
      { File_Name: 'Zoho', Size: '0', $type: 'Link URL', $link_url: 'https://www.zoho.com/crm', $file_id: null },
      { File_Name: 'Home', $link_url: 'www.zoho.com' },
      { File_Name: 'https://zoho.com', $link_url: 'https://zoho.com' },
    ])
    expect([downloaded.status, downloaded.json]).toEqual([
      400,
      refusal('DOWNLOAD_NOT_ALLOWED', 'As it is a linked attachment, you can not download it'),
    ])
  })

  it.each([
    ['nothing', new FormData(), 'MANDATORY_NOT_FOUND'],
    ['JSON', { file: 'a' }, 'MANDATORY_NOT_FOUND'],
    ['an empty file', form(['a.txt', bytes('')]), 'failure_in_attachment_handling'],
    ['a program', form(['a.exe', bytes('MZ')]), 'INVALID_DATA'],
    ['an empty address', fields({ attachmentUrl: '' }), 'MANDATORY_NOT_FOUND'],
    ['no address', fields({ attachmentUrl: 'nonsense' }), 'INVALID_URL_PATTERN'],
    ['an address with a space', fields({ attachmentUrl: 'https://a b.com' }), 'INVALID_URL_PATTERN'],
    ['a long address', fields({ attachmentUrl: `https://a.com/${'x'.repeat(3000)}` }), 'INVALID_URL_PATTERN'],
  ])('is refused from %s', async (_, body, code) => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))

    const { status, json } = await crm.call('POST', `Leads/${id}/Attachments`, body)

    expect([status, json.code]).toEqual([400, code])
    expect((await list(crm, `Leads/${id}`)).status).toBe(204)
  })

  it('is not both a file and a link, and of 100 MB at most', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const both = form(['a.txt', bytes('a')])
    both.set('attachmentUrl', 'https://zoho.com')

    const ambiguous = await crm.call('POST', `Leads/${id}/Attachments`, both)
    const large = await crm.call(
      'POST',
      `Leads/${id}/Attachments`,
      form(['a.bin', new Uint8Array(100 * 1024 * 1024 + 1)]),
    )

    expect([ambiguous.status, ambiguous.json.code]).toEqual([400, 'AMBIGUITY_DURING_PROCESSING'])
    expect([large.status, large.json.code]).toEqual([413, 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE'])
  })

  it('is one of a record that is there, of a module that has some', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const [other] = await crm.insert('Leads', lead('Doe'))
    const file = await upload(crm, `Leads/${id}`)
    const code = async (method: string, path: string) => {
      const { status, json } = await crm.call(method, path, method === 'POST' ? form(['a', bytes('a')]) : undefined)
      return [status, json?.code ?? null, json?.details?.resource_path_index ?? null]
    }

    for (const method of ['GET', 'POST', 'DELETE']) {
      const query = { GET: '?fields=id', POST: '', DELETE: `?ids=${file}` }[method]
      expect(await code(method, `Leads/7/Attachments${query}`)).toEqual([400, 'INVALID_DATA', 1])
      expect(await code(method, `Nonsense/7/Attachments${query}`)).toEqual([400, 'INVALID_MODULE', 0])
    }
    expect(await code('GET', `Leads/${other}/Attachments/${file}`)).toEqual([204, null, null])
    expect(await code('GET', `Leads/${id}/Attachments/nonsense`)).toEqual([400, 'INVALID_DATA', 3])
    expect(await code('GET', `Leads/${id}/Attachments`)).toEqual([400, 'REQUIRED_PARAM_MISSING', null])
    expect(await code('DELETE', `Leads/${id}/Attachments`)).toEqual([400, 'REQUIRED_PARAM_MISSING', null])
    expect((await crm.call('GET', `v2/Leads/${id}/Attachments`)).json.data).toMatchObject([
      { File_Name: 'a.txt', Parent_Id: { name: 'Roe', id } },
    ])
    const some = await crm.call('DELETE', `Leads/${id}/Attachments?ids=${file},7`)
    expect([some.status, some.json.data.map(({ message }: { message: string }) => message)]).toEqual([
      207,
      ['record deleted', 'record not deleted'],
    ])
  })

  it('comes in pages, and only where it is newer than a moment', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const files = [await upload(crm, `Leads/${id}`, '1'), await upload(crm, `Leads/${id}`, '2')]
    await crm.zoho.advanceClock('10m')
    const since = new Date(crm.zoho.now()).toISOString()
    await crm.zoho.advanceClock('10m')
    const path = `Leads/${id}/Attachments?fields=File_Name`

    const unchanged = await crm.call('GET', path, undefined, { 'If-Modified-Since': since })
    files.push(await upload(crm, `Leads/${id}`, '3'))
    const changed = await crm.call('GET', path, undefined, { 'If-Modified-Since': since })
    const first = await crm.call('GET', `${path}&per_page=2&sort_by=id&sort_order=asc`)
    const token = first.json.info.next_page_token
    const second = await crm.call('GET', `${path}&per_page=2&sort_by=id&sort_order=asc&page_token=${token}`)

    expect(unchanged.status).toBe(304)
    expect(idsOf(changed)).toEqual(files.slice(2))
    expect([...idsOf(first), ...idsOf(second)]).toEqual(files)
  })

  it('goes with its record and comes back with it, its bytes too', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const file = await upload(crm, `Leads/${id}`)
    const count = { get_related_records_count: [{ related_list: { api_name: 'Attachments' } }] }

    const counted = await crm.call('POST', `Leads/${id}/actions/get_related_records_count`, count)
    await crm.call('DELETE', `Leads/${id}`)
    const whileGone = await list(crm, `Leads/${id}`)
    await crm.call('POST', `settings/recycle_bin/${id}/actions/restore`)
    const restored = await crm.call('GET', `Leads/${id}/Attachments/${file}`)

    expect(counted.json.get_related_records_count[0].count).toBe(1)
    expect(whileGone.status).toBe(400)
    expect(restored.text).toBe('text')
  })

  it('may be one of a note, and goes with the record of the note', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('Roe'))
    const note = idOf(await crm.call('POST', `Leads/${id}/Notes`, { data: [{ Note_Content: 'C' }] }))
    const file = await upload(crm, `Notes/${note}`)

    const read = await crm.call('GET', `Notes/${note}`)
    const listed = await crm.call('GET', 'Notes?fields=Note_Content,$attachments')
    await crm.call('DELETE', `Leads/${id}`)
    await crm.call('POST', `settings/recycle_bin/${id}/actions/restore`)

    const files = [{ id: file, File_Name: 'a.txt', Size: '4', $file_id: expect.any(String) }]
    expect(read.json.data[0].$attachments).toEqual(files)
    expect(listed.json.data).toEqual([{ Note_Content: 'C', $attachments: files, id: note }])
    expect((await crm.call('GET', `Notes/${note}/Attachments/${file}`)).text).toBe('text')
  })
})

describe('attachments', () => {
  it.each([
    ['ZohoCRM.modules.attachments.ALL'],
    ['ZohoCRM.modules.leads.ALL'],
    ['ZohoCRM.modules.leads.READ,ZohoCRM.modules.attachments.READ'],
  ])('are not written with %s', async scope => {
    const harness = await atCrm()
    const [id] = await harness.insert('Leads', lead('Roe'))
    const file = await upload(harness, `Leads/${id}`)
    const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
    const path = `/sandbox.zohoapis.com/crm/v8/Leads/${id}/Attachments`

    const uploaded = await harness.send('POST', path, { token, body: form(['a', bytes('a')]) })
    const deleted = await harness.send('DELETE', `${path}/${file}`, { token })
    const read = await harness.send('GET', `${path}?fields=id`, { token })

    expect([uploaded.json.code, deleted.json.code]).toEqual(['OAUTH_SCOPE_MISMATCH', 'OAUTH_SCOPE_MISMATCH'])
    expect(read.status).toBe(scope.includes(',') ? 200 : 401)
  })

  it('are those of records that the caller may see, and as the profile says', async () => {
    const profiles = [{ name: 'Readers', modules: { Attachments: ['view'] } }]
    const scope = `${everything},ZohoCRM.files.READ`
    const { as, insert } = await staff({ profiles, sharing: { Leads: 'private' } }, { peer: 'Readers' }, scope)
    const mine = await insert('agent', 'Leads', lead('Mine'))
    const peers = await insert('peer', 'Leads', lead('Theirs'))
    const file = idOf(await as('agent', 'POST', `Leads/${mine}/Attachments`, form(['a.txt', bytes('a')])))

    const foreign = await as('peer', 'GET', `Leads/${mine}/Attachments/${file}`)
    const [{ $file_id: id }] = (await as('agent', 'GET', `Leads/${mine}/Attachments?fields=id`)).json.data
    const above = await as('boss', 'GET', `Leads/${mine}/Attachments/${file}`)
    const writing = await as('peer', 'POST', `Leads/${peers}/Attachments`, form(['a.txt', bytes('a')]))

    expect([foreign.status, foreign.json.message]).toEqual([400, 'the related id given seems to be invalid'])
    expect(above.text).toBe('a')
    expect((await as('peer', 'GET', `files?id=${id}`)).status).toBe(204)
    expect((await as('boss', 'GET', `files?id=${id}`)).text).toBe('a')
    expect(writing.json).toEqual(denied('Create_Attachments'))
  })

  it('of another org are not there', async () => {
    const crm = await atCrm({ scope: everything })
    const [id] = await crm.insert('Leads', lead('Roe'))
    const file = await upload(crm, `Leads/${id}`)
    const { access_token: token } = await crm.tokens({ org: 'Acme UAT' })

    const { status } = await crm.send('GET', `/sandbox.zohoapis.com/crm/v8/Leads/${id}/Attachments/${file}`, { token })

    expect(status).toBe(400)
  })
})
