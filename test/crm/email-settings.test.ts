import { describe, expect, it } from 'vitest'
import { atCrm, idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const scope =
  'ZohoCRM.templates.email.READ,ZohoCRM.templates.inventory.READ,ZohoCRM.settings.unsubscribe.ALL,ZohoCRM.settings.emails.READ'

describe('templates', () => {
  it('are listed and read with what they say', async () => {
    const { call } = await atCrm({ scope })

    const list = await call('GET', 'settings/email_templates')
    const [first] = list.json.email_templates
    const one = await call('GET', `settings/email_templates/${first.id}`)

    expect(list.json.info).toEqual({ per_page: 200, page: 1, count: 5, more_records: false })
    expect(first).not.toHaveProperty('content')
    expect(one.json.email_templates[0]).toMatchObject({ ...first, content: expect.any(String) })
    expect(first).toMatchObject({ category: 'normal', module: { api_name: 'Leads' }, name: 'Welcome', active: true })
  })

  it.each([
    ['email_templates', 'module=Deals', ['Next steps']],
    ['email_templates', 'sort_by=name', ['Case received', 'Following up', 'Next steps', 'Welcome', 'Your quote']],
    ['email_templates', 'category=favorite', ['Welcome']],
    ['email_templates', 'per_page=2&page=3&sort_by=name', ['Your quote']],
    ['inventory_templates', 'module=invoices', ['Standard Invoice']],
  ])('are chosen: %s?%s', async (kind, query, names) => {
    const { call } = await atCrm({ scope })

    const { json } = await call('GET', `settings/${kind}?${query}`)

    expect(json[kind].map(({ name }: { name: string }) => name)).toEqual(names)
  })

  it.each([
    ['module=Rubbish', 'INVALID_DATA', 'module'],
    ['sort_order=up', 'PATTERN_NOT_MATCHED', 'sort_order'],
    ['sort_by=id', 'PATTERN_NOT_MATCHED', 'sort_by'],
    ['per_page=201', 'INVALID_DATA', 'per_page'],
  ])('are refused with %s', async (query, code, name) => {
    const { call } = await atCrm({ scope })

    const { status, json } = await call('GET', `settings/email_templates?${query}`)

    expect({ status, code: json.code, details: json.details }).toEqual({
      status: 400,
      code,
      details: { param_name: name },
    })
  })

  it('are of their own org, and need their scope', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.templates.email.READ' })
    const other = await atCrm({ org: 'Acme Dev', scope })
    const { json } = await other.call('GET', 'settings/email_templates')

    expect((await call('GET', `settings/email_templates/${json.email_templates[0].id}`)).status).toBe(204)
    expect((await call('GET', 'settings/inventory_templates')).status).toBe(401)
    expect((await call('GET', 'settings/email_templates?module=Campaigns')).status).toBe(204)
  })
})

describe('unsubscribe links', () => {
  const path = 'settings/unsubscribe_links'
  const link = (more: object = {}) => ({
    name: 'Mine',
    page_type: 'custom',
    custom_location_url: 'https://client.example/bye',
    submission_action_type: 'display_message',
    submission_message: 'Bye',
    ...more,
  })
  const body = (more: object = {}) => ({ unsubscribe_links: [link(more)] })

  it('are written, read, changed and deleted', async () => {
    const { call } = await atCrm({ scope })

    const created = await call('POST', path, body())
    const id = idOf(created, 'unsubscribe_links')
    const changed = await call('PUT', `${path}/${id}`, { unsubscribe_links: [{ submission_message: 'Sorry' }] })
    const again = await call('PUT', path, { unsubscribe_links: [{ id, name: 'Ours' }] })
    const one = await call('GET', `${path}/${id}`)
    const all = await call('GET', path)
    const deleted = await call('DELETE', `${path}/${id}`)

    expect(created.status).toBe(201)
    expect([changed.status, again.status]).toEqual([200, 200])
    expect(one.json.unsubscribe_links[0]).toEqual({
      ...link({ name: 'Ours', submission_message: 'Sorry' }),
      standard_page_message: null,
      submission_redirect_url: null,
      id,
      created_time: expect.any(String),
      modified_time: expect.any(String),
      created_by: { name: expect.any(String), id: expect.any(String) },
      modified_by: { name: expect.any(String), id: expect.any(String) },
    })
    expect(all.json.unsubscribe_links.map(({ name }: { name: string }) => name)).toEqual(['Default', 'Ours'])
    expect(deleted.json.unsubscribe_links[0].message).toBe('Unsubscribe Link deleted successfully')
    expect((await call('GET', `${path}/${id}`)).status).toBe(204)
    expect((await call('DELETE', `${path}/${id}`)).json).toEqual({
      code: 'INVALID_DATA',
      details: { resource_path_index: 2 },
      message: 'The given Unsubscribe Link id is not part of Org',
      status: 'error',
    })
  })

  it.each([
    ['name', { name: '' }, 'MANDATORY_NOT_FOUND'],
    ['name', { name: 'default' }, 'DUPLICATE_DATA'],
    ['name', { name: 'x'.repeat(51) }, 'INVALID_DATA'],
    ['page_type', { page_type: 'other' }, 'INVALID_DATA'],
    ['custom_location_url', { custom_location_url: 'nowhere' }, 'INVALID_DATA'],
    ['custom_location_url', { custom_location_url: undefined }, 'DEPENDENT_FIELD_MISSING'],
    ['submission_redirect_url', { submission_action_type: 'redirect' }, 'DEPENDENT_FIELD_MISSING'],
    ['submission_message', { submission_message: null }, 'DEPENDENT_FIELD_MISSING'],
  ])('are refused for their %s', async (key, more, code) => {
    const { call } = await atCrm({ scope })

    const { status, json } = await call('POST', path, body(more))

    const [row] = json.unsubscribe_links
    expect({ status, code: row.code, key: row.details.api_name }).toEqual({ status: 400, code, key })
    expect((await call('GET', path)).json.unsubscribe_links).toHaveLength(1)
  })

  it('are ten at most, and written one by one', async () => {
    const { call } = await atCrm({ scope })
    for (let index = 1; index < 10; index++) await call('POST', path, body({ name: `N${index}` }))

    const eleventh = await call('POST', path, body({ name: 'N10' }))
    const two = await call('PUT', path, { unsubscribe_links: [link(), link()] })

    expect(eleventh.json.unsubscribe_links[0]).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 10 } })
    expect(two.json).toMatchObject({
      code: 'INVALID_DATA',
      details: { maximum_length: 1, api_name: 'unsubscribe_links' },
    })
  })

  it('tell which templates contain them', async () => {
    const { call } = await atCrm({ scope })
    const [{ id }] = (await call('GET', path)).json.unsubscribe_links

    const { json } = await call('GET', 'settings/unsubscribe_link/actions/associations')
    await call('DELETE', `${path}/${id}`)
    const gone = await call('GET', 'settings/unsubscribe_link/actions/associations')

    expect(json.associations).toEqual([
      {
        id,
        associated_places: [
          {
            type: 'email_templates',
            resource: { name: 'Following up', id: expect.any(String) },
            details: { module: { api_name: 'Contacts', id: expect.any(String) } },
          },
        ],
      },
    ])
    expect(gone.status).toBe(204)
  })

  it('are for those who may manage them', async () => {
    const crm = await staff({}, {}, scope)

    for (const [method, place] of [
      ['GET', path],
      ['POST', path],
      ['GET', 'settings/unsubscribe_link/actions/associations'],
    ] as const) {
      const { status, json } = await crm.as('agent', method, place, method === 'POST' ? body() : undefined)
      expect({ status, json }).toEqual({ status: 403, json: denied('Manage_Unsubscribe_Form') })
    }
  })
})

describe('addresses to send from', () => {
  it('are those of the caller, or of a user of the org', async () => {
    const crm = await staff({}, {}, `${scope},ZohoCRM.users.READ`)
    const boss = await crm.idOf('boss')
    const path = 'settings/emails/actions/from_addresses'

    const own = await crm.as('agent', 'GET', path)
    const others = await crm.as('agent', 'GET', `${path}?user_id=${boss}`)
    const nobody = await crm.as('agent', 'GET', `${path}?user_id=1`)

    expect(own.json.from_addresses[0]).toEqual({
      email: 'agent@acme.example',
      type: 'primary',
      user_name: 'agent Example',
      default: true,
    })
    expect(own.json.from_addresses[1]).toMatchObject({ type: 'org_email', id: expect.any(String), default: false })
    expect(others.json.from_addresses[0].email).toBe('boss@acme.example')
    expect(nobody.json.details).toEqual({ param_name: 'user_id' })
  })
})

describe('the editor for mails', () => {
  const compose = async (change?: object, more = 'ZohoCRM.settings.emails.ALL') => {
    const crm = await atCrm({ scope: more })
    const path = '/sandbox.zohoapis.com/crm/email/v8/settings/compose'
    const { access_token: token } = await crm.tokens({ org: 'Acme QA', scope: more })
    const call = (method: string, query = '', body?: object) => crm.send(method, `${path}${query}`, { token, body })
    return { ...crm, compose: call, changed: change && (await call('PUT', '', { email_compose: [change] })) }
  }

  it('begins with what its user chose', async () => {
    const font = { size: 12, family: 'Georgia' }
    const { compose: call, changed } = await compose({ type: 'mass_mail', font })

    const all = await call('GET')
    const one = await call('GET', '?type=mass_mail')
    const wrong = await call('GET', '?type=rubbish')

    expect(changed?.json.email_compose[0]).toMatchObject({ code: 'SUCCESS', details: { type: 'mass_mail' } })
    expect(all.json.email_compose.map(({ type }: { type: string }) => type)).toEqual([
      'default',
      'emailin',
      'mass_mail',
    ])
    expect(one.json.email_compose).toEqual([
      {
        default_from_address: { type: 'primary', user_name: expect.any(String), email: 'admin@acme.example' },
        default_replyto_address: { type: 'primary', user_name: expect.any(String), email: 'admin@acme.example' },
        font,
        type: 'mass_mail',
      },
    ])
    expect(wrong.json.details).toEqual({ param_name: 'type', supported_values: ['default', 'emailin', 'mass_mail'] })
  })

  it.each([
    ['type', { font: { size: 12, family: 'Georgia' } }, 'MANDATORY_NOT_FOUND'],
    ['type', { type: 'other' }, 'INVALID_DATA'],
    ['email', { type: 'default', default_from_address: {} }, 'MANDATORY_NOT_FOUND'],
    ['email', { type: 'default', default_from_address: { email: 'other@acme.example' } }, 'INVALID_DATA'],
    [
      'type',
      { type: 'default', default_from_address: { email: 'admin@acme.example', type: 'org_email' } },
      'INVALID_DATA',
    ],
    ['size', { type: 'default', font: { size: 'large', family: 'Georgia' } }, 'INVALID_DATA'],
  ])('refuses a wrong %s', async (key, change, code) => {
    const { changed } = await compose(change)

    const [row] = changed!.json.email_compose
    expect({ status: changed!.status, code: row.code, key: row.details.api_name }).toEqual({ status: 400, code, key })
  })

  it('needs its scope, and lies at its own address', async () => {
    const { compose: call } = await compose(undefined, 'ZohoCRM.modules.ALL')
    const crm = await atCrm({ scope: 'ZohoCRM.settings.ALL' })

    expect((await call('GET')).status).toBe(401)
    expect((await crm.call('GET', 'settings/compose')).status).not.toBe(200)
  })
})
