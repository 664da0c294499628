import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createRoutes, type Method } from '../../src/crm/routes.ts'
import type { CrmEnv } from '../../src/http/authenticate.ts'
import { Exchange } from '../../src/http/journal/exchange.ts'
import { onError } from '../../src/http/on-error.ts'
import { createWorld } from '../../src/world/world.ts'
import { start } from '../support/emulator.ts'
import { denied, lead, type Person, staff, staffFixture } from './staff.ts'

const salesProfile = { name: 'Sales', modules: { Leads: ['view', 'create'], Deals: [] } }
const sales = (scope?: string) => staff({ profiles: [salesProfile] }, { agent: 'Sales' }, scope)
const deal = { Deal_Name: 'D', Stage: 'Qualification' }

describe('a standard user', () => {
  it('views, creates, edits and deletes records of every module, as an administrator does', async () => {
    const tested = await staff()
    const names = (await tested.as('admin', 'GET', 'settings/modules')).json.modules
    const statusesOf = async (person: Person) => {
      const id = await tested.insert(person, 'Leads', lead('One', { Email: `${person}@b.example` }))
      const calls = [
        await tested.as(person, 'GET', `Leads/${id}`),
        await tested.as(person, 'PUT', `Leads/${id}`, { data: [{ City: 'Rome' }] }),
        await tested.as(person, 'POST', 'Leads/upsert', { data: [lead('Two', { Email: `${person}@b.example` })] }),
        await tested.as(person, 'POST', `Leads/${id}/actions/clone`),
        await tested.as(person, 'GET', `Leads/search?email=${person}@b.example`),
        await tested.query(person, "select Last_Name from Leads where Last_Name = 'Two'"),
        await tested.as(person, 'DELETE', `Leads/${id}`),
        await tested.as(person, 'GET', 'Leads/deleted'),
      ]
      return calls.map(({ status }) => status)
    }

    const standard = await statusesOf('agent')
    const administrator = await statusesOf('admin')
    const modules = (await tested.as('agent', 'GET', 'settings/modules')).json.modules

    expect(standard).toEqual([200, 200, 200, 201, 200, 200, 200, 200])
    expect(administrator).toEqual(standard)
    expect(modules).toEqual(names)
    expect(modules[0]).toMatchObject({ viewable: true, creatable: true, editable: true, deletable: true })
  })

  it('reads a record word for word as an administrator does', async () => {
    const tested = await staff()
    const id = await tested.insert('admin', 'Leads', lead('One'))

    const [mine, admins] = [
      await tested.as('agent', 'GET', `Leads/${id}`),
      await tested.as('admin', 'GET', `Leads/${id}`),
    ]

    expect(mine.text).toBe(admins.text)
    expect(mine.json.data[0]).toMatchObject({ $editable: true, $sharing_permission: 'full_access' })
  })

  it('neither reads nor changes the data sharing', async () => {
    const tested = await staff()

    const read = await tested.as('agent', 'GET', 'settings/data_sharing')
    const write = await tested.as('agent', 'PUT', 'settings/data_sharing', 'no JSON')

    expect([read.status, read.json]).toEqual([403, denied('Manage_Data_Sharing')])
    expect([write.status, write.json]).toEqual([403, denied('Manage_Data_Sharing')])
    expect(read.headers.get('x-zoho-emulator-reason')).toContain('the profile Standard lacks')
  })

  it('has a recycle bin with what they deleted themselves', async () => {
    const tested = await staff()
    const mine = await tested.insert('agent', 'Leads', lead('Mine'))
    const others = await tested.insert('agent', 'Leads', lead('Others'))
    const kept = await tested.insert('agent', 'Leads', lead('Kept'))
    await tested.as('agent', 'DELETE', `Leads?ids=${mine},${kept}`)
    await tested.as('admin', 'DELETE', `Leads/${others}`)

    const bin = await tested.as('agent', 'GET', 'settings/recycle_bin')
    const count = await tested.as('agent', 'GET', 'settings/recycle_bin/actions/count')
    const one = await tested.as('agent', 'GET', `settings/recycle_bin/${others}`)
    const restored = await tested.as('agent', 'POST', 'settings/recycle_bin/actions/restore', {
      recycle_bin: [{ id: others }, { id: mine }],
    })
    const purged = await tested.as('agent', 'DELETE', `settings/recycle_bin?ids=${others}`)
    await tested.as('agent', 'POST', 'settings/recycle_bin/actions/empty')
    const left = await tested.as('admin', 'GET', 'settings/recycle_bin')

    expect(bin.json.recycle_bin.map(({ id }: { id: string }) => id)).toEqual([kept, mine])
    expect(count.json).toEqual({ count: 2 })
    expect(one.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 2 } })
    expect(restored.json.recycle_bin.map(({ code }: { code: string }) => code)).toEqual(['INVALID_DATA', 'SUCCESS'])
    expect(purged.json.recycle_bin[0].code).toBe('INVALID_DATA')
    expect(left.json.recycle_bin.map(({ id }: { id: string }) => id)).toEqual([others])
  })
})

describe('a route that writes settings', () => {
  const called = async (profile: 'admin' | 'agent', method: Method, path: string) => {
    const world = await createWorld({ fixture: 'empty' })
    const app = new Hono<CrmEnv>()
    app.onError(onError(world) as never)
    const { on } = createRoutes(app, world)
    on(method, path, 'ZohoCRM.settings.ALL', c => c.json({ done: true }))
    const token = world.accessTokens.insert({
      id: 'token',
      grantId: 'grant',
      refreshToken: null,
      counted: false,
      scopes: ['ZohoCRM.settings.ALL'],
      createdAt: 0,
      expiresAt: null,
      ended: null,
    })
    const user = world.users.findOne('email', `${profile}@acme.example`)!
    const org = world.orgs.all().find(({ name }) => name === 'Acme QA')!
    world.grants.insert({
      id: 'grant',
      clientId: 'client',
      zuid: user.id,
      zgid: org.id,
      flow: 'org-specific',
      instanceLevel: false,
      scopes: token.scopes,
      createdAt: 0,
    })
    const address = `/crm/v8${path}`
    const located = { path: address, location: 'us', environment: 'sandbox' }
    const headers = { Authorization: 'Zoho-oauthtoken token' }
    const exchange = new Exchange(method, address, [], 0, 0, 0)
    const response = await app.request(address, { method: method.toUpperCase(), headers }, {
      located,
      exchange,
    } as never)
    return { status: response.status, json: await response.json() }
  }

  it.each(['post', 'put', 'patch', 'delete'] as const)('needs to customize without being told, by %s', async method => {
    const standard = await called('agent', method, '/settings/fields')
    const administrator = await called('admin', method, '/settings/fields')

    expect(standard).toEqual({ status: 403, json: denied('Customize_Zoho_CRM') })
    expect(administrator.status).toBe(200)
  })

  it('is read by everybody', async () => {
    const { status } = await called('agent', 'get', '/settings/fields')

    expect(status).toBe(200)
  })
})

describe('a profile of the org’s own', () => {
  it('refuses what it does not permit in a module, by name', async () => {
    const tested = await sales()
    const id = await tested.insert('agent', 'Leads', lead('One'))
    const data = [lead('Two')]

    const refusals = [
      await tested.as('agent', 'PUT', `Leads/${id}`, { data }),
      await tested.as('agent', 'PUT', 'Leads', { data: [{ ...data[0], id }] }),
      await tested.as('agent', 'POST', 'Leads/upsert', { data }),
      await tested.as('agent', 'DELETE', `Leads/${id}`),
      await tested.as('agent', 'DELETE', `Leads?ids=${id}`),
    ]
    const read = await tested.as('agent', 'GET', `Leads/${id}`)
    const cloned = await tested.as('agent', 'POST', `Leads/${id}/actions/clone`)
    const contact = await tested.insert('agent', 'Contacts', { Last_Name: 'C' })
    const removed = await tested.as('agent', 'DELETE', `Contacts/${contact}`)

    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    expect(refusals.map(({ json }) => json)).toEqual([
      denied('Edit_Leads'),
      denied('Edit_Leads'),
      denied('Edit_Leads'),
      denied('Delete_Leads'),
      denied('Delete_Leads'),
    ])
    expect(read.json.data[0]).toMatchObject({ Last_Name: 'One', $editable: false })
    expect([cloned.status, removed.status]).toEqual([201, 200])
  })

  it.each([
    ['GET', 'Deals?fields=Deal_Name'],
    ['GET', 'Deals/{id}'],
    ['GET', 'deals/deleted'],
    ['GET', 'Deals/search?word=De'],
    ['POST', 'Deals', 'Create_Deals'],
    ['POST', 'Deals/upsert', 'Create_Deals', 'Edit_Deals'],
    ['POST', 'Deals/{id}/actions/clone', 'View_Deals', 'Create_Deals'],
    ['PUT', 'Deals', 'Edit_Deals'],
    ['DELETE', 'Deals/{id}', 'Delete_Deals'],
    ['GET', 'Accounts/{account}/Deals?fields=id'],
    ['GET', 'Accounts/{account}/Deals/{id}'],
    ['PUT', 'Accounts/{account}/Deals/{id}', 'Edit_Deals'],
    ['DELETE', 'Accounts/{account}/Deals/{id}', 'Edit_Deals'],
    ['GET', 'settings/fields?module=Deals'],
    ['GET', 'settings/layouts?module=Deals'],
    ['GET', 'settings/related_lists?module=Deals'],
    ['GET', 'settings/modules/Deals'],
    ['GET', 'settings/pipeline?layout_id={layout}'],
    ['GET', 'settings/custom_views?module=Deals'],
    ['GET', 'settings/fields/{field}/pick_list_values?module=Deals'],
    ['GET', 'Deals/actions/count'],
    ['GET', 'Deals/{id}/actions/fetch_full_data'],
    ['GET', 'Deals/{id}/Notes?fields=id'],
  ])('hides a module: %s %s', async (method, path, ...missing) => {
    const tested = await sales()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const id = await tested.insert('admin', 'Deals', { ...deal, Account_Name: account })
    const body = method === 'GET' ? undefined : { data: [{ ...deal, id }] }
    const layout = (await tested.as('admin', 'GET', 'settings/layouts?module=Deals')).json.layouts[0]
    const ids: Record<string, string> = { id, account, layout: layout.id, field: layout.sections[0].fields[0].id }

    const answer = await tested.as(
      'agent',
      method,
      path.replace(/\{(\w+)\}/g, (_, name) => ids[name]!),
      body,
    )

    expect([answer.status, answer.json]).toEqual([403, denied(...(missing.length > 0 ? missing : ['View_Deals']))])
  })

  it('counts no records of a hidden module, and tries no values on them', async () => {
    const tested = await sales()
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    await tested.insert('admin', 'Deals', { ...deal, Account_Name: account })
    const params = { filters: { comparator: 'equal', field: { api_name: 'Deal_Name' }, value: 'D' } }
    const root = 'get_related_records_count'

    const { status, json } = await tested.as('agent', 'POST', `Accounts/${account}/actions/${root}`, {
      [root]: [{ related_list: { api_name: 'Deals' }, params }],
    })

    expect([status, json]).toEqual([403, denied('View_Deals')])
  })

  it('hides the fields of a hidden module’s subforms', async () => {
    const tested = await staff({ profiles: [{ name: 'Sales', modules: { Quotes: [] } }] }, { agent: 'Sales' })

    const mine = await tested.as('agent', 'GET', 'settings/fields?module=Quoted_Items')
    const admins = await tested.as('admin', 'GET', 'settings/fields?module=Quoted_Items')

    expect([mine.status, mine.json]).toEqual([403, denied('View_Quotes')])
    expect(admins.status).toBe(200)
  })

  it('hides a module from queries, as their module and as a joined one', async () => {
    const tested = await sales()

    const own = await tested.query('agent', 'select Deal_Name from Deals where id is not null')
    const joined = await tested.query('agent', 'select Deal_Name.Stage from Quotes where id is not null')
    const filtered = await tested.query('agent', "select Subject from Quotes where Deal_Name.Stage = 'Qualification'")

    for (const { status, json } of [own, joined, filtered]) expect([status, json]).toEqual([403, denied('View_Deals')])
  })

  it('leaves hidden modules out of the list, and says in the others what the caller may do', async () => {
    const tested = await sales()

    const mine = (await tested.as('agent', 'GET', 'settings/modules')).json.modules
    const all = (await tested.as('admin', 'GET', 'settings/modules')).json.modules
    const names = (modules: { api_name: string }[]) => modules.map(({ api_name }) => api_name)
    const leads = mine.find(({ api_name }: { api_name: string }) => api_name === 'Leads')
    const deals = all.find(({ api_name }: { api_name: string }) => api_name === 'Deals')

    expect(names(mine)).toEqual(names(all).filter(name => name !== 'Deals'))
    expect(leads).toMatchObject({ viewable: true, creatable: true, editable: false, deletable: false })
    expect(deals.profiles.map(({ name }: { name: string }) => name)).toEqual(['Administrator', 'Standard'])
    expect(leads.profile_count).toBe(3)
  })

  it('stands in the metadata with what it permits, under an id of its own', async () => {
    const tested = await sales()
    const profilesOf = async (module: string) => {
      const { json } = await tested.as('admin', 'GET', `settings/fields?module=${module}`)
      return json.fields.find(({ api_name }: { api_name: string }) => api_name === 'Owner').profiles
    }

    const [leads, deals] = [await profilesOf('Leads'), await profilesOf('Deals')]
    const layout = (await tested.as('admin', 'GET', 'settings/layouts?module=Deals')).json.layouts[0]
    const [me] = (await tested.as('agent', 'GET', 'users?type=CurrentUser')).json.users

    expect(leads.map(({ permission_type, name }: Record<string, string>) => [name, permission_type])).toEqual([
      ['Administrator', 'read_write'],
      ['Standard', 'read_write'],
      ['Sales', 'read_write'],
    ])
    expect(deals.map(({ permission_type }: Record<string, string>) => permission_type)).toEqual([
      'read_write',
      'read_write',
      'hidden',
    ])
    expect(layout.profiles.map(({ name }: { name: string }) => name)).toEqual(['Administrator', 'Standard'])
    expect(me.profile).toEqual({ id: leads[2].id, name: 'Sales' })
    expect(new Set(leads.map(({ id }: { id: string }) => id)).size).toBe(3)
  })

  it('takes no part in what a lookup shows, but lets no new one point to what it hides', async () => {
    const tested = await sales()
    const id = await tested.insert('admin', 'Deals', deal)
    const account = await tested.insert('agent', 'Accounts', { Account_Name: 'A' })
    const product = await tested.insert('agent', 'Products', { Product_Name: 'P' })
    const items = [{ Product_Name: product, Quantity: 1 }]
    const quote = { Subject: 'Q', Account_Name: account, Quoted_Items: items }
    const own = await tested.insert('agent', 'Quotes', quote)
    await tested.as('admin', 'PUT', `Quotes/${own}`, { data: [{ Deal_Name: id }] })

    const read = await tested.as('agent', 'GET', `Quotes/${own}`)
    const again = await tested.as('agent', 'PUT', `Quotes/${own}`, { data: [{ Deal_Name: { id } }] })
    const other = await tested.as('agent', 'POST', 'Quotes', { data: [{ ...quote, Deal_Name: { id } }] })

    expect(read.json.data[0].Deal_Name).toEqual({ name: 'D', id })
    expect(again.json.data[0].code).toBe('SUCCESS')
    expect(other.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].Deal_Name.id' } })
  })

  it('is looked at after the scope and before the parameters', async () => {
    const tested = await sales('ZohoCRM.modules.leads.ALL,ZohoCRM.modules.deals.READ')

    const scope = await tested.as('agent', 'POST', 'Deals', 'no JSON')
    const permission = await tested.as('agent', 'GET', 'Deals')
    const module = await tested.as('agent', 'GET', 'Nonsense')
    const body = await tested.as('agent', 'DELETE', 'Leads')

    expect([scope.status, scope.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
    expect([permission.status, permission.json]).toEqual([403, denied('View_Deals')])
    expect(module.json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect([body.status, body.json]).toEqual([403, denied('Delete_Leads')])
  })

  it('may stand for the usual standard profile', async () => {
    const tested = await staff({ profiles: [{ name: 'Standard', modules: { Deals: ['view'] } }] })

    const created = await tested.as('agent', 'POST', 'Deals', { data: [deal] })
    const [me] = (await tested.as('agent', 'GET', 'users?type=CurrentUser')).json.users

    expect([created.status, created.json]).toEqual([403, denied('Create_Deals')])
    expect(me.profile).toEqual({ id: '5731204000000026014', name: 'Standard' })
  })

  it('may be let to write the data sharing', async () => {
    const tested = await staff({ profiles: [{ name: 'Keeper', manage_data_sharing: true }] }, { agent: 'Keeper' })

    const { status } = await tested.as('agent', 'GET', 'settings/data_sharing')

    expect(status).toBe(200)
  })
})

it('queries can name the roles above', async () => {
  const tested = await staff()
  await tested.insert('agent', 'Leads', lead('One'))

  const { json } = await tested.query(
    'admin',
    'select Owner.role.reporting_to, Owner.role.share_data_with_peers from Leads where id is not null',
  )

  expect(json.data[0]).toMatchObject({
    'Owner.role.reporting_to': { id: '5731204000000026005' },
    'Owner.role.share_data_with_peers': false,
  })
})

describe('a fixture is refused', () => {
  it.each([
    [{}, { agent: 'Sales' }, 'users.3.orgs.0.profile: org 60021002 has no profile Sales'],
    [{ profiles: [{ name: 'Sales', modules: { Lead: [] } }] }, {}, 'profiles.0.modules.Lead: no module Lead'],
    [{ profiles: [{ name: 'Sales', modules: { Leads: ['edit'] } }] }, {}, 'Leads: expected view beside the others'],
    [{ profiles: [{ name: 'Sales', modules: { Leads: ['read'] } }] }, {}, 'profiles.0.modules.Leads.0: '],
    [{ profiles: [{ name: 'Sales' }, { name: 'Sales' }] }, {}, 'profiles.1.name: Sales stands twice'],
    [{ profiles: [{ name: 'Administrator' }] }, {}, 'profiles.0.name: the profile of administrators'],
    [{ profiles: [{ name: 'Sales', mass_delet: true }] }, {}, 'mass_delet'],
    [{ sharing: { Lead: 'private' } }, {}, 'portals.0.orgs.1.sharing.Lead: no module Lead'],
    [{ sharing: { Leads: 'secret' } }, {}, 'portals.0.orgs.1.sharing.Leads: '],
  ])('that says %j of its org and %j of its people', async (org, people, message) => {
    await expect(start({ fixture: staffFixture(org, people) })).rejects.toThrow(message)
  })
})
