import { describe, expect, it } from 'vitest'
import { atCrm, lead } from './at-crm.ts'

const scopes = [
  ...['ZohoCRM.modules.ALL', 'ZohoCRM.settings.mailmerge.CREATE', 'ZohoCRM.settings.emails.ALL'],
  ...['ZohoWriter.documentEditor.ALL', 'ZohoWriter.merge.ALL'],
]

const merge = (more: object = {}) => ({
  send_mail_merge: [
    {
      mail_merge_template: { name: 'Welcome' },
      from_address: { type: 'email', value: 'admin@acme.example' },
      to_address: [{ type: 'email', value: 'a@client.example' }],
      subject: 'Hi there',
      message: 'Read this.',
      ...more,
    },
  ],
})

const withLead = async (scope = scopes.join()) => {
  const crm = await atCrm({ scope })
  const [id] = await crm.insert('Leads', lead('Lovelace', { First_Name: 'Ada' }))
  const call = (body: object, of = id) => crm.call('POST', `Leads/${of}/actions/send_mail_merge`, body)
  return { ...crm, id, merged: call }
}

const download = (more: object = {}) => ({
  download_mail_merge: [
    { mail_merge_template: { name: 'Welcome' }, output_format: 'html', file_name: 'letter', ...more },
  ],
})

describe('a merged document', () => {
  it('is downloaded', async () => {
    const { call, id } = await withLead()

    const { status, headers, text } = await call('POST', `Leads/${id}/actions/download_mail_merge`, download())

    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: expect.stringContaining('text/html'),
    })
    expect(headers.get('content-disposition')).toContain('letter.html')
    expect(text).toContain('<p>Hello Ada Lovelace,</p>')
  })

  it.each([
    ['mail_merge_template', { mail_merge_template: undefined }, 'MANDATORY_NOT_FOUND'],
    ['name', { mail_merge_template: { name: 'None' } }, 'INVALID_DATA'],
    ['output_format', { output_format: 'rtf' }, 'INVALID_DATA'],
    ['output_format', { output_format: undefined }, 'NOT_EMULATED'],
    ['file_name', { file_name: 'x'.repeat(256) }, 'INVALID_DATA'],
  ])('is refused for its %s', async (key, more, code) => {
    const { call, id } = await withLead()

    const { status, json } = await call('POST', `Leads/${id}/actions/download_mail_merge`, download(more))

    const [row] = json.download_mail_merge
    expect({ status, code: row.code, key: row.details.api_name }).toEqual({ status: 400, code, key })
  })

  it('comes alone, of a record that is there', async () => {
    const { call, id } = await withLead()
    const [one] = download().download_mail_merge

    const two = await call('POST', `Leads/${id}/actions/download_mail_merge`, { download_mail_merge: [one, one] })
    const none = await call('POST', 'Leads/1/actions/download_mail_merge', download())

    expect(two.json.details).toMatchObject({ maximum_length: 1, api_name: 'download_mail_merge' })
    expect(none.json.details).toEqual({ resource_path_index: 1 })
  })
})

describe('a mail merge', () => {
  it('goes out as a mail', async () => {
    const { merged, send } = await withLead()

    const { status, json } = await merged(merge())
    const [mail] = (await send('GET', '/_emulator/outbox')).json.mails

    expect(status).toBe(200)
    expect(json.send_mail_merge[0]).toMatchObject({
      code: 'SUCCESS',
      details: { report_link: expect.stringContaining('/mailmerge/job/') },
      message: 'send mail merge action initiated successfully',
    })
    expect(mail).toMatchObject({ subject: 'Hi there', to: [{ email: 'a@client.example' }] })
    expect(mail.content).toContain('Read this.<p>Hello Ada Lovelace,</p>')
  })

  it('goes to the record where nobody is named', async () => {
    const { merged, call, id, send } = await withLead()
    const body = merge({ to_address: undefined })

    const nobody = await merged(body)
    await call('PUT', `Leads/${id}`, { data: [{ Email: 'ada@client.example' }] })
    await merged(body)
    const { mails } = (await send('GET', '/_emulator/outbox')).json

    expect(nobody.json.send_mail_merge[0].code).toBe('MANDATORY_NOT_FOUND')
    expect(mails).toMatchObject([{ to: [{ email: 'ada@client.example' }] }])
  })

  it('goes along with a mail', async () => {
    const { merged, call, id } = await withLead()

    await merged(merge({ type: 'attachment', attachment_name: 'letter' }))
    const [listed] = (await call('GET', `Leads/${id}/Emails`)).json.Emails
    const [email] = (await call('GET', `Leads/${id}/Emails/${listed.message_id}`)).json.Emails

    expect(email.content).toBe('Read this.')
    expect(email.attachments).toMatchObject([{ name: 'letter.html' }])
  })

  it.each([
    ['mail_merge_template', { mail_merge_template: undefined }, 'MANDATORY_NOT_FOUND'],
    ['name', { mail_merge_template: { name: 'Following up' } }, 'INVALID_DATA'],
    ['to_address', { to_address: [] }, 'MANDATORY_NOT_FOUND'],
    ['value', { to_address: [{ type: 'email', value: 'nobody' }] }, 'INVALID_DATA'],
    ['type', { cc_email: [{ type: 'fax', value: 'a@b.example' }] }, 'INVALID_DATA'],
    ['from', { from_address: { type: 'email', value: 'other@acme.example' } }, 'INVALID_DATA'],
    ['type', { type: 'other' }, 'INVALID_DATA'],
  ])('is refused for its %s', async (key, more, code) => {
    const { merged, send } = await withLead()

    const { status, json } = await merged(merge(more))

    const [row] = json.send_mail_merge
    expect({ status, code: row.code, key: row.details.api_name }).toEqual({ status: 400, code, key })
    expect((await send('GET', '/_emulator/outbox')).json.mails).toEqual([])
  })

  it.each(scopes.slice(1))('needs %s', async lacking => {
    const { merged } = await withLead(scopes.filter(scope => scope !== lacking).join())

    expect((await merged(merge())).status).toBe(401)
  })

  it('needs its record', async () => {
    const { merged } = await withLead()

    expect((await merged(merge(), '1')).json.details).toEqual({ resource_path_index: 1 })
  })
})
