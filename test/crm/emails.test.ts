import { describe, expect, it } from 'vitest'
import { type AtCrm, allScopes, atCrm, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const scope = `${allScopes},ZohoCRM.send_mail.all.CREATE`
const from = { email: 'admin@acme.example' }

const send = async ({ call }: Pick<AtCrm, 'call'>, place: string, subject: string, more: object = {}) => {
  const data = [{ from, to: [{ email: 'a@client.example' }], subject, content: subject, ...more }]
  const { json, text } = await call('POST', `${place}/actions/send_mail`, { data })
  if (json.data?.[0].status !== 'success') throw new Error(text)
  return json.data[0].details.message_id as string
}

const received = (id: string, more: object = {}) => ({
  Emails: [
    {
      from: { user_name: 'Client', email: 'a@client.example' },
      to: [{ email: 'admin@acme.example' }],
      subject: `Subject of ${id}`,
      content: 'Text',
      original_message_id: id,
      sent: false,
      date_time: '2026-01-05T10:00:00+01:00',
      ...more,
    },
  ],
})

const subjects = ({ json }: { json: { Emails: { subject: string }[] } }) => json?.Emails.map(({ subject }) => subject)

describe('the mails of a record', () => {
  it('come ten at a time, the latest first', async () => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))
    for (let index = 0; index < 12; index++) await send(crm, `Leads/${id}`, `S${index}`)

    const first = await crm.call('GET', `Leads/${id}/Emails`)
    const { next_index: next } = first.json.info
    const second = await crm.call('GET', `Leads/${id}/Emails?index=${next}`)
    const back = await crm.call('GET', `Leads/${id}/Emails?index=${second.json.info.prev_index}`)
    const wrong = await crm.call('GET', `Leads/${id}/Emails?index=rubbish`)

    expect(first.json.info).toMatchObject({ count: 10, per_page: 10, more_records: true, prev_index: null })
    expect(second.json.info).toMatchObject({ count: 2, more_records: false, next_index: null })
    expect(subjects(back)).toEqual(subjects(first))
    expect(wrong.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'index' } })
  })

  it('are listed by type', async () => {
    const crm = await atCrm({ scope })
    const [account] = await crm.insert('Accounts', { Account_Name: 'A' })
    const [contact] = await crm.insert('Contacts', { Last_Name: 'C', Account_Name: { id: account } })
    const place = `Contacts/${contact}`
    await send(crm, place, 'Now')
    await send(crm, place, 'Later', { scheduled_time: '2999-01-01T00:00:00Z' })
    await crm.call('POST', `${place}/actions/associate_email`, received('m1'))
    const draft = { from: from.email, rich_text: true, subject: 'Begun' }
    await crm.call('POST', `${place}/__email_drafts`, { __email_drafts: [draft] })
    const list = async (where: string, type: string) =>
      subjects(await crm.call('GET', `${where}/Emails${type && `?type=${type}`}`)) ?? []

    expect(await list(place, '')).toEqual(['Later', 'Now', 'Subject of m1'])
    expect(await list(place, 'sent_from_crm')).toEqual(['Now'])
    expect(await list(place, 'scheduled_in_crm')).toEqual(['Later'])
    expect(await list(place, 'drafts')).toEqual(['Begun'])
    expect(await list(place, 'user_emails')).toEqual(['Subject of m1'])
    expect(await list(`Accounts/${account}`, '')).toEqual([])
    expect(await list(`Accounts/${account}`, 'all_contacts_sent_crm_emails')).toEqual(['Now'])
    expect(await list(`Accounts/${account}`, 'all_contacts_scheduled_crm_emails')).toEqual(['Later'])
    expect(await list(`Accounts/${account}`, 'all_contacts_draft_crm_emails')).toEqual(['Begun'])
    expect((await crm.call('GET', `v3/${place}/Emails?type=1`)).json.email_related_list).toMatchObject([
      { subject: 'Now' },
    ])
    expect((await crm.call('GET', `v3/${place}/Emails?type=sent_from_crm`)).status).toBe(400)
    for (const query of ['type=rubbish', 'type=all_contacts_sent_crm_emails', 'type=user_emails&owner_id=1']) {
      expect((await crm.call('GET', `${place}/Emails?${query}`)).status, query).toBe(400)
    }
  })

  it('are nothing for a record that is not there, and refused for modules without any', async () => {
    const crm = await atCrm({ scope })
    const [task] = await crm.insert('Tasks', { Subject: 'T' })

    expect((await crm.call('GET', 'Leads/1/Emails')).status).toBe(204)
    expect((await crm.call('GET', 'Leads/1/Emails/x')).status).toBe(204)
    expect((await crm.call('GET', 'Leads/x/Emails')).json.code).toBe('INVALID_DATA')
    expect((await crm.call('GET', `Tasks/${task}/Emails`)).json.code).toBe('NOT_SUPPORTED')
  })

  it('need the scope of mails beside that of the module', async () => {
    const crm = await atCrm({ scope: 'ZohoCRM.modules.Leads.ALL' })
    const [id] = await crm.insert('Leads', lead('L'))
    const other = await atCrm({ scope: 'ZohoCRM.modules.emails.ALL' })

    for (const { status, json } of [
      await crm.call('GET', `Leads/${id}/Emails`),
      await crm.call('POST', `Leads/${id}/actions/associate_email`, received('m')),
      await other.call('GET', 'Leads/1/Emails'),
    ]) {
      expect({ status, code: json.code }).toEqual({ status: 401, code: 'OAUTH_SCOPE_MISMATCH' })
    }
  })

  it('are read only with their own record', async () => {
    const crm = await atCrm({ scope })
    const [one, other] = await crm.insert('Leads', lead('A'), lead('B'))
    const id = await send(crm, `Leads/${one}`, 'S')

    expect((await crm.call('GET', `Leads/${one}/Emails/${id}`)).status).toBe(200)
    expect((await crm.call('GET', `Leads/${other}/Emails/${id}`)).status).toBe(204)
  })

  it('show the images of their text', async () => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))
    const messageId = await send(crm, `Leads/${id}`, 'S', { content: '<img src="abc">' })
    const { owner } = (await crm.call('GET', `Leads/${id}/Emails/${messageId}`)).json.Emails[0]
    const path = `Leads/${id}/Emails/actions/download_inline_images?user_id=${owner.id}&message_id=${messageId}`

    const lacking = await crm.call('GET', path)
    const unknown = await crm.call('GET', `${path}&id=xyz`)
    const gone = await crm.call('GET', `${path}&id=abc`)

    expect(lacking.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'id' } })
    for (const { json } of [unknown, gone]) expect(json.details).toEqual({ param_name: 'id' })
  })
})

describe('a mail of another server', () => {
  it('stands with its record, once', async () => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))
    const path = `Leads/${id}/actions/associate_email`

    const before = await crm.call('GET', 'actions/email_available?orginal_message_id=m1')
    const first = await crm.call('POST', path, received('m1'))
    const again = await crm.call('POST', path, received('m1'))
    const after = await crm.call('GET', 'actions/email_available?orginal_message_id=m1')
    const one = await crm.call('GET', `Leads/${id}/Emails/m1`)

    expect(before.json).toEqual({ available: false })
    expect({ status: first.status, row: first.json.Emails[0] }).toEqual({
      status: 201,
      row: {
        code: 'SUCCESS',
        details: { message_id: 'm1' },
        message: 'Email associated successfully.',
        status: 'success',
      },
    })
    expect(again.json.Emails[0]).toMatchObject({ code: 'DUPLICATE_DATA' })
    expect(after.json).toMatchObject({ available: true, record: { module: { api_name: 'Leads' }, id } })
    expect(one.json.Emails[0]).toMatchObject({ sent: false, content: 'Text', mail_format: 'text', source: 'api' })
    expect((await crm.call('GET', 'actions/email_available')).json.code).toBe('REQUIRED_PARAM_MISSING')
  })

  it.each([
    ['from', { from: undefined }, 'MANDATORY_NOT_FOUND'],
    ['subject', { subject: '' }, 'MANDATORY_NOT_FOUND'],
    ['content', { content: null }, 'MANDATORY_NOT_FOUND'],
    ['original_message_id', { original_message_id: undefined }, 'MANDATORY_NOT_FOUND'],
    ['sent', { sent: 'yes' }, 'INVALID_DATA'],
    ['date_time', { date_time: 'yesterday' }, 'INVALID_DATA'],
    ['subject', { subject: 'x'.repeat(251) }, 'INVALID_DATA'],
  ])('is refused for its %s', async (key, more, code) => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))

    const { status, json } = await crm.call('POST', `Leads/${id}/actions/associate_email`, received('m', more))

    expect({ status, code: json.Emails[0].code, key: json.Emails[0].details.api_name }).toEqual({
      status: 400,
      code,
      key,
    })
    expect((await crm.call('GET', `Leads/${id}/Emails`)).status).toBe(204)
  })

  it('that a colleague has sent is brought in by administrators', async () => {
    const crm = await staff({}, {}, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))
    const sent = (messageId: string) => received(messageId, { sent: true, from: { email: 'boss@acme.example' } })
    const path = `Leads/${id}/actions/associate_email`

    const byAgent = await crm.as('agent', 'POST', path, sent('m1'))
    const byAdmin = await crm.as('admin', 'POST', path, sent('m2'))
    const [email] = (await crm.as('boss', 'GET', `Leads/${id}/Emails/m2`)).json.Emails

    expect(byAgent.json.Emails[0]).toMatchObject({ code: 'NOT_ALLOWED', details: { api_name: 'from' } })
    expect(byAdmin.status).toBe(201)
    expect(email.owner.id).toBe(await crm.idOf('boss'))
  })

  it('of a deal is tied to a contact', async () => {
    const crm = await atCrm({ scope })
    const [contact] = await crm.insert('Contacts', { Last_Name: 'C' })
    const deal = { Deal_Name: 'D', Stage: 'Qualification', Pipeline: 'Standard (Standard)', Closing_Date: '2026-12-01' }
    const [id] = await crm.insert('Deals', deal)
    const linked = (module: string) => ({ linked_record: { module: { api_name: module }, id: contact } })

    const wrong = await crm.call('POST', `Deals/${id}/actions/associate_email`, received('m', linked('Leads')))
    const done = await crm.call('POST', `Deals/${id}/actions/associate_email`, received('m', linked('Contacts')))
    const [email] = (await crm.call('GET', `Deals/${id}/Emails/m`)).json.Emails

    expect(wrong.json.Emails[0].code).toBe('INVALID_MODULE')
    expect(done.status).toBe(201)
    expect(email.linked_record).toMatchObject({ module: { api_name: 'Contacts' }, id: contact })
  })

  it('comes alone', async () => {
    const crm = await atCrm({ scope })
    const [id] = await crm.insert('Leads', lead('L'))
    const [email] = received('m').Emails

    const { json } = await crm.call('POST', `Leads/${id}/actions/associate_email`, { Emails: [email, email] })

    expect(json).toMatchObject({ code: 'INVALID_DATA', details: { maximum_length: 1, api_name: 'Emails' } })
  })
})

describe('mails of an own account', () => {
  it('are seen by colleagues while they are shared', async () => {
    const crm = await staff({}, {}, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))
    await crm.as('boss', 'POST', `Leads/${id}/actions/associate_email`, received('m1'))
    const seen = async () => (await crm.as('agent', 'GET', `Leads/${id}/Emails`)).status
    const details = async () =>
      (await crm.as('agent', 'GET', `Leads/${id}/__emails_sharing_details`)).json.__emails_sharing_details[0]
    const boss = await crm.idOf('boss')

    expect(await seen()).toBe(204)
    expect(await details()).toEqual({
      available_types: ['emails_sent_from_crm', 'all_emails'],
      share_from_users: null,
    })
    const shared = await crm.as('boss', 'POST', `Leads/${id}/actions/share_emails`)
    expect(shared.json.data[0]).toEqual({
      code: 'SUCCESS',
      details: { id },
      message: 'Successfully shared',
      status: 'success',
    })
    expect(await seen()).toBe(200)
    expect((await crm.as('agent', 'GET', `Leads/${id}/Emails/m1`)).status).toBe(204)
    expect((await crm.as('agent', 'GET', `Leads/${id}/Emails/m1?user_id=${boss}`)).status).toBe(200)
    expect((await details()).share_from_users).toEqual([{ id: boss, name: 'boss Example', _type: 'api' }])
    const twice = await crm.as('boss', 'POST', 'Leads/actions/share_emails', { ids: [id, '1'] })
    expect(twice.json.data.map(({ code }: { code: string }) => code)).toEqual(['ALREADY_SHARED', 'INVALID_DATA'])
    const unshared = await crm.as('boss', 'POST', 'Leads/actions/unshare_emails', { ids: [id] })
    expect(unshared.json.data[0].message).toBe('Sharing revoked successfully')
    expect(await seen()).toBe(204)
  })

  it('are shared only by who has one, in modules that know it, of visible records', async () => {
    const crm = await staff({ sharing: { Leads: 'private' } }, {}, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))
    const account = await crm.insert('boss', 'Accounts', { Account_Name: 'A' })

    const none = await crm.as('boss', 'POST', `Leads/${id}/actions/share_emails`)
    const hidden = await crm.as('agent', 'POST', `Leads/${id}/actions/share_emails`)
    const module = await crm.as('boss', 'POST', `Accounts/${account}/actions/share_emails`)
    const noIds = await crm.as('boss', 'POST', 'Leads/actions/share_emails', {})

    expect(none.json).toMatchObject({ code: 'NOT_ALLOWED', message: 'Email Configuration does not exist' })
    expect(hidden.json.details).toEqual({ resource_path_index: 1 })
    expect(module.json.code).toBe('NOT_SUPPORTED')
    expect(noIds.json.code ?? noIds.json.data[0].code).toBe('MANDATORY_NOT_FOUND')
  })

  it('need the permission', async () => {
    const profiles = [{ name: 'Reader', modules: { Leads: ['view'] } }]
    const crm = await staff({ profiles }, { agent: 'Reader' }, scope)
    const id = await crm.insert('boss', 'Leads', lead('L'))

    const { status, json } = await crm.as('agent', 'POST', `Leads/${id}/actions/share_emails`)

    expect({ status, json }).toEqual({ status: 403, json: denied('Create_Leads') })
  })
})

describe('a mail of a contact', () => {
  const linkable = async () => {
    const crm = await atCrm({ scope })
    const [contact] = await crm.insert('Contacts', { Last_Name: 'C' })
    const [deal] = await crm.insert('Deals', {
      Deal_Name: 'D',
      Stage: 'Qualification',
      Pipeline: 'Standard (Standard)',
      Closing_Date: '2026-12-01',
    })
    const id = await send(crm, `Contacts/${contact}`, 'S')
    const { owner } = (await crm.call('GET', `Contacts/${contact}/Emails/${id}`)).json.Emails[0]
    const link = { owner: { id: owner.id }, linked_record: { module: { api_name: 'Deals' }, id: deal } }
    const path = `Contacts/${contact}/Emails`
    const linked = async () => (await crm.call('GET', `${path}/${id}`)).json.Emails[0].linked_record
    return { ...crm, path, id, deal, link, owner: owner.id as string, linked }
  }

  it('is linked to a deal and unlinked, alone', async () => {
    const { call, path, id, deal, link, owner, linked } = await linkable()

    const done = await call('POST', `${path}/${id}/actions/link_record`, { Emails: [link] })
    const then = await linked()
    const undone = await call('DELETE', `${path}/${id}/actions/link_record?owner_id=${owner}`)
    const again = await call('DELETE', `${path}/${id}/actions/link_record?owner_id=${owner}`)

    expect(done.json.Emails[0]).toEqual({
      code: 'SUCCESS',
      details: { message_id: id },
      message: 'Email linked to the record successfully',
      status: 'success',
    })
    expect(then).toEqual({ module: { api_name: 'Deals', id: expect.any(String) }, name: 'D', id: deal })
    expect(undone.json.Emails[0].message).toBe('Email unlinked from the record successfully')
    expect(await linked()).toBeNull()
    expect(again.status).toBe(400)
  })

  it('is linked with others', async () => {
    const { call, path, id, link, owner, linked } = await linkable()
    const bad = { ...link, message_id: id, linked_record: { module: { api_name: 'Deals' }, id: '1' } }
    const Emails = [
      { ...link, message_id: id },
      link,
      bad,
      { ...link, message_id: 'x' },
      { ...link, message_id: id, owner: { id: '1' } },
    ]

    const done = await call('POST', `${path}/actions/link_record`, { Emails })
    const then = await linked()
    const undone = await call('DELETE', `${path}/actions/link_record?owner_id=${owner}&message_ids=${id},x`)
    const lacking = await call('DELETE', `${path}/actions/link_record?message_ids=${id}`)

    expect(done.status).toBe(207)
    expect(done.json.Emails.map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'INVALID_DATA',
      'INVALID_DATA',
      'INVALID_DATA',
    ])
    expect(then).not.toBeNull()
    expect(undone.json.Emails.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'INVALID_DATA'])
    expect(lacking.json.details).toEqual({ param_name: 'owner_id' })
  })

  it('is linked by who has the scopes of all three', async () => {
    const crm = await atCrm({ scope: 'ZohoCRM.modules.Contacts.ALL,ZohoCRM.modules.emails.ALL' })

    const { status } = await crm.call('POST', 'Contacts/1/Emails/actions/link_record', { Emails: [{}] })

    expect(status).toBe(401)
  })
})
