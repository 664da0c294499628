// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates name fields
import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.send_mail.all.CREATE,ZohoCRM.templates.email.READ,ZohoCRM.templates.inventory.READ`
const from = { user_name: 'Ada', email: 'admin@acme.example' }
const mail = (more: object = {}) => ({
  data: [{ from, to: [{ email: 'lovelace@client.example' }], subject: 'Hello', content: '<p>Hello</p>', ...more }],
})

const withLead = async (more: object = {}) => {
  const crm = await atCrm({ scope })
  const [id] = await crm.insert('Leads', lead('Lovelace', { First_Name: 'Ada', ...more }))
  return { ...crm, id: id! }
}

const outbox = async ({ send }: AtCrm) => (await send('GET', '/_emulator/outbox')).json.mails

const emailTemplate = async ({ call }: AtCrm, module: string) =>
  (await call('GET', `settings/email_templates?module=${module}`)).json.email_templates[0]

describe('a mail from a record', () => {
  it('lies in the outbox and among the mails of the record', async () => {
    const crm = await withLead()
    const cc = [{ user_name: 'C', email: 'c@client.example' }]
    const bcc = [{ email: 'b@client.example' }]
    const replyTo = { user_name: null, email: 'reply@acme.example' }

    const { status, json } = await crm.call(
      'POST',
      `Leads/${crm.id}/actions/send_mail`,
      mail({ cc, bcc, reply_to: replyTo, org_email: true, consent_email: false, mail_format: 'html' }),
    )
    const messageId = json.data[0].details.message_id
    const list = await crm.call('GET', `Leads/${crm.id}/Emails`)
    const one = await crm.call('GET', `Leads/${crm.id}/Emails/${messageId}`)

    expect({ status, json }).toEqual({
      status: 200,
      json: {
        data: [
          { code: 'SUCCESS', details: { message_id: messageId }, message: 'Mail sent successfully', status: 'success' },
        ],
      },
    })
    expect(await outbox(crm)).toEqual([
      {
        id: 'mail-1',
        at: expect.any(String),
        org: crm.org('Acme QA').zgid,
        from,
        to: [{ user_name: null, email: 'lovelace@client.example' }],
        cc,
        bcc: [{ user_name: null, email: 'b@client.example' }],
        subject: 'Hello',
        content: '<p>Hello</p>',
        mail_format: 'html',
        module: 'Leads',
        record_id: crm.id,
      },
    ])
    expect(list.json.info).toEqual({
      count: 1,
      next_index: null,
      prev_index: null,
      per_page: 10,
      more_records: false,
    })
    expect(list.json.Emails).toHaveLength(1)
    expect(list.json.Emails[0]).toMatchObject({
      message_id: messageId,
      subject: 'Hello',
      from,
      to: [{ user_name: null, email: 'lovelace@client.example' }],
      cc,
      sent: true,
      source: 'individual',
      status: [{ type: 'sent' }],
      has_attachment: false,
      linked_record: null,
    })
    expect(list.json.Emails[0]).not.toHaveProperty('content')
    expect(one.json.Emails[0]).toMatchObject({
      content: '<p>Hello</p>',
      mail_format: 'html',
      reply_to: replyTo,
      thread_id: messageId,
    })
  })

  it('takes its words from a template, filled in from the record', async () => {
    const crm = await withLead({ Company: 'Engines & Co' })
    const { id, name } = await emailTemplate(crm, 'Leads')

    await crm.call('POST', `Leads/${crm.id}/actions/send_mail`, mail({ subject: null, content: '', template: { id } }))
    const [sent] = await outbox(crm)
    const after = await emailTemplate(crm, 'Leads')

    expect(name).toBe('Welcome')
    expect(sent.subject).toBe('Welcome, Ada')
    expect(sent.content).toContain('Hello Ada Lovelace,')
    expect(sent.content).toContain('Engines &amp; Co')
    expect(sent.content).not.toContain('${')
    expect(after.last_version_statistics).toMatchObject({ sent: 1, delivered: 1, bounced: 0 })
    expect(after.last_usage_time).toEqual(expect.any(String))
  })

  it('is sent when its time comes', async () => {
    const crm = await withLead()
    await control(crm.send, '/_emulator/clock', { freeze: true })
    await control(crm.send, '/_emulator/clock', { set: '2026-03-01T10:00:00Z' })

    const body = mail({ scheduled_time: '2026-03-01T12:00:00+01:00' })
    const { status } = await crm.call('POST', `Leads/${crm.id}/actions/send_mail`, body)
    const before = {
      outbox: await outbox(crm),
      scheduled: await crm.call('GET', `Leads/${crm.id}/Emails?type=scheduled_in_crm`),
      sent: await crm.call('GET', `Leads/${crm.id}/Emails?type=sent_from_crm`),
    }
    await control(crm.send, '/_emulator/clock', { advance: '1h' })
    const after = {
      outbox: await outbox(crm),
      scheduled: await crm.call('GET', `Leads/${crm.id}/Emails?type=scheduled_in_crm`),
      sent: await crm.call('GET', `Leads/${crm.id}/Emails?type=sent_from_crm`),
    }

    expect(status).toBe(200)
    expect(before.outbox).toEqual([])
    expect(before.scheduled.json.Emails).toMatchObject([{ status: [{ type: 'scheduled' }] }])
    expect(before.sent.status).toBe(204)
    expect(after.outbox).toMatchObject([{ at: '2026-03-01T11:00:00.000Z', subject: 'Hello' }])
    expect(after.scheduled.status).toBe(204)
    expect(after.sent.json.Emails).toMatchObject([{ status: [{ type: 'sent' }] }])
  })

  it('answers one of the record', async () => {
    const crm = await withLead()
    const path = `Leads/${crm.id}/actions/send_mail`
    const first = (await crm.call('POST', path, mail())).json.data[0].details.message_id
    const reply = await crm.call('POST', path, mail({ in_reply_to: { message_id: first } }))
    const again = await crm.call('POST', path, mail({ in_reply_to: reply.json.data[0].details.message_id }))

    const one = await crm.call('GET', `Leads/${crm.id}/Emails/${again.json.data[0].details.message_id}`)

    expect(one.json.Emails[0].thread_id).toBe(first)
  })

  it('takes a document made from an inventory template along', async () => {
    const crm = await atCrm({ scope })
    const [account] = await crm.insert('Accounts', { Account_Name: 'A' })
    const [product] = await crm.insert('Products', { Product_Name: 'P' })
    const items = [{ Product_Name: { id: product }, Quantity: 1 }]
    const quote = { Subject: 'Engine', Account_Name: { id: account }, Quoted_Items: items }
    const [id] = await crm.insert('Quotes', quote)
    const templates = await crm.call('GET', 'settings/inventory_templates?module=Quotes')
    const template = { id: templates.json.inventory_templates[0].id }

    const sent = await crm.call(
      'POST',
      `Quotes/${id}/actions/send_mail`,
      mail({ inventory_details: { inventory_template: template, paper_type: 'A4', view_type: 'portrait' } }),
    )
    const messageId = sent.json.data[0].details.message_id
    const [email] = (await crm.call('GET', `Quotes/${id}/Emails/${messageId}`)).json.Emails
    const [attached] = email.attachments
    const query = new URLSearchParams({
      user_id: email.owner.id,
      message_id: messageId,
      id: attached.id,
      name: attached.name,
    })
    const file = await crm.call('GET', `Quotes/${id}/Emails/actions/download_attachments?${query}`)
    const other = await crm.call('GET', `Quotes/${id}/Emails/actions/download_attachments?${query}x`)
    const lacking = await crm.call('GET', `Quotes/${id}/Emails/actions/download_attachments?user_id=1`)

    expect(email.has_attachment).toBe(true)
    expect(attached.name).toBe('Standard Quote.html')
    expect(file.status).toBe(200)
    expect(file.text).toContain('<h1>Engine</h1>')
    expect(other.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'name' } })
    expect(lacking.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { param_name: 'message_id' } })
  })

  it.each([
    ['no sender', { from: undefined }, 'MANDATORY_NOT_FOUND', '$.data[0].from'],
    ['a sender without address', { from: { user_name: 'x' } }, 'MANDATORY_NOT_FOUND', '$.data[0].from.email'],
    ['nobody to go to', { to: [] }, 'MANDATORY_NOT_FOUND', '$.data[0].to'],
    ['one receiver instead of a list', { to: { email: 'a@b.example' } }, 'INVALID_DATA', '$.data[0].to'],
    ['an address that is none', { cc: [{ email: 'nobody' }] }, 'INVALID_DATA', '$.data[0].cc[0].email'],
    ['too many receivers', { bcc: Array(51).fill({ email: 'a@b.example' }) }, 'INVALID_DATA', '$.data[0].bcc'],
    ['a subject that is too long', { subject: 'x'.repeat(1001) }, 'INVALID_DATA', '$.data[0].subject'],
    ['content that is too long', { content: 'x'.repeat(100_001) }, 'INVALID_DATA', '$.data[0].content'],
    ['another format', { mail_format: 'rtf' }, 'INVALID_DATA', '$.data[0].mail_format'],
    ['no template', { template: { id: '1' } }, 'INVALID_DATA', '$.data[0].template.id'],
    ['no file', { attachments: [{ id: 'f' }] }, 'INVALID_DATA', '$.data[0].attachments[0].id'],
    ['a time that is over', { scheduled_time: '2000-01-01T00:00:00Z' }, 'INVALID_DATA', '$.data[0].scheduled_time'],
    ['a time that is none', { scheduled_time: 'noon' }, 'INVALID_DATA', '$.data[0].scheduled_time'],
    ['no mail to answer', { in_reply_to: 'x' }, 'INVALID_DATA', '$.data[0].in_reply_to'],
    ['a request of a data subject', { data_subject_request: {} }, 'NOT_EMULATED', '$.data[0].data_subject_request'],
  ])('is refused with %s', async (_, more, code, path) => {
    const crm = await withLead()

    const { status, json } = await crm.call('POST', `Leads/${crm.id}/actions/send_mail`, mail(more))

    expect({ status, code: json.data[0].code, path: json.data[0].details.json_path }).toEqual({
      status: 400,
      code,
      path,
    })
    expect(await outbox(crm)).toEqual([])
  })

  it('is sent only from addresses of the user and the org', async () => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))
    const { from_addresses: addresses } = (await crm.call('GET', 'settings/emails/actions/from_addresses')).json

    const foreign = await crm.call('POST', `Leads/${id}/actions/send_mail`, mail({ from: { email: 'a@b.example' } }))
    const ofOrg = await crm.call('POST', `Leads/${id}/actions/send_mail`, mail({ from: addresses[1] }))

    expect(addresses[0]).toMatchObject({ email: 'admin@acme.example', default: true })
    expect(foreign.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'from' } })
    expect(ofOrg.status).toBe(200)
  })

  it('is refused for a record that is not there, deleted, or of a module without mails', async () => {
    const crm = await withLead()
    const other = await atCrm({ org: 'Acme Dev', scope })
    const [foreign] = await other.insert('Leads', lead('L'))
    const [task] = await crm.insert('Tasks', { Subject: 'T' })
    await crm.call('DELETE', `Leads/${crm.id}`)

    for (const id of ['1', crm.id, foreign]) {
      const { status, json } = await crm.call('POST', `Leads/${id}/actions/send_mail`, mail())
      expect({ status, details: json.details }).toEqual({ status: 400, details: { resource_path_index: 1 } })
    }
    expect((await crm.call('POST', `Tasks/${task}/actions/send_mail`, mail())).json.code).toBe('NOT_SUPPORTED')
    expect((await crm.call('POST', 'Rubbish/1/actions/send_mail', mail())).json.code).toBe('INVALID_MODULE')
  })

  it('needs its scope', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('L'))

    const { status, json } = await crm.call('POST', `Leads/${id}/actions/send_mail`, mail())

    expect({ status, code: json.code }).toEqual({ status: 401, code: 'OAUTH_SCOPE_MISMATCH' })
  })

  it('is sent from visible records only, and seen with them', async () => {
    const crm = await staff({ sharing: { Leads: 'private' } }, {}, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))
    const body = (email: string) => mail({ from: { email } })

    const hidden = await crm.as('agent', 'POST', `Leads/${id}/actions/send_mail`, body('agent@acme.example'))
    const own = await crm.as('boss', 'POST', `Leads/${id}/actions/send_mail`, body('boss@acme.example'))

    expect(hidden.json.details).toEqual({ resource_path_index: 1 })
    expect(own.status).toBe(200)
    expect((await crm.as('agent', 'GET', `Leads/${id}/Emails`)).status).toBe(204)
    expect((await crm.as('admin', 'GET', `Leads/${id}/Emails`)).json.Emails).toHaveLength(1)
  })

  it('is refused to a profile that does not see the module', async () => {
    const profiles = [{ name: 'Blind', modules: { Leads: [] } }]
    const crm = await staff({ profiles }, { agent: 'Blind' }, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))

    const { json } = await crm.as('agent', 'POST', `Leads/${id}/actions/send_mail`, mail())

    expect(json).toEqual(denied('View_Leads'))
  })
})

describe('an address that takes no mail', () => {
  it('is sent nothing more until it is unblocked', async () => {
    const crm = await withLead({ Email: 'Ada@bounce.example' })
    const path = `Leads/${crm.id}/actions/send_mail`
    const body = mail({ to: [{ email: 'ada@bounce.example' }], cc: [{ email: 'c@client.example' }] })

    await crm.call('POST', path, body)
    const second = await crm.call('POST', path, body)
    const unblocked = await crm.call('POST', `Leads/${crm.id}/actions/unblock_email`, { unblock_fields: ['Email'] })
    const third = await crm.call('POST', path, body)
    const { Emails: emails } = (await crm.call('GET', `Leads/${crm.id}/Emails`)).json

    expect(second.json.data[0].details.blocked_email_addresses).toEqual([
      { email: 'ada@bounce.example', reason: 'bounced' },
    ])
    expect(unblocked.json).toEqual({
      code: 'SUCCESS',
      details: { id: crm.id },
      message: 'Email unblocked successfully',
      status: 'success',
    })
    expect(third.json.data[0].details).not.toHaveProperty('blocked_email_addresses')
    expect((await outbox(crm)).map(({ to }: { to: object[] }) => to.length)).toEqual([1, 0, 1])
    expect(emails.filter(({ status }: { status: object[] }) => status.length === 2)).toHaveLength(2)
  })

  it('is unblocked for several records at once', async () => {
    const crm = await withLead({ Email: 'ada@bounce.example' })
    const path = 'Leads/actions/unblock_email'

    const done = await crm.call('POST', path, { ids: [crm.id, '1'], unblock_fields: ['Email'] })
    const field = await crm.call('POST', path, { ids: [crm.id], unblock_fields: ['Phone'] })
    const none = await crm.call('POST', path, { ids: [crm.id] })

    expect(done.status).toBe(207)
    expect(done.json.data.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'INVALID_DATA'])
    expect(field.json.details.supported_values).toEqual(['Email', 'Secondary_Email'])
    expect(none.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'unblock_fields' } })
  })
})

describe('the outbox', () => {
  it('keeps the last thousand mails', { timeout: 60_000 }, async () => {
    const crm = await withLead()
    for (let index = 0; index < 1003; index++) {
      await crm.call('POST', `Leads/${crm.id}/actions/send_mail`, mail({ subject: `S${index}` }))
    }

    const mails = await outbox(crm)

    const { text } = await crm.send('GET', '/_emulator/snapshot')

    expect(mails).toHaveLength(1000)
    expect(text).not.toContain('"mail-1"')
    expect(mails[0].subject).toBe('S3')
    await crm.send('DELETE', '/_emulator/outbox')
    expect(await outbox(crm)).toEqual([])
  })
})

it('ids of mails differ', async () => {
  const crm = await withLead()
  const ids = await Promise.all([1, 2, 3].map(() => crm.call('POST', `Leads/${crm.id}/actions/send_mail`, mail())))
  expect(new Set(ids.map(each => each.json.data[0].details.message_id)).size).toBe(3)
})
