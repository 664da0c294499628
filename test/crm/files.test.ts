/** `/files`: what is uploaded and read back, and what is refused. */

import { describe, expect, it } from 'vitest'
import { admin, everything } from '../support/emulator.ts'
import { atCrm } from './at-crm.ts'
import { bytes, form, refusal } from './uploads.ts'

const scope = `${everything},ZohoCRM.files.ALL`
const failed = refusal(
  'failure_in_attachment_handling',
  'Problem in uploading attachment. kindly upload the file properly',
)

describe('a file', () => {
  it('is uploaded and read back with its name, type and bytes', async () => {
    const { call, zoho, tokens, send } = await atCrm({ scope })
    const names = ['a b (2).txt', "naïve 文 'x'.bin", 'data.json']

    const uploaded = await call('POST', 'files', form(...names.map(name => [name, bytes(name)] as const)))

    expect(uploaded.status).toBe(200)
    expect(uploaded.json.data).toEqual(
      names.map(name => ({
        code: 'SUCCESS',
        details: { name, id: expect.stringMatching(/^[0-9a-f]{32,}$/) },
        message: `${name} uploaded successfully`,
        status: 'success',
      })),
    )
    const [text, odd, json] = await Promise.all(
      uploaded.json.data.map(({ details }: { details: { id: string } }) => call('GET', `files?id=${details.id}`)),
    )
    expect(text.text).toBe(names[0])
    expect(Object.fromEntries(text.headers)).toMatchObject({
      'content-type': 'text/plain;charset=UTF-8',
      'content-length': String(names[0]!.length),
      'content-disposition': "attachment;filename*=UTF-8''a%20b%20%282%29.txt",
    })
    expect(odd.headers.get('content-disposition')).toBe(
      "attachment;filename*=UTF-8''na%C3%AFve%20%E6%96%87%20%27x%27.bin",
    )
    // official SDKs would read one of its own type as an answer
    expect(json.headers.get('content-type')).toBe('application/x-download;charset=UTF-8')

    const { access_token: token } = await tokens({ org: 'Acme QA', user: admin, scope: 'ZohoCRM.org.READ' })
    const path = `/sandbox.zohoapis.com/crm/v8/files?id=${uploaded.json.data[0].details.id}`
    expect((await send('GET', path, { token })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await send('POST', path, { token, body: form(['a', bytes('a')]) })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    const other = await tokens({ org: 'Acme UAT', user: admin, scope })
    expect((await send('GET', path, { token: other.access_token })).status).toBe(204)

    const [request] = await zoho.requests({ path: '/crm/v8/files', limit: 30 }).then(rows => rows.slice(-1))
    const detail = await send('GET', `/_emulator/requests/${request!.id}`)
    expect(detail.json.request.body).toContain(`filename="${names[1]}"`)
    expect(detail.json.request.body).toContain('(9 bytes)')
  })

  it('is refused without bytes, name, form or the right part', async () => {
    const { call } = await atCrm({ scope })
    const misnamed = new FormData()
    misnamed.set('document', new Blob([bytes('a')]), 'a.txt')
    const text = new FormData()
    text.set('file', 'a')

    const answers = [
      await call('POST', 'files', form(['empty.txt', bytes('')])),
      await call('POST', 'files', form(['a.txt', bytes('a')], ['empty.txt', bytes('')])),
      await call('POST', 'files', misnamed),
      await call('POST', 'files', text),
      await call('POST', 'files', new FormData()),
      await call('POST', 'files', { file: 'a' }),
      await call('POST', 'files'),
      await call('POST', 'files', 'nonsense', { 'Content-Type': 'multipart/form-data; boundary=x' }),
      await call('POST', 'files', '--x\r\n', { 'Content-Type': 'multipart/form-data; boundary=x' }),
    ]

    for (const { status, json } of answers) expect([status, json]).toEqual([400, failed])
  })

  it('may be one of ten at most, of 20 MB at most', async () => {
    const { call } = await atCrm({ scope })
    const files = (count: number) =>
      form(...Array.from({ length: count }, (_, at) => [`${at}.txt`, bytes('a')] as const))
    const large = new Uint8Array(20 * 1024 * 1024 + 1)

    const ten = await call('POST', 'files', files(10))
    const eleven = await call('POST', 'files', files(11))
    const tooLarge = await call('POST', 'files', form(['a.bin', large]))
    const justRight = await call('POST', 'files', form(['a.bin', large.subarray(1)]))

    expect(ten.json.data).toHaveLength(10)
    expect([eleven.status, eleven.json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect([tooLarge.status, tooLarge.json]).toEqual([
      415,
      refusal('FILE_SIZE_MORE_THAN_ALLOWED_SIZE', 'Please check if the size of the file is in the correct range'),
    ])
    expect(justRight.status).toBe(200)
  })

  it('is nobody’s by another id', async () => {
    const { call } = await atCrm({ scope })

    const missing = await call('GET', 'files')

    expect([missing.status, missing.json]).toEqual([
      400,
      refusal('REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: 'id' }),
    ])
    for (const id of ['', '7', '..%2f..', 'x'.repeat(3000)])
      expect((await call('GET', `files?id=${id}`)).status).toBe(204)
  })
})
