import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { atCrm, idOf, lead } from './at-crm.ts'
import { staff } from './staff.ts'

const root = '__email_drafts'
const from = 'admin@acme.example'

const draft = (more: object = {}) => ({
  from,
  to: [{ user_name: 'A', email: 'a@client.example' }],
  reply_to: null,
  cc: [],
  bcc: [],
  inventory_details: null,
  schedule_details: null,
  rich_text: true,
  subject: 'Subject',
  content: '<p>Hello!</p>',
  ...more,
})

const withLead = async () => {
  const crm = await atCrm()
  const [id] = await crm.insert('Leads', lead('L'))
  return { ...crm, id: id!, path: `Leads/${id}/${root}` }
}

const withDraft = async (more: object = {}) => {
  const crm = await withLead()
  const created = await crm.call('POST', crm.path, { [root]: [draft(more)] })
  return { ...crm, created, draftId: idOf(created, root) }
}

describe('drafts', () => {
  it('are written, read, listed, changed and deleted', async () => {
    const { call, path, created, draftId } = await withDraft()

    const one = await call('GET', `${path}/${draftId}`)
    const list = await call('GET', path)
    const changed = await call('PUT', `${path}/${draftId}`, { [root]: [draft({ subject: null, to: undefined })] })
    const many = await call('PUT', path, { [root]: [draft({ id: draftId, content: 'New' }), draft({ id: 'x' })] })
    const after = await call('GET', `${path}/${draftId}`)
    const deleted = await call('DELETE', `${path}/${draftId}`)

    expect({ status: created.status, row: created.json[root][0] }).toEqual({
      status: 201,
      row: { code: 'SUCCESS', details: { id: draftId }, message: 'Draft created Successfully', status: 'success' },
    })
    expect(one.json[root]).toEqual(list.json[root])
    expect(list.json.info).toEqual({ page: 1, per_page: 10, count: 1, more_records: false })
    expect(one.json[root][0]).toEqual({
      id: draftId,
      modified_time: expect.any(String),
      created_time: expect.any(String),
      from,
      to: [{ user_name: 'A', email: 'a@client.example' }],
      reply_to: null,
      cc: null,
      bcc: null,
      schedule_details: null,
      subject: 'Subject',
      summary: 'Hello!',
      $sharing_permission: 'full_access',
      rich_text: true,
      source: '',
      inventory_details: null,
      attachments: null,
      content: '<p>Hello!</p>',
      linked_record: null,
      owner: { name: expect.any(String), id: expect.any(String) },
    })
    expect(changed.json[root][0].message).toBe('Draft updated Successfully')
    expect(many.status).toBe(207)
    expect(after.json[root][0]).toMatchObject({ subject: 'Subject', content: 'New', summary: 'New' })
    expect(after.json[root][0].to).toHaveLength(1)
    expect(deleted.json[root][0].message).toBe('Draft deleted Successfully')
    expect((await call('GET', path)).status).toBe(204)
    expect((await call('GET', `${path}/${draftId}`)).status).toBe(204)
  })

  it('send nothing, whatever time stands in them', async () => {
    const { call, path, draftId, send } = await withDraft({
      schedule_details: { time: '2026-01-01T10:00:00+01:00', timezone: 'Europe/Vienna' },
    })

    const [row] = (await call('GET', `${path}/${draftId}`)).json[root]

    expect(row.schedule_details).toEqual({
      time: expect.stringMatching(/^2026-01-01T/),
      timezone: 'Europe/Vienna',
      source: 'ecSchduleTime',
    })
    expect((await send('GET', '/_emulator/outbox')).json.mails).toEqual([])
  })

  it('are sorted and paged', async () => {
    const crm = await withLead()
    await control(crm.send, '/_emulator/clock', { freeze: true })
    for (const subject of ['A', 'B', 'C']) {
      await crm.call('POST', crm.path, { [root]: [draft({ subject })] })
      await control(crm.send, '/_emulator/clock', { advance: '1m' })
    }
    const names = async (query: string) =>
      (await crm.call('GET', `${crm.path}?${query}`)).json[root].map(({ subject }: { subject: string }) => subject)

    expect(await names('')).toEqual(['A', 'B', 'C'])
    expect(await names('sort_by=modified_time&sort_order=desc')).toEqual(['C', 'B', 'A'])
    expect(await names('per_page=2&page=2')).toEqual(['C'])
    for (const [query, code] of [
      ['sort_by=subject', 'PATTERN_NOT_MATCHED'],
      ['sort_order=up', 'PATTERN_NOT_MATCHED'],
      ['per_page=11', 'INVALID_DATA'],
    ]) {
      expect((await crm.call('GET', `${crm.path}?${query}`)).json.code).toBe(code)
    }
  })

  it.each([
    ['from', { from: undefined }, 'MANDATORY_NOT_FOUND', '$.__email_drafts[0].from'],
    ['from', { from: 'nobody' }, 'INVALID_DATA', '$.__email_drafts[0].from'],
    ['from', { from: 'other@acme.example' }, 'INVALID_DATA', undefined],
    ['rich_text', { rich_text: undefined }, 'MANDATORY_NOT_FOUND', '$.__email_drafts[0].rich_text'],
    ['email', { to: [{}] }, 'MANDATORY_NOT_FOUND', '$.__email_drafts[0].to[0].email'],
    ['email', { cc: [{ email: 'x' }] }, 'INVALID_DATA', '$.__email_drafts[0].cc[0].email'],
    ['reply_to', { reply_to: 'x' }, 'INVALID_DATA', '$.__email_drafts[0].reply_to'],
    ['time', { schedule_details: {} }, 'MANDATORY_NOT_FOUND', '$.__email_drafts[0].schedule_details.time'],
    ['id', { attachments: [{}] }, 'MANDATORY_NOT_FOUND', '$.__email_drafts[0].attachments[0].id'],
    ['id', { attachments: [{ id: '1' }] }, 'INVALID_DATA', '$.__email_drafts[0].attachments[0].id'],
    [
      'inventory_template',
      { inventory_details: { paper_type: 'A4' } },
      'MANDATORY_NOT_FOUND',
      '$.__email_drafts[0].inventory_details.inventory_template',
    ],
    ['linked_record', { linked_record: { id: '1' } }, 'NOT_SUPPORTED', '$.__email_drafts[0].linked_record'],
  ])('are refused for their %s', async (key, more, code, path) => {
    const crm = await withLead()

    const { status, json } = await crm.call('POST', crm.path, { [root]: [draft(more)] })

    expect({ status, code: json[root][0].code }).toEqual({ status: 400, code })
    expect(json[root][0].details).toMatchObject({ api_name: key, ...(path && { json_path: path }) })
    expect((await crm.call('GET', crm.path)).status).toBe(204)
  })

  it('keep their document, which is one of the module', async () => {
    const crm = await atCrm({ scope: 'ZohoCRM.modules.ALL,ZohoCRM.templates.inventory.READ' })
    const [account] = await crm.insert('Accounts', { Account_Name: 'A' })
    const [product] = await crm.insert('Products', { Product_Name: 'P' })
    const Quoted_Items = [{ Product_Name: { id: product }, Quantity: 1 }]
    const [quote] = await crm.insert('Quotes', { Subject: 'Q', Account_Name: { id: account }, Quoted_Items })
    const { inventory_templates: all } = (await crm.call('GET', 'settings/inventory_templates')).json
    const ids = (name: string) =>
      all.find(({ module }: { module: { api_name: string } }) => module.api_name === name).id
    const details = (name: string, paper: string) =>
      draft({ inventory_details: { inventory_template: { id: ids(name) }, paper_type: paper, view_type: 'portrait' } })
    const path = `Quotes/${quote}/${root}`

    const created = await crm.call('POST', path, {
      [root]: [details('Quotes', 'A4'), details('Invoices', 'A4'), details('Quotes', 'A3')],
    })
    const draftId = idOf(created, root)
    const [row] = (await crm.call('GET', `${path}/${draftId}`)).json[root]
    const changed = await crm.call('PUT', `${path}/${draftId}`, { [root]: [details('Quotes', 'A4')] })

    expect(created.json[root].map(({ code }: { code: string }) => code)).toEqual([
      'SUCCESS',
      'INVALID_DATA',
      'INVALID_DATA',
    ])
    expect(row.inventory_details).toEqual({
      inventory_template: { name: 'Standard Quote', id: ids('Quotes') },
      paper_type: 'A4',
      view_type: 'portrait',
      record: { id: quote, name: 'Q' },
    })
    expect(changed.json[root][0]).toMatchObject({
      code: 'NOT_ALLOWED',
      message: 'The inventory_details field is not allowed in update draft request.',
    })
  })

  it('are refused by a path that names none', async () => {
    const crm = await withDraft()
    const [other] = await crm.insert('Leads', lead('M'))
    const body = { [root]: [draft()] }

    for (const path of ['Leads/1', `Leads/${other}`]) {
      for (const method of ['PUT', 'DELETE']) {
        const { status, json } = await crm.call(
          method,
          `${path}/${root}/${crm.draftId}`,
          method === 'PUT' ? body : undefined,
        )
        const index = path === 'Leads/1' ? 1 : 3
        expect({ status, details: json.details }).toEqual({ status: 400, details: { resource_path_index: index } })
      }
    }
    expect((await crm.call('POST', `Leads/1/${root}`, body)).json.details).toEqual({ resource_path_index: 1 })
    expect((await crm.call('GET', crm.path)).json[root]).toHaveLength(1)
  })

  it('are those of who wrote them', async () => {
    const crm = await staff()
    const id = await crm.insert('boss', 'Leads', lead('L'))
    const path = `Leads/${id}/${root}`
    const own = await crm.as('boss', 'POST', path, { [root]: [draft({ from: 'boss@acme.example' })] })
    const draftId = idOf(own, root)

    expect((await crm.as('agent', 'GET', path)).status).toBe(204)
    expect((await crm.as('agent', 'DELETE', `${path}/${draftId}`)).status).toBe(400)
    expect((await crm.as('admin', 'GET', path)).json[root]).toHaveLength(1)
  })

  it('need the scope of the module', async () => {
    const crm = await atCrm({ scope: 'ZohoCRM.modules.Leads.READ' })

    expect((await crm.call('POST', `Leads/1/${root}`, { [root]: [draft()] })).status).toBe(401)
    expect((await crm.call('GET', `Contacts/1/${root}`)).status).toBe(401)
  })
})
